"""What a column of an exported table is, and the columns that the statutory forms give."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any, Literal, NamedTuple

from extractor.forms import (
    APPLICATIONS_ONE_OTHER,
    APPLICATIONS_THREE_OTHER,
    DISPUTES,
    PROACTIVE_2019,
    PROACTIVE_2021,
    TableForm,
)
from extractor.tidy import Value, plain_number

Type = Literal["string", "integer", "number", "date"]
Form = Literal["", "2019", "2021", "2019, 2021"]


DESCRIBED = ("name", "type", "meaning", "unit", "form", "source")
"""The fields of a Column that the codebook prints."""


class Column(NamedTuple):
    """One column of an exported table: rows, codebook, data package and workbook follow from it."""

    name: str
    type: Type
    meaning: str
    value: Callable[[Any], Value]
    """The value in one line of the table; see the tables for what a line is."""
    unit: str = ""
    form: Form = ""
    source: str = ""
    """Where in a Report the value stands, as a JSON pointer."""

    @property
    def described(self) -> tuple[str, ...]:
        """What the codebook prints."""
        return tuple(getattr(self, name) for name in DESCRIBED)


class CellColumn(NamedTuple):
    """A column of the panel that holds one cell of a statutory table."""

    column: Column
    table: str
    row: str
    key: str


@cache
def cell_columns() -> tuple[CellColumn, ...]:
    """One column for each cell of both forms, in the order of the forms, 2021 first."""
    found: dict[str, CellColumn] = {}
    for form, table in _tables():
        for row in table.rows:
            for column in row.columns:
                name = f"{table.key}_{row.key}_{column.key}"
                if name in found:
                    known = found[name]
                    forms: Form = "2019, 2021" if known.column.form != form else form
                    found[name] = known._replace(column=known.column._replace(form=forms))
                    continue
                group = f"{row.group[0]} " if row.group else ""
                meaning = f"{group}{row.labels[0]} · {column.labels[0]}"
                unit = "万元" if column.key == "amount" else ""
                pointer = f"/tables/{table.key}/{row.key}/{column.key}/value"
                value = _value_of(table.key, row.key, column.key)
                described = Column(name, "number", meaning, value, unit, form, pointer)
                found[name] = CellColumn(described, table.key, row.key, column.key)
    return tuple(found.values())


@cache
def sheet_keys(table: str) -> tuple[str, ...]:
    """Column keys of one statutory table over both forms."""
    return tuple(dict.fromkeys(cell.key for cell in cell_columns() if cell.table == table))


@cache
def row_labels() -> dict[tuple[str, str], str]:
    """Printed label of each (table, row key)."""
    labels: dict[tuple[str, str], str] = {}
    for _, table in _tables():
        for row in table.rows:
            labels.setdefault((table.key, row.key), row.labels[0])
    return labels


@cache
def column_labels() -> dict[tuple[str, str], str]:
    """Printed label of each (table, column key)."""
    labels: dict[tuple[str, str], str] = {}
    for _, table in _tables():
        for row in table.rows:
            for column in row.columns:
                labels.setdefault((table.key, column.key), column.labels[0])
    return labels


def _value_of(table: str, row: str, key: str) -> Callable[[Any], Value]:
    def value(line: Any) -> Value:
        cell = line.of.cells.get((table, row, key))
        return None if cell is None or cell.value is None else plain_number(Decimal(cell.value))

    return value


def _tables() -> Iterator[tuple[Form, TableForm]]:
    yield "2021", PROACTIVE_2021
    yield "2019", PROACTIVE_2019
    yield "2021", APPLICATIONS_THREE_OTHER
    yield "2019", APPLICATIONS_ONE_OTHER
    yield "2021", DISPUTES
    yield "2019", DISPUTES
