"""The exception tree of the product. Nothing else is raised across a room's door.

::

    ExtractorError                the root: the command line catches this and nothing wider
    ├── UsageError                the caller asked for something impossible (exit code 2)
    │   └── SettingsError         a flag, variable or line of extractor.toml is wrong
    └── DocumentError             this one document failed; a batch goes on (exit code 1)
        ├── UnreadableError       the bytes cannot be turned into text
        │   ├── EmptyFileError    nothing in the file
        │   ├── BinaryFileError   a format that this installation cannot read
        │   ├── DecodingError     no encoding explains the bytes
        │   └── TooLargeError     larger than the limit in force
        ├── NotChineseError       text, but hardly any Chinese in it
        └── InvalidReportError    a Report file that does not follow its schema

A message says what failed, which value, and what to do about it.
"""

from typing import ClassVar


class ExtractorError(Exception):
    """Root of all errors that the product raises on purpose."""

    stage: ClassVar[str] = "extractor"


class UsageError(ExtractorError):
    """The caller asked for something impossible; nothing was done."""

    stage: ClassVar[str] = "usage"


class SettingsError(UsageError):
    """A flag, an environment variable or a line of ``extractor.toml`` is wrong."""

    stage: ClassVar[str] = "settings"


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


class NotChineseError(DocumentError):
    """The file is text, but hardly any of it is Chinese."""

    stage: ClassVar[str] = "ingest"


class InvalidReportError(DocumentError):
    """A Report file does not follow its schema."""

    stage: ClassVar[str] = "validate"
