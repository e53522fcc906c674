"""One table of the workbook over as many sheets as its rows need: one header row, filters, fit to print."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from extractor.export.column_labels import column_label, legend
from extractor.tidy import Value, sound

MOST_ROWS = 1_048_576
"""Of a sheet of Excel; then the table goes on on a further sheet."""
MOST_CHARACTERS = 32_767
"""Of a cell of Excel."""
_A4 = 9
_COLOURS: Mapping[str, Mapping[str, object]] = {
    "conflict": {"bg_color": "#F8CBAD", "bold": True},
    "ambiguous": {"bg_color": "#FFE699", "pattern": 1},
    "inferred": {"font_color": "#595959", "italic": True},
    "repaired": {"bg_color": "#DDEBF7"},
    "human": {"bg_color": "#E2EFDA", "underline": 1},
}

Styled = tuple[Value, str]
"""A value and the basis that gives it its look; an empty basis for a plain one."""


class ColumnHeading(NamedTuple):
    """The head of one column."""

    name: str
    """What programs read: the only thing that stands in the cell."""
    label: str = ""
    """What is shown before it, as printed on the form."""
    width: float = 14.0
    look: str = ""
    """wrapped, centred or nothing."""
    note: str = ""
    """Shown when one points at it, where the label would be too long."""

    @property
    def is_printed(self) -> bool:
        """The hash, which nobody reads, stands last and is left off the paper."""
        return self.name != "sha256"


class SheetLooks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._heads: dict[str, Any] = {}
        self._cells: dict[str, Any] = {}
        self.plain = {
            "centred": book.add_format({"align": "center"}),
            "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
            "title": book.add_format({"bold": True, "font_size": 18, "font_color": "#1F3864"}),
            "section": book.add_format({"bold": True, "font_size": 12, "bottom": 1}),
            "apart": book.add_format({"indent": 1}),
            "link": book.add_format({"font_color": "#0563C1", "underline": 1}),
        }
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})

    def head(self, label: str) -> Any:
        """Shows the label before the name that the cell holds: ``自然人 natural`` of ``natural``."""
        if label not in self._heads:
            look = {"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "valign": "top"}
            shown = label.replace('"', "")
            number_format = {"num_format": f'"{shown} "@'} if shown else {}
            self._heads[label] = self._book.add_format(look | number_format | {"text_wrap": True})
        return self._heads[label]

    def cell(self, basis: str) -> Any:
        """Look of a number by its basis: a mark behind it, and a colour."""
        if basis in self.plain:
            return self.plain[basis]
        if basis not in self._cells:
            known = legend().get(basis)
            look: dict[str, object] = {**_COLOURS.get(basis, {})}
            if known is not None and known.mark:
                look["num_format"] = f'General"{known.mark}"'
            self._cells[basis] = self._book.add_format(look) if look else None
        return self._cells[basis]


class Sheet:
    """One table of the workbook; ``close`` when all its rows are written."""

    def __init__(
        self, book: Any, looks: SheetLooks, name: str, headings: Sequence[ColumnHeading], most: int
    ) -> None:
        self._book, self._looks, self._name, self._headings = book, looks, name, headings
        self._most = most
        self.for_filters_only = False
        """Too wide or too long for paper: only its head is printed."""
        self._number = 0
        self.rows = 0
        """Rows written so far, over all its sheets."""
        self._begin()

    def add(self, cells: Sequence[Value | Styled]) -> None:
        """Write one row."""
        if self._row >= self._most:
            self.close()
            self._begin()
        for column, cell in enumerate(cells):
            value, basis = cell if isinstance(cell, tuple) else (cell, "")
            self._write(column, value, basis or self._headings[column].look)
        self._row += 1
        self.rows += 1

    def close(self) -> None:
        """Give the rows that are there their filter, and say what of them is printed."""
        last, width = max(self._row - 1, 1), len(self._headings)
        self._sheet.autofilter(0, 0, last, width - 1)
        printed = [at for at, heading in enumerate(self._headings) if heading.is_printed]
        if self.for_filters_only:
            self._sheet.print_area(0, 0, 0, min(width, 12) - 1)
        elif printed:
            self._sheet.print_area(0, 0, last, printed[-1])

    def _begin(self) -> None:
        self._number += 1
        name = self._name if self._number == 1 else f"{self._name} {self._number}"
        self._sheet = self._book.add_worksheet(name)
        for column, heading in enumerate(self._headings):
            self._sheet.set_column(column, column, heading.width)
            self._sheet.write_string(0, column, heading.name, self._looks.head(heading.label))
            if heading.note:
                self._sheet.write_comment(0, column, heading.note, {"author": "extractor"})
        self._row = 1
        self._sheet.freeze_panes(1, 1)
        self._sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        lay_out_for_print(self._sheet)
        self._sheet.repeat_rows(0)
        self._sheet.set_row(0, 32)

    def _write(self, column: int, value: Value, look: str) -> None:
        cell_look = self._looks.cell(look) if look else None
        if value is None or value == "":
            if cell_look is not None:
                self._sheet.write_blank(self._row, column, None, cell_look)
        elif isinstance(value, str):
            value = sound(value)
            text = value if len(value) <= MOST_CHARACTERS else value[: MOST_CHARACTERS - 1] + "…"
            self._sheet.write_string(self._row, column, text, cell_look)
        elif isinstance(value, date):
            day = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - Excel's dates have no zone
            self._sheet.write_datetime(self._row, column, day, self._looks.day)
        else:
            self._sheet.write_number(self._row, column, float(Decimal(value)), cell_look)


def lay_out_for_print(sheet: Any) -> None:
    """A4 across, as wide as the page, with name and page number at the foot."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&R&P / &N")


def headings_of(
    names: Sequence[str], widths: Mapping[str, float], looks: Mapping[str, str]
) -> tuple[ColumnHeading, ...]:
    """Heads of columns by their names alone."""
    return tuple(
        ColumnHeading(name, column_label(name), float(widths.get(name, 14.0)), looks.get(name, ""))
        for name in names
    )
