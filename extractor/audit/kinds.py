"""What findings the audit shows, under which heading, and how much each weighs (``kinds.toml``)."""

import tomllib
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from math import log10

from pydantic import Field

from extractor.records import PanelFinding, Record, Severity

_CERTAINTY = {Severity.ERROR: 1.0, Severity.WARNING: 0.8, Severity.INFO: 0.5}


class FindingGroup(Record):
    """One heading of the audit."""

    id: str
    title: str
    english: str
    about: str
    about_english: str


class FindingKind(Record):
    """Findings that are shown alike."""

    checks: tuple[str, ...] = Field(min_length=1)
    group: str
    weight: float = Field(gt=0)
    title: str
    english: str


class Kinds(Record):
    """All of ``kinds.toml``."""

    groups: tuple[FindingGroup, ...] = Field(alias="group")
    kinds: tuple[FindingKind, ...] = Field(alias="kind")


@cache
def kinds() -> Kinds:
    """The kinds in their order."""
    text = (files("extractor.audit") / "kinds.toml").read_text(encoding="utf-8")
    return Kinds.model_validate(tomllib.loads(text))


@cache
def kind_of(check: str) -> FindingKind | None:
    """The kind of a check; None for one that an audit does not show."""
    fitting = (kind for kind in kinds().kinds if any(fnmatchcase(check, each) for each in kind.checks))
    return next(fitting, None)


def weight_of(finding: PanelFinding) -> float:
    """How much a finding weighs: its kind, its certainty, its size."""
    kind = kind_of(finding.check)
    size = abs(float(finding.difference)) if finding.difference is not None else 0.0
    return (kind.weight if kind else 0.0) * _CERTAINTY[finding.severity] * (1 + log10(1 + size))
