"""Rows of a table of which a converter of PDF kept parts whole: labels broken over lines, then the numbers.

In narrow columns a label stands over many lines of two characters, and a page may end within one. All labels
are read as one text, in which the form's rows are looked up in their order. Where just as many numbers stand
between the labels of some rows and the next ones as these rows have cells, and each row adds up in one way,
they are read with a reason, since no sum over all rows was asked. The last column of another table, with its
header, may stand between them.
"""

from collections.abc import Container, Iterator, Sequence
from functools import cache

from extractor.forms import TableForm, edition_of
from extractor.tables.cell_words import is_of_form
from extractor.tables.column_runs import row_line
from extractor.tables.labels import bare, characters_alone, group_labels
from extractor.tables.stretches import RowsInPlace, RowStretch
from extractor.tables.tiled import agreed_rows, pieces_of
from extractor.tables.tokens import Kind, Line, Token

_LEAST_ROWS = 5
_LEAST_PART = 2
_NUMERALS = "一二三四五六七八九十"
_MOST_LOST = 1
"""Labels that are not found between two that are: a page may end within one."""
ONLY_PARTS = (
    "转换后的文字打乱了表格,只读行标签与数字完整对应的部分,未核对各行之间的勾稽关系 / the converted text has "
    "the table in pieces: read are the parts that are whole, no sum over all rows was asked"
)


def whole_parts(lines: Sequence[Line], form: TableForm) -> RowsInPlace | None:
    """The rows of the parts that are whole; None where these are few, or rows stand on lines of their own."""
    widths = {len(row.columns) for row in form.rows}
    if len(widths) > 1 or not form.across:
        return None
    width = widths.pop()
    if sum(line.figures >= width for line in lines) > _LEAST_ROWS:
        return None
    found: dict[int, tuple[Token, ...]] = {}
    for part in _parts(list(_own_tokens(lines, form)), form):
        whole = len(part.rows) >= _LEAST_PART and len(part.numbers) == width * len(part.rows)
        if whole and all(token.text.isdecimal() for token in part.numbers):
            found |= agreed_rows(part, form)
    if len(found) < _LEAST_ROWS:
        return None
    return RowsInPlace([row_line(form, row, cells) for row, cells in sorted(found.items())], ONLY_PARTS)


def _own_tokens(lines: Sequence[Line], form: TableForm) -> Iterator[Token]:
    """The labels of rows and the numbers, but for those right behind the header of another table."""
    foreign = in_header = False
    columns = tuple(
        label for row in form.rows for column in row.columns for label in (*column.labels, column.under)
    )
    for token in pieces_of(lines):
        if not token.text.isdecimal() and characters_alone(token.text):
            token = token._replace(kind=Kind.LABEL)  # 仍/不明/确: a piece of a label is no word in a cell
        if token.kind is Kind.LABEL:
            piece = bare(token.text)
            foreign = piece.startswith(_other_headers(form)) or (foreign and not is_of_form(piece, form))
            in_header = piece == form.over or (in_header and any(piece in label for label in columns))
        if not foreign and not (in_header and token.kind is Kind.LABEL):
            yield token


@cache
def _other_headers(form: TableForm) -> tuple[str, ...]:
    """Header labels that only other tables of the edition print."""
    others = (table for table in edition_of(form.edition).tables if table.key != form.key)
    return tuple({label for table in others for label in table.headers} - {*form.headers})


def _parts(tokens: Sequence[Token], form: TableForm) -> Iterator[RowStretch]:
    """Rows whose labels begin with no number between, and everything up to where the next ones begin."""
    begins = [*_begins(tokens, form), (len(tokens), len(form.rows))]
    first = 0
    for at in range(1, len(begins)):
        (low, _), (high, _) = begins[at - 1], begins[at]
        if all(token.kind is Kind.LABEL for token in tokens[low:high]) and at < len(begins) - 1:
            continue
        rows = range(begins[first][1], begins[at - 1][1] + 1)
        if len(rows) - (at - first) <= _MOST_LOST:
            yield RowStretch(rows, tuple(tokens[begins[first][0] : high]))
        first = at


def _begins(tokens: Sequence[Token], form: TableForm) -> list[tuple[int, int]]:
    """(token in which the label of a row begins, row) in the order of the form."""
    text, owners = "", []
    for at, token in enumerate(tokens):
        piece = characters_alone(token.text) if token.kind is Kind.LABEL else ""
        text += piece
        owners += [at] * len(piece)
    beside = frozenset("".join((*group_labels(form), _NUMERALS)))
    found: list[tuple[int, int]] = []
    end = 0
    for row, each in enumerate(form.rows):
        places = [place for label in each.labels if (place := _place_of(label, text, end, beside))]
        if places:
            begin, end = min(places)
            found.append((owners[_with_number(text, begin)], row))
    return found


def _with_number(text: str, begin: int) -> int:
    """Where the number of a list before a label begins: a page may end between the two."""
    while begin and text[begin - 1] in _NUMERALS:
        begin -= 1
    return begin


def _place_of(label: str, text: str, low: int, beside: Container[str]) -> tuple[int, int] | None:
    """(begin, end) of a label in a text from a place on; labels of groups may stand in its middle."""
    begin = text.find(label[0], low)
    while begin >= 0:
        at = begin
        for character in label:
            while at < len(text) and text[at] != character and text[at] in beside:
                at += 1
            if at == len(text) or text[at] != character:
                break
            at += 1
        else:
            return begin, at
        begin = text.find(label[0], begin + 1)
    return None
