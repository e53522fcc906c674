"""Layouts as a PDF's text layer gives them: wrapped labels around the numbers, pages, vertical labels."""

import re
from dataclasses import dataclass, field
from math import ceil
from random import Random

from extractor.evaluation.noise.grids import GridKind, PrintCell, PrintGrid
from extractor.evaluation.noise.layouts.canvas import Canvas, wrap

_SPACES = re.compile(r" {2,}")


@dataclass(frozen=True)
class _Style:
    vertical: bool
    """Group labels run downwards, one character a line."""
    label_width: int
    """Characters of a row label on one line."""
    number_width: int
    """Display columns between two numbers."""
    right_aligned: bool = False
    """Numbers end at the same column instead of starting there."""
    break_at: int | None = None
    """Row before which the page ends."""
    repeat_header: bool = False
    page: int = 4


@dataclass
class _Group:
    """A label that stands left of several rows, written when its last row is known."""

    text: str
    left: int
    width: int
    lines: list[int] = field(default_factory=list)


def pdf_columns(grid: PrintGrid, rng: Random) -> str:
    """Columns aligned by spaces, labels wrapped above and below the numbers, pages broken."""
    return _laid_out(grid, _style(grid, rng, vertical=False))


def pdf_vertical(grid: PrintGrid, rng: Random) -> str:
    """Group labels one character a line between the rows, single spaces, sometimes glued."""
    text = _single_spaces(_laid_out(grid, _style(grid, rng, vertical=True)))
    if rng.random() < 0.3:
        text = re.sub(r"^(\D) (?=[\d（(])", r"\1", text, flags=re.MULTILINE)
    return text


def pdf_flow(grid: PrintGrid, rng: Random) -> str:
    """The page's text with every run of spaces as one space."""
    return _single_spaces(_laid_out(grid, _style(grid, rng, vertical=False)))


def _style(grid: PrintGrid, rng: Random, vertical: bool) -> _Style:
    breaks = grid.kind is GridKind.BANDS and rng.random() < 0.7
    return _Style(
        vertical=vertical,
        label_width=rng.choice((8, 10, 12, 16)),
        number_width=rng.choice((6, 8, 10)),
        right_aligned=rng.random() < 0.4,
        break_at=rng.randint(grid.header + 1, len(grid.rows) - 1) if breaks else None,
        repeat_header=rng.random() < 0.4,
        page=rng.randint(2, 9),
    )


