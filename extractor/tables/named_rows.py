"""The rows of a table of one line (表四) by their printed names: in another order, or some of them only."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from extractor.forms import TableForm
from extractor.tables.heads import column_named
from extractor.tables.labels import bare
from extractor.tables.tokens import Kind, Line, Token, without_blanks


class NamedRows(NamedTuple):
    """The line of numbers as the form has it, without the rows that are not printed."""

    line: Line
    missing: frozenset[str]
    doubt: str | None = None


class Part(NamedTuple):
    """Headings that stand behind each other, and the numbers behind them."""

    names: tuple[Token, ...]
    figures: tuple[Token, ...]


class _Block(NamedTuple):
    """The numbers of one row under its columns."""

    row: int
    columns: tuple[int, ...]
    figures: tuple[Token, ...]


def named_rows(lines: Sequence[Line], form: TableForm) -> NamedRows | None:
    """The numbers by the names of their rows and columns; None where these are the form's, or not legible."""
    parts = list(parts_of(lines))
    blocks = _by_rows(parts, form) or _by_header(parts, form)
    if not blocks:
        return None
    width = len(form.rows[0].columns)
    printed = {row for line in lines for token in line.tokens if (row := _row_of(token, form)) is not None}
    if len(parts) > 1:  # a row that is named and prints no number is blank
        blocks += [_blank(row, blocks[0]) for row in printed.difference(block.row for block in blocks)]
    rows = [block.row for block in blocks]
    usual = rows == list(range(len(form.rows))) and all(b.columns == tuple(range(width)) for b in blocks)
    if usual or len(set(rows)) < len(rows):
        return None
    tokens: list[Token] = []
    for block in sorted(blocks):
        tokens += (block.figures[block.columns.index(at)] for at in range(width))
    number = min(token.line for token in tokens)
    placed = tuple(token._replace(field=field, line=number) for field, token in enumerate(tokens))
    missing = frozenset(row.key for at, row in enumerate(form.rows) if at not in rows)
    return NamedRows(Line(number, placed, separated=True, drawn=True), missing)


def _blank(row: int, like: _Block) -> _Block:
    blanks = (token._replace(kind=Kind.BLANK, end=token.start, text="") for token in like.figures)
    return _Block(row, like.columns, tuple(blanks))


def parts_of(lines: Sequence[Line]) -> Iterator[Part]:
    """Labels and the numbers behind them, in reading order; repeated labels of one merged cell once."""
    tokens = (t for line in lines for t in line.tokens if t.text or any(x.text for x in line.tokens))
    names: list[Token] = []
    for is_label, run in groupby(tokens, key=lambda token: token.kind is Kind.LABEL):
        if is_label:
            names += run
            continue
        cells = list(run)
        if without_blanks(cells):
            yield Part(tuple(names), tuple(cells))
            names = []


def is_whole(part: Part, form: TableForm) -> bool:
    """Whether a part has a number for every cell of the form."""
    return _figures(part, form.cell_count) is not None


def _row_of(token: Token, form: TableForm) -> int | None:
    piece = bare(token.text)
    return next((at for at, row in enumerate(form.rows) if piece in row.labels), None)


def _columns_of(names: Sequence[Token], form: TableForm) -> list[int]:
    columns = form.rows[0].columns
    found = (column_named(bare(token.text), columns) for token in names if _row_of(token, form) is None)
    return [at for at in found if at is not None]


def _figures(part: Part, width: int) -> tuple[Token, ...] | None:
    """The numbers of a part, blanks where they fill its cells; None where they are not so many."""
    figures = tuple(without_blanks(part.figures))
    if len(figures) == width:
        return figures
    inner = part.figures[not part.figures[0].text :]
    for cells in (part.figures, inner, inner[: len(inner) - (not inner[-1].text)]):
        if len(cells) == width and all(cell.field >= 0 for cell in cells):
            return tuple(cells)
    return None


def _by_rows(parts: Sequence[Part], form: TableForm) -> list[_Block]:
    """Blocks of rows that each stand before numbers of their own, under columns named before them."""
    width = len(form.rows[0].columns)
    order = tuple(range(width))
    blocks: list[_Block] = []
    for part in parts:
        rows = [row for token in part.names if (row := _row_of(token, form)) is not None]
        named = _columns_of(part.names, form)
        if sorted(named) == list(range(width)):
            order = tuple(named)
        elif len(named) > 1:
            return []
        figures = _figures(part, width)
        if figures is None or len(set(rows)) != 1:
            return []
        blocks.append(_Block(rows[0], order, figures))
    return blocks if len(blocks) > 1 or (blocks and len(parts[0].names) > width) else []


def _by_header(parts: Sequence[Part], form: TableForm) -> list[_Block]:
    """Blocks of one line of numbers under a header that names rows and the columns of each."""
    names = [token for part in parts for token in part.names]
    rows = _rows_named(names, form)
    columns = _columns_of(names, form)
    width = len(form.rows[0].columns)
    if not rows or len(columns) != width * len(rows) or len(parts) > 1:
        return []
    orders = [tuple(columns[at : at + width]) for at in range(0, len(columns), width)]
    figures = _figures(parts[0], len(columns))
    if figures is None or any(sorted(order) != list(range(width)) for order in orders):
        return []
    return [
        _Block(row, order, figures[at * width : (at + 1) * width])
        for at, (row, order) in enumerate(zip(rows, orders, strict=True))
    ]


def _rows_named(names: Sequence[Token], form: TableForm) -> list[int]:
    """The rows in printed order; those of a group where the label of the group stands, if it is printed."""
    groups = {label for row in form.rows for label in row.group}
    order: list[int | str] = []
    members: dict[str, list[int]] = {}
    printed = {bare(token.text) for token in names}
    for token in names:
        piece = bare(token.text)
        row = _row_of(token, form)
        own = [g for g in form.rows[row].group if g in printed] if row is not None else []
        if row is not None and own:
            members.setdefault(own[0], []).append(row)
        elif row is not None:
            order.append(row)
        elif piece in groups:
            order.append(piece)
    flat = [row for each in order for row in (members.pop(each, []) if isinstance(each, str) else [each])]
    return list(dict.fromkeys(flat))
