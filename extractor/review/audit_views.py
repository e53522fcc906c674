"""What the audit page shows of a drawn place: the words or the place on the page, never the value."""

import re
from typing import NamedTuple

from extractor.certify.comparing import choices
from extractor.certify.strata import known_strata
from extractor.forms import form_of
from extractor.records import Span
from extractor.review.blind_audit import ReaderTurn
from extractor.review.opened import OpenDocument
from extractor.review.pointers import CellPlace, cell_at, cell_place, cells_of, fact_place
from extractor.review.sound_text import index_in
from extractor.review.views import gloss_in, lines_of, row_label
from extractor.review.wording import Language, say

AROUND = 700
"""Characters shown before and after the words that are asked about."""
MOST = 60_000
"""Of the text, for facts of the header, which stand at its beginning and end."""


class Choice(NamedTuple):
    """One thing to pick."""

    key: str
    value: str
    label: str


class AuditView(NamedTuple):
    """A place and the question about it."""

    position: int
    report_id: int
    document: str
    state: str
    """first, again, or shown."""
    answer: str
    """number, text, day or pick."""
    question: str
    name: str
    gloss: str
    lines: tuple[tuple[int, tuple[str, str, str]], ...]
    anchor: int
    """Offset of the line to begin with."""
    choices: tuple[Choice, ...]
    quote: str
    """The words that are asked about; empty for what stands in a table or the header."""
    has_page: bool
    mine: str
    """What the reader read, once it is settled."""
    machine: str
    """What the data set says; empty until then."""


def view_of(turn: ReaderTurn, opened: OpenDocument, language: Language) -> AuditView:
    """The view of a turn that has a place."""
    assert turn.drawing is not None
    claim, standing = turn.drawing.claim, turn.standing
    stretch = _stretch(opened, claim.pointer)
    name, gloss = _name(opened, claim.pointer, claim.kind, language)
    shown = standing.is_settled
    state = "shown" if shown else "again" if standing.readings else "first"
    low, high, marked = _window(opened, claim.pointer, stretch)
    start, end = (stretch[0] - low, stretch[1] - low) if marked else (None, None)
    return AuditView(
        position=turn.drawing.position,
        report_id=turn.drawing.report_id,
        document=opened.source.report.source.name,
        state=state,
        answer=known_strata().kinds[claim.kind].answer,
        question=say(language, f"audit.ask.{claim.kind}"),
        name=name,
        gloss=gloss,
        lines=tuple((low + at, parts) for at, parts in lines_of(opened.text[low:high], start, end)),
        anchor=opened.text.rfind("\n", 0, stretch[0]) + 1,
        choices=tuple(
            Choice(_key(index), value, _label(claim.kind, value, language))
            for index, value in enumerate(choices(claim.kind))
        ),
        quote=opened.text[slice(*stretch)] if marked else "",
        has_page=any(page.words for page in opened.source.document.pages),
        mine=_shown(claim.kind, standing.readings[-1], language) if shown and standing.readings else "",
        machine=_shown(claim.kind, claim.value, language) if shown else "",
    )


def place_on_page(opened: OpenDocument, pointer: str) -> tuple[int, int, bool]:
    """(start, end, whether it may be framed): a frame around a cell's number would say which one is meant."""
    start, end = _stretch(opened, pointer)
    return start, end, _is_marked(pointer)


def _key(index: int) -> str:
    return "1234567890abcdefghijklm"[index]


def _label(kind: str, value: str, language: Language) -> str:
    if kind in ("role", "digits", "sentence") or value in ("none", "cut"):
        return say(language, f"audit.pick.{value}")
    return say(language, f"option.{value}")


def _shown(kind: str, value: str, language: Language) -> str:
    if value == "":
        return say(language, "nothing_printed")
    return _label(kind, value, language) if choices(kind) else value


def _is_marked(pointer: str) -> bool:
    return pointer.startswith(("/narrative/", "/text/"))


