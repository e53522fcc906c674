"""What goes to a reader and what comes back. Who hands documents out needs no reader, and loads none."""

from typing import Any, NamedTuple

from extractor.errors import Failure

READER = "extractor.workers.unpacked_reports:read_reports"
"""What a worker reads with whose Reports are wanted as they are."""


class Task(NamedTuple):
    """One document to read."""

    key: str
    """What its outcome is known by: no two tasks of an executor share one."""
    path: str
    """Location of its bytes; only its last part reaches the Report."""
    max_bytes: int
    raw: bytes | None = None
    """The bytes themselves, where the reader cannot see the path."""
    forms: tuple[str, ...] = ()
    """Texts of the files of forms that the reader is to know."""
    form: str | None = None
    """Id of the form that the document is known to follow."""
    sha256: str | None = None
    """What the bytes behind the path must hash to, where that is known."""


class Outcome(NamedTuple):
    """What came of one document: what its reader made of it, or why there is none."""

    key: str
    packed: Any
    failure: Failure | None
    is_refusal: bool
    """The failure lies in the document: another try would end alike."""
    seconds: float
    worker: str
    tries: int = 1
    trace: str = ""
    """The traceback of a fault of ours."""
