"""Works a run off: leases documents, hands them to workers, writes what comes back.

The coordinator is the only writer of Reports. What it has not committed when it dies is done again; what it
has committed is never done again. Nothing piles up: it leases no more than the workers soon take, and asks
no worker for more than it can soon write.
"""

import time
from typing import Literal, NamedTuple

from extractor.batch.model_step import Asked, AskingPool
from extractor.batch.reporting import Reporter
from extractor.batch.status import Status, Throughput, status_of
from extractor.discovery import read_location
from extractor.errors import DocumentError, Failure, StoreError
from extractor.forms import added_sources
from extractor.store import (
    Configuration,
    LeasedItem,
    Lessee,
    PackedReport,
    ReportPart,
    Result,
    StageKey,
    StageResult,
    Store,
    beat,
    end_run,
    has_waiting,
    load_document,
    record,
    split_path,
    take,
)
from extractor.workers import Executor, Outcome, Task

BEAT_S = 5.0
WRITE_EVERY_S, WRITE_EVERY = 0.5, 64
"""Results wait for company no longer than this, and in no larger company."""
SHOW_EVERY_S = 0.5
IDLE_S = 1.0

Ending = Literal["finished", "interrupted", "cancelled"]


class Work(NamedTuple):
    """What a coordinator works on and with."""

    lessee: Lessee
    configuration: Configuration
    max_bytes: int
    sends_bytes: bool = False
    """The workers cannot see the files: send their bytes along."""


_FEWER = "the file holds no report number {} any more; start a new run for it"
_STOPPING = "stopping: what is under way is finished; press Ctrl-C again to stop at once"


class StopSign:
    """Asked between steps, so that no step is ever cut off half way."""

    def __init__(self) -> None:
        self.is_set = False
        """Stop after what is under way."""
        self.is_urgent = False
        """Stop after this step; what is under way is given up."""


