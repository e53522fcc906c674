"""Rows of the table of applications without heading and header: a page that goes on from another."""

import re
from collections.abc import Sequence
from functools import cache

from extractor.forms import yearly_editions
from extractor.records import SectionKey
from extractor.segment.heading_lines import Heading, HeadingLine
from extractor.segment.printed_rows import printed_rows, prints_table

_LONG = 6
"""A label with fewer characters may stand anywhere."""
_FEWEST = 3
_REACH = 60
_LONGEST_ROW = 120
_ABOVE = re.compile(r".{0,40}?(?:予以公开|部分公开|不予公开|办理结果|结转|新收)|[\d\W]+$")
_SENTENCE = re.compile(r"[。；;]")


def loose_rows(lines: Sequence[HeadingLine], low: int, high: int) -> Heading | None:
    """Where such rows begin between two places: three labels of the table that nothing else prints.

    Fewer, or shorter ones, are enough where each stands whole with its numbers.
    """
    inside = [line for line in lines if low <= line.start < high]
    first = _first_of_three(inside)
    if first is None:
        first = _first_with_numbers([line.text for line in inside])
    if first is None:
        return None
    while first and _ABOVE.match(inside[first - 1].text) and not _SENTENCE.search(inside[first - 1].text):
        first -= 1
    start = inside[first].start
    return Heading(SectionKey.APPLICATIONS, start, start, 0.0)


def _first_of_three(inside: Sequence[HeadingLine]) -> int | None:
    first = next((index for index, line in enumerate(inside) if _is_row(line)), None)
    if first is None:
        return None
    words = "".join(line.text for line in inside[first : first + _REACH] if _is_row(line))
    told = len(set(_labels().findall(words))) >= _FEWEST and re.search(r"\d", words)
    return first if told else None


def _first_with_numbers(texts: Sequence[str]) -> int | None:
    own = (each.line for each in printed_rows(texts) if each.table == SectionKey.APPLICATIONS.value)
    return next(own, None) if prints_table(texts) else None


def _is_row(line: HeadingLine) -> bool:
    return (
        len(line.text) <= _LONGEST_ROW
        and _labels().search(line.text) is not None
        and not _SENTENCE.search(line.text)
    )


@cache
def _labels() -> re.Pattern[str]:
    words = {
        label
        for edition in yearly_editions()
        for form in edition.tables
        if form.key == SectionKey.APPLICATIONS.value
        for row in form.rows
        for label in row.labels
        if len(label) >= _LONG
    }
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))
