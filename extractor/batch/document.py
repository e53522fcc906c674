"""What a worker of a batch makes of one document: a packed Report.

The local workers and the cluster run this very function, so that their results are the same.
"""

from extractor.pipeline import extract_document
from extractor.records import Document
from extractor.store import PackedReport, pack
from extractor.tables import SecondLook
from extractor.workers import Outcome, Task, read_task

READER = "extractor.batch.document:read_one"
"""What the workers of a batch read with."""


def read_one(task: Task, worker: str) -> Outcome:
    """Read one document by rule. Raises nothing but MemoryError."""
    return read_task(task, worker, _packed)


def _packed(document: Document, look: SecondLook | None) -> PackedReport:
    return pack(document, extract_document(document, look=look))
