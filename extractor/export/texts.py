"""Text files of an export: JSON lines and CSV."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from extractor.export.columns import Column
from extractor.export.item import ExportItem
from extractor.export.lines import ExportTable
from extractor.tidy import Value, as_text

BOM = "\ufeff"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


class JsonlWriter:
    """``reports.jsonl``: one whole Report a line."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8", newline="\n")

    def add(self, item: ExportItem) -> None:
        """Write one line."""
        self._file.write(item.report.model_dump_json() + "\n")

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class CsvWriter:
    """One CSV file of one table.

    Text that a spreadsheet would take for a formula gets an apostrophe in front, unless ``raw``. Signed
    numbers stay as they are. With ``bom``, Excel knows that the file is UTF-8.
    """

    def __init__(self, path: Path, columns: Sequence[Column], *, bom: bool, raw: bool = False) -> None:
        self._file: TextIO = path.open("w", encoding="utf-8", newline="")
        if bom:
            self._file.write(BOM)
        self._guards = not raw
        self._writer = csv.writer(self._file, lineterminator="\r\n" if bom else "\n")
        self._writer.writerow([column.name for column in columns])

    def row(self, values: Sequence[Value]) -> None:
        """Write one row."""
        fields = [as_text(value) or "" for value in values]
        if self._guards:
            fields = [
                guarded(field) if isinstance(value, str) else field
                for field, value in zip(fields, values, strict=True)
            ]
        self._writer.writerow(fields)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def guarded(text: str) -> str:
    """The text, with an apostrophe before it where Excel would take it for a formula; numbers stay."""
    if not text.startswith(_DANGEROUS) or len(text) == 1:
        return text
    try:
        float(text)
    except ValueError:
        return "'" + text
    return text


class TableCsv:
    """One CSV file for each of some tables."""

    def __init__(self, folder: Path, tables: Sequence[ExportTable], *, bom: bool, raw: bool = False) -> None:
        self._tables = [
            (table, CsvWriter(folder / f"{table.name}.csv", table.columns, bom=bom, raw=raw))
            for table in tables
        ]

    def add(self, item: ExportItem) -> None:
        """Write all rows of one Report."""
        for table, file in self._tables:
            for row in table.rows(item):
                file.row(row)

    def close(self) -> None:
        """Close the files."""
        for _, file in self._tables:
            file.close()
