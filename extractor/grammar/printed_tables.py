"""Tables that a plain text draws with signs: pipes (Markdown and others), box lines, tabs.

For showing only: which line is a row and where its fields stand. What a table means is read in ``tables``.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.records import DocumentGrid, GridCell

_PIPE = re.compile(r"(?<!\\)[|｜│┃║]")
_TAB = re.compile(r"\t")
_RULE = re.compile(
    r"(?=.*(?:[-=─━═┄┈]{3}|:-|-:|[┼├┤┌┐└┘┬┴╋┏┓┗┛┣┫┳┻╔╗╚╝╠╣╦╩╬]))[\s|｜│┃║:+=─━═┄┈┼├┤┌┐└┘┬┴╋┏┓┗┛┣┫┳┻╔╗╚╝╠╣╦╩╬-]+"
)
"""``|---|:-:|``, ``+-----+``, ``├───┤``: no dash of a cell, which has at most two signs."""
_LEAST_ROWS, _LEAST_FIELDS = 2, 2
_FIGURES = re.compile(r"[\d,.\s+−-]+")
_NUMBERED = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.．、]")
"""The label of a row (2.重复申请, （二）部分公开): no head although its figures may be blank."""
_MOST_HEADS = 3


class _Line(NamedTuple):
    start: int
    text: str

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()

    @property
    def is_rule(self) -> bool:
        return _RULE.fullmatch(self.text) is not None

    @property
    def sign(self) -> re.Pattern[str] | None:
        """What parts its fields; None for a line that is no row."""
        if self.is_blank or self.is_rule:
            return None
        words = self.text.strip(" \u3000")
        if len(pipes := _PIPE.findall(words)) and (len(pipes) > 1 or not _at_an_end(_PIPE, words)):
            return _PIPE
        return _TAB if "\t" in words.lstrip() and words.strip() else None


def _at_an_end(sign: re.Pattern[str], words: str) -> bool:
    return sign.match(words) is not None or sign.match(words, len(words) - 1) is not None


def printed_tables(text: str, low: int = 0, high: int | None = None) -> Iterator[DocumentGrid]:
    """The tables in ``[low, high)`` of the text, in their order; offsets are those of the whole text.

    A row keeps the fields that it prints, so rows may be of different widths. Empty fields have
    ``start == end``. What stands between the fields, and rules, belong to no cell.
    """
    for run in _runs(_lines(text, low, len(text) if high is None else high)):
        grid = _grid(run)
        if grid is not None:
            yield grid


def rows_of_grid(grid: DocumentGrid) -> list[tuple[GridCell, ...]]:
    """The cells row by row, from left to right."""
    by_row: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        by_row.setdefault(cell.row, []).append(cell)
    return [tuple(sorted(by_row[row], key=lambda cell: cell.column)) for row in sorted(by_row)]


def heads_of(text: str, rows: Sequence[Sequence[GridCell]]) -> int:
    """How many rows at the top hold no figures and so head the others: three at most."""
    heads = 0
    for row in rows[:_MOST_HEADS]:
        words = [text[cell.start : cell.end].strip() for cell in row if cell.end > cell.start]
        if any(map(_FIGURES.fullmatch, words)) or any(map(_NUMBERED.match, words[:1])):
            break
        heads += 1
    return heads


def _lines(text: str, low: int, high: int) -> Iterator[_Line]:
    at = low
    for line in text[low:high].split("\n"):
        yield _Line(at, line)
        at += len(line) + 1


def _runs(lines: Iterator[_Line]) -> Iterator[list[_Line]]:
    """Rows and rules that follow one another, with the same sign; a blank line may part them."""
    run: list[_Line] = []
    sign: re.Pattern[str] | None = None
    blanks = 0
    for line, following in pairwise((*lines, _Line(0, ""))):
        if line.is_blank:
            blanks += 1
            continue
        is_rule, own = line.is_rule, line.sign
        goes_on = is_rule or own is sign or sign is None
        if run and (blanks > 1 or not goes_on or (own is None and not is_rule)):
            yield run
            run, sign = [], None
        if own is not None or is_rule:
            if (
                blanks and run and (is_rule or following.is_rule)
            ):  # a blank line, then the top of another table
                yield run
                run, sign = [], None
            run.append(line)
            sign = own or sign
        blanks = 0
    if run:
        yield run


def _grid(run: Sequence[_Line]) -> DocumentGrid | None:
    rows = [line for line in run if not line.is_rule]
    if len(rows) < _LEAST_ROWS:
        return None
    sign = rows[0].sign
    assert sign is not None
    edges = [[(found.start(), found.end()) for found in sign.finditer(line.text)] for line in rows]
    closed = tuple(_is_closed(rows, edges, side) for side in (0, -1))
    fields = [
        _fields(line, each, closed) if each else [(line.start, line.start + len(line.text))]
        for line, each in zip(rows, edges, strict=True)
    ]
    width = max(map(len, fields))
    if width < _LEAST_FIELDS:
        return None
    cells = tuple(
        GridCell(row=row, column=column, start=start, end=end)
        for row, found in enumerate(fields)
        for column, (start, end) in enumerate(found)
    )
    last = run[-1]
    return DocumentGrid(
        start=run[0].start, end=last.start + len(last.text), height=len(rows), width=width, cells=cells
    )


def _is_closed(rows: Sequence[_Line], edges: Sequence[Sequence[tuple[int, int]]], side: int) -> bool:
    """Whether the sign closes the rows on that side: most have nothing beyond it."""
    outside = (
        not (line.text[: each[0][0]] if side == 0 else line.text[each[-1][1] :]).strip()
        for line, each in zip(rows, edges, strict=True)
        if each
    )
    return 2 * sum(outside) > len(rows)


def _fields(line: _Line, edges: Sequence[tuple[int, int]], closed: tuple[bool, ...]) -> list[tuple[int, int]]:
    starts, ends = [0, *(end for _, end in edges)], [*(start for start, _ in edges), len(line.text)]
    found = [_trimmed(line, start, end) for start, end in zip(starts, ends, strict=True)]
    if closed[0] and len(found) > 1 and found[0][0] == found[0][1]:
        del found[0]
    if closed[1] and len(found) > 1 and found[-1][0] == found[-1][1]:
        del found[-1]
    return found


def _trimmed(line: _Line, start: int, end: int) -> tuple[int, int]:
    words = line.text[start:end]
    first = start + len(words) - len(words.lstrip())
    return line.start + first, line.start + first + len(words.strip())
