"""Bytes in, a Document with canonical text out."""

from extractor.ingest.archive import Member, is_archive, members, read_member
from extractor.ingest.reading import DEFAULT_MAX_BYTES, read_bytes, read_text, reread_places

__all__ = [
    "DEFAULT_MAX_BYTES",
    "Member",
    "is_archive",
    "members",
    "read_bytes",
    "read_member",
    "read_text",
    "reread_places",
]
