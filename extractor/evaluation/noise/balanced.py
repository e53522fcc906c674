"""Figures for a table with any sums: one case after the other, each put where all sums go on holding.

A case starts as 1 in some cell. Each sum that it breaks is mended by 1 in a cell of the lesser side, until
all hold. So the figures add up by construction, whatever the form declares.
"""

from collections import Counter
from collections.abc import Sequence, Set
from decimal import Decimal
from random import Random

from extractor.forms import CellRef, Identity, Quantity, Relation, TableForm

_MOST_STEPS = 60
"""A case that is not mended by then is given up, and another one is tried."""
_TRIES = 20
_DRAWS = 100
"""Amounts are drawn so often until none is below 0."""
_SMALL = 40


def fill_by_sums(form: TableForm, cases: int, rng: Random) -> dict[str, dict[str, int | Decimal]]:
    """Row to column to figure; every sum and relation of the form holds."""
    counted: Counter[CellRef] = Counter()
    starts = [cell for cell in form.column_of if cell not in form.parts_of and cell in form.covered]
    for _ in range(cases if starts else 0):
        counted.update(_case(form, rng.choices(starts, [_share(form, cell) for cell in starts])[0], rng))
    for cell, column in form.column_of.items():
        if cell not in form.covered and column.quantity is not Quantity.AMOUNT:
            counted[cell] = rng.choice((0, rng.randint(0, column.most or _SMALL)))
    whole = [each for each in form.identities if each not in form.checks]
    for _ in range(_MOST_STEPS * cases + _SMALL):
        broken = next((each for each in whole if _gap(each, counted)), None)
        if broken is None:
            break
        counted.update(_mended(form, Counter({rng.choice(broken.right): _gap(broken, counted)}), rng) or {})
    for _ in range(_DRAWS):
        values = _figures(form, counted, rng)
        money = (
            values[row][key] for (row, key), of in form.column_of.items() if of.quantity is Quantity.AMOUNT
        )
        if all(figure >= 0 for figure in money):  # no form prints less than no money
            break
    return values


def _figures(form: TableForm, counted: Counter[CellRef], rng: Random) -> dict[str, dict[str, int | Decimal]]:
    """The counted figures and any amounts of money that keep the form's sums."""
    values: dict[str, dict[str, int | Decimal]] = {}
    for (row, key), of in form.column_of.items():
        is_money = of.quantity is Quantity.AMOUNT
        figure = Decimal(rng.randint(0, 90_000)) / 100 if is_money else counted[row, key]
        values.setdefault(row, {})[key] = figure
    _set_checks(form, values, rng)
    return values


def _set_checks(form: TableForm, values: dict[str, dict[str, int | Decimal]], rng: Random) -> None:
    """Sums of money or changes, each made to hold by a cell that no sum before it has set or used.

    Totals come first, sums whose cells are totals of others after them.
    """
    equal = [each for each in form.checks if each.relation is Relation.EQUAL]
    order = sorted(equal, key=lambda each: sum(cell in _totals_of(equal) for cell in each.left))
    used: set[CellRef] = set()
    for each in order:
        _set_by(each, form, values, used)
        used.update(each.cells)
    for each in form.identities:
        if each.relation is Relation.AT_MOST and form.column_of[each.left[0]].quantity is Quantity.AMOUNT:
            _bound_by(each, values, rng)


def _totals_of(sums: Sequence[Identity]) -> frozenset[CellRef]:
    """The cells that are the total of one of the sums."""
    return frozenset(each.right[0] for each in sums if len(each.right) == 1)


def _set_by(
    identity: Identity, form: TableForm, values: dict[str, dict[str, int | Decimal]], used: Set[CellRef]
) -> None:
    """One cell of a sum, set so that it holds: a change in it, else its total, else a part that is free."""
    changes = [cell for cell in identity.left if form.column_of[cell].quantity is Quantity.SIGNED]
    across = len({column for _, column in identity.cells}) > 1
    wanted = [*(changes if across else ()), identity.right[0], *identity.left]
    chosen = next((cell for cell in wanted if cell not in used), wanted[0])
    left, right = (
        sum(values[row][column] for row, column in side if (row, column) != chosen)
        for side in (identity.left, identity.right)
    )
    values[chosen[0]][chosen[1]] = right - left if chosen in identity.left else left - right


def _bound_by(identity: Identity, values: dict[str, dict[str, int | Decimal]], rng: Random) -> None:
    """The parts of a relation, made no more than its right side."""
    left, right = (
        sum((Decimal(values[row][column]) for row, column in side), Decimal(0))
        for side in (identity.left, identity.right)
    )
    if left > right:
        share = Decimal(rng.randint(0, 100)) / 100 * max(right, Decimal(0)) / left
        for row, column in identity.left:
            values[row][column] = (Decimal(values[row][column]) * share).quantize(Decimal("0.01"))


def _share(form: TableForm, cell: CellRef) -> float:
    return (form.row_of[cell[0]].share or 1.0) * (form.column_of[cell].share or 1.0)


def _case(form: TableForm, start: CellRef, rng: Random) -> Counter[CellRef]:
    """One case: the cells that count it; empty where the sums cannot be mended."""
    for _ in range(_TRIES):
        case = _mended(form, Counter({start: 1}), rng)
        if case is not None:
            return case
    return Counter()


def _mended(form: TableForm, case: Counter[CellRef], rng: Random) -> Counter[CellRef] | None:
    """The case with what its sums ask for; None where that does not come to an end."""
    for _ in range(_MOST_STEPS):
        broken = next((each for each in form.sums if _gap(each, case)), None)
        if broken is None:
            return case
        gap = _gap(broken, case)
        side = broken.right if gap > 0 else broken.left
        cell = rng.choices(side, [_share(form, each) for each in side])[0]
        case[cell] += abs(gap)
    return None


def _gap(identity: Identity, counted: Counter[CellRef]) -> int:
    """Left less right; for a relation what the left has too much."""
    left, right = (sum(counted[cell] for cell in side) for side in (identity.left, identity.right))
    return max(left - right, 0) if identity.relation is Relation.AT_MOST else left - right
