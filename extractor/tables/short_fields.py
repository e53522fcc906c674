"""Lines of fields that hold fewer fields than the form has columns: their order is all that they show.

A separator that closes every line of a table makes no field, and a line that lacks a field does not say
which: counted from its start, everything behind the gap would stand under the head before its own.
"""

from collections.abc import Sequence

from extractor.tables.tokens import Kind, Line, Token

_MIN_LINES = 3


def without_frame(lines: list[Line]) -> list[Line]:
    """The lines without the blank fields that a separator before or behind every separated line makes."""
    apart = [line for line in lines if line.separated and not line.drawn]
    if len(apart) < _MIN_LINES or not all(_is_blank(line, -1) for line in apart):
        return lines
    first = 1 if all(len(line.tokens) > 2 and _is_blank(line, 0) for line in apart) else 0
    return [
        line._replace(tokens=_inner(line, first)) if line.separated and not line.drawn else line
        for line in lines
    ]


def _inner(line: Line, first: int) -> tuple[Token, ...]:
    inner = line.tokens[first:-1]
    return (inner[0]._replace(gap=line.tokens[0].gap), *inner[1:])


def _is_blank(line: Line, at: int) -> bool:
    return len(line.tokens) > 1 and line.tokens[at].kind is Kind.BLANK


def without_places(tokens: Sequence[Token], width: int) -> tuple[Token, ...]:
    """The numbers alone where the fields are fewer than the cells; all tokens where they show the cells."""
    framed = len(tokens) == width + 1 and not tokens[0].text and not tokens[-1].text
    if (len(tokens) >= width and not framed) or not any(token.field >= 0 for token in tokens):
        return tuple(tokens)
    if not any(token.text for token in tokens):
        return tuple(tokens)
    return tuple(token._replace(field=-1) for token in tokens if token.text)
