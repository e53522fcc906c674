"""From aligned rows to a solved grid: the assumed reading of every row, the explanations of broken sums."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from types import MappingProxyType
from typing import NamedTuple

from extractor.forms import CellRef, Identity
from extractor.tables.number_readings import Mark, NumberReading
from extractor.tables.placement import (
    Pick,
    Placement,
    ReadToken,
    Variant,
    is_unread,
    placements,
    variants,
)
from extractor.tables.settling import decided_alone, settled
from extractor.tables.solver import TIE, Problem, Solution, Solver, SolverOutcome, Sum, price
from extractor.tables.style import Style, shows_places
from extractor.tables.tokens import Token

FREE_PRINTED = 5.0
"""Changing a printed number: it is wrong by a digit, or the issuer's slip."""
DOUBTED = 2.0
"""What a recogniser that is wholly in doubt of a print takes off that price; its score is no probability."""
REREAD = 1.0
"""A number that only a second look at the place of a print has seen."""
FREE_LOST = 1.2
"""A number for a cell that lost its print, in a table that prints its zeros or in a row that is lost."""
FREE_UNREAD = 0.5
"""A number for a print that is none: there is one, and it cannot be read."""
FREE_BLANK = 3.0
"""A number other than 0 for a blank in a table that prints zeros as blanks."""
FREE_BLANK_ROW = 4.0
"""A number other than 0 in a row that stands there wholly blank."""
BROKEN_ROW = 4.0
"""What a broken sum inside a row adds when the assumed reading of the row is chosen."""
DERIVED = 0.6
"""A total of which nothing is printed, in a table with blanks."""
_NO_DOUBT, _ALL_DOUBT = 0.95, 0.5
"""Recogniser's scores: clean figures have more than the first, guesses less than the second."""
_KEEP_WITHIN = 4.0
_MAX_VARIANTS = 300
_MAX_WORK = 2_500
"""Changes tried in all searches for rivals of one table."""


SecondReading = Mapping[tuple[str, str], int]
"""(row, column) to the number that an independent second reading of the same place gives."""
Score = Callable[[int, int], float | None]
"""The recogniser's own score of the print from start to end; None where nothing was recognised."""


def _unscored(_start: int, _end: int) -> None:
    return None


class Unit(NamedTuple):
    """Cells whose placement is decided together: a row of applications, or the whole disputes line."""

    key: str
    cells: tuple[tuple[str, str], ...]
    """(row, column) of every cell."""
    sums: tuple[tuple[tuple[int, ...], int], ...]
    """Sums inside the unit as (positions of the parts, position of the total)."""
    tokens: tuple[Token, ...]
    labelled: bool
    lost: bool = False
    """Its numbers are not in the text: a sum that they stand in proves nothing."""
    weights: Mapping[CellRef, float] = MappingProxyType({})
    """How much dearer or cheaper than others the form makes a change of a cell; 1 where it names none."""


@dataclass(frozen=True)
class Grid:
    """A solved table."""

    units: tuple[Unit, ...]
    problem: Problem
    outcome: SolverOutcome
    rivals: tuple[Solution, ...]
    """Other readings that fit as well, found by forcing them."""
    undecided: frozenset[int]
    """Units whose rivals could not all be checked within the budget."""
    prints_zeros: bool
    """A number that is missing was lost; in a table with blanks it may never have been printed."""
    some_zeros: bool
    """Zeros are printed here and there: what is missing is no 0 unless the sums force it."""
    shifts: tuple[tuple[int | None, ...], ...]
    """Values of all cells if whole columns stood elsewhere, where nothing shows their places."""


def holding_sums(problem: Problem) -> set[str]:
    """Ids of the sums whose sides are equal under the assumed variants."""
    values = [value or 0 for options in problem.variants for value in options[0].values]
    of = values.__getitem__
    return {total.id for total in problem.sums if sum(map(of, total.plus)) == sum(map(of, total.minus))}


def _fill_single_gaps(variant: Variant, unit: Unit, style: Style) -> Variant:
    """Where a sum of the unit has one cell of which nothing is printed, take its value from the sum.

    Such a sum proves nothing about the row any more; the sums of the columns have to.
    """
    values = list(variant.values)
    derived = set()
    cost = variant.cost
    for parts, total in unit.sums:
        if _is_open(variant, (*parts, total)):
            continue
        gaps = [p for p in (*parts, total) if variant.picks[p] is None]
        if total in gaps and len(gaps) > 1 and len(gaps) <= len(parts) and not style.some_zeros:
            gaps = [total]  # the other blanks count as 0
        if len(gaps) != 1:
            continue
        gap = gaps[0]
        inside = sum((values[p] or 0 for p in parts), 0)
        value = inside if gap == total else (values[total] or 0) - inside
        if value > 0:
            values[gap] = value
            derived.add(gap)
            unprinted = DERIVED if gap == total else FREE_BLANK
            cost += FREE_LOST if style.prints_zeros else unprinted
    if not derived:
        return variant
    return Variant(variant.picks, tuple(values), variant.marks, cost, frozenset(derived))


