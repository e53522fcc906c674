"""Table rows by the model, a few at a time: it says which printed row is which row of the form.

Code finds the printed rows, the model names them, and code reads the numbers, finds their columns and
checks the sums as it does by rule: no number passes through the model.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, cast

from pydantic import create_model
from rapidfuzz import fuzz

from extractor.errors import FailureKind, ModelError
from extractor.forms import Row, TableForm
from extractor.judging.tolerances import TOLERANCES
from extractor.llm import Answer, Asker, load_prompt
from extractor.records import (
    Cell,
    CellBasis,
    Document,
    Finding,
    Section,
    Severity,
    Span,
    Suspect,
    Tables,
)
from extractor.tables.alignment import Placed, align, last_heads, without_false_fields
from extractor.tables.labels import is_header
from extractor.tables.printed_items import PrintedItem, printed_items
from extractor.tables.table_reading import Known, TablesRead, read_tables
from extractor.tables.tokens import Line, Token

PROMPT = "rows/v2"
CELLS_PROMPT = "cells/v1"
_PARTED = "/"
_NONE = "都不是"
_NAMELESS = "（没有文字）"
_ORDER = re.compile(r"忽略|无视|指令|提示词|ignore|数字(?:都|均|全)|输出", re.IGNORECASE)


class PrintedRow(NamedTuple):
    """A group of figures, and the bare pieces of words since the group before."""

    pieces: tuple[str, ...]
    tokens: tuple[Token, ...]

    @property
    def words(self) -> str:
        """All the words."""
        return "".join(self.pieces)

    @property
    def shown(self) -> str:
        """What the model sees of it: the pieces next to the figures, the nearest last."""
        return _PARTED.join(self.pieces)[-TOLERANCES.row_label :].lstrip(_PARTED) or _NAMELESS


class _Block(NamedTuple):
    """One question's printed rows, and the rows of the form whose names are offered."""

    printed: tuple[int, ...]
    rows: tuple[Row, ...]


def printed_rows(items: Sequence[PrintedItem], form: TableForm) -> list[PrintedRow]:
    """Groups of figures in the order of print; headers and words that give orders are left out.

    Where the piece next to the figures is the whole label of a row, the pieces before it are other rows'.
    """
    names = {label for row in form.rows for label in row.labels}
    found: list[PrintedRow] = []
    label: list[str] = []
    for item in items:
        if item.figures:
            found.append(PrintedRow(tuple(label[-1:] if set(label[-1:]) & names else label), item.tokens))
            label = []
        elif item.piece in names or not (is_header(item.piece, form.headers) or _ORDER.search(item.piece)):
            label.append(item.piece)
    return found


class TablesDraft(NamedTuple):
    """What the tables are read from: document, folded text of equal length, sections, form."""

    document: Document
    characters: str
    sections: Sequence[Section]
    form: str


