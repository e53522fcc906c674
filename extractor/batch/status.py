"""How far a run is: what the progress display, ``status`` and the metrics all show."""

import time
from datetime import datetime

from pydantic import Field

from extractor.batch.worker_identity import LEASE_S, is_alive
from extractor.errors import UsageError
from extractor.records import Record
from extractor.store import (
    RunRow,
    RunState,
    Store,
    call_totals,
    failures_by_kind,
    find_run,
    holes_of,
    item_counts,
    lessees,
    passed_over_counts,
    seconds_under_way,
)


class Status(Record):
    """One run at one moment."""

    run_id: str
    state: str
    engine: str
    documents: int
    done: int = Field(description="With a Report, reused ones included")
    reused: int
    failed: int
    unreachable: int = Field(default=0, description="Files that could not be opened when the run was planned")
    skipped: int = Field(default=0, description="Files that are no documents")
    by_rule: int = Field(
        default=0, description="Their model step failed: the Report by rule stands in, retry asks again"
    )
    holes: int = Field(default=0, description="Questions to the model that got no usable answer")
    cancelled: int
    waiting: int
    under_way: int
    failures: dict[str, int] = Field(description="Failed documents by the name of their error")
    calls: int = Field(description="Model calls paid for by this run")
    open_calls: int = Field(description="Calls begun whose reply was never recorded")
    input_tokens: int
    output_tokens: int
    cost: float
    documents_per_second: float | None = Field(default=None, description="Null where nothing is being done")
    seconds_left: float | None = None


def run_named(store: Store, run_id: str | None) -> RunRow:
    """The run with this id, or the newest; UsageError where there is none."""
    run = store.read(lambda connection: find_run(connection, run_id))
    if run is None:
        what = f"run {run_id}" if run_id else "run"
        raise UsageError(
            f"{store.name}: there is no {what}; start one with: extractor batch run FOLDER --db …"
        )
    return run


def state_of(store: Store, run: RunRow) -> RunState:
    """The state of a run; one whose coordinators are all gone is interrupted, whatever they left written."""
    if run.state not in ("running", "cancelling"):
        return run.state
    known = [(run.owner, run.heartbeat)] if run.owner else []
    known += [(who, until - LEASE_S) for who, until in store.read(lambda c: lessees(c, run.run_id))]
    return run.state if any(is_alive(who, beat, LEASE_S) for who, beat in known) else "interrupted"


def status_of(store: Store, run_id: str | None = None) -> Status:
    """The status of a run as its store tells it."""
    run = run_named(store, run_id)
    state = state_of(store, run)
    counts = store.read(lambda connection: item_counts(connection, run.run_id))
    unreachable, skipped = store.read(lambda connection: passed_over_counts(connection, run.run_id))
    calls = store.read(lambda connection: call_totals(connection, run.run_id))
    failures = store.read(lambda connection: failures_by_kind(connection, run.run_id))
    rate = None
    if state == "running":
        first, last = store.read(lambda connection: seconds_under_way(connection, run.run_id))
        worked = counts.done + counts.by_rule + counts.failed - counts.reused
        if first and last and (seconds := _seconds(first, last)) > 0:
            rate = worked / seconds
    left = counts.pending + counts.leased
    is_resting = state not in ("running", "cancelling")
    return Status(
        run_id=run.run_id,
        state=state,
        engine=run.engine,
        documents=counts.total,
        done=counts.done,
        reused=counts.reused,
        failed=counts.failed,
        unreachable=unreachable,
        skipped=skipped,
        by_rule=counts.by_rule,
        holes=store.read(lambda connection: holes_of(connection, run.run_id)) if run.engine != "rules" else 0,
        cancelled=counts.cancelled,
        waiting=left if is_resting else counts.pending,
        under_way=0 if is_resting else counts.leased,
        failures=failures,
        calls=calls.paid,
        open_calls=calls.open,
        input_tokens=calls.input_tokens,
        output_tokens=calls.output_tokens,
        cost=calls.cost,
        documents_per_second=round(rate, 3) if rate else None,
        seconds_left=round(left / rate, 1) if rate else None,
    )


class Throughput:
    """Documents per second over the last half minute."""

    def __init__(self, window_s: float = 30.0) -> None:
        self._window_s = window_s
        self._marks: list[tuple[float, int]] = []

    def rate(self, finished: int) -> float | None:
        """Documents per second, given how many are finished by now; None before two moments are known."""
        now = time.monotonic()
        if not self._marks or now - self._marks[-1][0] > 0.2:
            self._marks.append((now, finished))
        while len(self._marks) > 2 and now - self._marks[1][0] > self._window_s:
            self._marks.pop(0)
        then, before = self._marks[0]
        return (finished - before) / (now - then) if now - then > 0.5 else None


def _seconds(first: str, last: str) -> float:
    times = (datetime.fromisoformat(moment.replace("Z", "+00:00")) for moment in (first, last))
    began, ended = times
    return (ended - began).total_seconds()
