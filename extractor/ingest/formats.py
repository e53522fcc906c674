"""What every reader of a format has in common: what it is told, what it gives back."""

from enum import StrEnum
from typing import NamedTuple, Protocol

from extractor.limits import SECONDS
from extractor.records import DocumentGrid, Page


class Format(StrEnum):
    """What a file is by its content; the value is its media type."""

    TEXT = "text/plain"
    HTML = "text/html"
    MHTML = "multipart/related"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    DOC = "application/msword"
    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"
    WEBP = "image/webp"
    BMP = "image/bmp"
    GIF = "image/gif"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    XLS = "application/vnd.ms-excel"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    CSV = "text/csv"
    ZIP = "application/zip"


PICTURES = frozenset({Format.PNG, Format.JPEG, Format.TIFF, Format.WEBP, Format.BMP, Format.GIF})


class DocumentLimits(NamedTuple):
    """What one document may cost before it is given up."""

    max_bytes: int = 20_000_000
    max_unpacked_bytes: int = 200_000_000
    max_pages: int = 300
    max_scanned_pages: int = 60
    max_pixels: int = 60_000_000
    seconds: float = SECONDS
    """Each page that is read from its picture adds to it: see ``extractor.limits``."""
    memory_bytes: int = 4_000_000_000
    """Address space of the child process."""


DEFAULT_LIMITS = DocumentLimits()


class Parsed(NamedTuple):
    """What a reader makes of a file: the parts of a Document that it alone knows."""

    text: str
    encoding: str | None = None
    pages: tuple[Page, ...] = ()
    grids: tuple[DocumentGrid, ...] = ()
    notes: tuple[str, ...] = ()


class FormatReader(Protocol):
    """Bytes of one format in, Parsed out.

    Raises DocumentError with one clear line that begins with ``name``.
    """

    def __call__(self, raw: bytes, name: str, limits: DocumentLimits) -> Parsed:
        """Read the whole file."""
        ...
