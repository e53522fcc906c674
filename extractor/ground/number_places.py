"""Where in the words of a count its number stands, read by the grammar that read it."""

import re

from extractor.grammar import find_numbers, with_ideographs
from extractor.records import Count

_GROUPS = re.compile(r"(?<=[0-9０-９])，(?=[0-9０-９]{3}(?![0-9０-９]))")
"""A full-width comma that groups digits."""


def number_place(count: Count) -> tuple[int, int] | None:
    """The number of a count as offsets of the document, half-open, with its multiplier and its 余 or 多.

    None where the evidence prints the value twice or not at all: a person corrected it, a line end cuts it.
    It follows from what a Report holds, and is the same for one just read, stored or corrected.
    """
    words = with_ideographs(_GROUPS.sub(",", count.evidence.quote))
    found = [each for each in find_numbers(words) if each.value == abs(count.value)]
    if len(found) != 1:
        return None
    return count.evidence.start + found[0].start, count.evidence.start + found[0].end
