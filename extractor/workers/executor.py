"""The seam between the coordinator and what reads documents: local processes or a cluster."""

from typing import NamedTuple, Protocol

from extractor.limits import MEMORY_MB, SECONDS
from extractor.workers.tasks import Outcome, Task


class WorkerLimits(NamedTuple):
    """What one document may cost, and how long a worker lives."""

    seconds: float = SECONDS
    """Each page that is read from its picture adds to it: see ``extractor.limits``."""
    memory_mb: int = MEMORY_MB
    """On top of what an idle worker holds."""
    recycle_after: int = 2000
    """Documents; then the worker is replaced, so that nothing can pile up in it."""
    max_tries: int = 2
    """Tries of a document that kills its worker, runs out of time or memory."""


class Executor(Protocol):
    """Reads documents somewhere else. Not thread-safe: one coordinator drives it."""

    @property
    def capacity(self) -> int:
        """How many documents it holds at most."""
        ...

    def room(self) -> int:
        """How many more documents it takes now without piling them up."""
        ...

    def submit(self, task: Task) -> None:
        """Take a document over."""
        ...

    def collect(self, timeout_s: float) -> list[Outcome]:
        """Outcomes that are there, after waiting for the first up to ``timeout_s``.

        Raises ClusterError where the executor as a whole is lost.
        """
        ...

    def withdraw(self) -> list[str]:
        """Take back what no worker has begun; the hashes."""
        ...

    def holds(self) -> set[str]:
        """Hashes of the documents that were submitted and not yet collected."""
        ...

    def under_way(self) -> int:
        """Documents that were submitted and not yet collected."""
        ...

    def close(self) -> None:
        """Stop at once; documents under way are given up."""
        ...
