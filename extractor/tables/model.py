"""Table rows by the model, a few at a time: it says which printed row is which row of the form.

Code finds the printed rows with their numbers, the model gives ids, code reads the numbers: no number
passes through the model. A printed row with another count of numbers than the form's row is left open.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal, NamedTuple, cast

from pydantic import create_model
from rapidfuzz import fuzz

from extractor.errors import FailureKind, ModelError
from extractor.forms import (
    DISPUTES,
    PROACTIVE_2019,
    PROACTIVE_2021,
    Row,
    TableForm,
)
from extractor.llm import Answer, Asker, load_prompt
from extractor.records import (
    Cell,
    CellBasis,
    Document,
    Finding,
    FormName,
    Section,
    SectionKey,
    Severity,
    Span,
    Suspect,
    Table,
    TableReading,
    Tables,
)
from extractor.tables.numbers import read_number
from extractor.tables.reading import TablesRead, applications_form
from extractor.tables.tokens import Kind, Line, Token, read_lines

PROMPT = "rows/v1"
CELLS_PROMPT = "cells/v1"
BATCH = 4
_AGAIN = 2
_LEAST_SHARED = 80
_WRAPPED = 16
"""rapidfuzz partial ratio, 0 to 100; broken labels keep most of their characters."""
_WINDOW = 10
_MAX_LABEL = 30
_NONE = "都不是"
_NAMELESS = "（没有文字）"
_MAX_CELLS = 6
_ORDER = re.compile(r"忽略|无视|指令|提示词|ignore|数字(?:都|均|全)|输出", re.IGNORECASE)


class PrintedRow(NamedTuple):
    """A run of figures with the words around it."""

    label: str
    tokens: tuple[Token, ...]


class _Block(NamedTuple):
    """One question's printed rows, and the rows of the form whose names are offered."""

    printed: tuple[int, ...]
    rows: tuple[Row, ...]


def printed_rows(lines: Sequence[Line]) -> list[PrintedRow]:
    """Runs of figures in the order of print; the label is the words since the run before."""
    found: list[PrintedRow] = []
    label: list[str] = []
    run: list[Token] = []
    for token in (token for line in lines for token in line.tokens):
        if token.kind is Kind.LABEL:
            if run:
                found.append(PrintedRow("".join(label), tuple(run)))
                label, run = [], []
            if not _ORDER.search(token.text):
                label.append(token.text)
        elif token.text or run:
            run.append(token)
    if run:
        found.append(PrintedRow("".join(label), tuple(run)))
    return [row for row in found if any(token.text for token in row.tokens)]


def read_tables_by_model(
    document: Document, characters: str, sections: Sequence[Section], form: FormName, asker: Asker
) -> tuple[TablesRead, list[Finding]]:
    """The official tables as the model matches them; rows it cannot match are blank, with a finding."""
    tables: dict[str, Table | None] = {}
    readings, findings = [], []
    bodies = {section.key: section.body for section in sections}
    for key, table_form in _forms(form, characters, bodies):
        body = bodies[key]
        printed = printed_rows(read_lines(characters, body.start, body.end))
        if not printed:
            continue
        matched, failed = _match(table_form, printed, asker)
        if failed:
            findings.append(_failed(table_form.key, failed))
        table: Table = _cells(table_form, printed, matched, document.text)
        if key is SectionKey.APPLICATIONS and form is FormName.FORM_2021 and "other" in table:
            table = {**table, **dict.fromkeys(("other_no_correction", "other_no_fee", "other_misc"))}
        tables[key] = table
        readings.append(TableReading(table=table_form.key, reading="model"))
    return TablesRead(Tables(**tables), tuple(readings)), findings


def _forms(
    form: FormName, characters: str, bodies: Mapping[SectionKey, Span]
) -> list[tuple[SectionKey, TableForm]]:
    proactive = PROACTIVE_2021 if form is FormName.FORM_2021 else PROACTIVE_2019
    forms = {SectionKey.PROACTIVE: proactive, SectionKey.DISPUTES: DISPUTES}
    body = bodies.get(SectionKey.APPLICATIONS)
    if body is not None:
        forms[SectionKey.APPLICATIONS] = applications_form(form, characters[body.start : body.end])
    return [(key, forms[key]) for key in forms if key in bodies]


