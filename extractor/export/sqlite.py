"""``dataset.sqlite``: a clean database to publish, and ``datasette.json`` that explains it to datasette.

It holds what the CSV files hold, with labels beside keys and names that SQL understands, and nothing of the
store: no texts, no packed Reports, no users, no paths outside of the data set.
"""

import json
import sqlite3
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from extractor.export.account import each_account
from extractor.export.column_labels import column_label
from extractor.export.columns import ExportColumn, column_labels, row_labels
from extractor.export.exported_table import WHO, ExportTable, TableLine
from extractor.export.item import ExportItem
from extractor.export.panel import DOCUMENTS
from extractor.export.tables import CORRECTIONS, FINDINGS, INPUTS, VALUES
from extractor.tidy import Value, as_text, sound

DATABASE, METADATA = "dataset.sqlite", "datasette.json"
_TYPES = {"string": "TEXT", "integer": "INTEGER", "whole": "NUMERIC", "number": "REAL", "date": "TEXT"}


def _row_label(line: TableLine) -> Value:
    return row_labels().get((line.of.row.table, line.of.row.row))


def _column_label(line: TableLine) -> Value:
    return column_labels().get((line.of.row.table, line.of.row.column))


class _Sql(NamedTuple):
    """A table of the database: its name, what it says, and its columns behind the number of the report."""

    name: str
    of: ExportTable
    columns: tuple[ExportColumn, ...]


_LABELS = (
    ExportColumn("row_label", "string", "Printed label of the row", _row_label),
    ExportColumn("column_label", "string", "Printed label of the column", _column_label),
)
_TABLES = tuple(
    _Sql(name, table, (*table.columns[len(WHO) :], *(_LABELS if table is VALUES else ())))
    for name, table in (("report_values", VALUES), ("findings", FINDINGS), ("corrections", CORRECTIONS))
)
_VIEWS = {
    "totals": (
        "The totals of the official tables with their body and year",
        "SELECT r.issuer, r.report_year, v.table_key, v.row_key, v.row_label, v.number, v.basis, v.quote, "
        "v.report_id FROM report_values v JOIN reports r USING (report_id) "
        "WHERE v.column_key = 'total' AND r.duplicate_of IS NULL",
    ),
    "current_values": (
        "Every value with its body and year; of several reports on one year the most complete one",
        "SELECT r.issuer, r.report_year, v.* FROM report_values v JOIN reports r USING (report_id) "
        "WHERE r.duplicate_of IS NULL",
    ),
    "doubtful_values": (
        "Cells that break a sum or have several readings: look at them before you use them",
        "SELECT r.issuer, r.report_year, v.* FROM report_values v JOIN reports r USING (report_id) "
        "WHERE v.basis IN ('conflict', 'ambiguous') AND r.duplicate_of IS NULL",
    ),
}


class SqliteWriter:
    """Writes both files; ``inputs`` is the finished ``inputs.csv``."""

    def __init__(self, folder: Path, inputs: Path) -> None:
        self._inputs, self._metadata = inputs, folder / METADATA
        self._database = sqlite3.connect(folder / DATABASE)
        self._reports = 0
        run = self._database.execute
        run("PRAGMA journal_mode = OFF")
        run("PRAGMA synchronous = OFF")
        run(f"CREATE TABLE reports (report_id INTEGER PRIMARY KEY, {_declared(DOCUMENTS.columns)})")
        reference = "report_id INTEGER NOT NULL REFERENCES reports (report_id)"
        for table in _TABLES:
            run(f"CREATE TABLE {table.name} ({reference}, {_declared(table.columns)})")
        run(f"CREATE TABLE inputs ({_declared(INPUTS)})")

    def add(self, item: ExportItem) -> None:
        """Write all rows of one Report."""
        self._reports += 1
        item = item._replace(path=_inside(item.path), duplicate_of=_inside(item.duplicate_of))
        for row in DOCUMENTS.rows(item):
            self._insert("reports", [self._reports, *row])
        for table in _TABLES:
            for of in table.of.lines(item):
                line = TableLine(item, of)
                self._insert(table.name, [self._reports, *(column.value(line) for column in table.columns)])

    def close(self) -> None:
        """Write the account, indexes and views, and the description."""
        for account in each_account(self._inputs):
            known = account._replace(path=_inside(account.path), duplicate_of=_inside(account.duplicate_of))
            line = TableLine(None, known)  # type: ignore[arg-type]  # a line of the account is of no Report
            self._insert("inputs", [column.value(line) for column in INPUTS])
        run = self._database.execute
        run("CREATE INDEX reports_by_body ON reports (issuer, report_year)")
        run("CREATE INDEX values_by_place ON report_values (table_key, row_key, column_key)")
        for table in _TABLES:
            run(f"CREATE INDEX {table.name}_by_report ON {table.name} (report_id)")
        for name, (_, select) in _VIEWS.items():
            run(f"CREATE VIEW {name} AS {select}")
        self._database.commit()
        run("VACUUM")
        self._database.close()
        text = json.dumps(_described(), ensure_ascii=False, indent=2) + "\n"
        self._metadata.write_text(text, encoding="utf-8", newline="\n")

    def _insert(self, table: str, values: Sequence[Value]) -> None:
        marks = ", ".join("?" * len(values))
        self._database.execute(f"INSERT INTO {table} VALUES ({marks})", [_plain(value) for value in values])


def _declared(columns: Sequence[ExportColumn]) -> str:
    return ", ".join(f"{column.sql_name} {_TYPES[column.type]}" for column in columns)


def _plain(value: Value) -> str | int | float | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    text = as_text(value) if isinstance(value, str | bool) else value
    return sound(text) if isinstance(text, str) else text or text


def _inside(path: Any) -> Any:
    """The path below the data set; of one that lies elsewhere only the file's name."""
    return PurePosixPath(path).name if isinstance(path, str) and path.startswith("/") else path


def _described() -> dict[str, object]:
    """What datasette shows beside tables and columns."""
    tables: dict[str, object] = {
        "reports": _about(DOCUMENTS.title, DOCUMENTS.columns, ["form", "report_year"])
        | {"label_column": "document"},
        "report_values": _about(VALUES.title, _TABLES[0].columns, ["table_key", "basis"]),
        "findings": _about(FINDINGS.title, _TABLES[1].columns, ["check_id", "severity"]),
        "corrections": _about(CORRECTIONS.title, _TABLES[2].columns, ["action", "corrected_by"]),
        "inputs": _about("One row a file that was found, and what became of it", INPUTS, ["outcome"]),
    }
    views = {name: {"description": about} for name, (about, _) in _VIEWS.items()}
    return {
        "title": "政府信息公开工作年度报告数据集 Government information disclosure reports",
        "description": "Empty: nothing printed, or no such cell; never zero. Made by extractor.",
        "databases": {Path(DATABASE).stem: {"tables": {**tables, **views}}},
    }


def _about(title: str, columns: Sequence[ExportColumn], facets: Sequence[str]) -> dict[str, object]:
    # No "units": datasette takes them for units of physics and fails on 件 or code points.
    described = {column.sql_name: _meaning(column) for column in columns}
    return {"description": title, "columns": described, "facets": list(facets)}


def _meaning(column: ExportColumn) -> str:
    unit = f" ({column.unit})" if column.unit else ""
    return f"{column_label(column.name)} {column.meaning}{unit}".strip()