def _is_open(variant: Variant, positions: Sequence[int]) -> bool:
    """Whether one of the cells has a print that is no number: their sum says nothing of the row."""
    return any(is_unread(variant.picks[p], variant.values[p]) for p in positions)


def _broken(variant: Variant, unit: Unit) -> int:
    return sum(
        sum((variant.values[p] or 0 for p in parts), 0) != (variant.values[total] or 0)
        and not _is_open(variant, (*parts, total))
        for parts, total in unit.sums
    )


def _seen_twice(item: Pick | None, number: int | None) -> Pick | None:
    """A print with the number of a second look as one more reading, if it is another number."""
    if item is None or number is None or any(r.value == number for r in item.readings):
        return item
    return item._replace(readings=(*item.readings, NumberReading(Decimal(number), REREAD, Mark.REREAD)))


def _with_second(placement: Placement, unit: Unit, second: SecondReading) -> Placement:
    picks = (
        _seen_twice(item, second.get(cell)) for item, cell in zip(placement.picks, unit.cells, strict=True)
    )
    return Placement(tuple(picks), placement.cost)


def read_unit(
    unit: Unit,
    style: Style,
    read: ReadToken,
    spread: Sequence[Placement] = (),
    second: SecondReading | None = None,
) -> tuple[Variant, ...]:
    """All ways to read a unit, the assumed one first.

    Assumed is the cheapest, counting BROKEN_ROW for every sum inside the unit that fails. Readings with the
    same values are kept once. ``spread`` replaces the ordinary placements.
    """
    places = spread or placements(unit.tokens, len(unit.cells), style, read)
    if second:
        places = [_with_second(place, unit, second) for place in places]
    found = [_fill_single_gaps(v, unit, style) for p in places for v in variants(p)]
    scored = sorted(((v.cost + BROKEN_ROW * _broken(v, unit), v) for v in found), key=lambda pair: pair[0])
    best_cost, best = scored[0]
    holds = _broken(best, unit) == 0
    kept, seen = [best], {tuple(v or 0 for v in best.values)}
    for cost, variant in scored[1:]:
        values = tuple(v or 0 for v in variant.values)
        fits = not holds or _broken(variant, unit) == 0
        if values not in seen and fits and cost <= best_cost + _KEEP_WITHIN and len(kept) < _MAX_VARIANTS:
            seen.add(values)
            kept.append(variant)
    return tuple(kept)


def prefer_printed_totals(
    units: Sequence[Unit], options: Sequence[tuple[Variant, ...]]
) -> list[tuple[Variant, ...]]:
    """The options without totals that only follow, where every row of two numbers or more prints its own.

    Where blanks were dropped, the last number of a row may be a part whose total is blank; in a table whose
    last numbers are all sums of those before them it is the total.
    """
    found: list[tuple[Variant, ...]] = []
    for unit, choices in zip(units, options, strict=True):
        totals = {total for _, total in unit.sums}
        printed = tuple(v for v in choices if not v.derived & totals)
        several = sum(item is not None for item in choices[0].picks) > 1
        if several and not any(_broken(v, unit) == 0 for v in printed):
            return list(options)
        found.append(printed or choices)
    return found


def _doubt(score: float | None) -> float:
    """How much of DOUBTED a score takes off, 0 to 1."""
    if score is None:
        return 0.0
    return min(max((_NO_DOUBT - score) / (_NO_DOUBT - _ALL_DOUBT), 0.0), 1.0)


def _free_costs(
    units: Sequence[Unit], assumed: Sequence[Variant], style: Style, score: Score
) -> tuple[float, ...]:
    costs = []
    for unit, variant in zip(units, assumed, strict=True):
        printed = any(item is not None for item in variant.picks)
        for item, value, cell in zip(variant.picks, variant.values, unit.cells, strict=True):
            weight = unit.weights.get(cell, 1.0)
            if is_unread(item, value):
                costs.append(FREE_UNREAD)
            elif item is not None and item.readings:
                costs.append(weight * (FREE_PRINTED - DOUBTED * _doubt(score(item.start, item.end))))
            elif printed:
                costs.append(weight * (FREE_LOST if style.prints_zeros else FREE_BLANK))
            else:
                costs.append(weight * (FREE_BLANK_ROW if unit.labelled else FREE_LOST))
    return tuple(costs)


def _sums(
    identities: Sequence[Identity], index: Mapping[CellRef, int], blank_rows: Collection[str]
) -> list[Sum]:
    """The identities over cell indexes; wholly blank rows of totals are replaced by their parts."""
    parts = {
        identity.total: identity.left
        for identity in identities
        if identity.row is None and identity.total is not None and identity.total[0] in blank_rows
    }

    def cells(refs: Sequence[CellRef]) -> tuple[int, ...]:
        return tuple(c for ref in refs for c in (cells(parts[ref]) if ref in parts else (index[ref],)))

    return [
        Sum(identity.id, cells(identity.left), cells(identity.right))
        for identity in identities
        if identity.total not in parts and identity.row not in blank_rows
    ]


