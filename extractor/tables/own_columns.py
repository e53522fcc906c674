"""What tells the columns of a form of one's own: its printed header alone.

Every issuer prints the columns of the yearly report and of its annexes in one order. Of other forms nothing
is known but their file: columns that changed places are seen only where their labels are legible. A header in
which one label is not legible still tells all columns; one in which two are not tells neither.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.forms import Column, Layout, TableForm
from extractor.tables.labels import bare, column_texts, fit, row_texts
from extractor.tables.number_readings import read_number
from extractor.tables.tokens import Kind, Line, Token, without_blanks

NO_HEADER = "表头未印出或读不清,数字属于哪一列不能确定 / no header says which number stands in which column"
SEVERAL_LINES = "有几行数字,无法确定以哪一行为准 / several lines of numbers, and nothing says which counts"
_MAY_LACK = 1
_SURE = 0.8
_HALF = 0.5
_MARGIN = 0.25
_TOTALS = ("合计", "总计", "总数", "共计", "总合计")


def untold_rows(lines: Sequence[Line], form: TableForm) -> list[str]:
    """The rows of several columns whose places no header tells."""
    labels = [token for line in lines for token in line.tokens if token.kind is Kind.LABEL]
    side_by_side = form.layout is Layout.LINE and len(form.rows) > 1
    if side_by_side and not _are_told(labels, [_Name(row_texts(row), ()) for row in form.rows]):
        return list(form.row_keys)
    names = {columns: [_name_of(column) for column in columns] for columns in form.column_sets}
    untold = {
        columns for columns, own in names.items() if not _are_told(labels, own) or _lacks_a_place(lines, own)
    }
    return [row.key for row in form.rows if row.columns in untold]


class _Name(NamedTuple):
    """What a header may call a column (or a row that stands as one)."""

    texts: tuple[str, ...]
    """As labels are compared."""
    exact: tuple[str, ...]
    """Word for word: signs that are not compared may be all that tells it (2023年, A类)."""


def _name_of(column: Column) -> _Name:
    return _Name(column_texts(*column.labels), (column.prints, *column.labels))


def _lacks_a_place(lines: Sequence[Line], names: Sequence[_Name]) -> bool:
    """Whether a header lacks a legible label and does not show its place, or shows another than the form's.

    The label that is missing is known then, but not before which of the others its column stands: those of
    a header with fields must stand in the fields of the form's order, those of one without be as many as
    there are columns, or one more with the corner, each at its place among them.
    """
    first = min((cells[0].field for line in lines if (cells := _numbers(line))), default=-1)
    for line in lines:
        labels = [token for token in line.tokens if token.kind is Kind.LABEL]
        named = [_named(token, names, _SURE, 0.0) for token in labels]
        at = {n: place for place, n in enumerate(named) if n is not None}
        if line.figures or not 1 < len(at) == len(names) - _MAY_LACK:
            continue
        places = {(labels[place].field if line.separated else place) - n for n, place in at.items()}
        corner = first if line.separated else len(labels) - len(names)
        unsure = corner not in (0, 1) or (corner == 0 and named[0] is None)  # the corner, or the label it is
        if places != {corner} or (unsure and not line.separated):
            return True
    return False


def _numbers(line: Line) -> list[Token]:
    """The cells of a line that holds a number; the rule below a header is dashes only."""
    return _cells(line) if any(token.kind is Kind.NUMBER for token in line.tokens) else []


def _are_told(labels: Sequence[Token], names: Sequence[_Name]) -> bool:
    """Whether all names but one are printed; those that are legible in part count in their order."""
    whole = [(token.line, at) for token in labels if (at := _named(token, names, _SURE, 0.0)) is not None]
    if len({at for _, at in whole}) >= len(names) - _MAY_LACK:
        return _rises(whole)  # in another order they are those of columns that were not followed
    likely = [
        (token.line, at) for token in labels if (at := _named(token, names, _HALF, _MARGIN)) is not None
    ]
    return len({at for _, at in likely}) >= len(names) - _MAY_LACK and _rises(likely)


def _rises(likely: Sequence[tuple[int, int]]) -> bool:
    """Whether names come in their order: on each line, or one below the other where each has its own line."""
    lines: dict[int, list[int]] = {}
    for line, at in dict.fromkeys(likely):
        lines.setdefault(line, []).append(at)
    apart = [list(dict.fromkeys(at for _, at in likely))]
    stretches = list(lines.values()) if any(len(own) > 1 for own in lines.values()) else apart
    return all(own == sorted(own) for own in stretches)


def _named(token: Token, names: Sequence[_Name], least: float, margin: float) -> int | None:
    """The one name that a label is most like: 田镇 is 乡镇 where no other is like it."""
    words, piece = "".join(token.text.split()), bare(token.text)
    exact = [at for at, name in enumerate(names) if words in name.exact]
    if len(exact) == 1 or not piece:
        return exact[0] if exact else None
    fits = sorted(((fit(piece, name.texts), at) for at, name in enumerate(names)), reverse=True)
    second = fits[1][0] if len(fits) > 1 else 0.0
    clear = fits[0][0] > second and (fits[0][0] >= _SURE or fits[0][0] - second >= margin)
    return fits[0][1] if clear and fits[0][0] >= least else None


def one_of_lines(lines: list[Line], form: TableForm) -> tuple[list[Line], str | None]:
    """The lines with one whole line of numbers where a table of one line has several, and what is doubtful.

    Several bodies below each other: the line of their total counts where it is what the others add up to.
    """
    whole = [line for line in lines if _is_whole(line, form)]
    if form.layout is not Layout.LINE or len(whole) < 2:
        return lines, None
    total = next((line for line in whole if _is_total(line)), None)
    kept = total or whole[0]
    adds_up = total is not None and _adds_up([line for line in whole if line is not total], total, form)
    return [line for line in lines if line is kept or line not in whole], None if adds_up else SEVERAL_LINES


def _is_whole(line: Line, form: TableForm) -> bool:
    return len(_cells(line)) == form.cell_count and line.figures > 0


def _cells(line: Line) -> list[Token]:
    """The cells of a line, without an empty field before its label."""
    labels = [at for at, token in enumerate(line.tokens) if token.kind is Kind.LABEL]
    behind = line.tokens[labels[-1] + 1 :] if labels else line.tokens
    return list(behind) if line.separated else without_blanks(behind)


def _is_total(line: Line) -> bool:
    words = (bare(token.text) for token in line.tokens if token.kind is Kind.LABEL)
    return any(word in _TOTALS for word in words)


def _adds_up(others: Sequence[Line], total: Line, form: TableForm) -> bool:
    sums = [sum(column, Decimal(0)) for column in zip(*(_values(line, form) for line in others), strict=True)]
    return sums == list(_values(total, form))


def _values(line: Line, form: TableForm) -> Iterator[Decimal]:
    for token, column in zip(_cells(line), form.column_of.values(), strict=True):
        readings = read_number(token.text, column.quantity)
        yield readings[0].value if readings else Decimal(0)
