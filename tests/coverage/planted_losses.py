"""Losses planted in whole documents: in the text, or by a reader that skips what it should read.

A loss is *found* where the Report says of the very place that something is missing: a digit run in
``coverage.unexplained``, a cell that is open or blank, a finding that points at the table, its row, the
section. ``explained`` counts digits of a skipped fact that a rule set aside: they vanish.
"""

import re
from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

from lost_pieces import LOST, told
from lost_words import WORDS, newly_told

import extractor
from extractor.coverage import digit_coverage
from extractor.evaluation.noise import generate_documents
from extractor.normalise import fold_characters, fold_prose
from extractor.records import CellBasis, Header, Report, Span, Table, Tables
from extractor.validate import check_report

LAYOUTS = ("tabs", "pipes", "row_lines", "cell_lines", "markdown", "pdf_columns")
SURE = {CellBasis.PROVED, CellBasis.PRINTED, CellBasis.REPAIRED}
HEADINGS = re.compile(r"^[一二三四五六][、.].{4,24}$", re.MULTILINE)


class Planted(NamedTuple):
    """One loss in one document, and what became of it."""

    kind: str
    document: str
    what: str
    found: bool
    explained: int


def planted_losses(count: int, seed: int) -> Iterator[Planted]:
    """``count`` generated documents with one loss of each kind in each."""
    rng = Random(seed)
    for document in generate_documents(count, seed, "clean", LAYOUTS):
        report = extractor.extract(document.text)
        for kind, plant in SKIPPED.items():
            yield _skipped(kind, document.name, document.text, report, plant(report, rng))
        for kind, change in CUT.items():
            changed = change(document.text, report, rng)
            if changed is not None:
                text, place = changed
                again = extractor.extract(text)
                yield Planted(kind, document.name, place, _told(again, place, report), 0)
        for kind, lose in LOST.items():
            changed_text = lose(document.text, report, rng)
            if changed_text is not None:
                wrong = told(extractor.extract(changed_text), report)
                yield Planted(kind, document.name, f"{document.layout}: {'; '.join(wrong[:3])}", not wrong, 0)
        for kind, lose in WORDS.items():
            changed_text = lose(document.text, report, rng)
            if changed_text is not None:
                wrong = newly_told(extractor.extract(changed_text), report)
                yield Planted(kind, document.name, f"{document.layout}: {'; '.join(wrong[:3])}", not wrong, 0)


# What a reader skips: the fact is taken out of the Report, its digits must turn up.

Skip = tuple[dict[str, object], tuple[Span, ...], str]
"""What is changed in the Report, the spans that it no longer uses, and where a finding must point."""


def _table(report: Report, key: str) -> Table:
    table = report.tables.get(key)
    assert table is not None
    return {row: cells for row, cells in table.items() if cells}


def _count(report: Report, rng: Random) -> Skip:
    counts = report.narrative.counts
    lost = rng.choice(counts)
    narrative = report.narrative.model_copy(update={"counts": tuple(c for c in counts if c is not lost)})
    return {"narrative": narrative}, (lost.evidence,), ""


def _cells(report: Report, table: str, rows: set[str], columns: set[str] | None = None) -> Skip:
    lost, kept = [], {}
    for row, cells in _table(report, table).items():
        kept[row] = dict(cells)
        for column, cell in cells.items():
            if row in rows and (columns is None or column in columns) and cell.evidence is not None:
                lost.append(cell.evidence)
                blank = {"value": None, "raw": None, "evidence": None, "basis": CellBasis.BLANK}
                kept[row][column] = cell.model_copy(update=blank)
    return {"tables": _with(report.tables, table, kept)}, tuple(lost), f"/tables/{table}"


def _with(tables: Tables, key: str, table: object) -> Tables:
    return Tables.model_validate({**dict(tables.all()), key: table})


def _one_cell(report: Report, rng: Random) -> Skip:
    row = rng.choice([row for row, cells in _table(report, "applications").items() if cells])
    return _cells(report, "applications", {row}, {rng.choice(["natural", "business", "total"])})


def _one_row(report: Report, rng: Random) -> Skip:
    return _cells(report, "applications", {rng.choice(list(_table(report, "applications")))})


def _one_block(report: Report, rng: Random) -> Skip:
    return _cells(report, "disputes", {rng.choice(list(_table(report, "disputes")))})


def _section(report: Report, _rng: Random) -> Skip:
    narrative = report.narrative.model_copy(update={"counts": (), "trainings": (), "events": ()})
    lost = tuple(count.evidence for count in report.narrative.counts)
    return {"narrative": narrative}, lost, ""


def _whole_table(report: Report, rng: Random) -> Skip:
    table = rng.choice(["proactive", "applications", "disputes"])
    _, lost, where = _cells(report, table, set(_table(report, table)))
    return {"tables": _with(report.tables, table, None)}, lost, where


SKIPPED: dict[str, Callable[[Report, Random], Skip]] = {
    "skipped count": _count,
    "skipped cell": _one_cell,
    "skipped row": _one_row,
    "skipped block": _one_block,
    "skipped table": _whole_table,
    "skipped section": _section,
}


def _skipped(kind: str, name: str, text: str, report: Report, skip: Skip) -> Planted:
    changes, lost, where = skip
    changed = report.model_copy(update=changes)
    header = Header(**{key: getattr(report, key) for key in Header.model_fields})
    whole = fold_prose(text, characters=fold_characters(text))
    coverage = digit_coverage(header, report.sections, changed.tables, changed.narrative, text, whole)
    changed = changed.model_copy(update={"coverage": coverage})
    unexplained = [(span.start, span.end) for span in coverage.unexplained]
    digits = [span for span in lost if re.search(r"\d", span.quote)]
    hidden = [s for s in digits if not any(a < s.end and s.start < b for a, b in unexplained)]
    found = not hidden
    if kind == "skipped table":
        told = [f for f in check_report(changed, text) if where in f.where and f.check != "table.absent"]
        found = found and bool(told)
    return Planted(kind, name, "、".join(s.quote for s in digits[:3]), found, len(hidden))


