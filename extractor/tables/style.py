"""What the table as a whole shows about the places of its numbers."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise, takewhile
from math import inf
from statistics import median
from typing import NamedTuple

from extractor.forms import Column
from extractor.tables.labels import bare
from extractor.tables.tokens import Line, Token, display_width, without_blanks

_COMPLETE_SHARE = 0.7
_MIN_COMPLETE = 3
_ZERO_SHARE = 0.4
"""Of the zeros and the missing numbers of rows, the share of zeros from which on zeros are printed: where
they are left blank, a few are printed all the same (10 to 20 %); where they are printed, a few numbers may
be lost."""
_SOME_ZEROS = 0.02
"""The same share from which on a missing number may be one that was lost: it is not taken for a zero."""
_MIN_ZEROS = 2
_ZEROS = frozenset({"0", "O", "o", "00", "０"})
_UNEVEN_SHARE = 0.1
"""Of the whole rows, those that a page break or a lost line may have pulled apart."""
_SAME_COLUMN = 3.0
_NEAR = 0.35
"""Of the distance of two columns: so near to its label a figure stands under it, and under no other."""
_MIN_SPACES = 2


class Edge(StrEnum):
    """Which part of a number or label stands under that of another in the same column."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Style(NamedTuple):
    """What the other rows of a table show about one of them."""

    columns: tuple[float, ...]
    """Display column of every cell, learnt from complete lines, or from the lines and the header together;
    empty if unknown."""
    prints_zeros: bool
    """Most rows are complete: a missing number was lost, it is no blank."""
    base_gap: int
    """Blank lines between two cells of a row, where cells stand on lines of their own."""
    shows_gaps: bool = False
    """Further blank lines stand for blank cells somewhere in the table."""
    lead_shows: bool = True
    """Blank lines between the label and the first number are blank cells too."""
    edge: Edge = Edge.CENTRE
    """What ``columns`` gives the place of."""
    some_zeros: bool = False
    """Zeros are printed here and there: a missing number may be lost or blank, and is no 0 unless sums
    force it."""
    gap_step: int = 0
    """Further blank lines that one blank cell makes; 0 if a blank cell makes as many as any cell."""

    sound: bool = False
    """No row is lost and every sum holds: what the table does not print was most likely never printed."""

    @property
    def blank_lines(self) -> int:
        """Lines that a blank cell adds between two numbers."""
        return self.gap_step or self.base_gap + 1

    def blanks_before(self, token: Token) -> int:
        """Blank cells between a token and the one before it, where cells stand on lines of their own."""
        return max(0, token.gap - self.base_gap) // self.blank_lines


def _edge(token: Token, edge: Edge) -> float:
    half = display_width(token.text) / 2
    return token.column + {Edge.LEFT: -half, Edge.CENTRE: 0.0, Edge.RIGHT: half}[edge]


def place(token: Token, style: Style) -> int:
    """The column of the table whose display position is nearest to a token's."""
    at = _edge(token, style.edge)
    return min(range(len(style.columns)), key=lambda c: abs(style.columns[c] - at))


def _clusters(positions: Sequence[float]) -> list[list[float]]:
    groups: list[list[float]] = []
    for position in sorted(positions):
        if groups and position - groups[-1][-1] <= _SAME_COLUMN:
            groups[-1].append(position)
        else:
            groups.append([position])
    return groups


def _is_aligned(figures: Sequence[Sequence[Token]]) -> bool:
    """Whether runs of spaces hold the columns: numbers that stand one space apart show no place."""
    steps = [
        _edge(b, Edge.LEFT) - _edge(a, Edge.RIGHT)
        for f in figures
        for a, b in pairwise(f)
        if a.line == b.line and a.field < 0
    ]
    return bool(steps) and median(steps) >= _MIN_SPACES


