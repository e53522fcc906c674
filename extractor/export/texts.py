"""Text files of an export: JSON lines and CSV."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from extractor.export.columns import FINDINGS, TIDY, Column, panel_columns
from extractor.export.item import ExportItem
from extractor.export.rows import finding_rows, panel_row, text_of, tidy_rows
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

    With a BOM the file is meant for Excel: text that Excel would take for a formula gets an apostrophe in
    front. Signed numbers stay as they are.
    """

    def __init__(self, path: Path, columns: Sequence[Column], *, bom: bool) -> None:
        self._file: TextIO = path.open("w", encoding="utf-8", newline="")
        if bom:
            self._file.write(BOM)
        self._guards = bom
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
    """``values.csv`` and ``findings.csv``: one row a value, one row a finding."""

    def __init__(self, values: Path, findings: Path, *, bom: bool) -> None:
        self._values = CsvWriter(values, TIDY, bom=bom)
        self._findings = CsvWriter(findings, FINDINGS, bom=bom)

    def add(self, item: ExportItem) -> None:
        """Write all rows of one Report."""
        for row in tidy_rows(item):
            self._values.row(row)
        for row in finding_rows(item):
            self._findings.row(row)

    def close(self) -> None:
        """Close the files."""
        self._values.close()
        self._findings.close()


class PanelCsv:
    """``panel.csv``: one row a document."""

    def __init__(self, path: Path, *, bom: bool) -> None:
        self._panel = CsvWriter(path, panel_columns(), bom=bom)

    def add(self, item: ExportItem) -> None:
        """Write one row."""
        self._panel.row(panel_row(item))

    def close(self) -> None:
        """Close the file."""
        self._panel.close()
