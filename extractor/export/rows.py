"""Rows of the exported tables, from one Report at a time."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from extractor.export.columns import cell_columns
from extractor.export.corrections import by_pointer, pointer_of
from extractor.export.item import ExportItem
from extractor.records import Cell, Page, Report, Severity, Span
from extractor.tidy import Value, as_text, plain_number, rows_of

DOUBTFUL = ("conflict", "ambiguous")
_UNDECIDED = (None, None, None, None)


def who(item: ExportItem) -> tuple[Value, ...]:
    """The columns that every table begins with."""
    report = item.report
    year = report.report_year.value
    issuer = as_text(report.issuer.value)
    return (
        item.document,
        item.path or item.document,
        report.source.sha256,
        issuer,
        year if isinstance(year, int) else None,
        str(report.form),
    )


def tidy_rows(item: ExportItem) -> Iterator[tuple[Value, ...]]:
    """One row a value."""
    first = who(item)
    starts = [page.start for page in item.pages]
    decided = by_pointer(item.corrections)
    for row in rows_of(item.report):
        span = row.span
        decision = decided.get(pointer_of(row)) if decided else None
        yield (
            *first,
            row.table,
            row.row,
            row.column,
            row.value,
            row.unit,
            row.raw,
            str(row.basis),
            row.label,
            span.quote if span else None,
            _page(item.pages, starts, span),
            span.start if span else None,
            span.end if span else None,
            *((decision.machine, decision.author, decision.at, decision.reason) if decision else _UNDECIDED),
        )


def correction_rows(item: ExportItem) -> Iterator[tuple[Value, ...]]:
    """One row a decision of a person."""
    first = who(item)
    for one in item.corrections:
        yield (*first, *one)


def finding_rows(item: ExportItem) -> Iterator[tuple[Value, ...]]:
    """One row a finding."""
    first = who(item)
    for finding in item.report.findings:
        yield (
            *first,
            finding.check,
            str(finding.severity),
            str(finding.suspect),
            finding.message,
            _side(finding.left),
            _side(finding.right),
            " ".join(finding.where),
            finding.evidence[0].quote if finding.evidence else None,
        )


def panel_row(item: ExportItem) -> tuple[Value, ...]:
    """One row a document: what it is, how far it can be trusted, and every cell of both forms."""
    report = item.report
    narrative = report.narrative
    published = report.published_on.value if report.published_on else None
    cells = [_cell(report, cell.table, cell.row, cell.key) for cell in cell_columns()]
    bases = [str(cell.basis) for cell in cells if cell is not None]
    doubtful = (
        column.column.name
        for column, cell in zip(cell_columns(), cells, strict=True)
        if cell is not None and cell.basis in DOUBTFUL
    )
    return (
        *who(item),
        published if isinstance(published, date) else None,
        item.duplicate_of,
        len(narrative.counts),
        len(narrative.trainings),
        len(narrative.events),
        len(narrative.issues),
        len(narrative.remedies),
        len(narrative.past_rectifications),
        bases.count("inferred"),
        bases.count("repaired"),
        bases.count("conflict"),
        bases.count("ambiguous"),
        " ".join(doubtful) or None,
        sum(finding.severity is Severity.ERROR for finding in report.findings),
        sum(finding.severity is Severity.WARNING for finding in report.findings),
        len(item.corrections),
        len(report.coverage.unexplained),
        *(_number(cell) for cell in cells),
    )


def text_of(value: Value) -> str:
    """A value as a field of a text file; nothing where there is none."""
    return as_text(value) or ""


def _cell(report: Report, table: str, row: str, key: str) -> Cell | None:
    rows = getattr(report.tables, table) or {}
    return (rows.get(row) or {}).get(key)


def _number(cell: Cell | None) -> Decimal | None:
    if cell is None or cell.value is None:
        return None
    return plain_number(Decimal(cell.value))


def _side(side: str | Decimal | int | None) -> str | None:
    return as_text(side)


def _page(pages: Sequence[Page], starts: Sequence[int], span: Span | None) -> int | None:
    if span is None or not pages:
        return None
    at = bisect_right(starts, span.start) - 1
    return pages[at].number if at >= 0 else None
