"""A plan: everything that is decided before anybody looks, stored with the drawn sample."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from pydantic import Field

from extractor.certify.certified_values import AcceptedValues, Picked, Reading, Strata, StrataChoice, pick
from extractor.certify.claims import Claim
from extractor.certify.sample_planning import Method, Wish, allocate
from extractor.certify.seeded_draw import drawn_numbers, reading_order
from extractor.certify.strata import GroupName, StratumKey, known_strata
from extractor.errors import UsageError
from extractor.records import Record

PLAN_VERSION: Literal["1.0"] = "1.0"


class PlannedStratum(Record):
    """One stratum: its size, how many of it are drawn, and what was believed of it before."""

    id: str
    key: StratumKey
    group: GroupName
    size: int
    sampled: int
    prior_rate: float
    prior_weight: float = Field(description="As if so many values had been looked at before")
    prior_source: str


class Maker(Record):
    """What made the Reports of the data set."""

    extractor_version: str
    engine: str
    model: str
    prompts: str
    documents: int


class DataMark(Record):
    """The data set as it was when the plan was made."""

    newest_report: int = Field(description="Highest id of a Report in the store")
    last_event: int = Field(description="Highest id of a correction in the store")
    documents: int
    values: int = Field(description="Accepted values: all that is delivered as sure")
    open_cells: int = Field(
        description="Cells in conflict or ambiguous: nobody accepts them, no bound covers them"
    )
    sha256: str = Field(description="Over every accepted value and every place, in order")
    made_by: tuple[Maker, ...]


class Plan(Record):
    """What is to be looked at, how, and what will be computed of it."""

    plan_version: Literal["1.0"] = PLAN_VERSION
    plan_id: str
    created_at: str
    extractor_version: str
    seed: str
    seed_chosen: bool = Field(description="Somebody gave the seed; else it was drawn by chance with the plan")
    method: Method
    tolerance: float
    confidence: float
    find: float = Field(description="Share of the wrong values that a reader is taken to find at least")
    minutes: float | None
    together: bool = Field(description="All strata are counted as one group; else doubted ones apart")
    auditors: Literal[1, 2]
    named: tuple[str, ...] = Field(description="Variables that are strata of their own")
    estimated: tuple[str, ...] = Field(description="Variables whose totals and means are estimated")
    data: DataMark
    shared: Mapping[str, tuple[str, ...]] = Field(description="By kind, values that are strata of their own")
    strata: tuple[PlannedStratum, ...]
    expected_seconds: float
    expected_upper: float = Field(description="The bound for all values if the stated priors are right")
    simple_random: int = Field(description="Values that a plain random sample would need for the same")
    earlier: tuple[str, ...] = Field(
        description="Plans that this store held before: nobody drew until it suited"
    )

    @property
    def wish(self) -> Wish:
        """What was asked for."""
        return Wish(self.tolerance, self.confidence, self.minutes, self.method, self.find, self.together)

    @property
    def finder(self) -> Strata:
        """How claims find their strata."""
        return Strata(self.shared, self.named)

    @property
    def asked(self) -> StrataChoice:
        """What the census is asked for."""
        return StrataChoice(self.named, self.estimated)

    @property
    def text(self) -> str:
        """The plan as it is stored."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)

    @property
    def sha256(self) -> str:
        """Of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class Order(NamedTuple):
    """What a plan is made from beside the data."""

    wish: Wish
    auditors: Literal[1, 2]
    asked: StrataChoice
    seed: str
    now: datetime
    extractor_version: str
    seconds: Mapping[str, float]
    """Seconds an answer takes by kind, where they were measured."""
    earlier: tuple[str, ...] = ()
    """Plans that were stored before."""
    seed_chosen: bool = False


def make_plan(population: AcceptedValues, marks: tuple[int, int], order: Order) -> Plan:
    """The plan for a data set; UsageError where a wish cannot be."""
    _check(population, order)
    allocation = allocate(population.strata, order.wish, order.seconds)
    return Plan(
        plan_id=f"{order.now:%Y%m%d-%H%M}-{order.seed[:4]}",
        created_at=order.now.isoformat(timespec="seconds").replace("+00:00", "Z"),
        extractor_version=order.extractor_version,
        seed=order.seed,
        seed_chosen=order.seed_chosen,
        method=order.wish.method,
        tolerance=order.wish.tolerance,
        confidence=order.wish.confidence,
        find=order.wish.find,
        minutes=order.wish.minutes,
        together=allocation.together,
        auditors=order.auditors,
        named=order.asked.named,
        estimated=order.asked.estimated,
        data=mark_of(population, marks),
        shared=population.shared,
        strata=tuple(
            _planned(key, size, allocation.numbers.get(key, 0)) for key, size in population.strata.items()
        ),
        expected_seconds=round(allocation.seconds, 1) * order.auditors,
        expected_upper=allocation.expected_upper,
        simple_random=allocation.simple_random,
        earlier=order.earlier,
    )


def mark_of(population: AcceptedValues, marks: tuple[int, int]) -> DataMark:
    """What is kept of a data set to know it again."""
    return DataMark(
        newest_report=marks[0],
        last_event=marks[1],
        documents=population.documents,
        values=population.values,
        open_cells=population.open_cells,
        sha256=population.sha256,
        made_by=tuple(
            Maker(extractor_version=version, engine=engine, model=model, prompts=prompts, documents=number)
            for (version, engine, model, prompts), number in sorted(population.made_by.items())
        ),
    )


def _check(population: AcceptedValues, order: Order) -> None:
    if not 0 < order.wish.tolerance < 1:
        raise UsageError("--tolerance: a share between 0 and 100 %, such as 0.5%")
    if not 0.5 <= order.wish.confidence < 1:
        raise UsageError("--confidence: a share from 50 % to below 100 %, such as 95%")
    if not 0.5 <= order.wish.find <= 1:
        raise UsageError("--find: a share from 50 % to 100 %, such as 90%")
    if order.wish.method == "sequential" and order.wish.find < 1:
        raise UsageError("--find goes with a fixed sample: leave out --sequential")
    if missing := sorted(set(order.asked.named) - set(population.variables)):
        raise UsageError(
            f"--variable {', '.join(missing)}: no accepted value of it; see codebook.csv for names"
        )


def _planned(key: StratumKey, size: int, number: int) -> PlannedStratum:
    known = known_strata().classes[key.rests_on]
    return PlannedStratum(
        id=key.id,
        key=key,
        group=key.group,
        size=size,
        sampled=number,
        prior_rate=known.rate,
        prior_weight=known.weight,
        prior_source=known.source,
    )


class Drawing(NamedTuple):
    """One drawn value in its place of the reading order."""

    position: int
    stratum: str
    report_id: int
    claim: Claim


def draw(plan: Plan, reading: Reading) -> tuple[Drawing, ...]:
    """The sample of a plan: the same for anybody who has the data and the seed."""
    numbers = {each.key: drawn_numbers(plan.seed, each.key, each.size, each.sampled) for each in plan.strata}
    picked: dict[tuple[StratumKey, int], Picked] = {
        (each.key, each.number): each for each in pick(reading, plan.finder, numbers)
    }
    return tuple(
        Drawing(position, key.id, picked[key, number].report_id, picked[key, number].claim)
        for position, (key, number) in enumerate(reading_order(plan.seed, numbers))
    )
