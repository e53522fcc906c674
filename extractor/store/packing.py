"""A Report and its document made ready for the database: workers pack, the writer only writes."""

import hashlib
import json
import zlib
from typing import Any, NamedTuple

from extractor.errors import StoreDamagedError
from extractor.records import Document, Page, Report, Severity, Source
from extractor.tidy import Value, ValueRow, as_text, rows_of, sound

_LEVEL = 3
"""zlib's level: on Reports 6 saves 4 % more space and takes twice the time."""

Packed = tuple[str | int | float | None, ...]


class PackedReport(NamedTuple):
    """What the store writes for one Report: plain values, quick to hand from process to process."""

    text_sha256: str
    packed_text: bytes
    characters: int
    pages: str
    report_sha256: str
    packed_report: bytes
    engine: str
    extractor_version: str
    issuer: str | None
    report_year: int | None
    form: str
    errors: int
    warnings: int
    values: tuple[Packed, ...]
    findings: tuple[Packed, ...]


def pack(document: Document, report: Report) -> PackedReport:
    """Pack a Report with its canonical text.

    The seconds that the reading took are set to 0: they belong to the journal, and a Report must be the
    same whichever machine made it.
    """
    report = report.model_copy(update={"run": report.run.model_copy(update={"seconds": 0.0})})
    content = report.model_dump_json().encode("utf-8")
    read = document.model_dump_json(exclude={"source"}).encode("utf-8")
    return PackedReport(
        text_sha256=hashlib.sha256(read).hexdigest(),
        packed_text=zlib.compress(read, _LEVEL),
        characters=len(document.text),
        pages=json.dumps([[page.number, page.start, page.end] for page in document.pages]),
        report_sha256=hashlib.sha256(content).hexdigest(),
        packed_report=zlib.compress(content, _LEVEL),
        engine=report.run.engine,
        extractor_version=report.run.extractor_version,
        form=str(report.form),
        **head_row(report),
        values=tuple(value_row(index, row) for index, row in enumerate(rows_of(report))),
        findings=tuple(_finding_row(index, report) for index in range(len(report.findings))),
    )


def _unpacked(packed: bytes) -> bytes:
    """What was packed; StoreDamagedError where its own sum says that bytes of it were changed."""
    try:
        return zlib.decompress(packed)
    except (zlib.error, TypeError) as error:
        raise damaged_report(str(error)) from error


def damaged_report(how: str) -> StoreDamagedError:
    """The error for a Report, or a text of one, of which the store has lost something."""
    how = " ".join(how.split())[:100]
    return StoreDamagedError(
        f"库中一份报告的字节已损坏（{how}）：请用备份还原，或从原文件重新运行 / "
        f"the bytes of a stored Report are damaged ({how}): put back a copy of the store, "
        "or read the original files again"
    )


def unpack_report(packed: bytes) -> Report:
    """The Report that ``pack`` packed."""
    content = _unpacked(packed)
    try:
        return Report.model_validate_json(content)
    except ValueError as error:
        raise damaged_report("no Report") from error


def unpack_document(packed_text: bytes, source: Source) -> Document:
    """The Document that ``pack`` packed, with the source that its Report names."""
    parts = json.loads(_unpacked(packed_text))
    return Document.model_validate_json(json.dumps(parts | {"source": source.model_dump(mode="json")}))


def unpack_text(packed_text: bytes) -> str:
    """The canonical text alone of what ``pack`` packed."""
    return str(json.loads(_unpacked(packed_text))["text"])


def unpack_pages(pages: str) -> tuple[Page, ...]:
    """The pages of the canonical text, without the places of their words."""
    try:
        return tuple(Page(number=number, start=start, end=end) for number, start, end in json.loads(pages))
    except (ValueError, TypeError) as error:
        raise damaged_report("no pages") from error


def clean(text: str | None) -> str | None:
    """Text that both databases take: no NUL, no half of a surrogate pair. The Report itself keeps them."""
    if text is None or (text.isascii() and "\x00" not in text):
        return text
    return sound(text.replace("\x00", "\ufffd"))


def head_row(report: Report) -> dict[str, Any]:
    """Whose Report it is, on which year, and its findings in numbers."""
    year = report.report_year.value
    severities = [finding.severity for finding in report.findings]
    return {
        "issuer": clean(as_text(report.issuer.value)),
        "report_year": year if isinstance(year, int) else None,
        "errors": severities.count(Severity.ERROR),
        "warnings": severities.count(Severity.WARNING),
    }


def value_row(index: int, row: ValueRow) -> Packed:
    """A value as a row of the store, behind the id of its Report."""
    start, end = (row.span.start, row.span.end) if row.span else (None, None)
    value, raw = clean(as_text(row.value)), clean(row.raw)
    number = _number(row.value)
    return (index, row.table, row.row, row.column, value, number, raw, str(row.basis), start, end)


def _finding_row(index: int, report: Report) -> Packed:
    finding = report.findings[index]
    return (
        index,
        finding.check,
        str(finding.severity),
        str(finding.suspect),
        clean(finding.message) or "",
        json.dumps(finding.where),
        clean(as_text(finding.left)),
        clean(as_text(finding.right)),
    )


def _number(value: Value) -> float | None:
    return (
        None if value is None or isinstance(value, str) or not hasattr(value, "__float__") else float(value)
    )
