"""How the two sides of an identity are added up when some of its cells are blank."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractor.forms import CellRef, Identity, identities_of
from extractor.records import CellBasis
from extractor.validate.filled import FilledTable


@dataclass(frozen=True)
class Side:
    """One side of an identity: the sum of what is known, and whether a cell of it is unknown."""

    total: Decimal
    open: bool


@dataclass(frozen=True)
class FailingIdentity:
    """An identity that fails, with its two sums and the cells that are in conflict."""

    identity: Identity
    left: Decimal
    right: Decimal
    cells: tuple[CellRef, ...]


def failures_of(table: FilledTable) -> Iterator[FailingIdentity]:
    """The identities of the table that no value of its blank cells could satisfy.

    A blank counts as 0 where its row (for a total, its column) prints a number. A blank （七）总计, a blank
    total beside parts that are not 0, and a blank in a row without any number are unknown: they may be
    anything from 0 upwards.
    """
    printing = _Printing(table)
    for identity in identities_of(table.form):
        left = printing.side(identity.left)
        right = printing.side(identity.right)
        if left is None or right is None:
            continue
        if left.total == right.total or _may_still_meet(left, right):
            continue
        yield FailingIdentity(identity, left.total, right.total, _suspects(table, identity))


def checkable(table: FilledTable) -> int:
    """Number of identities whose two sides are both known."""
    printing, count = _Printing(table), 0
    for identity in identities_of(table.form):
        sides = [printing.side(refs) for refs in (identity.left, identity.right)]
        count += all(side is not None and not side.open for side in sides)
    return count


def _may_still_meet(left: Side, right: Side) -> bool:
    return (left.open and left.total < right.total) or (right.open and right.total < left.total)


def _suspects(table: FilledTable, identity: Identity) -> tuple[CellRef, ...]:
    cells = [(ref, table.cell(ref)) for ref in identity.cells]
    unsure = tuple(ref for ref, cell in cells if cell is not None and cell.basis is CellBasis.CONFLICT)
    if unsure:
        return unsure
    return tuple(ref for ref, cell in cells if cell is not None and (cell.value or ref in identity.right))


class _Printing:
    """Which rows and columns of a table print any number."""

    def __init__(self, table: FilledTable) -> None:
        self._table = table
        self._rows: set[str] = set()
        self._columns: set[str] = set()
        for (row, column), cell in table.all_cells:
            if cell.value is not None and cell.raw is not None:
                self._rows.add(row)
                self._columns.add(column)

    def side(self, refs: tuple[CellRef, ...]) -> Side | None:
        """The sum over ``refs``; None if a row of it is not in this report, or a cell of it is ambiguous."""
        total, is_open = Decimal(0), False
        for ref in refs:
            cell = self._table.cell(ref)
            if cell is None or cell.basis is CellBasis.AMBIGUOUS:
                return None
            if cell.value is not None:
                total += Decimal(cell.value)
            elif not self._counts_as_zero(ref):
                is_open = True
        return Side(total, is_open)

    def _counts_as_zero(self, ref: CellRef) -> bool:
        row, column = ref
        if row == "processed" or (column == "total" and self._parts_of_row(row)):
            return False
        return row in self._rows or (column == "total" and column in self._columns)

    def _parts_of_row(self, row: str) -> bool:
        columns = (column.key for column in self._table.rows[row].columns if column.key != "total")
        return any(self._table.value(row, column) for column in columns)
