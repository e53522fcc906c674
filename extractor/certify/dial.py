"""Which values a person must see so that a bound holds.

Strata are put in the order of expected errors found a minute, by the stated priors, which were fixed before
anybody looked. For each place in that order the rest, which nobody sees, has a bound from its own sample.
Tests in an order that was fixed beforehand need no correction for their number as long as one goes on only
while they succeed (fixed sequence): so the shortest beginning is taken from which on every rest is within the
tolerance.
"""

from collections.abc import Mapping
from typing import NamedTuple

from extractor.certify.bounds import Drawn, pooled_upper
from extractor.certify.computed_certificate import Audit, Counted
from extractor.certify.sample_planning import Wish
from extractor.certify.sequential import Prefix, sequential_upper
from extractor.certify.strata import StratumKey, known_strata


class Dial(NamedTuple):
    """What is to be seen, and what holds then."""

    strata: tuple[StratumKey, ...]
    """All of whose values a person must have seen, the most rewarding first."""
    upper: int
    """Wrong values that may be left then."""
    size: int
    """Values in all."""


def expected_a_minute(key: StratumKey) -> float:
    """Errors that a person finds in a minute of reading this stratum, by the stated prior."""
    known = known_strata()
    return known.classes[key.rests_on].rate * 60 / known.kinds[key.kind].seconds


def rewarding(keys: Mapping[StratumKey, Drawn]) -> list[StratumKey]:
    """The strata, most expected errors a minute first."""
    return sorted(keys, key=lambda key: (-expected_a_minute(key), key.id))


def turned_to(audit: Audit, known: Counted, tolerance: float) -> Dial:
    """The strata that must be seen so that at most ``tolerance`` of all values are left wrong."""
    drawn = {key: each for key, each in known.drawn.items() if not key.is_place}
    return dial_of(drawn, known.fixed, audit.plan.wish, tolerance)


def dial_of(
    drawn: Mapping[StratumKey, Drawn], fixed: Mapping[StratumKey, int], wish: Wish, tolerance: float
) -> Dial:
    """The same from the counts alone; ``fixed``: wrong values of the samples that were put right."""
    size = sum(each.size for each in drawn.values())
    order = rewarding(drawn)
    seen, upper = len(order), 0
    for number in reversed(range(len(order))):
        rest = order[number:]
        left = _upper(drawn, rest, wish) - sum(fixed.get(key, 0) for key in rest)
        if left > tolerance * size:
            break
        seen, upper = number, max(0, left)
    return Dial(tuple(order[:seen]), upper, size)


def _upper(drawn: Mapping[StratumKey, Drawn], rest: list[StratumKey], wish: Wish) -> int:
    if wish.method == "sequential":
        prefixes = [Prefix(each, key.prior) for key, each in drawn.items()]
        return sequential_upper(prefixes, [key in rest for key in drawn], wish.alpha)
    return pooled_upper([drawn[key] for key in rest], wish.alpha, wish.find)
