"""Runs: what was planned, who works on it, what came of each document."""

import time
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, and_, bindparam, func, insert, or_, select, text, update

from extractor.errors import Failure
from extractor.store.row_writing import add_many, add_missing, now_text
from extractor.store.schema import documents, findings, journal, run_items, runs

RunState = Literal["running", "interrupted", "finished", "cancelling", "cancelled"]
ItemState = Literal["pending", "leased", "done", "by_rule", "failed", "cancelled"]
NOT_DONE: tuple[ItemState, ...] = ("failed", "by_rule")
"""At rest, and worth another try. ``by_rule``: its model step failed; the Report by rule stands in."""

_CHUNK = 1000
_TAKING = 7_301_207_115
"""Any number: transactions of PostgreSQL that name it wait for each other."""
_STATES: tuple[ItemState, ...] = ("pending", "leased", "done", "by_rule", "failed", "cancelled")


class NewRun(NamedTuple):
    """A run about to be recorded."""

    run_id: str
    engine: str
    config_hash: str
    config: str
    """JSON: the options, so that ``resume`` needs none."""
    plan: str
    """JSON: what the plan said before it started."""


class NewItem(NamedTuple):
    """One document of a new run."""

    sha256: str
    path: str
    name: str
    size_bytes: int
    same_content: str
    """JSON list of further paths with the same bytes."""
    report_id: int | None = None
    """A Report that is there already and is reused."""


class RunRow(NamedTuple):
    """A run as recorded."""

    run_id: str
    created_at: str
    state: RunState
    engine: str
    config_hash: str
    config: str
    plan: str
    owner: str | None
    heartbeat: float | None
    finished_at: str | None


class LeasedItem(NamedTuple):
    """A document that one coordinator works on until its lease ends."""

    position: int
    sha256: str
    path: str
    tries: int


class ItemCounts(NamedTuple):
    """Documents of a run by state."""

    total: int
    pending: int
    leased: int
    done: int
    failed: int
    cancelled: int
    reused: int
    by_rule: int = 0


class FailedItem(NamedTuple):
    """A document without a Report, and why."""

    path: str
    sha256: str
    tries: int
    failure: Failure


def add_run(connection: Connection, run: NewRun, items: Sequence[NewItem]) -> None:
    """Record a run with its plan, all or nothing."""
    now = now_text()
    row = {**run._asdict(), "created_at": now, "state": "interrupted"}
    connection.execute(insert(runs), row)
    for start in range(0, len(items), _CHUNK):
        chunk = items[start : start + _CHUNK]
        add_missing(
            connection,
            documents,
            [
                {"sha256": item.sha256, "name": item.name, "size_bytes": item.size_bytes, "added_at": now}
                for item in chunk
            ],
        )
        add_many(connection, run_items, _ITEM_COLUMNS, _item_rows(run.run_id, start, chunk))


_ITEM_COLUMNS = (
    "run_id",
    "position",
    "sha256",
    "path",
    "same_content",
    "state",
    "reused",
    "tries",
    "report_id",
)


def _item_rows(run_id: str, start: int, chunk: Sequence[NewItem]) -> Iterable[tuple[Any, ...]]:
    for position, item in enumerate(chunk, start):
        reused = item.report_id is not None
        state = "done" if reused else "pending"
        yield (
            run_id,
            position,
            item.sha256,
            item.path,
            item.same_content,
            state,
            reused,
            0,
            item.report_id,
        )


def find_run(connection: Connection, run_id: str | None) -> RunRow | None:
    """The run with this id; with None the newest; None where there is none."""
    statement = select(*(runs.c[name] for name in RunRow._fields))
    if run_id is not None:
        statement = statement.where(runs.c.run_id == run_id)
    row = connection.execute(
        statement.order_by(runs.c.created_at.desc(), runs.c.run_id.desc()).limit(1)
    ).first()
    return None if row is None else RunRow(*row)


def set_state(connection: Connection, run_id: str, state: RunState) -> None:
    """Set the state of a run; a state of rest also gives it up to the next owner."""
    changes: dict[str, Any] = {"state": state}
    if state in ("interrupted", "finished", "cancelled"):
        changes |= {"owner": None, "heartbeat": None}
    if state in ("finished", "cancelled"):
        changes["finished_at"] = now_text()
    connection.execute(update(runs).where(runs.c.run_id == run_id).values(**changes))


def take_over(connection: Connection, run_id: str, owner: str, gone: str | None) -> None:
    """Make ``owner`` the owner of a run and free what the owner who is ``gone`` had leased."""
    changes = {"state": "running", "owner": owner, "heartbeat": time.time(), "finished_at": None}
    connection.execute(update(runs).where(runs.c.run_id == run_id).values(**changes))
    if gone is not None:
        release(connection, run_id, gone)


