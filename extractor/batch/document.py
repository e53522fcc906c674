"""The pure function of one document: bytes in, a packed Report or a named failure out.

The local workers and the cluster run this very function, so that their results are the same.
"""

import hashlib
import time
import traceback
from pathlib import Path
from typing import NamedTuple

from extractor.discovery import file_name, read_location
from extractor.errors import DocumentError, UnreadableError
from extractor.forms import know_form
from extractor.pipeline import extract_document, read_document, second_look
from extractor.store import Failure, PackedReport, pack


class Task(NamedTuple):
    """One document to read."""

    sha256: str
    path: str
    """Location of its bytes; only its last part reaches the Report."""
    max_bytes: int
    raw: bytes | None = None
    """The bytes themselves, where the reader cannot see the path."""
    forms: tuple[str, ...] = ()
    """Texts of the files of forms that the reader is to know."""


class Outcome(NamedTuple):
    """What came of one document: a packed Report, or why there is none."""

    sha256: str
    packed: PackedReport | None
    failure: Failure | None
    is_refusal: bool
    """The failure lies in the document: another try would end alike."""
    seconds: float
    worker: str
    tries: int = 1


def read_one(task: Task, worker: str) -> Outcome:
    """Read one document by rule. Raises nothing but MemoryError."""
    began = time.perf_counter()
    packed, failure, is_refusal = None, None, False
    name = file_name(task.path)
    try:
        for source in task.forms:
            know_form(source)
        raw = _bytes_of(task)
        document = read_document(raw, name, task.max_bytes)
        packed = pack(document, extract_document(document, look=second_look(document, raw)))
    except DocumentError as error:
        failure = Failure(error.stage, type(error).__name__, str(error))
        is_refusal = not isinstance(error, _ChangedError)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a fault of ours in one document must not stop the others
        failure = _fault(name, error)
    return Outcome(task.sha256, packed, failure, is_refusal, time.perf_counter() - began, worker)


class _ChangedError(UnreadableError):
    """The file is not what it was when the run was planned."""


def _bytes_of(task: Task) -> bytes:
    if task.raw is not None:
        return task.raw
    name = file_name(task.path)
    try:
        raw = read_location(task.path, task.max_bytes)
    except UnreadableError as error:
        raise _ChangedError(f"{error}; put it back and retry") from error
    if hashlib.sha256(raw).hexdigest() != task.sha256:
        raise _ChangedError(f"{name}: changed since the run was planned; start a new run for it")
    return raw


def _fault(name: str, error: Exception) -> Failure:
    stage, place = "extractor", "unknown place"
    package = Path(__file__).parent.parent
    for frame, line in traceback.walk_tb(error.__traceback__):
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(package):
            inside = file.relative_to(package)
            stage, place = inside.parts[0].removesuffix(".py"), f"{inside.as_posix()}:{line}"
    what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    message = f"{name}: a fault in extractor ({what}; {place}); please report it with this file"
    return Failure(stage, type(error).__name__, message)
