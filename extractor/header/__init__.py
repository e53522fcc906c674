"""Who reports, on which year, for which period, published when: the header facts, each with its evidence."""

from extractor.header.reading import HeaderReading, read_header

__all__ = ["HeaderReading", "read_header"]
