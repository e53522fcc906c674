"""Pieces of print in reading order become the canonical text, with grids, pages and boxes beside it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.ingest.formats import Parsed
from extractor.records import Box, DocumentGrid, GridCell, Page, Word

_WORD_CHARACTER = re.compile(r"[0-9A-Za-z]")


class TextRun(NamedTuple):
    """A run of print without a line end."""

    text: str
    box: Box | None = None
    confidence: float | None = None
    gap: int = 0
    """Spaces before it."""


class RawCell(NamedTuple):
    """One cell of a grid, anchored at its upper left place."""

    row: int
    column: int
    rows: int
    columns: int
    pieces: tuple[TextRun, ...]

    @property
    def text(self) -> str:
        """The words of the cell without their boxes."""
        return "".join(" " * piece.gap + piece.text for piece in self.pieces)


class RawGrid(NamedTuple):
    """A table as the format draws it."""

    height: int
    width: int
    cells: tuple[RawCell, ...]

    def without_idle_columns(self) -> "RawGrid":
        """The grid without columns in which no cell begins, so that every field has a meaning."""
        used = sorted({cell.column for cell in self.cells})
        if len(used) == self.width:
            return self
        place = {column: index for index, column in enumerate(used)}
        cells = tuple(
            cell._replace(
                column=place[cell.column],
                columns=sum(cell.column <= column < cell.column + cell.columns for column in used),
            )
            for cell in self.cells
        )
        return RawGrid(self.height, max(len(used), 1), cells)


def joined(lines: Sequence[Sequence[TextRun]]) -> tuple[TextRun, ...]:
    """The lines of one cell as one line; a space only where two words of Latin letters or digits meet."""
    pieces: list[TextRun] = []
    for line in lines:
        for index, piece in enumerate(line):
            gap = piece.gap if index else 0
            if index == 0 and pieces and _meet(pieces[-1].text, piece.text):
                gap = 1
            pieces.append(piece._replace(gap=gap))
    return tuple(pieces)


def _meet(left: str, right: str) -> bool:
    return bool(_WORD_CHARACTER.match(left[-1:]) and _WORD_CHARACTER.match(right[:1]))


class Composer:
    """Collects the canonical text from top to bottom; offsets are those of the text so far."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self._parts: list[str] = []
        self._length = 0
        self._words: list[Word] = []
        self._pages: list[Page] = []
        self._page: Page | None = None
        self._grids: list[DocumentGrid] = []

    def begin_page(self, number: int, width: float, height: float, recognised: bool = False) -> None:
        """All that is added from now on stands on this page; sizes in points."""
        self._end_page()
        start = self._length
        self._page = Page(
            number=number, start=start, end=start, width=width, height=height, recognised=recognised
        )

    def add_line(self, pieces: Sequence[TextRun] | str) -> tuple[tuple[int, int], ...]:
        """One printed line, a blank one where there are no pieces; the stretches of text of its pieces."""
        stretches: list[tuple[int, int]] = []
        if isinstance(pieces, str):
            self._put(pieces)
        else:
            stretches = self._put_pieces(pieces)
        self._put("\n")
        return tuple(stretches)

    def add_grid(self, grid: RawGrid) -> None:
        """A table, one line a row with | between the fields; merged cells are printed once."""
        grid = grid.without_idle_columns()
        if grid.width == 1:
            for cell in sorted(grid.cells):
                self.add_line(cell.pieces)
            return
        start = self._length
        anchored: dict[int, dict[int, RawCell]] = {}
        for cell in grid.cells:
            anchored.setdefault(cell.row, {})[cell.column] = cell
        cells: list[GridCell] = []
        for row in sorted(anchored):
            for column in range(grid.width):
                self._put("| ")
                if (anchor := anchored[row].get(column)) is not None:
                    cells.append(self._put_cell(anchor))
                self._put(" ")
            self._put("|\n")
        end = self._length - 1
        self._grids.append(
            DocumentGrid(start=start, end=end, height=grid.height, width=grid.width, cells=tuple(cells))
        )

    def add_parsed(self, part: Parsed) -> None:
        """What another reader made of a part of the file, with its grids; its pages are not kept."""
        start = self._length
        self._put(part.text if part.text.endswith("\n") or not part.text else f"{part.text}\n")
        for grid in part.grids:
            cells = tuple(
                cell.model_copy(update={"start": cell.start + start, "end": cell.end + start})
                for cell in grid.cells
            )
            place = {"start": grid.start + start, "end": grid.end + start, "cells": cells}
            self._grids.append(grid.model_copy(update=place))
        self.notes.extend(part.notes)

    def note_grid(self, grid: DocumentGrid) -> None:
        """A grid of lines that are written already, from the places of their words."""
        self._grids.append(grid)

    def parsed(self, encoding: str | None = None) -> Parsed:
        """All that was collected."""
        self._end_page()
        return Parsed(
            "".join(self._parts),
            encoding,
            tuple(self._pages),
            tuple(sorted(self._grids, key=lambda grid: grid.start)),
            tuple(self.notes),
        )

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _put_pieces(self, pieces: Sequence[TextRun]) -> list[tuple[int, int]]:
        stretches = []
        for piece in pieces:
            self._put(" " * piece.gap)
            end = self._length + len(piece.text)
            stretches.append((self._length, end))
            if piece.box is not None:
                self._words.append(
                    Word.model_construct(
                        start=self._length, end=end, box=piece.box, confidence=piece.confidence
                    )
                )
            self._put(piece.text)
        return stretches

    def _put_cell(self, cell: RawCell) -> GridCell:
        start = self._length
        # A field must not contain what separates fields.
        self._put_pieces([piece._replace(text=piece.text.replace("|", "¦")) for piece in cell.pieces])
        return GridCell.model_construct(
            row=cell.row,
            column=cell.column,
            rows=cell.rows,
            columns=cell.columns,
            start=start,
            end=self._length,
        )

    def _end_page(self) -> None:
        if self._page is not None:
            update = {"end": self._length, "words": tuple(self._words)}
            self._pages.append(self._page.model_copy(update=update))
            self._page, self._words = None, []
