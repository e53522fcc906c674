"""How many values of which stratum a person should look at, so that the bound comes out as wanted."""

from collections.abc import Mapping
from math import ceil
from typing import Literal, NamedTuple

from extractor.certify.bounds import Drawn, StrataGroup, grouped_upper, simple_random_size
from extractor.certify.sequential import Prefix, sequential_upper
from extractor.certify.strata import GroupName, StratumKey, known_strata
from extractor.errors import UsageError

Method = Literal["fixed", "sequential"]
_TIMES = (1.0, 2.0, 4.0, 8.0, 16.0, 64.0, 1e9)
"""How much more densely doubted strata are looked at, up to all of their values: the cheapest is taken."""
_STEPS = 24
PLACES_SHARE = 0.15
"""Of the time, for the completeness sample."""
LEAST_PLACES, MOST_PLACES = 60, 400
"""Places without a fact that are read where no minutes limit them; more say little more."""


class Wish(NamedTuple):
    """What the person wants."""

    tolerance: float
    confidence: float
    minutes: float | None
    method: Method = "fixed"
    find: float = 1.0
    """The share of wrong values that a reader is taken to find at least."""
    together: bool = False
    """All strata are one group: decided by the plan where doubt is not worth a sample of its own."""

    @property
    def alpha(self) -> float:
        """One minus the confidence."""
        return 1.0 - self.confidence


class Allocation(NamedTuple):
    """Numbers to look at, and what is expected of them."""

    numbers: Mapping[StratumKey, int]
    seconds: float
    together: bool
    """Whether all strata are one group."""
    expected_upper: float
    """As a share of all values, what was found put right, if the stated priors are right."""
    simple_random: int
    """Values that a plain random sample would need for the same, with the same priors."""


def level_of(groups: frozenset[GroupName], group: GroupName, alpha: float) -> float:
    """The level of one group, so that the bounds of all groups hold together at ``alpha``.

    Groups are drawn independently: the product of their confidences is the confidence of all.
    """
    if len(groups) == 1:
        return alpha
    levels = known_strata().rules.levels
    total = sum(levels[each] for each in groups)
    return float(1.0 - (1.0 - alpha) ** (levels[group] / total))


def groups_of(
    drawn: Mapping[StratumKey, Drawn], alpha: float, *, together: bool, find: float = 1.0
) -> list[StrataGroup]:
    """The strata in their groups with the level of each, for readers who find that share of errors."""
    if together:
        return [StrataGroup(tuple(drawn.values()), alpha)]
    # A group that is read as a whole by readers who miss nothing is known: nothing of the error probability
    # is spent on it.
    open_ = frozenset(key.group for key, each in drawn.items() if each.sampled < each.size or find < 1.0)
    names = open_ or frozenset(key.group for key in drawn)
    return [
        StrataGroup(
            tuple(each for key, each in drawn.items() if key.group == name),
            level_of(names, name, alpha) if name in names else alpha,
        )
        for name in sorted({key.group for key in drawn})
    ]


def allocate(
    sizes: Mapping[StratumKey, int], wish: Wish, seconds: Mapping[str, float] | None = None
) -> Allocation:
    """The numbers that bring the expected bound to the tolerance in the least time, within the minutes.

    With fewer minutes than that takes, the numbers are what the minutes buy. UsageError without values.
    """
    values = {key: size for key, size in sizes.items() if not key.is_place}
    if not values:
        raise UsageError("there is no accepted value to certify; extract or run a batch first")
    per_value = seconds or {}
    limit = wish.minutes * 60 * (1 - PLACES_SHARE) if wish.minutes else None
    tried = [
        _cheapest(values, wish._replace(together=together), times, per_value, limit)
        for together, times in ((True, 1.0), *((False, times) for times in _TIMES))
    ]
    good = [each for each in tried if each.expected_upper <= wish.tolerance]
    best = min(good, key=lambda x: x.seconds) if good else min(tried, key=lambda x: x.expected_upper)
    places = _places(sizes, wish, best.seconds, per_value)
    numbers = {**best.numbers, **places}
    spent = best.seconds + sum(n * _seconds(key, per_value) for key, n in places.items())
    plain = plain_sample(values, wish, best.expected_upper)
    return best._replace(numbers=numbers, seconds=spent, simple_random=plain)


