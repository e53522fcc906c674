"""The Excel workbook of an export: a cover, then a sheet a table; typed cells, rows written as they come.

Text is always written as text, so that ``=1+1`` in a document stays those four characters; numbers are
always written as numbers, so that a change of -13 can be summed. Every sheet but the cover has one header
row with the names that programs read; the labels of the forms are shown before them by the cells' format.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from extractor.errors import UsageError
from extractor.export.account import FileOutcome, each_account
from extractor.export.applied_corrections import that_count
from extractor.export.column_labels import column_label, legend
from extractor.export.columns import (
    DESCRIBED,
    cell_columns,
    column_labels,
    row_labels,
    sheet_keys,
    sheet_names,
)
from extractor.export.cover import CoverTold, write_cover
from extractor.export.derived import INDICATORS, indicator_columns
from extractor.export.exported_table import WHO, ExportTable, TableLine
from extractor.export.item import ExportItem
from extractor.export.panel import DOCUMENTS, panel
from extractor.export.prose_tables import COUNTS, EVENTS, STATEMENTS
from extractor.export.tables import CORRECTIONS, FINDINGS, INPUTS, REASON_ZH, VALUES
from extractor.export.workbook_sheets import MOST_ROWS, ColumnHeading, Sheet, SheetLooks, Styled, headings_of
from extractor.records import Cell
from extractor.tidy import Value

_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - Excel's dates have no zone; fixed, so that equal exports are equal bytes
_WIDTHS = {
    "document": 26,
    "path": 30,
    "issuer": 28,
    "report_year": 11,
    "form": 8,
    "sha256": 14,
    "message": 60,
    "text": 70,
    "quote": 40,
    "name": 30,
    "label": 24,
    "row": 22,
    "row_label": 44,
    "in_doubt": 24,
    "doubtful_cells": 40,
    "where": 40,
    "meaning": 60,
    "source": 44,
    "reason": 60,
    "reason_zh": 50,
    "duplicate_of": 40,
}
_LOOKS = dict.fromkeys(("text", "quote", "message", "reason", "reason_zh"), "wrapped") | dict.fromkeys(
    ("report_year", "form"), "centred"
)
"""Columns whose words are broken over several lines, or stand in the middle."""

PROSE: tuple[ExportTable, ...] = (COUNTS, EVENTS, STATEMENTS, FINDINGS, CORRECTIONS, INDICATORS)
_ACCOUNT = ("path", "outcome", "reason_zh", "reason", "duplicate_of", "document", "sha256")
"""Columns of the account: why not in Chinese, too."""
_UNREAD = (FileOutcome.FAILED, FileOutcome.SKIPPED, FileOutcome.WAITING)
COVER = "cover"
_CERTIFICATE = (
    (
        "certificate",
        (
            ColumnHeading("about", width=34.0),
            ColumnHeading("zh", "中文", 80.0),
            ColumnHeading("en", "English", 80.0),
        ),
    ),
)


class Workbook:
    """``tables.xlsx``; ``inputs`` is the finished ``inputs.csv``, where there is one.

    ``certificate``: rows (about, Chinese, English) of a certificate of the data, for a sheet of their own.
    """

    def __init__(
        self,
        path: Path,
        inputs: Path | None = None,
        most_rows: int = MOST_ROWS,
        certificate: Sequence[Sequence[str]] = (),
    ) -> None:
        try:
            import xlsxwriter
        except ImportError as error:
            raise UsageError("XLSX needs xlsxwriter; pip install 'gongkai-extractor[export]'") from error
        options = {"constant_memory": True, "tmpdir": str(path.parent)}
        self._book: Any = xlsxwriter.Workbook(str(path), options)
        self._book.set_properties({"created": _MADE, "title": "extractor"})
        self._looks = SheetLooks(self._book)
        self._inputs = inputs
        self._version, self._corrections = "", 0
        self._kinds: Counter[bool] = Counter()
        self._findings: Counter[str] = Counter()
        self._cover = self._book.add_worksheet(COVER)
        self._sheets = {
            name: Sheet(self._book, self._looks, name, headings, most_rows)
            for name, headings in (*_layouts(), *(_CERTIFICATE if certificate else ()))
        }
        for row in certificate:
            self._sheets["certificate"].add(row)
        for name in ("panel", "values"):
            self._sheets[name].for_filters_only = True

    def add(self, item: ExportItem) -> None:
        """Write all rows of one Report."""
        self._kinds[item.is_report] += 1
        self._version = item.report.run.extractor_version
        self._corrections += len(that_count(item.corrections))
        self._findings.update(finding.severity.value for finding in item.report.findings)
        for name in sheet_names():
            for row in _statutory_rows(item, name):
                self._sheets[name].add(_sha_last(row))
        for table in (DOCUMENTS, panel(), *PROSE):
            for line in table.rows(item):
                self._sheets[table.name].add(_sha_last(line))
        at = [column.name for column in VALUES.columns].index("value")
        numbers = [column.name for column in VALUES.columns].index("number")
        for line in VALUES.rows(item):
            known = line[numbers]
            self._sheets["values"].add(
                _sha_last([*line[:at], line[at] if known is None else known, *line[at + 1 :]])
            )

    def close(self) -> None:
        """Add the account, the codebook and the cover, and write the file."""
        for account in each_account(self._inputs) if self._inputs else ():
            line = TableLine(None, account)  # type: ignore[arg-type]  # a line of the account is of no Report
            known = {column.name: column.value(line) for column in (*INPUTS, REASON_ZH)}
            row = [known[name] for name in _ACCOUNT]
            self._sheets["inputs"].add(row)
            if account.outcome in _UNREAD:
                self._sheets["failures"].add(row)
        tables = (panel(), *PROSE, VALUES)
        described = [*tables[0].columns, *(c for table in tables[1:] for c in table.columns[len(WHO) :])]
        for column in [*described, *INPUTS, REASON_ZH]:
            self._sheets["codebook"].add(column.described)
        for sheet in self._sheets.values():
            sheet.close()
        rows = {name: sheet.rows for name, sheet in self._sheets.items()}
        told = CoverTold(
            self._version, self._kinds[True], self._kinds[False], self._findings, self._corrections, rows
        )
        write_cover(self._cover, self._looks, told, self._inputs)
        self._book.close()


def _layouts() -> Iterator[tuple[str, tuple[ColumnHeading, ...]]]:
    """Name and heads of every sheet behind the cover, in their order."""
    account = headings_of(_ACCOUNT, _WIDTHS, _LOOKS)
    yield "inputs", account
    yield "failures", account
    yield DOCUMENTS.name, _of_table(DOCUMENTS)
    yield "panel", (*_of_table(DOCUMENTS)[:-1], *_wide_headings(), _of_table(DOCUMENTS)[-1])
    labels = column_labels()
    for name in sheet_names():
        keys = (ColumnHeading(key, labels[(name, key)], 12.0) for key in sheet_keys(name))
        who = _headings([*(column.name for column in WHO if column.name != "sha256"), "row", "row_label"])
        yield name, (*who, *keys, *_headings(["in_doubt", "sha256"]))
    for table in (*PROSE, VALUES):
        yield table.name, _of_table(table)
    yield "codebook", headings_of(DESCRIBED, _WIDTHS | {"type": 10, "form": 16}, {})


def _wide_headings() -> Iterator[ColumnHeading]:
    columns = (*(cell.column for cell in cell_columns()), *indicator_columns())
    return (ColumnHeading(column.name, width=12.0, note=column.meaning) for column in columns)


def _of_table(table: ExportTable) -> tuple[ColumnHeading, ...]:
    """Heads of a table; the hash, which nobody reads, stands last."""
    names = [column.name for column in table.columns if column.name != "sha256"]
    return _headings([*names, "sha256"])


def _headings(names: Sequence[str]) -> tuple[ColumnHeading, ...]:
    return headings_of(names, _WIDTHS, _LOOKS)


def _sha_last(row: Sequence[Value | Styled]) -> list[Value | Styled]:
    return [*row[:2], *row[3:], row[2]]


def _statutory_rows(item: ExportItem, table: str) -> Iterator[list[Value | Styled]]:
    first = [column.value(TableLine(item, None)) for column in WHO]
    labels = row_labels()
    rows = item.report.tables.get(table) or {}
    for row, cells in rows.items():
        if cells is not None:
            styled = [_styled(cells.get(key)) for key in sheet_keys(table)]
            yield [*first, row, labels.get((table, row), ""), *styled, _in_doubt(table, cells)]


def _styled(cell: Cell | None) -> Styled:
    return (None, "") if cell is None else (cell.value, str(cell.basis))


def _in_doubt(table: str, cells: dict[str, Cell] | Any) -> str:
    """``自然人 ✗; 总计 ?``: cells whose value a person should look at, in words."""
    labels, marks = column_labels(), legend()
    return "; ".join(
        f"{labels.get((table, key), column_label(key) or key)} {marks[str(cell.basis)].mark}"
        for key, cell in cells.items()
        if cell.basis in ("conflict", "ambiguous")
    )