def _match(
    form: TableForm, printed: Sequence[PrintedRow], asker: Asker
) -> tuple[dict[str, int], list[ModelError]]:
    """Row key to index of the printed row, as the model gives them; a printed row is used once."""
    if form is DISPUTES:  # its three blocks are one printed row: there is nothing to choose
        return {}, []
    matched: dict[str, int] = {}
    failed: list[ModelError] = []
    for size in (BATCH, _AGAIN):  # what is left after the first round is asked once more, fewer at a time
        blocks = _blocks(form, len(printed), matched, size)
        failed = _ask(blocks, printed, asker, matched)
    rows = {row.key: row for row in form.rows}
    return {k: i for k, i in matched.items() if not _names_next(rows[k], printed, i)}, failed


def _ask(
    blocks: Sequence[_Block], printed: Sequence[PrintedRow], asker: Asker, matched: dict[str, int]
) -> list[ModelError]:
    """Put the questions; ``matched`` gains what is grounded: names that share their words with the print."""
    prompt = load_prompt(PROMPT)
    questions = [
        prompt.question(
            _row_answer(len(block.printed), [*map(_name, block.rows), _NONE]),
            {
                "rows": "；".join(map(_name, block.rows)),
                "printed": "\n".join(
                    f"{n}. {printed[index].label[-_MAX_LABEL:] or _NAMELESS}"
                    for n, index in enumerate(block.printed, start=1)
                ),
            },
            24 * len(block.printed) + 16,
        )
        for block in blocks
    ]
    failed = []
    for block, answer in zip(blocks, asker.ask_all(questions), strict=True):
        if isinstance(answer, ModelError):
            failed += [] if answer.kind is FailureKind.NOT_ASKED else [answer]
            continue
        rows = {_name(row): row for row in block.rows}
        for index, field in zip(block.printed, type(answer).model_fields, strict=True):
            row = rows.get(getattr(answer, field))
            if row is not None and row.key not in matched and _shares_words(row, printed, index):
                matched[row.key] = index
    return failed


def _shares_words(row: Row, printed: Sequence[PrintedRow], index: int) -> bool:
    """Whether a name stands in the words before the figures; a wrapped label goes on behind them."""
    after = printed[index + 1].label[:_WRAPPED] if index + 1 < len(printed) else ""
    words = _ideographs(printed[index].label + after)
    return max(fuzz.partial_ratio(name, words) for name in row.labels) >= _LEAST_SHARED