def _cheapest(
    sizes: Mapping[StratumKey, int],
    wish: Wish,
    times: float,
    seconds: Mapping[str, float],
    limit: float | None,
) -> Allocation:
    """The least base share that reaches the tolerance (or that the limit allows), found by halving."""
    low, high = 0.0, 1.0
    best: Allocation | None = None
    for _ in range(_STEPS):
        share = (low + high) / 2
        each = _with_share(sizes, wish, share, times, seconds)
        too_dear = limit is not None and each.seconds > limit
        if too_dear or each.expected_upper <= wish.tolerance:
            high = share
            if not too_dear:
                best = each
        else:
            low = share
            best = best if best is not None and best.expected_upper <= wish.tolerance else each
    assert best is not None or limit is not None
    return best if best is not None else _with_share(sizes, wish, low, times, seconds)


def _with_share(
    sizes: Mapping[StratumKey, int],
    wish: Wish,
    share: float,
    times: float,
    seconds: Mapping[str, float],
) -> Allocation:
    numbers = {
        key: min(size, max(1, ceil(size * min(1.0, share * (1.0 if key.group == "base" else times)))))
        for key, size in sizes.items()
    }
    expected = expected_drawn(sizes, numbers, together=wish.together)
    total = sum(sizes.values())
    found = sum(each.wrong for each in expected.values())
    upper = max(0, whole_upper(expected, wish) - found) / total
    spent = sum(number * _seconds(key, seconds) for key, number in numbers.items())
    return Allocation(numbers, spent, wish.together, upper, 0)


def plain_sample(sizes: Mapping[StratumKey, int], wish: Wish, upper: float) -> int:
    """Values that a plain random sample of the whole needs until its expected bound is ``upper``."""
    total = sum(sizes.values())
    rate = sum(known_strata().classes[key.rests_on].rate * size for key, size in sizes.items()) / total
    return simple_random_size(total, rate, upper, wish.alpha)


def expected_drawn(
    sizes: Mapping[StratumKey, int], numbers: Mapping[StratumKey, int], *, together: bool
) -> dict[StratumKey, Drawn]:
    """What the stated priors expect the samples to show: a group's wrong values, rounded up.

    Rounded for each stratum by itself many small ones would expect nothing at all.
    """
    rates = {key: known_strata().classes[key.rests_on].rate * number for key, number in numbers.items()}
    left = {group: ceil(sum(rates[key] for key in keys)) for group, keys in _grouped(sizes, together).items()}
    found = {}
    for key in sorted(sizes, key=lambda key: -rates[key]):
        group = "base" if together else key.group
        wrong = min(left[group], numbers[key])
        left[group] -= wrong
        found[key] = Drawn(sizes[key], numbers[key], wrong)
    return {key: found[key] for key in sizes}


def _grouped(sizes: Mapping[StratumKey, int], together: bool) -> dict[GroupName, list[StratumKey]]:
    groups: dict[GroupName, list[StratumKey]] = {}
    for key in sizes:
        groups.setdefault("base" if together else key.group, []).append(key)
    return groups


def whole_upper(drawn: Mapping[StratumKey, Drawn], wish: Wish) -> int:
    """The bound for all values together by the plan's method."""
    if wish.method == "sequential":
        prefixes = [Prefix(each, key.prior) for key, each in drawn.items()]
        return sequential_upper(prefixes, [True] * len(prefixes), wish.alpha)
    return grouped_upper(groups_of(drawn, wish.alpha, together=wish.together, find=wish.find), wish.find)


def _seconds(key: StratumKey, seconds: Mapping[str, float]) -> float:
    return seconds.get(key.kind, known_strata().kinds[key.kind].seconds)


def _places(
    sizes: Mapping[StratumKey, int], wish: Wish, spent: float, seconds: Mapping[str, float]
) -> dict[StratumKey, int]:
    """The completeness sample: a stated part of the time, both kinds of places with the same share."""
    places = {key: size for key, size in sizes.items() if key.is_place}
    total = sum(places.values())
    if not total:
        return {}
    time = spent * PLACES_SHARE / (1 - PLACES_SHARE)
    mean = sum(_seconds(key, seconds) * size for key, size in places.items()) / total
    number = min(max(time / mean, 0 if wish.minutes else LEAST_PLACES), MOST_PLACES)
    return {key: min(size, max(1, ceil(number * size / total))) for key, size in places.items()}
