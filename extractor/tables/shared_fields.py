"""Fields that hold the numbers of several columns: a converter parted runs of words, not cells.

Where fields say 0 0 or 0 3, which no number is written like, the fields of their table are no cells: a 3 two
fields further to the right need not stand in another column. The numbers keep their order and nothing else.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise

from extractor.forms import Layout, TableForm
from extractor.tables.number_readings import is_placeholder
from extractor.tables.tokens import Kind, Line, Token, is_figure

_LEAST = 2
"""So many fields with several numbers each: one may be a number that was broken."""
_WORD = re.compile(r"\S+")


def without_shared_fields(lines: list[Line], form: TableForm) -> list[Line]:
    """The lines with each number by itself and without fields, if several fields hold more than one."""
    parted = [line for line in lines if line.separated]
    if not any(" " in token.text for line in parted for token in line.tokens):
        return lines
    widths = {form.cell_count} if form.layout is Layout.LINE else {len(row.columns) for row in form.rows}
    if sum(map(_are_several, _texts(parted))) < _LEAST and not any(
        _is_whole(line, widths) for line in parted
    ):
        return lines
    return [line._replace(tokens=tuple(_apart(line))) if line.separated else line for line in lines]


def with_split_numbers(lines: list[Line], characters: str, form: TableForm) -> list[Line]:
    """The lines with one number where a field of a row holds the digits of one, spaced: 2 9 3.

    In a row that has a field for each of its cells; a field that begins with 0 holds several numbers.
    """
    widths = {form.cell_count} if form.layout is Layout.LINE else {len(row.columns) for row in form.rows}
    return [_joined(line, characters, widths) if line.separated else line for line in lines]


def _joined(line: Line, characters: str, widths: Container[int]) -> Line:
    fields: dict[int, list[Token]] = {}
    for token in line.tokens:
        fields.setdefault(token.field, []).append(token)
    if len(fields) == len(line.tokens):
        return line
    label = max((token.field for token in line.tokens if token.kind is Kind.LABEL), default=-1)
    cells = [own for field, own in sorted(fields.items()) if field > label]
    ends = cells and cells[-1][0].kind is Kind.BLANK  # a last pipe
    if len(cells) not in widths and (not ends or len(cells) - 1 not in widths):
        return line
    parts = ([_as_one(own, characters)] if _is_split(own) else own for own in fields.values())
    return line._replace(tokens=tuple(token for part in parts for token in part))


def _is_split(own: Sequence[Token]) -> bool:
    """Whether the tokens of one field are single digits, one blank apart."""
    if len(own) <= _LEAST or own[0].text == "0":
        return False
    near = all(b.start - a.end == 1 for a, b in pairwise(own))
    return near and all(len(token.text) == 1 and token.text.isdecimal() for token in own)


def _as_one(own: Sequence[Token], characters: str) -> Token:
    return own[0]._replace(end=own[-1].end, text=characters[own[0].start : own[-1].end])


def _texts(lines: Iterable[Line]) -> list[str]:
    return [token.text for line in lines for token in line.tokens if " " in token.text]


def _are_several(text: str) -> bool:
    """Whether a field holds figures that are no pieces of one number: one but the last is 0 or a sign."""
    words = text.split()
    if not all(map(is_figure, words)):
        return False
    return any(is_placeholder(word) or word == "0" for word in words[:-1])


def _is_whole(line: Line, widths: Container[int]) -> bool:
    """Whether a line has as many figures as a row has cells, several fields holding two of them."""
    shared = sum(all(map(is_figure, text.split())) for text in _texts([line]))
    if shared < _LEAST:
        return False
    return sum(is_figure(word) for token in line.tokens for word in token.text.split()) in widths


def _apart(line: Line) -> Iterator[Token]:
    for token in line.tokens:
        if token.kind is Kind.BLANK:
            continue
        words = list(_WORD.finditer(token.text))
        if len(words) < 2 or not all(is_figure(word[0]) for word in words):
            yield token._replace(field=-1)
            continue
        for word in words:
            kind = Kind.PLACEHOLDER if is_placeholder(word[0]) else Kind.NUMBER
            start = token.start + word.start()
            yield token._replace(kind=kind, start=start, end=start + len(word[0]), text=word[0], field=-1)
