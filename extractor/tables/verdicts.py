"""What is said about every cell once the sums are explained: the bases of CONTRACT.md."""

from collections.abc import Mapping, Sequence

from extractor.records import Cell, CellBasis, Span
from extractor.tables.grid import Grid
from extractor.tables.placement import Pick, Variant
from extractor.tables.solver import Solution, Sum

SecondReading = Mapping[tuple[str, str], int]
"""(row, column) to the number that an independent second reading of the same place gives."""

_MAX_ALTERNATIVES = 8

_REASONS = {
    "letters": "数字中混有字母或符号 / a letter or sign stands in the number",
    "doubled": "字符重复印出 / every character is printed twice",
    "split": "一个数被拆成两段 / the number is printed in two pieces",
    "merged": "相邻两数连在一起 / two neighbouring numbers are printed as one",
    "leading_zero": "数字前多一个0 / the number starts with 0",
    "placed": "位置由合计关系确定 / its place follows from the sums",
}
_BLANK0 = "空白,合计关系要求为0 / blank, and the sums require 0"
_BLANK_VALUE = "未印出,由合计关系推出 / not printed, it follows from the sums"
_SPENT = "所在合计缺一个数,无法核对 / the only sum that could prove it has lost a number"
_SECOND = "第二次识别与合计关系一致 / a second reading agrees with the sums"


def _assumed(grid: Grid, solution: Solution) -> list[Variant]:
    return [options[solution.chosen.get(unit, 0)] for unit, options in enumerate(grid.problem.variants)]


