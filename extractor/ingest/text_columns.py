"""Tables without drawn lines: the places of their figures and headers give the columns of a grid."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extractor.ingest.composing import TextRun
from extractor.ingest.page_lines import PageLine

_FIGURE = re.compile(
    r"[增减+＋−－-]?\s?[\d０-９][\d０-９,，.]*(?:件|条|项|个|万元|亿元|元)?(?:[（(].{0,40})?|[-—–－/／]{1,4}|无"
)
_PROSE = 30
"""A line of one piece with more characters than this is a sentence, no part of a table."""
_MAX_HEADER_LINES = 10
_SAME_WIDTH = 2.0
"""Points by which two pages that share a table may differ in width."""


class FlowLine(NamedTuple):
    """A line with its place in the order of the document, and the width of its page."""

    number: int
    width: float
    line: PageLine


class ColumnCell(NamedTuple):
    """A cell of one line: its pieces are ``first`` to ``last``, exclusive; an empty one has none."""

    column: int
    columns: int
    first: int
    last: int


class ColumnBlock(NamedTuple):
    """Lines that share their columns: (index of the line, its cells from the left)."""

    width: int
    rows: tuple[tuple[int, tuple[ColumnCell, ...]], ...]


class _Open:
    """A block while its lines are collected: header lines, then lines with figures and labels."""

    def __init__(self) -> None:
        self.header: list[FlowLine] = []
        self.body: list[FlowLine] = []
        self.zone = 0.0
        """Left end of the first column of figures."""

    def takes(self, flow: FlowLine, figures: range) -> bool:
        """Add a line; False where it begins the header of another block."""
        pieces = flow.line.pieces
        if figures:
            left = _left(pieces[figures[0]])
            self.zone = min(self.zone, left) if self.body else left
            self.body.append(flow)
        elif not self.body:
            self.header = [*self.header, flow][-_MAX_HEADER_LINES:]
        elif any(_middle(piece) > self.zone for piece in pieces):
            return False
        else:
            self.body.append(flow)
        return True


def find_columns(flow: Iterable[FlowLine | None]) -> list[ColumnBlock]:
    """Blocks of lines with common columns; None in ``flow`` is something that parts blocks.

    A table that goes on upon the next page without a header of its own stays one block.
    """
    return [found for block in _blocks(flow) if (found := _laid(block)) is not None]


def _blocks(flow: Iterable[FlowLine | None]) -> Iterator[_Open]:
    block, width = _Open(), 0.0
    for line in flow:
        apart = line is None or _is_prose(line.line) or (width and abs(line.width - width) > _SAME_WIDTH)
        if apart and (block.body or block.header):
            yield block
            block = _Open()
        if line is None or _is_prose(line.line):
            continue
        width = line.width
        figures = _figures(line.line.pieces)
        if not block.takes(line, figures):
            yield block
            block = _Open()
            block.takes(line, figures)
    yield block


def _is_prose(line: PageLine) -> bool:
    return len(line.pieces) == 1 and len(line.pieces[0].text) > _PROSE


def _figures(pieces: Sequence[TextRun]) -> range:
    """Indexes of the figures at the end of a line; what stands before a label is its list number."""
    first = len(pieces)
    while first and _FIGURE.fullmatch(pieces[first - 1].text):
        first -= 1
    return range(first, len(pieces))


def _left(piece: TextRun) -> float:
    return piece.box[0] if piece.box else 0.0


def _right(piece: TextRun) -> float:
    return piece.box[2] if piece.box else 0.0


def _middle(piece: TextRun) -> float:
    return (_left(piece) + _right(piece)) / 2


def _laid(block: _Open) -> ColumnBlock | None:
    figures = {flow.number: _figures(flow.line.pieces) for flow in block.body}
    printed = [flow.line.pieces[i] for flow in block.body for i in figures[flow.number]]
    heads = [
        piece
        for flow in reversed(block.header)
        for piece in sorted(flow.line.pieces, key=lambda piece: _right(piece) - _left(piece))
        if _right(piece) > block.zone
    ]
    columns = _columns(printed, heads)
    if not printed:
        return None
    # the labels on the left are one column, whose number is 0
    last = max((i for i, flow in enumerate(block.body) if figures[flow.number]), default=0)
    rows = [(flow.number, tuple(_cells(flow.line.pieces, columns, block.zone))) for flow in block.header]
    for flow in block.body[: last + 1]:
        cells = tuple(_cells(flow.line.pieces, columns, block.zone))
        if figures[flow.number]:
            cells = _with_empty(cells, len(columns), len(flow.line.pieces))
        rows.append((flow.number, cells))
    return ColumnBlock(len(columns) + 1, tuple(rows))


def _columns(figures: Sequence[TextRun], heads: Sequence[TextRun]) -> list[tuple[float, float]]:
    """Columns from the left as (left, right): print of two columns never stands above each other.

    A header that reaches over several columns makes none; hence ``heads`` come from the lowest line up,
    where each belongs to one column, and in a line the narrow ones first.
    """
    found: list[tuple[float, float]] = []
    for piece, is_figure in [*((p, True) for p in figures), *((p, False) for p in heads)]:
        left, right = _left(piece), _right(piece)
        under = [column for column in found if column[0] < right and left < column[1]]
        if len(under) > 1 and not is_figure:
            continue
        ends = [(left, right), *under]
        found = [column for column in found if column not in under]
        found.append((min(e[0] for e in ends), max(e[1] for e in ends)))
    return sorted(found)


def _cells(
    pieces: Sequence[TextRun], columns: Sequence[tuple[float, float]], zone: float
) -> Iterator[ColumnCell]:
    """The cells of a line; neighbouring pieces in one column are one cell."""
    cell: ColumnCell | None = None
    for index, piece in enumerate(pieces):
        left, right = _left(piece), _right(piece)
        under = [n for n, (a, b) in enumerate(columns, start=1) if a < right and left < b and right > zone]
        column, count = (under[0], len(under)) if under else (0, 1)
        if cell is not None and (column, count) == (cell.column, cell.columns):
            cell = cell._replace(last=index + 1)
            continue
        if cell is not None:
            yield cell
        cell = ColumnCell(column, count, index, index + 1)
    if cell is not None:
        yield cell


def _with_empty(cells: Sequence[ColumnCell], width: int, end: int) -> tuple[ColumnCell, ...]:
    """The cells of a row of figures with its empty ones, each in the place of the next piece."""
    taken = {column for cell in cells for column in range(cell.column, cell.column + cell.columns)}
    places = {cell.column: cell.first for cell in cells}
    found = list(cells)
    for column in range(1, width + 1):
        if column not in taken:
            at = min((first for other, first in places.items() if other > column), default=end)
            found.append(ColumnCell(column, 1, at, at))
    return tuple(sorted(found))
