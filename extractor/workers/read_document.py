"""The pure function of one document: bytes in, what is made of its Report or a named failure out."""

import hashlib
import time
import traceback
from collections.abc import Callable
from typing import Any

from extractor.discovery import file_name, read_location
from extractor.errors import DocumentError, Failure, UnreadableError, fault
from extractor.forms import know_form
from extractor.pipeline import read_document, second_look
from extractor.records import Document
from extractor.tables import SecondLook
from extractor.workers.tasks import Outcome, Task

Read = Callable[[Document, SecondLook | None], Any]
"""Makes of a Document what the reader hands over to the other process."""


def read_task(task: Task, worker: str, read: Read) -> Outcome:
    """Fetch the bytes of one document and ``read`` them. Raises nothing but MemoryError."""
    began = time.perf_counter()
    packed, failure, is_refusal, trace = None, None, False, ""
    name = file_name(task.path)
    try:
        for source in task.forms:
            know_form(source)
        raw = _bytes_of(task)
        document = read_document(raw, name, task.max_bytes)
        packed = read(document, second_look(document, raw))
    except DocumentError as error:
        failure = Failure(error.stage, type(error).__name__, str(error))
        is_refusal = not isinstance(error, _ChangedError)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a fault of ours in one document must not stop the others
        failure = fault(name, error)
        trace = "".join(traceback.format_exception(error)).rstrip()
    seconds = time.perf_counter() - began
    return Outcome(task.key, packed, failure, is_refusal, seconds, worker, trace=trace)


class _ChangedError(UnreadableError):
    """The file is not what it was when the run was planned."""


def _bytes_of(task: Task) -> bytes:
    if task.raw is not None:
        return task.raw
    if task.sha256 is None:
        return read_location(task.path, task.max_bytes)
    name = file_name(task.path)
    try:
        raw = read_location(task.path, task.max_bytes)
    except UnreadableError as error:
        raise _ChangedError(f"{error}; put it back and retry") from error
    if hashlib.sha256(raw).hexdigest() != task.sha256:
        raise _ChangedError(f"{name}: changed since the run was planned; start a new run for it")
    return raw
