"""Is this file worth a try? Decided by its first bytes, the name only where the bytes say nothing."""

import tomllib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import PurePath
from typing import Any

from extractor.errors import BinaryFileError
from extractor.ingest import Format, detect, is_archive, is_office_text

HEAD_BYTES = 65_536
"""What is looked at: enough for a page whose head is all script before its first Chinese character."""
_ENDINGS: dict[str, Any] = tomllib.loads(
    files("extractor.discovery").joinpath("endings.toml").read_text("utf-8")
)
DOCUMENT_SUFFIXES = frozenset(_ENDINGS["documents"])
_NO_DOCUMENTS: dict[str, str] = {
    ending: what for what, endings in _ENDINGS["no_documents"].items() for ending in endings
}
_NAMES: dict[str, str] = {name: what for what, names in _ENDINGS["names"].items() for name in names}
_ANSWERS = frozenset(_ENDINGS["answers"])
_DISCLOSURE = ("信息公开".encode(), "信息公开".encode("gb18030"), b"\\u4fe1\\u606f\\u516c\\u5f00")
_MARKS = (b"<p", b"<td", b"<div", b"<br", b"&lt;p", b"&lt;td", b"\\u003cp", b"\\u003ctd")
_HEADINGS = (
    *(("一、".encode(encoding), "二、".encode(encoding)) for encoding in ("utf-8", "gb18030")),
    (b"\\u4e00\\u3001", b"\\u4e8c\\u3001"),
)
_OWN_KEYS = (b'"sha256"', b'"quote"', b'"evidence"', b'"findings"')
"""Of Reports and of what was labelled by hand."""
_LEAST_CHINESE = 10
_ENCODINGS = ("utf-8", "gb18030", "big5")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def by_name(path: PurePath) -> str | None:
    """Why a file is passed over for its name alone; None where it is not."""
    if path.name.startswith("."):
        return "hidden"
    if path.name.startswith("~$"):
        return "a lock file of a word processor"
    if path.name.casefold() in _NAMES:
        return _NAMES[path.name.casefold()]
    return "a README" if path.stem.casefold() == "readme" else None


def by_content(path: PurePath, head: bytes) -> str | None:
    """Why a file is passed over that begins with ``head``; None where it is tried."""
    suffix = path.suffix.casefold()
    if suffix in DOCUMENT_SUFFIXES:
        return None
    if suffix in _ANSWERS and _holds_a_report(head):
        return None
    if suffix in _ANSWERS and is_office_text(head):
        return None
    if suffix in _NO_DOCUMENTS:
        return _NO_DOCUMENTS[suffix]
    if not head:
        return "empty"
    if is_archive(head):
        return None
    try:
        found = detect(head, path.name)
    except BinaryFileError:
        return None  # known and not read: reading it says so, and what to do
    if found is not Format.TEXT:
        return None
    is_wide = head.startswith(_WIDE_MARKS)
    if b"\0" in head and not is_wide:
        return "data in no format that is read"
    return None if _is_chinese(head, ("utf-16",) if is_wide else _ENCODINGS) else "no Chinese text in it"


def _holds_a_report(head: bytes) -> bool:
    """Whether an answer holds a page about disclosure, or a text with headings; no Report of ours does."""
    if not any(words in head for words in _DISCLOSURE):
        return False
    headed = any(all(words in head for words in headings) for headings in _HEADINGS)
    return any(mark in head for mark in _MARKS) or (headed and not any(key in head for key in _OWN_KEYS))


def _is_chinese(head: bytes, encodings: Sequence[str]) -> bool:
    for encoding in encodings:
        text = head.decode(encoding, "replace")
        chinese = sum("\u4e00" <= character <= "\u9fff" for character in text)
        # Where the encoding is wrong, most of what comes out is replacement characters or rarities.
        if chinese >= _LEAST_CHINESE and text.count("\ufffd") * 4 < chinese:
            return True
    return False
