"""Folded text in, the kind of document and its ordered sections out."""

from extractor.segment.findings import segment_findings
from extractor.segment.kind import DocumentKind, DocumentType, classify
from extractor.segment.legacy import find_legacy_sections
from extractor.segment.sections import find_sections
from extractor.segment.several import may_hold_several, report_starts

__all__ = [
    "DocumentKind",
    "DocumentType",
    "classify",
    "find_legacy_sections",
    "find_sections",
    "may_hold_several",
    "report_starts",
    "segment_findings",
]
