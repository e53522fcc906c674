"""Folded text in, the kind of document and its ordered sections out."""

from extractor.segment.kind import DocumentKind, DocumentType, classify
from extractor.segment.sections import find_sections

__all__ = ["DocumentKind", "DocumentType", "classify", "find_sections"]
