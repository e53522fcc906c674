"""What a report says in prose, each fact with the words it was read from."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field, PlainSerializer

from extractor.records.base import Basis, Record
from extractor.records.span import Span
from extractor.records.topics import Topic


def _as_json_number(value: Decimal | int) -> int | float:
    return int(value) if value == int(value) else float(value)


Number = Annotated[
    Decimal, PlainSerializer(_as_json_number, return_type=int | float, when_used="json-unless-none")
]
"""An exact decimal that is written as a JSON number."""


class Fact(Record):
    """One header fact: a value, what it rests on, and where it stands."""

    value: date | int | str | None = Field(
        union_mode="left_to_right", description="The value; null where the document does not say"
    )
    basis: Basis = Field(description="What the value rests on")
    evidence: tuple[Span, ...] = Field(default=(), description="The words it was read from")


class Period(Record):
    """The period of time that the report's figures cover."""

    start: Fact = Field(description="First day")
    end: Fact = Field(description="Last day")


class Header(Record):
    """Header facts of a report."""

    issuer: Fact
    title: Fact
    report_year: Fact
    period: Period
    published_on: Fact | None


class Reader(StrEnum):
    """Who read a fact of the prose."""

    RULE = "rule"
    LEARNED = "learned"
    """The second reader: a small model of runs of characters, learned from sentences of our own."""
    MODEL = "model"
    HUMAN = "human"


NO_SCOPE = "none"
"""What a witness says of a count without a scope."""


class Aspect(StrEnum):
    """What of a fact a witness speaks of."""

    TOPIC = "topic"
    PERIOD = "period"
    ROLE = "role"
    """issue, remedy, past; or cause, leads, none: no statement at all."""
    KIND = "kind"
    """training; or planned, meeting, none: no training that took place."""
    SCOPE = "scope"
    """In the document's words; or none (NO_SCOPE): of the body that reports."""


class Witness(Record):
    """One reader and what it says of a fact, be it the value delivered or another one."""

    reader: Reader = Field(description="Rules, second reader or model")
    aspect: Aspect = Field(description="What of the fact it speaks of")
    says: str = Field(description="What it reads there")
    sure: float | None = Field(default=None, description="How sure it is, 0 to 1, where the reader says so")


class CountPeriod(StrEnum):
    """What span of time a count covers."""

    YEAR = "year"
    CUMULATIVE = "cumulative"
    OTHER = "other"


class Attribute(StrEnum):
    """What else the words beside a number say of the counted things."""

    CHANNEL = "channel"
    """By which way something came in, was answered or was published: 信函, 微信公众号."""
    OUTCOME = "outcome"
    """How a case ended: 部分公开, 结果维持."""
    REASON = "reason"
    """Why information was not given: 商业秘密, 本机关不掌握."""
    APPLICANT = "applicant"
    """Who applied or came: 自然人, 企业."""
    STAGE = "stage"
    """How far a case has come: 新收, 结转下年度."""
    PROCEEDING = "proceeding"
    """What was brought against a decision: 行政复议, 行政诉讼."""
    EMPLOYMENT = "employment"
    """Whether people do the work full or part time: 专职, 兼职."""


_WITNESSES = Field(default=(), description="Who gave this value, and who another one")


class Count(Record):
    """One printed number that says how much disclosure work there was."""

    topic: Topic = Field(description="What kind of thing is counted")
    label: str = Field(description="The counted thing in the document's words")
    value: Number = Field(description="The number")
    unit: str = Field(description="The printed unit, e.g. 条, 件, %, 人次; empty where none is printed")
    approximate: bool = Field(description="余, 多, 约 or the like stands beside the number")
    scope: str | None = Field(description="Whose or which part, in the document's words, e.g. 区本级")
    period: CountPeriod = Field(description="Of the year, of all years, or other")
    attributes: Mapping[Attribute, str] = Field(
        default_factory=dict, description="What else the words say of it, in the document's words"
    )
    evidence: Span = Field(description="The words it was read from")
    basis: Basis = Field(description="Who read it")
    witnesses: tuple[Witness, ...] = _WITNESSES


class EventKind(StrEnum):
    """What kind of event."""

    TRAINING = "training"
    STUDY_VISIT = "study_visit"
    MOBILISATION = "mobilisation"
    MEETING = "meeting"
    OTHER = "other"


class Event(Record):
    """Something that took place for people who do disclosure work."""

    kind: EventKind = Field(description="Training, meeting or another kind")
    name: str = Field(description="What it is called, in the document's words")
    start: date | None = Field(description="First day, where it is stated")
    end: date | None = Field(description="Last day; the first one where only one is stated")
    date_text: str | None = Field(description="The date as printed")
    participants: int | None = Field(description="People who took part")
    participants_approximate: bool = Field(
        description="余, 多, 约 or the like stands beside the number of people"
    )
    place: str | None = Field(description="Where it took place, in the document's words")
    evidence: Span = Field(description="The words it was read from")
    basis: Basis = Field(description="Who read it")
    witnesses: tuple[Witness, ...] = _WITNESSES


class Statement(Record):
    """One issue, remedy or past rectification."""

    text: str = Field(description="The words of the item without its list number, soft line breaks joined")
    evidence: Span = Field(description="Where it stands")
    addresses: tuple[int, ...] = Field(default=(), description="Indexes into narrative.issues")
    basis: Basis = Field(default=Basis.RULE, description="Who read it")
    witnesses: tuple[Witness, ...] = _WITNESSES


class Narrative(Record):
    """All facts of the prose."""

    counts: tuple[Count, ...] = Field(
        default=(), description="Numbers that say how much disclosure work there was"
    )
    trainings: tuple[Event, ...] = Field(default=(), description="Trainings that took place")
    events: tuple[Event, ...] = Field(default=(), description="Other events")
    issues: tuple[Statement, ...] = Field(default=(), description="Problems that the body admits")
    remedies: tuple[Statement, ...] = Field(default=(), description="What it announces to do about them")
    past_rectifications: tuple[Statement, ...] = Field(
        default=(), description="What became of problems of earlier years"
    )


NARRATIVE_LISTS = tuple(Narrative.model_fields)
"""Lists of the narrative; their facts are numbered from 0 as in the Report."""
STATEMENT_LISTS = tuple(
    name for name, field in Narrative.model_fields.items() if field.annotation == tuple[Statement, ...]
)
"""Those among them that hold statements."""
