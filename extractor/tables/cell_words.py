"""Words in a number cell: 见附件, 不适用, abc. They fill their cell and are no number and no blank."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from extractor.forms import Layout, Row, TableForm
from extractor.records import Cell, CellBasis, Table
from extractor.tables.labels import bare, fit, group_labels, is_group, is_header, row_texts, shared
from extractor.tables.number_readings import is_placeholder, says_something_else
from extractor.tables.tokens import Kind, Line, Token, is_endless

_WORDS = "单元格内为文字而非数字 / words stand in the cell, no number"
_ENDLESS = "数字串过长，不可能是件数或金额 / a run of so many digits is no number of such a table"
_SHORT_RUN = 6
_WRITTEN = re.compile(r"[^\W\d_]{2,}")
_LATIN = re.compile("[A-Za-z]{3,}")
_LONGEST = 8
_LONGEST_CELL = 24
_MOST_PIECES = 3
_STRANGE = re.compile(r"\d|^\W+$")
_LISTED = re.compile(r"\d[.．、][^\W\d_]")
_DATE = re.compile(r"(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?")
_SIGNS = re.compile(r"[\W_]+")
_END_OF_HEADER = re.compile(r"\d*[^\W\d][^()（）]*[)）]")
"""The end of a note in brackets that began on the line before: 4位小数）."""
_LOST_SPACE = re.compile("[\ufffdÂ聽听]+")
_SHORTEST_LABEL = 3
_LEAST_OF_WORDS = 2
"""Cells of a row that words fill whole, in lines without separators: one word behind a label is prose."""
_MOST = 0.7
_WHOLE = 0.9


def is_words(token: Token) -> bool:
    """Whether a token is words in place of a number."""
    return token.kind is Kind.PLACEHOLDER and not is_placeholder(token.text)


def with_words(lines: Sequence[Line], form: TableForm) -> list[Line]:
    """The lines with the words that stand in number cells as the print of these cells."""
    found: list[Line] = []
    begun = False
    lines = _with_whole_cells(lines, form)
    for index, line in enumerate(lines):
        begun = begun or line.figures > 0 or any(_row_width(t, form) for t in line.tokens)
        words = {*_by_place(line, form), *_between(line, form), *(_by_wording(line) if begun else ())}
        words |= _endless(lines, index, form)
        latin = len(line.tokens) == 1 and _LATIN.fullmatch(line.tokens[0].text)
        if latin and 0 < index < len(lines) - 1:
            words |= set(line.tokens) if all(map(_is_one_figure, lines[index - 1 : index + 2 : 2])) else set()
        filled = (t._replace(kind=_kind(t)) if t in words else t for t in line.tokens)
        found.append(line._replace(tokens=tuple(filled)) if words else line)
    return found


def _with_whole_cells(lines: Sequence[Line], form: TableForm) -> list[Line]:
    """The lines with one token for each print behind a row's label that is no number but holds one.

    其中县级120, 3000余, 1697件，同比增长5%, 0.: what is printed where a number is due is not passed over, and
    no number is cut out of it.
    """
    if form.layout is Layout.LINE:
        return list(lines)
    found: list[Line] = []
    due, begun = 0, False
    for line in lines:
        width = next((w for t in line.tokens if (w := _row_width(t, form))), 0)
        if width and not line.run_on:
            line = _in_fields(line, form, width) if line.separated else _in_words(line, form, width)
        elif due and _is_one_print(line) and _is_garbled(line.tokens, form) and not _is_date(line):
            line = line._replace(tokens=(_whole(line.tokens),))
        elif begun and not line.figures:
            due = 0  # words behind the numbers of a row: what follows is none of them (a signature, its date)
        due = width or due
        begun = line.figures > 0 or (begun and not width)
        due = max(0, due - line.figures)
        found.append(line)
    return found


def _is_one_print(line: Line) -> bool:
    """Whether a line holds nothing but one piece of print, in which the tokens touch."""
    if line.separated or line.run_on or len(line.tokens) > _MOST_PIECES:
        return False
    return all(one.end == other.start for one, other in pairwise(line.tokens))


def _is_date(line: Line) -> bool:
    return _DATE.fullmatch("".join(token.text for token in line.tokens)) is not None


def _in_fields(line: Line, form: TableForm, width: int) -> Line:
    label = next(token.field for token in line.tokens if _row_width(token, form))
    fields: dict[int, list[Token]] = {}
    for token in line.tokens:
        fields.setdefault(token.field, []).append(token)
    cells = [tokens for field, tokens in fields.items() if field > label and tokens[0].text]
    if len(cells) > width:
        return line
    whole = {id(cell): _whole(cell) for cell in cells if _is_garbled(cell, form)}
    parts = ([whole[id(tokens)]] if id(tokens) in whole else tokens for _, tokens in sorted(fields.items()))
    return line._replace(tokens=tuple(token for part in parts for token in part))


def _in_words(line: Line, form: TableForm, width: int) -> Line:
    at = next(i for i, token in enumerate(line.tokens) if _row_width(token, form))
    head, rest = line.tokens[: at + 1], line.tokens[at + 1 :]
    words: list[list[Token]] = []
    for token in rest:
        if words and words[-1][-1].end == token.start:
            words[-1].append(token)
        else:
            words.append([token])
    if len(words) > width or head[-1].end == (rest[0].start if rest else -1):
        return line
    kept = ([_whole(word)] if _is_garbled(word, form) else word for word in words)
    return line._replace(tokens=(*head, *(token for word in kept for token in word)))


def _is_garbled(tokens: Sequence[Token], form: TableForm) -> bool:
    """Whether the print of a cell has a digit, or signs only, is no number and none of the form's labels."""
    text = "".join(token.text for token in tokens)
    if says_something_else(text) or not _STRANGE.search(_LOST_SPACE.sub("", text)):
        return False
    if _END_OF_HEADER.fullmatch(text):
        return False
    if all(token.kind is not Kind.LABEL or _LOST_SPACE.fullmatch(token.text) for token in tokens):
        return False
    if len(text) > _LONGEST_CELL or _begins_label(text, form):
        return False
    return not any(_is_label(bare(token.text), form) for token in tokens)