def end_run(connection: Connection, run_id: str, owner: str, state: RunState) -> None:
    """Give back what ``owner`` holds and put the run to rest; a cancelled run's waiting documents too."""
    release(connection, run_id, owner)
    if state == "cancelled":
        cancel_items(connection, run_id)
    set_state(connection, run_id, state)


def release(connection: Connection, run_id: str, owner: str) -> None:
    """Give back all that ``owner`` has leased."""
    mine = and_(run_items.c.run_id == run_id, run_items.c.lease_owner == owner, run_items.c.state == "leased")
    free = {"state": "pending", "lease_owner": None, "lease_until": None}
    connection.execute(update(run_items).where(mine).values(**free))


def beat(connection: Connection, run_id: str, owner: str, lease_s: float) -> RunState:
    """Say that ``owner`` lives and prolong its leases; the state that the run has meanwhile."""
    now = time.time()
    connection.execute(
        update(runs).where(runs.c.run_id == run_id, runs.c.owner == owner).values(heartbeat=now)
    )
    mine = and_(run_items.c.run_id == run_id, run_items.c.state == "leased", run_items.c.lease_owner == owner)
    connection.execute(update(run_items).where(mine).values(lease_until=now + lease_s))
    state: RunState = connection.execute(select(runs.c.state).where(runs.c.run_id == run_id)).scalar_one()
    return state


def lease(connection: Connection, run_id: str, owner: str, count: int, lease_s: float) -> list[LeasedItem]:
    """Take up to ``count`` documents: waiting ones first, then those whose lease ended.

    What another run of the same configuration has under way is left to it: its result will do for both. On
    PostgreSQL several coordinators may do so at a time (FOR UPDATE SKIP LOCKED); SQLite has one writer.
    """
    now = time.time()
    elsewhere = under_way_elsewhere(connection, run_id, now)
    ended = and_(run_items.c.state == "leased", run_items.c.lease_until < now)
    taken: list[LeasedItem] = []
    for condition in (run_items.c.state == "pending", ended):
        if len(taken) < count:
            mine = and_(run_items.c.run_id == run_id, condition)
            if elsewhere:
                mine = and_(mine, run_items.c.sha256.not_in(elsewhere))
            taken += _take(connection, mine, count - len(taken))
    if taken:
        positions = [item.position for item in taken]
        connection.execute(
            update(run_items)
            .where(run_items.c.run_id == run_id, run_items.c.position.in_(positions))
            .values(state="leased", lease_owner=owner, lease_until=now + lease_s)
        )
    return taken


def under_way_elsewhere(connection: Connection, run_id: str, now: float) -> list[str]:
    """Documents that other runs of the same configuration are working on.

    On PostgreSQL runs that may meet take their documents one after the other, so that none is taken twice.
    """
    its_config = select(runs.c.config_hash).where(runs.c.run_id == run_id).scalar_subquery()
    like_it = and_(runs.c.run_id != run_id, runs.c.state == "running", runs.c.config_hash == its_config)
    others = list(connection.scalars(select(runs.c.run_id).where(like_it)))
    if not others:
        return []
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _TAKING})
    c = run_items.c
    held = and_(c.run_id.in_(others), c.state == "leased", c.lease_until >= now)
    return list(connection.scalars(select(c.sha256).where(held)))


def lessees(connection: Connection, run_id: str) -> list[tuple[str, float]]:
    """Who has documents of a run under way, and until when at the latest."""
    c = run_items.c
    mine = and_(c.run_id == run_id, c.state == "leased", c.lease_owner.is_not(None))
    asked = select(c.lease_owner, func.max(c.lease_until)).where(mine).group_by(c.lease_owner)
    return [(row[0], row[1]) for row in connection.execute(asked)]


def _take(connection: Connection, condition: Any, count: int) -> list[LeasedItem]:
    c = run_items.c
    statement = (
        select(c.position, c.sha256, c.path, c.tries)
        .where(condition)
        .order_by(c.position)
        .limit(count)
        .with_for_update(skip_locked=True)
    )
    return [LeasedItem(*row) for row in connection.execute(statement)]


def finish_item(
    connection: Connection, run_id: str, sha256: str, report_id: int, *, reused: bool = False
) -> None:
    """Record that a document of a run has its Report."""
    what = {"to_report": report_id, "is_reused": reused}
    connection.execute(_FINISH, {"of_run": run_id, "of_document": sha256, **what})


