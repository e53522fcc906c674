"""Reading on a dask cluster: batches of documents over the same pure function, results to the coordinator.

The cluster keeps nothing: leases and results are in the store, so a lost scheduler costs only what was
under way. Each dask worker reads through a limited child process of its own (``LocalPool``), so that a
document which brings its reader down is handled as on one machine.
"""

import asyncio
import importlib
import logging
import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from extractor.batch.worker_identity import READER, code_fingerprint
from extractor.errors import ClusterError, Failure, UsageError, install_line
from extractor.workers import LocalPool, Outcome, Task, WorkerLimits

Client = Any
Future = Any
"""Of dask.distributed, whose types say little."""

BATCH = 10
"""Documents a task: at 10 to 20 ms each, sending them costs little beside reading them."""
CONNECT_S = 15.0
RETRIES = 3
"""Times a batch is given to another worker when its worker is lost."""

_LOST = "the scheduler is lost; start it again and resume: what was read is in the store"
_OTHER_VERSION = "another version of extractor than here; make them equal and resume"

_pools = threading.local()


def read_batch(tasks: list[Task], limits: WorkerLimits, code: str) -> list[Outcome]:
    """Read some documents on a dask worker; runs there, in one of its threads.

    Raises ClusterError where the worker, which may have come later than the others, runs other code.
    """
    if code != code_fingerprint():
        raise ClusterError(f"{os.uname().nodename}: {_OTHER_VERSION}")
    pool: LocalPool | None = getattr(_pools, "pool", None)
    if pool is None:
        pool = _pools.pool = LocalPool(1, READER, limits)
    for task in tasks:
        pool.submit(task)
    outcomes: list[Outcome] = []
    while pool.under_way():
        outcomes += pool.collect(1.0)
    return outcomes


def fingerprint() -> str:
    """What a dask worker would read with; runs there."""
    return code_fingerprint()


_MOST_GIVEN_UP = 20
"""Batches that dask may give up in a run before the cluster counts as lost."""


