"""What is this file? Decided by its bytes, never by its name."""

import io
import re
import zipfile

from extractor.errors import BinaryFileError, DamagedFileError
from extractor.ingest.formats import Format

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"\xff\xd8\xff", Format.JPEG),
    (b"II*\x00", Format.TIFF),
    (b"MM\x00*", Format.TIFF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format.DOC),
)
_REFUSED = (
    (b"GIF8", "a GIF picture"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"7z\xbc\xaf", "a 7z file"),
    (b"Rar!", "a RAR file"),
)
_PDF_WINDOW = 1024
"""PDF readers accept the header anywhere in the first 1,024 bytes."""
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|(?:html|head|body|meta|title|script|style|link|div|table|center|p|span|article)\b)",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_HEAD = re.compile(
    rb"(?:[A-Za-z][\w-]{1,40}:[^\n]{0,998}\n(?:[ \t][^\n]{0,998}\n)*){1,40}?MIME-Version:|MIME-Version:", re.I
)
_MAIL_WINDOW = 8_000
_WIDE_BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def detect(raw: bytes, name: str) -> Format:
    """The format of non-empty bytes; BinaryFileError for one that is known and not read."""
    for signature, found in _SIGNATURES:
        if raw.startswith(signature):
            return found
    for signature, kind in _REFUSED:
        if raw.startswith(signature):
            raise BinaryFileError(
                f"{name}: this is {kind}, which is not read; "
                "save the report as PDF, DOCX, HTML or text and try again"
            )
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_zip(raw, name)
    if b"%PDF-" in raw[:_PDF_WINDOW] and not _is_page(raw):
        return Format.PDF
    if _is_page(raw):
        return Format.HTML
    return Format.MHTML if _is_saved_page(raw) else Format.TEXT


def _is_page(raw: bytes) -> bool:
    head = raw[:20_000].removeprefix(b"\xef\xbb\xbf")
    for bom, encoding in _WIDE_BOMS:
        if head.startswith(bom):
            return bool(_HTML.match(head[: len(head) // 2 * 2].decode(encoding, errors="ignore")))
    return bool(_HTML.match(head.decode("latin-1")))


def _is_saved_page(raw: bytes) -> bool:
    head = raw[:_MAIL_WINDOW].removeprefix(b"\xef\xbb\xbf").lstrip()
    return bool(_MAIL_HEAD.match(head)) and b"multipart/" in head.lower() and b"boundary" in head.lower()


def _of_zip(raw: bytes, name: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise DamagedFileError(
            f"{name}: it begins like a ZIP or DOCX file and is cut off or damaged ({error}); fetch it again"
        ) from error
    if "word/document.xml" in names or ("[Content_Types].xml" in names and _has_part(names, "word/")):
        return Format.DOCX
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise BinaryFileError(
            f"{name}: this is a spreadsheet, presentation or OpenDocument file, which is not read; "
            "save the report as DOCX, PDF or text and try again"
        )
    return Format.ZIP


def _has_part(names: set[str], folder: str) -> bool:
    return any(part.startswith(folder) for part in names)
