"""What an exported table is, and the columns that every table of Reports begins with."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from extractor.export.columns import ExportColumn
from extractor.export.item import ExportItem
from extractor.tidy import Value, as_text, sound


class TableLine(NamedTuple):
    """One line of a table: the Report that it is from, and what the line is of."""

    item: ExportItem
    of: Any


class ExportTable(NamedTuple):
    """One table: what it is called, what it says, what is a line of it, and its columns."""

    name: str
    title: str
    columns: tuple[ExportColumn, ...]
    lines: Callable[[ExportItem], Iterable[Any]]

    def rows(self, item: ExportItem) -> Iterator[list[Value]]:
        """The rows of one Report."""
        for of in self.lines(item):
            line = TableLine(item, of)
            values = (column.value(line) for column in self.columns)
            yield [sound(value) if isinstance(value, str) else value for value in values]


def _year(line: TableLine) -> Value:
    year = line.item.report.report_year.value
    return year if isinstance(year, int) else None


WHO = (
    ExportColumn(
        "document", "string", "File name of the document", lambda x: x.item.document, source="/source/name"
    ),
    ExportColumn(
        "path",
        "string",
        "Where the document lay, below the folder that all documents share",
        lambda x: x.item.path or x.item.document,
    ),
    ExportColumn(
        "sha256",
        "string",
        "SHA-256 of the bytes of the document",
        lambda x: x.item.report.source.sha256,
        source="/source/sha256",
    ),
    ExportColumn(
        "issuer",
        "string",
        "Body that issued the report 发布机关",
        lambda x: as_text(x.item.report.issuer.value),
        source="/issuer/value",
    ),
    ExportColumn(
        "report_year", "integer", "Year that the report is on 报告年度", _year, source="/report_year/value"
    ),
    ExportColumn(
        "form",
        "string",
        "Statutory form: 2019, 2021, legacy or unknown",
        lambda x: str(x.item.report.form),
        source="/form",
    ),
)
"""The columns that every table of Reports begins with."""
