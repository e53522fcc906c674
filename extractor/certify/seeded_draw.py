"""The seeded draw: which numbers of a stratum are looked at, and in which order readers see them.

Only ``random.Random(text).random()`` is used, whose numbers are the same in every version of Python, so that
anybody can draw the sample again from the seed.
"""

from collections.abc import Mapping
from random import Random
from secrets import token_hex

from extractor.certify.strata import StratumKey


def new_seed() -> str:
    """A seed that nobody chose."""
    return token_hex(8)


def drawn_numbers(seed: str, key: StratumKey, size: int, number: int) -> frozenset[int]:
    """``number`` of the numbers 0 … size - 1, all sets equally likely (Floyd's algorithm)."""
    rng = Random(f"{seed}/{key.id}")
    chosen: set[int] = set()
    for last in range(size - number, size):
        at = int(rng.random() * (last + 1))
        chosen.add(last if at in chosen else at)
    return frozenset(chosen)


def reading_order(seed: str, sampled: Mapping[StratumKey, frozenset[int]]) -> list[tuple[StratumKey, int]]:
    """All drawn values in one random order over all strata: nobody can tell from it what comes next."""
    rng = Random(f"{seed}/order")
    keys = sorted(sampled, key=lambda key: key.id)
    marked = [(rng.random(), key, index) for key in keys for index in sorted(sampled[key])]
    return [(key, index) for _, key, index in sorted(marked, key=lambda each: each[0])]
