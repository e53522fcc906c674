"""Words in a number cell: 见附件, 不适用, abc. They fill their cell and are no number and no blank."""

import re
from collections.abc import Iterable, Mapping, Sequence

from extractor.forms import Layout, TableForm
from extractor.records import Cell, CellBasis, Table
from extractor.tables.labels import bare, fit, group_labels, is_group, is_header, row_texts, shared
from extractor.tables.numbers import is_placeholder, says_something_else
from extractor.tables.tokens import Kind, Line, Token

_WORDS = "单元格内为文字而非数字 / words stand in the cell, no number"
_WRITTEN = re.compile(r"[^\W\d_]{2,}")
_LATIN = re.compile("[A-Za-z]{3,}")
_LONGEST = 8
_WHOLE = 0.9


def is_words(token: Token) -> bool:
    """Whether a token is words in place of a number."""
    return token.kind is Kind.PLACEHOLDER and not is_placeholder(token.text)


def with_words(lines: Sequence[Line], form: TableForm) -> list[Line]:
    """The lines with the words that stand in number cells as the print of these cells."""
    found: list[Line] = []
    begun = False
    for index, line in enumerate(lines):
        begun = begun or line.figures > 0 or any(_row_width(t, form) for t in line.tokens)
        words = {*_by_place(line, form), *_between(line, form), *(_by_wording(line) if begun else ())}
        if 0 < index < len(lines) - 1 and all(map(_is_one_figure, (lines[index - 1], lines[index + 1]))):
            words |= {t for t in line.tokens if len(line.tokens) == 1 and _LATIN.fullmatch(t.text)}
        filled = (t._replace(kind=_kind(t)) if t in words else t for t in line.tokens)
        found.append(line._replace(tokens=tuple(filled)) if words else line)
    return found


def _kind(strange: Token) -> Kind:
    """Words say that there is no number; with a digit in it, or a sign only, it is one that was garbled."""
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
    return {
        column: cell.model_copy(update=said)
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
    if not line.separated or not line.figures or not labels:
        return set()
    fields = [token.field for token in line.tokens]
    numbers = [token.field for token in line.tokens if token.kind is Kind.NUMBER]
    width = max((_row_width(token, form) for token in labels), default=0)
    row = next((token.field for token in labels if _row_width(token, form)), None)
    strange = {
        token
        for token in labels
        if fields.count(token.field) == 1
        and not _is_of(bare(token.text), form)
        and token.text not in form.units
    }
    inside = {t for t in strange if numbers and min(numbers) < t.field < max(numbers)}
    behind = {t for t in strange if row is not None and t.field > row and len(t.text) <= _LONGEST}
    return inside | behind if line.figures + len(inside | behind) <= width else inside


def _is_one_figure(line: Line) -> bool:
    return len(line.tokens) == line.figures == 1 and not line.separated


def _between(line: Line, form: TableForm) -> set[Token]:
    """Words between the numbers of a line without separators, where the row has cells for them all."""
    figures = [i for i, token in enumerate(line.tokens) if token.kind is Kind.NUMBER]
    if line.separated or line.run_on or not figures:
        return set()
    first = next((i for i, token in enumerate(line.tokens) if _row_width(token, form)), figures[0])
    strange = {
        token
        for token in line.tokens[first + 1 : figures[-1]]
        if token.kind is Kind.LABEL and _WRITTEN.fullmatch(token.text) and not _is_of(bare(token.text), form)
    }
    width = form.cell_count if form.layout is Layout.LINE else _row_width(line.tokens[first], form)
    return strange if line.figures + len(strange) <= width else set()


def _row_width(token: Token, form: TableForm) -> int:
    """How many cells the row has of which a token is the whole label; 0 where it is none."""
    piece = bare(token.text) if token.kind is Kind.LABEL else ""
    if not piece:
        return 0
    return next((len(row.columns) for row in form.rows if fit(piece, row_texts(row)) >= _WHOLE), 0)


def _is_of(piece: str, form: TableForm) -> bool:
    """Whether a bare piece is a label of the form, or part of one."""
    if not piece:
        return False
    if is_header(piece, form.headers) or is_group(piece, group_labels(form)):
        return True
    return any(2 * shared(piece, row_texts(row)) >= len(piece) for row in form.rows)
