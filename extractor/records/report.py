"""The Report: everything one document says, and how far it can be trusted."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from importlib import import_module
from typing import Literal

from pydantic import Field

from extractor.errors import SETTLED
from extractor.records.base import Record
from extractor.records.document import Place, Section, Source
from extractor.records.facts import Fact, Narrative, Number, Period
from extractor.records.span import Span
from extractor.records.table import Cell, TableReading, Tables

SCHEMA_VERSION: Literal["1.0"] = "1.0"


class FormName(StrEnum):
    """What a document is called that follows no edition of ``forms/``."""

    LEGACY = "legacy"
    """Reports of the form before 2019."""
    UNKNOWN = "unknown"
    """Not a yearly disclosure report as far as can be told."""


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Suspect(StrEnum):
    """Which side a finding points at."""

    ISSUER = "issuer"
    """The document contradicts itself."""
    READING = "reading"
    """The reading is in doubt."""
    EITHER = "either"
    """It cannot be told from the text alone."""


class Finding(Record):
    """One thing that a person should look at."""

    check: str = Field(description="Stable id of the check; docs/checks.md describes each")
    severity: Severity = Field(description="How much it matters")
    message: str = Field(description="What is wrong: Chinese / English")
    where: tuple[str, ...] = Field(default=(), description="JSON pointers into the Report")
    left: str | Number | None = Field(default=None, description="One side of what does not agree")
    right: str | Number | None = Field(default=None, description="The other side")
    evidence: tuple[Span, ...] = Field(default=(), description="The words it is about")
    suspect: Suspect = Field(default=Suspect.EITHER, description="Whose mistake it seems")


class Coverage(Record):
    """What became of the digits of the canonical text; counts are of runs of digits."""

    digits_total: int = Field(ge=0, description="Runs of digits in the canonical text")
    digits_used: int = Field(ge=0, description="Runs that a fact uses as evidence")
    digits_ignored: Mapping[str, int] = Field(
        default_factory=dict, description="Runs set aside by a named rule, by rule"
    )
    unexplained: tuple[Span, ...] = Field(default=(), description="Runs that nothing accounts for")


def cost_in_words(cost: object, tokens: int, form: str = "") -> str:
    """What so many tokens cost; nothing for some of them says that no price is known."""
    return "no price known" if tokens and not cost else f"cost {cost:{form}}"


class Usage(Record):
    """What model calls cost."""

    calls: int = Field(default=0, description="Calls that were billed")
    input_tokens: int = Field(default=0, description="Tokens sent")
    output_tokens: int = Field(default=0, description="Tokens received")
    cached_calls: int = Field(default=0, description="Replies kept from before")
    cost: Number = Field(default=0, validate_default=True, description="In the currency of the price set")
    discounted_tokens: int = Field(
        default=0, description="Of the input tokens, read from the endpoint's prompt cache"
    )
    reasoning_tokens: int = Field(default=0, description="Of the output tokens, thinking")
    cached_input_tokens: int = Field(default=0, description="Of kept replies: paid for by an earlier run")
    cached_output_tokens: int = Field(default=0, description="Of kept replies: paid for by an earlier run")

    @property
    def cost_in_words(self) -> str:
        """The cost, or that no price is known."""
        return cost_in_words(self.cost, self.input_tokens + self.output_tokens)


class Run(Record):
    """How the Report was made."""

    extractor_version: str = Field(description="Version that made it")
    engine: Literal["rules", "hybrid", "model"] = Field(description="What read: rules, hybrid or model")
    model: str | None = Field(default=None, description="The model that was asked")
    prompts: Mapping[str, str] = Field(
        default_factory=dict, description="Version of each prompt that was used, by task"
    )
    usage: Usage = Field(default=Usage(), description="What the calls cost")
    asked: int = Field(default=0, description="Questions put to the model")
    unanswered: Mapping[str, int] = Field(
        default_factory=dict, description="Questions without a usable answer, by kind of failure"
    )
    by_rule_only: bool = Field(
        default=False, description="The model step failed: what is here was read by rule, and is to be redone"
    )
    seconds: float = Field(ge=0, description="Processor and waiting time; 0 in a store")
    readings: tuple[TableReading, ...] = Field(default=(), description="How each table was read")

    @property
    def is_incomplete(self) -> bool:
        """Whether asking again may answer what is open: all but the too long and the refused."""
        return any(kind not in SETTLED for kind in self.unanswered)

    @property
    def open_words(self) -> str:
        """How many questions are open, and why, e.g. ``2 of 7 questions … (not_json 2)``."""
        kinds = ", ".join(f"{kind} {number}" for kind, number in self.unanswered.items())
        return f"{sum(self.unanswered.values())} of {self.asked} questions without a usable answer ({kinds})"


class Report(Record):
    """Everything one document says."""

    schema_version: Literal["1.0"] = Field(default=SCHEMA_VERSION, description="Version of this schema")
    source: Source = Field(description="The file that was read")
    issuer: Fact = Field(description="The body that reports")
    title: Fact = Field(description="The title as printed")
    report_year: Fact = Field(description="The year that is reported on")
    form: str = Field(
        pattern=r"^[a-z0-9][a-z0-9_-]*$",
        description="Id of the form's edition: 2019 for reports on 2019 and 2020, 2021 for later ones, or "
        "that of another form; legacy for the form before 2019; unknown where it cannot be told",
    )
    period: Period = Field(description="The period that the figures cover")
    published_on: Fact | None = Field(description="Day of publication; null where none is looked for")
    sections: tuple[Section, ...] = Field(
        description="The sections that were found, in the order of the text"
    )
    tables: Tables = Field(description="The official tables by key; null where the document has none")
    narrative: Narrative = Field(description="What the prose says")
    findings: tuple[Finding, ...] = Field(default=(), description="What a person should look at, worst first")
    coverage: Coverage = Field(description="What became of every run of digits")
    run: Run = Field(description="How the Report was made")
    places: tuple[Place, ...] = Field(
        default=(), description="Page and box of every Span, where the document has pages"
    )

    def cells(self) -> Iterator[tuple[str, str, str, Cell]]:
        """Table key, row key, column key and cell of every cell, in printed order."""
        return self.tables.cells()

    def __repr__(self) -> str:
        """One line: who, which year, how much of what; every field is in ``model_dump()``."""
        return _drawn(self, "told")

    __str__ = __repr__

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return _drawn(self, "html_of")


def _drawn(report: Report, how: str) -> str:
    """What people see of a Report; ``extractor.notebook``, which draws it, knows more than records may."""
    drawn: str = getattr(import_module("extractor.notebook"), how)(report)
    return drawn
