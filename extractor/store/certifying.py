"""Plans of certificates and their samples, written once; answers, appended and never changed."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, insert, select

from extractor.errors import StoreError
from extractor.store.certify_schema import certify_answers, certify_plans, certify_sample
from extractor.store.corrections import CorrectionEvent
from extractor.store.packing import clean
from extractor.store.reviewing import event_of
from extractor.store.row_writing import now_text
from extractor.store.schema import corrections, reports


class PlanRow(NamedTuple):
    """A plan as it was stored before anybody looked."""

    plan_id: str
    created_at: str
    plan: str
    """JSON."""
    plan_sha256: str


class SampleRow(NamedTuple):
    """One drawn place, in the order in which readers see it."""

    position: int
    stratum: str
    report_id: int
    pointer: str
    claim: str
    """JSON: what the data set says there."""


class AnswerRow(NamedTuple):
    """One answer of a reader."""

    entry_id: int
    position: int
    author: str
    at: str
    kind: str
    answer: Mapping[str, Any]
    seconds: float


def save_plan(connection: Connection, plan: PlanRow, sample: Sequence[SampleRow]) -> None:
    """Store a plan with its sample; StoreError where the plan is there already."""
    known = select(certify_plans.c.plan_id).where(certify_plans.c.plan_id == plan.plan_id)
    if connection.scalar(known) is not None:
        raise StoreError(f"plan {plan.plan_id} is stored already; a plan is never drawn twice")
    connection.execute(insert(certify_plans), plan._asdict())
    if sample:
        connection.execute(
            insert(certify_sample), [{**row._asdict(), "plan_id": plan.plan_id} for row in sample]
        )


def plans(connection: Connection) -> tuple[PlanRow, ...]:
    """All plans, the oldest first."""
    c = certify_plans.c
    rows = connection.execute(
        select(c.plan_id, c.created_at, c.plan, c.plan_sha256).order_by(c.created_at, c.plan_id)
    )
    return tuple(PlanRow(*row) for row in rows)


def sample_of(connection: Connection, plan_id: str) -> tuple[SampleRow, ...]:
    """The sample of a plan in its order."""
    c = certify_sample.c
    rows = connection.execute(
        select(c.position, c.stratum, c.report_id, c.pointer, c.claim)
        .where(c.plan_id == plan_id)
        .order_by(c.position)
    )
    return tuple(SampleRow(*row) for row in rows)


def answers_of(connection: Connection, plan_id: str) -> tuple[AnswerRow, ...]:
    """All answers to a plan in the order they were given."""
    c = certify_answers.c
    rows = connection.execute(
        select(c.entry_id, c.position, c.author, c.at, c.kind, c.answer, c.seconds)
        .where(c.plan_id == plan_id)
        .order_by(c.entry_id)
    )
    return tuple(AnswerRow(*row[:5], json.loads(row[5]), row[6]) for row in rows)


def add_answer(connection: Connection, plan_id: str, answer: AnswerRow, expected: int) -> AnswerRow | None:
    """Append an answer; None where this reader has given another number of answers than ``expected``.

    So two tabs of one reader, or a request sent twice, cannot answer one question twice. The entry's own
    ``entry_id`` and ``at`` are set here.
    """
    c = certify_answers.c
    # The plan is locked: answers of one plan are added one after the other.
    connection.execute(
        select(certify_plans.c.plan_id).where(certify_plans.c.plan_id == plan_id).with_for_update()
    ).one()
    mine = select(func.count()).where(c.plan_id == plan_id, c.author == answer.author)
    if connection.scalar(mine) != expected:
        return None
    row = {
        **answer._asdict(),
        "plan_id": plan_id,
        "at": now_text(),
        "author": clean(answer.author),
        "answer": json.dumps(dict(answer.answer), ensure_ascii=True),
    }
    del row["entry_id"]
    added = connection.execute(insert(certify_answers).returning(c.entry_id), row).scalar_one()
    return answer._replace(entry_id=int(added), at=str(row["at"]))


def corrections_until(connection: Connection, sha256: str, event_id: int) -> tuple[CorrectionEvent, ...]:
    """The events of a document up to one of the store's, so that a data set can be made again as it was."""
    joined = corrections.join(reports, reports.c.report_id == corrections.c.report_id)
    rows = connection.execute(
        select(corrections)
        .select_from(joined)
        .where(reports.c.sha256 == sha256, corrections.c.event_id <= event_id)
        .order_by(corrections.c.event_id)
    )
    return tuple(event_of(row) for row in rows)


def documents_after(connection: Connection, report_id: int) -> int:
    """Documents that have a Report behind this one."""
    return int(
        connection.scalar(
            select(func.count(reports.c.sha256.distinct())).where(reports.c.report_id > report_id)
        )
        or 0
    )
