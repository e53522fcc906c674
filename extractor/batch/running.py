"""Starting, resuming and ending runs."""

import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import NamedTuple

from pydantic import Field

from extractor.batch.asking_in_batches import BatchApiStep
from extractor.batch.coordinator import Coordinator, Ending, StopSign, Work
from extractor.batch.model_step import AskingPool, ModelStep, ModelThreads
from extractor.batch.planning import (
    FoundFile,
    KnownDocument,
    RunPlan,
    find_documents,
    items_of,
    known_failures,
    known_results,
    with_known_parts,
)
from extractor.batch.reporting import Reporter
from extractor.batch.status import Status, run_named, state_of
from extractor.batch.worker_identity import (
    LEASE_S,
    READER,
    config_hash,
    is_alive,
    new_run_id,
    rules_config,
    this_owner,
)
from extractor.discovery import Discovered
from extractor.errors import ClusterError, UsageError
from extractor.limits import MEMORY_MB, SECONDS
from extractor.records import Record
from extractor.store import (
    NOT_DONE,
    Configuration,
    Lessee,
    NewRun,
    Store,
    Transaction,
    add_passed_over,
    add_run,
    end_run,
    fail_item,
    forget_refusals,
    item_counts,
    reopen_items,
    set_state,
    take_over,
)
from extractor.workers import Executor, LocalPool, WorkerLimits


class RunOptions(Record):
    """How a run is worked off; kept with the run, so that ``resume`` needs none of it."""

    engine: str = "rules"
    workers: int = Field(default=2, ge=1)
    threads: int = Field(default=4, ge=1, description="Documents that a model is asked about at a time")
    seconds: float = Field(default=SECONDS, gt=0, description="Limit for one document")
    memory_mb: int = Field(default=MEMORY_MB, ge=64, description="Limit for one document")
    recycle_after: int = Field(default=2000, ge=1)
    max_bytes: int = 20_000_000
    cluster: str | None = None
    batch_api: bool = Field(
        default=False, description="Ask by the service's Batch API: within a day, cheaper"
    )

    def limits(self) -> WorkerLimits:
        """What one document may cost."""
        return WorkerLimits(self.seconds, self.memory_mb, self.recycle_after)


class Planned(NamedTuple):
    """A plan with what is needed to record it."""

    plan: RunPlan
    found: Sequence[FoundFile]
    known: Mapping[str, KnownDocument]
    configuration: Configuration
    options: RunOptions


class Told(NamedTuple):
    """How a run ended."""

    run_id: str
    ending: Ending
    status: Status | None
    because: str | None
    """Why it stopped from within."""
    is_refused: bool = False
    """The endpoint refuses whatever is asked."""
    at_once: bool = False
    """It was told twice to stop: replies may still be under way, and nobody will read them."""


def plan_run(
    store: Store,
    discovered: Discovered,
    options: RunOptions,
    limit: int | None = None,
    step: ModelStep | None = None,
) -> Planned:
    """Find the documents and say what a run would do; nothing is written."""
    found, passed_over = find_documents(discovered, limit, options.max_bytes)
    configuration = configuration_of(options, step)
    hashes = [one.sha256 for one in found]
    known = known_results(store, hashes, configuration.rules, configuration.model)
    found, known = with_known_parts(store, found, known, configuration.rules, configuration.model)
    reused = sum(1 for one in known.values() if one.final and one.final.report_id)
    failures = known_failures(found, known)
    to_read = sum(1 for one in found if known.get(one.sha256, KnownDocument()).rules is None)
    asked = [one for one in found if known.get(one.sha256, KnownDocument()).final is None] if step else []
    plan = RunPlan(
        documents=len(found),
        duplicates=sum(len(one.same_content) for one in found),
        passed_over=tuple(passed_over),
        reused=reused,
        known_failures=len(failures),
        to_read=to_read,
        to_ask=len(asked),
        tokens=sum(step.tokens(one.size_bytes) for one in asked) if step else 0,
    )
    return Planned(plan, found, known, configuration, options)


def configuration_of(options: RunOptions, step: ModelStep | None) -> Configuration:
    """Hashes of what the results will depend on."""
    rules = config_hash(rules_config(options.max_bytes))
    return Configuration(rules, config_hash({"stage": "model", **step.identity()}) if step else None)


def record_run(store: Store, planned: Planned) -> str:
    """Write the plan into the store, all or nothing; the id of the run."""
    run_id = new_run_id()
    configuration, known = planned.configuration, dict(planned.known)
    run = NewRun(
        run_id=run_id,
        engine=planned.options.engine,
        config_hash=configuration.model or configuration.rules,
        config=planned.options.model_dump_json(),
        plan=planned.plan.sentence(),
    )
    items = items_of(planned.found, known)
    failures = known_failures(planned.found, known)

    def write(connection: Transaction) -> None:
        add_run(connection, run, items)
        add_passed_over(connection, run_id, planned.plan.passed_over)
        for sha256, failure in failures.items():
            fail_item(connection, run_id, sha256, failure, 0)

    store.write(write)
    return run_id


