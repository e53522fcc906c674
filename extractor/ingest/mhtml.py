"""A page saved as one file (MHTML, or a Word file that is one): its HTML part is the page."""

import email
import email.policy
from email.message import Message

from extractor.errors import DamagedFileError, NoReportError
from extractor.ingest.formats import DocumentLimits, Parsed
from extractor.ingest.html import read_html

_MOST_PARTS = 2_000


def read_mhtml(raw: bytes, name: str, limits: DocumentLimits, whole: bool = True) -> Parsed:
    """The first HTML part that holds a report; pictures and styles beside it are not read.

    Raises NoReportError where it is a ``whole`` page without one.
    """
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    pages = [part for _, part in zip(range(_MOST_PARTS), message.walk(), strict=False) if _is_page(part)]
    refusal: NoReportError | None = None
    for part in pages:
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content.strip():
            continue
        try:
            return read_html(content, name, limits, whole)
        except NoReportError as error:
            refusal = refusal or error
    raise refusal or DamagedFileError(
        f"{name}: a page saved as one file (MHTML) without a page in it; save it again as HTML"
    )


def _is_page(part: Message) -> bool:
    return part.get_content_type() in ("text/html", "application/xhtml+xml")