def _is_row_of_totals(unit: Unit, totals: Collection[CellRef | None]) -> bool:
    return all(cell in totals for cell in unit.cells)


def _rivals(solver: Solver, best: Solution) -> tuple[list[Solution], set[int]]:
    """Force every other reading that costs no more: those that can be completed are rivals."""
    budget = best.cost + TIE
    found: list[Solution] = []
    undecided: set[int] = set()
    work = 0
    for unit, options in enumerate(solver.problem.variants):
        own = best.chosen.get(unit, 0)
        for index in range(len(options)):
            if index == own or (index and price(options, index) > budget):
                continue
            if work > _MAX_WORK:
                undecided.add(unit)
                continue
            outcome = solver.search((unit, index) if index else None, budget)
            work += outcome.work + 1
            if outcome.gave_up:
                undecided.add(unit)
            found += [s for s in outcome.solutions if s.chosen.get(unit, 0) == index]
    return found, undecided


def _shifted_columns(
    units: Sequence[Unit], assumed: Sequence[Variant], style: Style
) -> list[tuple[int | None, ...]]:
    """All values of the table if its used columns stood elsewhere in the same order.

    Where blanks were dropped and nothing shows the places, moving a whole column leaves every sum as it
    is. The columns of totals stay.
    """
    width = len(units[0].cells)
    if any((len(unit.cells), unit.sums) != (width, units[0].sums) for unit in units):
        return []
    moving = [c for c in range(width) if all(c != total for _, total in units[0].sums)]
    printed = [i for i, v in enumerate(assumed) if any(item is not None for item in v.picks)]
    if not printed or len(units) == 1 or any(shows_places(units[i].tokens, width, style) for i in printed):
        return []
    used = sorted({c for i in printed for c in moving if assumed[i].picks[c] is not None})
    found = []
    for places in combinations(moving, len(used)):
        if list(places) == used:
            continue
        moved: list[int | None] = []
        for variant in assumed:
            row = [None if c in moving else variant.values[c] for c in range(width)]
            for old, new in zip(used, places, strict=True):
                row[new] = variant.values[old]
            moved += row
        found.append(tuple(moved))
    return found


def _layout(
    units: Sequence[Unit], identities: Sequence[Identity], options: Sequence[tuple[Variant, ...]]
) -> tuple[tuple[int, ...], tuple[Sum, ...]]:
    """Where the cells of each unit begin, and the sums over the cells as they are numbered so."""
    index: dict[tuple[str, str], int] = {}
    offsets = []
    for unit in units:
        offsets.append(len(index))
        for cell in unit.cells:
            index[cell] = len(index)
    totals = {identity.total for identity in identities if identity.row is None}
    blank = {
        unit.key
        for unit, readings in zip(units, options, strict=True)
        if _is_row_of_totals(unit, totals) and all(item is None for item in readings[0].picks)
    }
    return tuple(offsets), tuple(_sums(identities, index, blank))


def _problem(
    units: Sequence[Unit],
    identities: Sequence[Identity],
    options: Sequence[tuple[Variant, ...]],
    style: Style,
    score: Score = _unscored,
) -> Problem:
    offsets, sums = _layout(units, identities, options)
    return Problem(
        offsets=offsets,
        variants=tuple(options),
        sums=sums,
        free_costs=_free_costs(units, [o[0] for o in options], style, score),
    )


def holding(
    units: Sequence[Unit], identities: Sequence[Identity], options: Sequence[tuple[Variant, ...]]
) -> tuple[int, int]:
    """(sums that hold as assumed, all sums)."""
    offsets, sums = _layout(units, identities, options)
    problem = Problem(offsets, tuple(options), sums, ())
    return len(holding_sums(problem)), len(sums)


def solve_grid(
    units: Sequence[Unit],
    identities: Sequence[Identity],
    options: Sequence[tuple[Variant, ...]],
    style: Style,
    score: Score = _unscored,
) -> Grid:
    """Explain the printed sums of a table; nothing is decided about single cells yet."""
    problem = _problem(units, identities, options, style, score)
    several = {unit for unit, readings in enumerate(options) if len(readings) > 1}
    outcome = SolverOutcome((Solution(0.0),), 0, gave_up=False)
    rivals: list[Solution] = []
    undecided: set[int] = set()
    holds = len(holding_sums(problem)) == len(problem.sums)
    if several or not holds:  # else the usual table: one reading, and all sums hold
        problem = settled(problem)
        solver = Solver(problem)
        if len(holding_sums(problem)) < len(problem.sums):
            outcome = solver.search()
        if outcome.gave_up or not outcome.solutions:
            problem, decided = decided_alone(problem, [unit.sums for unit in units])
            undecided = several - decided
        else:
            rivals, undecided = _rivals(solver, outcome.solutions[0])
    shifts = _shifted_columns(units, [o[0] for o in problem.variants], style)
    return Grid(
        tuple(units),
        problem,
        outcome,
        tuple(rivals),
        frozenset(undecided),
        style.prints_zeros,
        style.some_zeros,
        tuple(shifts),
    )
