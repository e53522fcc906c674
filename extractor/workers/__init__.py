"""Documents read in other processes, limited in time and memory; what brings one down is one failure.

What reads (``read_document``, ``unpacked_reports``) is loaded by those processes, and not from here.
"""

from extractor.workers.executor import Executor, WorkerLimits
from extractor.workers.ordered import in_order
from extractor.workers.pool import LocalPool
from extractor.workers.starting import soonest
from extractor.workers.tasks import READER, Outcome, Task

__all__ = [
    "READER",
    "Executor",
    "LocalPool",
    "Outcome",
    "Task",
    "WorkerLimits",
    "in_order",
    "soonest",
]
