"""The certificate as a record: what was drawn, what was answered, and which bounds follow."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from extractor.certify.plan import Plan
from extractor.records import Record

CERTIFICATE_VERSION: Literal["1.0"] = "1.0"


class Bound(Record):
    """At most ``upper`` of ``size`` values are wrong, as far as the stated confidence goes."""

    size: int
    sampled: int
    wrong: int = Field(description="Of the sampled ones, all that is not settled as right")
    upper: int
    rate: float | None = Field(description="upper / size; null where there is no value")
    after: int = Field(description="Upper bound less the values that the audit put right")


class StratumBound(Record):
    """The bound of one stratum; the strata's hold together."""

    id: str
    label_zh: str
    label_en: str
    verdicts: Mapping[str, int]
    bound: Bound
    alone: int = Field(description="Upper bound of this stratum for itself, had it been chosen beforehand")


class VariableBound(Record):
    """The bound of one variable; the variables' hold together."""

    name: str
    bound: Bound


class Estimate(Record):
    """A total and a mean of one variable in one year, put right by what the audit found, with an interval."""

    variable: str
    year: int | None
    documents: int
    machine_total: float
    total: float = Field(description="With the sampled differences expanded to all values of the variable")
    low: float
    high: float
    mean: float | None
    mean_low: float | None
    mean_high: float | None
    largest: float = Field(description="Assumed: no true value is above this")
    least: float = Field(description="Assumed: no true value is below this")


class SampledValue(Record):
    """One drawn value and what became of it."""

    position: int
    stratum: str
    report_id: int
    pointer: str
    value: str = Field(description="What the data set says")
    verdict: str
    correct: str | None = Field(description="What stands in the data now; of a place, what it holds")
    readers: tuple[str, ...]
    slips: int
    same: bool
    at: str


class AgreementBetween(Record):
    """First readings of places that two people read."""

    both: int
    same: int


class LaterChanges(Record):
    """What others than the audit changed between the plan and the certificate: no bound covers it."""

    edits: int = Field(description="Decisions that change a value, made or taken back")
    documents: int = Field(description="Documents that were extracted since, again or for the first time")


class Certificate(Record):
    """How wrong the data set of the plan is."""

    certificate_version: Literal["1.0"] = CERTIFICATE_VERSION
    plan: Plan
    plan_sha256: str
    made_at: str
    extractor_version: str
    complete: bool = Field(description="Every drawn value was answered by the readers that the plan asks for")
    readers: Mapping[str, int] = Field(description="Places that each reader answered")
    first_answer: str
    last_answer: str
    agreement: AgreementBetween
    verdicts: Mapping[str, int] = Field(description="Of the drawn values, without the places")
    corrected: int = Field(description="Values that the audit found wrong and that the data have right now")
    later: LaterChanges
    whole: Bound
    without_shared: Bound
    weak_readers: Bound | None = Field(description="For readers who find only 90 % of the wrong values")
    strata: tuple[StratumBound, ...]
    variables: tuple[VariableBound, ...]
    estimates: tuple[Estimate, ...]
    places: tuple[StratumBound, ...] = Field(description="Places without a fact: how many hold one at most")
    places_whole: Bound | None
    sample: tuple[SampledValue, ...]
    answers_sha256: str = Field(description="Over every answer that was given")
