"""Many documents from Python: read side by side, handed over in the order in which they were found."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from extractor.discovery import discover, shown_path
from extractor.errors import Failure, UsageError
from extractor.extensions import load_all
from extractor.forms import added_sources, edition_named
from extractor.ingest import DEFAULT_MAX_BYTES
from extractor.limits import MEMORY_MB, workers_that_fit
from extractor.records import Report
from extractor.workers import READER, LocalPool, Outcome, Task, WorkerLimits, in_order

Progress = Callable[[int, int], None]
"""Called with the numbers of files that are done and of all, whenever one is done."""


class Reading(NamedTuple):
    """One report of a file, or why there is none."""

    path: str
    """The file; a member of an archive is ``archive.zip!/member``."""
    report: Report | None
    text: str = ""
    """The canonical text that the Report's offsets refer to."""
    failure: Failure | None = None

    def __repr__(self) -> str:
        """One short line."""
        return f"<Reading {self.path}: {self.report or (self.failure and self.failure.message)}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from html import escape

        return self.report._repr_html_() if self.report else f"<p>{escape(repr(self))}</p>"


def extract_many(
    sources: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    workers: int | None = None,
    form: str | None = None,
    limits: WorkerLimits | None = None,
    progress: Progress | None = None,
) -> Iterator[Reading]:
    """Read files, folders and archives by rule, in ``workers`` processes (default: one a core).

    Without ``workers`` there are no more than fit into the machine's memory when all use up their limits.
    Every file is accounted for: it gives a :class:`Reading` for each report in it, or one that says why
    there is none. Memory stays flat: some dozens of Reports wait at most. A document that
    brings its process down, or takes more than ``limits`` allow (seconds, MB), is a failure of its own after
    two tries. ``form``: as in :func:`extractor.extract`; forms that were added are known to the processes.

    Raises UsageError at once for an unknown form, an empty path, a number of workers below 1, or an installed
    extension that cannot be loaded.

    >>> from extractor import extract_many
    >>> for reading in extract_many("fixtures/reports/shuangzhan-2020.txt", workers=1):
    ...     print(reading.report.issuer.value, reading.failure)
    双栈县人民政府 None
    """
    if workers is not None and (not isinstance(workers, int) or workers < 1):
        raise UsageError(f"workers = {workers!r}: give a whole number from 1 on, or none for one a core")
    given = [sources] if isinstance(sources, str | os.PathLike) else list(sources)
    if any(not os.fspath(each) for each in given):
        raise UsageError("an empty path would mean the whole working folder; say '.' for that")
    # Before anything is read: a mistake of the call is no failure of each file.
    load_all()
    if form is not None:
        edition_named(form)
    memory_mb = limits.memory_mb if limits else MEMORY_MB
    workers = workers or workers_that_fit(os.cpu_count() or 1, memory_mb)
    return _read_all([Path(each) for each in given], workers, form, limits, progress)


def _read_all(
    given: Sequence[Path],
    workers: int,
    form: str | None,
    limits: WorkerLimits | None,
    progress: Progress | None,
) -> Iterator[Reading]:
    found = discover(given)
    for one in found.passed_over:
        kind = "Unreachable" if one.is_failure else "Skipped"
        yield Reading(shown_path(one.location), None, failure=Failure("discovery", kind, one.reason))
    # A task is known by its number: the same content at two places is handed over twice.
    tasks = [
        Task(str(number), one.location, DEFAULT_MAX_BYTES, forms=added_sources(), form=form)
        for number, one in enumerate(found.inputs)
    ]
    if tasks:
        pool = LocalPool(min(workers, len(tasks)), READER, limits)
        try:
            for number, outcome in enumerate(in_order(pool, tasks)):
                yield from _readings(tasks[number], outcome)
                if progress is not None:
                    progress(number + 1, len(tasks))
        finally:
            pool.close()


def _readings(task: Task, outcome: Outcome) -> Iterator[Reading]:
    path = shown_path(task.path)
    if outcome.failure is not None:
        yield Reading(path, None, failure=outcome.failure)
        return
    for document, report in outcome.packed:
        yield Reading(path, report, document.text)
