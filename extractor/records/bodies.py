"""Who a Report is of: bodies, the place they stand in, and what ties a Report to one."""

from enum import StrEnum

from pydantic import Field

from extractor.records.base import Record
from extractor.records.facts import Number
from extractor.records.report import Severity
from extractor.records.span import Span


class BodyLevel(StrEnum):
    """What sort of body reports."""

    MINISTRY = "ministry"
    """A body of the State Council."""
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    """A township, a town or a street."""
    DEPARTMENT = "department"
    """A department of a place; ``division_code`` says of which."""
    ZONE = "zone"
    """A development zone or another area that a committee runs."""
    OTHER = "other"


class LinkRule(StrEnum):
    """Why a Report is taken to be of a body."""

    HUMAN = "human"
    """``bodies.csv`` says so."""
    CHAIN = "chain"
    """The name prints its place with the place above it, and the list of divisions has exactly that one."""
    ONLY = "only"
    """The name prints its place alone, and there is one place of that name in the list for the year."""
    CONTEXT = "context"
    """There are several places of the name; other words of the document or its path name the place above."""
    NATIONAL = "national"
    """A body of the State Council, which stands in no place."""
    UNLISTED = "unlisted"
    """Its place is in no list; Reports that print the same name are of one body."""
    APART = "apart"
    """It cannot be told which body it is: the Report stays apart."""


class Body(Record):
    """One body over all its years."""

    body_id: str = Field(
        description="Stable id: the first code that its place had since 2007, then what it is there, e.g. "
        "320829-gov, 320829-dept-水利局, 320829-town-朱坝街道"
    )
    name: str = Field(description="Full name with its place as it is called now")
    level: BodyLevel
    division_code: str | None = Field(
        description="GB/T 2260 code of its place now (6 digits), of a township with the 3 digits of its own"
    )
    division: tuple[str, ...] = Field(default=(), description="Its place from the province down")
    parent_id: str | None = Field(description="The government above it")
    kind: str = Field(
        description="government, zone, township, ministry, institution, or the department's normalised name"
    )

    @property
    def is_government(self) -> bool:
        """Whether it is the government of a place, not one of its departments."""
        return self.level in (BodyLevel.PROVINCE, BodyLevel.CITY, BodyLevel.COUNTY, BodyLevel.TOWNSHIP)


class Attribution(Record):
    """Which body one Report is of, and why."""

    report: str = Field(description="Key of the Report: see ``Naming.report``")
    path: str = ""
    printed_name: str | None
    year: int | None
    body_id: str
    rule: LinkRule
    evidence: str = Field(description="The words or the row of the list that the rule rests on")
    alternatives: tuple[str, ...] = Field(default=(), description="Ids of other bodies that it may be of")
    machine_id: str = Field(description="What the rules alone say, where a person said otherwise")

    @property
    def is_certain(self) -> bool:
        """Whether anything may be built on it."""
        return self.rule is not LinkRule.APART


class UnsurePair(Record):
    """Two bodies that may be one: they stay apart until ``bodies.csv`` says otherwise."""

    first: str
    second: str
    reason: str


class Naming(Record):
    """What one Report and its file say of who reports."""

    report: str = Field(description="Key of the Report: the hash of its file's bytes")
    name: str | None
    year: int | None
    title: str | None = None
    path: str = ""
    figures: str = Field(
        default="", description="Hash of the tables' values: two files that agree in it are one report"
    )
    hints: tuple[str, ...] = Field(
        default=(), description="Other words of the document that may name its place, the strongest first"
    )
    is_report: bool = Field(
        default=True,
        description="Whether anything of a report was seen: not in a notice, a list page, a shell",
    )


class Witnessed(Record):
    """One value of one Report that a finding across Reports rests on."""

    report: str
    body_id: str
    year: int | None
    pointer: str = Field(description="JSON pointer into the Report; empty: the Report as a whole")
    value: Number | str | None = None
    evidence: Span | None = None


class PanelFinding(Record):
    """One thing that only several Reports together show."""

    check: str = Field(description="Stable id: carry.applications, families.sum, years.repeated_text …")
    severity: Severity
    message: str = Field(description="One line, Chinese / English")
    body_id: str
    year: int | None
    left: Number | str | None = None
    right: Number | str | None = None
    difference: Number | None = Field(default=None, description="left - right where both are numbers")
    witnesses: tuple[Witnessed, ...] = ()
