"""Bytes in, a Document with canonical text out."""

from extractor.ingest.archive import Member, head_of_member, is_archive, members, read_member
from extractor.ingest.detection import detect, is_office_text
from extractor.ingest.file_reading import (
    DEFAULT_MAX_BYTES,
    DrawnPage,
    draw_pages,
    read_bytes,
    read_text,
    reread_places,
)
from extractor.ingest.formats import Format
from extractor.ingest.office import office_program

__all__ = [
    "DEFAULT_MAX_BYTES",
    "DrawnPage",
    "Format",
    "Member",
    "detect",
    "draw_pages",
    "head_of_member",
    "is_archive",
    "is_office_text",
    "members",
    "office_program",
    "read_bytes",
    "read_member",
    "read_text",
    "reread_places",
]
