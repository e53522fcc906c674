"""What is known of one report when the rules are applied to it."""

from collections.abc import Mapping
from typing import NamedTuple

from extractor.records import Finding, Report, Span


class Repetition(NamedTuple):
    """How much of a section is that of the year before."""

    share: float
    characters: int
    """Of the section, without what the form prescribes."""
    words: Span | None = None
    """The longest passage that is repeated."""


class Subject(NamedTuple):
    """What is known of one report when it is judged."""

    report: Report
    level: str | None
    """Level of its body; None where it is not known."""
    findings: tuple[Finding, ...]
    """Of its own checks and of the audit."""
    year_before: bool = False
    """Whether the body's report of the year before is at hand."""
    repeated: Mapping[str, Repetition] | None = None
    """By section key; None where there is no report to compare with."""

    @property
    def year(self) -> int | None:
        """The report year."""
        value = self.report.report_year.value
        return value if isinstance(value, int) else None
