"""The columns of every exported table: name, type, meaning, unit, form, source. The codebook prints these."""

from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from extractor.forms import (
    APPLICATIONS_ONE_OTHER,
    APPLICATIONS_THREE_OTHER,
    DISPUTES,
    PROACTIVE_2019,
    PROACTIVE_2021,
    TableForm,
)

Type = Literal["string", "integer", "number", "date"]
Form = Literal["", "2019", "2021", "2019, 2021"]


class Column(NamedTuple):
    """One column of an exported table."""

    name: str
    type: Type
    meaning: str
    unit: str = ""
    form: Form = ""
    source: str = ""
    """Where in a Report the value stands, as a JSON pointer."""


class CellColumn(NamedTuple):
    """A column of the panel that holds one cell of a statutory table."""

    column: Column
    table: str
    row: str
    key: str


_WHO = (
    Column("document", "string", "File name of the document", source="/source/name"),
    Column("path", "string", "Where the document lay, below the folder that all documents share"),
    Column("sha256", "string", "SHA-256 of the bytes of the document", source="/source/sha256"),
    Column("issuer", "string", "Body that issued the report 发布机关", source="/issuer/value"),
    Column("report_year", "integer", "Year that the report is on 报告年度", source="/report_year/value"),
    Column("form", "string", "Statutory form: 2019, 2021, legacy or unknown", source="/form"),
)

TIDY = (
    *_WHO,
    Column("table", "string", "header, proactive, applications, disputes, or a list of the narrative"),
    Column("row", "string", "Row or block key of the form; the number of a narrative item, from 0"),
    Column("column", "string", "Column key of the form; the topic of a count; the field of an event"),
    Column("value", "string", "The value: a number, a date (ISO 8601) or text; empty where there is none"),
    Column("unit", "string", "Unit of the value: 万元 for amounts, the printed unit of a count"),
    Column("raw", "string", "What is printed; empty where nothing is", source=".../raw"),
    Column("basis", "string", "What the value rests on: proved, printed, inferred, …; rule, model, both"),
    Column("label", "string", "The counted thing, or the name of the event, in the document's words"),
    Column("quote", "string", "The words of the document that carry the value", source=".../evidence/quote"),
    Column("page", "integer", "Page of the document, where it has pages"),
    Column("start", "integer", "First code point of the quote in the canonical text, from 0", "code points"),
    Column("end", "integer", "One past its last code point", "code points"),
    Column("machine_value", "string", "What the machine reads, where a person decided the value"),
    Column("corrected_by", "string", "Who decided the value"),
    Column("corrected_at", "string", "When, in UTC"),
    Column("correction_reason", "string", "Why, in the person's words"),
)

CORRECTIONS = (
    *_WHO,
    Column("pointer", "string", "The value as a JSON pointer into the exported Report"),
    Column(
        "action",
        "string",
        "accept, set, not_stated, ground, added, removed (pointer: of the machine)",
    ),
    Column("machine_value", "string", "What the machine reads"),
    Column("human_value", "string", "What the person says"),
    Column("corrected_by", "string", "Who"),
    Column("corrected_at", "string", "When, in UTC"),
    Column("correction_reason", "string", "Why, in the person's words"),
)

INPUTS = (
    Column("path", "string", "The file, below the folder that all share; inside of an archive behind !/"),
    Column("outcome", "string", "What became of it: read, duplicate, failed, skipped or waiting"),
    Column("reason", "string", "Why it was not read"),
    Column("duplicate_of", "string", "The first file with the same bytes"),
    Column("document", "string", "Name under which it stands in the other tables"),
    Column("sha256", "string", "SHA-256 of its bytes"),
)

FINDINGS = (
    *_WHO,
    Column("check", "string", "Id of the check; docs/checks.md describes each", source="/findings/*/check"),
    Column("severity", "string", "error, warning or info", source="/findings/*/severity"),
    Column("suspect", "string", "Whose mistake it seems: issuer, reading or either"),
    Column("message", "string", "What a person should look at"),
    Column("left", "string", "One side of what does not agree"),
    Column("right", "string", "The other side"),
    Column("where", "string", "Places in the Report as JSON pointers, separated by spaces"),
    Column("quote", "string", "The first words of the document that it rests on"),
)

