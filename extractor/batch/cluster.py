"""Reading on a dask cluster: batches of documents over the same pure function, results to the coordinator.

The cluster keeps nothing: leases and results are in the store, so a lost scheduler costs only what was
under way. Each dask worker reads through a limited child process of its own (``LocalPool``), so that a
document which brings its reader down is handled as on one machine.
"""

import importlib
import logging
import threading
from collections import deque
from typing import Any

from extractor.batch.document import Outcome, Task
from extractor.batch.executor import Limits
from extractor.batch.identity import code_fingerprint
from extractor.batch.pool import LocalPool
from extractor.errors import ClusterError, UsageError
from extractor.store import Failure

Client = Any
Future = Any
"""Of dask.distributed, whose types say little."""

BATCH = 10
"""Documents a task: at 10 to 20 ms each, sending them costs little beside reading them."""
CONNECT_S = 15.0
RETRIES = 3
"""Times a batch is given to another worker when its worker is lost."""

_pools = threading.local()


def read_batch(tasks: list[Task], limits: Limits) -> list[Outcome]:
    """Read some documents on a dask worker; runs there, in one of its threads."""
    pool: LocalPool | None = getattr(_pools, "pool", None)
    if pool is None:
        pool = _pools.pool = LocalPool(1, limits)
    for task in tasks:
        pool.submit(task)
    outcomes: list[Outcome] = []
    while pool.under_way():
        outcomes += pool.collect(1.0)
    return outcomes


def fingerprint() -> str:
    """What a dask worker would read with; runs there."""
    return code_fingerprint()


class ClusterExecutor:
    """An Executor over dask.distributed.

    ``address``: ``tcp://host:8786``, ``tls://host:8786``, or ``local:N`` for N processes on this machine.
    Raises ClusterError where nothing answers there, a worker runs other code, or the scheduler is lost.
    """

    def __init__(self, address: str, limits: Limits, batch: int = BATCH) -> None:
        self._limits, self._batch = limits, batch
        self._waiting: deque[Task] = deque()
        self._under_way: dict[Future, list[Task]] = {}
        self._finished: list[Outcome] = []
        self._single: set[str] = set()
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
        hashes = [task.sha256 for task in self._waiting]
        self._waiting.clear()
        return hashes

    def holds(self) -> set[str]:
        """Hashes of the documents that were submitted and not yet collected."""
        sent = {task.sha256 for tasks in self._under_way.values() for task in tasks}
        return sent | {task.sha256 for task in self._waiting} | {one.sha256 for one in self._finished}

    def under_way(self) -> int:
        """Documents that were submitted and not yet collected."""
        return sum(map(len, self._under_way.values())) + len(self._waiting) + len(self._finished)

    def collect(self, timeout_s: float) -> list[Outcome]:
        """Outcomes that are there, after waiting for the first up to ``timeout_s``."""
        wait = importlib.import_module("distributed").wait
        self._send()
        if self._client.status != "running":
            raise ClusterError(
                "the scheduler is lost; start it again and resume: what was read is in the store"
            )
        if self._under_way:
            try:
                done, _ = wait(list(self._under_way), timeout=timeout_s, return_when="FIRST_COMPLETED")
            except TimeoutError:
                done = set()
            for future in done:
                self._receive(future, self._under_way.pop(future))
        finished, self._finished = self._finished, []
        return finished

    def close(self) -> None:
        """Leave the cluster; one that was started for this run is stopped."""
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # it tells at length that we leave
        self._client.close(timeout=5)
        if self._cluster is not None:
            self._cluster.close(timeout=10)

    def _send(self) -> None:
        while self._waiting:
            tasks = [self._waiting.popleft() for _ in range(min(self._batch, len(self._waiting)))]
            parts = [[task] for task in tasks] if self._single & {t.sha256 for t in tasks} else [tasks]
            for part in parts:
                future = self._client.submit(read_batch, part, self._limits, pure=False, retries=RETRIES)
                self._under_way[future] = part

    def _receive(self, future: Future, tasks: list[Task]) -> None:
        error = (
            None if future.status == "finished" else future.exception() if future.status == "error" else None
        )
        if future.status == "finished":
            self._finished += future.result()
        elif future.status == "cancelled" or future.status == "lost":
            raise ClusterError(
                "the scheduler is lost; start it again and resume: what was read is in the store"
            )
        elif len(tasks) > 1:
            # Its workers were lost several times: find out which document it is by sending each alone.
            self._single |= {task.sha256 for task in tasks}
            self._waiting.extend(tasks)
        else:
            failure = Failure(
                "worker", "WorkerDied", f"{tasks[0].path}: its dask worker was lost ({error})"[:300]
            )
            self._finished.append(Outcome(tasks[0].sha256, None, failure, False, 0.0, "", RETRIES))

    def _connect(self, address: str) -> Client:
        try:
            dask = importlib.import_module("distributed")
        except ImportError as error:
            raise UsageError("--cluster needs dask.distributed; install extractor[cluster]") from error
        for name in ("distributed", "distributed.worker", "distributed.nanny"):
            logging.getLogger(name).setLevel(logging.ERROR)
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
            raise ClusterError(
                f"{', '.join(other[:3])}: another version of extractor than here; make them equal"
            )
        return sum(self._client.nthreads().values())
