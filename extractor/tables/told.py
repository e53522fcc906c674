"""Tables told in words: each number with the names of its row and column, or a row as a list.

上年结转：自然人1件，商业企业0件…; 予以公开－自然人：9, one cell a line; 予以公开：9、2、0、0、1、0、12。
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from extractor.forms import Layout, Row, TableForm
from extractor.ideographs import HAN
from extractor.tables.certain import clear_row
from extractor.tables.labels import bare, fit, row_texts
from extractor.tables.number_readings import is_placeholder
from extractor.tables.tokens import Kind, Line, Token

_SURE_FIT = 0.9
_LEAST_ROWS = 2
_LEAST_TWINS = 2
_FIGURE = r"[+-]?\d[\d,]*(?:\.\d+)?(?:\s*(?:亿元|万元|元))?"
_PLAIN = r"[+-]?\d++(?:\.\d+)?(?:\s*+(?:亿元|万元|元))?"
"""A figure without commas: in a list each comma is read in one way only, or long lists are never done."""
_LIST = re.compile(
    rf"(?P<label>[^:：]*+)[:：]\s*+(?P<list>(?:{_PLAIN}|[-/—无])(?:\s*+(?:(?<=\d),++[、，;；/]?|[、，,;；/])\s*+"
    rf"(?:{_PLAIN}|[-—无]))++)\s*+,*+[。;；，]?\s*+"
)
_MEMBER = re.compile(rf"{_FIGURE}|[-—无]")
_THOUSANDS = re.compile(r",(?!\d{3}(?!\d))")
_UNIT = re.compile(r"[件项条次宗个]{1,2}(?:其中|和|及)?")
_STATED = re.compile(
    rf"\s*+(?:其中\s*+[:：]?)?(?P<label>[^:：,，;；。\n\t|]{{2,60}})[:：]\s*+(?P<number>{_FIGURE}|[-/—无])\s*+[^\s\d,，;；。]{{0,2}}"
    r"\s*+(?=[,，;；。、]|$)[,，;；。、]?"
)
"""A row of one number with its unit: 收到申请数：104件；"""
_HAN_BETWEEN = rf"[^{HAN}\d\n]{{0,2}}"


class _Told(NamedTuple):
    """A number with its row and its column, as (start, end) of the folded text."""

    row: int
    column: int
    start: int
    end: int


@cache
def _named_number(form: TableForm) -> re.Pattern[str]:
    labels = {label for row in form.rows for column in row.columns for label in column.labels}
    loose = (_HAN_BETWEEN.join(label) for label in sorted(labels, key=len, reverse=True))
    return re.compile(
        rf"(?P<column>{'|'.join(loose)})(?:[(（][^()（）\n]{{0,12}}[)）])?[\s:：=－—为-]{{0,4}}(?P<number>{_FIGURE})"
    )


def told_lines(characters: str, start: int, end: int, form: TableForm) -> list[Line] | None:
    """One line for each row whose numbers are told in words; None where a table is printed instead."""
    texts = [row_texts(row) for row in form.rows]
    cells: dict[int, dict[int, _Told]] = {}
    lines, at = 0, start
    for raw in characters[start:end].split("\n"):
        found = list(_named(raw, at, form, texts)) or list(_listed(raw, at, form, texts))
        found = found or list(_stated(raw, at, form, texts, max(cells, default=-1)))
        lines += bool(found)
        for told in found:
            cells.setdefault(told.row, {}).setdefault(told.column, told)
        at += len(raw) + 1
    if len(cells) < min(_LEAST_ROWS, len(form.rows)) or lines < _LEAST_ROWS:
        return None
    made = [_line(form.rows[row], number, cells[row], characters) for number, row in enumerate(sorted(cells))]
    if form.layout is not Layout.LINE:
        return made
    return [_side_by_side(form, cells, characters)]


def _named(raw: str, at: int, form: TableForm, texts: Sequence[tuple[str, ...]]) -> Iterator[_Told]:
    row: int | None = None
    seen = 0
    for match in _named_number(form).finditer(raw):
        before = bare(raw[seen : match.start()])
        if before and not (seen and _UNIT.fullmatch(before)):
            row = clear_row(before, texts, _SURE_FIT)
        seen = match.end()
        if row is None:
            continue
        word = "".join(re.findall(rf"[{HAN}]", match["column"]))
        column = next((i for i, c in enumerate(form.rows[row].columns) if word in c.labels), None)
        if column is not None:
            yield _Told(row, column, at + match.start("number"), at + match.end("number"))


def _listed(raw: str, at: int, form: TableForm, texts: Sequence[tuple[str, ...]]) -> Iterator[_Told]:
    match = _LIST.fullmatch(raw)
    row = clear_row(bare(match["label"]), texts, _SURE_FIT) if match and bare(match["label"]) else None
    if match is None or row is None:
        return
    members = list(_MEMBER.finditer(_THOUSANDS.sub("、", match["list"])))
    if len(members) == len(form.rows[row].columns):
        base = at + match.start("list")
        for column, member in enumerate(members):
            yield _Told(row, column, base + member.start(), base + member.end())


def _stated(
    raw: str, at: int, form: TableForm, texts: Sequence[tuple[str, ...]], last: int
) -> Iterator[_Told]:
    """The rows of one number that a line of nothing else names, with its unit.

    ``last``: the lowest row that was named before; of rows with one label the next behind it is meant.
    """
    begin = 0
    while match := _STATED.match(raw, begin):  # one behind the other: a search would begin at every blank
        begin = match.end()
        piece = bare(match["label"])
        row = _next_row(piece, texts, last) if piece else None
        if row is not None and len(form.rows[row].columns) == 1:
            last = max(last, row)
            yield _Told(row, 0, at + match.start("number"), at + match.end("number"))


def _next_row(piece: str, texts: Sequence[tuple[str, ...]], last: int) -> int | None:
    rows = [row for row, labels in enumerate(texts) if fit(piece, labels) >= _SURE_FIT]
    if len(rows) < _LEAST_TWINS:
        return clear_row(piece, texts, _SURE_FIT)
    return next((row for row in rows if row > last), None)


def _token(told: _Told | None, field: int, number: int, characters: str) -> Token:
    if told is None:
        return Token(Kind.BLANK, 0, 0, "", number, field, 0)
    text = characters[told.start : told.end]
    kind = Kind.PLACEHOLDER if is_placeholder(text) else Kind.NUMBER
    return Token(kind, told.start, told.end, text, number, field, 0)


def _line(row: Row, number: int, cells: dict[int, _Told], characters: str) -> Line:
    first = min(told.start for told in cells.values())
    label = Token(Kind.LABEL, first, first, row.labels[0], number, 0, 0)
    tokens = [_token(cells.get(c), c + 1, number, characters) for c in range(len(row.columns))]
    return Line(number, (label, *tokens), separated=True, drawn=True)


def _side_by_side(form: TableForm, cells: dict[int, dict[int, _Told]], characters: str) -> Line:
    places = [(r, c) for r, row in enumerate(form.rows) for c in range(len(row.columns))]
    tokens = (
        _token(cells.get(row, {}).get(column), field, 0, characters)
        for field, (row, column) in enumerate(places)
    )
    return Line(0, tuple(tokens), separated=True, drawn=True)
