"""Several readings of one table, by its text and by the document's grid: the sums choose between them.

A reading that the sums support better is kept. Where two do equally well and differ in a number, nothing
printed decides, and the cell is ambiguous.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.records import Cell, CellBasis, Table, TableReading
from extractor.tables.style import Style
from extractor.tables.tokens import Kind, Line

_SUPPORTED = frozenset({CellBasis.PROVED, CellBasis.REPAIRED})
_DOUBTED = frozenset({CellBasis.CONFLICT, CellBasis.AMBIGUOUS})
_TWO_PLACES = (
    "按文字顺序与按表格列位置的读法不一致 / the text and the grid of the table say different numbers"
)
_MIN_ROWS = 4


class TableRead(NamedTuple):
    """One reading of a table."""

    table: Table
    reading: TableReading
    style: Style | None = None
    """What the largest table shows, for the smaller one behind it."""


ReadLines = Callable[[list[Line]], TableRead | None]


def choose(
    read: ReadLines, lines: list[Line], drawn: list[Line] | None, short: frozenset[int] = frozenset()
) -> TableRead | None:
    """The best reading of the lines as printed, as the grid has them, and by the order of their figures.

    ``short`` are the numbers of lines that lack a cell of the grid.
    """
    best = read(lines)
    if drawn is not None and (other := _named("grid", read(drawn))) is not None:
        best = other if best is None else _better(best, other)
    if best is not None and standing(best)[1]:
        loose = loosened(lines, short)
        if loose is not None and (other := _named("order", read(loose))) is not None:
            best = _noting(other, best) if _score(other) > _score(best) else _noting(best, other)
    return best


def loosened(lines: Sequence[Line], short: frozenset[int] = frozenset()) -> list[Line] | None:
    """The lines without the fields of rows that have more or fewer of them than most; None if none has.

    Such a row has lost or gained a cell, so that only the order of its figures can be relied on.
    """
    rows = [line for line in lines if line.separated and line.figures]
    counts = Counter(map(_fields, rows))
    if len(rows) < _MIN_ROWS:
        return None
    usual = counts.most_common(1)[0][0]
    odd = {line.number for line in rows if _fields(line) != usual or line.number in short}
    if not odd:
        return None
    return [_without_fields(line) if line.number in odd else line for line in lines]


def _fields(line: Line) -> int:
    return max(token.field for token in line.tokens) + 1


def _without_fields(line: Line) -> Line:
    kept = tuple(token._replace(field=-1) for token in line.tokens if token.kind is not Kind.BLANK)
    return line._replace(tokens=kept)


def _named(way: str, found: TableRead | None) -> TableRead | None:
    """The reading under a name that says what it went by."""
    if found is None:
        return None
    reading = found.reading
    tried = {f"{way}.{name}": sums for name, sums in reading.tried.items()}
    named = reading.model_copy(update={"reading": f"{way}.{reading.reading}", "tried": tried})
    return found._replace(reading=named)


def _cells(table: Table) -> Mapping[tuple[str, str], Cell]:
    return {(row, column): cell for row, cells in table.items() if cells for column, cell in cells.items()}


def standing(found: TableRead) -> tuple[int, int]:
    """How many cells the sums support, and how many are in doubt."""
    bases = Counter(cell.basis for cell in _cells(found.table).values())
    return sum(bases[basis] for basis in _SUPPORTED), sum(bases[basis] for basis in _DOUBTED)


def _score(found: TableRead) -> int:
    supported, doubted = standing(found)
    return supported - doubted


def _noting(kept: TableRead, other: TableRead) -> TableRead:
    """The kept reading, with what the other one satisfied."""
    tried = {**other.reading.tried, **kept.reading.tried}
    return kept._replace(reading=kept.reading.model_copy(update={"tried": tried}))


def _better(text: TableRead, grid: TableRead) -> TableRead:
    """The one that the sums support better; of equals the grid, with what they differ in as ambiguous."""
    if _score(text) != _score(grid):
        kept, other = (text, grid) if _score(text) > _score(grid) else (grid, text)
        return _noting(kept, other)
    rival = _cells(text.table)
    table = {
        row: cells
        and {column: against(cell, rival.get((row, column)), _TWO_PLACES) for column, cell in cells.items()}
        for row, cells in grid.table.items()
    }
    return _noting(grid._replace(table=table), text)


def against(cell: Cell, other: Cell | None, reason: str) -> Cell:
    """A cell, ambiguous where another reading of it says another number."""
    if other is None or (other.value or 0) == (cell.value or 0):
        return cell
    values = {value for value in (cell.value, other.value) if value is not None}
    values |= {*cell.alternatives, *other.alternatives}
    if len(values) == 1:  # a number or nothing
        values.add(Decimal(0))
    doubt = {
        "basis": CellBasis.AMBIGUOUS,
        "value": None,
        "alternatives": tuple(sorted(values)),
        "reason": reason,
        "identities": (),
    }
    return cell.model_copy(update=doubt)
