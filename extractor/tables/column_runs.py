"""Tables of which a converter wrote all labels and then the numbers column by column, in blocks of rows.

A page or a box of the layout makes a block: its first column from above to below, then its second. How many
rows each block has is not printed. Of all ways to put a run of numbers into the rows named before it, those
count under which every sum of these rows holds, and every sum over them and rows that the text prints apart;
where they agree in every number, that is where they stand. Where none holds with the rows apart, or none of
these can be asked and hardly a row says anything, whole columns may have changed places: they keep a reason.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import combinations, pairwise
from types import MappingProxyType
from typing import NamedTuple

from extractor.forms import Identity, TableForm
from extractor.tables.certain import clear_row
from extractor.tables.labels import bare, row_texts
from extractor.tables.stretches import RowsInPlace, labelled_rows
from extractor.tables.tokens import Kind, Line, Token
from extractor.tables.untold import UNTOLD_ROWS, too_few, untold_rows

_LEAST_ROWS = 3
_MOST_BLOCKS = 3
_NAMED_SHARE = 0.8
UNTOLD_BALANCE = (
    "转换后的文字按列排列数字,与另外印出的行勾稽不符,列的归属需核对 / the numbers were written column by "
    "column and do not agree with the rows printed apart: look which column is whose"
)


class _Run(NamedTuple):
    """Lines of labels without numbers and lines of numbers without labels behind them, by their places."""

    start: int
    labels: int
    """Where the numbers begin."""
    end: int


def from_columns(lines: Sequence[Line], form: TableForm) -> RowsInPlace | None:
    """The lines with such runs put into rows; None where there is none that the sums place beyond doubt."""
    widths = {len(row.columns) for row in form.rows}
    if len(widths) > 1 or not form.across:
        return None
    width = widths.pop()
    found: list[Line] = []
    doubts: list[str | None] = []
    at = 0
    for run in _runs(lines, width):
        placed = _in_rows(lines, run, form, width)
        if placed is not None:
            found += [*lines[at : run.start], *placed.lines]
            doubts.append(placed.doubt)
            at = run.end
    return RowsInPlace([*found, *lines[at:]], next(filter(None, doubts), None)) if at else None


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


def _in_rows(lines: Sequence[Line], run: _Run, form: TableForm, width: int) -> RowsInPlace | None:
    tokens = [token for line in lines[run.labels : run.end] for token in line.tokens]
    if len(tokens) % width or not all(token.text.isdecimal() for token in tokens):
        return None
    rows = _rows_named(lines[run.start : run.labels], form, len(tokens) // width)
    if rows is None:
        return None
    inside = _sums_over({form.rows[row].key for row in rows}, form)
    if not any(each.row is None for each in inside):
        return None
    apart = _printed_apart([*lines[: run.start], *lines[run.end :]], rows, form)
    beyond = [
        each
        for each in _sums_over({form.rows[row].key for row in (*rows, *apart)}, form)
        if each.row is None and each not in inside
    ]
    fitting = [
        cells for cells in _arrangements(tokens, len(rows), width) if _holds(cells, rows, inside, form)
    ]
    agreeing = [cells for cells in fitting if _holds(cells, rows, beyond, form, apart)]
    chosen = agreeing or fitting
    if not chosen or any(_values(each) != _values(chosen[0]) for each in chosen):
        return None
    found = [row_line(form, row, own) for row, own in zip(rows, chosen[0], strict=True)]
    if not agreeing:
        return RowsInPlace(found, UNTOLD_BALANCE)
    if len(rows) < len(form.rows) and not beyond and too_few(rows, chosen[0], form):
        return RowsInPlace(found, UNTOLD_ROWS)
    return RowsInPlace(found, untold_rows(rows, tokens, chosen[0], form))


def _sums_over(keys: Set[str], form: TableForm) -> list[Identity]:
    return [each for each in form.sums if {row for row, _ in each.cells} <= keys]


def _printed_apart(lines: Sequence[Line], rows: range, form: TableForm) -> dict[int, list[Token]]:
    """The other rows of the form whose label is read beyond doubt, a number for each column behind it."""
    tokens = [token for line in lines for token in line.tokens]
    named = [*labelled_rows(tokens, form), (len(tokens), -1)]
    found: dict[int, list[Token]] = {}
    for (at, row), (behind, _) in pairwise(named):
        numbers = [token for token in tokens[at:behind] if token.kind is not Kind.LABEL]
        whole = len(numbers) == len(form.rows[row].columns) and all(t.text.isdecimal() for t in numbers)
        if whole and row not in rows:
            found[row] = numbers
    return found


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
    cells: Sequence[Sequence[Token]],
    rows: Sequence[int],
    sums: Sequence[Identity],
    form: TableForm,
    apart: Mapping[int, Sequence[Token]] = MappingProxyType({}),
) -> bool:
    values = {
        (form.rows[row].key, column.key): int(token.text)
        for row, own in (*zip(rows, cells, strict=True), *apart.items())
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
