"""What the page of a body keeps of each report: figures, findings, places; small enough for many."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from extractor.export.column_labels import legend
from extractor.export.item import ExportItem
from extractor.export.panel import number_listed
from extractor.forms import form_of
from extractor.records import Severity
from extractor.tidy import as_text

ACROSS = ("carry.", "years.")
"""Checks that compare the years of a body."""


class YearOfBody(NamedTuple):
    """One report of a body."""

    year: int | None
    name: str
    """Of the body as this report prints it."""
    form: str
    path: str
    href: str
    duplicate_of: str | None
    figures: dict[str, tuple[str, str, str]]
    """Value with its mark, basis and label, by ``table/row/column``."""
    across: list[tuple[str, str, list[str]]]
    """Severity, message and pointers of the findings across the years."""
    errors: int
    warnings: int
    prose: dict[str, int | None]
    """Number of facts by list of the narrative; None where the prose that would say is not there."""
    is_report: bool = True
    """Whether it is a yearly report at all, not a notice or a list page."""

    @property
    def counts(self) -> bool:
        """Whether it is the report of its year."""
        return self.is_report and self.duplicate_of is None


def year_of(item: ExportItem, href: str) -> YearOfBody:
    """What is kept of one report."""
    report = item.report
    year = report.report_year.value
    findings = report.findings
    return YearOfBody(
        year if isinstance(year, int) else None,
        str(report.issuer.value or ""),
        str(report.form),
        item.path or item.document,
        href,
        item.duplicate_of,
        dict(_figures(item)),
        [(str(f.severity), f.message, list(f.where)) for f in findings if f.check.startswith(ACROSS)],
        sum(finding.severity is Severity.ERROR for finding in findings),
        sum(finding.severity is Severity.WARNING for finding in findings),
        {name: number_listed(report, name) for name in type(report.narrative).model_fields},
        item.is_report,
    )


def _figures(item: ExportItem) -> Iterator[tuple[str, tuple[str, str, str]]]:
    for name, table in item.report.tables.items():
        form = form_of(item.report, name)
        labels = {row.key: row.labels[0] for row in form.rows}
        groups = {row.key: row.group[0] for row in form.rows if row.group}
        for row, cells in table.items():
            for key, cell in (cells or {}).items():
                basis = str(cell.basis)
                column = form.column_of.get((row, key))
                label = " · ".join(
                    part
                    for part in (groups.get(row), labels.get(row, row), column.labels[0] if column else key)
                    if part
                )
                value = as_text(cell.value) if cell.value is not None else ""
                yield f"{name}/{row}/{key}", (f"{value}{legend()[basis].mark}", basis, label)


class Kept:
    """Years of bodies in a file, so that memory does not grow with them."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w+b")
        self._at: dict[str, list[tuple[int, int]]] = {}
        self.names: dict[str, str] = {}

    def add(self, body_id: str, name: str, year: YearOfBody) -> None:
        """Keep one."""
        line = json.dumps(year, ensure_ascii=False).encode("utf-8", "surrogatepass")
        self._at.setdefault(body_id, []).append((self._file.tell(), len(line)))
        self.names[body_id] = name
        self._file.write(line)

    def years(self, body_id: str) -> list[YearOfBody]:
        """Those of a body, by year."""
        found = []
        for start, length in self._at[body_id]:
            self._file.seek(start)
            found.append(_loaded(json.loads(self._file.read(length).decode("utf-8", "surrogatepass"))))
        self._file.seek(0, 2)
        return sorted(found, key=lambda one: (one.year or 0, one.path))

    def bodies(self) -> list[str]:
        """Ids, in the order of the names."""
        return sorted(self._at, key=lambda body_id: (self.names[body_id], body_id))

    def count(self, body_id: str) -> int:
        """How many reports a body has."""
        return len(self._at[body_id])

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _loaded(fields: list[Any]) -> YearOfBody:
    one = YearOfBody(*fields)
    return one._replace(figures={key: (v, b, label) for key, (v, b, label) in one.figures.items()})
