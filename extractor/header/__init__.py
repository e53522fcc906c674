"""Who reports, on which year, for which period, published when: the header facts, each with its evidence."""

from extractor.header.header_reading import HeaderReading, read_header

__all__ = ["HeaderReading", "read_header"]
