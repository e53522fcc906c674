"""The Reports of a file by rule, for callers that want them as they are and not packed for a store."""

from extractor import pipeline
from extractor.records import Document, Report
from extractor.tables import SecondLook
from extractor.workers.read_document import read_task
from extractor.workers.tasks import Outcome, Task


def read_reports(task: Task, worker: str) -> Outcome:
    """Every report of the file and the Document its offsets refer to. Raises nothing but MemoryError."""

    def every(document: Document, look: SecondLook | None) -> list[tuple[Document, Report]]:
        return list(pipeline.extract_every(document, look=look, form=task.form))

    return read_task(task, worker, every)
