"""Plans, samples and answers of certificates as they lie in the store."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from statistics import median
from typing import Any

from extractor.certify.certified_values import StrataChoice, census
from extractor.certify.claims import Claim
from extractor.certify.computed_certificate import Audit
from extractor.certify.plan import Drawing, Order, Plan, draw, make_plan
from extractor.certify.reader_answers import AuditAnswer
from extractor.certify.sample_planning import Wish
from extractor.certify.seeded_draw import new_seed
from extractor.certify.strata import known_strata
from extractor.certify.verifying import Stored
from extractor.errors import UsageError
from extractor.review.audit_standing import is_put_right, later
from extractor.review.delivered import StoreMark, delivered, mark_of_now
from extractor.review.persistence import ReviewStore
from extractor.store import (
    AnswerRow,
    PlanRow,
    SampleRow,
    add_answer,
    answers_of,
    plans,
    sample_of,
    save_plan,
)

_ENOUGH = 20
"""Answers of a kind from which on their median replaces the guess."""


def stored_plans(store: ReviewStore) -> tuple[Plan, ...]:
    """All plans of a store, the oldest first."""
    return tuple(Plan.model_validate_json(row.plan) for row in store.store.read(plans))


def plan_named(store: ReviewStore, plan_id: str | None) -> Plan:
    """The plan of this id, or the newest; UsageError where there is none."""
    known = stored_plans(store)
    if not known:
        raise UsageError("no plan is stored yet; begin with extractor certify plan")
    if plan_id is None:
        return known[-1]
    for plan in known:
        if plan.plan_id == plan_id:
            return plan
    raise UsageError(f"{plan_id}: no such plan; known are {', '.join(plan.plan_id for plan in known)}")


def new_plan(
    store: ReviewStore, wish: Wish, asked: StrataChoice, auditors: Any, seed: str | None, version: str
) -> tuple[Plan, tuple[Drawing, ...]]:
    """Plan, draw and store, before anybody looks."""
    mark = mark_of_now(store)
    now = datetime.now(UTC)

    def reading() -> Any:
        return delivered(store, mark)

    population = census(reading, asked)
    earlier = tuple(each.plan_id for each in stored_plans(store))
    order = Order(wish, auditors, asked, seed or new_seed(), now, version, measured_seconds(store), earlier)
    order = order._replace(seed_chosen=seed is not None)
    plan = make_plan(population, (mark.newest_report, mark.last_event), order)
    sample = draw(plan, reading)
    row = PlanRow(plan.plan_id, plan.created_at, plan.text, plan.sha256)
    store.store.write(lambda c: save_plan(c, row, [_row(each) for each in sample]))
    return plan, sample


def audit_of(store: ReviewStore, plan: Plan) -> Audit:
    """A plan with its sample and the answers so far."""
    rows = store.store.read(lambda c: sample_of(c, plan.plan_id))
    sample = tuple(
        Drawing(row.position, row.stratum, row.report_id, Claim(**json.loads(row.claim))) for row in rows
    )
    answers = store.store.read(lambda c: answers_of(c, plan.plan_id))
    return Audit(plan, sample, tuple(_answer(row) for row in answers))


def with_entered(store: ReviewStore, audit: Audit) -> Audit:
    """The same, with what became of the data since: what is put right, and what others changed."""
    found = set()
    table = audit.table
    for drawing in audit.sample:
        value = table.settled(drawing.position).value
        if value is not None and is_put_right(store, audit.plan.plan_id, drawing, value):
            found.add(drawing.position)
    return audit._replace(entered=frozenset(found), later=later(store, audit.plan))


def stored_of(store: ReviewStore, plan_id: str) -> Stored:
    """What ``verify`` compares a certificate with; UsageError where the store has no such plan."""
    row = next((row for row in store.store.read(plans) if row.plan_id == plan_id), None)
    if row is None:
        raise UsageError(f"{plan_id}: this store has no such plan; give the store that it was made on")
    audit = with_entered(store, audit_of(store, Plan.model_validate_json(row.plan)))
    return Stored(audit.plan, row.plan_sha256, audit.sample, audit.answers, audit.entered, audit.later)


def save_answer(store: ReviewStore, plan_id: str, answer: AuditAnswer, expected: int) -> AuditAnswer:
    """Append an answer; UsageError where the reader answered elsewhere meanwhile."""
    row = AnswerRow(0, answer.position, answer.author, "", answer.kind, answer.said, answer.seconds)
    added = store.store.write(lambda c: add_answer(c, plan_id, row, expected))
    if added is None:
        raise UsageError("this was answered in another window; load the page again")
    return _answer(added)


def mark_of_plan(plan: Plan) -> StoreMark:
    """The moment at which a plan was made."""
    return StoreMark(plan.data.newest_report, plan.data.last_event)


def measured_seconds(store: ReviewStore) -> dict[str, float]:
    """Median seconds of an answer by kind, where this store has enough of them."""
    seconds: dict[str, list[float]] = {kind: [] for kind in known_strata().kinds}
    for plan in stored_plans(store):
        audit = audit_of(store, plan)
        for answer in audit.answers:
            if answer.kind != "undo" and 0 < answer.seconds < 300:
                seconds[audit.sample[answer.position].claim.kind].append(answer.seconds)
    return {kind: median(times) for kind, times in seconds.items() if len(times) >= _ENOUGH}


def claims(sample: Sequence[Drawing]) -> list[Claim]:
    """What the data set says at each position."""
    return [each.claim for each in sample]


def _row(each: Drawing) -> SampleRow:
    claim = json.dumps(each.claim._asdict(), ensure_ascii=True)
    return SampleRow(each.position, each.stratum, each.report_id, each.claim.pointer, claim)


def _answer(row: AnswerRow) -> AuditAnswer:
    kind: Any = row.kind
    return AuditAnswer(row.entry_id, row.position, row.author, row.at, kind, row.answer, row.seconds)