def work_off(
    store: Store,
    run_id: str,
    reporter: Reporter,
    step: ModelStep | None = None,
    watch: Callable[[Coordinator], None] | None = None,
    joins: bool = False,
) -> Told:
    """Work a recorded run off until it is done, cancelled or interrupted by Ctrl-C.

    Raises UsageError where somebody else works on it (``joins``: work beside them, PostgreSQL only).
    """
    run = run_named(store, run_id)
    options = RunOptions.model_validate_json(run.config)
    owner = this_owner()
    gone = None
    if run.owner is not None and not joins:
        if is_alive(run.owner, run.heartbeat, LEASE_S):
            raise UsageError(f"run {run_id} is being worked on by {run.owner}; wait for it, or cancel it")
        gone = run.owner
    if joins and store.is_sqlite:
        raise UsageError("--join: several coordinators need a PostgreSQL store; SQLite has one writer")
    configuration = configuration_of(options, step)
    if run.config_hash != (configuration.model or configuration.rules):
        changed = "extractor or its settings changed since this run was planned: what is done stays as it is"
        reporter.event("changed", f"{changed}; a new run reads everything alike")
    counts = store.read(lambda connection: item_counts(connection, run_id))
    executor = make_executor(options, counts.pending + counts.leased)
    threads = asking_pool(step, options.threads) if step else None
    try:
        with stopping() as stop:
            store.write(lambda connection: take_over(connection, run_id, owner, gone))
            lessee = Lessee(run_id, owner, LEASE_S)
            work = Work(lessee, configuration, options.max_bytes, sends_bytes=options.cluster is not None)
            coordinator = Coordinator(store, work, executor, threads, reporter)
            if watch is not None:
                watch(coordinator)
            try:
                ending = coordinator.run(stop)
            except ClusterError:
                store.write(lambda connection: end_run(connection, run_id, owner, "interrupted"))
                raise
        because, is_refused = coordinator.stopped_because, coordinator.is_refused
        return Told(run_id, ending, coordinator.status, because, is_refused, stop.is_urgent)
    finally:
        if threads is not None:
            threads.close()
        executor.close()
        reporter.close()


def asking_pool(step: ModelStep, threads: int) -> AskingPool:
    """What asks about documents: several at a time over the wire, or many together in batches."""
    return step.pool() if isinstance(step, BatchApiStep) else ModelThreads(step, threads)


def make_executor(options: RunOptions, documents: int) -> Executor:
    """Local worker processes, no more than there are ``documents`` to read, or a cluster."""
    if options.cluster is not None:
        from extractor.batch.cluster import ClusterExecutor

        return ClusterExecutor(options.cluster, options.limits())
    return LocalPool(max(1, min(options.workers, documents)), READER, options.limits())


def retry_failed(store: Store, run_id: str) -> int:
    """Put the failed documents of a run, and those read by rule only, back to wait; how many."""

    def write(connection: Transaction) -> int:
        hashes = reopen_items(connection, run_id, NOT_DONE)
        forget_refusals(connection, hashes)
        return len(hashes)

    return store.write(write)


def cancel_run(store: Store, run_id: str) -> bool:
    """Cancel a run; True where somebody works on it and will stop within seconds, False where it rested."""
    run = run_named(store, run_id)
    if run.state in ("finished", "cancelled"):
        raise UsageError(f"run {run_id} is {run.state}; there is nothing to cancel")
    if run.owner is not None and is_alive(run.owner, run.heartbeat, LEASE_S):
        store.write(lambda connection: set_state(connection, run_id, "cancelling"))
        return True
    store.write(lambda connection: end_run(connection, run_id, run.owner or "", "cancelled"))
    return False


def reopen_by_rule(store: Store, run_id: str) -> int:
    """Put the documents of a run at rest whose model step failed back to wait; how many."""
    if state_of(store, run_named(store, run_id)) not in ("finished", "interrupted"):
        return 0
    return len(store.write(lambda connection: reopen_items(connection, run_id, ["by_rule"])))


@contextmanager
def stopping() -> Iterator[StopSign]:
    """Ctrl-C (or SIGTERM) sets the sign, a second one makes it urgent, a third one ends the process.

    Nothing is raised or printed here: the signal may come in the middle of a transaction, or of a line.
    """
    sign = StopSign()

    def handle(number: int, _frame: FrameType | None) -> None:
        if sign.is_set:
            sign.is_urgent = True
            signal.signal(number, signal.SIG_DFL)  # a store that answers no more must not hold anybody here
        sign.is_set = True

    if threading.current_thread() is not threading.main_thread():
        yield sign
        return
    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield sign
    finally:
        for number, handler in before.items():
            # once asked to stop, only the last lines are said: a late second signal must not cut them off
            signal.signal(number, signal.SIG_IGN if sign.is_set else handler)
