"""What the templates show: tables in their printed shape, facts, and the panel of one place."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.forms import Column, Row
from extractor.records import Cell, Count, Report, Span, Statement
from extractor.records import Event as FactEvent
from extractor.review.corrected import plain, print_of
from extractor.review.identity_sums import IdentitySum, sums_of
from extractor.review.pointers import HEADER as HEADER_NAMES
from extractor.review.pointers import (
    LISTS,
    TABLES,
    CellPlace,
    cell_at,
    form_of,
    header_fact,
)
from extractor.review.service import OpenDocument
from extractor.review.wording import COLUMNS_EN, GROUP_MARKS, ROW_MARKS, ROWS_EN, Language, say


class CellView(NamedTuple):
    """One cell on the page."""

    pointer: str
    name: str
    shown: str
    value: str
    """Exact number, empty where there is none."""
    kind: str
    basis: str
    start: int | None
    end: int | None
    is_doubtful: bool
    is_decided: bool
    is_flagged: bool


class RowView(NamedTuple):
    """One row: a label and its cells; without cells it heads a group."""

    label: str
    gloss: str
    cells: tuple[CellView, ...]
    depth: int = 0


class GridView(NamedTuple):
    """A table, or the part of one that shares its columns."""

    columns: tuple[tuple[str, str], ...]
    """(printed label, gloss)."""
    rows: tuple[RowView, ...]
    spans: tuple[tuple[str, str, int], ...] = ()
    """A line of headers above the columns: (label, gloss, columns)."""


class TableView(NamedTuple):
    """One official table; no grids where it is not in the document."""

    key: str
    title: str
    grids: tuple[GridView, ...]


class FactView(NamedTuple):
    """One fact of the prose or of the header."""

    pointer: str
    name: str
    shown: str
    quote: str
    basis: str
    start: int | None
    end: int | None
    is_doubtful: bool
    is_decided: bool


class Marks(NamedTuple):
    """What the opened knows about places, by pointer."""

    doubtful: frozenset[str]
    decided: frozenset[str]
    flagged: frozenset[str]


def marks_of(opened: OpenDocument) -> Marks:
    """Pointers that are in doubt, decided, flagged."""
    return Marks(
        frozenset(item.pointer for item in opened.open_items),
        frozenset(opened.state.decided),
        opened.state.flagged,
    )


def tables_of(opened: OpenDocument, language: Language) -> tuple[TableView, ...]:
    """The three tables in their printed shape."""
    return tuple(_table(opened, name, language) for name in TABLES)


def _table(opened: OpenDocument, name: str, language: Language) -> TableView:
    title = say(language, name)
    if getattr(opened.state.report.tables, name) is None:
        return TableView(name, title, ())
    builder = {"applications": _applications, "disputes": _disputes, "proactive": _proactive}[name]
    return TableView(name, title, builder(opened, language, marks_of(opened)))


def gloss_in(words: str, language: Language) -> str:
    """The English words under a Chinese label; nothing where the page is Chinese."""
    return words if language == "en" else ""


def _columns(columns: Sequence[Column], language: Language) -> tuple[tuple[str, str], ...]:
    return tuple((column.labels[0], gloss_in(COLUMNS_EN[column.key], language)) for column in columns)


def _cells(opened: OpenDocument, table: str, row: Row, marks: Marks) -> tuple[CellView, ...]:
    found = []
    for column in row.columns:
        place = CellPlace(table, row.key, column.key)
        cell = cell_at(opened.state.report, place)
        if cell is not None:
            found.append(cell_view(place, cell, f"{row_label(row)} · {column.labels[0]}", marks))
    return tuple(found)


def cell_view(place: CellPlace, cell: Cell, name: str, marks: Marks) -> CellView:
    """One cell on the page; ``name`` is read out by screen readers."""
    pointer, kind = place.pointer, print_of(cell)
    signed = place.column == "change" and cell.value is not None and cell.value > 0
    shown = ("+" if signed else "") + (plain(cell.value) or "")
    return CellView(
        pointer=pointer,
        name=name,
        shown=shown if kind == "number" else ("—" if kind == "dash" else ""),
        value=plain(cell.value) or "",
        kind=kind,
        basis=cell.basis.value,
        start=cell.evidence.start if cell.evidence else None,
        end=cell.evidence.end if cell.evidence else None,
        is_doubtful=pointer in marks.doubtful,
        is_decided=pointer in marks.decided,
        is_flagged=pointer in marks.flagged,
    )


def row_label(row: Row) -> str:
    """The label as the form prints it, with its list mark; long official wordings are cut at their clause."""
    label = row.labels[0] if len(row.labels[0]) <= 24 else min(row.labels, key=len)
    return ROW_MARKS.get(row.key, "") + label


def _applications(opened: OpenDocument, language: Language, marks: Marks) -> tuple[GridView, ...]:
    form = form_of(opened.state.report, "applications")
    rows: list[RowView] = []
    group: tuple[str, ...] = ()
    for number, row in _numbered(form.rows):
        if row.group and row.group != group:
            mark, gloss = GROUP_MARKS.get(row.group[0], ("", ""))
            rows.append(RowView(f"{mark}{row.group[0]}", gloss_in(gloss, language), ()))
        group = row.group
        label = f"{number}." + row_label(row) if number else row_label(row)
        if row.key == "other":
            label = "（六）" + label
        gloss = gloss_in(ROWS_EN[row.key], language)
        rows.append(RowView(label, gloss, _cells(opened, form.key, row, marks), 1 if row.group else 0))
    return (GridView(_columns(form.rows[0].columns, language), tuple(rows)),)


def _numbered(rows: Sequence[Row]) -> Iterator[tuple[int, Row]]:
    count, group = 0, ()
    for row in rows:
        count = count + 1 if row.group and row.group == group else (1 if row.group else 0)
        group = row.group  # type: ignore[assignment]  # the empty start has no element type
        yield count, row


def _disputes(opened: OpenDocument, language: Language, marks: Marks) -> tuple[GridView, ...]:
    form = form_of(opened.state.report, "disputes")
    spans = tuple(
        (row.labels[0], gloss_in(ROWS_EN[row.key], language), len(row.columns)) for row in form.rows
    )
    columns = tuple(each for row in form.rows for each in _columns(row.columns, language))
    cells = tuple(cell for row in form.rows for cell in _cells(opened, form.key, row, marks))
    return (GridView(columns, (RowView("", "", cells),), spans),)


def _proactive(opened: OpenDocument, language: Language, marks: Marks) -> tuple[GridView, ...]:
    form = form_of(opened.state.report, "proactive")
    grids: list[GridView] = []
    last: tuple[str, ...] = ()
    for row in form.rows:
        keys = tuple(column.key for column in row.columns)
        gloss = gloss_in(ROWS_EN[row.key], language)
        view = RowView(row_label(row), gloss, _cells(opened, form.key, row, marks))
        if keys == last:
            grids[-1] = grids[-1]._replace(rows=(*grids[-1].rows, view))
        else:
            grids.append(GridView(_columns(row.columns, language), (view,)))
        last = keys
    return tuple(grids)


def header_of(opened: OpenDocument, language: Language) -> tuple[FactView, ...]:
    """The header facts."""
    marks, found = marks_of(opened), []
    for name in HEADER_NAMES:
        fact = header_fact(opened.state.report, name)
        span = fact.evidence[0] if fact and fact.evidence else None
        shown = "" if fact is None or fact.value is None else str(fact.value)
        basis = "not_stated" if fact is None else fact.basis.value
        found.append(_fact(f"/{name}", say(language, name), shown, span, basis, marks))
    return tuple(found)


def _fact(pointer: str, name: str, shown: str, span: Span | None, basis: str, marks: Marks) -> FactView:
    return FactView(
        pointer,
        name,
        shown,
        span.quote if span else "",
        basis,
        span.start if span else None,
        span.end if span else None,
        pointer in marks.doubtful,
        pointer in marks.decided,
    )


def facts_of(opened: OpenDocument) -> tuple[tuple[str, tuple[FactView, ...]], ...]:
    """The facts of the prose by list."""
    marks = marks_of(opened)
    return tuple(
        (
            name,
            tuple(
                _fact(
                    f"/narrative/{name}/{key}",
                    fact_name(fact),
                    fact_shown(fact),
                    fact.evidence,
                    fact.basis,
                    marks,
                )
                for key, fact in zip(
                    opened.state.keys[name], getattr(opened.state.report.narrative, name), strict=True
                )
            ),
        )
        for name in LISTS
    )


def fact_name(fact: Count | FactEvent | Statement) -> str:
    """What a fact is called in a list."""
    if isinstance(fact, Count):
        return fact.label
    return fact.name if isinstance(fact, FactEvent) else fact.text


def fact_shown(fact: Count | FactEvent | Statement) -> str:
    """The value of a fact in a list."""
    if isinstance(fact, Count):
        return f"{'≈ ' if fact.approximate else ''}{plain(fact.value)} {fact.unit}".strip()
    if isinstance(fact, FactEvent):
        days = " – ".join(str(day) for day in (fact.start, fact.end) if day)
        return days or fact.date_text or ""
    return ""


class SumView(NamedTuple):
    """A sum with the place of each term, for the page to add up while somebody types."""

    id: str
    left: tuple[tuple[str, str, str], ...]
    """(pointer, short name, value)."""
    right: tuple[tuple[str, str, str], ...]
    left_total: str
    right_total: str
    state: str
    """holds, fails or open."""


def sum_views(opened: OpenDocument, pointer: str, language: Language) -> tuple[SumView, ...]:
    """The sums that a cell stands in."""
    return tuple(
        _sum(opened.state.report, each, language)
        for each in sums_of(opened.state.report)
        if pointer in each.pointers
    )


def _sum(report: Report, each: IdentitySum, language: Language) -> SumView:
    form = form_of(report, each.table)
    rows = {row.key: row for row in form.rows}
    by_row = ".row." in each.identity.id

    def term(ref: tuple[str, str]) -> tuple[str, str, str] | None:
        place = CellPlace(each.table, *ref)
        cell = cell_at(report, place)
        if cell is None:
            return None
        column = next(column for column in rows[ref[0]].columns if column.key == ref[1])
        chinese = column.labels[0] if by_row else row_label(rows[ref[0]])
        english = COLUMNS_EN[ref[1]] if by_row else ROWS_EN[ref[0]]
        return place.pointer, chinese if language == "zh" else english, plain(cell.value) or ""

    left = tuple(found for ref in each.identity.left if (found := term(ref)))
    right = tuple(found for ref in each.identity.right if (found := term(ref)))
    state = "holds" if each.holds else "fails" if each.fails else "open"
    return SumView(each.identity.id, left, right, plain(each.left) or "0", plain(each.right) or "0", state)


def lines_of(text: str, start: int | None, end: int | None) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """The text line by line: (offset, (before, marked, after)), the words of [start, end) marked."""
    offset = 0
    low, high = (start, end) if start is not None and end is not None else (-1, -1)
    for line in text.split("\n"):
        first = min(max(low - offset, 0), len(line))
        last = min(max(high - offset, first), len(line))
        yield offset, (line[:first], line[first:last], line[last:])
        offset += len(line) + 1
