"""What stands once the sums of a table are explained: values, sums that hold, sums that prove nothing."""

from collections.abc import Sequence

from extractor.tables.grid import Grid
from extractor.tables.number_readings import Mark
from extractor.tables.placement import Variant, is_unread
from extractor.tables.solver import TIE, Solution, Sum, price

_CLEARING_CHANGES = 6
"""Explanations of more changes than this do not clear the other cells where broken rows and columns cross.
On 280 generated documents of the noise level swaps-3, 3 of the 1,154 cells that are only printed were wrong
with 6, and 5 of 1,658 with 8."""


def _readings(grid: Grid, solution: Solution) -> list[Variant]:
    return [options[solution.chosen.get(unit, 0)] for unit, options in enumerate(grid.problem.variants)]


class ExplainedGrid:
    """The primary explanation of a grid, what its rivals say otherwise, and which sums hold under it.

    Cells are numbered through as in the grid's problem.
    """

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        solutions = list(grid.outcome.solutions) or [Solution(0.0)]
        self.primary = solutions[0]
        self.solved = bool(grid.outcome.solutions) and not grid.outcome.gave_up
        variants = _readings(grid, self.primary)
        self.values = [value for variant in variants for value in variant.values]
        self.picks = [item for variant in variants for item in variant.picks]
        self.marks = [mark for variant in variants for mark in variant.marks]
        self.unit_of = [i for i, unit in enumerate(grid.units) for _ in unit.cells]
        self.unread = {
            cell
            for cell, (item, value) in enumerate(zip(self.picks, self.values, strict=True))
            if is_unread(item, value)
        }
        """Cells whose print is no number: a sum that they stand in proves nothing and asks for nothing."""
        self.row_prints = [any(p is not None for p in v.picks) for v in variants]
        self.sums_of: list[list[Sum]] = [[] for _ in self.values]
        for total in grid.problem.sums:
            for cell in (*total.plus, *total.minus):
                self.sums_of[cell].append(total)
        self.others: dict[int, set[int]] = {}
        """Values of other readings that fit as well, by cell."""
        self.free: dict[int, set[int]] = {}
        """Values that would mend the sums, by cell; only named, never taken over for a printed cell."""
        for solution in (*solutions, *grid.rivals):
            self._compare([value for variant in _readings(grid, solution) for value in variant.values])
            for cell, value in solution.free.items():
                self.free.setdefault(cell, set()).add(value)
        self.misplaced: set[int] = set()
        """Printed cells that would be blank if whole columns stood elsewhere, though zeros are printed."""
        for values in grid.shifts:
            self._compare(values)
            if grid.some_zeros:
                self.misplaced |= {
                    c for c, value in enumerate(values) if value is None and self.is_printed(c)
                }
        self.derived = {
            grid.problem.offsets[unit] + position
            for unit, variant in enumerate(variants)
            for position in variant.derived
        }
        """Unprinted cells whose value was taken from a sum inside their row."""
        self.lone = self._lone()
        """Cells whose value was taken from the only sum that they stand in: nothing checks it."""
        self.holds = {total.id: self._residual(total) == 0 for total in grid.problem.sums}
        self._all_hold = all(self.holds.values())
        self.is_usual = self._all_hold and not (
            self.others or self.free or self.derived or self.misplaced or grid.undecided
        )
        """One reading fits, and every sum holds by what is printed."""
        self.spent = {total.id for total in grid.problem.sums if self._is_spent(total)}
        """Sums that hold by construction, since a value was taken from them."""

    def _compare(self, values: Sequence[int | None]) -> None:
        for cell, (value, own) in enumerate(zip(values, self.values, strict=True)):
            if (value or 0) != (own or 0):
                self.others.setdefault(cell, set()).add(value or 0)

    def _lone(self) -> set[int]:
        """Unprinted cells that only one sum fills, and the printed ones whose number may be theirs."""
        unprinted = {c for c in self.primary.free if not self.is_printed(c) and len(self.sums_of[c]) == 1}
        return unprinted | {
            start + position
            for unit in {self.unit_of[cell] for cell in unprinted}
            for start, options in [(self.grid.problem.offsets[unit], self.grid.problem.variants[unit])]
            for index, option in enumerate(options)
            if index and price(options, index) <= TIE
            for position, item in enumerate(option.picks)
            if item is None and len(self.sums_of[start + position]) == 1
        }

    def _residual(self, total: Sum) -> int:
        """Left less right, with the inferred values of unprinted cells in place."""
        return sum(map(self.known, total.plus)) - sum(map(self.known, total.minus))

    def _is_spent(self, total: Sum) -> bool:
        cells = (*total.plus, *total.minus)
        if self._is_open(total):
            return True
        if len({self.unit_of[cell] for cell in cells}) > 1:
            return any(cell in self.lone or self.is_lost(cell) for cell in cells)
        if self.grid.some_zeros and self._blank_sides(total) == {True, False}:
            return True  # what is not printed may have been lost on both sides
        if any(self.marks[cell] is Mark.MERGED for cell in cells) and any(map(self.fails_across, cells)):
            return True  # a number was cut so that this very sum holds
        return any(c in self.derived or (c in self.primary.free and not self.is_printed(c)) for c in cells)

    def _is_open(self, total: Sum) -> bool:
        """Whether a cell of the sum has a print that is no number."""
        return not self.unread.isdisjoint((*total.plus, *total.minus))

    def known(self, cell: int) -> int:
        """The value that counts in sums: what is printed or inferred, else 0."""
        if not self.is_printed(cell) and cell in self.primary.free and len(self.free[cell]) == 1:
            return self.primary.free[cell]
        return self.values[cell] or 0

    def is_printed(self, cell: int) -> bool:
        """Whether a number is printed in the cell; a placeholder is none."""
        item = self.picks[cell]
        return item is not None and bool(item.readings)

    def is_lost(self, cell: int) -> bool:
        """Whether the whole row of a cell is not in the text."""
        return self.grid.units[self.unit_of[cell]].lost

    def fails_across(self, cell: int) -> bool:
        """Whether a sum over several rows fails in which the cell stands."""
        return any(len({self.unit_of[c] for c in t.plus + t.minus}) > 1 for t in self.failing(cell))

    def _is_filled(self, cell: int) -> bool:
        """Whether anything is printed in the cell, be it a sign for nothing."""
        return self.picks[cell] is not None

    def failing(self, cell: int) -> list[Sum]:
        """Sums of the cell that fail."""
        if self._all_hold:
            return []
        return [t for t in self.sums_of[cell] if not (self.holds[t.id] or self._is_open(t))]

    def proving(self, cell: int) -> tuple[str, ...]:
        """Ids of the sums that hold and prove the cell."""
        return tuple(t.id for t in self.sums_of[cell] if self.holds[t.id] and t.id not in self.spent)

    def is_sole(self) -> bool:
        """Whether there is one explanation only."""
        return self.solved and len(self.grid.outcome.solutions) == 1 and not self.grid.rivals

    def rival_values(self, cell: int) -> set[int]:
        """Other values that the cell has in readings that fit, or that could not all be ruled out."""
        unit = self.unit_of[cell]
        if cell not in self.others and unit not in self.grid.undecided:
            return set()
        values = set(self.others.get(cell, ()))
        if unit in self.grid.undecided:
            position = cell - self.grid.problem.offsets[unit]
            values |= {v.values[position] or 0 for v in self.grid.problem.variants[unit]}
        return values - {self.values[cell] or 0}

    def is_doubtful(self, cell: int) -> bool:
        """Whether sums of the cell fail, none that proves it holds, and no sure explanation clears it."""
        failing = self.failing(cell)
        if not self.solved and any(len({self.unit_of[c] for c in t.plus + t.minus}) == 1 for t in failing):
            return True  # unexplained errors may cancel out in a column, hardly ever in a row
        if not failing or self.proving(cell):
            return False
        clear = self.is_sole() and len(self.primary.free) <= _CLEARING_CHANGES
        return not (clear and all(self._is_explained(total) for total in failing))

    def _is_explained(self, total: Sum) -> bool:
        """Whether the cells that mend a sum mend another failing sum by the same amount each.

        A single sum is mended by any of its cells; only the crossing of two names one.
        """
        mended = [cell for cell in (*total.plus, *total.minus) if cell in self.primary.free]
        return bool(mended) and all(len(self.failing(cell)) >= 2 for cell in mended)

    def may_be_lost(self, cell: int) -> bool:
        """Whether what is not printed in the cell's row was lost, and no blank of the issuer.

        An empty field may be a blank; but in a table that prints its zeros a part whose sum asks for more
        than 0 is a loss.
        """
        if not self.grid.prints_zeros:
            return False
        fielded = any(t.field >= 0 for t in self.grid.units[self.unit_of[cell]].tokens)
        spent = (total for total in self.sums_of[cell] if total.id in self.spent)
        return not fielded or any((self.derived | self.lone).intersection(total.plus) for total in spent)

    def has_lost_its_sums(self, cell: int) -> bool:
        """Whether every sum of the cell has lost a number."""
        sums = self.sums_of[cell]
        return bool(sums) and all(t.id in self.spent for t in sums) and self.may_be_lost(cell)

    def implied(self, cell: int) -> tuple[int | None, tuple[str, ...]]:
        """The number that the sums leave for a cell of which nothing is printed, and these sums."""
        holding = [t for t in self.sums_of[cell] if self.holds[t.id] and not self._is_open(t)]
        if cell in self.primary.free or self.values[cell] is not None:
            return self.known(cell), tuple(t.id for t in holding)
        forcing = tuple(t.id for t in holding if self._forces_zero(t, self.unit_of[cell]))
        return (0, forcing) if forcing else (None, ())

    def _forces_zero(self, total: Sum, unit: int) -> bool:
        """Whether a holding sum leaves 0 only: blanks of wholly blank rows stand on one side of it."""
        cells = (*total.plus, *total.minus)
        inside = all(self.unit_of[cell] == unit for cell in cells)
        if inside and not self.grid.some_zeros:
            return self.row_prints[unit]
        return len(self._blank_sides(total)) <= 1

    def _blank_sides(self, total: Sum) -> set[bool]:
        """On which sides of a sum cells stand of which nothing is known: left (True), right (False)."""
        return {
            cell in total.plus
            for cell in (*total.plus, *total.minus)
            if not self._is_filled(cell) and (self.grid.some_zeros or not self.row_prints[self.unit_of[cell]])
        }