def _begins_label(text: str, form: TableForm) -> bool:
    """Whether a print is the first line of a label that goes on below, its list number too: 其中：1.同意."""
    begun = _SIGNS.sub("", text)
    if not (_WRITTEN.search(begun) or _LISTED.fullmatch(text)):
        return False
    return any(_SIGNS.sub("", row.prints or row.labels[0]).startswith(begun) for row in form.rows)


def _is_label(piece: str, form: TableForm) -> bool:
    """Whether a bare piece is a label of the form, or most of one."""
    if len(piece) < _SHORTEST_LABEL:
        return False
    return piece in form.headers or any(
        shared(piece, row_texts(row)) >= _MOST * len(piece) for row in form.rows
    )


def _whole(tokens: Sequence[Token]) -> Token:
    first, last = tokens[0], tokens[-1]
    text = "".join(token.text for token in tokens)
    return first._replace(kind=Kind.NUMBER, end=last.end, text=text, column=(first.column + last.column) / 2)


def _endless(lines: Sequence[Line], index: int, form: TableForm) -> set[Token]:
    """Runs of too many digits in a cell of their own: where a row lacks cells, a run may be several."""
    line = lines[index]
    runs = {token for token in line.tokens if is_endless(token.text)}
    if not runs or line.run_on:
        return set()
    width = max((_row_width(token, form) for token in line.tokens), default=0)
    figures = len([token for token in line.tokens if token.kind is not Kind.LABEL or token in runs])
    if line.separated or form.layout is Layout.LINE or (width and figures == width):
        return runs
    beside = (lines[at] for at in (index - 1, index + 1) if 0 <= at < len(lines))
    is_column = len(line.tokens) == 1 and any(
        _is_one_figure(each) and len(each.tokens[0].text) <= _SHORT_RUN for each in beside
    )
    return runs if is_column or (not width and figures in {len(row.columns) for row in form.rows}) else set()


def _kind(strange: Token) -> Kind:
    """Words say that there is no number; with a digit in it, or a sign only, it is one that was garbled."""
    if is_endless(strange.text):
        return Kind.PLACEHOLDER
    garbled = not says_something_else(strange.text) and not _WRITTEN.fullmatch(strange.text)
    return Kind.NUMBER if garbled else Kind.PLACEHOLDER


