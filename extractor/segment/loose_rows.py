"""Rows of the table of applications without heading and header: a page that goes on from another."""

import re
from collections.abc import Sequence
from functools import cache

from extractor.forms import yearly_editions
from extractor.records import SectionKey
from extractor.segment.heading_lines import Heading, HeadingLine

_LONG = 6
"""A label with fewer characters may stand anywhere."""
_FEWEST = 3
_REACH = 60
_LONGEST_ROW = 120
_ABOVE = re.compile(r".{0,40}?(?:予以公开|部分公开|不予公开|办理结果|结转|新收)|[\d\W]+$")
_SENTENCE = re.compile(r"[。；;]")


def loose_rows(lines: Sequence[HeadingLine], low: int, high: int) -> Heading | None:
    """Where such rows begin between two places: three labels of the table that nothing else prints."""
    inside = [line for line in lines if low <= line.start < high]
    rows = [index for index, line in enumerate(inside) if _is_row(line)]
    if not rows:
        return None
    first = rows[0]
    words = "".join(line.text for line in inside[first : first + _REACH] if _is_row(line))
    if len(set(_labels().findall(words))) < _FEWEST or not re.search(r"\d", words):
        return None
    while first and _ABOVE.match(inside[first - 1].text) and not _SENTENCE.search(inside[first - 1].text):
        first -= 1
    start = inside[first].start
    return Heading(SectionKey.APPLICATIONS, start, start, 0.0)


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
