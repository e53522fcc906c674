"""Documents read in other processes, limited in time and memory; what brings one down is one failure."""

from extractor.workers.document import Outcome, Task, read_task
from extractor.workers.executor import Executor, WorkerLimits
from extractor.workers.pool import LocalPool

__all__ = ["Executor", "LocalPool", "Outcome", "Task", "WorkerLimits", "read_task"]