_SUMMARY = (
    Column("published_on", "date", "Day of publication 发布日期", source="/published_on/value"),
    Column(
        "duplicate_of",
        "string",
        "Path of the document of the same issuer and year that stands for this one: the most complete",
    ),
    Column("counts", "integer", "Number of counts in the prose", source="/narrative/counts"),
    Column("trainings", "integer", "Number of trainings", source="/narrative/trainings"),
    Column("events", "integer", "Number of other events", source="/narrative/events"),
    Column("issues", "integer", "Number of problems admitted", source="/narrative/issues"),
    Column("remedies", "integer", "Number of remedies announced", source="/narrative/remedies"),
    Column("past_rectifications", "integer", "Number of past rectifications"),
    Column("cells_inferred", "integer", "Cells whose value only the sums give"),
    Column("cells_repaired", "integer", "Cells whose print is a marked reading artefact"),
    Column("cells_conflict", "integer", "Cells that break a sum: look at them before you use them"),
    Column("cells_ambiguous", "integer", "Cells with several readings; their value is empty or in doubt"),
    Column("doubtful_cells", "string", "Names of the cells in conflict or ambiguous, separated by spaces"),
    Column("findings_error", "integer", "Findings of severity error"),
    Column("findings_warning", "integer", "Findings of severity warning"),
    Column("corrections", "integer", "Values that people decided"),
    Column("unexplained_digits", "integer", "Runs of digits that nothing accounts for"),
)


@cache
def cell_columns() -> tuple[CellColumn, ...]:
    """One column for each cell of both forms, in the order of the forms, 2021 first."""
    found: dict[str, CellColumn] = {}
    for form, table in _tables():
        for row in table.rows:
            for column in row.columns:
                name = f"{table.key}_{row.key}_{column.key}"
                if name in found:
                    known = found[name]
                    forms: Form = "2019, 2021" if known.column.form != form else form
                    found[name] = known._replace(column=known.column._replace(form=forms))
                    continue
                group = f"{row.group[0]} " if row.group else ""
                meaning = f"{group}{row.labels[0]} · {column.labels[0]}"
                unit = "万元" if column.key == "amount" else ""
                pointer = f"/tables/{table.key}/{row.key}/{column.key}/value"
                described = Column(name, "number", meaning, unit, form, pointer)
                found[name] = CellColumn(described, table.key, row.key, column.key)
    return tuple(found.values())


@cache
def panel_columns() -> tuple[Column, ...]:
    """The columns of the wide panel."""
    return (*_WHO, *_SUMMARY, *(cell.column for cell in cell_columns()))


@cache
def sheet_keys(table: str) -> tuple[str, ...]:
    """Column keys of one statutory table over both forms."""
    return tuple(dict.fromkeys(cell.key for cell in cell_columns() if cell.table == table))


@cache
def row_labels() -> dict[tuple[str, str], str]:
    """Printed label of each (table, row key)."""
    labels: dict[tuple[str, str], str] = {}
    for _, table in _tables():
        for row in table.rows:
            labels.setdefault((table.key, row.key), row.labels[0])
    return labels


@cache
def column_labels() -> dict[tuple[str, str], str]:
    """Printed label of each (table, column key)."""
    labels: dict[tuple[str, str], str] = {}
    for _, table in _tables():
        for row in table.rows:
            for column in row.columns:
                labels.setdefault((table.key, column.key), column.labels[0])
    return labels


def _tables() -> Iterator[tuple[Form, TableForm]]:
    yield "2021", PROACTIVE_2021
    yield "2019", PROACTIVE_2019
    yield "2021", APPLICATIONS_THREE_OTHER
    yield "2019", APPLICATIONS_ONE_OTHER
    yield "2021", DISPUTES
    yield "2019", DISPUTES
