"""A line of numbers that holds fewer than the form has cells: which header each number stands under.

For tables of one line only (表四). Without a header, whole blocks are the first blocks of the form, in doubt.
"""

from collections.abc import Sequence
from itertools import pairwise

from extractor.forms import Layout, TableForm
from extractor.tables.labels import bare, column_texts, fit
from extractor.tables.tokens import Kind, Line, Token, display_width, without_blanks

FIRST_BLOCKS = "只印出部分栏,且无表头 / only some blocks are printed, and no header says which"
_SURE_FIT = 0.8
_SAME_EDGE = 1.5


def line_under_heads(lines: Sequence[Line], form: TableForm) -> tuple[Line, str | None] | None:
    """The line with a cell for each header, and why it is in doubt; None where nothing more can be said."""
    if form.layout is not Layout.LINE:
        return None
    full = [line for line in lines if line.figures]
    cells = form.cell_count
    if len(full) != 1 or not 0 < full[0].figures < cells:
        return None
    figures = without_blanks([token for token in full[0].tokens if token.kind is not Kind.LABEL])
    heads = next((found for line in lines if len(found := _heads(line, form)) == cells), None)
    if heads is None:
        return _first_blocks(lines, full[0], figures, form)
    if full[0].separated or figures[0].field >= 0:
        return None
    places = [_place(token, heads) for token in figures]
    known = [place for place in places if place is not None]
    if len(known) < len(places) or any(a >= b for a, b in pairwise(known)):
        return None
    return _filled(full[0], dict(zip(known, figures, strict=True)), cells), None


def _heads(line: Line, form: TableForm) -> list[Token]:
    labels = [column_texts(*column.labels) for column in form.rows[0].columns]
    return [
        token
        for token in line.tokens
        if token.kind is Kind.LABEL
        and token.field < 0
        and any(fit(bare(token.text), each) >= _SURE_FIT for each in labels)
    ]


def _edges(token: Token) -> tuple[float, float]:
    half = display_width(token.text) / 2
    return token.column - half, token.column + half


def _place(figure: Token, heads: Sequence[Token]) -> int | None:
    left, right = _edges(figure)
    over = [i for i, head in enumerate(heads) if _edges(head)[0] < right and left < _edges(head)[1]]
    near = [i for i, head in enumerate(heads) if abs(_edges(head)[0] - left) <= _SAME_EDGE]
    found = over or near
    return found[0] if len(found) == 1 else None


def _filled(line: Line, figures: dict[int, Token], cells: int) -> Line:
    blank = Token(Kind.BLANK, 0, 0, "", line.number, 0, 0)
    tokens = (figures.get(place, blank)._replace(field=place) for place in range(cells))
    return Line(line.number, tuple(tokens), separated=True, drawn=True)


def _first_blocks(
    lines: Sequence[Line], line: Line, figures: Sequence[Token], form: TableForm
) -> tuple[Line, str | None] | None:
    block = len(form.rows[0].columns)
    if len(figures) % block or any(token.kind is Kind.LABEL for each in lines for token in each.tokens):
        return None
    return _filled(line, dict(enumerate(figures)), form.cell_count), FIRST_BLOCKS
