"""Whether chance alone may well have made a number come back for years.

Counts of independent events scatter as Poisson's law says: that a count of about n comes out the same in each
of k years has a chance of about (2 pi n) ** (-(k - 1) / 2) / sqrt(k). Of several cells the chances multiply.
A body prints some hundred cells, so that what happens once in a thousand is news, and once in a hundred is
not: 24 three years running is chance, 240 is not, nor are three cells that stand still together.
"""

from collections import defaultdict
from math import log, pi

from extractor.records import PanelFinding

RARE = 0.001
"""What is less likely than this is no chance."""


def may_be_chance(finding: PanelFinding) -> bool:
    """Whether the numbers of a finding of unchanged figures may well be alike by chance."""
    values: dict[str, float] = {}
    years: dict[str, set[int | None]] = defaultdict(set)
    for one in finding.witnesses:
        if one.pointer and one.value is not None and not isinstance(one.value, str):
            values[one.pointer] = float(one.value)
            years[one.pointer].add(one.year)
    chance = sum(_log_chance(value, len(years[pointer])) for pointer, value in values.items() if value > 0)
    return chance > log(RARE)


def _log_chance(value: float, years: int) -> float:
    return -(years - 1) / 2 * log(2 * pi * max(value, 1.0)) - log(years) / 2