def _common_columns(rows: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Places of the columns of complete rows; empty if the rows do not stand under each other."""
    columns = list(zip(*rows, strict=True))
    places = [median(column) for column in columns]
    nearest = min((b - a for a, b in pairwise(places)), default=inf)
    apart = sorted(abs(at - place) for column, place in zip(columns, places, strict=True) for at in column)
    return tuple(places) if apart[int(len(apart) * _COMPLETE_SHARE)] <= nearest / 2 else ()


def _heads(token: Token, columns: Sequence[Column]) -> int | None:
    """The column that a header piece is (part of) the label of, if it can be one only."""
    piece = bare(token.text)
    found = [i for i, c in enumerate(columns) if piece and any(piece in label for label in c.labels)]
    return found[0] if len(found) == 1 else None


def _under_their_heads(groups: Sequence[Sequence[float]], heads: Sequence[tuple[float, int]]) -> bool:
    """Whether the groups of display columns stand under the right header pieces, given as (place, column).

    Without a header every group must hold two figures at least: single ones fall into any number of groups.
    """
    if not heads:
        return all(len(group) > 1 for group in groups)
    width = max(column for _, column in heads) + 1
    right = 0
    for at, column in heads:
        index = next(i for i, group in enumerate(groups) if group[0] <= at <= group[-1])
        right += index % width == column if len(groups) > width else index == column
    return right >= _COMPLETE_SHARE * len(heads)


def _under_one_head(figure: Token, heads: Sequence[tuple[Token, int]]) -> int | None:
    """The column whose header pieces a figure stands under, if it is one only."""
    left, right = _edge(figure, Edge.LEFT), _edge(figure, Edge.RIGHT)
    found = {c for head, c in heads if _edge(head, Edge.LEFT) < right and left < _edge(head, Edge.RIGHT)}
    return found.pop() if len(found) == 1 else None


def _learn_columns(
    figures: Sequence[Sequence[Token]], lines: Sequence[Line], columns: Sequence[Column], width: int
) -> tuple[tuple[float, ...], Edge]:
    """Display columns of figures and header pieces, if they fall into as many groups as the row has cells.

    Two numbers of a row in one column show that they do not stand under each other.
    """
    labels = [label for column in columns for label in column.labels]
    tokens = [t for f in figures for t in f]
    header = [
        t
        for line in takewhile(lambda line: not line.figures, lines)
        for t in line.tokens
        if not line.separated and bare(t.text) and any(bare(t.text) in label for label in labels)
    ]
    heads = [(t, column) for t in header if (column := _heads(t, columns)) is not None]
    best: tuple[float, tuple[float, ...], Edge] | None = None
    for edge in Edge:
        groups = _clusters([_edge(t, edge) for t in (*tokens, *header)])
        if len(groups) != width or not _under_their_heads(groups, [(_edge(t, edge), c) for t, c in heads]):
            continue
        spread = max(group[-1] - group[0] for group in groups)
        places = tuple(median(group) for group in groups)
        style = Style(places, prints_zeros=False, base_gap=0, edge=edge)
        against = any(_under_one_head(t, heads) not in (None, place(t, style) % len(columns)) for t in tokens)
        against = against or any(place(a, style) >= place(b, style) for f in figures for a, b in pairwise(f))
        if not against and (best is None or spread < best[0]):
            best = (spread, places, edge)
    return (best[1], best[2]) if best else _under_one_line(figures, heads, columns)


def _under_one_line(
    figures: Sequence[Sequence[Token]], heads: Sequence[tuple[Token, int]], columns: Sequence[Column]
) -> tuple[tuple[float, ...], Edge]:
    """The places of the labels of a header on one line, in the form's order, if all figures stand near them.

    A long label may push the figures of its row a little to the right.
    """
    nothing: tuple[tuple[float, ...], Edge] = (), Edge.CENTRE
    if [at for _, at in heads] != list(range(len(columns))) or len({t.line for t, _ in heads}) > 1:
        return nothing
    best: tuple[float, tuple[float, ...], Edge] | None = None
    for edge in Edge:
        places = tuple(_edge(t, edge) for t, _ in heads)
        style = Style(places, prints_zeros=False, base_gap=0, edge=edge)
        away = [abs(places[place(t, style)] - _edge(t, edge)) for f in figures for t in f]
        apart = min((b - a for a, b in pairwise(places)), default=0.0)
        crossed = any(place(a, style) >= place(b, style) for f in figures for a, b in pairwise(f))
        if away and max(away) < _NEAR * apart and not crossed and (best is None or max(away) < best[0]):
            best = (max(away), places, edge)
    return (best[1], best[2]) if best else nothing


def _learn_gap_step(rows: Sequence[tuple[Sequence[Token], int]], base_gap: int) -> int:
    """1 where a blank cell adds a single line, though cells stand further apart; else 0.

    Some converters put a blank line behind the text of a cell, and for a cell without text only its own
    line end. Shown by the rows whose last cell is printed: so they have as many cells as the form, and
    none has more.
    """
    reach = [
        (_reach(figures, base_gap, step), step, width)
        for tokens, width in rows
        if len(figures := without_blanks(tokens)) in range(2, width)
        for step in (1, base_gap + 1)
    ]
    full = [step for last, step, width in reach if last == width - 1]
    over = any(last >= width for last, step, width in reach if step == 1)
    return 1 if base_gap and not over and full.count(1) > max(1, full.count(base_gap + 1)) else 0


def _lead_to_end(rows: Sequence[tuple[Sequence[Token], int]], base_gap: int) -> bool:
    """Whether wider gaps before first numbers are blank cells: with them every short row is whole.

    At least two rows must say so, with gaps of two lengths or a whole row beside them: one gap throughout may
    part the labels from the numbers.
    """
    short = [(figures, width) for tokens, width in rows if 0 < len(figures := without_blanks(tokens)) < width]
    leads = [figures[0].gap - base_gap for figures, _ in short]
    fits = [lead > 0 and lead + len(own) == width for lead, (own, width) in zip(leads, short, strict=True)]
    apart = all(len({token.line for token in own}) == len(own) for own, _ in short)
    told = len(set(leads)) > 1 or len(short) < len(rows)
    return len(short) > 1 and all(fits) and apart and told


def _are_even(rows: Sequence[tuple[Sequence[Token], int]], base_gap: int) -> bool:
    """Whether the cells of whole rows stand equally far apart: where they do not, lines were lost or added.

    A page may break one row; where more of them have wider gaps, a wider gap is no blank cell, nor where rows
    with blank cells for all their gaps would be wider than the table.
    """
    filled = [(figures, width) for tokens, width in rows if (figures := without_blanks(tokens))]
    complete = [figures for figures, width in filled if len(figures) == width]
    wide = sum(any(token.gap > base_gap for token in figures[1:]) for figures in complete)
    short = [(figures, width) for figures, width in filled if len(figures) < width]
    over = sum(_reach(figures, base_gap, base_gap + 1) >= width for figures, width in short)
    if over > max(1, _UNEVEN_SHARE * len(short)):
        return False
    return wide <= _UNEVEN_SHARE * len(complete) or (wide == 1 and len(complete) > 1)


def _reach(figures: Sequence[Token], base_gap: int, step: int) -> int:
    """Places from the first figure of a row to its last, if further blank lines are blank cells."""
    return sum(1 + max(0, token.gap - base_gap) // step for token in figures[1:])


def _zero_share(figures: Sequence[Sequence[Token]], rows: Sequence[tuple[Sequence[Token], int]]) -> float:
    """How many of the zeros and the missing numbers of all rows are printed zeros."""
    zeros = sum(token.text in _ZEROS for each in figures for token in each)
    missing = sum(max(0, width - len(f)) for f, (_, width) in zip(figures, rows, strict=True))
    return zeros / (zeros + missing) if zeros >= _MIN_ZEROS else 0.0


def learn_style(
    rows: Sequence[tuple[Sequence[Token], int]], lines: Sequence[Line] = (), columns: Sequence[Column] = ()
) -> Style:
    """Learn from the rows of a table, given as (tokens, width), and from its header."""
    figures = [without_blanks(tokens) for tokens, _ in rows]
    complete = [f for f, (_, width) in zip(figures, rows, strict=True) if len(f) == width]
    filled = sum(1 for f in figures if f)
    in_line = [f for f in complete if len({t.line for t in f}) == 1 and f[0].field < 0]
    places: tuple[float, ...] = ()
    edge = Edge.CENTRE
    if len(in_line) >= _MIN_COMPLETE and len({len(f) for f in in_line}) == 1:
        places = _common_columns([[t.column for t in f] for f in in_line])
    elif columns and rows:
        spaced = [f for f in figures if f and f[0].field < 0 and len({t.line for t in f}) == 1]
        places, edge = _learn_columns(spaced, lines, columns, max(width for _, width in rows))
    if not _is_aligned(figures):
        places = ()
    apart = [f for f in figures if len({t.line for t in f}) > 1]
    gaps = [t.gap for f in apart for t in f[1:]]
    base_gap = min((t.gap for f in apart for t in f), default=0)  # the label is a neighbour too
    zeros = _zero_share(figures, rows)
    mostly = len(complete) >= _COMPLETE_SHARE * max(filled, 1) or zeros >= _ZERO_SHARE
    return Style(
        columns=places,
        edge=edge,
        prints_zeros=mostly,
        some_zeros=mostly or zeros >= _SOME_ZEROS,
        base_gap=base_gap,
        shows_gaps=(any(gap > base_gap for gap in gaps) and _are_even(rows, base_gap))
        or _lead_to_end(rows, base_gap),
        gap_step=_learn_gap_step(rows, base_gap) if apart else 0,
    )


def shows_places(tokens: Sequence[Token], width: int, style: Style) -> bool:
    """Whether anything but their order shows in which columns a row's numbers stand."""
    figures = without_blanks(tokens)
    if len(figures) >= width or any(t.field >= 0 for t in tokens):
        return True
    return style.shows_gaps or (bool(style.columns) and len({t.line for t in figures}) == 1)
