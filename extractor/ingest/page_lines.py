"""Glyphs or recognised words with places become lines of pieces, with the spaces that they stand apart."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extractor.ingest.composing import TextRun
from extractor.ingest.placed import Glyph

_SAME_LINE = 0.5
"""Share of the size that the middles of two glyphs of one line may be apart."""
_WIDE_GAP = 0.35
_NARROW_GAP = 0.18
_COLUMN = 0.5
"""Width of a display column as a share of the font size: half a wide character."""


class PageLine(NamedTuple):
    """One printed line, from the left; ``top`` orders lines on the page."""

    top: float
    bottom: float
    pieces: tuple[TextRun, ...]

    @property
    def text(self) -> str:
        """The words of the line with their gaps."""
        return "".join(" " * piece.gap + piece.text for piece in self.pieces)


def lines_of(glyphs: Sequence[Glyph], aligned: bool = False) -> list[PageLine]:
    """Lines from the top down.

    ``aligned`` keeps columns: a word begins at the display column of its place on the page, as far as
    the words before it leave room.
    """
    rows = _rows(glyphs)
    if not rows:
        return []
    left = min(glyph.left for row in rows for glyph in row)
    cut = [_pieces(row) for row in rows]
    # Tables are printed smaller than prose: their own size says how wide a display column is.
    spread = [row for row, pieces in zip(rows, cut, strict=True) if len(pieces) > 2] or rows
    unit = max(_COLUMN * median(glyph.size for row in spread for glyph in row), 1.0)
    found = []
    for row, pieces in zip(rows, cut, strict=True):
        if aligned:
            pieces = _spread(pieces, left, unit)
        found.append(PageLine(min(g.top for g in row), max(g.bottom for g in row), tuple(pieces)))
    return found


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = []
    middle = 0.0
    for glyph in sorted(glyphs, key=lambda g: (g.top + g.bottom, g.left)):
        own = (glyph.top + glyph.bottom) / 2
        if rows and own - middle <= _SAME_LINE * min(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            middle = own
    return [sorted(row, key=lambda g: g.left) for row in rows]


def _pieces(row: Sequence[Glyph]) -> list[TextRun]:
    """Words: runs of glyphs without a gap that a reader would see."""
    pieces: list[TextRun] = []
    run = [row[0]]
    for before, glyph in pairwise(row):
        gap = glyph.left - before.right
        narrow = before.text.isascii() and glyph.text.isascii()
        size = min(before.size, glyph.size)
        if gap > (_NARROW_GAP if narrow else _WIDE_GAP) * size:
            pieces.append(_piece(run, pieces))
            run = []
        run.append(glyph)
    pieces.append(_piece(run, pieces))
    return pieces


def _piece(run: Sequence[Glyph], before: Sequence[TextRun]) -> TextRun:
    box = (run[0].left, min(g.top for g in run), max(g.right for g in run), max(g.bottom for g in run))
    gap = 0
    if before and before[-1].box is not None:
        size = max(run[0].size, 1.0)
        gap = max(1, round((box[0] - before[-1].box[2]) / (_COLUMN * size)))
    return TextRun("".join(glyph.text for glyph in run), box, None, gap)


def _spread(pieces: list[TextRun], left: float, unit: float) -> list[TextRun]:
    found: list[TextRun] = []
    column = 0
    for piece in pieces:
        box = piece.box or (left, 0.0, left, 0.0)
        gap = max(round((box[0] - left) / unit) - column, 1 if found else 0)
        found.append(piece._replace(gap=gap))
        column += gap + sum(1 if c.isascii() else 2 for c in piece.text)
    return found
