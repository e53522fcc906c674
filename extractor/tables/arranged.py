"""Tables printed in another arrangement than the form's: the printed header decides which column is which.

Columns that changed places, the total in front, rows and columns exchanged. The lines come out as the form
has them; where a header contradicts the form's order and cannot be followed, the table is in doubt.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.forms import Column, Layout, TableForm
from extractor.tables.certain import clear_row
from extractor.tables.labels import bare, column_texts, fit, row_texts
from extractor.tables.tokens import Kind, Line, Token, without_blanks
from extractor.tables.under_heads import line_under_heads

COLUMN_ORDER = (
    "表头的列顺序与表式不同,数字无法逐列对应 / the header has its columns in another order than the form"
)
_SURE_FIT = 0.8
_LEAST = 2


class Arranged(NamedTuple):
    """Lines in the arrangement of the form, and why the columns are not certain, if they are not."""

    lines: list[Line]
    doubt: str | None = None


def arranged(lines: list[Line], form: TableForm) -> Arranged | None:
    """The lines as the form arranges them; None where they are printed so, or no header says otherwise."""
    turned = _turned(lines, form)
    if turned is not None:
        return Arranged(turned)
    placed = line_under_heads(lines, form)
    if placed is not None:
        return Arranged([line for line in lines if not line.figures] + [placed[0]], placed[1])
    found: list[Line] = []
    order: tuple[int, ...] = ()
    strange, followed = False, True
    heads: list[tuple[int, Token]] = []
    for line in lines:
        figures = without_blanks([t for t in line.tokens if t.kind is not Kind.LABEL])
        if not figures:
            heads += _heads(line, form)
            found.append(line)
            continue
        if heads:
            order = _order(_from_the_left(heads), form)
            heads = []
        if not order:
            found.append(line)
            continue
        strange = True
        moved = _moved(line, order)
        followed = followed and moved is not None
        found.append(moved or line)
    if not strange:
        return None
    return Arranged(found, None if followed else COLUMN_ORDER)


def _columns(form: TableForm) -> tuple[Column, ...]:
    return form.rows[0].columns


def _from_the_left(heads: Sequence[tuple[int, Token]]) -> list[int]:
    """The columns as they stand beside each other, by their places where the lines of a header keep them.

    Labels of one header stand on several lines, each as high as its cell has it: line after line is no order.
    """
    places = {(token.line, token.column) for _, token in heads}
    aligned = all(token.field < 0 for _, token in heads) and len({line for line, _ in places}) > 1
    named = [(token.column, at) for at, token in heads if at >= 0]
    if not aligned or len({column for column, _ in named}) < len(named):
        return [at for at, _ in heads]
    return [at for _, at in sorted(named)]


def _heads(line: Line, form: TableForm) -> list[tuple[int, Token]]:
    """The columns (-1: the label above several of them) whose whole labels a header line prints, in order."""
    found = []
    above = {column.under for column in _columns(form)} - {""}
    for token in line.tokens:
        piece = bare(token.text) if token.kind is Kind.LABEL else ""
        at = _column_named(piece, _columns(form))
        if at is not None:
            found.append((at, token))
        elif piece and any(fit(piece, column_texts(label)) >= _SURE_FIT for label in above):
            found.append((-1, token))
    return found


def _column_named(piece: str, columns: Sequence[Column]) -> int | None:
    fits = sorted(
        ((fit(piece, column_texts(*column.labels)), at) for at, column in enumerate(columns)), reverse=True
    )
    if not piece or fits[0][0] < _SURE_FIT or (len(fits) > 1 and fits[0][0] == fits[1][0]):
        return None
    return fits[0][1]


def _order(heads: Sequence[int], form: TableForm) -> tuple[int, ...]:
    """The form's columns in printed order, where a header says all of them in another order; else empty."""
    width = len(_columns(form))
    usual = tuple(range(width))
    if form.layout is Layout.LINE:
        blocks = [tuple(heads[at : at + width]) for at in range(0, len(heads), width)]
        same = len(blocks) == len(form.rows) and len(set(blocks)) == 1
        return blocks[0] if same and sorted(blocks[0]) == list(usual) and blocks[0] != usual else ()
    below = [at for at in usual if _columns(form)[at].under]
    order = list(heads)
    above = [at for at in usual if at not in below]
    if below and order == above + below:
        return ()  # two lines of header of which the label above several columns was not read
    if -1 in order:
        top, rest = order[: width - len(below) + 1], order[width - len(below) + 1 :]
        if -1 not in top or sorted(rest) != below:
            return ()
        place = top.index(-1)
        order = [*top[:place], *rest, *top[place + 1 :]]
    return tuple(order) if sorted(order) == list(usual) and tuple(order) != usual else ()


