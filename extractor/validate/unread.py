"""Check for printed numbers of a table that belong to no cell: what the coverage of digits says was lost."""

from bisect import bisect_left
from collections.abc import Iterator

from extractor.records import Severity, Span, Suspect
from extractor.validate.context import Context
from extractor.validate.filled import FilledTable
from extractor.validate.registry import Draft, check
from extractor.validate.wording import short

_SHOWN = 6


@check("table.unread_numbers")
def numbers_belong_to_cells(context: Context) -> Iterator[Draft]:
    """表格中有未归入单元格的数字 · Numbers are printed in a table that no cell was read from.

    Compares: the digit runs that the coverage could not explain with the place of the table, from its
    first to its last cell.
    Skipped: for tables that are absent, and for Reports without places of cells.
    Example: a row whose label was lost: its seven numbers stand between two other rows, unread.
    """
    for table in context.tables:
        cells = sorted(
            (cell.evidence.start, ref) for ref, cell in table.all_cells if cell.evidence is not None
        )
        stray = _inside(context, table, cells)
        if not cells or not stray:
            continue
        rows = dict.fromkeys(row for span in stray for row in _rows_around(span, cells))
        words = "、".join(short(span.quote) for span in stray[:_SHOWN])
        yield Draft(
            Severity.WARNING,
            f"表格中有 {len(stray)} 个数字未归入任何单元格（{words}{'……' if len(stray) > _SHOWN else ''}），"
            f"位置在 {'、'.join(table.row_name(row) for row in list(rows)[:2])} 附近，请对照原表",
            f"{len(stray)} number(s) in the table belong to no cell, near {', '.join(list(rows)[:2])}",
            tuple(f"/tables/{table.form.key}/{row}" for row in rows),
            len(stray),
            0,
            tuple(stray[:_SHOWN]),
            Suspect.READING,
        )


def _inside(context: Context, table: FilledTable, cells: list[tuple[int, tuple[str, str]]]) -> list[Span]:
    if not cells:
        return []
    low, high = cells[0][0], cells[-1][0]
    own = [section for section in context.report.sections if section.key == table.form.key]
    section = next((s for s in own if s.body.start <= low < s.body.end), own[0] if own else None)
    if section is not None:
        low, high = max(low, section.body.start), min(high, section.body.end)
    return [span for span in context.report.coverage.unexplained if low <= span.start <= high]


def _rows_around(span: Span, cells: list[tuple[int, tuple[str, str]]]) -> list[str]:
    """Keys of the rows whose cells stand right before and right after a number."""
    at = bisect_left(cells, (span.start, ("", "")))
    return [ref[0] for _, ref in cells[max(0, at - 1) : at + 1]]
