"""The exception tree of the product. Nothing else is raised across a room's door.

::

    ExtractorError                the root: the command line catches this and nothing wider
    ├── UsageError                the caller asked for something impossible (exit code 2)
    │   ├── SettingsError         a flag, variable or line of extractor.toml is wrong
    │   ├── FormError             the file of a statutory form is wrong
    │   └── RuleError             the file of evaluators' rules is wrong
    ├── ModelError                a question to a model has no usable answer; ``kind`` says why
    │   └── RunStoppedError       nothing more is asked in this run
    │       ├── RunBudgetError    its budget is used up
    │       └── EndpointError     the endpoint would refuse every call alike: key, model, parameter, no host
    ├── StoreError                the database failed (exit code 1)
    │   ├── StoreBusyError        locked or out of reach for longer than the patience set
    │   ├── StoreDamagedError     a part of its file is gone
    │   ├── StoreFullError        no room left where the store lies
    │   ├── StoreReadOnlyError    nothing may be written there
    │   └── StoreVersionError     made by another version of extractor
    ├── ClusterError              the cluster cannot be reached, is lost or runs another version
    └── DocumentError             this one document failed; a batch goes on (exit code 1)
        ├── UnreadableError       the bytes cannot be turned into text
        │   ├── EmptyFileError    nothing in the file
        │   ├── BinaryFileError   a format that this installation cannot read
        │   ├── DecodingError     no encoding explains the bytes
        │   ├── MissingExtraError an optional package is needed to read this format
        │   ├── ProtectedFileError  it asks for a password
        │   ├── DamagedFileError  cut off, or not what it claims to be
        │   ├── ParserDiedError   reading it took too long or too much memory, or crashed
        │   ├── NoReportError     a page without a report: shell, list, attachment, error page
        │   └── TooLargeError     larger than the limit in force
        ├── NotChineseError       text, but hardly any Chinese in it
        └── InvalidReportError    a Report file that does not follow its schema

A message says what failed, which value, and what to do about it.
"""

import traceback
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, NamedTuple


class ExtractorError(Exception):
    """Root of all errors that the product raises on purpose."""

    stage: ClassVar[str] = "extractor"


class UsageError(ExtractorError):
    """The caller asked for something impossible; nothing was done."""

    stage: ClassVar[str] = "usage"


class SettingsError(UsageError):
    """A flag, an environment variable or a line of ``extractor.toml`` is wrong."""

    stage: ClassVar[str] = "settings"


class FormError(UsageError):
    """The file of a statutory form is wrong; the message names file, line and key."""

    stage: ClassVar[str] = "forms"


class RuleError(UsageError):
    """The file of evaluators' rules is wrong; the message names file, line, rule and key."""

    stage: ClassVar[str] = "rules"


class FailureKind(StrEnum):
    """Why a question to a model has no usable answer."""

    TRUNCATED = "truncated"
    """The reply ran into its length limit."""
    REFUSED = "refused"
    LOOP = "loop"
    """The reply repeated itself and was cut off."""
    EMPTY = "empty"
    NOT_JSON = "not_json"
    SCHEMA_MISMATCH = "schema_mismatch"
    SENTINEL = "sentinel"
    """The reply repeats a made-up word of the prompt's example."""
    CONTEXT_TOO_LONG = "context_too_long"
    """The question would not fit; it was not sent."""
    OUT_OF_BUDGET = "out_of_budget"
    TIMEOUT = "timeout"
    CONNECTION = "connection"
    RATE_LIMITED = "rate_limited"
    SERVER = "server"
    REJECTED = "rejected"
    """The endpoint refused the request itself (a 4xx: wrong key, unknown model, bad parameter)."""
    NOT_AN_ENDPOINT = "not_an_endpoint"
    """Something answered, but it does not speak the protocol."""
    NOT_ASKED = "not_asked"
    """A dry run, or a recorded run that holds no such reply."""


PASSING = frozenset(
    {FailureKind.CONNECTION, FailureKind.TIMEOUT, FailureKind.RATE_LIMITED, FailureKind.SERVER}
)
"""Failures of the endpoint, not of the question: the document is asked again later."""

USELESS = frozenset(
    {
        FailureKind.EMPTY,
        FailureKind.NOT_JSON,
        FailureKind.SCHEMA_MISMATCH,
        FailureKind.TRUNCATED,
        FailureKind.LOOP,
        FailureKind.SENTINEL,
    }
)
"""A reply came and is of no use: paid for, and another try may bring a better one."""