def _moved(line: Line, order: Sequence[int]) -> Line | None:
    """The line with its numbers in the form's order; None where it has more or fewer than the header."""
    labels = [token for token in line.tokens if token.kind is Kind.LABEL]
    cells = [token for token in line.tokens if token.kind is not Kind.LABEL]
    figures = without_blanks(cells)
    row = figures
    if line.separated and len(cells) != len(figures):
        row = cells[: len(order)] if len(cells) == len(order) or cells[0].text else cells[-len(order) :]
    blocks, over = divmod(len(row), len(order))
    if over or not blocks or len(without_blanks(row)) != len(figures):
        return None
    moved: list[Token] = []
    for block in range(blocks):
        part = row[block * len(order) : (block + 1) * len(order)]
        moved += [part[order.index(column)] for column in range(len(order))]
    placed = (token._replace(field=field + 1) for field, token in enumerate(moved))
    return Line(line.number, (*labels, *placed), separated=True, drawn=True)


def _turned(lines: Sequence[Line], form: TableForm) -> list[Line] | None:
    """The rows of a table whose header says the rows and whose lines are the columns; None for any other."""
    texts = [row_texts(row) for row in form.rows]
    cells: dict[tuple[int, int], Token] = {}
    header: list[tuple[int, int]] = []
    for line in lines:
        labels = [token for token in line.tokens if token.kind is Kind.LABEL]
        figures = [token for token in line.tokens if token.kind is not Kind.LABEL]
        if labels and not without_blanks(figures):
            named = [(row, t.field) for t in labels if (row := _row_named(t, texts)) is not None]
            rows = [row for row, _ in named]
            header = named if named and len(set(rows)) == len(rows) else []
            continue
        if len(labels) == 1 and header:
            cells |= dict(_column_cells(line, bare(labels[0].text), header, form))
    rows = sorted({row for row, _ in cells})
    if len(rows) < _LEAST or len(cells) < max(_LEAST * len(rows), form.cell_count // 4):
        return None
    if form.layout is Layout.LINE:
        every = [(r, c) for r, row in enumerate(form.rows) for c in range(len(row.columns))]
        tokens = (_cell(cells, at, field, 0) for field, at in enumerate(every))
        return [Line(0, tuple(tokens), separated=True, drawn=True)]
    return [_row_line(form, row, number, cells) for number, row in enumerate(rows)]


def _row_named(token: Token, texts: Sequence[tuple[str, ...]]) -> int | None:
    piece = bare(token.text)
    return clear_row(piece, texts, 0.9) if piece else None


def _column_cells(
    line: Line, piece: str, header: Sequence[tuple[int, int]], form: TableForm
) -> Iterator[tuple[tuple[int, int], Token]]:
    """((row, column), number) of a line whose label names a column of every row of the header."""
    columns = [_column_named(piece, form.rows[row].columns) for row, _ in header]
    figures = [token for token in line.tokens if token.kind is not Kind.LABEL]
    if len(without_blanks(figures)) == len(header):
        figures = without_blanks(figures)
    if None in columns or len(figures) != len(header):
        return
    for (row, _), column, token in zip(header, columns, figures, strict=True):
        if column is not None and token.text:
            yield (row, column), token


def _cell(cells: dict[tuple[int, int], Token], at: tuple[int, int], field: int, number: int) -> Token:
    token = cells.get(at)
    if token is None:
        return Token(Kind.BLANK, 0, 0, "", number, field, 0)
    return token._replace(field=field, line=number)


def _row_line(form: TableForm, row: int, number: int, cells: dict[tuple[int, int], Token]) -> Line:
    label = Token(Kind.LABEL, 0, 0, form.rows[row].labels[0], number, 0, 0)
    width = len(form.rows[row].columns)
    tokens = (_cell(cells, (row, column), column + 1, number) for column in range(width))
    return Line(number, (label, *tokens), separated=True, drawn=True)
