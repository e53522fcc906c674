"""Documents read in other processes, limited in time and memory; what brings one down is one failure."""

from extractor.workers.executor import Executor, WorkerLimits
from extractor.workers.ordered import in_order
from extractor.workers.pool import LocalPool
from extractor.workers.read_document import Outcome, Task, read_task
from extractor.workers.starting import soonest
from extractor.workers.unpacked_reports import READER, read_reports

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