class _Judge:
    """Holds the primary explanation of a grid and what its rivals say."""

    def __init__(self, grid: Grid, text: str, second: SecondReading) -> None:
        self.grid, self.text, self.second = grid, text, second
        solutions = list(grid.outcome.solutions) or [Solution(0.0)]
        self.primary = solutions[0]
        self.solved = bool(grid.outcome.solutions) and not grid.outcome.gave_up
        self.variants = _assumed(grid, self.primary)
        self.values = [value for variant in self.variants for value in variant.values]
        self.picks = [item for variant in self.variants for item in variant.picks]
        self.marks = [mark for variant in self.variants for mark in variant.marks]
        self.cells = [cell for unit in grid.units for cell in unit.cells]
        self.unit_of = [i for i, unit in enumerate(grid.units) for _ in unit.cells]
        self.row_prints = [any(p is not None for p in v.picks) for v in self.variants]
        self.sums_of: dict[int, list[Sum]] = {}
        for total in grid.problem.sums:
            for cell in (*total.plus, *total.minus):
                self.sums_of.setdefault(cell, []).append(total)
        self.others: dict[int, set[int]] = {}
        self.free: dict[int, set[int]] = {}
        for solution in (*solutions, *grid.rivals):
            self._collect(solution)
        for values in grid.shifts:
            self._compare(values)
        self.derived = {
            grid.problem.offsets[unit] + position
            for unit, variant in enumerate(self.variants)
            for position in variant.derived
        }
        self.holds = {total.id: self._residual(total) == 0 for total in grid.problem.sums}
        self.spent = {total.id for total in grid.problem.sums if self._is_spent(total)}

    def _collect(self, solution: Solution) -> None:
        self._compare([value for variant in _assumed(self.grid, solution) for value in variant.values])
        for cell, value in solution.free.items():
            self.free.setdefault(cell, set()).add(value)

    def _compare(self, values: Sequence[int | None]) -> None:
        """Note where another reading gives another value."""
        for cell, (value, own) in enumerate(zip(values, self.values, strict=True)):
            if (value or 0) != (own or 0):
                self.others.setdefault(cell, set()).add(value or 0)

    def _residual(self, total: Sum) -> int:
        """Residual with the inferred values of unprinted cells in place."""
        plus = sum(self._known(c) for c in total.plus)
        return plus - sum((self._known(c) for c in total.minus), 0)

    def _is_spent(self, total: Sum) -> bool:
        """Whether a sum inside a row was used up to find a value of that row: it holds by construction."""
        cells = (*total.plus, *total.minus)
        if len({self.unit_of[cell] for cell in cells}) > 1:
            return False
        return any(c in self.derived or (c in self.primary.free and not self._is_printed(c)) for c in cells)

    def _known(self, cell: int) -> int:
        if not self._is_printed(cell) and cell in self.primary.free and len(self.free[cell]) == 1:
            return self.primary.free[cell]
        return self.values[cell] or 0

    def _is_printed(self, cell: int) -> bool:
        item = self.picks[cell]
        return item is not None and bool(item.readings)

    def _span(self, item: Pick | None) -> tuple[str | None, Span | None]:
        if item is None:
            return None, None
        return self.text[item.start : item.end], Span.of(self.text, item.start, item.end)

    def _holding(self, cell: int) -> tuple[str, ...]:
        """Ids of the sums that hold and prove the cell."""
        sums = self.sums_of.get(cell, ())
        return tuple(t.id for t in sums if self.holds[t.id] and t.id not in self.spent)

    def _doubtful(self, cell: int) -> bool:
        """Whether sums of the cell fail, none that proves it holds, and no sure explanation clears it."""
        failing = [t for t in self.sums_of.get(cell, ()) if not self.holds[t.id]]
        if not self.solved and any(t.id.split(".")[1] == "row" for t in failing):
            return True  # unexplained errors may cancel out in a column, hardly ever in a row
        if not failing or self._holding(cell):
            return False
        return not (self._sole() and all(self._explained(t) for t in failing))

    def _explained(self, total: Sum) -> bool:
        """Whether the cells that mend a sum mend another failing sum by the same amount each.

        A single sum is mended by any of its cells; only the crossing of two names one.
        """
        mended = [c for c in (*total.plus, *total.minus) if c in self.primary.free]
        return bool(mended) and all(sum(not self.holds[t.id] for t in self.sums_of[c]) >= 2 for c in mended)

    def _unsupported(self, cell: int) -> bool:
        """Whether a value was taken from a sum that may itself be damaged, and nothing else supports it."""
        return self._doubtful(cell) or (self._may_be_lost(cell) and not self._holding(cell))

    def _may_be_lost(self, cell: int) -> bool:
        """Whether what is not printed in the cell's row was lost; an empty field is a blank of the issuer."""
        fielded = any(t.field >= 0 for t in self.grid.units[self.unit_of[cell]].tokens)
        return self.grid.prints_zeros and not fielded

    def cell(self, index: int) -> Cell:
        """The verdict on one cell."""
        raw, evidence = self._span(self.picks[index])
        if index in self.others or (self.unit_of[index] in self.grid.undecided and self._varies(index)):
            own = {self.values[index] or 0}
            choices = sorted(self.others.get(index, set()) | self.free.get(index, set()) | own)
            return self._made(None, CellBasis.AMBIGUOUS, raw, evidence, choices)
        if self._is_printed(index):
            return self._printed(index, raw, evidence)
        return self._unprinted(index, raw, evidence)

    def _only_spent(self, cell: int) -> bool:
        """Whether every sum of the cell has lost a number, in a table that prints its zeros."""
        sums = self.sums_of.get(cell, ())
        return self._may_be_lost(cell) and bool(sums) and all(t.id in self.spent for t in sums)

    def _varies(self, index: int) -> bool:
        unit = self.unit_of[index]
        position = index - self.grid.problem.offsets[unit]
        options = self.grid.problem.variants[unit]
        return len({v.values[position] or 0 for v in options}) > 1

    def _made(
        self,
        value: int | None,
        basis: CellBasis,
        raw: str | None,
        evidence: Span | None,
        choices: list[int],
    ) -> Cell:
        return Cell(
            value=value,
            raw=raw,
            basis=basis,
            evidence=evidence,
            alternatives=tuple(choices[:_MAX_ALTERNATIVES]),
        )

    def _printed(self, index: int, raw: str | None, evidence: Span | None) -> Cell:
        value, mark = self.values[index], self.marks[index]
        holding = self._holding(index)
        if index in self.free or self._doubtful(index):
            return self._conflict(index, raw, evidence)
        if mark is not None:
            if not holding:
                return self._made(value, CellBasis.AMBIGUOUS, raw, evidence, [] if value is None else [value])
            cell = self._made(value, CellBasis.REPAIRED, raw, evidence, [])
            return cell.model_copy(update={"identities": holding, "reason": _REASONS[mark]})
        if self._only_spent(index):
            cell = self._made(value, CellBasis.AMBIGUOUS, raw, evidence, [] if value is None else [value])
            return cell.model_copy(update={"reason": _SPENT})
        basis = CellBasis.PROVED if holding else CellBasis.PRINTED
        return self._made(value, basis, raw, evidence, []).model_copy(update={"identities": holding})

    def _conflict(self, index: int, raw: str | None, evidence: Span | None) -> Cell:
        choices = sorted(self.free.get(index, set()))
        failing = tuple(t.id for t in self.sums_of.get(index, ()) if not self.holds[t.id])
        confirmed = self.second.get(self.cells[index])
        if len(choices) == 1 and confirmed == choices[0]:
            cell = self._made(confirmed, CellBasis.REPAIRED, raw, evidence, [])
            return cell.model_copy(update={"identities": failing, "reason": _SECOND})
        cell = self._made(self.values[index], CellBasis.CONFLICT, raw, evidence, choices)
        return cell.model_copy(update={"identities": failing})

    def _unprinted(self, index: int, raw: str | None, evidence: Span | None) -> Cell:
        value, identities = self._implied(index)
        if index in self.derived and self._unsupported(index):
            choices = [] if value is None else [value]
            return self._made(None, CellBasis.AMBIGUOUS, raw, evidence, choices)
        free = self.free.get(index, set())
        if len(free) > 1 or (free and (index not in self.primary.free or not self._sole())):
            choices = sorted(free | {self.values[index] or 0})
            return self._made(None, CellBasis.AMBIGUOUS, raw, evidence, choices)
        if value is None:
            return self._made(None, CellBasis.BLANK, raw, evidence, [])
        reason = _BLANK0 if value == 0 else _BLANK_VALUE
        cell = self._made(value, CellBasis.INFERRED, raw, evidence, [])
        return cell.model_copy(update={"identities": identities, "reason": reason})

    def _sole(self) -> bool:
        """Whether there is one explanation only."""
        return self.solved and len(self.grid.outcome.solutions) == 1 and not self.grid.rivals

    def _implied(self, index: int) -> tuple[int | None, tuple[str, ...]]:
        """The number that the sums leave for a cell of which nothing is printed, if they leave one."""
        holding = [t for t in self.sums_of.get(index, ()) if self.holds[t.id]]
        if index in self.primary.free or self.values[index] is not None:
            return self._known(index), tuple(t.id for t in holding)
        own = self.unit_of[index]
        forcing = []
        for total in holding:
            unknown_sides = {
                cell in total.plus
                for cell in (*total.plus, *total.minus)
                if not self._is_printed(cell) and not self.row_prints[self.unit_of[cell]]
            }
            within_row = all(self.unit_of[cell] == own for cell in (*total.plus, *total.minus))
            if (within_row and self.row_prints[own]) or (not within_row and len(unknown_sides) <= 1):
                forcing.append(total.id)
        return (0, tuple(forcing)) if forcing else (None, ())


def judge(grid: Grid, text: str, second: SecondReading | None = None) -> dict[str, dict[str, Cell]]:
    """Row to column to Cell for every cell of a solved grid."""
    judging = _Judge(grid, text, second or {})
    table: dict[str, dict[str, Cell]] = {}
    for index, (row, column) in enumerate(judging.cells):
        table.setdefault(row, {})[column] = judging.cell(index)
    return table
