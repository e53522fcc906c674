"""Frozen records that every room speaks; the contract with other programs."""

from extractor.records.base import Basis, Record
from extractor.records.document import Document, Folded, Page, Section, SectionKey, Source
from extractor.records.facts import (
    Count,
    CountPeriod,
    Event,
    EventKind,
    Fact,
    Header,
    Narrative,
    Period,
    Statement,
    Topic,
)
from extractor.records.report import (
    SCHEMA_VERSION,
    Coverage,
    Finding,
    FormName,
    Report,
    Run,
    Severity,
    Suspect,
    Usage,
)
from extractor.records.span import Span
from extractor.records.table import Cell, CellBasis, Table, TableReading, Tables

__all__ = [
    "SCHEMA_VERSION",
    "Basis",
    "Cell",
    "CellBasis",
    "Count",
    "CountPeriod",
    "Coverage",
    "Document",
    "Event",
    "EventKind",
    "Fact",
    "Finding",
    "Folded",
    "FormName",
    "Header",
    "Narrative",
    "Page",
    "Period",
    "Record",
    "Report",
    "Run",
    "Section",
    "SectionKey",
    "Severity",
    "Source",
    "Span",
    "Statement",
    "Suspect",
    "Table",
    "TableReading",
    "Tables",
    "Topic",
    "Usage",
]
