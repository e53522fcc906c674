"""The append-only journal, and the stages that are done by it."""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from sqlalchemy import Connection, delete, select

from extractor.errors import Failure
from extractor.store.reports import StageKey
from extractor.store.row_writing import add_many, add_missing, now_text
from extractor.store.schema import journal, reports, stages

EntryKind = Literal["started", "done", "refused", "crashed", "reused"]

_CHUNK = 400
_COLUMNS = (
    "at",
    "run_id",
    "sha256",
    "stage",
    "input_hash",
    "config_hash",
    "event",
    "worker",
    "seconds",
    "detail",
)


class JournalEntry(NamedTuple):
    """One line of the journal."""

    run_id: str
    key: StageKey
    event: EntryKind
    worker: str | None = None
    seconds: float | None = None
    detail: str | None = None


class StageResult(NamedTuple):
    """A stage that is over: its Report, or why there is none and never will be with this configuration."""

    key: StageKey
    report_id: int | None
    report_sha256: str | None
    failure: Failure | None


def note(connection: Connection, entries: Iterable[JournalEntry]) -> None:
    """Append lines to the journal."""
    at = now_text()
    rows = [(at, e.run_id, *e.key, e.event, e.worker, e.seconds, e.detail) for e in entries]
    add_many(connection, journal, _COLUMNS, rows)


def stage_results(
    connection: Connection, stage: str, config_hash: str, hashes: Sequence[str]
) -> dict[str, list[StageResult]]:
    """What is over of one stage under one configuration, by document."""
    found: dict[str, list[StageResult]] = {}
    joined = stages.outerjoin(reports, reports.c.report_id == stages.c.report_id)
    for start in range(0, len(hashes), _CHUNK):
        rows = connection.execute(
            select(stages, reports.c.report_sha256)
            .select_from(joined)
            .where(
                stages.c.stage == stage,
                stages.c.config_hash == config_hash,
                stages.c.sha256.in_(hashes[start : start + _CHUNK]),
            )
        )
        for row in rows:
            key = StageKey(row.sha256, row.stage, row.input_hash, row.config_hash)
            failure = (
                Failure(row.error_stage, row.error_type, row.error_message)
                if row.state == "refused"
                else None
            )
            result = StageResult(key, row.report_id, row.report_sha256, failure)
            found.setdefault(row.sha256, []).append(result)
    return found


def refuse_stage(connection: Connection, key: StageKey, failure: Failure) -> None:
    """Record that a stage was refused for a reason that lies in the document: it is not tried again."""
    row = {
        **key._asdict(),
        "state": "refused",
        "error_stage": failure.stage[:32],
        "error_type": failure.error[:64],
        "error_message": failure.message,
        "at": now_text(),
    }
    add_missing(connection, stages, [row])


def forget_refusals(connection: Connection, hashes: Sequence[str]) -> None:
    """Let refused stages of these documents be tried again."""
    for start in range(0, len(hashes), _CHUNK):
        chunk = hashes[start : start + _CHUNK]
        connection.execute(delete(stages).where(stages.c.state == "refused", stages.c.sha256.in_(chunk)))
