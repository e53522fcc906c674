"""A page saved as one file (MHTML, or a Word file that is one), or a letter: its HTML part, else its text."""

import email
import email.policy
from email.message import Message

from extractor.errors import DamagedFileError, NoReportError
from extractor.ingest.formats import DocumentLimits, Parsed
from extractor.ingest.html import read_html
from extractor.ingest.plain_text import read_plain

_MOST_PARTS = 2_000
_MOST_NAMED = 3


def read_mhtml(raw: bytes, name: str, limits: DocumentLimits, whole: bool = True) -> Parsed:
    """The first HTML part that holds a report, else the text of a letter; nothing beside it is read.

    Raises NoReportError where it is a ``whole`` page without one.
    """
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    parts = [part for _, part in zip(range(_MOST_PARTS), message.walk(), strict=False)]
    attached = tuple(filter(None, (part.get_filename() for part in parts if _is_attachment(part))))
    pages = [part for part in parts if _is_page(part)]
    refusal: NoReportError | None = None
    for part in pages:
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content.strip():
            continue
        try:
            return _with_note(read_html(content, name, limits, whole), attached)
        except NoReportError as error:
            refusal = refusal or error
    for part in parts:
        content = _text_of(part)
        if content.strip():
            return _with_note(read_plain(content, name, limits), attached)
    if attached and not pages:
        names = ", ".join(attached[:_MOST_NAMED])
        raise NoReportError(f"{name}: a letter without text; save what is attached to it ({names})")
    raise refusal or DamagedFileError(
        f"{name}: a page saved as one file (MHTML) without a page in it; save it again as HTML"
    )


def _text_of(part: Message) -> bytes:
    """The plain text of a part of a letter in UTF-8; nothing of an attachment."""
    if part.get_content_type() != "text/plain" or _is_attachment(part):
        return b""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return b""
    try:
        return content.decode(part.get_content_charset() or "utf-8").encode()
    except (LookupError, UnicodeError):
        return content  # the reader of texts finds out


def _with_note(parsed: Parsed, attached: tuple[str, ...]) -> Parsed:
    if not attached:
        return parsed
    names = "、".join(attached[:_MOST_NAMED])
    note = f"邮件的附件未读：{names} / What is attached to the letter was not read: {names}"
    return parsed._replace(notes=(*parsed.notes, note))


def _is_attachment(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _is_page(part: Message) -> bool:
    return part.get_content_type() in ("text/html", "application/xhtml+xml")
