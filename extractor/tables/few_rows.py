"""Tables of which a document prints a few rows: read where every label and the header are beyond doubt.

Most rows of a whole table name each other: a label that is misread stands between two that are not. One to
four rows have no such neighbours, so that each must name itself: its whole label right before all of its
numbers, under a header that says which number stands in which column.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from extractor.forms import Row, TableForm
from extractor.tables.alignment import Placed
from extractor.tables.certain import clear_row
from extractor.tables.labels import SURE_FIT, bare, fit, row_texts
from extractor.tables.own_columns import untold_rows
from extractor.tables.printed_items import printed_items
from extractor.tables.tokens import Kind, Line, without_blanks


def are_sure(lines: Sequence[Line], form: TableForm, placed: Mapping[str, Placed]) -> bool:
    """Whether all numbers of a region stand in rows that name themselves, in the form's order."""
    found = list(_named(lines, form))
    named = [row for row in found if row is not None]
    if not named or len(named) < len(found) or any(low >= high for low, high in pairwise(named)):
        return False
    rows = [form.rows[at] for at in named]
    numbered = {key for key, there in placed.items() if any(token.text for token in there.tokens)}
    return (
        numbered == {row.key for row in rows}
        and all(_is_whole(row, placed[row.key]) for row in rows)
        and numbered.isdisjoint(untold_rows(lines, form))
        and all(_is_headed(row, lines) for row in rows)
    )


def _named(lines: Sequence[Line], form: TableForm) -> Iterator[int | None]:
    """For each group of numbers the row whose whole label stands right before it."""
    texts = [row_texts(row) for row in form.rows]
    items = printed_items(lines, form)
    for at, item in enumerate(items):
        if item.figures:
            piece = items[at - 1].piece if at else ""
            row = clear_row(piece, texts, SURE_FIT) if piece else None
            yield row if row is not None and fit(piece, texts[row]) >= SURE_FIT else None


def _is_whole(row: Row, there: Placed) -> bool:
    """Whether a row has a number for each of its columns, or a field."""
    cells = len(row.columns)
    return len(without_blanks(there.tokens)) == cells or (
        len(there.tokens) == cells and all(token.field >= 0 for token in there.tokens)
    )


def _is_headed(row: Row, lines: Sequence[Line]) -> bool:
    """Whether the header prints the heading of a row's only column; of several, others have asked."""
    if len(row.columns) > 1:
        return True
    labels = {bare(token.text) for line in lines for token in line.tokens if token.kind is Kind.LABEL}
    return any(fit(label, row.columns[0].labels) >= SURE_FIT for label in labels)
