"""Upper bounds on the number of wrong values in a finite set of values, from a drawn sample.

Everything here is about the design: values are drawn at random without replacement within each stratum, so
the number of wrong ones in a sample is hypergeometric whatever made them wrong. That documents err as a whole
changes nothing (docs/certificate.md).
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import ceil, expm1, log1p
from typing import Any, NamedTuple

from extractor.errors import UsageError, install_line


class Drawn(NamedTuple):
    """What a stratum holds and what its sample showed."""

    size: int
    sampled: int
    wrong: int
    """Of the sampled ones, found wrong; what could not be told and what nobody saw is among them."""


class StrataGroup(NamedTuple):
    """Strata whose samples are counted together, and the level that their bound is tested at."""

    strata: tuple[Drawn, ...]
    alpha: float


def statistics() -> Any:
    """``scipy.stats``; UsageError with the line that installs it."""
    try:
        import scipy.stats
    except ImportError as error:
        raise UsageError(f"a certificate needs {error.name}: {install_line('certify')}") from error
    return scipy.stats


@lru_cache(maxsize=65536)
def hypergeometric_upper(drawn: Drawn, alpha: float) -> int:
    """The largest number of wrong values that the sample does not refute at ``alpha``, one-sided.

    The exact test inverted: the largest M with P(X <= wrong | M) > alpha, X hypergeometric.
    """
    size, sampled, wrong = drawn
    low, high = wrong, size - (sampled - wrong)
    if low == high or sampled == 0:
        return high
    cdf = statistics().hypergeom.cdf

    def is_refuted(number: int) -> bool:
        return bool(cdf(wrong, size, number, sampled) <= alpha)

    # Clopper and Pearson's bound of an endless set is near: search in growing steps from there.
    near = statistics().beta.ppf(1 - alpha, wrong + 1, sampled - wrong) if wrong < sampled else 1.0
    at, step = min(high, max(low, int(near * size))), 1
    if is_refuted(at):
        high = at - 1
        while high - step > low and is_refuted(high - step):
            high, step = high - step - 1, 2 * step
        low = max(low, high - step)
    else:
        low = at
        while low + step < high and not is_refuted(low + step):
            low, step = low + step, 2 * step
        high = min(high, low + step)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (low, middle - 1) if is_refuted(middle) else (middle, high)
    return low


def sidak(alpha: float, number: int) -> float:
    """The level for each of ``number`` independent bounds that hold together at ``alpha``."""
    return -expm1(log1p(-alpha) / number) if number else alpha


def pooled_upper(strata: Sequence[Drawn], alpha: float, sensitivity: float = 1.0) -> int:
    """The largest number of wrong values in all strata together that their samples do not refute.

    The statistic is the number K of wrong values in all samples. A hypergeometric number is a sum of
    independent yes-or-no numbers (Vatutin and Mikhailov 1982), so K is one; with M wrong values, however they
    are spread, its mean is at least M f, f the least sampled share of a stratum. Among such sums the binomial
    has the heaviest lower tail below its mean (Hoeffding 1956, theorem 5):
    P(K <= k) <= P(Bin(M, f) <= k) for k <= M f - 1. Nothing is assumed of how wrong values are spread over
    strata or documents.

    ``sensitivity``: the readers are taken to find each wrong value with at least this probability.
    """
    fixed, rest = 0, []
    for each in strata:
        if each.sampled == 0:
            fixed += each.size
        elif each.sampled == each.size and sensitivity >= 1.0:
            fixed += each.wrong
        else:
            rest.append(each)
    if not rest:
        return fixed
    share = min(each.sampled / each.size for each in rest) * sensitivity
    known_right = sum(each.sampled - each.wrong for each in rest) if sensitivity >= 1.0 else 0
    ceiling = sum(each.size for each in rest) - known_right
    wrong = sum(each.wrong for each in rest)
    if len(rest) == 1 and sensitivity >= 1.0:
        return fixed + hypergeometric_upper(rest[0], alpha)
    return fixed + binomial_number_upper(wrong, share, ceiling, alpha)


@lru_cache(maxsize=65536)
def binomial_number_upper(wrong: int, share: float, ceiling: int, alpha: float) -> int:
    """The largest M up to ``ceiling`` with P(Bin(M, share) <= wrong) > alpha, or too near for the theorem."""
    from scipy.special import bdtr  # binom.cdf without its checks

    low, high = wrong, ceiling
    while low < high:
        middle = (low + high + 1) // 2
        if wrong > middle * share - 1 or bdtr(wrong, middle, share) > alpha:
            low = middle
        else:
            high = middle - 1
    return low


def grouped_upper(groups: Iterable[StrataGroup], sensitivity: float = 1.0) -> int:
    """The sum of the groups' bounds: groups being independent, it holds with the product of confidences."""
    return sum(pooled_upper(group.strata, group.alpha, sensitivity) for group in groups)


def simple_random_size(size: int, rate: float, tolerance: float, alpha: float) -> int:
    """How many values a plain random sample of the whole needs until its expected bound is ``tolerance``.

    The bound after what was found was put right, as for a plan.
    """
    low, high = 1, size
    while low < high:
        middle = (low + high) // 2
        wrong = min(ceil(rate * middle), middle)
        if hypergeometric_upper(Drawn(size, middle, wrong), alpha) - wrong <= tolerance * size:
            high = middle
        else:
            low = middle + 1
    return low
