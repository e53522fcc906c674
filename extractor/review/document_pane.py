"""The document as the page shows it: lines of text, its tables as tables, one cell a line side by side.

Every stretch keeps the offset that it has in the canonical text, so that marks and selections hold.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from extractor.records import Document, DocumentGrid, GridCell
from extractor.review.views import lines_of

Line = tuple[int, tuple[str, str, str]]
"""Offset, and the text before, inside and behind the mark."""

_SHORT, _LEAST = 10, 6
"""So many short lines one after the other are cells of a table that was printed one cell a line."""
_FIGURES = re.compile(r"[\d,.\s+−-]+")
_MOST_HEADS = 3


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
    at = 0
    for grid in _drawn(document):
        yield from _text(document.text, at, grid.start, (start, end))
        yield _table(document.text, grid, (start, end))
        at = grid.end
    yield from _text(document.text, at, len(document.text), (start, end))


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
    by_row: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        by_row.setdefault(cell.row, []).append(cell)
    rows: list[tuple[SourceCell, ...]] = []
    heads = 0
    for row in sorted(by_row):
        cells = sorted(by_row[row], key=lambda cell: cell.column)
        is_head = not any(_FIGURES.fullmatch(text[cell.start : cell.end].strip()) for cell in cells)
        if is_head and heads == len(rows) and heads < _MOST_HEADS:
            heads += 1
        rows.append(tuple(SourceCell(c.rows, c.columns, _lines(text, c.start, c.end, mark)) for c in cells))
    return PaneBlock("table", heads=tuple(rows[:heads]), rows=tuple(rows[heads:]))
