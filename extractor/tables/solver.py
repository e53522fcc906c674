"""The least-cost explanation of the printed sums, and whether it is the only one.

Every row (unit) has variants, i.e. ways to read it; besides, any cell may be changed to any number at the
price of a free change. A best-first search over the broken sums finds all explanations whose cost is within
``TIE`` of the least: every explanation must change some cell of every broken sum, so it branches over the
cells and variants of the broken sum with the fewest cells (hitting sets). The usual document, whose sums
all hold as printed, never reaches it.

Its limit: three wrong cells at the corners of a rectangle (same two rows, same two columns) can look like
the fourth corner alone. Hence a free change never becomes a value; it is only named.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import NamedTuple

from extractor.tables.placement import Variant

TIE = 0.45
"""Explanations this close to the cheapest one count as equally good."""
MIN_STEP = 0.01
"""Another variant costs at least this, so that no path is free."""
_MAX_COST = 21.0
_MAX_NODES = 900


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
    free: dict[int, Decimal] = field(default_factory=dict)


class Outcome(NamedTuple):
    """All explanations that tie for the least cost; empty if the search gave up."""

    solutions: tuple[Solution, ...]
    nodes: int


class _Node(NamedTuple):
    cost: float
    chosen: tuple[tuple[int, int], ...]
    free: tuple[tuple[int, Decimal], ...]
    residuals: tuple[Decimal, ...]


_ZERO = Decimal(0)


class _Search:
    def __init__(self, problem: Problem, forced: tuple[int, int] | None, budget: float) -> None:
        self.problem = problem
        self.forced = forced
        self.budget = budget
        self.unit_of: dict[int, int] = {}
        for unit, offset in enumerate(problem.offsets):
            for position in range(len(problem.variants[unit][0].values)):
                self.unit_of[offset + position] = unit
        self.signs: dict[int, list[tuple[int, int]]] = {}
        for index, total in enumerate(problem.sums):
            for cell in total.plus:
                self.signs.setdefault(cell, []).append((index, 1))
            for cell in total.minus:
                self.signs.setdefault(cell, []).append((index, -1))
        has_variants = any(len(options) > 1 for options in problem.variants)
        self.reach, self.step = (15, MIN_STEP) if has_variants else (3, min(problem.free_costs, default=1.0))

    def value(self, node: _Node, cell: int) -> Decimal:
        """Value of a cell in a node; nothing printed counts as 0."""
        for changed, value in node.free:
            if changed == cell:
                return value
        unit = self.unit_of[cell]
        variant = self.problem.variants[unit][dict(node.chosen).get(unit, 0)]
        return variant.values[cell - self.problem.offsets[unit]] or _ZERO

    def start(self) -> _Node:
        chosen = () if self.forced is None else (self.forced,)
        empty = _Node(0.0, chosen, (), ())
        residuals = tuple(
            sum((self.value(empty, c) for c in s.plus), _ZERO)
            - sum((self.value(empty, c) for c in s.minus), _ZERO)
            for s in self.problem.sums
        )
        cost = 0.0 if self.forced is None else self._price(*self.forced)
        return _Node(cost, chosen, (), residuals)

    def _price(self, unit: int, index: int) -> float:
        options = self.problem.variants[unit]
        return max(MIN_STEP, options[index].cost - options[0].cost)

    def estimate(self, node: _Node) -> float:
        """Cost plus a lower bound on what is still needed."""
        broken = sum(1 for r in node.residuals if r)
        return node.cost + self.step * -(-broken // self.reach)

    def _shifted(self, node: _Node, deltas: Sequence[tuple[int, Decimal]]) -> tuple[Decimal, ...]:
        residuals = list(node.residuals)
        for cell, delta in deltas:
            for index, sign in self.signs.get(cell, ()):
                residuals[index] += sign * delta
        return tuple(residuals)

    def children(self, node: _Node) -> list[_Node]:
        """One more change each, in the broken sum with the fewest cells."""
        broken = [i for i, r in enumerate(node.residuals) if r]
        branch = min(broken, key=lambda i: len(self.problem.sums[i].plus) + len(self.problem.sums[i].minus))
        cells = self.problem.sums[branch].plus + self.problem.sums[branch].minus
        found = []
        freed = {cell for cell, _ in node.free}
        for cell in cells:
            if cell not in freed:
                found += self._free_changes(node, cell)
        for unit in sorted({self.unit_of[cell] for cell in cells}):
            found += self._variant_changes(node, unit, branch, freed)
        return found

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
        offset = self.problem.offsets[unit]
        before = options[0].values
        found = []
        for index, option in enumerate(options[1:], start=1):
            deltas = [
                (offset + i, (new or _ZERO) - (old or _ZERO))
                for i, (new, old) in enumerate(zip(option.values, before, strict=True))
                if (new or _ZERO) != (old or _ZERO)
            ]
            if not deltas or any(cell in freed for cell, _ in deltas):
                continue
            residuals = self._shifted(node, deltas)
            if residuals[branch] != node.residuals[branch]:
                chosen = tuple(sorted((*node.chosen, (unit, index))))
                found.append(_Node(node.cost + self._price(unit, index), chosen, node.free, residuals))
        return found

    def run(self) -> Outcome:
        order = count()
        start = self.start()
        heap = [(self.estimate(start), next(order), start)]
        seen = set()
        solutions: list[Solution] = []
        best = self.budget
        nodes = 0
        while heap and nodes < _MAX_NODES:
            estimate, _, node = heapq.heappop(heap)
            if estimate > best + TIE:
                return Outcome(tuple(solutions), nodes)
            nodes += 1
            if not any(node.residuals):
                best = min(best, node.cost)
                solutions.append(Solution(node.cost, dict(node.chosen), dict(node.free)))
                continue
            for child in self.children(node):
                key = (child.chosen, child.free)
                if child.cost <= _MAX_COST and key not in seen:
                    seen.add(key)
                    heapq.heappush(heap, (self.estimate(child), next(order), child))
        return Outcome(tuple(solutions) if not heap else (), nodes)


def solve(problem: Problem) -> Outcome:
    """All explanations of the broken sums that tie for the least cost."""
    return _Search(problem, None, _MAX_COST).run()


def solve_with(problem: Problem, unit: int, variant: int, budget: float) -> Outcome:
    """The explanations in which a unit is read in a given way, none dearer than the budget."""
    return _Search(problem, (unit, variant), budget).run()
