"""The printed sums over the corrected values, as the page shows them."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from extractor.forms import CellRef, Identity, identities_of
from extractor.records import CellBasis, Report, Table
from extractor.review.pointers import TABLES, CellPlace, form_of


class IdentitySum(NamedTuple):
    """One identity with the numbers of its two sides."""

    identity: Identity
    table: str
    left: Decimal
    right: Decimal
    known: bool
    """Whether every cell is there and none is ambiguous; a blank cell counts as 0."""

    @property
    def holds(self) -> bool:
        """Both sides known and equal."""
        return self.known and self.left == self.right

    @property
    def fails(self) -> bool:
        """Both sides known and not equal."""
        return self.known and self.left != self.right

    @property
    def pointers(self) -> tuple[str, ...]:
        """Pointers of all its cells."""
        return tuple(CellPlace(self.table, *ref).pointer for ref in self.identity.cells)


def sums_of(report: Report) -> Iterator[IdentitySum]:
    """All sums of the tables that are there, rows that are not printed left out."""
    for name in TABLES:
        table: Table | None = getattr(report.tables, name)
        if table is None:
            continue
        for identity in identities_of(form_of(report, name)):
            if all(table.get(row) is not None for row, _ in identity.right):
                yield _sum(name, table, identity)


def _sum(name: str, table: Table, identity: Identity) -> IdentitySum:
    left, left_known, left_any = _side(table, identity.left)
    right, right_known, right_any = _side(table, identity.right)
    # A side without a single number says nothing; a blank among numbers counts as 0.
    known = left_known and right_known and left_any and right_any
    return IdentitySum(identity, name, left, right, known)


def _side(table: Table, refs: tuple[CellRef, ...]) -> tuple[Decimal, bool, bool]:
    total, known, has_number = Decimal(0), True, False
    for row, column in refs:
        cells = table.get(row)
        cell = None if cells is None else cells.get(column)
        if cell is None:
            continue
        if cell.basis is CellBasis.AMBIGUOUS:
            known = False
        if cell.value is not None:
            total += Decimal(cell.value)
            has_number = True
    return total, known, has_number
