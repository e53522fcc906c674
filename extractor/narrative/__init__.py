"""Prose in, facts out: header facts, counts, events, issues and remedies, by rule."""

from extractor.narrative.header import read_header
from extractor.narrative.prompt_injection import order_findings, unordered
from extractor.narrative.reading import read_narrative

__all__ = ["order_findings", "read_header", "read_narrative", "unordered"]