class Coordinator:
    """Works one run off."""

    def __init__(
        self, store: Store, work: Work, executor: Executor, threads: AskingPool | None, reporter: Reporter
    ) -> None:
        self._store, self._work, self._executor = store, work, executor
        self._threads, self._reporter = threads, reporter
        self._items: dict[str, LeasedItem] = {}
        self._to_ask: list[tuple[str, int, str]] = []
        self._asking: dict[str, StageKey] = {}
        self._results: list[Result] = []
        self._oldest = 0.0
        self._next_beat = self._next_show = 0.0
        self._pace = Throughput()
        self.status: Status | None = None
        self.stopped_because: str | None = None
        """Why the run was stopped from within: the endpoint is away, the budget is used up."""
        self.is_refused = False
        """The endpoint refuses whatever is asked."""

    def run(self, stop: StopSign) -> Ending:
        """Work until all is done, ``stop`` is set, or the run is cancelled; how it ended.

        Raises StoreError or ClusterError where the work cannot go on; the run is then to be resumed.
        """
        ending: Ending = "finished"
        while True:
            if self._look_around():
                ending = "cancelled"
            elif ending == "finished" and (stop.is_set or self.stopped_because):
                ending = "interrupted"
                if stop.is_set:
                    self._reporter.event("stopping", _STOPPING)
            is_open = ending == "finished"
            if not is_open:
                self._give_back()
            got = self._take() if is_open else 0
            self._collect()
            self._write(at_once=stop.is_urgent)
            if stop.is_urgent:
                return self._end("interrupted")
            self._ask()
            if self._is_idle() and not got:
                self._write(at_once=True)
                if not self._is_idle():
                    continue
                if not is_open or not self._others_work():
                    return self._end(ending)
                time.sleep(IDLE_S)

    def _give_back(self) -> None:
        """What nobody has begun need not be finished: its lease is given back at the end."""
        self._to_ask.clear()
        withdrawn = self._executor.withdraw() + (self._threads.withdraw() if self._threads else [])
        busy = {result.key.sha256 for result in self._results} | self._executor.holds()
        busy |= self._threads.holds() if self._threads else set()
        for sha256 in {*withdrawn, *(set(self._items) - busy)}:
            self._items.pop(sha256, None)

    def _is_idle(self) -> bool:
        return not (self._items or self._results or self._to_ask)

    def _others_work(self) -> bool:
        run_id = self._work.lessee.run_id
        return self._store.read(lambda connection: has_waiting(connection, run_id))

    def _end(self, ending: Ending) -> Ending:
        run_id, owner = self._work.lessee.run_id, self._work.lessee.owner
        self._store.write(lambda connection: end_run(connection, run_id, owner, ending))
        self._show(at_once=True)
        return ending

    def _look_around(self) -> bool:
        """Prolong the leases, show how far it is; whether somebody cancelled the run."""
        now = time.monotonic()
        is_cancelled = False
        if now >= self._next_beat:
            lessee = self._work.lessee
            state = self._store.write(
                lambda connection: beat(connection, lessee.run_id, lessee.owner, lessee.lease_s)
            )
            self._next_beat = now + BEAT_S
            is_cancelled = state in ("cancelling", "cancelled")
        self._show()
        return is_cancelled

    def _show(self, at_once: bool = False) -> None:
        now = time.monotonic()
        if not at_once and now < self._next_show:
            return
        status = status_of(self._store, self._work.lessee.run_id)
        finished = status.done + status.by_rule + status.failed - status.reused
        rate = self._pace.rate(finished)
        left = status.waiting + status.under_way
        known = {"documents_per_second": rate, "seconds_left": left / rate if rate else None}
        self.status = status.model_copy(update=known)
        self._reporter.progress(self.status)
        # Counting a long run takes a while itself: never more than a twentieth of the time.
        self._next_show = time.monotonic() + max(SHOW_EVERY_S, 20 * (time.monotonic() - now))

    def _take(self) -> int:
        room = self._executor.room() if not self._threads or self._threads.room() > 0 else 0
        if room <= 0 or len(self._results) >= WRITE_EVERY or (len(self._items) and room < self._least()):
            return 0
        work = self._work
        taken = self._store.write(lambda connection: take(connection, work.lessee, room, work.configuration))
        for item in taken.to_read:
            self._items[item.sha256] = item
            self._executor.submit(self._task(item))
        for item, first in taken.to_ask:
            self._items[item.sha256] = item
            self._queue_question(item.sha256, first)
        return len(taken.to_read) + len(taken.to_ask) + taken.settled

    def _least(self) -> int:
        """Do not open a transaction for every single document that the workers could take."""
        return max(1, self._executor.capacity // 2)

    def _task(self, item: LeasedItem) -> Task:
        raw = None
        path, number = split_path(item.path)
        if self._work.sends_bytes:
            try:
                raw = read_location(path, self._work.max_bytes)
            except DocumentError:
                raw = None  # the worker will not find it either and say so
        sha256 = item.sha256 if number == 1 else None  # a further report is not known by its file's bytes
        return Task(item.sha256, path, self._work.max_bytes, raw, added_sources(), sha256=sha256)

    def _collect(self) -> None:
        if self._executor.under_way():
            waits = 0.0 if self._threads and self._threads.under_way() else 0.1
            for outcome in self._executor.collect(waits):
                self._add(self._rules_result(outcome))
        if self._threads and self._threads.under_way():
            for asked in self._threads.collect(0.05):
                if asked.is_over and asked.failure:
                    self.stopped_because = asked.failure.message
                    self.is_refused = self.is_refused or asked.is_refused
                    self._asking.pop(asked.sha256)
                    self._items.pop(asked.sha256, None)
                else:
                    self._add(self._model_result(asked))

    def _add(self, result: Result) -> None:
        if not self._results:
            self._oldest = time.monotonic()
        self._results.append(result)

    def _rules_result(self, outcome: Outcome) -> Result:
        key = StageKey(outcome.key, "rules", outcome.key, self._work.configuration.rules)
        number = split_path(self._items[outcome.key].path)[1]
        packed: tuple[PackedReport, ...] = outcome.packed or ()
        failure, is_refusal = outcome.failure, outcome.is_refusal
        if packed and len(packed) < number:
            failure, is_refusal = Failure("batch", "ChangedError", _FEWER.format(number)), False
        mine = packed[number - 1] if failure is None else None
        follows = self._work.configuration.model if mine is not None else None
        others = (
            [ReportPart(at, one) for at, one in enumerate(packed, start=1) if at > 1] if number == 1 else []
        )
        tries, worker, seconds = outcome.tries, outcome.worker, outcome.seconds
        return Result(key, mine, failure, is_refusal, follows, tries, worker, seconds, tuple(others))

    def _model_result(self, asked: Asked) -> Result:
        key = self._asking.pop(asked.sha256)
        return Result(key, asked.packed, asked.failure, False, None, 1, "model", asked.seconds)

    def _write(self, at_once: bool) -> None:
        if not self._results:
            return
        is_old = time.monotonic() - self._oldest >= WRITE_EVERY_S
        if not (at_once or is_old or len(self._results) >= WRITE_EVERY or not self._executor.under_way()):
            return
        results, run_id = self._results, self._work.lessee.run_id
        ids = self._store.write(lambda connection: record(connection, run_id, results))
        self._results = []
        for result, report_id in zip(results, ids, strict=True):
            if result.next_config is None or report_id is None or result.packed is None:
                self._items.pop(result.key.sha256, None)
            else:
                self._to_ask.append((result.key.sha256, report_id, result.packed.report_sha256))

    def _queue_question(self, sha256: str, first: StageResult) -> None:
        if first.report_id is None:
            raise StoreError(f"document {sha256}: its stage is done, yet its Report is gone; start a new run")
        self._to_ask.append((sha256, first.report_id, first.report_sha256 or ""))

    def _ask(self) -> None:
        while self._threads and self._to_ask and self._threads.room() > 0:
            sha256, report_id, input_hash = self._to_ask.pop(0)
            document = self._store.read(lambda connection: load_document(connection, report_id))  # noqa: B023
            if document is None:
                raise StoreError(f"report {report_id} is gone from the store; start a new run")
            self._asking[sha256] = StageKey(sha256, "model", input_hash, self._work.configuration.model or "")
            self._threads.submit(sha256, document)
