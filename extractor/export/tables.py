"""The tables of values, findings, corrections and inputs: each column with the function that gives its value.

To add a column, add it to its table: files, codebook, data package and workbook follow.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from extractor.export.account import FileOutcome
from extractor.export.applied_corrections import AppliedCorrection, Standing, by_pointer, pointer_of
from extractor.export.columns import ExportColumn
from extractor.export.exported_table import WHO, ExportTable, TableLine
from extractor.export.item import ExportItem
from extractor.export.reasons import reason_in_chinese
from extractor.records import Basis, CellBasis, Severity, Suspect
from extractor.tidy import Value, ValueRow, as_text, rows_of

WHY = "Why, in the person's words; audit PLAN #N: found by a blind audit (certify)"


class ShownValue(NamedTuple):
    """A value with its page and what a person decided about it."""

    row: ValueRow
    page: int | None
    decision: AppliedCorrection | None


def _shown_values(item: ExportItem) -> Iterator[ShownValue]:
    starts = [page.start for page in item.pages]
    decided = by_pointer(item.corrections)
    for row in rows_of(item.report):
        at = bisect_right(starts, row.span.start) - 1 if row.span else -1
        decision = decided.get(pointer_of(row)) if decided else None
        yield ShownValue(row, item.pages[at].number if at >= 0 else None, decision)


def _of_row(name: str) -> Callable[[TableLine], Value]:
    return lambda line: getattr(line.of.row, name)


def _of_span(name: str) -> Callable[[TableLine], Value]:
    return lambda line: getattr(line.of.row.span, name, None)


def _of_decision(name: str) -> Callable[[TableLine], Value]:
    return lambda line: getattr(line.of.decision, name, None)


def _machine_value(line: TableLine) -> Value:
    decision: AppliedCorrection | None = line.of.decision
    return None if decision is None else decision.machine_of(line.of.row.column)


def _raw(line: TableLine) -> Value:
    """What is printed; of the header, whose values are read from words, the words."""
    row: ValueRow = line.of.row
    return row.span.quote if row.table == "header" and row.span else row.raw


def _number(line: TableLine) -> Value:
    value: Value = line.of.row.value
    return value if isinstance(value, Decimal | int) and not isinstance(value, bool) else None


VALUES = ExportTable(
    "values",
    "One row a value, with its place in the document",
    (
        *WHO,
        ExportColumn(
            "table",
            "string",
            "header, proactive, applications, disputes, or a list of the narrative",
            _of_row("table"),
        ),
        ExportColumn(
            "row",
            "string",
            "Row or block key of the form; the number of a narrative item, from 0",
            _of_row("row"),
        ),
        ExportColumn(
            "column",
            "string",
            "Column key of the form; the topic of a count; the field of an event",
            _of_row("column"),
        ),
        ExportColumn(
            "value",
            "string",
            "The value: a number, a date (ISO 8601) or text; empty where there is none",
            _of_row("value"),
        ),
        ExportColumn("number", "number", "The value as a number, where it is one", _number),
        ExportColumn(
            "unit",
            "string",
            "Unit of the value: 万元 for amounts, the printed unit of a count",
            _of_row("unit"),
        ),
        ExportColumn("raw", "string", "What is printed; empty where nothing is", _raw, source=".../raw"),
        ExportColumn(
            "basis",
            "string",
            "What the value rests on: proved, printed, inferred, …; rule, model, both",
            lambda x: str(x.of.row.basis),
            allowed=tuple(dict.fromkeys(str(one) for one in (*CellBasis, *Basis))),
        ),
        ExportColumn(
            "label",
            "string",
            "The counted thing, or the name of the event, in the document's words",
            _of_row("label"),
        ),
        ExportColumn(
            "quote",
            "string",
            "The words of the document that carry the value",
            _of_span("quote"),
            source=".../evidence/quote",
        ),
        ExportColumn("page", "integer", "Page of the document, where it has pages", lambda x: x.of.page),
        ExportColumn(
            "start",
            "integer",
            "First code point of the quote in the canonical text, from 0",
            _of_span("start"),
            "code points",
        ),
        ExportColumn("end", "integer", "One past its last code point", _of_span("end"), "code points"),
        ExportColumn(
            "machine_value",
            "string",
            "What the machine reads, where a person decided the value",
            _machine_value,
        ),
        ExportColumn("corrected_by", "string", "Who decided the value", _of_decision("author")),
        ExportColumn("corrected_at", "string", "When, in UTC", _of_decision("at")),
        ExportColumn("correction_reason", "string", WHY, _of_decision("reason")),
    ),
    _shown_values,
)

FINDINGS = ExportTable(
    "findings",
    "One row a finding: what a person should look at",
    (
        *WHO,
        ExportColumn(
            "check",
            "string",
            "Id of the check; docs/checks.md describes each",
            lambda x: x.of.check,
            source="/findings/*/check",
        ),
        ExportColumn(
            "severity",
            "string",
            "error, warning or info",
            lambda x: str(x.of.severity),
            source="/findings/*/severity",
            allowed=tuple(map(str, Severity)),
        ),
        ExportColumn(
            "suspect",
            "string",
            "Whose mistake it seems: issuer, reading or either",
            lambda x: str(x.of.suspect),
            allowed=tuple(map(str, Suspect)),
        ),
        ExportColumn("message", "string", "What a person should look at", lambda x: x.of.message),
        ExportColumn("left", "string", "One side of what does not agree", lambda x: as_text(x.of.left)),
        ExportColumn("right", "string", "The other side", lambda x: as_text(x.of.right)),
        ExportColumn(
            "where",
            "string",
            "Places in the Report as JSON pointers, separated by spaces",
            lambda x: " ".join(x.of.where),
        ),
        ExportColumn(
            "quote",
            "string",
            "The first words of the document that it rests on",
            lambda x: x.of.evidence[0].quote if x.of.evidence else None,
        ),
    ),
    lambda item: item.report.findings,
)

CORRECTIONS = ExportTable(
    "corrections",
    "One row a decision of a person",
    (
        *WHO,
        ExportColumn(
            "pointer",
            "string",
            "The value as a JSON pointer into the exported Report",
            lambda x: x.of.pointer,
        ),
        ExportColumn(
            "action",
            "string",
            "accept, set, not_stated, ground, added, removed (pointer: of the machine), rewrite, flag",
            lambda x: x.of.action,
            allowed=("accept", "set", "not_stated", "ground", "added", "removed", "rewrite", "flag"),
        ),
        ExportColumn(
            "standing",
            "string",
            "applied: the value is the person's; open: annotators differ, the value is the machine's; "
            "overruled: settled otherwise; noted: about a finding, an unused number or a flag",
            lambda x: x.of.standing.value,
            allowed=tuple(map(str, Standing)),
        ),
        ExportColumn("machine_value", "string", "What the machine reads", lambda x: x.of.machine),
        ExportColumn("human_value", "string", "What the person says", lambda x: x.of.human),
        ExportColumn(
            "human_print",
            "string",
            "Of a cell, what the person says is printed: number, blank, dash, or not_stated",
            lambda x: x.of.printed or None,
            allowed=("number", "blank", "dash", "not_stated"),
        ),
        ExportColumn("corrected_by", "string", "Who", lambda x: x.of.author),
        ExportColumn("corrected_at", "string", "When, in UTC", lambda x: x.of.at),
        ExportColumn("correction_reason", "string", WHY, lambda x: x.of.reason),
    ),
    lambda item: item.corrections,
)


def _of_account(name: str) -> Callable[[TableLine], Value]:
    return lambda line: str(getattr(line.of, name))


INPUTS = (
    ExportColumn(
        "path",
        "string",
        "The file, below the folder that all share; inside of an archive behind !/",
        _of_account("path"),
    ),
    ExportColumn(
        "outcome",
        "string",
        "What became of it: read, duplicate, failed, skipped or waiting",
        _of_account("outcome"),
        allowed=tuple(map(str, FileOutcome)),
    ),
    ExportColumn("reason", "string", "Why it was not read", _of_account("reason")),
    ExportColumn("duplicate_of", "string", "The first file with the same bytes", _of_account("duplicate_of")),
    ExportColumn(
        "document", "string", "Name under which it stands in the other tables", _of_account("document")
    ),
    ExportColumn("sha256", "string", "SHA-256 of its bytes", _of_account("sha256")),
)
"""``inputs.csv``, of which every line is an Account."""

REASON_ZH = ExportColumn(
    "reason_zh",
    "string",
    "Why it was not read, in Chinese; in the workbook",
    lambda line: reason_in_chinese(line.of.reason),
)
