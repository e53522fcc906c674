"""Text files of an export: JSON lines and CSV."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from extractor.export.columns import ExportColumn
from extractor.export.exported_table import ExportTable
from extractor.export.item import ExportItem
from extractor.formulas import guarded
from extractor.records import Report
from extractor.tidy import Value, as_text, sound

BOM = "\ufeff"


def line_with_text(report: Report, text: str | None) -> str:
    """A line of JSON: the Report with one key more, ``text``; null where the text is not at hand."""
    # Halves of surrogate pairs, which UTF-8 cannot hold, are escaped.
    told = json.dumps(text, ensure_ascii=text is not None and sound(text) != text)
    return f'{report.model_dump_json()[:-1]},"text":{told}}}\n'


class JsonlWriter:
    """``reports.jsonl``: one whole Report a line; ``with_text``: its canonical text behind it."""

    def __init__(self, path: Path, *, with_text: bool = False) -> None:
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._with_text = with_text

    def add(self, item: ExportItem) -> None:
        """Write one line."""
        if self._with_text:
            self._file.write(line_with_text(item.report, item.text_of()))
        else:
            self._file.write(item.report.model_dump_json() + "\n")

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class CsvWriter:
    """One CSV file of one table.

    Text that a spreadsheet would take for a formula gets an apostrophe in front, unless ``raw``. Signed
    numbers stay as they are. With ``bom``, Excel knows that the file is UTF-8.
    """

    def __init__(self, path: Path, columns: Sequence[ExportColumn], *, bom: bool, raw: bool = False) -> None:
        self._file: TextIO = path.open("w", encoding="utf-8", newline="")
        if bom:
            self._file.write(BOM)
        self._guards = not raw
        self._columns = columns
        self.fractions: set[str] = set()
        """Columns that hold a number that is not whole."""
        self._writer = csv.writer(self._file, lineterminator="\r\n" if bom else "\n")
        self._writer.writerow([column.name for column in columns])

    def row(self, values: Sequence[Value]) -> None:
        """Write one row."""
        self._writer.writerow([self._field(*pair) for pair in zip(self._columns, values, strict=True)])

    def _field(self, column: ExportColumn, value: Value) -> str:
        text = sound(as_text(value) or "")
        if column.type != "string":
            if column.type == "whole" and "." in text:
                self.fractions.add(column.name)
            # A column of numbers that begins with whole ones must not be taken for one of whole ones.
            return f"{text}.0" if column.type == "number" and text and "." not in text else text
        return guarded(text) if self._guards and isinstance(value, str) else text

    def close(self) -> None:
        """Close the file."""
        self._file.close()


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

    @property
    def fractions(self) -> set[tuple[str, str]]:
        """(table, column) of the numbers that are not all whole."""
        return {(table.name, name) for table, file in self._tables for name in file.fractions}

    def close(self) -> None:
        """Close the files."""
        for _, file in self._tables:
            file.close()
