"""A table section in, cells with verdicts out: tokens, alignment to the form, identities, repair."""

from extractor.tables.reading import TablesRead, read_tables

__all__ = ["TablesRead", "read_tables"]
