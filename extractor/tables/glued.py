"""Numbers of neighbouring cells that a converter wrote without a blank between them: 2206137547 0 58 0 3686.

A cell is wider than its column, so that it touches the next one. A number larger than the total of its row
is several; they are parted where the row's own sum holds in one way only. Zeros and small numbers prove
nothing: 100000 1 may as well have lost a digit.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from math import comb

from extractor.forms import Layout, TableForm
from extractor.tables.row_sums import adds_up
from extractor.tables.tokens import Kind, Line, Token

_MOST_WAYS = 3_000
_LEAST_TOTAL = 100
"""Below it some way to part a number of several digits adds up by chance too often."""


def with_glued_apart(lines: list[Line], form: TableForm) -> list[Line]:
    """The lines with such numbers parted, each where its own sum says where."""
    widths = {len(row.columns) for row in form.rows}
    if form.layout is Layout.LINE or len(widths) > 1 or not form.across:
        return lines
    width = widths.pop()
    return [_apart(line, width, form) if 1 < line.figures < width else line for line in lines]


def _apart(line: Line, width: int, form: TableForm) -> Line:
    figures = [token for token in line.tokens if token.kind is not Kind.LABEL]
    if line.separated or not all(token.text.isdecimal() for token in figures):
        return line
    glued = _glued([int(token.text) for token in figures])
    found = {tuple(token.text for token in way): way for way in _ways(figures, glued, width, form)}
    if len(found) != 1:
        return line
    (own,) = found.values()
    labels = [token for token in line.tokens if token.kind is Kind.LABEL]
    return line._replace(tokens=tuple(sorted((*labels, *own), key=lambda token: token.start)))


def _glued(values: Sequence[int]) -> list[int]:
    """The places of numbers that are several: the last one, if the others are too small for it, or others."""
    *parts, total = values
    if total > sum(parts):
        return [len(parts)]
    return [at for at, value in enumerate(parts) if value > total]


def _ways(
    figures: Sequence[Token], glued: Sequence[int], width: int, form: TableForm
) -> Iterator[list[Token]]:
    """Every way to part all glued numbers, and no other, so that a row comes out that adds up."""
    places = [(at, cut) for at in glued for cut in range(1, len(figures[at].text))]
    cuts = width - len(figures)
    if not glued or comb(len(places), cuts) > _MOST_WAYS:
        return
    for chosen in combinations(places, cuts):
        if {at for at, _ in chosen} != set(glued):
            continue
        parts = [
            list(_pieces(token, [cut for own, cut in chosen if own == at]))
            for at, token in enumerate(figures)
        ]
        found = [piece for own in parts for piece in own]
        values = [int(token.text) for token in found]
        if (
            values[-1] >= _LEAST_TOTAL
            and all(_are_cells(parts[at]) for at in glued)
            and adds_up(values, form)
        ):
            yield found


def _are_cells(pieces: Sequence[Token]) -> bool:
    """Whether pieces are written as numbers are, at least two of them no zeros."""
    texts = [piece.text for piece in pieces]
    return sum(text != "0" for text in texts) > 1 and not any(text[0] == "0" != text for text in texts)


def _pieces(token: Token, cuts: Sequence[int]) -> Iterator[Token]:
    edges = (0, *cuts, len(token.text))
    for low, high in pairwise(edges):
        middle = token.column - len(token.text) / 2 + (low + high) / 2
        yield token._replace(
            start=token.start + low, end=token.start + high, text=token.text[low:high], column=middle
        )
