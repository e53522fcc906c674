"""What a check looks at: one Report, its text where there is one, and what is derived from both once."""

from dataclasses import dataclass
from functools import cached_property

from extractor.forms import (
    APPLICATIONS_ONE_OTHER,
    APPLICATIONS_THREE_OTHER,
    DISPUTES,
    PROACTIVE_2019,
    PROACTIVE_2021,
)
from extractor.records import FormName, Report, Section, SectionKey
from extractor.validate.filled import FilledTable
from extractor.validate.mentions import Mention, Sentence, mentions_of, sentences_of
from extractor.validate.sums import FailingIdentity, failures_of

PROSE = (SectionKey.OVERVIEW, SectionKey.PROBLEMS, SectionKey.OTHER)
"""The sections that hold prose."""


@dataclass(frozen=True)
class Context:
    """One Report under examination; ``text`` is its canonical text or None."""

    report: Report
    text: str | None = None

    @cached_property
    def applications(self) -> FilledTable | None:
        """The applications table beside its form (one or three rows 其他处理), if there is one."""
        table = self.report.tables.applications
        if table is None:
            return None
        one = table.get("other") is not None
        return FilledTable(APPLICATIONS_ONE_OTHER if one else APPLICATIONS_THREE_OTHER, table)

    @cached_property
    def disputes(self) -> FilledTable | None:
        """The disputes table beside its form, if there is one."""
        table = self.report.tables.disputes
        return None if table is None else FilledTable(DISPUTES, table)

    @cached_property
    def proactive(self) -> FilledTable | None:
        """The proactive table beside the form of its year, if there is one."""
        table = self.report.tables.proactive
        if table is None:
            return None
        by_rows = "procurement" in table or self.report.form is FormName.FORM_2019
        return FilledTable(PROACTIVE_2019 if by_rows else PROACTIVE_2021, table)

    @property
    def tables(self) -> tuple[FilledTable, ...]:
        """The tables that are there."""
        found = (self.proactive, self.applications, self.disputes)
        return tuple(table for table in found if table is not None)

    @property
    def year(self) -> int | None:
        """The report year, if it was read."""
        value = self.report.report_year.value
        return value if isinstance(value, int) else None

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The counts of the prose with the words around their numbers; empty without a text."""
        return () if self.text is None else mentions_of(self.report, self.text)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the prose sections; empty without a text."""
        return () if self.text is None else tuple(sentences_of(self.report, self.text, PROSE))

    @cached_property
    def _failures(self) -> dict[str, tuple[FailingIdentity, ...]]:
        return {table.form.key: tuple(failures_of(table)) for table in self.tables}

    def failures(self, table: FilledTable) -> tuple[FailingIdentity, ...]:
        """The identities of a table of this report that fail."""
        return self._failures[table.form.key]

    def section(self, key: SectionKey) -> Section | None:
        """The section of this key, if the document has it."""
        return next((section for section in self.report.sections if section.key is key), None)
