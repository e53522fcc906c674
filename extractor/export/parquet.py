"""Parquet files of an export: typed columns, a row group at a time in memory."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.errors import UsageError
from extractor.export.columns import TIDY, Column, panel_columns
from extractor.export.item import ExportItem
from extractor.export.rows import panel_row, tidy_rows
from extractor.tidy import Value, as_text

TIDY_GROUP, PANEL_GROUP = 50_000, 2_000
"""Rows a group: some megabytes each."""

_VALUE = [column.name for column in TIDY].index("value")
_TIDY_COLUMNS = (*TIDY, Column("number", "number", "The value as a number, where it is one"))


class ParquetWriter:
    """``values.parquet`` or ``panel.parquet``."""

    def __init__(self, path: Path, columns: Sequence[Column], group: int) -> None:
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError as error:
            raise UsageError("Parquet needs pyarrow; install extractor[export]") from error
        types = {
            "string": pyarrow.string(),
            "integer": pyarrow.int64(),
            "number": pyarrow.float64(),
            "date": pyarrow.date32(),
        }
        self._arrow: Any = pyarrow
        self._schema = pyarrow.schema([(column.name, types[column.type]) for column in columns])
        self._types = [column.type for column in columns]
        self._columns: list[list[object]] = [[] for _ in columns]
        self._group = group
        self._writer = pyarrow.parquet.ParquetWriter(path, self._schema, compression="zstd")

    def row(self, values: Sequence[Value]) -> None:
        """Add one row; a full group is written."""
        for column, kind, value in zip(self._columns, self._types, values, strict=True):
            column.append(_typed(kind, value))
        if len(self._columns[0]) >= self._group:
            self._flush()

    def close(self) -> None:
        """Write the last group and the footer."""
        if self._columns[0]:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        self._writer.write_table(self._arrow.table(self._columns, schema=self._schema))
        self._columns = [[] for _ in self._columns]


class TidyParquet:
    """``values.parquet``: as ``values.csv``, with a typed column ``number`` beside ``value``."""

    def __init__(self, path: Path) -> None:
        self._writer = ParquetWriter(path, _TIDY_COLUMNS, TIDY_GROUP)

    def add(self, item: ExportItem) -> None:
        """Add all rows of one Report."""
        for row in tidy_rows(item):
            value = row[_VALUE]
            is_number = isinstance(value, (Decimal, int)) and not isinstance(value, bool)
            self._writer.row((*row, value if is_number else None))

    def close(self) -> None:
        """Finish the file."""
        self._writer.close()


class PanelParquet:
    """``panel.parquet``: as ``panel.csv``, with typed columns."""

    def __init__(self, path: Path) -> None:
        self._writer = ParquetWriter(path, panel_columns(), PANEL_GROUP)

    def add(self, item: ExportItem) -> None:
        """Add one row."""
        self._writer.row(panel_row(item))

    def close(self) -> None:
        """Finish the file."""
        self._writer.close()


def _typed(kind: str, value: Value) -> object:
    if value is None:
        return None
    if kind == "string":
        return as_text(value)
    if kind == "number":
        return float(value) if isinstance(value, (Decimal, int)) else None
    if kind == "integer":
        return int(value) if isinstance(value, (Decimal, int)) else None
    return value if isinstance(value, date) else None