# What a text has lost.


def _cut(text: str, span: Span, words: str = "") -> str:
    return text[: span.start] + words + text[span.end :]


def _line_of(text: str, span: Span) -> Span:
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    return Span.of(text, start, len(text) if end < 0 else end + 1)


def _printed(report: Report, rng: Random, table: str = "applications") -> tuple[str, str, Span]:
    cells = [
        (row, column, cell.evidence)
        for row, found in _table(report, table).items()
        for column, cell in found.items()
        if cell.evidence is not None and re.search(r"\d", cell.evidence.quote)
    ]
    return rng.choice(cells)


Cut = Callable[[str, Report, Random], tuple[str, str] | None]
"""(text without it, JSON pointer of what is gone)."""


def _digits_removed(text: str, report: Report, rng: Random) -> tuple[str, str] | None:
    row, column, span = _printed(report, rng)
    return _cut(text, span), f"/tables/applications/{row}/{column}"


def _digits_garbled(text: str, report: Report, rng: Random) -> tuple[str, str] | None:
    row, column, span = _printed(report, rng)
    return _cut(text, span, "#" * len(span.quote)), f"/tables/applications/{row}/{column}"


def _row_removed(text: str, report: Report, rng: Random) -> tuple[str, str] | None:
    """All lines from the row's first number to its last, the label where it stands on the same line."""
    row, _, first, last = _row(report, rng)
    low, high = _line_of(text, first).start, _line_of(text, last).end
    return text[:low] + text[high:], f"/tables/applications/{row}/total"


def _row_of_digits_removed(text: str, report: Report, rng: Random) -> tuple[str, str] | None:
    row, spans, *_ = _row(report, rng)
    for span in reversed(spans):
        text = _cut(text, span)
    return text, f"/tables/applications/{row}/total"


def _row(report: Report, rng: Random) -> tuple[str, list[Span], Span, Span]:
    rows = {
        row: sorted((c.evidence for c in cells.values() if c.evidence), key=lambda span: span.start)
        for row, cells in _table(report, "applications").items()
    }
    row = rng.choice([row for row, spans in rows.items() if len(spans) > 1])
    return row, rows[row], rows[row][0], rows[row][-1]


def _row_garbled(text: str, report: Report, rng: Random) -> tuple[str, str] | None:
    row, spans, *_ = _row(report, rng)
    for span in reversed(spans):
        text = _cut(text, span, "口" * len(span.quote))
    return text, f"/tables/applications/{row}/total"


def _table_garbled(text: str, report: Report, rng: Random) -> tuple[str, str] | None:
    """The labels of a table are unreadable, its numbers stand."""
    key = rng.choice(["proactive", "applications", "disputes"])
    section = next(section for section in report.sections if section.key == key)
    words = re.sub(r"[\u4e00-\u9fff]", "口", section.body.quote)
    return _cut(text, section.body, words), f"/tables/{key}"


def _table_removed(text: str, report: Report, rng: Random) -> tuple[str, str] | None:
    key = rng.choice(["proactive", "applications", "disputes"])
    section = next(section for section in report.sections if section.key == key)
    return _cut(text, section.body, "\n"), f"/tables/{key}"


def _section_removed(text: str, report: Report, rng: Random) -> tuple[str, str] | None:
    section = rng.choice([s for s in report.sections if s.key in ("overview", "problems")])
    return text[: section.heading.start] + text[section.body.end :], "/sections"


def _heading_garbled(text: str, report: Report, rng: Random) -> tuple[str, str] | None:
    section = next(section for section in report.sections if section.key == "problems")
    words = rng.choice(["五、###", "l五、口口情况", "五、有关工作"])
    return _cut(text, section.heading, words), "/sections"


CUT: dict[str, Cut] = {
    "digits removed": _digits_removed,
    "digits garbled": _digits_garbled,
    "row removed": _row_removed,
    "row of digits removed": _row_of_digits_removed,
    "row garbled": _row_garbled,
    "table removed": _table_removed,
    "table garbled": _table_garbled,
    "section removed": _section_removed,
    "heading garbled": _heading_garbled,
}


def _values(report: Report, key: str) -> dict[tuple[str, str], object]:
    table = report.tables.get(key) or {}
    return {(r, c): cell.value for r, cells in table.items() for c, cell in (cells or {}).items()}


def _told(report: Report, place: str, before: Report) -> bool:
    """Whether the Report of the changed text says what is missing there, or reads it nevertheless."""
    parts = place.split("/")[1:]
    row = "/".join(("", *parts[:3]))
    if any(w in (place, row, f"/{parts[0]}/{parts[1]}" if len(parts) > 1 else place) or w.startswith(place)
           for f in report.findings for w in f.where):  # fmt: skip
        return True
    if parts[0] == "tables" and len(parts) == 4:
        table = report.tables.get(parts[1])
        if table is None:
            return False
        cell = (table.get(parts[2]) or {}).get(parts[3])
        kept = _table(before, parts[1])[parts[2]][parts[3]].value
        return cell is None or cell.basis not in SURE or cell.value == kept
    if parts[0] == "tables":
        return _values(report, parts[1]) == _values(before, parts[1])
    if place == "/sections":
        return any(section.key == "problems" for section in report.sections) and bool(report.narrative.issues)
    return False
