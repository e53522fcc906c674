"""A file's bytes, or a text, become a Document."""

import base64
import hashlib
import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.errors import BinaryFileError, DamagedFileError, EmptyFileError, NotChineseError, TooLargeError
from extractor.ideographs import HAN
from extractor.ingest.archive import members
from extractor.ingest.detection import detect
from extractor.ingest.formats import DEFAULT_LIMITS, PICTURES, Format, FormatReader, Parsed
from extractor.ingest.plain_text import read_plain, tidied
from extractor.records import Document, Place, Source

DEFAULT_MAX_BYTES = 20_000_000
"""Larger files are refused unless the caller raises the limit; the largest real report seen has 0.3 MB."""

_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_CHINESE = re.compile(rf"[\u2e80-\u2fdf{HAN}]")
_BLANK = b"\xef\xbb\xbf \t\r\n"
_MIN_CHINESE = 20
_MIN_CHINESE_SHARE = 0.05
_MAX_CONTROL_SHARE = 0.02


def _document(parsed: Parsed, source: Source) -> Document:
    name, text = source.name, parsed.text
    if not text.strip():
        why = f" ({parsed.notes[0]})" if parsed.notes else ""
        raise EmptyFileError(
            f"{name}: there is nothing but white space in it; check where it was saved from{why}"
        )
    if len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        raise BinaryFileError(f"{name}: the bytes are no text; give the report as a text file (UTF-8)")
    chinese = len(_CHINESE.findall(text))
    printed = len(text) - sum(map(str.isspace, text))
    if chinese < _MIN_CHINESE or chinese < _MIN_CHINESE_SHARE * printed:
        raise NotChineseError(
            f"{name}: {chinese} Chinese characters among {printed}; this is no Chinese report, "
            "leave it out or check how it was saved"
        )
    return Document(
        source=source.model_copy(update={"characters": len(text), "encoding": parsed.encoding}),
        text=text,
        pages=parsed.pages,
        grids=parsed.grids,
        notes=parsed.notes,
    )


def _reader_of(kind: Format) -> FormatReader:
    """The reader of a format; modules of other formats are imported when the first such file comes."""
    if kind is Format.TEXT:
        return read_plain
    if kind is Format.CSV:
        from extractor.ingest.separated import read_separated

        return read_separated
    if kind is Format.HTML:
        from extractor.ingest.html import read_html

        return read_html
    if kind is Format.MHTML:
        from extractor.ingest.mhtml import read_mhtml

        return read_mhtml
    from extractor.ingest.sandbox import reader_in_child

    return reader_in_child(kind)


def read_bytes(raw: bytes, name: str, max_bytes: int = DEFAULT_MAX_BYTES) -> Document:
    r"""Bytes of one file to a Document; the format is decided by content.

    The canonical text of a text file is the decoded text without BOM and with ``\\n`` as line end; other
    formats are printed in reading order, tables with | between the fields. Untrusted binaries are read
    in a child process. Raises a DocumentError with one clear line where the file cannot be read.
    """
    if not raw:
        raise EmptyFileError(f"{name}: the file is empty (0 bytes); check where it was saved from")
    if len(raw) > max_bytes:
        raise TooLargeError(
            f"{name}: {len(raw)} bytes are more than the limit of {max_bytes}; raise it with --max-bytes"
        )
    kind = detect(raw, name)
    if kind is Format.ZIP:
        inside = len(members(raw, name))
        raise BinaryFileError(
            f"{name}: an archive of {inside} file(s), none of which is read; unpack it and give its files"
        )
    source = Source(
        name=name,
        sha256=hashlib.sha256(raw).hexdigest(),
        media_type=kind.value,
        encoding=None,
        characters=0,
    )
    try:
        parsed = _held_by_answer(raw, name, kind) or _reader_of(kind)(raw, name, DEFAULT_LIMITS)
        if len(parsed.text) > max_bytes:  # a small file may print one text again and again
            raise TooLargeError(
                f"{name}: its text of {len(parsed.text)} characters is longer than the limit of {max_bytes}; "
                "raise it with --max-bytes"
            )
        return _document(parsed, source)
    except RecursionError as error:
        raise DamagedFileError(
            f"{name}: 嵌套过深，无法读取 / it is nested too deep to be read; save it again as text or DOCX"
        ) from error


def _held_by_answer(raw: bytes, name: str, kind: Format) -> Parsed | None:
    """What JSON or XML of a content system holds; None for any other file."""
    if kind not in (Format.TEXT, Format.CSV) or raw.lstrip(_BLANK)[:1] not in (b"{", b"[", b"<"):
        return None
    from extractor.ingest.answers import is_answer, read_answer

    return read_answer(raw, name, DEFAULT_LIMITS) if is_answer(raw) else None


def read_text(text: str, name: str = "text") -> Document:
    """A Document from a text that is decoded already; its hash is that of the UTF-8 bytes.

    Raises EmptyFileError, BinaryFileError (control characters) or NotChineseError.
    """
    source = Source(
        name=name,
        sha256=hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest(),
        media_type="text/plain",
        encoding=None,
        characters=0,
    )
    return _document(tidied(Parsed(text)), source)


class DrawnPage(NamedTuple):
    """The picture of one page."""

    page: int
    width: float
    height: float
    """Points, as the boxes of words are measured."""
    jpeg: bytes


def draw_pages(raw: bytes, source: Source, pages: Sequence[int]) -> tuple[DrawnPage, ...]:
    """Pictures of pages of a file that was read; none where its format has no pages.

    Raises a DocumentError where the file cannot be read any more.
    """
    from extractor.ingest.sandbox import draw_in_child

    kind = Format(source.media_type)
    if kind is not Format.PDF and kind not in PICTURES:
        return ()
    found = draw_in_child(kind, raw, source.name, DEFAULT_LIMITS, pages)
    return tuple(
        DrawnPage(one["page"], one["width"], one["height"], base64.b64decode(one["jpeg"])) for one in found
    )


def reread_places(document: Document, raw: bytes, places: Sequence[Place]) -> tuple[str, ...]:
    """What the recogniser sees at a second look in places of a document that was read from ``raw``.

    Raises a DocumentError where the file cannot be read any more.
    """
    from extractor.ingest.sandbox import reread_in_child

    kind, name = Format(document.source.media_type), document.source.name
    return reread_in_child(kind, raw, name, DEFAULT_LIMITS, places)
