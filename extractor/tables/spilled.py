"""Numbers of a table that a converter of PDF wrote behind the heading of the next one.

A converter that gathers a page by columns reaches the heading below a table before the table's last columns.
The region of the next table then begins with numbers and no label. They are this table's where it has just so
many too few.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from extractor.forms import Edition, TableForm, printed_form
from extractor.tables.labels import bare, is_header
from extractor.tables.line_tokens import read_lines
from extractor.tables.regions import Region
from extractor.tables.tokens import Kind, Line

_BEGINS = re.compile(r"\s*(?P<page>-\s*\d+\s*-\s*\n\s*)?(?:\d+(?:[ ]+\d+)?\s*\n\s*){7,}")
"""Lines of one number or two, before any label: as many as the first table over sums has columns.

The number of a page may stand before them.
"""


def with_spilled(regions: Mapping[str, Region], characters: str, edition: Edition) -> dict[str, Region]:
    """The regions, those of tables whose last numbers stand behind the next heading going on to these."""
    found = dict(regions)
    ordered = sorted(regions, key=lambda key: regions[key])
    for key, behind in pairwise(ordered):
        (start, _), (low, high) = regions[key], regions[behind]
        begins = _BEGINS.match(characters, low, high)
        if begins is None:
            continue
        form = printed_form(edition, key, characters[start:low])
        other = printed_form(edition, behind, characters[low:high])
        if form is None or other is None or not form.across:
            continue
        lacking = form.cell_count - _figures(read_lines(characters, start, low, form))
        first = begins.end("page") if begins["page"] else low
        end = _end_of(read_lines(characters, first, high), lacking, other)
        if end is not None:
            found[key], found[behind] = (start, end), (end, high)
    return found


def _figures(lines: Sequence[Line]) -> int:
    """How many numbers lines hold, those of two cells on one line counted as two."""
    tokens = (token for line in lines for token in line.tokens if token.kind is not Kind.LABEL)
    return sum(len(token.text.split()) for token in tokens)


def _end_of(lines: Sequence[Line], lacking: int, other: TableForm) -> int | None:
    """Where so many numbers end, if a label follows; between them stands nothing but the next header."""
    for line, behind in zip(lines, (*lines[1:], None), strict=False):
        if not line.figures and not all(is_header(bare(t.text), other.headers) for t in line.tokens):
            return None
        lacking -= _figures([line])
        if lacking <= 0:
            ends = behind is None or not behind.figures
            return line.tokens[-1].end if lacking == 0 and ends else None
    return None
