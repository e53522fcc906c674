"""Text files of an export: JSON lines and CSV."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from extractor.export.columns import CORRECTIONS, FINDINGS, TIDY, Column, panel_columns
from extractor.export.item import ExportItem
from extractor.export.rows import correction_rows, finding_rows, panel_row, text_of, tidy_rows
from extractor.tidy import Value

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
        fields = [text_of(value) for value in values]
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


class TidyCsv:
    """``values.csv``, ``findings.csv``, ``corrections.csv``: one row a value, a finding, a decision."""

    def __init__(self, folder: Path, *, bom: bool, raw: bool = False) -> None:
        self._tables = [
            (CsvWriter(folder / "values.csv", TIDY, bom=bom, raw=raw), tidy_rows),
            (CsvWriter(folder / "findings.csv", FINDINGS, bom=bom, raw=raw), finding_rows),
            (CsvWriter(folder / "corrections.csv", CORRECTIONS, bom=bom, raw=raw), correction_rows),
        ]

    def add(self, item: ExportItem) -> None:
        """Write all rows of one Report."""
        for table, rows in self._tables:
            for row in rows(item):
                table.row(row)

    def close(self) -> None:
        """Close the files."""
        for table, _ in self._tables:
            table.close()


class PanelCsv:
    """``panel.csv``: one row a document."""

    def __init__(self, path: Path, *, bom: bool, raw: bool = False) -> None:
        self._panel = CsvWriter(path, panel_columns(), bom=bom, raw=raw)

    def add(self, item: ExportItem) -> None:
        """Write one row."""
        self._panel.row(panel_row(item))

    def close(self) -> None:
        """Close the file."""
        self._panel.close()
