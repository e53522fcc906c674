"""Tables over which no sum stands (表二): position and the kind of number are all there is."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations, pairwise
from typing import NamedTuple

from extractor.forms import CellRef, Column, Quantity, Row, TableForm
from extractor.records import Cell, CellBasis, Span
from extractor.tables.alignment import Placed
from extractor.tables.number_readings import Mark, NumberReading, is_doubled, is_placeholder, read_number
from extractor.tables.style import Style, place
from extractor.tables.tokens import Kind, Token, without_blanks
from extractor.tables.units import FINE, UNSAID, UNTOLD, AmountUnits, in_wan_yuan

_SIGN = re.compile(r"^\s*(?:新?增加?|减少?|[+↑↓-](?=\d))")
_MONEY = re.compile(r"[元万亿]|\d\.\d")
_FRACTION = re.compile(r"\d\.\d")
_MOVED = "该行有空格,小数不在金额列,数字可能移位 / blanks in the row, and a fraction outside of money: moved"
_OPEN_ROW = "该行缺数字,列位置不能确定 / the row has lost numbers: which columns are left is not certain"
_SHORT_ROW = 2
_DOUBTS = {Mark.UNSAID: UNSAID, Mark.FINE: FINE}
_PLAIN = (None, *_DOUBTS)
_NUMBERS = re.compile(r"\d{1,12}(?:\.\d+)?")
_MOST_INSIDE = 3


def _suits(token: Token, column: Column) -> bool:
    """Whether the print can stand in the column at all."""
    if token.kind is Kind.PLACEHOLDER:
        return True
    if _SIGN.match(token.text) and column.quantity is not Quantity.SIGNED:
        return False
    if _MONEY.search(token.text) and column.quantity is not Quantity.AMOUNT:
        return False
    return bool(read_number(token.text, column.quantity))


def _by_fields(tokens: Sequence[Token], width: int) -> list[tuple[int, ...]]:
    """Columns of the figures by the fields of a separated line; the leftmost window first."""
    filled = [i for i, token in enumerate(tokens) if token.kind is not Kind.BLANK]
    found = [
        tuple(i - shift for i in filled)
        for shift in range(max(1, len(tokens) - width + 1))
        if filled and shift <= filled[0] and filled[-1] < shift + width
    ]
    return found[:1] if len(tokens) >= width else found


def _by_display(figures: Sequence[Token], style: Style) -> list[tuple[int, ...]]:
    places = tuple(place(token, style) for token in figures)
    return [places] if len(set(places)) == len(places) and list(places) == sorted(places) else []


def _by_gaps(figures: Sequence[Token], width: int, style: Style) -> list[tuple[int, ...]]:
    if not style.shows_gaps:
        return []
    places, at = [0], 0
    for token in figures[1:]:
        at += 1 + style.blanks_before(token)
        places.append(at)
    return [tuple(places)] if at == width - 1 else []


def _places(tokens: Sequence[Token], row: Row, style: Style) -> list[tuple[int, ...]]:
    """The column choices that fit what is printed; several if the text cannot decide."""
    width = len(row.columns)
    figures = without_blanks(tokens)
    if len(figures) >= width:
        return [tuple(range(width))]
    shown: list[tuple[int, ...]] = []
    if any(token.field >= 0 for token in tokens):
        shown = _by_fields(tokens, width)
    elif len({token.line for token in figures}) == 1 and len(style.columns) == width:
        shown = _by_display(figures, style)
    elif len({token.line for token in figures}) > 1:
        shown = _by_gaps(figures, width, style)
    options = shown or list(combinations(range(width), len(figures)))
    fitting = [o for o in options if all(_suits(f, row.columns[c]) for f, c in zip(figures, o, strict=True))]
    return fitting or options


def _rejoined(figures: list[Token], row: Row) -> list[Token]:
    """The figures of one line with a number that a space broke made whole, where that is certain.

    One pair only may make numbers that suit all columns. Certain it is where a half of the pair is no number
    by itself, where a single space stands in it and more between all others, or in a long row, which tells a
    broken number from a stray one by its columns.
    """
    width = len(row.columns)
    if len(figures) != width + 1 or figures[0].field >= 0 or len({t.line for t in figures}) > 1:
        return figures
    gaps = [right.start - left.end for left, right in pairwise(figures)]
    fitting, shown = [], []
    for index, (left, right) in enumerate(pairwise(figures)):
        whole = left._replace(text=f"{left.text}{right.text}", end=right.end)
        joined = [*figures[:index], whole, *figures[index + 2 :]]
        if all(_suits(token, column) for token, column in zip(joined, row.columns, strict=True)):
            fitting.append(joined)
            narrow = (
                width > 1 and gaps[index] == 1 and all(gap > 1 for gap in (*gaps[:index], *gaps[index + 1 :]))
            )
            quantity = row.columns[index].quantity
            if narrow or not (read_number(left.text, quantity) and read_number(right.text, quantity)):
                shown.append(joined)
    if len(shown) == 1:
        return shown[0]
    return fitting[0] if len(fitting) == 1 and width > _SHORT_ROW else figures


class _Mode(NamedTuple):
    """How the numbers of a table are printed."""

    doubled: bool
    units: AmountUnits


def _read(token: Token, cell: CellRef, column: Column, mode: _Mode) -> tuple[NumberReading, ...]:
    readings = read_number(token.text, column.quantity)
    if mode.doubled and is_doubled(token.text):
        readings = tuple(r._replace(mark=Mark.DOUBLED) for r in read_number(token.text[1:], column.quantity))
    return in_wan_yuan(readings, token.text, mode.units.get(cell))


def _cell(token: Token, readings: tuple[NumberReading, ...], text: str) -> Cell:
    evidence = Span.of(text, token.start, token.end)
    if token.kind is Kind.PLACEHOLDER:
        return Cell(value=None, raw=evidence.quote, basis=CellBasis.BLANK, evidence=evidence)
    if readings and readings[0].mark in _PLAIN:
        return _printed(readings[0], evidence.quote, evidence)
    return _in_doubt(evidence.quote, evidence, readings)


def _printed(reading: NumberReading, raw: str, evidence: Span | None) -> Cell:
    reason = None if reading.mark is None else _DOUBTS.get(reading.mark)
    return Cell(value=reading.value, raw=raw, basis=CellBasis.PRINTED, evidence=evidence, reason=reason)


def _in_doubt(raw: str, evidence: Span | None, readings: tuple[NumberReading, ...]) -> Cell:
    """A cell of which the print allows several readings, or none."""
    untold = any(r.mark is Mark.UNIT for r in readings)
    values = [r.value for r in readings]
    if not readings or readings[0].mark is Mark.SPLIT:  # a number in two pieces, or more than a number
        values += [Decimal(number) for number in _NUMBERS.findall(raw)[:_MOST_INSIDE]]
    return Cell(
        value=readings[0].value if readings and not untold else None,
        raw=raw,
        basis=CellBasis.AMBIGUOUS,
        evidence=evidence,
        alternatives=tuple(dict.fromkeys(values)),
        reason=UNTOLD if untold else None,
    )


def _row_cells(placed: Placed, row: Row, style: Style, text: str, mode: _Mode) -> dict[str, Cell]:
    figures = _rejoined(without_blanks(placed.tokens), row)
    blank = Cell(value=None, raw=None, basis=CellBasis.BLANK, evidence=None)
    cells = {column.key: blank for column in row.columns}
    surplus = len(figures) > len(row.columns)
    tokens = figures if len(figures) == len(row.columns) else placed.tokens
    choices = _places(tokens, row, style) if figures else [()]
    for index, column in enumerate(row.columns):
        options = []
        for choice in choices:
            at = choice.index(index) if index in choice else None
            options.append(None if at is None else figures[at])
        distinct = list(dict.fromkeys(options))
        if distinct == [None]:
            continue
        first = next(token for token in distinct if token is not None)
        made = _cell(first, _read(first, (row.key, column.key), column, mode), text)
        if len(distinct) > 1 or surplus:
            values = [
                r.value
                for t in distinct
                if t is not None
                for r in _read(t, (row.key, column.key), column, mode)[:1]
            ]
            made = Cell(
                value=None,
                raw=None,
                basis=CellBasis.AMBIGUOUS,
                evidence=None,
                alternatives=tuple(dict.fromkeys(values)),
                reason="空白被省略,列位置无法确定 / blanks were dropped, the column cannot be told",
            )
        cells[column.key] = made
    return cells


def read_unsummed(
    placed: Mapping[str, Placed], form: TableForm, style: Style, text: str, mode: tuple[bool, AmountUnits]
) -> dict[str, dict[str, Cell]]:
    """Row to column to Cell; ``mode`` is (characters are doubled, the units of bare amounts)."""
    empty = Placed((), False)
    return {
        row.key: _row_cells(placed.get(row.key, empty), row, style, text, _Mode(*mode)) for row in form.rows
    }


def read_other_kinds(
    table: dict[str, dict[str, Cell]], form: TableForm, units: AmountUnits, *, doubled: bool
) -> None:
    """Read the amounts and changes that stand in rows beside counts: the sums gave them their place only."""
    for (row, key), column in form.column_of.items():
        cell = table[row][key]
        if column.quantity is Quantity.COUNT or cell.raw is None or is_placeholder(cell.raw):
            continue
        twice = doubled and is_doubled(cell.raw)
        own = cell.raw[twice:]
        readings = in_wan_yuan(read_number(own, column.quantity), own, units.get((row, key)))
        if _is_moved(cell, column, table[row]):
            table[row][key] = _in_doubt(cell.raw, cell.evidence, readings)
            _doubt_row(table[row], _MOVED)
        elif readings and readings[0].mark in _PLAIN and not twice:
            table[row][key] = _printed(readings[0], cell.raw, cell.evidence)
        else:
            table[row][key] = _in_doubt(cell.raw, cell.evidence, readings)
    for each in form.rows:
        if _is_open(each, table[each.key]):
            others = [column.key for column in each.columns if column.quantity is not Quantity.COUNT]
            _doubt_row(table[each.key], _OPEN_ROW, others)


def _is_open(row: Row, cells: Mapping[str, Cell]) -> bool:
    """Whether numbers of counts may stand in other columns of a row that lacks numbers: so may all others."""
    moved = [c for c in row.columns if c.quantity is Quantity.COUNT and _is_unplaced(cells[c.key])]
    return bool(moved) and any(cell.raw is None for cell in cells.values())


def _is_unplaced(cell: Cell) -> bool:
    return cell.basis is CellBasis.AMBIGUOUS and cell.value is None


def _is_moved(cell: Cell, column: Column, row: Mapping[str, Cell]) -> bool:
    """Whether a fraction stands in a column of changes, in a row that has blanks: it is another column's."""
    blank = any(other.raw is None for other in row.values())
    return column.quantity is Quantity.SIGNED and blank and bool(_FRACTION.search(cell.raw or ""))


def _doubt_row(row: dict[str, Cell], reason: str, only: Sequence[str] | None = None) -> None:
    """Open every number of a row that no sum proves, and what was inferred for its blanks."""
    for key, cell in row.items():
        known = cell.basis in (CellBasis.PRINTED, CellBasis.INFERRED) and cell.value is not None
        if known and (only is None or key in only):
            choices = tuple(dict.fromkeys((*cell.alternatives, cell.value)))
            update = {"basis": CellBasis.AMBIGUOUS, "value": None, "alternatives": choices}
            row[key] = cell.model_copy(update={**update, "identities": (), "reason": reason})