SETTLED = frozenset({FailureKind.REFUSED, FailureKind.CONTEXT_TOO_LONG, FailureKind.NOT_ASKED})
"""Failures that the question itself has earned: it would end alike however often it is asked."""


class ModelError(ExtractorError):
    """A question to a model has no usable answer; ``raw`` keeps what came back, as far as it came."""

    stage: ClassVar[str] = "model"

    def __init__(self, kind: FailureKind, message: str, raw: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.raw = raw


class RunStoppedError(ModelError):
    """Nothing more is asked in this run."""


class RunBudgetError(RunStoppedError):
    """The budget of the whole run is used up."""


class EndpointError(RunStoppedError):
    """The endpoint would refuse every call alike: a wrong key, model or parameter, or no such host."""

    refuses_asker = False
    """It refuses key, model or account, however a question is put."""


class StoreError(ExtractorError):
    """The database failed."""

    stage: ClassVar[str] = "store"


class StoreBusyError(StoreError):
    """The database is locked or out of reach for longer than the patience set."""


class StoreDamagedError(StoreError):
    """A part of the store's file is gone: what was stored there may be lost."""


class StoreReadOnlyError(StoreError):
    """Nothing may be written where the store lies."""


class StoreFullError(StoreError):
    """There is no room left where the store lies."""


class StoreVersionError(StoreError):
    """The store was made by another version of extractor."""


class ClusterError(ExtractorError):
    """The cluster cannot be reached, was lost, or runs another version of extractor."""

    stage: ClassVar[str] = "cluster"


class DocumentError(ExtractorError):
    """One document failed; the others are not touched by it."""

    stage: ClassVar[str] = "document"


class UnreadableError(DocumentError):
    """The bytes cannot be turned into text."""

    stage: ClassVar[str] = "ingest"


class EmptyFileError(UnreadableError):
    """The file has no bytes, or nothing but white space."""


class BinaryFileError(UnreadableError):
    """The file is in a format that this installation cannot read."""


class DecodingError(UnreadableError):
    """No encoding explains the bytes without replacement characters."""


class TooLargeError(UnreadableError):
    """The file is larger than the limit in force."""


class MissingExtraError(BinaryFileError):
    """An optional package is needed to read this format; the message names the extra to install."""


class ProtectedFileError(UnreadableError):
    """The file asks for a password."""


class DamagedFileError(UnreadableError):
    """The file is cut off, or is not what it claims to be."""


class ParserDiedError(UnreadableError):
    """The child process that read the file ran out of time or memory, or crashed."""


class NoReportError(UnreadableError):
    """A page that was fetched in place of a report: an empty shell, a list, an error page."""


class NotChineseError(DocumentError):
    """The file is text, but hardly any of it is Chinese."""

    stage: ClassVar[str] = "ingest"


class InvalidReportError(DocumentError):
    """A Report file does not follow its schema."""

    stage: ClassVar[str] = "validate"


EXTRAS = {
    "alembic": "batch", "argon2": "review", "cv2": "ocr", "distributed": "cluster", "fastapi": "review",
    "jinja2": "eval", "lxml": "html", "matplotlib": "eval", "numpy": "ocr", "onnxruntime": "ocr",
    "pandas": "frames", "scipy": "certify",
    "psycopg": "postgres", "pyarrow": "export", "pypdfium2": "pdf", "rapidocr": "ocr", "sqlalchemy": "batch",
    "uvicorn": "review", "xllamacpp": "local", "xlsxwriter": "export",
}  # fmt: skip
"""Which extra brings a module; for the one line that is said where it is missing."""


def install_line(extra: str) -> str:
    """The command that installs an extra, as users type it."""
    return f"pip install 'gongkai-extractor[{extra}]'"


class Failure(NamedTuple):
    """Why a document has no Report."""

    stage: str
    error: str
    message: str


def fault(name: str, error: Exception) -> Failure:
    """An unexpected exception at the document ``name``, with the place in our code where it arose."""
    stage, place = "extractor", "unknown place"
    package = Path(__file__).parent
    for frame, line in traceback.walk_tb(error.__traceback__):
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(package):
            inside = file.relative_to(package)
            stage, place = inside.parts[0].removesuffix(".py"), f"{inside.as_posix()}:{line}"
    what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    message = f"{name}: a fault in extractor ({what}; {place}); please report it with this file"
    return Failure(stage, type(error).__name__, message)
