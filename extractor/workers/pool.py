"""Worker processes on this machine, each limited in time and memory, replaced when they die or grow old."""

import os
import signal
import time
from collections import deque
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path

from extractor.errors import Failure
from extractor.limits import allowed_seconds, told_seconds
from extractor.workers.document_worker import OUT_OF_MEMORY, PAGE, READY
from extractor.workers.executor import WorkerLimits
from extractor.workers.starting import Start, Worker, started
from extractor.workers.tasks import Outcome, Task

PREFETCH = 2
"""Documents a worker holds: one it reads, one that waits, so that it never idles for the coordinator."""
QUEUE = 24
"""Documents a worker has before it in all; they are only names, so they cost no memory."""
START_S = 120.0
"""A worker that is not ready by then is given up."""


class _Child:
    """One worker and the documents it holds, the first of which it is reading."""

    def __init__(self, process: Worker, connection: Connection) -> None:
        self.process, self.connection = process, connection
        self.tasks: deque[Task] = deque()
        self.is_ready = False
        self.pages = 0
        """Pages of the document it reads that were begun and are read from their pictures."""
        self.begin()
        self.taken = 0

    def begin(self) -> None:
        """Its clock starts: it loads what it needs, or has a document before it."""
        self.since, self.pages = time.monotonic(), 0

    def give(self, task: Task) -> None:
        if not self.tasks and self.is_ready:
            self.begin()
        self.tasks.append(task)
        self.taken += 1
        self.connection.send(task)

    def stop(self) -> int:
        """Kill the process; its exit code (negative: the signal)."""
        self.connection.close()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        return self.process.wait()


class LocalPool:
    """An Executor of child processes. A document that kills its worker twice is a recorded failure."""

    def __init__(
        self, workers: int, reader: str, limits: WorkerLimits | None = None, start: Start = started
    ) -> None:
        self.limits = limits or WorkerLimits()
        self._reader, self._start = reader, start
        self._children = [self._new_child() for _ in range(workers)]
        self._waiting: deque[Task] = deque()
        self._tries: dict[str, int] = {}
        self._finished: list[Outcome] = []

    @property
    def capacity(self) -> int:
        """Enough that the workers do not wait while the coordinator writes."""
        return QUEUE * len(self._children)

    def room(self) -> int:
        """How many more documents the workers take now."""
        return max(0, self.capacity - self.under_way())

    def submit(self, task: Task) -> None:
        """Take a document over."""
        self._waiting.append(task)
        self._hand_out()

    def withdraw(self) -> list[str]:
        """Take back what no worker has been given."""
        hashes = [task.key for task in self._waiting]
        self._waiting.clear()
        return hashes

    def holds(self) -> set[str]:
        """Hashes of the documents that were submitted and not yet collected."""
        given = {task.key for child in self._children for task in child.tasks}
        waiting = {task.key for task in self._waiting}
        return given | waiting | {outcome.key for outcome in self._finished}

    def under_way(self) -> int:
        """Documents that were submitted and not yet collected."""
        return sum(len(child.tasks) for child in self._children) + len(self._waiting) + len(self._finished)

    def collect(self, timeout_s: float) -> list[Outcome]:
        """Outcomes that are there, after waiting for the first up to ``timeout_s``."""
        if not self._finished:
            by_connection = {child.connection: child for child in self._children}
            for ready in wait(list(by_connection), timeout=self._until_deadline(timeout_s)):
                self._receive(by_connection[ready])  # type: ignore[index]  # only our connections are waited for
            self._stop_late_ones()
        self._hand_out()
        finished, self._finished = self._finished, []
        return finished

    def close(self) -> None:
        """Stop all workers at once."""
        for child in self._children:
            child.stop()
        self._children = []
        self._waiting.clear()

    def _until_deadline(self, timeout_s: float) -> float:
        now = time.monotonic()
        left = [self._deadline(child) - now for child in self._children if child.tasks or not child.is_ready]
        return max(0.0, min([timeout_s, *left]))

    def _deadline(self, child: _Child) -> float:
        if not child.is_ready:
            return child.since + START_S
        return child.since + allowed_seconds(self.limits.seconds, child.pages)

    def _receive(self, child: _Child) -> None:
        try:
            message = child.connection.recv()
        except (EOFError, OSError):
            code = child.stop()
            cause = f"signal {-code}" if code < 0 else f"exit code {code}"
            self._bury(child, Failure("worker", "WorkerDied", f"brought its worker down ({cause})"))
            return
        if message == READY:
            child.is_ready = True
            child.begin()
            return
        if message == PAGE:
            child.pages += 1
            return
        if message == OUT_OF_MEMORY:
            child.stop()
            limit = f"needs more than {self.limits.memory_mb} MB; raise --memory-mb"
            self._bury(child, Failure("worker", "MemoryLimit", limit))
            return
        task = child.tasks.popleft()
        child.begin()
        self._finished.append(message._replace(tries=self._tries.pop(task.key, 0) + 1))
        if child.taken >= self.limits.recycle_after and not child.tasks:
            child.stop()
            self._replace(child)

    def _stop_late_ones(self) -> None:
        now = time.monotonic()
        for child in list(self._children):
            if (child.tasks or not child.is_ready) and now > self._deadline(child):
                child.stop()
                limit = f"took more than {told_seconds(self.limits.seconds, child.pages)}; raise --seconds"
                self._bury(child, Failure("worker", "TimeLimit", limit))

    def _bury(self, child: _Child, failure: Failure) -> None:
        """Replace a dead worker; what it was reading is tried once more or given up, the rest waits again."""
        tasks = child.tasks
        if tasks and child.is_ready:
            task = tasks.popleft()
            tries = self._tries.get(task.key, 0) + 1
            if tries < self.limits.max_tries:
                self._tries[task.key] = tries
                self._waiting.append(task)
            else:
                self._tries.pop(task.key, None)
                name = Path(task.path).name
                often = f" ({tries} tries)" if tries > 1 else ""
                told = failure._replace(message=f"{name}: {failure.message}{often}")
                self._finished.append(Outcome(task.key, None, told, False, 0.0, "", tries))
        self._waiting.extendleft(reversed(tasks))
        self._replace(child)

    def _replace(self, child: _Child) -> None:
        self._children[self._children.index(child)] = self._new_child()

    def _new_child(self) -> _Child:
        return _Child(*self._start(self.limits.memory_mb, self._reader))

    def _hand_out(self) -> None:
        for depth in range(PREFETCH):
            for child in self._children:
                if self._waiting and len(child.tasks) <= depth and self._takes(child):
                    try:
                        child.give(self._waiting[0])
                        self._waiting.popleft()
                    except OSError:  # it died this moment; collect() will find out and bury it
                        child.tasks.pop()
                        return

    def _takes(self, child: _Child) -> bool:
        return child.taken < self.limits.recycle_after
