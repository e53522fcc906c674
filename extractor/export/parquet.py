"""Parquet files of an export: typed columns, a row group at a time in memory."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.errors import UsageError
from extractor.export.columns import ExportColumn
from extractor.export.exported_table import ExportTable
from extractor.export.item import ExportItem
from extractor.export.panel import panel
from extractor.export.tables import FINDINGS, VALUES
from extractor.tidy import Value, as_text

VALUES_GROUP, PANEL_GROUP = 50_000, 2_000
"""Rows a group: some megabytes each."""


class ParquetWriter:
    """``values.parquet``, ``findings.parquet`` or ``panel.parquet``."""

    def __init__(self, path: Path, table: ExportTable, group: int) -> None:
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError as error:
            raise UsageError("Parquet needs pyarrow; pip install 'gongkai-extractor[export]'") from error
        types = {
            "string": pyarrow.string(),
            "integer": pyarrow.int64(),
            "whole": pyarrow.float64(),
            "number": pyarrow.float64(),
            "date": pyarrow.date32(),
        }
        self._arrow: Any = pyarrow
        self._table = table
        self._schema = pyarrow.schema(
            [
                pyarrow.field(column.name, types[column.type], metadata=_described(column))
                for column in table.columns
            ]
        )
        self._types = [column.type for column in table.columns]
        self._columns: list[list[object]] = [[] for _ in table.columns]
        self._group = group
        self._writer = pyarrow.parquet.ParquetWriter(path, self._schema, compression="zstd")

    def add(self, item: ExportItem) -> None:
        """Add all rows of one Report; a full group is written."""
        for row in self._table.rows(item):
            for column, kind, value in zip(self._columns, self._types, row, strict=True):
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


def values_parquet(path: Path) -> ParquetWriter:
    """``values.parquet``."""
    return ParquetWriter(path, VALUES, VALUES_GROUP)


def findings_parquet(path: Path) -> ParquetWriter:
    """``findings.parquet``."""
    return ParquetWriter(path, FINDINGS, VALUES_GROUP)


def panel_parquet(path: Path) -> ParquetWriter:
    """``panel.parquet``: as ``panel.csv``, with typed columns."""
    return ParquetWriter(path, panel(), PANEL_GROUP)


def _described(column: ExportColumn) -> dict[str, str]:
    """What the codebook says of it, for whoever reads the file's schema."""
    unit = {"unit": column.unit} if column.unit else {}
    return {"description": column.meaning} | unit


def _typed(kind: str, value: Value) -> object:
    if value is None:
        return None
    if kind == "string":
        return as_text(value)
    if kind in ("whole", "number"):
        return float(value) if isinstance(value, (Decimal, int)) else None
    if kind == "integer":
        return int(value) if isinstance(value, (Decimal, int)) else None
    return value if isinstance(value, date) else None
