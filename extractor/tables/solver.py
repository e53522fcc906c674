"""The least-cost explanation of the printed sums, and whether it is the only one.

Every row (unit) has variants, i.e. ways to read it; besides, any cell may be changed to any number at the
price of a free change. A best-first search over the broken sums finds all explanations whose cost is within
``TIE`` of the least: every explanation must change some cell of every broken sum, so it branches over the
cells and variants of one broken sum at a time (hitting sets), the rows first because they are short. The
lower bound that steers it: broken sums without a common cell need a change each, so the broken rows
together, or the broken columns together, need at least their cheapest changes; and if every broken row took
one change only, what is missing in a column would be a sum of what is missing in some of these rows. Where it
is not, some row takes one change more, which may mend two such columns: half of them count. The usual
document, whose sums all hold as printed, never reaches the search.

Its limits: three wrong cells at the corners of a rectangle (same two rows, same two columns) can look like
the fourth corner alone; hence a free change never becomes a value, it is only named. And the work is capped:
a search that gives up says so, and the cells that no sum covers are then reported.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from typing import NamedTuple

from extractor.tables.placement import Variant

TIE = 0.45
"""Explanations this close to the cheapest one count as equally good."""
MIN_STEP = 0.01
"""Another variant costs at least this, so that no path is free."""
MAX_WORK = 3_000
"""Changes tried in one search, about 15 microseconds each."""
_MAX_COST = 80.0
_MAX_ROWS = 11

Value = int


class Sum(NamedTuple):
    """One identity over cell indexes: the cells of ``plus`` add up to those of ``minus``."""

    id: str
    plus: tuple[int, ...]
    minus: tuple[int, ...]


@dataclass(frozen=True)
class Problem:
    """Cells in rows of equal or different width, numbered through; see module docstring."""

    offsets: tuple[int, ...]
    """Index of the first cell of every unit."""
    variants: tuple[tuple[Variant, ...], ...]
    """Ways to read every unit; the first is the one that is assumed."""
    sums: tuple[Sum, ...]
    free_costs: tuple[float, ...]
    """Price of changing each cell to any number."""


@dataclass(frozen=True)
class Solution:
    """One explanation: the variant of every changed unit, and the free changes."""

    cost: float
    chosen: dict[int, int] = field(default_factory=dict)
    free: dict[int, Value] = field(default_factory=dict)


class SolverOutcome(NamedTuple):
    """All explanations that tie for the least cost."""

    solutions: tuple[Solution, ...]
    work: int
    gave_up: bool
    """The work ran out before it was clear that these are all."""


class _Node(NamedTuple):
    cost: float
    chosen: tuple[tuple[int, int], ...]
    free: tuple[tuple[int, Value], ...]
    residuals: tuple[Value, ...]


def price(options: Sequence[Variant], index: int) -> float:
    """Cost of reading a unit in another way than assumed."""
    return max(MIN_STEP, options[index].cost - options[0].cost)


def _deltas(offset: int, before: Variant, after: Variant) -> list[tuple[int, Value]]:
    """Cells whose value another way to read a unit changes, and by how much."""
    return [
        (offset + at, (new or 0) - (old or 0))
        for at, (new, old) in enumerate(zip(after.values, before.values, strict=True))
        if (new or 0) != (old or 0)
    ]


@lru_cache(maxsize=20_000)
def _subset_sums(values: tuple[int, ...]) -> frozenset[int]:
    sums = {0}
    for value in values:
        sums |= {value + other for other in sums}
    return frozenset(sums)


class Solver:
    """The parts of a problem that all its searches share."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.unit_of = [unit for unit, options in enumerate(problem.variants) for _ in options[0].values]
        self.signs: list[list[tuple[int, int]]] = [[] for _ in self.unit_of]
        for index, total in enumerate(problem.sums):
            for cell in total.plus:
                self.signs[cell].append((index, 1))
            for cell in total.minus:
                self.signs[cell].append((index, -1))
        self.cells = [total.plus + total.minus for total in problem.sums]
        self.inside = [len({self.unit_of[c] for c in cells}) == 1 for cells in self.cells]
        self.deltas = [
            [_deltas(offset, options[0], option) for option in options]
            for offset, options in zip(problem.offsets, problem.variants, strict=True)
        ]
        self._rows = [index for index, inside in enumerate(self.inside) if inside]
        self._bounds: dict[Sequence[Value], float] = {}
        self.cheapest = [self._cheapest(index) for index in range(len(self.cells))]
        self.wild = [
            self.inside[i] and len(problem.variants[self.unit_of[cells[0]]]) > 1
            for i, cells in enumerate(self.cells)
        ]
        self.factors = [self._factors(i) if not inside else {} for i, inside in enumerate(self.inside)]
        self.column_groups = self._column_groups()
        self.order = sorted(range(len(problem.sums)), key=lambda i: (not self.inside[i], len(self.cells[i])))

    def _cheapest(self, index: int) -> float:
        """The least that mending a sum can cost; a variant that moves several columns is shared by them."""
        cells = set(self.cells[index])
        costs = [self.problem.free_costs[cell] for cell in cells]
        for unit in {self.unit_of[cell] for cell in cells}:
            options = self.problem.variants[unit]
            for i in range(1, len(options)):
                changed = [cell for cell, _ in self.deltas[unit][i]]
                if not cells.isdisjoint(changed):
                    costs.append(price(options, i) / (1 if self.inside[index] else len(changed)))
        return min(costs)

    def _column_groups(self) -> list[tuple[int, ...]]:
        """Sums across units, grouped so that sums of different groups have no cell in common."""
        merged: list[set[int]] = []
        for index, cells in enumerate(self.cells):
            if self.inside[index]:
                continue
            touching = [g for g in merged if any(set(self.cells[i]) & set(cells) for i in g)]
            merged = [g for g in merged if g not in touching]
            merged.append({index}.union(*touching))
        return [tuple(group) for group in merged]

    def bound(self, residuals: tuple[Value, ...]) -> float:
        """A lower bound on the cost of mending what is broken."""
        known = self._bounds.get(residuals)
        if known is None:
            known = self._bounds[residuals] = self._bound(residuals)
        return known

    def _bound(self, residuals: tuple[Value, ...]) -> float:
        broken = [i for i in self._rows if residuals[i]]
        rows = sum(self.cheapest[i] for i in broken)
        columns = 0.0
        unreachable: list[float] = []
        reachable = len(broken) <= _MAX_ROWS and not any(self.wild[i] for i in broken)
        for group in self.column_groups:
            failing = [i for i in group if residuals[i]]
            if not failing:
                continue
            price_of_one = min(self.cheapest[i] for i in failing)
            columns += price_of_one
            if reachable and any(not self._reachable(i, broken, residuals) for i in failing):
                unreachable.append(price_of_one)
        extra = sum(sorted(unreachable)[: (len(unreachable) + 1) // 2])
        return max(rows + extra, columns)

    def _reachable(self, column: int, broken: Sequence[int], residuals: Sequence[Value]) -> bool:
        """Whether a column could be mended by changes that mend some of the broken rows each."""
        factors = self.factors[column]
        values = sorted(factors[row] * residuals[row] for row in broken if row in factors)
        return -residuals[column] in _subset_sums(tuple(values))

    def _factors(self, column: int) -> dict[int, int]:
        """Row sum to the sign with which mending it by the cell that it shares changes a column's sum."""
        found = {}
        for cell in self.cells[column]:
            signs = dict(self.signs[cell])
            for row, sign in signs.items():
                if self.inside[row]:
                    found[row] = -sign * signs[column]
        return found

    def value(self, node: _Node, cell: int) -> Value:
        """Value of a cell in a node; nothing printed counts as 0."""
        for changed, value in node.free:
            if changed == cell:
                return value
        unit = self.unit_of[cell]
        index = next((i for u, i in node.chosen if u == unit), 0)
        return self.problem.variants[unit][index].values[cell - self.problem.offsets[unit]] or 0

    def start(self, forced: tuple[int, int] | None) -> _Node:
        """The assumed reading, or the one with a unit read in a given way."""
        chosen = () if forced is None else (forced,)
        empty = _Node(0.0, chosen, (), ())
        residuals = tuple(
            sum(self.value(empty, c) for c in s.plus) - sum(self.value(empty, c) for c in s.minus)
            for s in self.problem.sums
        )
        cost = 0.0 if forced is None else price(self.problem.variants[forced[0]], forced[1])
        return _Node(cost, chosen, (), residuals)

    def moved(self, residuals: Sequence[Value], unit: int, old: Variant, new: Variant) -> list[Value]:
        """Residuals after reading a unit in another way."""
        after = list(residuals)
        offset = self.problem.offsets[unit]
        for position, (before, value) in enumerate(zip(old.values, new.values, strict=True)):
            if (before or 0) != (value or 0):
                for index, sign in self.signs[offset + position]:
                    after[index] += sign * ((value or 0) - (before or 0))
        return after

    def _shifted(self, node: _Node, deltas: Sequence[tuple[int, Value]]) -> tuple[Value, ...]:
        residuals = list(node.residuals)
        for cell, delta in deltas:
            for index, sign in self.signs[cell]:
                residuals[index] += sign * delta
        return tuple(residuals)

    def children(self, node: _Node) -> list[_Node]:
        """One more change each, in one broken sum."""
        branch = self._branch(node)
        freed = {cell for cell, _ in node.free}
        found: list[_Node] = []
        for cell in self.cells[branch]:
            if cell not in freed:
                found += self._free_changes(node, cell)
        for unit in sorted({self.unit_of[cell] for cell in self.cells[branch]}):
            found += self._variant_changes(node, unit, branch, freed)
        return found

    def _branch(self, node: _Node) -> int:
        """The broken sum to mend: a row with a cell that mends all its sums, if any, else the shortest."""
        broken = [i for i in self.order if node.residuals[i]]
        for index in broken:
            if not self.inside[index]:
                break
            for cell in self.cells[index]:
                amounts = {sign * node.residuals[i] for i, sign in self.signs[cell]}
                if len(amounts) == 1:
                    return index
        return broken[0]

    def _free_changes(self, node: _Node, cell: int) -> list[_Node]:
        value = self.value(node, cell)
        targets = {value - sign * node.residuals[i] for i, sign in self.signs[cell] if node.residuals[i]}
        cost = node.cost + self.problem.free_costs[cell]
        return [
            _Node(
                cost,
                node.chosen,
                tuple(sorted((*node.free, (cell, target)))),
                self._shifted(node, [(cell, target - value)]),
            )
            for target in targets
            if target >= 0 and target != value
        ]

    def _variant_changes(self, node: _Node, unit: int, branch: int, freed: set[int]) -> list[_Node]:
        options = self.problem.variants[unit]
        if len(options) == 1 or any(changed == unit for changed, _ in node.chosen):
            return []
        found = []
        for index, deltas in enumerate(self.deltas[unit][1:], start=1):
            if not deltas or any(cell in freed for cell, _ in deltas):
                continue
            residuals = self._shifted(node, deltas)
            if residuals[branch] != node.residuals[branch]:
                chosen = tuple(sorted((*node.chosen, (unit, index))))
                found.append(_Node(node.cost + price(options, index), chosen, node.free, residuals))
        return found

    def search(self, forced: tuple[int, int] | None = None, budget: float = _MAX_COST) -> SolverOutcome:
        """All explanations that tie for the least cost, none dearer than the budget."""
        tick = count()
        start = self.start(forced)
        heap = [(start.cost + self.bound(start.residuals), 0, next(tick), start)]
        seen = set()
        solutions: list[Solution] = []
        best, work = budget, 0
        while heap:
            estimate, _, _, node = heapq.heappop(heap)
            if estimate > best + TIE:
                break
            if not any(node.residuals):
                best = min(best, node.cost)
                solutions.append(Solution(node.cost, dict(node.chosen), dict(node.free)))
                continue
            if work > MAX_WORK:
                return SolverOutcome(tuple(solutions), work, gave_up=True)
            for child in self.children(node):
                work += 1
                key = (child.chosen, child.free)
                if key in seen or child.cost > best + TIE:
                    continue
                bound = child.cost + self.bound(child.residuals)
                if bound <= best + TIE:
                    seen.add(key)
                    broken = sum(1 for r in child.residuals if r)
                    heapq.heappush(heap, (bound, broken, next(tick), child))
        return SolverOutcome(tuple(solutions), work, gave_up=False)
