"""The cells of one Report, small enough to keep many: values, and how far they can be trusted."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from extractor.records import Attribution, Cell, CellBasis, Report

CellKey = tuple[str, str, str]
"""Table, row, column."""
_DOUBTFUL = frozenset({CellBasis.CONFLICT, CellBasis.AMBIGUOUS})


class CellFigure(NamedTuple):
    """One cell: its value, and the interval that it lies in where its reading or its sums are in doubt."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None

    @property
    def is_sure(self) -> bool:
        """Whether it has one value that nothing speaks against."""
        return self.value is not None and self.low == self.high


class ReportFigures(NamedTuple):
    """The cells of one Report."""

    report: str
    form: str
    cells: Mapping[CellKey, CellFigure]
    tables: frozenset[str]
    """Tables that are in the document."""

    def counted(self, key: CellKey) -> CellFigure | None:
        """The cell as it counts in a sum: a blank is 0 where its row prints any number.

        None where nothing is known: the table or the row is not there, or nothing in the row is printed.
        """
        cell = self.cells.get(key)
        if cell is None or cell.value is not None or cell.low is not None:
            return cell
        row = (each for (table, name, _), each in self.cells.items() if (table, name) == key[:2])
        return (
            CellFigure(Decimal(0), Decimal(0), Decimal(0))
            if any(each.value is not None for each in row)
            else None
        )

    @property
    def filled(self) -> int:
        """Cells with a value."""
        return sum(each.value is not None for each in self.cells.values())


class ReportVersion(NamedTuple):
    """One Report of a body and year."""

    attribution: Attribution
    figures: ReportFigures


def figures_of(report: Report, key: str) -> ReportFigures:
    """The cells of a Report."""
    cells = {(table, row, column): _figure(cell) for table, row, column, cell in report.tables.cells()}
    return ReportFigures(key, report.form, cells, frozenset(name for name, _ in report.tables.items()))


def _figure(cell: Cell) -> CellFigure:
    value = None if cell.value is None else Decimal(cell.value)
    if cell.basis not in _DOUBTFUL:
        return CellFigure(value, value, value)
    known = [Decimal(each) for each in (*cell.alternatives, *(() if value is None else (value,)))]
    if len(known) == 1 and value is not None:
        return CellFigure(value, value, value)
    return CellFigure(value, min(known, default=None), max(known, default=None))


def pointer_of(key: CellKey) -> str:
    """JSON pointer of the cell in its Report."""
    return "/tables/" + "/".join(key)


def key_of(pointer: str) -> CellKey | None:
    """The cell that a JSON pointer points at; None for anything else."""
    parts = pointer.split("/")
    return (parts[2], parts[3], parts[4]) if len(parts) == 5 and parts[1] == "tables" else None
