"""A Report as rows, one a value: what the store keeps for queries and what the tables of an export show."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from extractor.forms import form_of
from extractor.records import STATEMENT_LISTS, Count, Event, Fact, Report, Span, Statement

Value = Decimal | int | bool | date | str | None


class ValueRow(NamedTuple):
    """One value of a Report. Cells without a value are rows too: that nothing is printed is a fact."""

    table: str
    """header, proactive, applications, disputes, or a list of the narrative."""
    row: str
    """Row or block key; the index of a narrative item; empty for the header."""
    column: str
    value: Value
    unit: str
    raw: str | None
    """What is printed, where that is kept beside the value."""
    basis: str
    label: str
    """The counted thing or the name of the event, in the document's words."""
    span: Span | None


def rows_of(report: Report) -> Iterator[ValueRow]:
    """All values of a Report in a fixed order: header, tables, narrative."""
    yield from _header(report)
    columns = {name: form_of(report, name).column_of for name, _ in report.tables.items()}
    for name, row, column, cell in report.tables.cells():
        known = columns[name].get((row, column))
        unit = known.unit if known else ""
        yield ValueRow(name, row, column, cell.value, unit, cell.raw, cell.basis, "", cell.evidence)
    for index, count in enumerate(report.narrative.counts):
        yield _count(str(index), count)
    for name in ("trainings", "events"):
        for index, event in enumerate(getattr(report.narrative, name)):
            yield from _event(name, str(index), event)
    for name in STATEMENT_LISTS:
        for index, statement in enumerate(getattr(report.narrative, name)):
            yield _statement(name, str(index), statement)


def fact_rows(name: str, fact: Count | Event | Statement) -> Iterator[ValueRow]:
    """The values of one fact of the list ``name`` of the narrative, whatever its place in it."""
    if isinstance(fact, Count):
        yield _count("", fact)
    elif isinstance(fact, Event):
        yield from _event(name, "", fact)
    else:
        yield _statement(name, "", fact)


def as_text(value: Value) -> str | None:
    """The value as exact text: decimals without exponent, dates in ISO 8601, true and false."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(plain_number(value), "f")
    return str(value)


def sound(text: str) -> str:
    """The text with a question mark for halves of surrogate pairs, which no file can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def plain_number(value: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent for whole numbers."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _header(report: Report) -> Iterator[ValueRow]:
    facts: dict[str, Fact | None] = {
        "issuer": report.issuer,
        "title": report.title,
        "report_year": report.report_year,
        "period_start": report.period.start,
        "period_end": report.period.end,
        "published_on": report.published_on,
    }
    for name, fact in facts.items():
        if fact is not None:
            span = fact.evidence[0] if fact.evidence else None
            yield ValueRow("header", "", name, fact.value, "", None, fact.basis, "", span)


def _count(index: str, count: Count) -> ValueRow:
    return ValueRow(
        "counts", index, count.topic, count.value, count.unit, None, count.basis, count.label, count.evidence
    )


def _event(table: str, index: str, event: Event) -> Iterator[ValueRow]:
    values: dict[str, Value] = {
        "name": event.name,
        "start": event.start,
        "end": event.end,
        "participants": event.participants,
        "place": event.place,
    }
    for column, value in values.items():
        raw = event.date_text if column in ("start", "end") else None
        unit = "人" if column == "participants" else ""
        if value is not None or column == "name":
            yield ValueRow(table, index, column, value, unit, raw, event.basis, event.name, event.evidence)


def _statement(table: str, index: str, statement: Statement) -> ValueRow:
    return ValueRow(table, index, "text", statement.text, "", None, statement.basis, "", statement.evidence)
