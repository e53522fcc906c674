"""What the commands of ``extractor batch`` do: open the store, call one function, say how it ended."""

import os
import shlex
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pydantic import TypeAdapter

from extractor.batch import (
    Coordinator,
    JsonLines,
    LiveDisplay,
    Metrics,
    PlainLines,
    Reporter,
    RunOptions,
    Silent,
    Told,
    cancel_run,
    plan_run,
    record_run,
    reopen_by_rule,
    retry_failed,
    run_named,
    status_of,
    work_off,
)
from extractor.batch.reporting import drawing, progress_line
from extractor.cli.batch_engine import Asking, opened_step
from extractor.cli.engine import choose_engine
from extractor.cli.forms import known_forms
from extractor.cli.result_names import tell_passed_over
from extractor.cli.stores import must_be_filled
from extractor.cli.terminal import Terminal, printable
from extractor.discovery import discover, shown_path
from extractor.errors import UsageError
from extractor.limits import workers_that_fit
from extractor.settings import Engine, Settings, load
from extractor.store import Store, collect, failed_items, open_store, open_store_to_read

if TYPE_CHECKING:
    from rich.console import Console


class Show(NamedTuple):
    """How a run is shown."""

    terminal: Terminal
    log: str
    metrics_port: int | None


class Ended(NamedTuple):
    """Exit code of a command, and whether it was stopped without waiting for anything."""

    code: int
    at_once: bool = False


def options_from(
    settings: Settings,
    terminal: Terminal,
    *,
    workers: int | None,
    memory_mb: int,
    **others: object,
) -> RunOptions:
    """Run options from settings and flags; says which engine was chosen where the user did not."""
    engine, why = choose_engine(settings)
    if why is not None:
        terminal.note(why)
    if workers is not None and (fitting := workers_that_fit(workers, memory_mb)) < workers:
        terminal.note(
            f"{workers} workers of up to {memory_mb} MB are more than this machine's memory holds if all use "
            f"up their limit; {fitting} would fit"
        )
    return RunOptions.model_validate(
        {
            "engine": engine,
            "workers": workers or workers_that_fit(cores(), memory_mb),
            "memory_mb": memory_mb,
            "max_bytes": settings.max_bytes,
            "batch_api": settings.batch_api,
            **others,
        }
    )


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def start(
    folders: Sequence[Path],
    db: str,
    how: tuple[Settings, RunOptions],
    what: tuple[int | None, bool],
    show: Show,
) -> int:
    """Plan, record and work off a run; the exit code. ``what``: (limit, dry run)."""
    (settings, options), (limit, is_dry) = how, what
    reporter = make_reporter(show)
    # Whole paths: the run may be resumed from another folder.
    found = discover([Path(os.path.abspath(folder)) for folder in folders])
    sample = [one.location for one in found.inputs]
    settings = settings.model_copy(update={"dry_run": is_dry})
    with (
        opened(db) as store,
        opened_step(engine_of(options), settings, store, sample, show.terminal.note) as asking,
    ):
        planned = plan_run(store, found, options, limit, asking.step)
        if not planned.found:
            raise UsageError("nothing to read in what was given; name a file, or check the folder")
        reporter.event("plan", planned.plan.sentence(), **planned.plan.facts())
        tell_passed_over(planned.plan.passed_over, show.terminal)
        if is_dry:
            return 0
        run_id = record_run(store, planned)
        asking.belongs_to(run_id)
        ended = carry_on(store, run_id, show, reporter, asking)
    return leave(ended)


def go_on(db: str, run: str | None, show: Show, *, joins: bool = False) -> int:
    """Resume a run; the exit code."""
    with opened(db, must_exist=True) as store:
        named = run_named(store, run)
        again = 0 if joins else reopen_by_rule(store, named.run_id)
        if again:
            show.terminal.note(f"{again} documents were read by rule only; the model is asked again")
        elif named.state in ("finished", "cancelled"):
            show.terminal.note(f"run {named.run_id} is {named.state}; nothing is left to do")
            return 0
        settings, engine = settings_of_run(store, named.run_id)
        with opened_step(engine, settings, store, say=show.terminal.note) as asking:
            asking.belongs_to(named.run_id)
            ended = carry_on(store, named.run_id, show, make_reporter(show), asking, joins=joins)
    return leave(ended)


def retry_run(db: str, run: str | None, show: Show) -> int:
    """Try the failed documents of a run again; the exit code."""
    with opened(db, must_exist=True) as store:
        run_id = run_named(store, run).run_id
        again = retry_failed(store, run_id)
        show.terminal.note(f"{again} documents are tried again")
        if not again:
            return 0
        settings, engine = settings_of_run(store, run_id)
        with opened_step(engine, settings, store, say=show.terminal.note) as asking:
            asking.belongs_to(run_id)
            ended = carry_on(store, run_id, show, make_reporter(show), asking)
    return leave(ended)


def engine_of(options: RunOptions) -> Engine:
    """The engine of a run, as settings name it."""
    return TypeAdapter(Engine).validate_python(options.engine)


def settings_of_run(store: Store, run_id: str) -> tuple[Settings, Engine]:
    """Settings of now with what was recorded with the run, and its engine."""
    options = RunOptions.model_validate_json(run_named(store, run_id).config)
    kept = {"engine": options.engine, "max_bytes": options.max_bytes, "batch_api": options.batch_api or None}
    settings = load(kept)
    known_forms(settings.forms)
    return settings, engine_of(options)