def as_words(table: Table, lines: Iterable[Line]) -> Table:
    """The table with its cells of words as such: printed, and no number whatever the sums ask for."""
    starts = {token.start for line in lines for token in line.tokens if is_words(token)}
    if not starts:
        return table
    return {row: cells and _row_as_words(cells, starts) for row, cells in table.items()}


def _row_as_words(cells: Mapping[str, Cell], starts: set[int]) -> dict[str, Cell]:
    said = {
        "value": None,
        "basis": CellBasis.PRINTED,
        "alternatives": (),
        "identities": (),
        "reason": _WORDS,
    }
    endless = said | {"reason": _ENDLESS}
    return {
        column: cell.model_copy(update=endless if is_endless(cell.evidence.quote) else said)
        if cell.evidence is not None and cell.evidence.start in starts
        else cell
        for column, cell in cells.items()
    }


def _by_wording(line: Line) -> set[Token]:
    """Labels that are known to stand in place of a number."""
    return {token for token in line.tokens if token.kind is Kind.LABEL and says_something_else(token.text)}


def _by_place(line: Line, form: TableForm) -> set[Token]:
    """Labels that are none of the form's, in a field of their own where a cell of the row is due."""
    labels = [token for token in line.tokens if token.kind is Kind.LABEL]
    if not line.separated or not labels:
        return set()
    fields = [token.field for token in line.tokens]
    numbers = [token.field for token in line.tokens if token.kind is Kind.NUMBER]
    width = max((_row_width(token, form) for token in labels), default=0)
    row = next((token.field for token in labels if _row_width(token, form)), None)
    strange = {
        token
        for token in labels
        if fields.count(token.field) == 1
        and not is_of_form(bare(token.text), form)
        and token.text not in form.units
    }
    inside = {t for t in strange if numbers and min(numbers) < t.field < max(numbers)}
    behind = {t for t in strange if row is not None and t.field > row and len(t.text) <= _LONGEST}
    if not line.figures:
        return behind if len(behind) == width else set()  # words in every cell: 若干
    return inside | behind if line.figures + len(inside | behind) <= width else inside


def _is_one_figure(line: Line) -> bool:
    return len(line.tokens) == line.figures == 1 and not line.separated


def _between(line: Line, form: TableForm) -> set[Token]:
    """Words between the numbers of a line without separators, where the row has cells for them all.

    Behind the last number too, where they are what the row lacks.
    """
    figures = [i for i, token in enumerate(line.tokens) if token.kind is Kind.NUMBER]
    first = next((i for i, token in enumerate(line.tokens) if _row_width(token, form)), None)
    if first is None and figures:
        first = figures[0]
    if line.separated or line.run_on or first is None:
        return set()
    strange = {
        token
        for token in line.tokens[first + 1 :]
        if token.kind is Kind.LABEL
        and _WRITTEN.fullmatch(token.text)
        and not is_of_form(bare(token.text), form)
    }
    width = form.cell_count if form.layout is Layout.LINE else _row_width(line.tokens[first], form)
    if not figures:
        return strange if len(strange) == width >= _LEAST_OF_WORDS else set()
    inside = {token for token in strange if token.start < line.tokens[figures[-1]].start}
    if line.figures + len(strange) == width:
        return strange
    return inside if line.figures + len(inside) <= width else set()


def _row_width(token: Token, form: TableForm) -> int:
    """How many cells the row has of which a token is the whole label; 0 where it is none."""
    piece = bare(token.text) if token.kind is Kind.LABEL else ""
    return _width_of(piece, form) if piece else 0


@lru_cache(maxsize=20_000)
def _width_of(piece: str, form: TableForm) -> int:
    """A label counts as the form prints it, too: 其中：1.政府网站."""
    return next((len(row.columns) for row in form.rows if fit(piece, _texts(row)) >= _WHOLE), 0)


def _texts(row: Row) -> tuple[str, ...]:
    return (*row_texts(row), *((bare(row.prints),) if row.prints else ()))


def is_of_form(piece: str, form: TableForm) -> bool:
    """Whether a bare piece is a label of the form, or part of one."""
    if not piece:
        return False
    if is_header(piece, form.headers) or is_group(piece, group_labels(form)):
        return True
    return any(2 * shared(piece, row_texts(row)) >= len(piece) for row in form.rows)
