"""Check of the rows of the tables: whether the label of one was lost in the middle."""

import re
from collections.abc import Iterator
from itertools import pairwise

from extractor.forms import Row
from extractor.grammar import plain, with_ideographs
from extractor.ideographs import HAN, ONE_TO_TEN
from extractor.records import Severity, Span, Suspect
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.filled import FilledTable

_LABELLED = 0.8
"""Where so large a part of the rows of a table has its label before its numbers, the others should, too."""
_FEWEST_ROWS = 4


@check("table.label_missing", needs_text=True)
def rows_have_labels(context: Context) -> Iterator[Draft]:
    """行无标签 · The numbers of a row are printed, but its label is not: the row is known by its place alone.

    Compares: what stands between the cells of one row and those of the row before with nothing but signs.
    Skipped: for tables in which fewer than four fifths of the rows print their labels before their numbers,
    as where a converter put all labels first.
    Example: | | 0 | 0 | 0 | 0 | 0 | 0 | 0 | between 重复申请 and 无正当理由大量反复申请.
    """
    for table in context.tables:
        rows = _rows(table)
        bare = [
            row
            for (_, before), (row, at) in pairwise(rows)
            if not _is_labelled(table.rows[row], (context.text or "")[before[-1].end : at[0].start])
        ]
        if len(rows) < _FEWEST_ROWS or len(bare) > (1 - _LABELLED) * len(rows):
            continue
        for row in bare:
            spans = dict(rows)[row]
            yield Draft(
                Severity.WARNING,
                f"{table.row_name(row)} 的行标签未印出，仅按次序归行，请对照原表",
                f"the label of row {row} is not printed: it is known by its place alone",
                (f"/tables/{table.form.key}/{row}",),
                evidence=(spans[0], spans[-1]),
                suspect=Suspect.READING,
            )


def _rows(table: FilledTable) -> list[tuple[str, list[Span]]]:
    """The rows with the places of their printed cells, in the order of the text."""
    found: dict[str, list[Span]] = {}
    for (row, _), cell in table.all_cells:
        if cell.evidence is not None:
            found.setdefault(row, []).append(cell.evidence)
    rows = [(row, sorted(spans, key=lambda span: span.start)) for row, spans in found.items()]
    return sorted(rows, key=lambda item: item[1][0].start)


def _is_labelled(row: Row, between: str) -> bool:
    """Whether more stands before the numbers than the label of the group in which the row is the first."""
    words = _words_of(between)
    group = "|".join(_words_of(label) for label in row.group) or r"(?!)"
    return bool(words) and re.fullmatch(rf"(?:[{ONE_TO_TEN}]?(?:{group}))+", words) is None


def _words_of(label: str) -> str:
    return "".join(re.findall(rf"[{HAN}]", with_ideographs(plain(label))))
