"""Where in a document each table of its form stands.

A yearly report has a section for each table. A document of another form has none: there a table begins at its
title, or where no title is printed at the first label of one of its rows, and ends where the next one begins.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extractor.forms import Edition, TableForm
from extractor.ideographs import HAN
from extractor.records import Section

Region = tuple[int, int]
_HAN = re.compile(rf"[{HAN}]")


def table_regions(
    characters: str, sections: Sequence[Section], edition: Edition
) -> dict[str, tuple[Region, ...]]:
    """Table key to its half-open stretches of the folded text; tables that are not there are left out.

    A table that stands outside of its section (before the title, in an annex) has one stretch there and
    one in the section, which may say no more than where it stands.
    """
    if edition.years is not None or edition.annex:
        keys = {table.key for table in edition.tables}
        bodies: dict[str, tuple[Region, ...]] = {}
        for section in sections:
            if (key := section.key.value) in keys:
                bodies[key] = (*bodies.get(key, ()), (section.body.start, section.body.end))
        return bodies
    if len(edition.tables) == 1:
        return {edition.tables[0].key: ((0, len(characters)),)}
    found = sorted(_starts(characters, edition))
    ends = [start for start, _ in found[1:]] + [len(characters)]
    return {key: ((start, end),) for (start, key), end in zip(found, ends, strict=True)}


def _starts(characters: str, edition: Edition) -> Iterator[tuple[int, str]]:
    """(offset, table key); a title counts where it stands behind that of the table before."""
    behind = 0
    for table in edition.tables:
        titles = [match.start() for match in _title(table).finditer(characters)]
        start = next((at for at in titles if at >= behind), None)
        if start is None:
            label = _labels(table).search(characters, behind)
            start = None if label is None else label.start()
        if start is not None:
            yield start, table.key
            behind = start + 1


def _loose(words: str) -> str:
    """A pattern of the ideographs of some words with anything but ideographs between them."""
    return rf"[^{HAN}]*".join(map(re.escape, _HAN.findall(words)))


@cache
def _title(table: TableForm) -> re.Pattern[str]:
    words = {_loose(table.title), _loose(table.name)} - {""}
    return re.compile("|".join(sorted(words, key=len, reverse=True)) or r"(?!)")


@cache
def _labels(table: TableForm) -> re.Pattern[str]:
    words = [_loose(label) for row in table.rows for label in row.labels]
    return re.compile("|".join(sorted(filter(None, words), key=len, reverse=True)) or r"(?!)")
