"""Intervals and tests: Wilson, bootstrap over documents, McNemar."""

from collections.abc import Callable, Sequence
from math import comb, sqrt
from random import Random
from typing import NamedTuple

__all__ = ["SEED", "Interval95", "bootstrap", "mcnemar", "resamples", "wilson"]

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


def wilson(wrong: int, total: int, z: float = 1.96) -> tuple[float, float] | None:
    """Wilson's score interval of a share, 95 % by default; None where nothing was counted."""
    if total == 0:
        return None
    share, square = wrong / total, z * z
    centre = (share + square / (2 * total)) / (1 + square / total)
    spread = z * sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    return max(centre - spread, 0.0), min(centre + spread, 1.0)


def mcnemar(fixed: int, broken: int) -> float:
    """Two-sided exact p-value that as many items were fixed as broken by chance (McNemar, 1947)."""
    changed = fixed + broken
    if changed == 0:
        return 1.0
    tail = sum(comb(changed, k) for k in range(min(fixed, broken) + 1)) / (1 << changed)
    return min(1.0, 2 * tail)
