"""What the table as a whole shows about the places of its numbers."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from extractor.forms.model import Column
from extractor.tables.labels import bare
from extractor.tables.tokens import Kind, Line, Token

_COMPLETE_SHARE = 0.7
_MIN_COMPLETE = 3


class Style(NamedTuple):
    """What the other rows of a table show about one of them."""

    columns: tuple[float, ...]
    """Display column of every cell, learnt from complete lines or the header; empty if unknown."""
    prints_zeros: bool
    """Most rows are complete: a missing number was lost, it is no blank."""
    base_gap: int
    """Blank lines between two cells of a row, where cells stand on lines of their own."""
    shows_gaps: bool = False
    """Further blank lines stand for blank cells somewhere in the table."""


def _header_columns(lines: Sequence[Line], columns: Sequence[Column]) -> tuple[float, ...]:
    """Display columns of the header labels, if each column's label starts a token in the printed order.

    Wrapped labels (商业企 / 业) are found by their first piece.
    """
    for line in lines:
        if line.separated or line.figures:
            continue
        found: list[float] = []
        for token in line.tokens:
            piece = bare(token.text)
            wanted = columns[len(found)].labels[0] if len(found) < len(columns) else ""
            if len(piece) >= 2 and wanted.startswith(piece):
                found.append(token.column)
        if len(found) == len(columns):
            return tuple(found)
    return ()


def learn_style(
    rows: Sequence[tuple[Sequence[Token], int]], lines: Sequence[Line] = (), columns: Sequence[Column] = ()
) -> Style:
    """Learn from the rows of a table, given as (tokens, width), and from its header."""
    figures = [[t for t in tokens if t.kind is not Kind.BLANK] for tokens, _ in rows]
    complete = [f for f, (_, width) in zip(figures, rows, strict=True) if len(f) == width]
    filled = sum(1 for f in figures if f)
    in_line = [f for f in complete if len({t.line for t in f}) == 1 and f[0].field < 0]
    places: tuple[float, ...] = ()
    if len(in_line) >= _MIN_COMPLETE and len({len(f) for f in in_line}) == 1:
        places = tuple(median(f[i].column for f in in_line) for i in range(len(in_line[0])))
    elif columns:
        places = _header_columns(lines, columns)
    apart = [f for f in figures if len({t.line for t in f}) > 1]
    gaps = [t.gap for f in apart for t in f[1:]]
    base_gap = int(median(gaps)) if gaps else 0
    return Style(
        columns=places,
        prints_zeros=len(complete) >= _COMPLETE_SHARE * max(filled, 1),
        base_gap=base_gap,
        shows_gaps=any(gap > base_gap for gap in gaps),
    )


def shows_places(tokens: Sequence[Token], width: int, style: Style) -> bool:
    """Whether anything but their order shows in which columns a row's numbers stand."""
    figures = [t for t in tokens if t.kind is not Kind.BLANK]
    if len(figures) >= width or any(t.field >= 0 for t in tokens):
        return True
    if len({t.line for t in figures}) > 1:
        return style.shows_gaps
    return bool(style.columns)
