"""The sheets of a spreadsheet become lines and grids: what stands alone in its row is a line of text."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.ingest.composing import Composer, RawCell, RawGrid, TextRun
from extractor.ingest.html_container import has_headings

_MOST_CELLS = 200_000
_WIDEST = 64
_PLAIN_NAME = re.compile(r"(?:Sheet|工作表|Лист)\s?\d*", re.IGNORECASE)
_SENTENCE = 60
"""Characters of a text alone in its row from which it is no label."""
_NOTE = re.compile(r"[（(]?(?:注|备注|说明|填表|单位|审核|联系)")


class SheetCell(NamedTuple):
    """A cell with what is seen of it; ``rows`` and ``columns`` that it is merged over."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


class VisibleSheet(NamedTuple):
    """A sheet without its hidden rows and columns."""

    name: str
    cells: tuple[SheetCell, ...]


def write_sheets(sheets: Sequence[VisibleSheet], composer: Composer) -> None:
    """Each sheet under its name, where there are several."""
    printed = [sheet for sheet in sheets if any(cell.text for cell in sheet.cells)]
    for sheet in printed:
        if len(printed) > 1 and not _PLAIN_NAME.fullmatch(sheet.name.strip()):
            composer.add_line(sheet.name.strip())
        _write(sheet, composer)


def too_many(count: int) -> bool:
    """Whether a sheet has more cells than any report."""
    return count > _MOST_CELLS


def _write(sheet: VisibleSheet, composer: Composer) -> None:
    rows: dict[int, list[SheetCell]] = {}
    for cell in sheet.cells:
        if cell.column < _WIDEST:
            rows.setdefault(cell.row, []).append(cell)
    block: list[list[SheetCell]] = []
    for row in sorted(rows):
        printed = [cell for cell in rows[row] if cell.text.strip()]
        if not printed:
            continue
        if len(printed) == 1 and (not block or _parts_tables(printed[0].text)):
            _close(block, composer)
            block = []
            _line(printed[0], composer)
        else:
            block.append(rows[row])
    _close(block, composer)


def _close(block: list[list[SheetCell]], composer: Composer) -> None:
    """Write a table; what stands alone at its end are notes under it."""
    notes: list[SheetCell] = []
    while block and (note := _note_in(block[-1])) is not None:
        notes.append(note)
        block.pop()
    if block:
        composer.add_grid(_grid(block))
    for cell in reversed(notes):
        _line(cell, composer)


def _parts_tables(text: str) -> bool:
    """Whether a text that stands alone in its row is a heading or a sentence, and no label of blank cells."""
    return len(text) >= _SENTENCE or has_headings(text.strip())


def _note_in(row: list[SheetCell]) -> SheetCell | None:
    """What a row under a table says of it; None for a row of the table."""
    printed = [cell for cell in row if cell.text.strip()]
    if len(printed) != 1:
        return None
    words = printed[0].text.strip()
    return printed[0] if len(words) >= _SENTENCE or _NOTE.match(words) else None


def _line(cell: SheetCell, composer: Composer) -> None:
    for line in cell.text.strip().split("\n"):
        composer.add_line(line.strip())


def _grid(block: list[list[SheetCell]]) -> RawGrid:
    numbers = [row[0].row for row in block]  # as a sheet counts them: upwards, with gaps
    first = min(cell.column for row in block for cell in row)
    used = {cell.column for row in block for cell in row if cell.text.strip() or cell.columns > 1}
    width = max(used, default=first) - first + 1
    cells = []
    for index, row in enumerate(block):
        for cell in row:
            columns = min(cell.columns, width - (cell.column - first))
            if columns > 0:
                rows = bisect_right(numbers, cell.row + cell.rows - 1) - index
                text = " ".join(cell.text.split())
                pieces = (TextRun(text),) if text else ()
                cells.append(RawCell(index, cell.column - first, max(rows, 1), columns, pieces))
    return RawGrid(len(block), max(width, 1), tuple(cells))


def merged(cells: Iterable[SheetCell], spans: Iterable[tuple[int, int, int, int]]) -> tuple[SheetCell, ...]:
    """Cells with the (first row, first column, last row, last column) that they are merged over."""
    found = {(cell.row, cell.column): cell for cell in cells}
    for top, left, bottom, right in spans:
        head = found.get((top, left))
        if head is None or bottom - top > _MOST_CELLS or right - left > _WIDEST:
            continue
        found[top, left] = head._replace(rows=bottom - top + 1, columns=right - left + 1)
        inside = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        for place in inside[1:]:
            found.pop(place, None)
    return tuple(found[place] for place in sorted(found))
