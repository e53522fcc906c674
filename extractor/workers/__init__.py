"""Documents read in other processes, limited in time and memory; what brings one down is one failure."""

from extractor.workers.document import Outcome, Task, read_task
from extractor.workers.executor import Executor, WorkerLimits
from extractor.workers.ordered import in_order
from extractor.workers.pool import LocalPool
from extractor.workers.reports import READER, read_reports
from extractor.workers.starting import soonest

__all__ = [
    "READER",
    "Executor",
    "LocalPool",
    "Outcome",
    "Task",
    "WorkerLimits",
    "in_order",
    "read_reports",
    "read_task",
    "soonest",
]
