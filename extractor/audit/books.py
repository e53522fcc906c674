"""Workbooks of the audit: typed cells, text never a formula, rows written as they come."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from extractor.errors import UsageError

_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - Excel's dates have no zone; fixed, so that equal audits are equal bytes
_MOST_CHARACTERS = 32_767
MOST_ROWS = 1_048_576
"""Of a sheet of Excel; further rows are counted and said, findings.csv has them all."""
_VERDICTS = {"met": "#1C7C4A", "not_met": "#B3261E", "cannot_tell": "#8A5D00"}
Value = str | int | float | Decimal | None


class BookColumn(NamedTuple):
    """The head of a column and its width in characters."""

    title: str
    width: float = 12


class Book:
    """A workbook whose sheets are written row by row."""

    def __init__(self, path: Path, *, small: bool = False) -> None:
        """``small``: it fits into memory, and needs no files beside it."""
        try:
            import xlsxwriter
        except ImportError as error:
            raise UsageError("an audit needs xlsxwriter; pip install 'gongkai-extractor[audit]'") from error
        streamed = {"constant_memory": True, "tmpdir": str(path.parent)}
        self._book: Any = xlsxwriter.Workbook(str(path), {"in_memory": True} if small else streamed)
        self._book.set_properties({"created": _MADE, "title": "extractor audit"})
        head = {
            "bold": True,
            "bg_color": "#1F3864",
            "font_color": "#FFFFFF",
            "text_wrap": True,
            "valign": "top",
        }
        self._head = self._book.add_format(head)
        self._text = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._number = self._book.add_format({"valign": "top"})
        self._looks = {
            word: self._book.add_format({"font_color": colour, "valign": "top"})
            for word, colour in _VERDICTS.items()
        }

    def sheet(self, name: str, columns: Sequence[BookColumn]) -> "BookSheet":
        """A further sheet."""
        sheet = self._book.add_worksheet(name)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
            sheet.write_string(0, index, column.title, self._head)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return BookSheet(self, sheet, len(columns))

    def write(self, sheet: Any, row: int, column: int, value: Value, look: str = "") -> None:
        """Write one cell by its type."""
        if isinstance(value, str):
            text = value if len(value) <= _MOST_CHARACTERS else value[: _MOST_CHARACTERS - 1] + "…"
            sheet.write_string(row, column, text, self._looks.get(look, self._text))
        elif value is not None:
            sheet.write_number(row, column, float(value), self._number)

    def close(self) -> None:
        """Finish the file."""
        self._book.close()


class BookSheet:
    """One sheet of a workbook."""

    def __init__(self, book: Book, sheet: Any, width: int) -> None:
        self._book, self._sheet, self._width = book, sheet, width
        self._row = 0
        self.left_out = 0
        """Rows that the sheet has no room for."""

    def add(self, values: Iterable[Value], looks: Sequence[str] = ()) -> None:
        """Write one row; ``looks``: the verdict that colours each cell, or nothing."""
        if self._row + 1 >= MOST_ROWS:
            self.left_out += 1
            return
        self._row += 1
        for column, value in enumerate(values):
            self._book.write(
                self._sheet, self._row, column, value, looks[column] if column < len(looks) else ""
            )

    def close(self) -> None:
        """Put a filter over what is there."""
        self._sheet.autofilter(0, 0, max(self._row, 1), self._width - 1)
