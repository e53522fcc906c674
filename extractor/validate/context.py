"""What a check looks at: one Report, its text where there is one, and what is derived from both once."""

import re
from dataclasses import dataclass
from functools import cached_property

from extractor.forms import form_of
from extractor.grammar import LinesOf
from extractor.records import Report, Section, SectionKey
from extractor.validate.failing_sums import FailingIdentity, failures_of
from extractor.validate.filled import FilledTable
from extractor.validate.mentions import Mention, Sentence, mentions_of, sentences_of

_SENTENCE = 400
_ROW = re.compile(r"[|\t]|\d\s+\d")
PROSE = (SectionKey.OVERVIEW, SectionKey.PROBLEMS, SectionKey.OTHER)
"""The sections that hold prose."""


def _is_row_or_longer(words: str) -> bool:
    return len(words) >= _SENTENCE or _ROW.search(words) is not None


@dataclass(frozen=True)
class Context:
    """One Report under examination; ``text`` is its canonical text or None."""

    report: Report
    text: str | None = None

    @property
    def applications(self) -> FilledTable | None:
        """The applications table beside its form, if there is one."""
        return self._by_key.get("applications")

    @property
    def disputes(self) -> FilledTable | None:
        """The disputes table beside its form, if there is one."""
        return self._by_key.get("disputes")

    @property
    def proactive(self) -> FilledTable | None:
        """The proactive table beside its form, if there is one."""
        return self._by_key.get("proactive")

    @cached_property
    def tables(self) -> tuple[FilledTable, ...]:
        """The tables that are there."""
        return tuple(
            FilledTable(form_of(self.report, key), table) for key, table in self.report.tables.items()
        )

    @cached_property
    def _by_key(self) -> dict[str, FilledTable]:
        return {table.form.key: table for table in self.tables}

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
    def all_sentences(self) -> tuple[Sentence, ...]:
        """The sentences of all sections, without the rows of tables."""
        if self.text is None:
            return ()
        return tuple(sentences_of(self.report, self.text, tuple(SectionKey), but=_is_row_or_longer))

    @cached_property
    def _failures(self) -> dict[str, tuple[FailingIdentity, ...]]:
        return {table.form.key: tuple(failures_of(table)) for table in self.tables}

    def failures(self, table: FilledTable) -> tuple[FailingIdentity, ...]:
        """The identities of a table of this report that fail."""
        return self._failures[table.form.key]

    @cached_property
    def lines(self) -> LinesOf:
        """The printed lines of the text; none without a text."""
        return LinesOf(self.text or "")

    def section(self, key: str) -> Section | None:
        """The section of this key, if the document has it."""
        return next((section for section in self.report.sections if section.key == key), None)