def _names_next(row: Row, printed: Sequence[PrintedRow], index: int) -> bool:
    """Whether a name stands behind the figures rather than before them: it is the next row's then."""
    if index + 1 >= len(printed):
        return False
    before, after = (_ideographs(printed[i].label) for i in (index, index + 1))
    return (
        max(
            fuzz.partial_ratio(name, after[: len(name) + _WRAPPED // 2]) - fuzz.partial_ratio(name, before)
            for name in row.labels
        )
        > 0
    )


def _ideographs(text: str) -> str:
    return "".join(character for character in text if character >= "\u3400")


def _blocks(form: TableForm, printed: int, matched: Mapping[str, int], size: int) -> list[_Block]:
    """Unmatched printed rows a few at a time, each with unmatched rows of the form near their place."""
    left = [index for index in range(printed) if index not in matched.values()]
    rows = [(place, row) for place, row in enumerate(form.rows) if row.key not in matched]
    blocks = []
    for start in range(0, len(left) if rows else 0, size):
        indexes = tuple(left[start : start + size])
        middle = (sum(indexes) / len(indexes) + 0.5) / printed * len(form.rows)
        near = sorted(rows, key=lambda entry: abs(entry[0] + 0.5 - middle))[:_WINDOW]
        blocks.append(_Block(indexes, tuple(row for _, row in sorted(near, key=lambda entry: entry[0]))))
    return blocks


def _row_answer(count: int, words: Sequence[str]) -> type[Answer]:
    """An answer with the keys "1" … "count", each one of ``words``."""
    one_of: Any = Literal[tuple(words)]
    fields: dict[str, Any] = {str(index): (one_of, ...) for index in range(1, count + 1)}
    return cast("type[Answer]", create_model("Rows", __base__=Answer, **fields))


def _name(row: Row) -> str:
    return row.labels[0]


def _cells(
    form: TableForm, printed: Sequence[PrintedRow], matched: Mapping[str, int], text: str
) -> dict[str, dict[str, Cell]]:
    if form is DISPUTES:
        tokens = max(printed, key=lambda row: len(row.tokens)).tokens
        columns = [(row.key, column.key) for row in form.rows for column in row.columns]
        while len(tokens) > len(columns) and not tokens[-1].text:
            tokens = tokens[:-1]
        given = tokens if len(tokens) == len(columns) else [None] * len(columns)
        table: dict[str, dict[str, Cell]] = {}
        for (row, column), token in zip(columns, given, strict=True):
            table.setdefault(row, {})[column] = _cell(token, text)
        return table
    return {row.key: _row(row, printed, matched.get(row.key), text) for row in form.rows}


def _row(row: Row, printed: Sequence[PrintedRow], index: int | None, text: str) -> dict[str, Cell]:
    tokens: Sequence[Token | None] = printed[index].tokens if index is not None else ()
    # what is left over at the end of a row are the empty fields at the edges of its line and the next
    while len(tokens) > len(row.columns) and tokens[-1] is not None and not tokens[-1].text:
        tokens = tokens[:-1]
    if len(tokens) != len(row.columns):
        tokens = [None] * len(row.columns)
    return {column.key: _cell(token, text) for column, token in zip(row.columns, tokens, strict=True)}


def _cell(token: Token | None, text: str) -> Cell:
    if token is None or not token.text:
        return Cell(value=None, raw=None, basis=CellBasis.BLANK, evidence=None)
    readings = read_number(token.text)
    value = Decimal(readings[0].value) if readings and readings[0].value is not None else None
    span = Span.of(text, token.start, token.end)
    return Cell(value=value, raw=span.quote, basis=CellBasis.PRINTED, evidence=span)


def _failed(table: str, errors: Sequence[ModelError]) -> Finding:
    return Finding(
        check="model.failed",
        severity=Severity.WARNING,
        message=(
            f"模型未能回答({table}表) / The model gave no usable answer for rows of table {table}: "
            f"{errors[0].kind}: {errors[0]}"
        ),
        where=(f"/tables/{table}",),
        suspect=Suspect.READING,
    )


def advise_on_cells(tables: Tables, sections: Sequence[Section], text: str, asker: Asker) -> list[Finding]:
    """For cells of which several readings fit: the one that the model would choose, as a finding.

    No value changes: a cell has no basis that would say that a model chose it.
    """
    findings: list[Finding] = []
    bodies = {section.key: section.body for section in sections}
    for key in (SectionKey.PROACTIVE, SectionKey.APPLICATIONS, SectionKey.DISPUTES):
        table = getattr(tables, key)
        open_cells = [
            (row, column, cell)
            for row, columns in (table or {}).items()
            for column, cell in (columns or {}).items()
            if cell.basis is CellBasis.AMBIGUOUS and len(cell.alternatives) > 1
        ][:_MAX_CELLS]
        if open_cells:
            findings += _advice(key, open_cells, bodies[key], text, asker)
    return findings


def _advice(
    key: SectionKey, cells: Sequence[tuple[str, str, Cell]], body: Span, text: str, asker: Asker
) -> list[Finding]:
    most = max(len(cell.alternatives) for _, _, cell in cells)
    lines = [
        f"{n}. {row}.{column}：" + "；".join(f"{i}={v}" for i, v in enumerate(cell.alternatives, start=1))
        for n, (row, column, cell) in enumerate(cells, start=1)
    ]
    places = [cell.evidence.start for _, _, cell in cells if cell.evidence is not None]
    at = min(places, default=body.start)
    region = text[max(body.start, at - 200) : min(body.end, at + 400)]
    question = load_prompt(CELLS_PROMPT).question(
        _row_answer(len(cells), [str(i) for i in range(most + 1)]),
        {"region": region, "cells": "\n".join(lines)},
        10 * len(cells) + 16,
    )
    answer = asker.ask_all([question])[0]
    if isinstance(answer, ModelError):
        return []
    findings = []
    for (row, column, cell), name in zip(cells, type(answer).model_fields, strict=True):
        chosen = int(getattr(answer, name))
        if 0 < chosen <= len(cell.alternatives):
            findings.append(
                Finding(
                    check="model.cell",
                    severity=Severity.INFO,
                    message="模型倾向的读法,数值未改 / What the model would choose; nothing was changed",
                    where=(f"/tables/{key}/{row}/{column}",),
                    left=cell.alternatives[chosen - 1],
                    evidence=(cell.evidence,) if cell.evidence else (),
                    suspect=Suspect.READING,
                )
            )
    return findings
