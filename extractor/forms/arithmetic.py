"""The one arithmetic of printed sums: whether one holds, fails, or cannot be told.

In sums a blank counts as 0 where its row prints a number, or, for a total, its column. A blank total beside
parts that are not 0 is unknown, and so is a blank in a row without any number, or in a column that is not
printed: they may be anything from 0
upwards. A sum with such cells fails only where no value of theirs could satisfy it.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from extractor.forms.form_parts import CellRef, Identity, Relation, TableForm
from extractor.records import Cell, CellBasis, Table


class State(StrEnum):
    """What is known of a sum."""

    HOLDS = "holds"
    FAILS = "fails"
    OPEN = "open"
    """A cell that it needs is unknown, and could satisfy it."""


class SumOutcome(NamedTuple):
    """A sum with what its two sides come to."""

    identity: Identity
    state: State
    left: Decimal
    right: Decimal
    """Sums of what is known."""
    complete: bool
    """Every cell of it is known."""


class _Side(NamedTuple):
    total: Decimal
    open: bool


class Arithmetic:
    """The sums over the cells of one table."""

    def __init__(self, form: TableForm, table: Table) -> None:
        self._form, self._table = form, table

    def outcomes(self) -> Iterator[SumOutcome]:
        """Every sum of the form whose rows this table prints; one with an ambiguous cell is open."""
        for identity in self._form.identities:
            if all(self._cell(ref) is not None for ref in identity.cells):
                yield self.outcome(identity)

    def outcome(self, identity: Identity) -> SumOutcome:
        """What one sum comes to."""
        left, right = self._side(identity.left), self._side(identity.right)
        unsure = not self._unsure.isdisjoint(identity.cells)
        state = State.OPEN if unsure else _state(identity.relation, left, right)
        return SumOutcome(identity, state, left.total, right.total, not (unsure or left.open or right.open))

    def _cell(self, ref: CellRef) -> Cell | None:
        return self._cells.get(ref)

    @cached_property
    def _cells(self) -> Mapping[CellRef, Cell]:
        return {
            (row, column): cell
            for row, cells in self._table.items()
            for column, cell in (cells or {}).items()
        }

    def _side(self, refs: tuple[CellRef, ...]) -> _Side:
        total, is_open = Decimal(0), False
        for ref in refs:
            cell = self._cell(ref)
            if cell is not None and cell.value is not None:
                total += Decimal(cell.value)
            elif not self._counts_as_zero(ref):
                is_open = True
        return _Side(total, is_open)

    def _counts_as_zero(self, ref: CellRef) -> bool:
        row, column = ref
        blank = self._cell(ref)
        if blank is not None and blank.basis is CellBasis.BLANK and blank.reason:
            return False  # its row or its column is not printed
        if blank is not None and blank.raw and blank.basis is CellBasis.PRINTED:
            return False  # words stand where its number is due
        parts = self._parts.get(ref, ())
        if any((cell := self._cell(part)) is not None and cell.value for part in parts):
            return False
        rows, columns = self._printing
        return row in rows or (bool(parts) and column in columns)

    @cached_property
    def _unsure(self) -> set[CellRef]:
        return {ref for ref, cell in self._cells.items() if cell.basis is CellBasis.AMBIGUOUS}

    @cached_property
    def _parts(self) -> Mapping[CellRef, tuple[CellRef, ...]]:
        """All cells that a total is the sum of, over all sums."""
        found: dict[CellRef, tuple[CellRef, ...]] = {}
        for identity in self._form.sums:
            if identity.total is not None:
                found[identity.total] = (*found.get(identity.total, ()), *identity.left)
        return found

    @cached_property
    def _printing(self) -> tuple[set[str], set[str]]:
        """Rows and columns that print any number, or for which a person gave one."""
        rows, columns = set(), set()
        for row, cells in self._table.items():
            for column, cell in (cells or {}).items():
                if cell.value is not None and cell.basis is not CellBasis.INFERRED:
                    rows.add(row)
                    columns.add(column)
        return rows, columns


def _state(relation: Relation, left: _Side, right: _Side) -> State:
    if relation is Relation.AT_MOST:
        if left.total <= right.total:
            return State.OPEN if left.open else State.HOLDS
        return State.OPEN if right.open else State.FAILS
    if left.total == right.total:
        return State.OPEN if left.open or right.open else State.HOLDS
    if (left.open and left.total < right.total) or (right.open and right.total < left.total):
        return State.OPEN
    return State.FAILS
