"""Reports as a table of pandas: the same rows and columns as the files of an export."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from extractor.errors import MissingExtraError, UsageError, install_line
from extractor.export.item import ExportItem
from extractor.export.lines import ExportTable
from extractor.export.panel import panel
from extractor.export.tables import FINDINGS, VALUES
from extractor.many import Reading
from extractor.records import Report
from extractor.tidy import Value, as_text

if TYPE_CHECKING:
    from pandas import DataFrame

_DTYPES = {
    "string": "string",
    "integer": "Int64",
    "whole": "Float64",
    "number": "Float64",
    "date": "datetime64[s]",
}


def to_frame(reports: Report | Reading | Iterable[Report | Reading], table: str = "values") -> "DataFrame":
    """The ``values``, the ``findings`` or the ``panel`` (a row a report) of Reports as a data frame.

    Columns, names and units are those of the codebook that ``extractor export`` writes (amounts in 万元). A
    value that is not there is missing (``<NA>``), never 0. Of Readings those without a Report are left out.

    Raises UsageError for another table, MissingExtraError where pandas is not installed.

    >>> from extractor import extract, to_frame
    >>> values = to_frame(extract("fixtures/reports/shuangzhan-2020.txt"))
    >>> granted = values[(values.table == "applications") & (values.row == "granted")]
    >>> granted.set_index("column").basis["total"]
    'conflict'
    """
    chosen = _table(table)
    frames = _pandas()
    found = [reports] if isinstance(reports, Report | Reading) else reports
    items = (_item(each) for each in found)
    rows = [row for item in items if item is not None for row in chosen.rows(item)]
    columns = {
        column.name: frames.Series([_plain(row[at], column.type) for row in rows], dtype=_DTYPES[column.type])
        for at, column in enumerate(chosen.columns)
    }
    return frames.DataFrame(columns)


def _item(one: Report | Reading) -> ExportItem | None:
    if isinstance(one, Report):
        return ExportItem(one.source.name, one)
    if one.report is None:
        return None
    return ExportItem(one.report.source.name, one.report, path=one.path)


def _plain(value: Value, kind: str) -> Value:
    return as_text(value) if kind == "string" else value


def _table(name: str) -> ExportTable:
    tables = {"values": VALUES, "findings": FINDINGS}
    if name != "panel" and name not in tables:
        raise UsageError(f"table = {name!r}: known are {', '.join((*tables, 'panel'))}")
    return panel() if name == "panel" else tables[name]


def _pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise MissingExtraError(f"to_frame needs pandas; {install_line('frames')}") from error
    return pandas
