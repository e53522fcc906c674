"""What a column of an exported table is, and the columns that the statutory forms give."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any, Literal, NamedTuple

from extractor.export.column_labels import column_label
from extractor.forms import Edition, TableForm, panel_editions
from extractor.tidy import Value, plain_number

Type = Literal["string", "integer", "whole", "number", "date"]
"""``whole``: a number of things, which a document may still print with a fraction."""


DESCRIBED = ("name", "type", "meaning", "unit", "form", "source", "sql_name")
"""The fields of a Column that the codebook prints."""
SQL_NAMES = {
    "table": "table_key",
    "row": "row_key",
    "column": "column_key",
    "start": "start_offset",
    "end": "end_offset",
    "check": "check_id",
    "where": "pointers",
    "left": "left_value",
    "right": "right_value",
}
"""As the columns of the store are called."""


class ExportColumn(NamedTuple):
    """One column of an exported table: rows, codebook, data package and workbook follow from it."""

    name: str
    type: Type
    meaning: str
    value: Callable[[Any], Value]
    """The value in one line of the table; see the tables for what a line is."""
    unit: str = ""
    form: str = ""
    """Ids of the editions that have it."""
    source: str = ""
    """Where in a Report the value stands, as a JSON pointer."""
    allowed: tuple[str, ...] = ()
    """All values that it can have, where they are few."""

    @property
    def sql_name(self) -> str:
        """Its name where a database would take ``name`` for a word of its language."""
        return SQL_NAMES.get(self.name, self.name)

    @property
    def described(self) -> tuple[str, ...]:
        """What the codebook prints."""
        return tuple(getattr(self, name) for name in DESCRIBED)


class CellColumn(NamedTuple):
    """A column of the panel that holds one cell of a statutory table."""

    column: ExportColumn
    table: str
    row: str
    key: str


def cell_columns() -> tuple[CellColumn, ...]:
    """One column for each cell of every form that is known, in the order of the forms, the newest first."""
    return _cell_columns(panel_editions())


def sheet_names() -> tuple[str, ...]:
    """Keys of the tables of every form that is known."""
    return tuple(dict.fromkeys(cell.table for cell in cell_columns()))


def sheet_keys(table: str) -> tuple[str, ...]:
    """Column keys of one statutory table over all forms."""
    return tuple(dict.fromkeys(cell.key for cell in cell_columns() if cell.table == table))


def row_labels() -> dict[tuple[str, str], str]:
    """Printed label of each (table, row key)."""
    labels: dict[tuple[str, str], str] = {}
    for table in _tables(panel_editions()):
        for row in table.rows:
            labels.setdefault((table.key, row.key), row.labels[0])
    return labels


def column_labels() -> dict[tuple[str, str], str]:
    """Printed label of each (table, column key)."""
    labels: dict[tuple[str, str], str] = {}
    for table in _tables(panel_editions()):
        for (_, key), column in table.column_of.items():
            labels.setdefault((table.key, key), column.labels[0])
    return labels


def label_of_pointer(pointer: str) -> str:
    """What people call the value under a pointer the pointer where they have no name for it."""
    parts = pointer.removesuffix("/value").split("/")
    if len(parts) == 5 and parts[1] == "tables":
        row, column = row_labels().get((parts[2], parts[3])), column_labels().get((parts[2], parts[4]))
        return f"{row} · {column}" if row and column else pointer
    return column_label(parts[-1]) or pointer if len(parts) == 2 else pointer


@cache
def _cell_columns(known: tuple[Edition, ...]) -> tuple[CellColumn, ...]:
    found: dict[str, CellColumn] = {}
    forms: dict[str, set[str]] = {}
    for table in _tables(known):
        for row in table.rows:
            group = f"{row.group[0]} " if row.group else ""
            for column in row.columns:
                name = f"{table.key}_{row.key}_{column.key}"
                forms.setdefault(name, set()).add(table.edition)
                meaning = f"{group}{row.labels[0]} · {column.labels[0]}"
                pointer = f"/tables/{table.key}/{row.key}/{column.key}/value"
                value = _value_of(table.key, row.key, column.key)
                kind: Type = "number" if column.unit else "whole"
                described = ExportColumn(name, kind, meaning, value, column.unit, source=pointer)
                found.setdefault(name, CellColumn(described, table.key, row.key, column.key))
    return tuple(
        cell._replace(column=cell.column._replace(form=", ".join(sorted(forms[name]))))
        for name, cell in found.items()
    )


def _tables(known: tuple[Edition, ...]) -> Iterator[TableForm]:
    """All tables, the editions of one table together, the newest first."""
    newest = sorted(known, key=lambda each: each.years or (0, 0), reverse=True)
    for key in dict.fromkeys(table.key for edition in newest for table in edition.tables):
        yield from (table for edition in newest for table in edition.tables if table.key == key)


def _value_of(table: str, row: str, key: str) -> Callable[[Any], Value]:
    def value(line: Any) -> Value:
        cell = line.of.cells.get((table, row, key))
        return None if cell is None or cell.value is None else plain_number(Decimal(cell.value))

    return value
