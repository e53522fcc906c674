"""Totals and means of a variable by year, put right by the audited sample, with an interval that holds.

At most U values of the variable are wrong (its bound, which holds together with those of all variables). How
wrong a wrong value may be no sample of few errors can say, so it is taken as badly as it can be: the interval
assumes the U least favourable values among those not found right, each as far off as the stated least and
largest value allow. It holds whenever the bound does and no true value lies outside of the two.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from heapq import nlargest
from typing import NamedTuple

from extractor.certify.certificate import Estimate
from extractor.certify.certified_values import YearValue


class Checked(NamedTuple):
    """What the audit says of one value of a variable."""

    is_right: bool
    correct: Decimal | None
    """What stands there, where it was put right."""
    weight: float
    """Values of the stratum for each one drawn."""


Place = tuple[int, str]
"""Report and pointer."""


def estimates_of(
    variable: str, values: Iterable[YearValue], checked: Mapping[Place, Checked], upper: int, trusts: bool
) -> list[Estimate]:
    """One estimate a year; ``trusts``: what a reader found right is right."""
    values = list(values)
    corrected = [each.correct for each in checked.values() if each.correct is not None]
    known = [*(each.value for each in values if each.value is not None), *corrected]
    if not known:
        return []
    least, largest = min(Decimal(0), *known), max(known)
    fixed = sum(each.correct is not None for each in checked.values())
    years: dict[int | None, list[YearValue]] = {}
    for each in values:
        years.setdefault(each.year, []).append(each)
    rest = max(0, upper - fixed)
    return [
        _of_year(_Year(variable, year, years[year]), checked, rest, (least, largest), trusts)
        for year in sorted(years, key=lambda year: (year is None, year or 0))
    ]


class _Year(NamedTuple):
    variable: str
    year: int | None
    values: list[YearValue]


def _of_year(
    of: _Year,
    checked: Mapping[Place, Checked],
    rest: int,
    ends: tuple[Decimal, Decimal],
    trusts: bool,
) -> Estimate:
    least, largest = ends
    machine = sum((each.value or Decimal(0) for each in of.values), Decimal(0))
    certain, expanded = machine, float(machine)
    open_values: list[Decimal] = []
    for each in of.values:
        said = checked.get((each.report_id, each.pointer))
        value = each.value or Decimal(0)
        if said is not None and said.correct is not None:
            certain += said.correct - value
            expanded += float(said.correct - value) * said.weight
        elif said is None or not (said.is_right and trusts):
            open_values.append(value)
    low = certain - sum(nlargest(rest, (value - least for value in open_values)), Decimal(0))
    high = certain + sum(nlargest(rest, (largest - value for value in open_values)), Decimal(0))
    total = min(max(expanded, float(low)), float(high))
    number = len(of.values)
    return Estimate(
        variable=of.variable,
        year=of.year,
        documents=number,
        machine_total=float(machine),
        total=total,
        low=float(low),
        high=float(high),
        mean=total / number if number else None,
        mean_low=float(low) / number if number else None,
        mean_high=float(high) / number if number else None,
        largest=float(largest),
        least=float(least),
    )
