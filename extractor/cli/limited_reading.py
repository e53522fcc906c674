"""How ``extract`` reads: by rule in a process with limits of time and memory, then with a model if asked."""

import os
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from extractor import pipeline
from extractor.cli.result_names import Job
from extractor.cli.terminal import Terminal
from extractor.discovery import read_location
from extractor.errors import DocumentError, Failure, RunStoppedError, fault
from extractor.forms import added_sources
from extractor.judging.engines import Engine
from extractor.records import Document, Report
from extractor.settings import Settings
from extractor.workers import READER, LocalPool, Outcome, Task, WorkerLimits, in_order, soonest
from extractor.workers.unpacked_reports import read_reports

Read = list[tuple[Document, Report]]


class How(NamedTuple):
    """How documents are read."""

    settings: Settings
    limits: WorkerLimits
    form: str | None = None
    """Id of the form that all documents follow."""


@contextmanager
def read_by_rule(jobs: Sequence[Job], how: How) -> Iterator[Iterator[Outcome]]:
    """What comes of each of ``jobs``, in their order, read ahead while the one before is written.

    The process that reads begins with the block, before this process has threads, and ends with it. Where the
    system has no such processes (Windows), documents are read here, without limits.
    """
    tasks = [
        Task(str(number), job.location, how.settings.max_bytes, forms=added_sources(), form=how.form)
        for number, job in enumerate(jobs)
    ]
    if os.name != "posix":
        yield (read_reports(task, "") for task in tasks)
        return
    pool = LocalPool(1, READER, how.limits, soonest)
    try:
        yield in_order(pool, tasks)
    finally:
        pool.close()


def reports_of(
    job: Job, outcome: Outcome, how: How, engine: Engine | None, terminal: Terminal
) -> Read | Failure:
    """The reports of one file; with an engine, what was read by rule in time is read again and asked about.

    Raises RunStoppedError where asking on is of no use.
    """
    if outcome.trace:
        terminal.detail(outcome.trace)
    if outcome.failure is not None:
        return outcome.failure
    terminal.detail(f"{job.path}: read in {outcome.seconds * 1000:.0f} ms")
    read: Read = outcome.packed
    return read if engine is None else _asked(job, read[0][0], how, engine, terminal)


def _asked(job: Job, document: Document, how: How, engine: Engine, terminal: Terminal) -> Read | Failure:
    try:
        look = pipeline.second_look(document, read_location(job.location, how.settings.max_bytes))
        return list(pipeline.extract_every(document, engine=engine, look=look, form=how.form))
    except RunStoppedError:
        raise
    except DocumentError as error:
        return Failure(error.stage, type(error).__name__, str(error))
    except Exception as error:  # noqa: BLE001 - a fault of ours in one document must not stop the others
        terminal.detail("".join(traceback.format_exception(error)).rstrip())
        return fault(job.file_name, error)
