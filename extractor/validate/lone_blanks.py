"""Check of the tables that no sum stands over: a cell that is blank alone among numbers."""

from collections.abc import Iterator

from extractor.forms import CellRef
from extractor.records import CellBasis, Severity, Suspect
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.filled import FilledTable

_FEWEST = 6
"""So many numbers in the table say that its cells are filled in."""
_SHARE = 5
"""One in so many may be blank: with more of them blanks are how the issuer prints nothing."""


@check("table.lone_blank")
def blanks_are_not_alone(context: Context) -> Iterator[Draft]:
    """个别单元格空白 · A cell under no sum is blank while nearly all others of its table are filled.

    Compares: the blank cells of a table without sums with the printed ones.
    Skipped: for tables under sums, whose blanks are calculated; where more than one cell in five is blank;
    for rows of several cells that are blank as a whole; at lower severity where several cells are blank.
    Example: 行政许可 has no number, all other rows of the table have one.
    """
    for table in context.tables:
        if table.form.sums:
            continue
        blank = [ref for ref, cell in table.by_basis.get(CellBasis.BLANK, ()) if not cell.raw]
        printed = sum(cell.evidence is not None for _, cell in table.all_cells)
        if printed < _FEWEST or len(blank) * _SHARE > printed + len(blank):
            continue
        for ref in blank:
            if not _is_blank_row(table, ref[0]):
                yield _draft(table, ref, Severity.WARNING if len(blank) == 1 else Severity.INFO)


def _is_blank_row(table: FilledTable, row: str) -> bool:
    columns = table.rows[row].columns
    cells = (table.cell((row, column.key)) for column in columns)
    return len(columns) > 1 and all(cell is None or cell.evidence is None for cell in cells)


def _draft(table: FilledTable, ref: CellRef, severity: Severity) -> Draft:
    return Draft(
        severity,
        f"{table.name(ref)} 为空白，而本表其余各格几乎都有数，可能漏读，也可能原文未填",
        f"{'/'.join(ref)} is blank while nearly all other cells are filled: lost, or never filled in",
        (table.pointer(ref),),
        suspect=Suspect.EITHER,
    )
