"""Rows of a table that stand together in a text, whatever the order of their numbers.

Labels that name some rows of the form one behind the other, and as many numbers as these rows have cells. A
usual row is a stretch of its own.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.forms import TableForm
from extractor.tables.certain import clear_row
from extractor.tables.labels import bare, group_labels, is_group, row_texts
from extractor.tables.tokens import Kind, Line, Token

_NAMED_SHARE = 0.8
NUMBERED = re.compile(r"\s*[(（]?\s*[一二三四五六七八九\d]{1,2}\s*[)）.．、]")
"""A label behind its number."""


class RowsInPlace(NamedTuple):
    """The lines with rows in the form's order, and why these places are not certain, if they are not."""

    lines: list[Line]
    doubt: str | None


class RowStretch(NamedTuple):
    """Rows of the form one behind the other, with everything that stands in their place."""

    rows: range
    tokens: tuple[Token, ...]

    @property
    def numbers(self) -> list[Token]:
        """The numbers in the order of the text."""
        return [token for token in self.tokens if token.kind is not Kind.LABEL]


def stretches_of(tokens: Sequence[Token], form: TableForm, width: int) -> list[RowStretch] | None:
    """All rows of the form in stretches; None where labels do not name them in its order."""
    named = dict(labelled_rows(tokens, form))
    found: list[RowStretch] = []
    first = begin = count = 0
    own: list[int] = []
    for at in range(len(tokens) + 1):
        row = named.get(at, len(form.rows) if at == len(tokens) else None)
        if row is not None:
            if own and row <= own[-1]:
                return None
            if own and count == width * (row - first):
                if not _arelabelled_rows(own, range(first, row)):
                    return None
                found.append(RowStretch(range(first, row), tuple(tokens[begin:at])))
                first, begin, count, own = row, at, 0, []
            own.append(row)
        elif tokens[at].kind is not Kind.LABEL:
            count += 1
    return found if first == len(form.rows) else None


def _arelabelled_rows(own: Sequence[int], rows: range) -> bool:
    return len(own) >= _NAMED_SHARE * len(rows) and own[0] == rows[0] and own[-1] == rows[-1]


def labelled_rows(tokens: Sequence[Token], form: TableForm) -> Iterator[tuple[int, int]]:
    """(place of a label, row that it names beyond doubt, alone or with the next one), each row once."""
    labels = [at for at, token in enumerate(tokens) if token.kind is Kind.LABEL]
    seen: set[int] = set()
    for at, behind in pairwise((*labels, len(tokens))):
        row = row_of(tokens[at].text, form)
        if row is None and behind < len(tokens) and row_of(tokens[behind].text, form) is None:
            row = row_of(tokens[at].text + tokens[behind].text, form)
        if row is not None and row not in seen:
            seen.add(row)
            yield at, row


def row_of(label: str, form: TableForm) -> int | None:
    """The row that a label names; those that the header or a group of rows prints, too, need their number."""
    piece = bare(label)
    is_own = any(piece in row.labels for row in form.rows)
    if not piece or (is_group(piece, group_labels(form)) and not is_own):
        return None
    if piece in form.headers and not NUMBERED.match(label):
        return None
    return clear_row(piece, [row_texts(row) for row in form.rows])
