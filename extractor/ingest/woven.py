"""Pages that a converter printed as one drawn table: a list on the left, the report on the right.

Converters print a page whose layout is a table as ``+---+`` and ``|``, so that each line holds a piece of
every column. Such a table is taken apart again, cell by cell; tables of figures are left as they are.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from unicodedata import east_asian_width

from extractor.ideographs import HAN

_BORDER = re.compile(r"\+(?:[-=:]{2,}\+)+")
_IDEOGRAPH = re.compile(rf"[{HAN}]")
_PROSE_LINES = 12
_PROSE_IDEOGRAPHS = 300
"""A cell with so many lines and ideographs holds a text, not a figure or a label."""


def unwoven(text: str) -> tuple[str, int]:
    """The text with such tables cell after cell, and how many there were."""
    if not _BORDER.search(text):
        return text, 0
    found: list[str] = []
    count = 0
    for block in _blocks(text.split("\n")):
        cells = _cells(block) if _BORDER.fullmatch(block[0].rstrip()) else []
        if any(map(_is_text, cells)):
            count += 1
            found += ["\n".join(cell) + "\n" for cell in cells]
        else:
            found += block
    return "\n".join(found), count


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Runs of lines of a drawn table, from a border on, and the other lines one by one."""
    block: list[str] = []
    for line in lines:
        if line.startswith(("+", "|")) if block else _BORDER.fullmatch(line.rstrip()):
            block.append(line)
            continue
        if block:
            yield block
            block = []
        yield [line]
    if block:
        yield block


def _cells(block: Sequence[str]) -> list[list[str]]:
    """The lines of each cell, row by row; none where a line does not fit the borders."""
    found: list[list[str]] = []
    columns: list[int] = []
    row: list[list[str]] = []
    for line in block:
        if line.startswith("+"):
            found += row
            columns = [at for at, sign in enumerate(line.rstrip()) if sign == "+"]
            row = [[] for _ in columns[1:]]
            continue
        parts = _parts(line, columns)
        if parts is None:
            return []
        for cell, part in zip(row, parts, strict=True):
            cell.append(part)
    return found + row


def _parts(line: str, columns: Sequence[int]) -> list[str] | None:
    """What stands between the bars of a line, at places counted in half ideographs."""
    bars, at = {}, 0
    for index, sign in enumerate(line):
        if sign == "|":
            bars[at] = index
        at += 2 if east_asian_width(sign) in "WF" else 1
    if any(column not in bars for column in columns):
        return None
    places = [bars[column] for column in columns]
    return [line[low + 1 : high].rstrip()[1:] for low, high in pairwise(places)]


def _is_text(cell: Sequence[str]) -> bool:
    if sum(1 for line in cell if line.strip()) < _PROSE_LINES:
        return False
    return sum(len(_IDEOGRAPH.findall(line)) for line in cell) >= _PROSE_IDEOGRAPHS
