"""The tables with one row a document: what it is, how far it can be trusted, and all its cells."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from extractor.export.applied_corrections import that_count
from extractor.export.columns import CellColumn, ExportColumn, cell_columns
from extractor.export.derived import BODY, indicator_columns
from extractor.export.exported_table import WHO, ExportTable, TableLine
from extractor.export.item import ExportItem
from extractor.records import STATEMENT_LISTS, Cell, FormName, Report, SectionKey, Severity
from extractor.tidy import Value

DOUBTFUL = ("conflict", "ambiguous")


class Summary(NamedTuple):
    """What the panel says of one document's cells."""

    cells: Mapping[tuple[str, str, str], Cell]
    bases: Counter[str]


def _published(line: TableLine) -> Value:
    fact = line.item.report.published_on
    return fact.value if fact and isinstance(fact.value, date) else None


def _listed(name: str) -> Callable[[TableLine], Value]:
    return lambda line: number_listed(line.item.report, name)


def number_listed(report: Report, name: str) -> int | None:
    """Length of a list of the narrative; None, not 0, where the prose that would say is not there."""
    number = len(getattr(report.narrative, name))
    printed = {section.key for section in report.sections}
    if report.form == FormName.LEGACY:
        is_there = bool(printed - {SectionKey.ANNEX})
    else:
        is_there = (SectionKey.PROBLEMS if name in STATEMENT_LISTS else SectionKey.OVERVIEW) in printed
    return number if number or is_there else None


def _cells_of_basis(basis: str) -> Callable[[TableLine], Value]:
    return lambda line: line.of.bases[basis] if line.of.cells else None


def _findings_of(severity: Severity) -> Callable[[TableLine], Value]:
    return lambda line: sum(finding.severity is severity for finding in line.item.report.findings)


def _doubtful(line: TableLine) -> Value:
    found = (
        each.column.name
        for each in cell_columns()
        if (cell := line.of.cells.get(_key(each))) is not None and cell.basis in DOUBTFUL
    )
    return " ".join(found) or None


def _key(column: CellColumn) -> tuple[str, str, str]:
    return column.table, column.row, column.key


def _summary(item: ExportItem) -> Iterator[Summary]:
    cells = {(table, row, key): cell for table, row, key, cell in item.report.tables.cells()}
    yield Summary(cells, Counter(str(cell.basis) for cell in cells.values()))


DOCUMENTS = ExportTable(
    "documents",
    "One row a document: what it is, and how far it can be trusted",
    (
        *WHO,
        *BODY,
        ExportColumn(
            "published_on", "date", "Day of publication 发布日期", _published, source="/published_on/value"
        ),
        ExportColumn(
            "duplicate_of",
            "string",
            "Path of the document of the same issuer and year that stands for this one: the most complete",
            lambda x: x.item.duplicate_of,
        ),
        ExportColumn(
            "counts",
            "integer",
            "Number of counts in the prose",
            _listed("counts"),
            source="/narrative/counts",
        ),
        ExportColumn(
            "trainings", "integer", "Number of trainings", _listed("trainings"), source="/narrative/trainings"
        ),
        ExportColumn(
            "events", "integer", "Number of other events", _listed("events"), source="/narrative/events"
        ),
        ExportColumn(
            "issues", "integer", "Number of problems admitted", _listed("issues"), source="/narrative/issues"
        ),
        ExportColumn(
            "remedies",
            "integer",
            "Number of remedies announced",
            _listed("remedies"),
            source="/narrative/remedies",
        ),
        ExportColumn(
            "past_rectifications", "integer", "Number of past rectifications", _listed("past_rectifications")
        ),
        ExportColumn(
            "cells_inferred", "integer", "Cells whose value only the sums give", _cells_of_basis("inferred")
        ),
        ExportColumn(
            "cells_repaired",
            "integer",
            "Cells whose print is a marked reading artefact",
            _cells_of_basis("repaired"),
        ),
        ExportColumn(
            "cells_conflict",
            "integer",
            "Cells that break a sum: look at them before you use them",
            _cells_of_basis("conflict"),
        ),
        ExportColumn(
            "cells_ambiguous",
            "integer",
            "Cells with several readings; their value is empty or in doubt",
            _cells_of_basis("ambiguous"),
        ),
        ExportColumn(
            "doubtful_cells",
            "string",
            "Names of the cells in conflict or ambiguous, separated by spaces",
            _doubtful,
        ),
        ExportColumn("findings_error", "integer", "Findings of severity error", _findings_of(Severity.ERROR)),
        ExportColumn(
            "findings_warning", "integer", "Findings of severity warning", _findings_of(Severity.WARNING)
        ),
        ExportColumn(
            "corrections",
            "integer",
            "Values that people decided",
            lambda x: len(that_count(x.item.corrections)),
        ),
        ExportColumn(
            "unexplained_digits",
            "integer",
            "Runs of digits that nothing accounts for",
            lambda x: len(x.item.report.coverage.unexplained),
        ),
    ),
    _summary,
)


def panel() -> ExportTable:
    """The wide panel: the columns of the documents, one for each cell of the forms, one an indicator."""
    return ExportTable(
        "panel",
        "One row a document (issuer and year), one column a cell of the statutory tables, then indicators",
        (*DOCUMENTS.columns, *(cell.column for cell in cell_columns()), *indicator_columns()),
        _summary,
    )
