"""Bytes in, a Document with canonical text out."""

from extractor.ingest.reading import DEFAULT_MAX_BYTES, read_bytes, read_text

__all__ = ["DEFAULT_MAX_BYTES", "read_bytes", "read_text"]
