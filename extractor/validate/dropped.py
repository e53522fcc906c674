"""Check for blank cells that the layout of the text has swallowed."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.forms import CellRef, Layout
from extractor.records import CellBasis, Severity, Span, Suspect
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.filled import FilledTable

_MARKS = "\n\t|"
"""Characters by which a text layout shows where a cell ends."""


@check("table.dropped_blanks", needs_text=True)
def blanks_leave_a_trace(context: Context) -> Iterator[Draft]:
    """空白单元格丢失 · A row prints fewer numbers than it has cells, and the layout shows no gap.

    Compares: the number of cells with the number of prints, and the line ends, tabs and bars between
    two prints that have a blank between them with those between neighbours.
    Skipped: where each blank leaves its own line, tab or bar; where the layout has no such marks; for
    rows that print nothing.
    Example: 13 numbers for the 15 cells of the disputes table, all one blank line apart.
    """
    if context.text is None:
        return
    runs = ((each, refs) for each in context.tables for refs in _runs(each))
    for table, refs in runs:
        if missing := _dropped(table, refs, context.text):
            printed = [cell for ref in refs if (cell := table.cell(ref)) is not None and cell.evidence]
            on_line = table.form.layout is Layout.LINE
            name = table.form.line_name if on_line else table.row_name(refs[0][0])
            yield Draft(
                Severity.WARNING,
                f"{name} 应有 {len(refs)} 格，只印出 {len(printed)} 个数，空白格的位置未保留，请对照原表",
                f"{len(refs)} cells but {len(printed)} printed numbers, and the text does not show "
                "where the blanks were; compare with the original table",
                tuple(table.pointer(ref) for ref in missing),
                len(printed),
                len(refs),
                _evidence(printed[0].evidence, printed[-1].evidence),
                Suspect.READING,
            )


def _runs(table: FilledTable) -> list[tuple[CellRef, ...]]:
    """Cells under sums that are printed one after the other: a row, or all rows side by side."""
    if not table.form.sums:
        return []
    there = {
        ref for ref, cell in table.all_cells if cell.evidence is not None or not _is_left_out(table, ref)
    }
    if table.form.layout is Layout.LINE:
        return [tuple(ref for ref in table.form.column_of if ref in there)]
    rows = [tuple((row.key, column.key) for column in row.columns) for row in table.form.rows]
    kept = (tuple(ref for ref in row if ref in there) for row in rows)
    return [row for row in kept if row]


def _is_left_out(table: FilledTable, ref: CellRef) -> bool:
    """Whether a cell stands in a row or column that the table does not print: no blank was dropped."""
    cell = table.cell(ref)
    if cell is not None and cell.basis is CellBasis.BLANK and cell.reason:
        return True
    parts = table.form.parts_of.get(ref, ())
    is_total = bool(parts) and {row for row, _ in parts} == {ref[0]}
    column = (table.cell((row, ref[1])) for row in table.rows)
    return is_total and all(each is None or each.evidence is None for each in column)


def _dropped(table: FilledTable, refs: Sequence[CellRef], text: str) -> list[CellRef]:
    places = [_span(table, ref) for ref in refs]
    known = [place for place in places if place is not None]
    if len(known) < 2 or len(known) == len(refs):
        return []
    neighbours = [
        _marks(text, left.end, right.start)
        for left, right in pairwise(places)
        if left is not None and right is not None and left.end <= right.start
    ]
    usual = min(neighbours, default=0)
    if not usual:
        return []
    if any(_swallowed(places, at, text, usual) for at in range(len(places)) if places[at] is None):
        return [ref for ref, place in zip(refs, places, strict=True) if place is None]
    return []


def _swallowed(places: Sequence[Span | None], at: int, text: str, usual: int) -> bool:
    """Whether the gap around the blank at ``at`` has no mark for each of its cells."""
    before, after = at, at
    while before >= 0 and places[before] is None:
        before -= 1
    while after < len(places) and places[after] is None:
        after += 1
    left = places[before] if before >= 0 else None
    right = places[after] if after < len(places) else None
    if left is None:
        return False
    end = right.start if right is not None else _next_word(text, left.end)
    return left.end <= end and _marks(text, left.end, end) < usual + (after - before - 1)


def _next_word(text: str, start: int) -> int:
    while start < len(text) and (text[start].isspace() or text[start] in "|-"):
        start += 1
    return start


def _marks(text: str, start: int, end: int) -> int:
    return sum(text.count(mark, start, end) for mark in _MARKS)


def _span(table: FilledTable, ref: CellRef) -> Span | None:
    cell = table.cell(ref)
    return None if cell is None else cell.evidence


def _evidence(*spans: Span | None) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(span for span in spans if span is not None))