def _single_spaces(text: str) -> str:
    lines = (_SPACES.sub(" ", line.strip()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


def _laid_out(grid: PrintGrid, style: _Style) -> str:
    if grid.kind is GridKind.BANDS:
        return _Applications(grid, style).text()
    lefts, shown = _flat_columns(grid, style)
    canvas = Canvas()
    for position, row in enumerate(grid.rows):
        column, cells = 0, []
        for cell in row:
            cells.append((lefts[column], cell))
            column += cell.columns
        _put_row(
            canvas, cells, shown if position < len(grid.rows) - 1 or grid.kind is GridKind.BLOCKS else 99
        )
    return canvas.text()


def _flat_columns(grid: PrintGrid, style: _Style) -> tuple[list[int], int]:
    """Left edges of the columns of 表二 or 表四, and how many characters a label shows a line."""
    if grid.kind is GridKind.BLOCKS:
        return [0, *(24 + position * 16 for position in range(grid.width - 1))], 7
    return [position * max(style.number_width, 6) for position in range(grid.width)], 2


def _put_row(canvas: Canvas, cells: list[tuple[int, PrintCell]], shown: int) -> None:
    pieces = [
        (left, [cell.printed] if cell.number else wrap(cell.printed, shown * cell.columns))
        for left, cell in cells
        if cell.text
    ]
    height = max((len(lines) for _, lines in pieces), default=1)
    top = canvas.grow(height)
    for left, lines in pieces:
        for offset, line in enumerate(lines):
            canvas.put(top + (height - len(lines)) // 2 + offset, left, line)


class _Applications:
    """Draws 表三: two columns of group labels, the row labels, seven numbers."""

    def __init__(self, grid: PrintGrid, style: _Style) -> None:
        self._grid, self._style, self._canvas = grid, style, Canvas()
        narrow = 1 if style.vertical else 4
        self._group_left = narrow * 2 + 2
        self._label_left = self._group_left + narrow * 2 + 2
        self._numbers_left = self._label_left + style.label_width * 2 + 4
        self._narrow = narrow
        self._open: dict[int, _Group] = {}
        self._closed: list[_Group] = []

    def text(self) -> str:
        """The table as text."""
        self._header()
        for position, row in enumerate(self._grid.rows[self._grid.header :], self._grid.header):
            if position == self._style.break_at:
                self._page_break()
            self._row([cell for cell in row if cell.number is None], [cell for cell in row if cell.number])
        self._closed.extend(self._open.values())
        for group in self._closed:
            self._write_down(group)
        return self._canvas.text()

    def _column(self, position: int) -> int:
        return self._numbers_left + position * self._style.number_width

    def _header(self) -> None:
        """Labels of the columns, each wrapped into what its column has room for."""
        shown = self._style.number_width // 2
        first, second, third = self._grid.rows[:3]
        self._canvas.put(self._canvas.grow(1), self._column(3), first[1].printed)
        top = self._canvas.grow(1)
        self._canvas.put(top, self._column(2), second[2].printed)
        places = ((0, second[1]), *enumerate(third[2:7], 1), (6, second[3]))
        pieces = [(self._column(place), wrap(cell.printed, shown)) for place, cell in places]
        pieces.append((0, wrap(first[0].printed, self._numbers_left // 2 - 2)))
        top = self._canvas.grow(max(len(lines) for _, lines in pieces))
        for left, lines in pieces:
            for offset, line in enumerate(lines):
                self._canvas.put(top + offset, left, line)

    def _page_break(self) -> None:
        middle = self._column(3)
        self._canvas.grow(1)
        self._canvas.put(self._canvas.grow(1), middle, f"- {self._style.page} -")
        self._canvas.grow(1)
        if self._style.repeat_header:
            self._header()

    def _row(self, labels: list[PrintCell], numbers: list[PrintCell]) -> None:
        own = labels[-1]
        left = {1: self._label_left, 2: self._group_left, 3: 0}[own.columns]
        lines = wrap(own.printed, (self._numbers_left - left) // 2 - 1)
        top = self._canvas.grow(len(lines))
        for offset, line in enumerate(lines):
            self._canvas.put(top + offset, left, line)
        middle = top + (len(lines) - 1) // 2
        for place, cell in enumerate(numbers):
            # 5 columns hold the largest count that is common; longer ones push what follows.
            shift = max(5 - len(cell.printed), 0) if self._style.right_aligned else 0
            self._canvas.put(middle, self._column(place) + shift, cell.printed)
        self._follow_groups(labels[:-1], range(top, top + len(lines)))

    def _follow_groups(self, groups: list[PrintCell], lines: range) -> None:
        for depth in (0, 1):
            cell = groups[depth] if depth < len(groups) else None
            if depth in self._open and (cell is None or not cell.merged):
                self._closed.append(self._open.pop(depth))
            if cell is not None and not cell.merged:
                self._open[depth] = _Group(cell.printed, (0, self._group_left)[depth], self._narrow)
            if depth in self._open:
                self._open[depth].lines.extend(lines)

    def _write_down(self, group: _Group) -> None:
        """The group's label, wrapped to its column and centred over its rows."""
        width = max(group.width, ceil(len(group.text) / len(group.lines)))
        pieces = wrap(group.text, width)
        first = (len(group.lines) - len(pieces)) // 2
        for line, piece in zip(group.lines[first:], pieces, strict=False):
            self._canvas.put(line, group.left, piece)
