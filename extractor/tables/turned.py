"""Tables whose rows and columns are exchanged: the header says the rows, each line is a column.

A line of numbers whose label names no column, or that of another line, may be the column that is missing.
"""

from collections.abc import Iterator, Sequence

from extractor.forms import Layout, TableForm
from extractor.tables.certain import clear_row
from extractor.tables.column_runs import row_line
from extractor.tables.heads import column_named
from extractor.tables.labels import bare, row_texts
from extractor.tables.tokens import Kind, Line, Token, without_blanks

_LEAST = 2
_LIKE = 0.8


UNTOLD_LINE = (
    "有一行的标题读不清或重复,缺的一列可能在此 / a label names no column or one twice: a column is missing"
)


def turned(lines: Sequence[Line], form: TableForm) -> tuple[list[Line], str | None] | None:
    """The rows of a table whose header says the rows and whose lines are the columns, and what is doubtful.

    None for any other table.
    """
    texts = [row_texts(row) for row in form.rows]
    cells: dict[tuple[int, int], Token] = {}
    header: list[tuple[int, int]] = []
    above: list[Line] = []
    untold = False
    for line in lines:
        labels = [token for token in line.tokens if token.kind is Kind.LABEL]
        figures = without_blanks([token for token in line.tokens if token.kind is not Kind.LABEL])
        if labels and not figures:
            if not _is_blank_column(labels, header, form):
                above.append(line)
            continue
        if above:
            header, above = _header(above, texts), []
        own = dict(_column_cells(line, bare(labels[0].text), header, form)) if len(labels) == 1 else {}
        untold = untold or not own or any(at in cells for at in own)
        cells |= own
    rows = sorted({row for row, _ in cells})
    if len(rows) < _LEAST or len(cells) < max(_LEAST * len(rows), form.cell_count // 4):
        return None
    lacks = any((row, at) not in cells for row in rows for at in range(len(form.rows[row].columns)))
    doubt = UNTOLD_LINE if untold and lacks else None
    if form.layout is Layout.LINE:
        every = [(r, c) for r, row in enumerate(form.rows) for c in range(len(row.columns))]
        tokens = (_cell(cells, at, field, 0) for field, at in enumerate(every))
        return [Line(0, tuple(tokens), separated=True, drawn=True)], doubt
    found = []
    for number, row in enumerate(rows):
        columns = range(len(form.rows[row].columns))
        found.append(row_line(form, row, [_cell(cells, (row, at), at, number) for at in columns]))
    return found, doubt


def listed(lines: Sequence[Line], form: TableForm) -> tuple[list[Line], set[int]] | None:
    """The one row of a form whose columns stand below each other, and its columns that are not printed."""
    if len(form.rows) > 1:
        return None
    cells: dict[tuple[int, int], Token] = {}
    for line in lines:
        labels = [token for token in line.tokens if token.kind is Kind.LABEL]
        if len(labels) != 1:
            continue
        for at, token in _column_cells(line, bare(labels[0].text), [(0, 0)], form):
            if at in cells:
                return None
            cells[at] = token
    columns = range(len(form.rows[0].columns))
    if len(cells) < max(_LEAST, len(columns) // 2):
        return None
    kept = [at for at in columns if (0, at) in cells]
    tokens = tuple(cells[0, at]._replace(field=field, line=0) for field, at in enumerate(kept))
    return [Line(0, tokens, separated=True, drawn=True)], set(columns).difference(kept)


def _header(above: Sequence[Line], texts: Sequence[tuple[str, ...]]) -> list[tuple[int, int]]:
    """(row, field) of the rows that a header names from left to right; none where it names one twice.

    In fields a label above several rows counts with each of them: 场馆 above 上年结转.
    """
    lines = [line for line in above if line.separated] or list(above[-1:])
    groups: dict[int, str] = {}
    for line in lines[:-1]:
        groups |= _spread(line)
    lowest = {token.field: bare(token.text) for token in lines[-1].tokens if token.kind is Kind.LABEL}
    if len(lowest) < 2 or not lines[-1].separated:
        words = [("", bare(t.text), t.field) for t in lines[-1].tokens if t.kind is Kind.LABEL]
    else:
        words = [
            (groups.get(field, ""), lowest.get(field, ""), field) for field in sorted({*groups, *lowest})
        ]
    named = [(row, field) for group, word, field in words if (row := _row_of(group, word, texts)) is not None]
    rows = [row for row, _ in named]
    return named if len(set(rows)) == len(rows) else []


def _spread(line: Line) -> dict[int, str]:
    """The label of each field of a line above another one: empty fields behind a label belong to it."""
    found: dict[int, str] = {}
    label = ""
    for token in sorted(line.tokens, key=lambda token: token.field):
        label = bare(token.text) if token.kind is Kind.LABEL else label
        found[token.field] = label
    return found


def _row_of(group: str, word: str, texts: Sequence[tuple[str, ...]]) -> int | None:
    """The row that a label names, with the label above it where it alone names none."""
    together = clear_row(group + word, texts, _LIKE) if group else None
    return clear_row(word, texts, _LIKE) if together is None and word else together


def _is_blank_column(labels: Sequence[Token], header: Sequence[tuple[int, int]], form: TableForm) -> bool:
    """Whether a line without numbers is a column of which nothing is printed, and no header."""
    if len(labels) != 1 or not header:
        return False
    piece = bare(labels[0].text)
    return all(column_named(piece, form.rows[row].columns) is not None for row, _ in header)


def _column_cells(
    line: Line, piece: str, header: Sequence[tuple[int, int]], form: TableForm
) -> Iterator[tuple[tuple[int, int], Token]]:
    """((row, column), number) of a line whose label names a column of every row of the header."""
    columns = [column_named(piece, form.rows[row].columns) for row, _ in header]
    figures = [token for token in line.tokens if token.kind is not Kind.LABEL]
    if len(without_blanks(figures)) == len(header):
        figures = without_blanks(figures)
    if not header or None in columns or len(figures) != len(header):
        return
    for (row, _), column, token in zip(header, columns, figures, strict=True):
        if column is not None and token.text:
            yield (row, column), token


def _cell(cells: dict[tuple[int, int], Token], at: tuple[int, int], field: int, number: int) -> Token:
    token = cells.get(at)
    if token is None:
        return Token(Kind.BLANK, 0, 0, "", number, field, 0)
    return token._replace(field=field, line=number)
