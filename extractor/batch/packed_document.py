"""What a worker of a batch makes of one document: a packed Report for each report in it.

The local workers and the cluster run this very function, so that their results are the same.
"""

from extractor.pipeline import extract_every
from extractor.records import Document
from extractor.store import PackedReport, pack
from extractor.tables import SecondLook
from extractor.workers import Outcome, Task
from extractor.workers.read_document import read_task


def read_one(task: Task, worker: str) -> Outcome:
    """Read one document by rule. Raises nothing but MemoryError."""
    return read_task(task, worker, _packed)


def _packed(document: Document, look: SecondLook | None) -> tuple[PackedReport, ...]:
    """Every report of the file, the first with the whole text."""
    return tuple(pack(part, report) for part, report in extract_every(document, look=look))
