"""The printed sums of a table that fail, with the cells to look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractor.forms import Arithmetic, CellRef, Identity, State
from extractor.records import CellBasis
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
            suspects = _suspects(table, outcome.identity)
            yield FailingIdentity(outcome.identity, outcome.left, outcome.right, suspects)


def checkable(table: FilledTable) -> int:
    """Number of identities whose two sides are both known."""
    return sum(outcome.complete for outcome in Arithmetic(table.form, table.cells).outcomes())


def _suspects(table: FilledTable, identity: Identity) -> tuple[CellRef, ...]:
    cells = [(ref, table.cell(ref)) for ref in identity.cells]
    unsure = tuple(ref for ref, cell in cells if cell is not None and cell.basis is CellBasis.CONFLICT)
    if unsure:
        return unsure
    return tuple(ref for ref, cell in cells if cell is not None and (cell.value or ref in identity.right))
