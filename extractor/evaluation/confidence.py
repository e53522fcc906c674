"""What the bases promise and what they keep: risk against coverage, calibration."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from extractor.evaluation.metrics import CountedDocument, is_value
from extractor.evaluation.scoring.items import FIELDS, Verdict
from extractor.records import STATEMENT_LISTS, Record

STATED = {
    "both": 0.995,
    "proved": 0.999,
    "printed": 0.99,
    "inferred": 0.99,
    "repaired": 0.99,
    "rule": 0.97,
    "learned": 0.85,
    "not_stated": 0.95,
    "human": 1.0,
    "model": 0.9,
    "conflict": 0.5,
    "ambiguous": 0.5,
}
"""Chance of being right that a reader may expect of each basis; the calibration error measures it."""
FLAGGED = 0.5
"""The same where a finding asks a person to look."""


class BasisAccuracy(Record):
    """How often the values of one basis were right."""

    basis: str
    flagged: bool
    right: int
    n: int
    stated: float


class CoveragePoint(Record):
    """Accepting the most trusted values first: their share of all, and the share of wrong ones among them."""

    accepted: str
    coverage: float
    risk: float


class Trust(Record):
    """How the bases of a run can be trusted."""

    bases: tuple[BasisAccuracy, ...]
    curve: tuple[CoveragePoint, ...]
    area: float | None
    """Mean risk over the coverage that is reached; less is better."""
    calibration_error: float | None
    """Mean distance between stated and kept chance, weighted by values."""
    n: int


def is_prose(field: str) -> bool:
    """Whether a scored field is one of the prose."""
    return field.split(".")[0] in ("counts", "trainings", "events", *STATEMENT_LISTS)


def trust_of(counted: Sequence[CountedDocument], wanted: Callable[[str], bool] = bool) -> Trust:
    """Curve, area and calibration of a run, over the fields that are ``wanted``."""
    right: Counter[tuple[str, bool]] = Counter()
    total: Counter[tuple[str, bool]] = Counter()
    unanswered = 0
    for each in counted:
        for bin_, n in (entry for entry in each.bins if wanted(entry[0].field)):
            if is_value(bin_):
                total[bin_.basis, bin_.flagged] += n
                right[bin_.basis, bin_.flagged] += n * (bin_.verdict is Verdict.RIGHT)
            elif bin_.verdict in (Verdict.OMITTED, Verdict.ABSTAINED) and not FIELDS[bin_.field].attribute:
                unanswered += n
    bases = sorted(
        (
            BasisAccuracy(
                basis=basis, flagged=flagged, right=right[basis, flagged], n=n, stated=_stated(basis, flagged)
            )
            for (basis, flagged), n in total.items()
        ),
        key=lambda basis: (-basis.stated, basis.flagged, basis.basis),
    )
    values = sum(total.values())
    error = sum(abs(basis.right - basis.stated * basis.n) for basis in bases) / values if values else None
    curve = _curve(bases, values + unanswered)
    return Trust(bases=tuple(bases), curve=curve, area=_area(curve), calibration_error=error, n=values)


def _stated(basis: str, flagged: bool) -> float:
    return min(STATED.get(basis, FLAGGED), FLAGGED if flagged else 1.0)


def _curve(bases: Sequence[BasisAccuracy], everything: int) -> tuple[CoveragePoint, ...]:
    points, accepted, wrong = [], 0, 0
    for basis in bases:
        accepted += basis.n
        wrong += basis.n - basis.right
        name = f"{basis.basis}{' ⚑' if basis.flagged else ''}"
        points.append(CoveragePoint(accepted=name, coverage=accepted / everything, risk=wrong / accepted))
    return tuple(points)


def _area(curve: Sequence[CoveragePoint]) -> float | None:
    """Mean height of the curve; below the first point the risk is taken to be that of the first."""
    if not curve:
        return None
    area = curve[0].coverage * curve[0].risk
    for before, after in pairwise(curve):
        area += (after.coverage - before.coverage) * (before.risk + after.risk) / 2
    return area / curve[-1].coverage
