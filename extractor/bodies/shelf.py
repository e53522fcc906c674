"""Where Reports are read from one by one, whatever holds them: a store or a folder."""

import hashlib
from collections.abc import Container, Iterator, Sequence
from typing import Protocol

from extractor.bodies.body_registry import Registry, attribute
from extractor.records import Finding, FormName, Naming, Report, Severity


class Shelf(Protocol):
    """Reports by key, none of them held in memory longer than it is asked for."""

    def namings(self) -> Iterator[Naming]:
        """What each Report says of who reports, in a fixed order."""
        ...

    def report(self, key: str) -> Report:
        """The Report of a key, with the corrections of people."""
        ...

    def text(self, key: str) -> str | None:
        """Its canonical text; None where that is not at hand."""
        ...


def naming_of(report: Report, key: str, path: str) -> Naming:
    """What a Report says of who reports."""
    issuer, year, title = report.issuer.value, report.report_year.value, report.title.value
    return Naming(
        report=key,
        name=issuer if isinstance(issuer, str) and issuer else None,
        year=year if isinstance(year, int) else None,
        title=title if isinstance(title, str) else None,
        path=path,
        figures=figures_of(report),
        hints=tuple(dict.fromkeys(span.quote for span in report.issuer.evidence)),
        is_report=why_no_report(report) is None,
    )


def why_no_report(report: Report) -> Finding | None:
    """What says that a document is no report at all: a notice, a list page, a shell; None for a report."""
    if report.form != FormName.UNKNOWN:
        return None
    kinds = (one for one in report.findings if one.check == "document.kind")
    return next((one for one in kinds if one.severity is not Severity.INFO), None)


def key_of(report: Report, taken: Container[str]) -> str:
    """The key of a Report: the hash of its file, with a number for the second report of one file."""
    key, number = report.source.sha256, 2
    while key in taken:
        key, number = f"{report.source.sha256}-{number}", number + 1
    return key


def figures_of(report: Report) -> str:
    """Hash of all values of the tables; empty where there are none."""
    values = [
        f"{table}/{row}/{column}={cell.value.normalize():f}"
        for table, row, column, cell in report.tables.cells()
        if cell.value is not None
    ]
    return hashlib.sha256("\n".join(values).encode()).hexdigest()[:16] if values else ""


def registry_of(reports: Sequence[Report], texts: Sequence[str | None] = ()) -> Registry:
    """The bodies of a few Reports, keyed by their index; ``texts``: their canonical texts, where at hand."""
    namings = (naming_of(report, str(index), report.source.name) for index, report in enumerate(reports))
    return attribute(namings, text_of=lambda key: (texts[int(key)] if texts else None) or "")
