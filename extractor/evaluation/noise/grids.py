"""The three tables as grids of labels and numbers, with their merged cells."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from extractor.evaluation.noise.printing import Printed, PrintedCell
from extractor.forms import Column, Layout, Row, TableForm, form_with

_LABEL_COLUMNS = 3
"""Columns of labels left of a table with groups: the bracket, the group, the row."""


class GridKind(StrEnum):
    """What the printed shape of a table is."""

    BLOCKS = "blocks"
    """Rows under column headers of their own, as 表二; also one header above plain rows."""
    BANDS = "bands"
    """Three header rows, groups of rows beside each other, as 表三."""
    LINE = "line"
    """All rows side by side, as 表四."""


@dataclass
class PrintCell:
    """One place of a grid: a label, a number (``number`` is set) or the rest of a merged cell.

    ``text`` is None where nothing is printed. ``merged`` marks the lower part of a vertically merged
    cell, which has no text of its own.
    """

    text: str | None
    number: PrintedCell | None = None
    columns: int = 1
    rows: int = 1
    merged: bool = False
    leaf: bool = False
    """A header label that stands directly above numbers."""

    @property
    def printed(self) -> str:
        """The text, empty where nothing is printed."""
        return self.text or ""


GridRow = list[PrintCell]


@dataclass
class PrintGrid:
    """One table: header rows first (``header`` of them), then rows with numbers."""

    key: str
    kind: GridKind
    width: int
    rows: list[GridRow]
    header: int = 0

    def labels(self) -> list[PrintCell]:
        """All cells that hold a printed label."""
        return [cell for row in self.rows for cell in row if cell.number is None and cell.text]


def build_grids(printed: Printed, form: str, word: Callable[[str], str]) -> dict[str, PrintGrid]:
    """The grids of the tables; ``word`` turns official wording into this document's."""
    return {key: _grid(form_with(key, cells, form), cells, word) for key, cells in printed.items()}


_Cells = dict[str, dict[str, PrintedCell]]
_Word = Callable[[str], str]


def _grid(form: TableForm, cells: _Cells, word: _Word) -> PrintGrid:
    if form.layout is Layout.LINE:
        return _side_by_side(form, cells, word)
    return _bands(form, cells, word) if form.over else _blocks(form, cells, word)


def _numbers(cells: dict[str, PrintedCell]) -> GridRow:
    return [PrintCell(cell.raw, number=cell) for cell in cells.values()]


def _merged(columns: int = 1) -> PrintCell:
    return PrintCell(None, columns=columns, merged=True)


def _blocks(form: TableForm, cells: _Cells, word: _Word) -> PrintGrid:
    """Rows with the same title and columns under one header."""
    width = 1 + max(len(row.columns) for row in form.rows)
    rows: list[GridRow] = []
    for (title, columns), items in groupby(form.rows, key=lambda row: (row.block, row.columns)):
        block: list[GridRow] = [[PrintCell(word(form.corner)), *_leaves(columns, word)]]
        block += [
            [PrintCell(word(row.prints)), *_numbers(cells[row.key])] for row in items if row.key in cells
        ]
        for row in block:
            row[-1].columns += width - 1 - len(columns)
        rows += [[PrintCell(word(title), columns=width)], *block] if title else block
    return PrintGrid(form.key, GridKind.BLOCKS, width, rows, header=0 if form.rows[0].block else 1)


def _leaves(columns: Sequence[Column], word: _Word, rows: int = 1) -> GridRow:
    return [PrintCell(word(column.prints), rows=rows, leaf=True) for column in columns]


def _bands(form: TableForm, cells: _Cells, word: _Word) -> PrintGrid:
    columns = form.rows[0].columns
    label = _LABEL_COLUMNS
    second: GridRow = [_merged(label)]
    third: GridRow = [_merged(label)]
    for under, group in groupby(columns, key=lambda column: column.under):
        leaves = _leaves(tuple(group), word)
        if under:
            second.append(PrintCell(word(under), columns=len(leaves)))
            third += leaves
        else:
            for leaf in leaves:
                leaf.rows = 2
            second += leaves
            third += [_merged() for _ in leaves]
    over = PrintCell(word(form.over), columns=len(columns))
    rows = [[PrintCell(word(form.corner), columns=label, rows=3), over], second, third]
    rows += _banded_rows([row for row in form.rows if row.key in cells], form, cells, word)
    return PrintGrid(form.key, GridKind.BANDS, label + len(columns), rows, header=3)


def _banded_rows(printed: Sequence[Row], form: TableForm, cells: _Cells, word: _Word) -> Iterable[GridRow]:
    prints = {group.label: group.prints for group in form.groups}
    inside = [row for row in printed if row.bracket]
    seen: set[str] = set()
    for row in printed:
        label, numbers = PrintCell(word(row.prints)), _numbers(cells[row.key])
        if not row.bracket:
            label.columns = _LABEL_COLUMNS
            yield [label, *numbers]
            continue
        first = PrintCell(word(row.bracket), rows=len(inside)) if row is inside[0] else _merged()
        group = row.group[0] if row.group else ""
        if not group:
            label.columns = 2
            yield [first, label, *numbers]
        elif group in seen:
            yield [first, _merged(), label, *numbers]
        else:
            members = sum(other.group == row.group for other in inside)
            yield [first, PrintCell(word(prints[group]), rows=members), label, *numbers]
        seen.add(group)


def _side_by_side(form: TableForm, cells: _Cells, word: _Word) -> PrintGrid:
    tops: GridRow = []
    second: GridRow = []
    third: GridRow = []
    grouped = any(row.group for row in form.rows)
    for group, members in groupby(form.rows, key=lambda row: row.group):
        rows = list(members)
        if group:
            tops.append(PrintCell(word(group[0]), columns=sum(len(row.columns) for row in rows)))
            second += [PrintCell(word(row.prints), columns=len(row.columns)) for row in rows]
            third += [leaf for row in rows for leaf in _leaves(row.columns, word)]
            continue
        tops += [PrintCell(word(row.prints), columns=len(row.columns)) for row in rows]
        for row in rows:
            second += _leaves(row.columns, word, rows=2 if grouped else 1)
            third += [_merged() for _ in row.columns]
    header = [tops, second, third] if grouped else [tops, second]
    numbers = [cell for row in form.rows if row.key in cells for cell in _numbers(cells[row.key])]
    return PrintGrid(form.key, GridKind.LINE, form.cell_count, [*header, numbers], header=len(header))
