"""Of the table cells that stand in a text: delivered, named as unread where they stand, or lost.

A text that a converter or a recogniser wrote need not hold every cell of the page. Cells *stand* in it where
the numbers of their whole row stand there one behind the other; a row of fewer than five numbers only where
words of its label stand before them, since two zeros stand anywhere. A cell that stands there is then

- *delivered*: its value comes out, in doubt or not;
- *named*: nothing or another value comes out, and the Report says so at the place: the cell is open, a
  finding points at it, its row or the quoted digits, or the digits are listed as unexplained;
- *wrong*: another number comes out, and nothing says so;
- *lost*: nothing comes out, and nothing says so.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from extractor.evaluation.gold import Gold, labelled_cells
from extractor.evaluation.noise.documents import Truth
from extractor.evaluation.scoring.warnings import MOST_NAMED, CellKey, Flags
from extractor.forms import TableForm, form_with
from extractor.ideographs import HAN
from extractor.records import Report, Severity


class PrintedTruth(NamedTuple):
    """What is printed of a cell, None where nothing is, and the values that are right for it."""

    raw: str | None
    accepted: frozenset[Decimal | None]


PrintedRows = Mapping[str, Mapping[str, Mapping[str, PrintedTruth]]]
"""Table to row to column to cell."""

_LETTERS = str.maketrans("OoQDlI０１２３４５６７８９．，", "0000110123456789.,")
"""Letters that recognisers write for digits, and wide digits; every one is one character."""
_BETWEEN = r"[^0-9]{0,14}?"
"""Between two numbers of a row: white space, bars, units, a note mark."""
_LIKE_DIGITS = re.compile(r"(?<![A-Za-z])[OoQDlI０-９．，]{1,3}(?![A-Za-z])|[０-９．，]+")
_LONG_ROW = 5
_LABEL_REACH = 90
_LABEL_WORD = re.compile(rf"[{HAN}]{{3,}}")
_DIGIT = re.compile(r"[0-9]")


class CellFate(StrEnum):
    """What became of a cell that stands in the text."""

    DELIVERED = "delivered"
    NAMED = "named"
    WRONG = "wrong"
    LOST = "lost"


class StandingNumber(NamedTuple):
    """One number of a table and where it stands in the canonical text."""

    key: CellKey
    accepted: frozenset[Decimal | None]
    start: int
    end: int


class Judged(NamedTuple):
    """A standing cell and its fate."""

    cell: StandingNumber
    fate: CellFate


def standing_cells(text: str, printed: PrintedRows, form: str) -> tuple[StandingNumber, ...]:
    """The cells whose row stands in the text; each stretch of the text serves one row."""
    plain = _plain(text)
    taken: list[tuple[int, int]] = []
    found: list[StandingNumber] = []
    for table, row, columns in _longest_first(printed):
        cells = [(column, cell) for column, cell in columns if cell.raw and _DIGIT.search(cell.raw)]
        words = () if len(cells) >= _LONG_ROW else _label_words(form_with(table, printed[table], form), row)
        match = _place(plain, [cell.raw or "" for _, cell in cells], words, taken)
        if match is None:
            continue
        taken.append(match.span())
        found += [
            StandingNumber((table, row, column), cell.accepted, *match.span(index))
            for index, (column, cell) in enumerate(cells, 1)
        ]
    return tuple(found)


def _longest_first(printed: PrintedRows) -> list[tuple[str, str, list[tuple[str, PrintedTruth]]]]:
    rows = [
        (table, row, list(cells.items())) for table, rows in printed.items() for row, cells in rows.items()
    ]
    return sorted(rows, key=lambda each: -sum(len(cell.raw) + 1 for _, cell in each[2] if cell.raw))


def _place(
    text: str, raws: Sequence[str], words: Sequence[str] | None, taken: Sequence[tuple[int, int]]
) -> re.Match[str] | None:
    if not raws:
        return None
    numbers = [rf"({_any_spacing(raw.translate(_LETTERS))})" for raw in raws]
    pattern = re.compile(rf"(?<![0-9.]){_BETWEEN.join(numbers)}(?![0-9]|[.,][0-9])")
    for match in pattern.finditer(text):
        if any(low < match.end() and match.start() < high for low, high in taken):
            continue
        if not words or _labelled(text, match.start(), words):
            return match
    return None


def _plain(text: str) -> str:
    """The text with digits for the letters that stand alone as one; those within words of letters stay."""
    return _LIKE_DIGITS.sub(lambda match: match.group().translate(_LETTERS), text)


def _any_spacing(raw: str) -> str:
    return r"\s*".join(re.escape(part) for part in raw.split())


def _labelled(text: str, start: int, words: Sequence[str]) -> bool:
    before = re.sub(r"\s", "", text[max(0, start - _LABEL_REACH) : start])
    label = re.split(r"[0-9](?![.．、])", before)[-1]
    return any(word in label for word in words)


def _label_words(form: TableForm, row: str) -> tuple[str, ...]:
    labels = next((each.labels for each in form.rows if each.key == row), ())
    return tuple({word[:4] for label in labels for word in _LABEL_WORD.findall(label)}) or ("",)


def judge(report: Report, text: str, printed: PrintedRows, form: str) -> tuple[Judged, ...]:
    """The fate of each cell that stands in ``text``, the canonical text of ``report``."""
    flags = Flags(report.tables, report.findings)
    named = _named_places(report)
    judged = []
    for cell in standing_cells(text, printed, form):
        table, row, column = cell.key
        read = ((report.tables.get(table) or {}).get(row) or {}).get(column)
        value = None if read is None else read.value
        if value is not None and value in cell.accepted:
            fate = CellFate.DELIVERED
        elif (
            flags.cell(cell.key)
            or flags.at(f"/tables/{table}/{row}")
            or any(low < cell.end and cell.start < high for low, high in named)
        ):
            fate = CellFate.NAMED
        else:
            fate = CellFate.LOST if value is None else CellFate.WRONG
        judged.append(Judged(cell, fate))
    return tuple(judged)


def _named_places(report: Report) -> list[tuple[int, int]]:
    """Digits that are listed as unexplained, and what the findings quote of a table."""
    quoted = [
        (span.start, span.end)
        for finding in report.findings
        if finding.severity is not Severity.INFO and len(finding.where) <= MOST_NAMED
        for span in finding.evidence
        if any(pointer.startswith("/tables") for pointer in finding.where)
    ]
    return [*((span.start, span.end) for span in report.coverage.unexplained), *quoted]


def printed_of_truth(truth: Truth) -> PrintedRows:
    """What a generated document prints."""
    return {
        table: {
            row: {
                key: PrintedTruth(cell.raw, frozenset((Decimal(str(cell.value)),)))
                for key, cell in cells.items()
            }
            for row, cells in rows.items()
        }
        for table, rows in truth.items()
    }


def printed_of_gold(gold: Gold) -> PrintedRows:
    """What a labelled document prints: values as figures, but where the labels say how they are printed."""
    rows: dict[str, dict[str, dict[str, PrintedTruth]]] = {}
    for table in gold.tables or {}:
        for cell in labelled_cells(gold, table):
            _, row, column = cell.pointer.split(".")
            inferred = {"inferred", "blank"} & set(gold.basis.get(cell.pointer, "").split("|"))
            figure = None if cell.value is None or inferred else f"{cell.value:f}"
            raw = gold.raw.get(cell.pointer, figure)
            kept = rows.setdefault(table, {}).setdefault(row, {})
            kept[column] = PrintedTruth(None if inferred else raw, cell.accepted)
    return rows
