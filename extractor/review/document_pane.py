"""The document as the page shows it: lines of text, its tables as tables, one cell a line side by side.

Tables are those of the source and those that the text draws with pipes, box lines or tabs.

Every stretch keeps the offset that it has in the canonical text, so that marks and selections hold.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from extractor.grammar import heads_of, printed_tables, rows_of_grid
from extractor.records import Document, DocumentGrid
from extractor.review.views import lines_of

Line = tuple[int, tuple[str, str, str]]
"""Offset, and the text before, inside and behind the mark."""

_SHORT, _LEAST = 10, 6
"""So many short lines one after the other are cells of a table that was printed one cell a line."""


class SourceCell(NamedTuple):
    """One cell of a table of the source."""

    rows: int
    columns: int
    lines: tuple[Line, ...]


class PaneBlock(NamedTuple):
    """A stretch of the document: lines, short lines that stand side by side, or a table."""

    kind: str
    """lines, cells or table."""
    lines: tuple[Line, ...] = ()
    heads: tuple[tuple[SourceCell, ...], ...] = ()
    """Rows that stay in sight while the others are scrolled."""
    rows: tuple[tuple[SourceCell, ...], ...] = ()


def blocks_of(document: Document, start: int | None, end: int | None) -> Iterator[PaneBlock]:
    """The document in its order; the words of [start, end) are marked."""
    at, mark = 0, (start, end)
    for grid in _grids(document):
        yield from _text(document.text, at, grid.start, mark)
        yield _table(document.text, grid, mark)
        at = grid.end
    yield from _text(document.text, at, len(document.text), mark)


def _grids(document: Document) -> Iterator[DocumentGrid]:
    """Tables of the source, and between them those that the text draws."""
    at = 0
    for grid in _drawn(document):
        yield from printed_tables(document.text, at, grid.start)
        yield grid
        at = grid.end
    yield from printed_tables(document.text, at)


def _drawn(document: Document) -> Iterator[DocumentGrid]:
    """Tables of the source that do not lie inside of one another."""
    at = 0
    for grid in sorted(document.grids, key=lambda each: (each.start, -each.end)):
        if grid.start >= at and any(cell.end > cell.start for cell in grid.cells):
            yield grid
            at = grid.end


def _lines(text: str, low: int, high: int, mark: tuple[int | None, int | None]) -> tuple[Line, ...]:
    start, end = mark
    inside = start is not None and end is not None and start < high and end > low
    first, last = (max(start or 0, low) - low, min(end or 0, high) - low) if inside else (None, None)
    return tuple((low + offset, parts) for offset, parts in lines_of(text[low:high], first, last))


def _text(text: str, low: int, high: int, mark: tuple[int | None, int | None]) -> Iterator[PaneBlock]:
    if low >= high:
        return
    lines = _lines(text, low, high, mark)
    for is_run, run in groupby(zip(lines, _in_runs(lines), strict=True), key=lambda each: each[1]):
        kept = tuple(line for line, _ in run)
        if is_run:
            yield PaneBlock("cells", tuple(line for line in kept if "".join(line[1]).strip()))
        else:
            yield PaneBlock("lines", kept)


def _in_runs(lines: Sequence[Line]) -> list[bool]:
    """Whether each line is one of many short ones; blank lines between them belong to the run."""
    found = [False] * len(lines)
    began: int | None = None
    short = 0
    for index, (_, parts) in enumerate((*lines, (0, ("x" * (_SHORT + 1), "", "")))):
        words = "".join(parts).strip()
        if len(words) <= _SHORT:
            began = index if began is None and words else began
            short += bool(words)
            continue
        if began is not None and short >= _LEAST:
            found[began:index] = [True] * (index - began)
        began, short = None, 0
    return found


def _table(text: str, grid: DocumentGrid, mark: tuple[int | None, int | None]) -> PaneBlock:
    found = rows_of_grid(grid)
    heads = heads_of(text, found)
    rows = [
        tuple(SourceCell(c.rows, c.columns, _lines(text, c.start, c.end, mark)) for c in row) for row in found
    ]
    return PaneBlock("table", heads=tuple(rows[:heads]), rows=tuple(rows[heads:]))