def carry_on(
    store: Store, run_id: str, show: Show, reporter: Reporter, asking: Asking, *, joins: bool = False
) -> Ended:
    """Work a recorded run off and say how it ended."""
    at_work: list[Coordinator] = []
    again = f"extractor batch resume --db {shlex.quote(store.name)} --run {run_id}"
    metrics = (
        Metrics(show.metrics_port, lambda: at_work[0].status if at_work else None)
        if show.metrics_port is not None
        else None
    )
    if metrics is not None:
        reporter.event("metrics", f"metrics: http://127.0.0.1:{metrics.port}/metrics", port=metrics.port)
    try:
        told = work_off(store, run_id, reporter, asking.step, at_work.append, joins=joins)
    except KeyboardInterrupt:
        show.terminal.failure(f"stopped; go on with: {again}")
        return Ended(1)
    finally:
        if metrics is not None:
            metrics.close()
    return Ended(conclude(store, told, show, again), told.at_once)


def leave(ended: Ended) -> int:
    """The exit code; where the run was stopped at once, the process ends here.

    The interpreter would wait at its end for threads that wait for a reply.
    """
    if ended.at_once:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(ended.code)
    return ended.code


def conclude(store: Store, told: Told, show: Show, again: str) -> int:
    """The last lines of a run; its exit code."""
    from extractor.review.current_values import keep_corrected
    from extractor.review.persistence import ReviewStore

    keep_corrected(ReviewStore(store))  # of documents that were read again: views show what people decided
    status = status_of(store, told.run_id)
    for item in (
        store.read(lambda connection: failed_items(connection, told.run_id))
        if status.failed or status.by_rule
        else ()
    ):
        line = f"failed at {item.failure.stage}: {item.failure.message}"
        show.terminal.detail(f"{shown_path(item.path)}: {line}")
    say = show.terminal.note if told.ending == "finished" else show.terminal.failure
    say(f"{told.ending}: {progress_line(status)}")
    if told.because:
        show.terminal.failure(f"it stopped because {told.because}")
    if told.ending == "interrupted":
        show.terminal.failure(f"go on with: {again}")
    elif status.failed or status.by_rule:
        show.terminal.failure(
            f"{status.failed} failed, {status.by_rule} by rule only; "
            f"list them with: {again.replace('resume', 'status')} --failed"
        )
    if told.is_refused and not status.calls and not status.done:
        return 2  # it was never of any use to ask: key, model or address are wrong
    return 0 if told.ending == "finished" and not (status.failed or status.by_rule) else 1


def show_status(db: str, run: str | None, how: tuple[bool, bool, bool], terminal: Terminal) -> None:
    """Print the status of a run. ``how``: (as JSON, watch, list failures)."""
    as_json, watches, failures = how
    with opened(db, must_exist=True, opening=open_store_to_read) as store:
        run_id = run_named(store, run).run_id
        console = terminal.console()
        if watches and console.is_terminal:
            _watch(store, run_id, console)
            return
        status = status_of(store, run_id)
        if as_json:
            sys.stdout.write(status.model_dump_json(indent=2) + "\n")
            return
        console.print(f"{status.state}")
        console.print(drawing(status))
        if failures:
            for item in store.read(lambda connection: failed_items(connection, run_id)):
                sys.stdout.write(
                    printable(f"{shown_path(item.path)}\t{item.failure.error}\t{item.failure.message}") + "\n"
                )


def cancel_named(db: str, run: str | None, terminal: Terminal) -> None:
    """Cancel a run and say what happens."""
    with opened(db, must_exist=True) as store:
        run_id = run_named(store, run).run_id
        is_running = cancel_run(store, run_id)
        what = "will stop within seconds" if is_running else "is cancelled"
        terminal.note(f"run {run_id} {what}; what is done stays")


def collect_garbage(db: str, keep_runs: int, is_dry: bool, terminal: Terminal) -> None:
    """Remove what nothing refers to and say how much it was."""
    with opened(db, must_exist=True) as store:
        garbage = collect(store, keep_runs, dry_run=is_dry)
        verb = "would remove" if is_dry else "removed"
        terminal.note(f"{verb} {garbage.runs} runs, {garbage.reports} Reports, {garbage.texts} texts")


@contextmanager
def opened(
    db: str, *, must_exist: bool = False, opening: Callable[[str], Store] = open_store
) -> Iterator[Store]:
    """The store behind ``--db``, closed at the end; UsageError where it must be there and is not."""
    if must_exist:
        must_be_filled(db)
    store = opening(db)
    try:
        yield store
    finally:
        store.close()


def make_reporter(show: Show) -> Reporter:
    """What shows the progress: redrawn on a terminal, lines elsewhere, JSON lines with --log json."""
    if show.log not in ("auto", "plain", "json"):
        raise UsageError(f"--log {show.log}: it is auto, plain or json")
    if show.log == "json":
        return JsonLines(sys.stderr)
    if show.terminal.quiet:
        return Silent()
    if show.log == "auto" and sys.stderr.isatty():
        from rich.console import Console

        return LiveDisplay(Console(stderr=True))
    return PlainLines(sys.stderr)


def _watch(store: Store, run_id: str, console: "Console") -> None:
    from rich.live import Live

    with Live(console=console, refresh_per_second=4) as live:
        while True:
            status = status_of(store, run_id)
            live.update(drawing(status))
            if status.state not in ("running", "cancelling"):
                return
            time.sleep(1)
