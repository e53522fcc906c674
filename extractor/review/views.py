"""What the templates show: tables in their printed shape, facts, and the panel of one place."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.forms import CellRef, Column, Layout, Quantity, Row, TableForm, form_of
from extractor.records import NARRATIVE_LISTS, Cell, Count, Report, Span, Statement
from extractor.records import Event as FactEvent
from extractor.review.corrected import plain, print_of
from extractor.review.identity_sums import IdentitySum, sums_of
from extractor.review.opened import OpenDocument
from extractor.review.pointers import HEADER as HEADER_NAMES
from extractor.review.pointers import (
    CellPlace,
    cell_at,
    header_fact,
)
from extractor.review.wording import Language, say

_LONGEST_LABEL = 24
_LIST_MARK = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）")
_NUMBER = re.compile(r"\d+")


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
    """The tables of the report's form in their printed shape."""
    report = opened.state.report
    return tuple(
        _table(opened, form_of(report, key), table is not None, language)
        for key, table in report.tables.all()
    )


def _table(opened: OpenDocument, form: TableForm, is_there: bool, language: Language) -> TableView:
    title = form.name if language == "zh" else form.english or form.key
    if not is_there:
        return TableView(form.key, title, ())
    builder = _side_by_side if form.layout is Layout.LINE else _row_by_row
    return TableView(form.key, title, builder(opened, form, language))


def gloss_in(words: str, language: Language) -> str:
    """The English words under a Chinese label; nothing where the page is Chinese."""
    return words if language == "en" else ""


def _columns(columns: Sequence[Column], language: Language) -> tuple[tuple[str, str], ...]:
    return tuple((column.labels[0], gloss_in(column.english, language)) for column in columns)


def _cells(opened: OpenDocument, table: str, row: Row, marks: Marks) -> tuple[CellView, ...]:
    found = []
    for column in row.columns:
        place = CellPlace(table, row.key, column.key)
        cell = cell_at(opened.state.report, place)
        if cell is not None:
            name = f"{row_label(row)} · {column.labels[0]}"
            found.append(cell_view(place, cell, column, name, marks))
    return tuple(found)


def cell_view(place: CellPlace, cell: Cell, column: Column, name: str, marks: Marks) -> CellView:
    """One cell on the page; ``name`` is read out by screen readers."""
    pointer, kind = place.pointer, print_of(cell)
    signed = column.quantity is Quantity.SIGNED and cell.value is not None and cell.value > 0
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
    label = row.labels[0] if len(row.labels[0]) <= _LONGEST_LABEL else min(row.labels, key=len)
    mark = _LIST_MARK.match(row.prints)
    return (mark[0] if mark else "") + label


def _row_by_row(opened: OpenDocument, form: TableForm, language: Language) -> tuple[GridView, ...]:
    """One grid for rows with the same columns one after the other; a line of its own heads a group."""
    marks = marks_of(opened)
    grids: list[GridView] = []
    columns: tuple[Column, ...] = ()
    group: tuple[str, ...] = ()
    for row in form.rows:
        if row.columns != columns:
            grids.append(GridView(_columns(row.columns, language), ()))
        views = [_group_view(form, row, language)] if row.group and row.group != group else []
        number = _NUMBER.match(row.prints) if row.group else None
        label = (f"{number[0]}." if number else "") + row_label(row)
        cells = _cells(opened, form.key, row, marks)
        views.append(RowView(label, gloss_in(row.english, language), cells, 1 if row.group else 0))
        grids[-1] = grids[-1]._replace(rows=(*grids[-1].rows, *views))
        columns, group = row.columns, row.group
    return tuple(grids)


def _group_view(form: TableForm, row: Row, language: Language) -> RowView:
    group = next(each for each in form.groups if each.label == row.group[0])
    return RowView(group.prints, gloss_in(group.english, language), ())


def _side_by_side(opened: OpenDocument, form: TableForm, language: Language) -> tuple[GridView, ...]:
    """All rows on one line under their columns."""
    spans = tuple((row.labels[0], gloss_in(row.english, language), len(row.columns)) for row in form.rows)
    columns = tuple(each for row in form.rows for each in _columns(row.columns, language))
    marks = marks_of(opened)
    cells = tuple(cell for row in form.rows for cell in _cells(opened, form.key, row, marks))
    return (GridView(columns, (RowView("", "", cells),), spans),)


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
        for name in NARRATIVE_LISTS
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
    relation: str
    """= or <=."""


def sum_views(opened: OpenDocument, pointer: str, language: Language) -> tuple[SumView, ...]:
    """The sums that a cell stands in."""
    return tuple(
        _sum(opened.state.report, each, language)
        for each in sums_of(opened.state.report)
        if pointer in each.pointers
    )


def _sum(report: Report, each: IdentitySum, language: Language) -> SumView:
    form = form_of(report, each.table)
    outcome = each.outcome

    def term(ref: CellRef) -> tuple[str, str, str]:
        place = CellPlace(each.table, *ref)
        cell = cell_at(report, place)
        row, column = form.row_of[ref[0]], form.column_of[ref]
        if outcome.identity.row is not None:
            name = column.labels[0] if language == "zh" else column.english or column.key
        else:
            name = row_label(row) if language == "zh" else row.english or row.key
        return place.pointer, name, (plain(cell.value) if cell else None) or ""

    return SumView(
        outcome.identity.id,
        tuple(map(term, outcome.identity.left)),
        tuple(map(term, outcome.identity.right)),
        plain(outcome.left) or "0",
        plain(outcome.right) or "0",
        outcome.state.value,
        outcome.identity.relation.value,
    )


def lines_of(text: str, start: int | None, end: int | None) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """The text line by line: (offset, (before, marked, after)), the words of [start, end) marked."""
    offset = 0
    low, high = (start, end) if start is not None and end is not None else (-1, -1)
    for line in text.split("\n"):
        first = min(max(low - offset, 0), len(line))
        last = min(max(high - offset, first), len(line))
        yield offset, (line[:first], line[first:last], line[last:])
        offset += len(line) + 1