class ModelAligner:
    """An Aligner that asks a model; what it could not answer is kept as findings."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self.findings: list[Finding] = []

    def __call__(self, lines: Sequence[Line], form: TableForm) -> dict[str, Placed]:
        """Row key to the tokens of the printed row that the model says it is; blank rows by rule."""
        printed = printed_rows(printed_items(lines, form), form)
        matched, failed = _match(form, printed, self._asker)
        if failed:
            self.findings.append(_failed(form.key, failed))
        by_rule = align(lines, form).items()
        placed = {key: there for key, there in by_rule if not any(token.text for token in there.tokens)}
        placed |= {key: Placed(printed[index].tokens, True) for key, index in matched.items()}
        return without_false_fields(placed, form, last_heads(lines))


def read_tables_by_model(
    draft: TablesDraft, by_rule: Tables, asker: Asker
) -> tuple[TablesRead, list[Finding]]:
    """The official tables with the rows as the model names them; numbers, places and sums are code's.

    ``by_rule``: the same tables with the rows as code finds them. A row taken for another need not break a
    sum, so every row that comes out differently is a finding.
    """
    aligner = ModelAligner(asker)
    read = read_tables(*draft, Known(aligner=aligner))
    readings = tuple(r.model_copy(update={"reading": f"model, {r.reading}"}) for r in read.readings)
    return read._replace(readings=readings), aligner.findings + _disagreements(by_rule, read.tables)


def _disagreements(by_rule: Tables, by_model: Tables) -> list[Finding]:
    """A finding for each row with other values by rule."""
    found = []
    for key, table in by_model.items():
        rows = by_rule.get(key) or {}
        for row, cells in table.items():
            theirs = rows.get(row) or {}
            if any(
                cell.value != theirs[name].value for name, cell in (cells or {}).items() if name in theirs
            ):
                found.append(
                    Finding(
                        check="model.disagrees",
                        severity=Severity.WARNING,
                        message="规则对这一行的读法不同 / By rule this row reads otherwise",
                        where=(f"/tables/{key}/{row}",),
                        evidence=tuple(c.evidence for c in (cells or {}).values() if c.evidence),
                        suspect=Suspect.READING,
                    )
                )
    return found


def _match(
    form: TableForm, printed: Sequence[PrintedRow], asker: Asker
) -> tuple[dict[str, int], list[ModelError]]:
    """Row key to index of the printed row, as the model gives them; a printed row is used once."""
    matched: dict[str, int] = {}
    failed: list[ModelError] = []
    for size in TOLERANCES.rows_asked:  # what is left after the first round is asked once more
        blocks = _blocks(form, printed, matched, size)
        failed = _ask(blocks, printed, asker, matched)
    return _in_order(form, matched), failed


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
                    f"{n}. {printed[index].shown}" for n, index in enumerate(block.printed, start=1)
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
            if row is not None and row.key not in matched and _is_its_name(row, printed, index):
                matched[row.key] = index
    return failed


def _shares_words(row: Row, printed: Sequence[PrintedRow], index: int) -> bool:
    """Whether a name stands in the words before the figures; a wrapped label goes on behind them."""
    after = printed[index + 1].words[: TOLERANCES.row_wrapped] if index + 1 < len(printed) else ""
    words = printed[index].words + after
    return max(fuzz.partial_ratio(name, words) for name in row.labels) >= TOLERANCES.row_words_shared


def _is_its_name(row: Row, printed: Sequence[PrintedRow], index: int) -> bool:
    return _shares_words(row, printed, index) and not _names_next(row, printed, index)


def _names_next(row: Row, printed: Sequence[PrintedRow], index: int) -> bool:
    """Whether a name stands behind the figures rather than before them: it is the next row's then."""
    if index + 1 >= len(printed):
        return False
    before, after = printed[index].words, printed[index + 1].words
    return (
        max(
            fuzz.partial_ratio(name, after[: len(name) + TOLERANCES.row_wrapped // 2])
            - fuzz.partial_ratio(name, before)
            for name in row.labels
        )
        > 0
    )


def _in_order(form: TableForm, matched: Mapping[str, int]) -> dict[str, int]:
    """The most matches of which the printed order is that of the form; the others are not believed.

    An outcome row taken for another breaks no sum: the order is all that speaks against it.
    """
    pairs = [(row.key, matched[row.key]) for row in form.rows if row.key in matched]
    chains: list[list[tuple[str, int]]] = [[]]
    for at, (key, index) in enumerate(pairs):
        best: list[tuple[str, int]] = []
        for before, (_, there) in zip(chains[1:], pairs[:at], strict=True):
            if there < index and len(before) > len(best):
                best = before
        chains.append([*best, (key, index)])
    return dict(sorted(chains, key=len)[-1])


def _blocks(
    form: TableForm, printed: Sequence[PrintedRow], matched: Mapping[str, int], size: int
) -> list[_Block]:
    """Unmatched printed rows a few at a time, each with unmatched rows near in place or in words."""
    left = [index for index in range(len(printed)) if index not in matched.values()]
    rows = [(place, row) for place, row in enumerate(form.rows) if row.key not in matched]
    blocks = []
    for start in range(0, len(left) if rows else 0, size):
        indexes = tuple(left[start : start + size])
        middle = (sum(indexes) / len(indexes) + 0.5) / len(printed) * len(form.rows)
        by_distance = sorted(rows, key=lambda entry: abs(entry[0] + 0.5 - middle))
        near = {place for place, _ in by_distance[: TOLERANCES.row_window]}
        near |= {_likest(rows, printed[index].words) for index in indexes}
        blocks.append(_Block(indexes, tuple(row for place, row in rows if place in near)))
    return blocks


def _likest(rows: Sequence[tuple[int, Row]], words: str) -> int:
    """Place of the row whose label is most like the printed words."""
    return max(rows, key=lambda entry: max(fuzz.ratio(label, words) for label in entry[1].labels))[0]


def _row_answer(count: int, words: Sequence[str]) -> type[Answer]:
    """An answer with the keys "1" … "count", each one of ``words``."""
    one_of: Any = Literal[tuple(words)]
    fields: dict[str, Any] = {str(index): (one_of, ...) for index in range(1, count + 1)}
    return cast("type[Answer]", create_model("Rows", __base__=Answer, **fields))


def _name(row: Row) -> str:
    return row.labels[0]


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
    bodies = {section.key.value: section.body for section in sections}
    for key, table in tables.items():
        open_cells = [
            (row, column, cell)
            for row, columns in table.items()
            for column, cell in (columns or {}).items()
            if cell.basis is CellBasis.AMBIGUOUS and len(cell.alternatives) > 1
        ][: TOLERANCES.cells_asked]
        if open_cells:
            findings += _advice(key, open_cells, bodies.get(key, Span.of(text, 0, len(text))), text, asker)
    return findings


def _advice(
    key: str, cells: Sequence[tuple[str, str, Cell]], body: Span, text: str, asker: Asker
) -> list[Finding]:
    most = max(len(cell.alternatives) for _, _, cell in cells)
    lines = [
        f"{n}. {row}.{column}：" + "；".join(f"{i}={v}" for i, v in enumerate(cell.alternatives, start=1))
        for n, (row, column, cell) in enumerate(cells, start=1)
    ]
    places = [cell.evidence.start for _, _, cell in cells if cell.evidence is not None]
    at = min(places, default=body.start)
    region = text[max(body.start, at - TOLERANCES.cell_before) : min(body.end, at + TOLERANCES.cell_after)]
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
