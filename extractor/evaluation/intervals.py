"""Intervals and tests: Wilson, bootstrap over documents, paired randomisation of documents."""

from collections.abc import Callable, Sequence
from itertools import product
from math import sqrt
from random import Random
from typing import NamedTuple

__all__ = [
    "FEW_DOCUMENTS",
    "SEED",
    "Interval95",
    "bootstrap",
    "clustered",
    "difference_of_shares",
    "resamples",
    "swap_test",
    "wilson",
]

SEED = 20261121
"""Fixed, so that a stored run gives the same intervals again."""
RESAMPLES = 1000


class Interval95(NamedTuple):
    """Lower and upper end of a 95 % interval."""

    low: float
    high: float


def resamples(documents: int, count: int = RESAMPLES, seed: int = SEED) -> list[list[int]]:
    """``count`` samples of document indexes drawn with replacement."""
    rng = Random(seed)
    return [rng.choices(range(documents), k=documents) for _ in range(count)]


def bootstrap(
    samples: Sequence[Sequence[int]], statistic: Callable[[Sequence[int]], float | None]
) -> Interval95 | None:
    """Percentile interval of ``statistic`` over samples of documents.

    Documents are drawn whole, since the cells of one document err together. None where the statistic
    is undefined in half of the samples or more.
    """
    values = sorted(value for sample in samples if (value := statistic(sample)) is not None)
    if not values or 2 * len(values) <= len(samples):
        return None
    last = len(values) - 1
    return Interval95(values[round(0.025 * last)], values[round(0.975 * last)])


def wilson(wrong: float, total: float, z: float = 1.96) -> tuple[float, float] | None:
    """Wilson's score interval of a share, 95 % by default; None where nothing was counted."""
    if total == 0:
        return None
    share, square = wrong / total, z * z
    centre = (share + square / (2 * total)) / (1 + square / total)
    spread = z * sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    return max(centre - spread, 0.0), min(centre + spread, 1.0)


FEW_DOCUMENTS = 6
"""Fewer documents that have an item say nothing of how alike the items of one document are."""
_ALIKE = 0.1
"""How alike the items of one document are beside others (intraclass correlation): assumed, since without
errors nothing shows it. Twenty documents of fifty cells count as 170 cells."""


def independent(documents: int, items: int) -> float:
    """How many independent items say as much as ``items`` in so many ``documents``, which err together.

    Of few documents no more than there are documents.
    """
    if documents < FEW_DOCUMENTS or items <= documents:
        return min(documents, items)
    return items / (1 + (items / documents - 1) * _ALIKE)


def clustered(share: float, documents: int, items: int) -> Interval95 | None:
    """Wilson's interval of a share whose items lie in so many documents."""
    total = independent(documents, items)
    ends = wilson(share * total, total)
    return Interval95(*ends) if ends else None


def difference_of_shares(
    one: tuple[float, Interval95 | None], other: tuple[float, Interval95 | None]
) -> Interval95 | None:
    """The interval of ``other`` minus ``one``, each a share with its own interval (Newcombe's hybrid, 1998).

    It takes the two for independent: rather too wide for two readings of the same documents.
    """
    (first, ends), (second, others) = one, other
    if ends is None or others is None:
        return None
    down = sqrt((second - others.low) ** 2 + (ends.high - first) ** 2)
    up = sqrt((others.high - second) ** 2 + (first - ends.low) ** 2)
    return Interval95(max(-1.0, second - first - down), min(1.0, second - first + up))


Sums = tuple[int, int]
"""Above and below the line of a ratio, of one document."""
_EXACT = 12
"""Documents that differ up to which all ways of swapping are looked at."""
_DRAWS = 4000


def swap_test(ones: Sequence[Sums], others: Sequence[Sums], seed: int = SEED) -> float:
    """Two-sided p-value that the pooled ratios differ as they do if each document's two readings are swapped.

    Documents are swapped whole, since the items of one document err together: with k documents that differ
    no p-value is below 2 / 2**k, so nothing is certain of fewer than six (paired randomisation, Fisher 1935).
    """
    differing: list[int] = [
        index for index, (one, other) in enumerate(zip(ones, others, strict=True)) if one != other
    ]
    if not differing:
        return 1.0
    totals = [sum(sums[place] for sums in side) for side in (ones, others) for place in (0, 1)]
    gaps = [(others[index][0] - ones[index][0], others[index][1] - ones[index][1]) for index in differing]

    def gap(swapped: Sequence[bool]) -> float:
        moved = [one for one, is_swapped in zip(gaps, swapped, strict=True) if is_swapped]
        above, below = sum(one[0] for one in moved), sum(one[1] for one in moved)
        bottoms = totals[1] + below, totals[3] - below
        if not all(bottoms):
            return 0.0
        return abs((totals[2] - above) / bottoms[1] - (totals[0] + above) / bottoms[0])

    seen = gap([False] * len(gaps)) - 1e-12
    if len(gaps) <= _EXACT:
        ways = product((False, True), repeat=len(gaps))
        extreme = sum(gap(way) >= seen for way in ways)
        return float(extreme / 2 ** len(gaps))
    rng = Random(seed)
    drawn = sum(gap([rng.random() < 0.5 for _ in gaps]) >= seen for _ in range(_DRAWS))
    return (drawn + 1) / (_DRAWS + 1)
