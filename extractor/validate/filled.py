"""A table of a Report beside the statutory form that it fills."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from extractor.forms import CellRef, Row, TableForm
from extractor.records import Cell, CellBasis, Table

_UNSURE = frozenset({CellBasis.CONFLICT, CellBasis.AMBIGUOUS})


@dataclass(frozen=True)
class FilledTable:
    """A table of a Report beside the form that it fills."""

    form: TableForm
    cells: Table

    def cell(self, ref: CellRef) -> Cell | None:
        """The cell at (row, column); None where the report does not print the row."""
        row = self.cells.get(ref[0])
        return None if row is None else row.get(ref[1])

    def value(self, row: str, column: str) -> Decimal | None:
        """The value of a cell; None where there is none."""
        cell = self.cell((row, column))
        return None if cell is None or cell.value is None else Decimal(cell.value)

    def sure(self, row: str, column: str) -> Decimal | None:
        """The value of a cell that is neither in conflict nor ambiguous; a blank cell is None."""
        cell = self.cell((row, column))
        return None if cell is None or cell.basis in _UNSURE else self.value(row, column)

    def pointer(self, ref: CellRef) -> str:
        """JSON pointer of the cell inside the Report."""
        return f"/tables/{self.form.key}/{ref[0]}/{ref[1]}"

    @cached_property
    def all_cells(self) -> tuple[tuple[CellRef, Cell], ...]:
        """All cells with their (row, column) in the form's order, those of unprinted rows left out."""
        return tuple(
            ((row.key, column.key), cells[column.key])
            for row in self.form.rows
            if (cells := self.cells.get(row.key)) is not None
            for column in row.columns
            if column.key in cells
        )

    @cached_property
    def by_basis(self) -> Mapping[CellBasis, list[tuple[CellRef, Cell]]]:
        """The cells of each basis, in the form's order."""
        found: dict[CellBasis, list[tuple[CellRef, Cell]]] = {}
        for item in self.all_cells:
            found.setdefault(item[1].basis, []).append(item)
        return found

    @property
    def rows(self) -> Mapping[str, Row]:
        """Rows of the form by key."""
        return self.form.row_of

    def row_name(self, key: str) -> str:
        """Chinese name of a row, short."""
        return self.rows[key].name

    def name(self, ref: CellRef) -> str:
        """Chinese name of a cell, ``row·column``."""
        return f"{self.row_name(ref[0])}·{self.form.column_of[ref].labels[0]}"
