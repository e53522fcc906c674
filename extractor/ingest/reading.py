"""A file's bytes, or a text, become a Document."""

import hashlib
import re

from extractor.errors import BinaryFileError, EmptyFileError, NotChineseError, TooLargeError
from extractor.ingest.decoding import decode
from extractor.records import Document, Source

DEFAULT_MAX_BYTES = 20_000_000
"""Larger files are refused unless the caller raises the limit; the largest real report seen has 0.3 MB."""

_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP, DOCX or XLSX file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Excel file"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"7z\xbc\xaf", "a 7z file"),
    (b"Rar!", "a RAR file"),
)
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_LINE_ENDS = re.compile("\r\n?")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_CHINESE = re.compile("[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff]")
_MIN_CHINESE = 20
_MIN_CHINESE_SHARE = 0.05
_MAX_CONTROL_SHARE = 0.02


def _refuse_binary(raw: bytes, name: str) -> None:
    for signature, kind in _SIGNATURES:
        if raw.startswith(signature):
            raise BinaryFileError(
                f"{name}: this is {kind}, and this version reads plain text only; "
                "save the report as a text file (UTF-8) and try again"
            )
    if _HTML.match(raw[:1000].removeprefix(b"\xef\xbb\xbf")):
        raise BinaryFileError(
            f"{name}: this is an HTML page, and this version reads plain text only; "
            "save the page's text as a text file (UTF-8) and try again"
        )


def _document(text: str, source: Source, notes: tuple[str, ...]) -> Document:
    name = source.name
    if not text.strip():
        raise EmptyFileError(f"{name}: there is nothing but white space in it; check where it was saved from")
    if len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        raise BinaryFileError(f"{name}: the bytes are no text; give the report as a text file (UTF-8)")
    chinese = len(_CHINESE.findall(text))
    if chinese < _MIN_CHINESE or chinese < _MIN_CHINESE_SHARE * len(text):
        raise NotChineseError(
            f"{name}: {chinese} Chinese characters among {len(text)}; this is no Chinese report, "
            "leave it out or check how it was saved"
        )
    return Document(source=source.model_copy(update={"characters": len(text)}), text=text, notes=notes)


def read_bytes(raw: bytes, name: str, max_bytes: int = DEFAULT_MAX_BYTES) -> Document:
    r"""Decode the bytes of a text file into a Document.

    The canonical text is the decoded text without BOM and with ``\\n`` as line end. Raises EmptyFileError,
    TooLargeError, BinaryFileError, DecodingError or NotChineseError, each with one clear line.
    """
    if not raw:
        raise EmptyFileError(f"{name}: the file is empty (0 bytes); check where it was saved from")
    if len(raw) > max_bytes:
        raise TooLargeError(
            f"{name}: {len(raw)} bytes are more than the limit of {max_bytes}; raise it with --max-bytes"
        )
    _refuse_binary(raw, name)
    decoded = decode(raw, name)
    text = _LINE_ENDS.sub("\n", decoded.text.removeprefix("\ufeff"))
    notes = (
        (f"{decoded.cut_bytes} byte(s) of an unfinished character at the end",) if decoded.cut_bytes else ()
    )
    source = Source(
        name=name,
        sha256=hashlib.sha256(raw).hexdigest(),
        media_type="text/plain",
        encoding=decoded.encoding,
        characters=0,
    )
    return _document(text, source, notes)


def read_text(text: str, name: str = "text") -> Document:
    """A Document from a text that is decoded already; its hash is that of the UTF-8 bytes."""
    source = Source(
        name=name,
        sha256=hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest(),
        media_type="text/plain",
        encoding=None,
        characters=0,
    )
    return _document(_LINE_ENDS.sub("\n", text.removeprefix("\ufeff")), source, ())
