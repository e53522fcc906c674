"""Reports as a table of pandas: the same rows and columns as the files of an export."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from extractor.across import across_years
from extractor.bodies import Registry, attribute
from extractor.errors import MissingExtraError, UsageError, install_line
from extractor.export.exported_table import ExportTable
from extractor.export.item import ExportItem, duplicates_of, version_of
from extractor.export.panel import panel
from extractor.export.tables import FINDINGS, VALUES
from extractor.indicators import Population
from extractor.many import Reading
from extractor.records import Naming, Report
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
    value that is not there is missing (``<NA>``), never 0. Of Readings those without a Report are left out;
    of several documents of one body and year ``duplicate_of`` names the one that stands for the others.

    Raises UsageError for another table, MissingExtraError where pandas is not installed.

    >>> from extractor import extract, to_frame
    >>> values = to_frame(extract("fixtures/reports/shuangzhan-2020.txt"))
    >>> granted = values[(values.table == "applications") & (values.row == "granted")]
    >>> granted.set_index("column").basis["total"]
    'conflict'
    """
    chosen = _table(table)
    frames = _pandas()
    items = across_years(_InMemory(_given(reports)), _NOTHING_SAID)
    rows = [row for item in items for row in chosen.rows(item)]
    columns = {
        column.name: frames.Series([_plain(row[at], column.type) for row in rows], dtype=_DTYPES[column.type])
        for at, column in enumerate(chosen.columns)
    }
    return frames.DataFrame(columns)


class _NothingSaid:
    """No bodies.csv and no inhabitants: bodies are told by their names alone."""

    population = Population({})

    def registry(self, namings: Iterable[Naming], text_of: Callable[[str], str]) -> Registry:
        return attribute(namings, text_of=text_of)


_NOTHING_SAID = _NothingSaid()


class _InMemory:
    """Reports at hand as what an export reads from."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = readings
        # Two reports of one file, or two texts without a file, are still two.
        shown = [each.path for each in readings]
        seen = Counter[str]()
        for at, path in enumerate(shown):
            seen[path] += 1
            if seen[path] > 1:
                shown[at] = f"{path}#{seen[path]}"
        found = (version_of(self._report(at), path) for at, path in enumerate(shown))
        self._paths, self._twins = shown, duplicates_of(one for one in found if one is not None)

    def items(self) -> Iterator[ExportItem]:
        return (self.item(index) for index in range(len(self._readings)))

    def item(self, index: int) -> ExportItem:
        report, path = self._report(index), self._paths[index]
        return ExportItem(report.source.name, report, path=path, duplicate_of=self._twins.get(path))

    def text(self, index: int) -> str | None:
        return self._readings[index].text or None

    def _report(self, index: int) -> Report:
        report = self._readings[index].report
        assert report is not None
        return report


def _given(reports: Report | Reading | Iterable[Report | Reading]) -> list[Reading]:
    found = [reports] if isinstance(reports, Report | Reading) else reports
    if isinstance(found, str | bytes) or not isinstance(found, Iterable):
        raise UsageError(f"to_frame({found!r:.60}): give Reports, or what extract_many reads")
    readings = []
    for each in found:
        if isinstance(each, Report):
            readings.append(Reading(each.source.name, each))
        elif not isinstance(each, Reading):
            raise UsageError(f"to_frame: {each!r:.60} is neither a Report nor a Reading")
        elif each.report is not None:
            readings.append(each)
    return readings


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