def fail_item(
    connection: Connection,
    run_id: str,
    sha256: str,
    failure: Failure,
    tries: int,
    stands_in: int | None = None,
) -> None:
    """Record that a document of a run has no Report, and why; ``stands_in``: its Report by rule has to do."""
    failed = {
        "state": "failed" if stands_in is None else "by_rule",
        "report_id": stands_in,
        "tries": tries,
        "error_stage": failure.stage[:32],
        "error_type": failure.error[:64],
        "error_message": failure.message,
    } | _NO_LEASE
    connection.execute(_item(run_id, sha256).values(**failed))


def cancel_items(connection: Connection, run_id: str) -> int:
    """Cancel what has not begun; how many documents that were."""
    waiting = and_(run_items.c.run_id == run_id, run_items.c.state.in_(("pending", "leased")))
    return connection.execute(
        update(run_items).where(waiting).values(state="cancelled", **_NO_LEASE)
    ).rowcount


def reopen_items(connection: Connection, run_id: str, states: Sequence[ItemState]) -> list[str]:
    """Put documents in these states back to wait; their hashes."""
    those = and_(run_items.c.run_id == run_id, run_items.c.state.in_(states))
    hashes = list(connection.scalars(select(run_items.c.sha256).where(those)))
    again = {"state": "pending", "tries": 0, "report_id": None} | _NO_LEASE | _NO_ERROR
    connection.execute(update(run_items).where(those).values(**again))
    return hashes


def item_counts(connection: Connection, run_id: str) -> ItemCounts:
    """Documents of a run by state."""
    mine = run_items.c.run_id == run_id
    rows = connection.execute(
        select(run_items.c.state, func.count()).where(mine).group_by(run_items.c.state)
    ).all()
    counts = {row[0]: row[1] for row in rows}
    reused = connection.scalar(select(func.count()).where(mine, run_items.c.reused.is_(True))) or 0
    states = {state: counts.get(state, 0) for state in _STATES}
    return ItemCounts(total=sum(counts.values()), reused=reused, **states)


def holes_of(connection: Connection, run_id: str) -> int:
    """Questions to a model that got no usable answer, over the Reports of a run."""
    joined = run_items.join(findings, findings.c.report_id == run_items.c.report_id)
    mine = (run_items.c.run_id == run_id, findings.c.check_id == "model.failed")
    return connection.scalar(select(func.count()).select_from(joined).where(*mine)) or 0


def failures_by_kind(connection: Connection, run_id: str) -> dict[str, int]:
    """Failed documents of a run by the name of their error, most frequent first."""
    c = run_items.c
    rows = connection.execute(
        select(c.error_type, func.count().label("n"))
        .where(c.run_id == run_id, c.state.in_(NOT_DONE))
        .group_by(c.error_type)
        .order_by(func.count().desc(), c.error_type)
    )
    return {row.error_type: row.n for row in rows}


def failed_items(connection: Connection, run_id: str) -> list[FailedItem]:
    """The failed documents of a run in the order of its plan."""
    c = run_items.c
    rows = connection.execute(
        select(c.path, c.sha256, c.tries, c.error_stage, c.error_type, c.error_message)
        .where(c.run_id == run_id, c.state.in_(NOT_DONE))
        .order_by(c.position)
    )
    return [FailedItem(row[0], row[1], row[2], Failure(*row[3:])) for row in rows]


def seconds_under_way(connection: Connection, run_id: str) -> tuple[str | None, str | None]:
    """Times of the first and the last entry of a run's journal."""
    entry = select(func.min(journal.c.at), func.max(journal.c.at)).where(journal.c.run_id == run_id)
    first, last = connection.execute(entry).one()
    return first, last


def has_waiting(connection: Connection, run_id: str) -> bool:
    """Whether a document of the run waits or is under way anywhere."""
    open_ = or_(run_items.c.state == "pending", run_items.c.state == "leased")
    found = connection.scalar(
        select(run_items.c.position).where(run_items.c.run_id == run_id, open_).limit(1)
    )
    return found is not None


_NO_LEASE: dict[str, Any] = {"lease_owner": None, "lease_until": None}
_NO_ERROR: dict[str, Any] = {"error_stage": None, "error_type": None, "error_message": None}


def _item(run_id: Any, sha256: Any) -> Any:
    return update(run_items).where(run_items.c.run_id == run_id, run_items.c.sha256 == sha256)


# Made once: building it for every document took a fifth of the time of writing one.
_FINISH = _item(bindparam("of_run"), bindparam("of_document")).values(
    state="done", report_id=bindparam("to_report"), reused=bindparam("is_reused"), **_NO_LEASE, **_NO_ERROR
)
