"""Which reading of a row is assumed: what the columns ask for before a search, its own where that fails."""

from collections.abc import Sequence
from dataclasses import replace

from extractor.tables.placement import Variant
from extractor.tables.solver import TIE, Problem, Solver

SumsInside = tuple[tuple[tuple[int, ...], int], ...]
"""The sums inside of a row: the places of the parts and of the total."""
_ROUNDS = 3
_CLEARLY = 2 * TIE
"""Cheaper than another reading by more than this, a row's reading is taken without the other rows."""


def settled(problem: Problem) -> Problem:
    """Assume for every row the reading with which most sums of the columns hold, as long as one improves.

    Only among readings that cost about the same: the search starts closer to the end that way.
    """
    solver = Solver(problem)
    residuals = list(solver.start(None).residuals)
    variants = list(problem.variants)
    for _ in range(_ROUNDS):
        changed = False
        for unit, options in enumerate(variants):
            if len(options) == 1 or not any(residuals):
                continue
            best, best_residuals = 0, residuals
            for index, option in enumerate(options[1:], start=1):
                if option.cost > options[0].cost + TIE:
                    continue
                after = solver.moved(residuals, unit, options[0], option)
                if sum(map(bool, after)) < sum(map(bool, best_residuals)):
                    best, best_residuals = index, after
            if best:
                variants[unit] = (options[best], *options[:best], *options[best + 1 :])
                residuals, changed = best_residuals, True
        if not changed:
            break
    return replace(problem, variants=tuple(variants))


def decided_alone(problem: Problem, sums: Sequence[SumsInside]) -> tuple[Problem, set[int]]:
    """Read every row for itself, where garbled rows are too many to explain the table as a whole.

    A row is decided if the sums inside it hold in one reading that is clearly cheaper than any other such.
    """
    found = list(problem.variants)
    decided = set()
    for at, (inside, options) in enumerate(zip(sums, problem.variants, strict=True)):
        fitting = sorted((each for each in options if _holds(each, inside)), key=lambda each: each.cost)
        if not fitting or fitting[0].derived:
            continue
        rivals = (each for each in fitting[1:] if each.values != fitting[0].values)
        if all(each.cost > fitting[0].cost + _CLEARLY for each in rivals):
            found[at] = (fitting[0], *(each for each in options if each is not fitting[0]))
            decided.add(at)
    return replace(problem, variants=tuple(found)), decided


def _holds(variant: Variant, sums: SumsInside) -> bool:
    """Whether the sums inside a row hold in a reading that has a number for each of their cells."""
    values = variant.values
    return bool(sums) and all(
        None not in (values[total], *(values[part] for part in parts))
        and sum(values[part] or 0 for part in parts) == values[total]
        for parts, total in sums
    )
