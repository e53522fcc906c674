"""The own search against a general solver: the same least cost and the same explanations that tie for it."""

from random import Random

import pytest

from extractor.evaluation.noise.fill import fill_form
from extractor.tables.placement import Variant
from extractor.tables.solver import TIE, Problem, Solver, Sum, price

z3 = pytest.importorskip("z3", reason="z3-solver is not installed; it comes with the extra dev")

_PROBLEMS = 96
_PER_TEST = 12
_LARGEST = 1_000_000
_CENTS = 100
"""The general solver counts in whole hundredths."""


def wrong_table(seed):
    """A filled applications table with one to three wrong cells, some with a second reading that is right."""
    rng = Random(f"cross-check {seed}")
    filled = fill_form(rng)
    form = filled.tables["applications"]
    rows = [[int(v) for v in filled.values["applications"][row.key].values()] for row in form.rows]
    second = {}
    for _ in range(rng.randint(1, 3)):
        r, c = rng.randrange(len(rows)), rng.randrange(7)
        true = rows[r][c]
        rows[r][c] = max(0, true + rng.choice((-2, -1, 1, 2, 3, 10, 40)))
        if rng.random() < 0.4 and r not in second:
            second[r] = (c, true)
    index = {
        (row.key, column.key): 7 * r + c
        for r, row in enumerate(form.rows)
        for c, column in enumerate(row.columns)
    }
    sums = tuple(
        Sum(i.id, tuple(index[x] for x in i.left), tuple(index[x] for x in i.right)) for i in form.identities
    )
    variants = tuple(_variants(row, second.get(r), rng) for r, row in enumerate(rows))
    free = tuple(rng.choice((5.0, 5.0, 5.0, 3.0, 1.2)) for _ in index)
    return Problem(tuple(range(0, len(index), 7)), variants, sums, free)


def _variants(row, second, rng):
    empty = (None,) * 7
    found = [Variant(empty, tuple(row), empty, 0.0)]
    if second is not None:
        column, true = second
        cost = rng.choice((0.2, 0.6, 1.0, 1.5))
        found.append(Variant(empty, (*row[:column], true, *row[column + 1 :]), empty, cost))
    return tuple(found)


def own(problem):
    outcome = Solver(problem).search()
    assert not outcome.gave_up
    return {(_chosen(s.chosen), frozenset(s.free.items())): round(s.cost * _CENTS) for s in outcome.solutions}


def _chosen(chosen):
    return frozenset((unit, index) for unit, index in chosen.items() if index)


class General:
    """The same problem for z3: which variant each row takes, which cells change, to what."""

    def __init__(self, problem):
        self.problem = problem
        self.solver = z3.SolverFor("QF_LIA")
        self.units = [z3.Int(f"u{i}") for i in range(len(problem.variants))]
        self.moved = [z3.Bool(f"m{i}") for i in range(len(problem.free_costs))]
        self.values = [z3.Int(f"v{i}") for i in range(len(problem.free_costs))]
        self._cost = []
        for unit, options in enumerate(problem.variants):
            self._add_unit(unit, options)
        for cell, cost in enumerate(problem.free_costs):
            self._cost.append(z3.If(self.moved[cell], round(cost * _CENTS), 0))
        for total in problem.sums:
            plus, minus = ([self.values[c] for c in side] for side in (total.plus, total.minus))
            self.solver.add(z3.Sum(plus) == z3.Sum(minus))

    def _add_unit(self, unit, options):
        chosen, offset = self.units[unit], self.problem.offsets[unit]
        self.solver.add(chosen >= 0, chosen < len(options))
        for index in range(1, len(options)):
            self._cost.append(z3.If(chosen == index, round(price(options, index) * _CENTS), 0))
        for position in range(7):
            read = z3.IntVal(options[0].values[position])
            for index, option in enumerate(options[1:], start=1):
                read = z3.If(chosen == index, option.values[position], read)
            cell = offset + position
            value = self.values[cell]
            self.solver.add(value >= 0, value <= _LARGEST, self.moved[cell] == (value != read))

    def explanations(self, limit):
        """All with a cost in hundredths of at most ``limit``, each with its cost."""
        self.solver.add(z3.Sum(self._cost) <= limit)
        found = {}
        while self.solver.check() == z3.sat:
            model = self.solver.model()
            chosen = frozenset((u, n) for u, v in enumerate(self.units) if (n := model.eval(v).as_long()))
            cells = [c for c, moved in enumerate(self.moved) if z3.is_true(model.eval(moved))]
            free = frozenset((c, model.eval(self.values[c]).as_long()) for c in cells)
            found[chosen, free] = model.eval(z3.Sum(self._cost)).as_long()
            same = [self.units[u] == n for u, n in chosen] + [self.values[c] == n for c, n in free]
            self.solver.add(z3.Not(z3.And(same)))
        return found


def least(explanations):
    """Those that hold no other one, for a needless change explains nothing."""
    sets = {
        key: frozenset(("unit", *x) for x in key[0]) | frozenset(("cell", *x) for x in key[1])
        for key in explanations
    }
    return {
        key: cost for key, cost in explanations.items() if not any(sets[o] < sets[key] for o in explanations)
    }


@pytest.mark.parametrize("part", range(_PROBLEMS // _PER_TEST))
def test_least_cost_and_ties_agree_with_a_general_solver(part):
    for seed in range(part * _PER_TEST, (part + 1) * _PER_TEST):
        problem = wrong_table(seed)
        ours = own(problem)
        best = min(ours.values())
        theirs = General(problem).explanations(best + round(TIE * _CENTS))
        assert min(theirs.values()) == best, seed
        assert least(ours) == least(theirs), seed
