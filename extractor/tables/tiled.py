"""Tables that a converter of PDF wrote in tiles: labels of many rows, and their numbers in another order.

The text is parted into stretches of rows: labels that name some rows of the form one behind the other, and as
many numbers as these rows have cells. A usual row is a stretch of its own. In a longer one the labels of the
columns say whose numbers stand behind them, if they do; `tiles` says in which orders they may stand. The sums
over the rows of all stretches choose. Where several ways hold, the rows in which they agree are read with a
reason, the others are not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from extractor.forms import Identity, TableForm
from extractor.tables.column_runs import row_line
from extractor.tables.heads import column_named
from extractor.tables.labels import bare
from extractor.tables.stretches import NUMBERED, RowsInPlace, RowStretch, row_of, stretches_of
from extractor.tables.tiles import NumberRun, RowSum, orders, tilings
from extractor.tables.tokens import Kind, Line, Token
from extractor.tables.untold import untold_rows

_MOST_WAYS = 400
_MOST_PIECES = 3
_LEVELS = ((2, True), (1, False), (2, False), (0, False))
"""How many stretches of columns are in bands, and whether paragraphs show each tile: the next level only
where the one before explains nothing; whole columns, the simplest, where too many ways would."""
_SHOWN, _SIMPLEST = 0, 3
_LEAST_TABLE = 5
_WORD = re.compile(r"\S+")
UNTOLD_COLUMNS = (
    "转换后的文字未标明数字属于哪一列,按表式的列顺序读取 / the converted text does not say whose columns "
    "these numbers are: read in the form's order"
)
SEVERAL_WAYS = (
    "转换后的文字打乱了数字顺序,有几种排法都符合勾稽关系,只读各法相同的行 / the converted text has its "
    "numbers in another order and the sums hold in several: read are the rows that are the same in all"
)
MANY_WAYS = (
    "转换后的文字打乱了数字顺序,有许多种排法都符合勾稽关系,按最简单的逐列顺序读取 / the converted text has "
    "its numbers in another order and the sums hold in many: read is the simplest, column by column"
)
_Row = tuple[Token, ...]
_Cells = tuple[_Row, ...]


class _Ways(NamedTuple):
    """The ways in which the numbers of a stretch may stand."""

    stretch: RowStretch
    ways: list[_Cells]
    level: int | None = None
    """That of ``_LEVELS`` under which they were found; None where labels say where they stand."""


def tiled_rows(lines: Sequence[Line], form: TableForm) -> RowsInPlace | None:
    """The rows of a table in tiles; None for a usual table, and where the sums leave more than one way."""
    widths = {len(row.columns) for row in form.rows}
    if len(widths) > 1 or not form.across or len(form.rows) < _LEAST_TABLE:
        return None
    if sum(line.figures >= max(widths) for line in lines) > _LEAST_TABLE:
        return None  # rows stand on lines of their own
    tokens = pieces_of(lines)
    figures = [token for token in tokens if token.kind is not Kind.LABEL]
    if len(figures) != form.cell_count or not all(token.text.isdecimal() for token in figures):
        return None
    stretches = stretches_of(tokens, form, widths.pop())
    if stretches is None or all(len(each.rows) == 1 for each in stretches):
        return None
    told = [_under_labels(each, form) if len(each.rows) > 1 else None for each in stretches]
    for least in range(len(_LEVELS)):
        found = [_ways_of(each, own, form, least) for each, own in zip(stretches, told, strict=True)]
        fitting = _adding_up([each.ways for each in found], form)
        if fitting:
            break
    else:
        return None
    found = [each for each in found if each.level is not None]
    return _in_place(fitting, _head(lines, stretches[0], form), found, form)


def _in_place(
    fitting: Sequence[_Cells], head: Sequence[Line], untold: Sequence[_Ways], form: TableForm
) -> RowsInPlace | None:
    """The rows of the one way that holds; of several those that are alike in all, with a reason."""
    chosen = fitting[0]
    agreed = [row for row in range(len(chosen)) if len({_values(way[row]) for way in fitting}) == 1]
    found = [row_line(form, row, chosen[row]) for row in agreed]
    if len(agreed) < len(chosen):
        return RowsInPlace([*head, *found], SEVERAL_WAYS) if found else None
    doubt = next(filter(None, (_doubt(each, chosen, form) for each in untold)), None)
    return RowsInPlace([*head, *found], doubt)


def _doubt(found: _Ways, chosen: Sequence[Sequence[Token]], form: TableForm) -> str | None:
    """Why the places in a stretch are not certain though its sums hold in one way only."""
    stretch = found.stretch
    if _names_columns(stretch, form):
        return UNTOLD_COLUMNS
    if found.level in (_SHOWN, _SIMPLEST):
        return MANY_WAYS if found.level else None
    return untold_rows(stretch.rows, stretch.numbers, [chosen[row] for row in stretch.rows], form)


def pieces_of(lines: Sequence[Line]) -> list[Token]:
    """The tokens of lines, numbers of two cells that stand on one line as two."""
    return [piece for line in lines for token in line.tokens for piece in _pieces(token)]


def agreed_rows(stretch: RowStretch, form: TableForm) -> dict[int, _Row]:
    """The rows of one stretch that are the same in every way in which all its rows add up."""
    ways = _ways_of(stretch, None, form, 0).ways
    if len(stretch.rows) == 1:
        ways = [way for way in ways if _adds_up(way[0], form)]
    return {
        row: ways[0][at]
        for at, row in enumerate(stretch.rows)
        if ways and len({_values(way[at]) for way in ways}) == 1
    }


def _pieces(token: Token) -> Iterator[Token]:
    """The numbers of two cells that stand on one line: elsewhere a number that a space broke."""
    if token.kind is Kind.LABEL or len(token.text) != token.end - token.start:
        yield token
        return
    for piece in _WORD.finditer(token.text):
        start = token.start + piece.start()
        yield token._replace(start=start, end=start + len(piece[0]), text=piece[0])


def _head(lines: Sequence[Line], first: RowStretch, form: TableForm) -> list[Line]:
    """The lines of the header, where it stands above numbers and was not yet followed."""
    if len(first.rows) > 1 and next(_column_groups(first, form))[0]:
        return []
    return [line for line in lines if line.tokens[0].start < first.numbers[0].start and not line.figures]


def _under_labels(stretch: RowStretch, form: TableForm) -> list[_Cells] | None:
    """The ways in which the cells stand as labels of columns name them: behind some all numbers of theirs.

    Numbers before any such label stand row by row; theirs are the columns that no label names.
    """
    rows, width = len(stretch.rows), len(form.rows[0].columns)
    named: list[int] = []
    ways: list[dict[int, list[Token]]] = [{}]
    unnamed: list[Token] = []
    for columns, numbers in _column_groups(stretch, form):
        if not columns:
            unnamed = numbers
            continue
        if len(numbers) != rows * len(columns) or {*columns} & {*named}:
            return None
        named += columns
        ways = [way | own for way, own in product(ways, _orders(columns, numbers, rows))]
    rest = [column for column in range(width) if column not in named]
    if not named or len(unnamed) != rows * len(rest):
        return None
    last = {column: unnamed[at :: len(rest)] for at, column in enumerate(rest)}
    placed = [way | last for way in ways]
    found = [
        tuple(tuple(way[column][row] for column in range(width)) for row in range(rows)) for way in placed
    ]
    return [cells for cells in found if all(_adds_up(row, form) for row in cells)] or None


def _orders(columns: Sequence[int], numbers: Sequence[Token], rows: int) -> list[dict[int, list[Token]]]:
    """The numbers of columns that are named together: in the order of their labels, or from left to right."""
    found = []
    for order in dict.fromkeys((tuple(columns), tuple(sorted(columns)))):
        found += [
            {column: [numbers[row[at]] for row in cells] for at, column in enumerate(order)}
            for cells in orders(rows, len(columns))
        ]
    return found


def _adds_up(row: Sequence[Token], form: TableForm) -> bool:
    values = _values(row)
    return all(
        sum(values[at] for at in left) == sum(values[at] for at in right) for left, right in _row_sums(form)
    )


def _values(row: Sequence[Token]) -> tuple[int, ...]:
    return tuple(int(token.text) for token in row)


def _column_groups(stretch: RowStretch, form: TableForm) -> Iterator[tuple[list[int], list[Token]]]:
    """Labels of columns that stand together, with all numbers up to the next such label.

    A row's label between parts them: then the columns are a header above the rows.
    """
    columns: list[int] = []
    numbers: list[Token] = []
    for at, token in _columns_and_numbers(stretch, form):
        if token.kind is not Kind.LABEL:
            numbers.append(token)
        elif at is None:
            columns = columns if numbers else []
        else:
            if numbers:
                yield columns, numbers
                columns, numbers = [], []
            columns.append(at)
    yield columns, numbers


def _columns_and_numbers(stretch: RowStretch, form: TableForm) -> Iterator[tuple[int | None, Token]]:
    """The labels of columns, each with its column, those of rows and the numbers with none."""
    tokens, at = stretch.tokens, 0
    while at < len(tokens):
        column, used = _column_at(tokens, at, form)
        if column is not None or tokens[at].kind is not Kind.LABEL:
            yield column, tokens[at]
        elif row_of(tokens[at].text, form) is not None:
            yield None, tokens[at]
        at += used


def _column_at(tokens: Sequence[Token], at: int, form: TableForm) -> tuple[int | None, int]:
    """The column that labels from a place on name, and how many of them; at least one is used up."""
    pieces: list[str] = []
    for token in tokens[at : at + _MOST_PIECES]:
        if token.kind is not Kind.LABEL or NUMBERED.match(token.text):
            break
        pieces.append(bare(token.text))
        column = column_named("".join(pieces), form.rows[0].columns)
        if column is not None and "".join(pieces) in form.rows[0].columns[column].labels:
            return column, len(pieces)
    return None, 1


def _names_columns(stretch: RowStretch, form: TableForm) -> bool:
    return any(column is not None for column, _ in _columns_and_numbers(stretch, form))


def _row_sums(form: TableForm) -> list[RowSum]:
    """The sums inside of a row, which are the same for each."""
    row = form.rows[0]
    place = {(row.key, column.key): at for at, column in enumerate(row.columns)}
    return [
        (tuple(place[ref] for ref in each.left), tuple(place[ref] for ref in each.right))
        for each in form.sums
        if each.row == row.key
    ]


def _ways_of(stretch: RowStretch, told: list[_Cells] | None, form: TableForm, least: int) -> _Ways:
    """The ways of the first level from one on under which all sums inside of a stretch hold."""
    numbers = stretch.numbers
    if told is not None or len(stretch.rows) == 1:
        return _Ways(stretch, told or [(tuple(numbers),)])
    many = False
    for level, (banded, shown) in enumerate(_LEVELS[least:], least):
        if many and level != _SIMPLEST:
            continue
        run = NumberRun(_values(numbers), _breaks(stretch) if shown else ())
        found = tilings(run, len(stretch.rows), (len(form.rows[0].columns), banded), _row_sums(form))
        many = many or (found is None and not shown)
        if found and (level == _SIMPLEST) == many:
            ways = [tuple(tuple(numbers[at] for at in row) for row in way) for way in found]
            return _Ways(stretch, ways, level)
    return _Ways(stretch, [], least)


def _breaks(stretch: RowStretch) -> list[int]:
    """What stands before each number of a stretch, see ``NumberRun``."""
    found = []
    for before, token in pairwise((None, *stretch.tokens)):
        if token is None or token.kind is Kind.LABEL:
            continue
        if before is not None and before.kind is not Kind.LABEL and before.line == token.line:
            found.append(0)
        else:
            found.append(2 if before is None or before.kind is Kind.LABEL or token.gap else 1)
    return found


def _adding_up(ways: Sequence[Sequence[_Cells]], form: TableForm) -> list[_Cells]:
    """All rows, in each way that differs in a number and under which every sum over rows holds."""
    count = 1
    for each in ways:
        count *= len(each)
    if not 0 < count <= _MOST_WAYS:
        return []
    fitting: dict[tuple[tuple[int, ...], ...], _Cells] = {}
    for choice in product(*ways):
        rows = tuple(row for cells in choice for row in cells)
        values = {
            (row.key, column.key): int(token.text)
            for row, cells in zip(form.rows, rows, strict=True)
            for column, token in zip(row.columns, cells, strict=True)
        }
        if all(_holds(each, values) for each in form.across):
            fitting.setdefault(tuple(map(_values, rows)), rows)
    return list(fitting.values())


def _holds(identity: Identity, values: Mapping[tuple[str, str], int]) -> bool:
    return sum(values[ref] for ref in identity.left) == sum(values[ref] for ref in identity.right)
