"""Rows of which nothing is printed, not even the label: what the sums still say about them.

A table that was cut off has lost several rows. The solver then finds the cheapest row that would mend the
sums; but as long as several rows are lost, another of them may hold the number just as well.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal

from extractor.forms import CellRef, Identity, TableForm
from extractor.records import Cell, CellBasis

_OPEN = (CellBasis.AMBIGUOUS, CellBasis.CONFLICT)
_Sides = tuple[tuple[CellRef, ...], tuple[CellRef, ...]]


def undecided_cells(
    table: Mapping[str, Mapping[str, Cell]], form: TableForm, lost: Set[str]
) -> list[CellRef]:
    """The cells of lost rows whose inferred number the sums across rows do not force.

    Forced is a number that is the only unknown of a sum, and 0 where a sum holds without all its unknowns,
    which stand on one side of it.
    """
    if len(lost) < 2:
        return []
    unknown = {ref for ref in form.column_of if ref[0] in lost}
    doubted = {
        column for row, column in form.column_of if row not in lost and table[row][column].basis in _OPEN
    }
    sums = [sides for sides in _sums(form.across) if not {column for _, column in sides[0]} & doubted]
    forced = True
    while forced:
        forced = False
        for sides in sums:
            if solved := _solved(sides, table, unknown):
                unknown -= solved
                forced = True
    return [ref for ref in form.column_of if ref in unknown]


def _sums(across: Sequence[Identity]) -> Iterator[_Sides]:
    """The sums across rows, and those with a total replaced by its parts."""
    parts = {identity.total: identity.left for identity in across if identity.total is not None}
    for identity in across:
        yield identity.left, identity.right
        if any(ref in parts for ref in identity.cells) and identity.total not in parts:
            left, right = (
                tuple(cell for ref in side for cell in parts.get(ref, (ref,)))
                for side in (identity.left, identity.right)
            )
            yield left, right


def _solved(sides: _Sides, table: Mapping[str, Mapping[str, Cell]], unknown: Set[CellRef]) -> set[CellRef]:
    """The unknown cells of a sum that it leaves one number for."""
    open_cells = [{ref for ref in side if ref in unknown} for side in sides]
    both = open_cells[0] | open_cells[1]
    if len(both) == 1:
        return both
    left, right = (
        sum(
            (table[row][column].value or Decimal(0) for row, column in side if (row, column) not in unknown),
            Decimal(0),
        )
        for side in sides
    )
    return both if left == right and not all(open_cells) else set()
