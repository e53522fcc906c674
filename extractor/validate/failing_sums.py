"""The printed sums of a table that fail, with the cells to look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractor.forms import Arithmetic, CellRef, Identity, State, SumOutcome
from extractor.records import Cell, CellBasis
from extractor.validate.filled import FilledTable


@dataclass(frozen=True)
class FailingIdentity:
    """An identity that fails, with its two sums and the cells that are in conflict."""

    identity: Identity
    left: Decimal
    right: Decimal
    cells: tuple[CellRef, ...]


def failures_of(table: FilledTable) -> Iterator[FailingIdentity]:
    """The identities of the table that no value of its blank cells could satisfy."""
    for outcome in Arithmetic(table.form, table.cells).outcomes():
        if outcome.state is State.FAILS:
            suspects = _suspects(table, outcome)
            yield FailingIdentity(outcome.identity, outcome.left, outcome.right, suspects)


def checkable(table: FilledTable) -> int:
    """Number of identities whose two sides are both known."""
    return sum(outcome.complete for outcome in Arithmetic(table.form, table.cells).outcomes())


def _suspects(table: FilledTable, outcome: SumOutcome) -> tuple[CellRef, ...]:
    """The cells in conflict; where another sum contradicts that one of them is to blame, also the others."""
    identity = outcome.identity
    cells = [(ref, table.cell(ref)) for ref in identity.cells]
    unsure = tuple(ref for ref, cell in cells if cell is not None and cell.basis is CellBasis.CONFLICT)
    if len(unsure) == 1 and _is_contradicted(table, outcome, unsure[0]):
        return (*unsure, *(ref for ref, cell in cells if _is_unchecked(table, ref, cell)))
    if unsure:
        return unsure
    return tuple(ref for ref, cell in cells if cell is not None and (cell.value or ref in identity.right))


def _is_unchecked(table: FilledTable, ref: CellRef, cell: Cell | None) -> bool:
    """Whether a number other than 0 is printed that stands in this sum only."""
    printed = cell is not None and cell.basis is CellBasis.PRINTED and bool(cell.value)
    return printed and sum(ref in each.cells for each in table.form.sums) == 1


def _is_contradicted(table: FilledTable, outcome: SumOutcome, blamed: CellRef) -> bool:
    """Whether the cell stands in other sums, and none of them holds with the number that this one asks for.

    Then more than one number is wrong, and the others of this sum may be among them.
    """
    gap = outcome.right - outcome.left if blamed in outcome.identity.left else outcome.left - outcome.right
    arithmetic = Arithmetic(table.form, table.cells)
    others = [
        arithmetic.outcome(each)
        for each in table.form.sums
        if blamed in each.cells and each.id != outcome.identity.id
    ]
    return bool(others) and not any(
        other.left - other.right + (gap if blamed in other.identity.left else -gap) == 0 for other in others
    )