class ClusterExecutor:
    """An Executor over dask.distributed.

    ``address``: ``tcp://host:8786``, ``tls://host:8786``, or ``local:N`` for N processes on this machine.
    Raises ClusterError where nothing answers there, a worker runs other code, or the scheduler is lost.
    """

    def __init__(self, address: str, limits: WorkerLimits, batch: int = BATCH) -> None:
        self._limits, self._batch = limits, batch
        self._waiting: deque[Task] = deque()
        self._under_way: dict[Future, list[Task]] = {}
        self._finished: list[Outcome] = []
        self._single: set[str] = set()
        self._given_up = 0
        self._cluster: Any = None
        self._client = self._connect(address)
        try:
            self._threads = self._check_workers()
        except BaseException:
            self.close()
            raise

    @property
    def capacity(self) -> int:
        """Two batches for each thread of the cluster: one that is read, one that waits beside it."""
        return 2 * self._batch * max(1, self._threads)

    def room(self) -> int:
        """How many more documents the cluster takes now."""
        return max(0, self.capacity - self.under_way())

    def submit(self, task: Task) -> None:
        """Take a document over; it is sent when a batch is full or nothing else is under way."""
        self._waiting.append(task)
        if len(self._waiting) >= self._batch:
            self._send()

    def withdraw(self) -> list[str]:
        """Take back what was not sent."""
        hashes = [task.key for task in self._waiting]
        self._waiting.clear()
        return hashes

    def holds(self) -> set[str]:
        """Hashes of the documents that were submitted and not yet collected."""
        sent = {task.key for tasks in self._under_way.values() for task in tasks}
        return sent | {task.key for task in self._waiting} | {one.key for one in self._finished}

    def under_way(self) -> int:
        """Documents that were submitted and not yet collected."""
        return sum(map(len, self._under_way.values())) + len(self._waiting) + len(self._finished)

    def collect(self, timeout_s: float) -> list[Outcome]:
        """Outcomes that are there, after waiting for the first up to ``timeout_s``."""
        self._send()
        with self._reaching():
            for future in self._wait(timeout_s):
                self._receive(future, self._under_way.pop(future))
        finished, self._finished = self._finished, []
        return finished

    def close(self) -> None:
        """Leave the cluster; one that was started for this run is stopped."""
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # it tells at length that we leave
        self._client.close(timeout=5)
        if self._cluster is not None:
            self._cluster.close(timeout=10)

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        """What dask raises, in its many ways, when the scheduler is lost, as the one error it is."""
        client = importlib.import_module("distributed.client")
        try:
            yield
        except (client.CancelledError, asyncio.CancelledError, client.ClosedClientError, OSError) as error:
            raise ClusterError(_LOST) from error
        if self._client.status != "running":
            raise ClusterError(_LOST)

    def _wait(self, timeout_s: float) -> set[Future]:
        """The futures that are done, after waiting for the first."""
        if not self._under_way:
            return set()
        wait = importlib.import_module("distributed").wait
        try:
            with self._client.as_current():  # wait() asks for no client, it takes the one of the moment
                done: set[Future] = wait(
                    list(self._under_way), timeout=timeout_s, return_when="FIRST_COMPLETED"
                ).done
        except TimeoutError:
            return set()
        except importlib.import_module("distributed.client").CancelledError:
            if self._client.status != "running":
                raise
            return {future for future in self._under_way if future.done()}
        return done

    def _send(self) -> None:
        with self._reaching():
            self._send_waiting()

    def _send_waiting(self) -> None:
        while self._waiting:
            tasks = [self._waiting.popleft() for _ in range(min(self._batch, len(self._waiting)))]
            parts = [[task] for task in tasks] if self._single & {t.key for t in tasks} else [tasks]
            for part in parts:
                arguments = (part, self._limits, code_fingerprint())
                future = self._client.submit(read_batch, *arguments, pure=False, retries=RETRIES)
                self._under_way[future] = part

    def _receive(self, future: Future, tasks: list[Task]) -> None:
        error = (
            None if future.status == "finished" else future.exception() if future.status == "error" else None
        )
        if future.status == "finished":
            self._finished += future.result()
        elif future.status in ("cancelled", "lost"):
            self._send_again(tasks)
        elif isinstance(error, ClusterError):
            raise error
        elif len(tasks) > 1:
            # Its workers were lost several times: find out which document it is by sending each alone.
            self._single |= {task.key for task in tasks}
            self._waiting.extend(tasks)
        else:
            failure = Failure(
                "worker", "WorkerDied", f"{tasks[0].path}: its dask worker was lost ({error})"[:300]
            )
            self._finished.append(Outcome(tasks[0].key, None, failure, False, 0.0, "", RETRIES))

    def _send_again(self, tasks: list[Task]) -> None:
        """Send once more what dask gave up with a worker; ClusterError where more is lost than that."""
        self._given_up += 1
        if self._client.status != "running" or self._given_up > _MOST_GIVEN_UP:
            raise ClusterError(_LOST)
        self._waiting.extend(tasks)

    def _connect(self, address: str) -> Client:
        try:
            dask = importlib.import_module("distributed")
        except ImportError as error:
            raise UsageError(f"--cluster needs dask.distributed: {install_line('cluster')}") from error
        for name in ("distributed", "distributed.worker", "distributed.nanny"):
            logging.getLogger(name).setLevel(logging.ERROR)
        # A lost scheduler is an error of ours in one line; dask tells it in a hundred.
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
        if address.startswith("local:"):
            number = address.removeprefix("local:")
            if not number.isdecimal() or not 0 < int(number) <= 256:
                raise UsageError(f"--cluster {address}: give a number of processes, e.g. local:2")
            self._cluster = dask.LocalCluster(
                n_workers=int(number),
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address=None,
                memory_limit=0,
            )
            return dask.Client(self._cluster)
        if not address.startswith(("tcp://", "tls://")):
            raise UsageError(f"--cluster {address}: give tcp://HOST:PORT, tls://HOST:PORT or local:N")
        try:
            return dask.Client(address, timeout=CONNECT_S, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(
                f"no scheduler answers at {address} ({type(error).__name__}); check the address, start it"
            ) from error

    def _check_workers(self) -> int:
        """Threads of the cluster; ClusterError where there are none or they run other code."""
        try:
            self._client.wait_for_workers(1, timeout=CONNECT_S)
        except TimeoutError as error:
            raise ClusterError("the scheduler has no workers; start some: dask worker ADDRESS") from error
        try:
            codes = self._client.run(fingerprint)
        except Exception as error:
            raise ClusterError(
                f"the workers cannot run extractor ({type(error).__name__}: {str(error)[:120]}); "
                "install the same version on every host"
            ) from error
        other = sorted(worker for worker, code in codes.items() if code != code_fingerprint())
        if other:
            raise ClusterError(f"{', '.join(other[:3])}: {_OTHER_VERSION}")
        return sum(self._client.nthreads().values())
