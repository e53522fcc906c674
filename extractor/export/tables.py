"""The tables of values, findings, corrections and inputs: each column with the function that gives its value.

To add a column, add it to its table: files, codebook, data package and workbook follow.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from extractor.export.account import Outcome
from extractor.export.columns import Column
from extractor.export.corrections import Correction, by_pointer, pointer_of
from extractor.export.item import ExportItem
from extractor.export.lines import WHO, ExportTable, Line
from extractor.export.reasons import reason_in_chinese
from extractor.records import Basis, CellBasis, Severity, Suspect
from extractor.tidy import Value, ValueRow, as_text, rows_of

WHY = "Why, in the person's words; audit PLAN #N: found by a blind audit (certify)"


class ShownValue(NamedTuple):
    """A value with its page and what a person decided about it."""

    row: ValueRow
    page: int | None
    decision: Correction | None


def _shown_values(item: ExportItem) -> Iterator[ShownValue]:
    starts = [page.start for page in item.pages]
    decided = by_pointer(item.corrections)
    for row in rows_of(item.report):
        at = bisect_right(starts, row.span.start) - 1 if row.span else -1
        decision = decided.get(pointer_of(row)) if decided else None
        yield ShownValue(row, item.pages[at].number if at >= 0 else None, decision)


def _of_row(name: str) -> Callable[[Line], Value]:
    return lambda line: getattr(line.of.row, name)


def _of_span(name: str) -> Callable[[Line], Value]:
    return lambda line: getattr(line.of.row.span, name, None)


def _of_decision(name: str) -> Callable[[Line], Value]:
    return lambda line: getattr(line.of.decision, name, None)


def _machine_value(line: Line) -> Value:
    decision: Correction | None = line.of.decision
    return None if decision is None else decision.machine_of(line.of.row.column)


def _raw(line: Line) -> Value:
    """What is printed; of the header, whose values are read from words, the words."""
    row: ValueRow = line.of.row
    return row.span.quote if row.table == "header" and row.span else row.raw


def _number(line: Line) -> Value:
    value: Value = line.of.row.value
    return value if isinstance(value, Decimal | int) and not isinstance(value, bool) else None


VALUES = ExportTable(
    "values",
    "One row a value, with its place in the document",
    (
        *WHO,
        Column(
            "table",
            "string",
            "header, proactive, applications, disputes, or a list of the narrative",
            _of_row("table"),
        ),
        Column(
            "row",
            "string",
            "Row or block key of the form; the number of a narrative item, from 0",
            _of_row("row"),
        ),
        Column(
            "column",
            "string",
            "Column key of the form; the topic of a count; the field of an event",
            _of_row("column"),
        ),
        Column(
            "value",
            "string",
            "The value: a number, a date (ISO 8601) or text; empty where there is none",
            _of_row("value"),
        ),
        Column("number", "number", "The value as a number, where it is one", _number),
        Column(
            "unit",
            "string",
            "Unit of the value: 万元 for amounts, the printed unit of a count",
            _of_row("unit"),
        ),
        Column("raw", "string", "What is printed; empty where nothing is", _raw, source=".../raw"),
        Column(
            "basis",
            "string",
            "What the value rests on: proved, printed, inferred, …; rule, model, both",
            lambda x: str(x.of.row.basis),
            allowed=tuple(dict.fromkeys(str(one) for one in (*CellBasis, *Basis))),
        ),
        Column(
            "label",
            "string",
            "The counted thing, or the name of the event, in the document's words",
            _of_row("label"),
        ),
        Column(
            "quote",
            "string",
            "The words of the document that carry the value",
            _of_span("quote"),
            source=".../evidence/quote",
        ),
        Column("page", "integer", "Page of the document, where it has pages", lambda x: x.of.page),
        Column(
            "start",
            "integer",
            "First code point of the quote in the canonical text, from 0",
            _of_span("start"),
            "code points",
        ),
        Column("end", "integer", "One past its last code point", _of_span("end"), "code points"),
        Column(
            "machine_value",
            "string",
            "What the machine reads, where a person decided the value",
            _machine_value,
        ),
        Column("corrected_by", "string", "Who decided the value", _of_decision("author")),
        Column("corrected_at", "string", "When, in UTC", _of_decision("at")),
        Column("correction_reason", "string", WHY, _of_decision("reason")),
    ),
    _shown_values,
)

FINDINGS = ExportTable(
    "findings",
    "One row a finding: what a person should look at",
    (
        *WHO,
        Column(
            "check",
            "string",
            "Id of the check; docs/checks.md describes each",
            lambda x: x.of.check,
            source="/findings/*/check",
        ),
        Column(
            "severity",
            "string",
            "error, warning or info",
            lambda x: str(x.of.severity),
            source="/findings/*/severity",
            allowed=tuple(map(str, Severity)),
        ),
        Column(
            "suspect",
            "string",
            "Whose mistake it seems: issuer, reading or either",
            lambda x: str(x.of.suspect),
            allowed=tuple(map(str, Suspect)),
        ),
        Column("message", "string", "What a person should look at", lambda x: x.of.message),
        Column("left", "string", "One side of what does not agree", lambda x: as_text(x.of.left)),
        Column("right", "string", "The other side", lambda x: as_text(x.of.right)),
        Column(
            "where",
            "string",
            "Places in the Report as JSON pointers, separated by spaces",
            lambda x: " ".join(x.of.where),
        ),
        Column(
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
        Column(
            "pointer",
            "string",
            "The value as a JSON pointer into the exported Report",
            lambda x: x.of.pointer,
        ),
        Column(
            "action",
            "string",
            "accept, set, not_stated, ground, added, removed (pointer: of the machine)",
            lambda x: x.of.action,
            allowed=("accept", "set", "not_stated", "ground", "added", "removed"),
        ),
        Column("machine_value", "string", "What the machine reads", lambda x: x.of.machine),
        Column("human_value", "string", "What the person says", lambda x: x.of.human),
        Column("corrected_by", "string", "Who", lambda x: x.of.author),
        Column("corrected_at", "string", "When, in UTC", lambda x: x.of.at),
        Column("correction_reason", "string", WHY, lambda x: x.of.reason),
    ),
    lambda item: item.corrections,
)


def _of_account(name: str) -> Callable[[Line], Value]:
    return lambda line: str(getattr(line.of, name))


INPUTS = (
    Column(
        "path",
        "string",
        "The file, below the folder that all share; inside of an archive behind !/",
        _of_account("path"),
    ),
    Column(
        "outcome",
        "string",
        "What became of it: read, duplicate, failed, skipped or waiting",
        _of_account("outcome"),
        allowed=tuple(map(str, Outcome)),
    ),
    Column("reason", "string", "Why it was not read", _of_account("reason")),
    Column("duplicate_of", "string", "The first file with the same bytes", _of_account("duplicate_of")),
    Column("document", "string", "Name under which it stands in the other tables", _of_account("document")),
    Column("sha256", "string", "SHA-256 of its bytes", _of_account("sha256")),
)
"""``inputs.csv``, of which every line is an Account."""

REASON_ZH = Column(
    "reason_zh",
    "string",
    "Why it was not read, in Chinese; in the workbook",
    lambda line: reason_in_chinese(line.of.reason),
)
