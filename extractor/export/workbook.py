"""The Excel workbook of an export: a sheet a table, typed cells, rows written as they come.

Text is always written as text, so that ``=1+1`` in a document stays those four characters; numbers are
always written as numbers, so that a change of -13 can be summed.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from extractor.errors import UsageError
from extractor.export.columns import DESCRIBED, column_labels, row_labels, sheet_keys, sheet_names
from extractor.export.item import ExportItem
from extractor.export.lines import WHO, ExportTable, Line
from extractor.export.panel import DOCUMENTS, panel
from extractor.export.prose_tables import COUNTS, EVENTS, STATEMENTS
from extractor.export.tables import CORRECTIONS, FINDINGS
from extractor.records import Cell
from extractor.tidy import Value

MOST_ROWS = 1_048_576
"""Of a sheet of Excel; then the table goes on on a further sheet."""
MOST_CHARACTERS = 32_767
"""Of a cell of Excel."""
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - Excel's dates have no zone; fixed, so that equal exports are equal bytes
_BASIS_LOOK = {
    "conflict": {"bg_color": "#F8CBAD"},
    "ambiguous": {"bg_color": "#FFE699"},
    "inferred": {"font_color": "#7F7F7F", "italic": True},
    "repaired": {"bg_color": "#DDEBF7"},
}
_WHO_WIDTHS = (26, 40, 28, 11, 8)
_SHA = ("sha256", "", 66.0)
_WIDE = {
    "message": 70,
    "text": 90,
    "quote": 40,
    "name": 30,
    "label": 24,
    "row": 22,
    "row_label": 40,
    "doubtful_cells": 40,
    "where": 40,
    "meaning": 60,
    "source": 44,
}

_LOOKS = dict.fromkeys(("text", "quote", "message"), "wrapped") | dict.fromkeys(
    ("report_year", "form"), "centred"
)
"""Columns whose words are broken over several lines, or stand in the middle."""

TABLES: tuple[ExportTable, ...] = (DOCUMENTS, COUNTS, EVENTS, STATEMENTS, FINDINGS, CORRECTIONS)

Styled = tuple[Value, str]
"""A value and the basis that gives it its look; an empty basis for a plain one."""


class _Sheet:
    """One table of the workbook, over as many sheets as its rows need."""

    def __init__(self, book: "Workbook", name: str, headings: Sequence[tuple[str, str, float]]) -> None:
        self._book, self._name, self._headings = book, name, headings
        self._number = 0
        self._begin()

    def add(self, cells: Sequence[Value | Styled]) -> None:
        if self._row >= self._book.most_rows:
            self._begin()
        for column, cell in enumerate(cells):
            value, basis = cell if isinstance(cell, tuple) else (cell, "")
            look = basis or _LOOKS.get(self._headings[column][0], "")
            self._book.write(self._sheet, self._row, column, value, look)
        self._row += 1

    def _begin(self) -> None:
        self._number += 1
        name = self._name if self._number == 1 else f"{self._name} {self._number}"
        self._sheet = self._book.add_sheet(name)
        is_double = any(second for _, second, _ in self._headings)
        for column, (first, _, width) in enumerate(self._headings):
            self._sheet.set_column(column, column, width)
            self._sheet.write_string(0, column, first, self._book.head)
        if is_double:
            for column, (_, second, _) in enumerate(self._headings):
                self._sheet.write_string(1, column, second, self._book.subhead)
        self._row = 2 if is_double else 1
        self._sheet.freeze_panes(self._row, 1)
        self._sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


class Workbook:
    """``tables.xlsx``."""

    def __init__(self, path: Path, most_rows: int = MOST_ROWS) -> None:
        try:
            import xlsxwriter
        except ImportError as error:
            raise UsageError("XLSX needs xlsxwriter; pip install 'gongkai-extractor[export]'") from error
        options = {"constant_memory": True, "tmpdir": str(path.parent), "default_date_format": "yyyy-mm-dd"}
        self.most_rows = most_rows
        self._book: Any = xlsxwriter.Workbook(str(path), options)
        self._book.set_properties({"created": _MADE, "title": "extractor"})
        look = {"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "valign": "top"}
        self.head = self._book.add_format(look | {"text_wrap": True})
        self.subhead = self._book.add_format(
            {"italic": True, "bg_color": "#D9E1F2", "text_wrap": True, "valign": "top"}
        )
        self._looks = {basis: self._book.add_format(look) for basis, look in _BASIS_LOOK.items()}
        self._looks["centred"] = self._book.add_format({"align": "center"})
        self._looks["wrapped"] = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._sheets = {
            layout.name: _Sheet(self, layout.name, (*layout.headings, _SHA)) for layout in _layouts()
        }

    def add(self, item: ExportItem) -> None:
        """Write all rows of one Report."""
        for name in sheet_names():
            for row in _statutory_rows(item, name):
                self._sheets[name].add(_sha_last(row))
        for table in TABLES:
            for line in table.rows(item):
                self._sheets[table.name].add(_sha_last(line))

    def close(self) -> None:
        """Add the codebook and write the file."""
        book = _Sheet(self, "codebook", [(name, "", _WIDE.get(name, 16)) for name in DESCRIBED])
        described = [*panel().columns, *(c for table in TABLES[1:] for c in table.columns[len(WHO) :])]
        for column in described:
            book.add(column.described)
        for basis, meaning in _LEGEND.items():
            book.add([("colour", basis), "", (meaning, basis)])
        self._book.close()

    def add_sheet(self, name: str) -> Any:
        """A further sheet."""
        return self._book.add_worksheet(name)

    def write(self, sheet: Any, row: int, column: int, value: Value, basis: str) -> None:
        """Write one cell by its type."""
        look = self._looks.get(basis)
        if value is None or value == "":
            if look is not None:
                sheet.write_blank(row, column, None, look)
        elif isinstance(value, str):
            text = value if len(value) <= MOST_CHARACTERS else value[: MOST_CHARACTERS - 1] + "…"
            sheet.write_string(row, column, text, look)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), self._day)  # noqa: DTZ001
        else:
            sheet.write_number(row, column, float(value), look)


class _Layout(NamedTuple):
    name: str
    headings: tuple[tuple[str, str, float], ...]
    """Name, second line, width."""


_LEGEND = {
    "conflict": "This colour: the cell breaks a sum 与合计不符",
    "ambiguous": "This colour: several readings fit 有多种读法",
    "repaired": "This colour: a marked reading artefact was undone 已修复的识别错误",
    "inferred": "This look: nothing is printed, the sums give the value 由合计推得",
}


def _layouts() -> Iterator[_Layout]:
    first, *others = (
        _Layout(table.name, _plain([column.name for column in table.columns])) for table in TABLES
    )
    yield first
    labels = column_labels()
    for name in sheet_names():
        keys = tuple((key, labels[(name, key)], 12.0) for key in sheet_keys(name))
        yield _Layout(name, (*_plain([*(column.name for column in WHO), "row", "row_label"]), *keys))
    yield from others


def _sha_last(row: Sequence[Value | Styled]) -> list[Value | Styled]:
    """The row with the hash, which nobody reads, at its end."""
    return [*row[:2], *row[3:], row[2]]


def _plain(names: Sequence[str]) -> tuple[tuple[str, str, float], ...]:
    shown = [name for name in names if name != "sha256"]  # it stands last
    widths = [*_WHO_WIDTHS, *(_WIDE.get(name, 14) for name in shown[len(_WHO_WIDTHS) :])]
    return tuple((name, "", width) for name, width in zip(shown, widths, strict=False))


def _statutory_rows(item: ExportItem, table: str) -> Iterator[list[Value | Styled]]:
    first = [column.value(Line(item, None)) for column in WHO]
    labels = row_labels()
    rows = item.report.tables.get(table) or {}
    for row, cells in rows.items():
        if cells is not None:
            styled = [_styled(cells.get(key)) for key in sheet_keys(table)]
            yield [*first, row, labels.get((table, row), ""), *styled]


def _styled(cell: Cell | None) -> Styled:
    return (None, "") if cell is None else (cell.value, str(cell.basis))