def _stretch(opened: OpenDocument, pointer: str) -> tuple[int, int]:
    """The words that are asked about; of a cell the label of its row."""
    if pointer.startswith("/text/"):
        start, _, end = pointer.removeprefix("/text/").partition("-")
        return int(start), int(end)
    cell = cell_place(pointer)
    if cell is not None:
        return _row(opened, cell)
    span = _fact_span(opened, pointer.partition("#")[0])
    return (span.start, span.end) if span else (0, 0)


def _fact_span(opened: OpenDocument, pointer: str) -> Span | None:
    fact = opened.state.fact(pointer)
    if fact is not None:
        return fact.evidence
    place = fact_place(pointer)
    index = index_in(place.key) if place else None
    if place is None or index is None:
        return None
    known = getattr(opened.source.report.narrative, place.list)
    return known[index].evidence if index < len(known) else None


def _row(opened: OpenDocument, place: CellPlace) -> tuple[int, int]:
    """Where the form's label of the row is printed, or would be: never where the program read the cell.

    Rows whose cells were all read as blank begin where other rows do; of several places that print the label
    the one nearest to the row's share of the table is taken.
    """
    low, high = _table_region(opened, place)
    form = form_of(opened.source.report, place.table)
    at = low + (high - low) * list(form.row_of).index(place.row) // max(1, len(form.row_of))
    words = sorted({*form.row_of[place.row].labels, form.row_of[place.row].prints}, key=len, reverse=True)
    for label in words:
        spaced = r"\s*".join(map(re.escape, "".join(label.split())))
        if found := [each.start() for each in re.finditer(spaced, opened.text[low:high]) if label]:
            at = low + min(found, key=lambda start: abs(low + start - at))
            break
    return at, at + 1


def _window(opened: OpenDocument, pointer: str, stretch: tuple[int, int]) -> tuple[int, int, bool]:
    text = opened.text
    cell = cell_place(pointer)
    if cell is not None:
        low, high = _table_region(opened, cell)
    elif _is_marked(pointer):
        low, high = stretch[0] - AROUND, stretch[1] + AROUND
    else:
        return 0, min(len(text), MOST), False
    low = text.rfind("\n", 0, max(0, low)) + 1
    stop = text.find("\n", min(high, len(text)))
    return low, len(text) if stop < 0 else stop, _is_marked(pointer)


def _table_region(opened: OpenDocument, place: CellPlace) -> tuple[int, int]:
    """The table with some lines around it, the same whatever was read in the row that is asked about."""
    report = opened.source.report
    spans = [
        cell.evidence
        for each, cell in cells_of(report)
        if each.table == place.table and each.row != place.row and cell.evidence is not None
    ]
    section = next((each.body for each in report.sections if each.key == place.table), None)
    if not spans:
        return (section.start, section.end) if section else (0, len(opened.text))
    low, high = min(span.start for span in spans), max(span.end for span in spans)
    if section is not None and section.start <= low and high <= section.end:
        return section.start, section.end
    return max(0, low - 400), min(len(opened.text), high + 200)


def _name(opened: OpenDocument, pointer: str, kind: str, language: Language) -> tuple[str, str]:
    cell = cell_place(pointer)
    if cell is not None and cell_at(opened.source.report, cell) is not None:
        form = form_of(opened.source.report, cell.table)
        row, column = form.row_of[cell.row], form.column_of[cell.row, cell.column]
        group = f"{row.group[0]} · " if row.group else ""
        gloss = gloss_in(f"{row.english or row.key} · {column.english or column.key}", language)
        unit = f" ({column.unit})" if column.unit else ""
        return f"{form.title} · {group}{row_label(row)} · {column.labels[0]}{unit}", gloss
    if not _is_marked(pointer):
        return say(language, pointer.removeprefix("/").partition("#")[0]), ""
    return say(language, f"audit.kind.{kind}"), ""
