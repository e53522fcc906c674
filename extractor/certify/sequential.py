"""Bounds that hold however often one looks: readers may stop whenever the bound is low enough.

For each stratum E(M) = marginal probability of the sample under the stated prior / its probability given M
wrong values: the prior-posterior ratio of Waudby-Smith and Ramdas (2020), a martingale at the true M. Strata
are drawn independently, so the product over strata is one too (Spertus and Stark 2022), and by Ville's
inequality it ever reaches 1/alpha with probability alpha at most. All vectors (M_1, M_2, …) whose product is
below 1/alpha are one confidence set; every bound is the largest value that it holds, and so all of them hold
together. A wrong prior makes the bounds wide, never invalid.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import log
from typing import Any, NamedTuple

from extractor.certify.bounds import Drawn, statistics


class Believed(NamedTuple):
    """A beta prior on a stratum's error rate: ``wrong`` of ``seen`` values, as if they had been looked at."""

    wrong: float
    seen: float


class Prefix(NamedTuple):
    """A stratum as far as its sample was looked at, in the drawn order."""

    drawn: Drawn
    prior: Believed


def sequential_upper(strata: Sequence[Prefix], chosen: Sequence[bool], alpha: float) -> int:
    """The most wrong values of the ``chosen`` strata together in the joint confidence set."""
    import numpy as np

    budget = -log(alpha)
    total, rises = 0, []
    for each, wanted in zip(strata, chosen, strict=True):
        least, at, steps = _climb(each)
        budget -= least
        if wanted:
            total += at
            rises.append(steps)
    if not rises:
        return 0
    if budget <= 0:  # the prior is refuted by what was seen: nothing is left but what is certain
        return sum(_most(each.drawn) for each, wanted in zip(strata, chosen, strict=True) if wanted)
    spent = np.cumsum(np.sort(np.concatenate(rises)))
    return total + int(np.searchsorted(spent, budget, side="left"))


def _most(drawn: Drawn) -> int:
    return drawn.size - (drawn.sampled - drawn.wrong)


@lru_cache(maxsize=8192)
def _climb(prefix: Prefix) -> tuple[float, int, Any]:
    """(least log E, the M where it is, what each further wrong value adds, never decreasing)."""
    import numpy as np

    size, sampled, wrong = prefix.drawn
    numbers = np.arange(wrong, _most(prefix.drawn) + 1)
    if sampled == 0:
        return 0.0, len(numbers) - 1, np.zeros(0)
    stats = statistics()
    a, b = prefix.prior.wrong, prefix.prior.seen - prefix.prior.wrong
    marginal = float(stats.betabinom.logpmf(wrong, sampled, a, b))
    values = marginal - stats.hypergeom.logpmf(wrong, size, numbers, sampled)
    best = int(np.argmin(values))
    steps = np.diff(values[best:])
    # Convex in exact arithmetic; rounding is kept on the safe side.
    rises = np.minimum.accumulate(steps[::-1])[::-1] if len(steps) else steps
    return float(values[best]), wrong + best, np.maximum(rises, 0.0)
