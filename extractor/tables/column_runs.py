"""Tables of which a converter wrote all labels and then the numbers column by column, in blocks of rows.

A page or a box of the layout makes a block: its first column from above to below, then its second. How many
rows each block has is not printed. Of all ways to put a run of numbers into the rows named before it, those
count under which every sum of these rows holds; where they agree in every number, that is where they stand.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from extractor.forms import Identity, TableForm
from extractor.tables.certain import clear_row
from extractor.tables.labels import bare, row_texts
from extractor.tables.tokens import Kind, Line, Token

_LEAST_ROWS = 3
_MOST_BLOCKS = 3
_NAMED_SHARE = 0.8


class _Run(NamedTuple):
    """Lines of labels without numbers and lines of numbers without labels behind them, by their places."""

    start: int
    labels: int
    """Where the numbers begin."""
    end: int


def from_columns(lines: Sequence[Line], form: TableForm) -> list[Line] | None:
    """The lines with such runs put into rows; None where there is none that the sums place beyond doubt."""
    widths = {len(row.columns) for row in form.rows}
    if len(widths) > 1 or not form.across:
        return None
    width = widths.pop()
    found: list[Line] = []
    at = 0
    for run in _runs(lines, width):
        rows = _in_rows(lines, run, form, width)
        if rows is not None:
            found += [*lines[at : run.start], *rows]
            at = run.end
    return [*found, *lines[at:]] if at else None


def _runs(lines: Sequence[Line], width: int) -> Iterator[_Run]:
    start = labels = 0
    for at in range(len(lines) + 1):
        bare_figures = at < len(lines) and _is_figures(lines[at])
        if bare_figures and labels:
            continue
        if bare_figures:
            labels = at
            continue
        if labels and at - labels >= _LEAST_ROWS * width // 2:
            yield _Run(start, labels, at)
        if labels or (at < len(lines) and lines[at].figures):
            start = at if at < len(lines) and not lines[at].figures else at + 1
        labels = 0


def _is_figures(line: Line) -> bool:
    return bool(line.tokens) and not line.separated and all(t.kind is Kind.NUMBER for t in line.tokens)


def _in_rows(lines: Sequence[Line], run: _Run, form: TableForm, width: int) -> list[Line] | None:
    tokens = [token for line in lines[run.labels : run.end] for token in line.tokens]
    if len(tokens) % width or not all(token.text.isdecimal() for token in tokens):
        return None
    rows = _rows_named(lines[run.start : run.labels], form, len(tokens) // width)
    if rows is None:
        return None
    inside = [
        each for each in form.sums if {row for row, _ in each.cells} <= {form.rows[r].key for r in rows}
    ]
    if not any(each.row is None for each in inside):
        return None
    fitting = [
        cells for cells in _arrangements(tokens, len(rows), width) if _holds(cells, rows, inside, form)
    ]
    if not fitting or any(_values(each) != _values(fitting[0]) for each in fitting):
        return None
    return [row_line(form, row, own) for row, own in zip(rows, fitting[0], strict=True)]


def _rows_named(lines: Sequence[Line], form: TableForm, count: int) -> range | None:
    """So many rows of the form, nearly all of which labels right before the numbers name, and no other."""
    texts = [row_texts(row) for row in form.rows]
    pieces = [bare(token.text) for line in lines for token in line.tokens if token.kind is Kind.LABEL]
    joined = [one + other for one, other in pairwise(pieces)]
    named = {row for piece in (*pieces, *joined) if piece and (row := clear_row(piece, texts)) is not None}
    for first in range(len(form.rows) - count + 1):
        rows = range(first, first + count)
        enough = len(named) >= max(_LEAST_ROWS, _NAMED_SHARE * count)
        if enough and {rows[0], rows[-1]} <= named <= set(rows):
            return rows
    return None


def _arrangements(tokens: Sequence[Token], rows: int, width: int) -> Iterator[list[list[Token]]]:
    """Row by row, and column by column in one to three blocks of rows."""
    yield [list(tokens[at * width : (at + 1) * width]) for at in range(rows)]
    for blocks in range(_MOST_BLOCKS):
        for cuts in combinations(range(1, rows), blocks):
            found: list[list[Token]] = []
            at = 0
            for low, high in zip((0, *cuts), (*cuts, rows), strict=True):
                size = high - low
                block = tokens[at : at + size * width]
                found += [list(block[row::size]) for row in range(size)]
                at += size * width
            yield found


def _holds(
    cells: Sequence[Sequence[Token]], rows: Sequence[int], sums: Sequence[Identity], form: TableForm
) -> bool:
    values = {
        (form.rows[row].key, column.key): int(token.text)
        for row, own in zip(rows, cells, strict=True)
        for column, token in zip(form.rows[row].columns, own, strict=True)
    }
    return all(sum(values[ref] for ref in s.left) == sum(values[ref] for ref in s.right) for s in sums)


def _values(cells: Sequence[Sequence[Token]]) -> list[list[int]]:
    return [[int(token.text) for token in row] for row in cells]


def row_line(form: TableForm, row: int, cells: Sequence[Token]) -> Line:
    """A line as a grid would have it: the label of a row and its cells."""
    number = cells[0].line
    label = Token(Kind.LABEL, 0, 0, form.rows[row].labels[0], number, 0, 0)
    tokens = (token._replace(field=at + 1, line=number) for at, token in enumerate(cells))
    return Line(number, (label, *tokens), separated=True, drawn=True)
