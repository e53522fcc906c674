"""Who reports, on which year, for which period, published when: the header facts, each with its evidence."""

from extractor.header.captioned import names_another
from extractor.header.header_reading import HeaderReading, of_another_paper, read_header

__all__ = ["HeaderReading", "names_another", "of_another_paper", "read_header"]
