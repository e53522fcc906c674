"""What an audit found, held against what was planted."""

import csv
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from extractor.evaluation.city.making import City
from extractor.evaluation.city.plants import Planted, Trouble

NAMED_BY: Mapping[Trouble, tuple[str, ...]] = {
    Trouble.CARRY: ("carry.applications",),
    Trouble.IN_FORCE: ("carry.in_force",),
    Trouble.UNCHANGED: ("years.unchanged", "years.same_figures"),
    Trouble.OUTLIER: ("outliers.*",),
    Trouble.FAMILY: ("families.*",),
    Trouble.SLIP: ("identity.*",),
    Trouble.PROSE: ("prose.*",),
    Trouble.FINISHED: ("claim.all_finished",),
    Trouble.NUMBERING: ("heading.numbering",),
    Trouble.EMPTY_FIVE: ("section.empty",),
    Trouble.COPIED: ("years.repeated_text",),
    Trouble.LATE_LOCAL: ("late.*",),
    Trouble.LATE_DEPARTMENT: ("late.*",),
    Trouble.MISSING: ("years.gap",),
    Trouble.VERSIONS: ("years.versions",),
    Trouble.PICTURE: ("table.absent",),
    Trouble.NO_REMEDY: ("rule problems.remedies",),
    Trouble.LONG_ONE: ("rule section_one.length",),
    Trouble.ASPECT: ("rule section_one.management",),
    Trouble.COUNTS: ("rule counts.interpretations",),
}
"""Checks that name a trouble; ``rule …``: a rule of evaluators that is not met."""


class AuditTold(NamedTuple):
    """One thing that the audit says of a body and year."""

    check: str
    body: str
    year: int | None
    message: str


class PlantedOutcome(NamedTuple):
    """One planted trouble and what the audit says of it; ``told`` is None where it says nothing."""

    planted: Planted
    told: AuditTold | None


def told_by(audit: Path) -> list[AuditTold]:
    """All that an audit wrote into ``findings.csv``, and the rules not met of ``points.csv``."""
    found = [
        AuditTold(row["check"], row["body"], _year(row["year"]), row["message_zh"])
        for row in _rows(audit / "findings.csv")
    ]
    missed = [
        AuditTold(f"rule {row['rule']}", row["body"], _year(row["year"]), row["reason_zh"])
        for row in _rows(audit / "points.csv")
        if row["verdict"] == "not_met"
    ]
    return found + missed


def outcomes(city: City, told: list[AuditTold]) -> Iterator[PlantedOutcome]:
    """Each planted trouble with what names it."""
    for planted in city.planted:
        patterns = NAMED_BY[planted.trouble]
        yield PlantedOutcome(planted, next((each for each in told if _names(each, planted, patterns)), None))


def unexplained(city: City, told: list[AuditTold]) -> list[AuditTold]:
    """What the audit says of a body and year in which nothing was planted, nor reached from below."""
    reached = {
        (body, year)
        for planted in city.planted
        for body in (planted.body, *planted.echoes, *_above(city, planted))
        for year in _years(planted)
    }
    return [each for each in told if (each.body, each.year) not in reached]


def _names(told: AuditTold, planted: Planted, patterns: tuple[str, ...]) -> bool:
    is_check = any(fnmatchcase(told.check, pattern) for pattern in patterns)
    # A trouble of many years is told in any of them.
    in_year = planted.trouble is Trouble.UNCHANGED or told.year == planted.year
    return is_check and told.body == planted.body and in_year


def _above(city: City, planted: Planted) -> Iterator[str]:
    """Parents whose sum a wrong, missing or second report of a child disturbs."""
    parents = {body.name: body.parent for body in city.bodies}
    name: str | None = planted.body
    while name is not None and (name := parents[name]) is not None:
        yield name


def _years(planted: Planted) -> range:
    return range(planted.year, planted.year + (9 if planted.trouble is Trouble.UNCHANGED else 1))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _year(text: str) -> int | None:
    return int(text) if text else None
