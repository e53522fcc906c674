"""Rows that only the heading of their block names: 表二 as converters of PDF write it, all labels first.

The form prints 第二十条第（五）项 above 行政许可 and （六） above 行政处罚 and 行政强制. Where labels were
written in one go and the numbers came behind the headings, as many numbers as the block has rows are theirs.
Of a block of several columns nothing says whether it was written by rows or by columns: its numbers are left.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from extractor.forms import TableForm
from extractor.tables.certain import clear_row
from extractor.tables.column_runs import row_line
from extractor.tables.labels import bare, row_texts
from extractor.tables.tokens import Kind, Line, Token

_BRACKETS = re.compile(r"[\s()（）\[\]【】〔〕]")
_LEAST_BLOCKS = 2


class _Block(NamedTuple):
    """A block's heading with all that stands behind it up to the next, and the rows of the form under it."""

    tokens: list[Token]
    rows: list[int]


def under_blocks(lines: Sequence[Line], form: TableForm) -> list[Line] | None:
    """The lines with such rows put together; None where the headings do not name them beyond doubt."""
    tokens = [token for line in lines for token in line.tokens if token.kind is not Kind.BLANK]
    blocks = _blocks(tokens, form)
    if blocks is None:
        return None
    narrow = [block for block in blocks if all(len(form.rows[row].columns) == 1 for row in block.rows)]
    if not narrow or not _are_named_before(tokens, narrow, form):
        return None
    own = [_own_numbers(block, block is blocks[-1]) for block in narrow]
    if not all(own):
        return None
    found = [
        row_line(form, row, [number])
        for block, numbers in zip(narrow, own, strict=True)
        for row, number in zip(block.rows, numbers or (), strict=True)
    ]
    return [*_labelled(lines, narrow, form), *found]


def _blocks(tokens: Sequence[Token], form: TableForm) -> list[_Block] | None:
    """The blocks of a form, if the heading of each is printed once and in its order."""
    rows: dict[str, list[int]] = {}
    for at, row in enumerate(form.rows):
        rows.setdefault(_plain(row.block), []).append(at)
    starts = [at for at, token in enumerate(tokens) if _plain(token.text) in rows]
    if "" in rows or len(rows) < _LEAST_BLOCKS or [_plain(tokens[at].text) for at in starts] != list(rows):
        return None
    ends = [*starts[1:], len(tokens)]
    return [
        _Block(list(tokens[start:end]), own)
        for start, end, own in zip(starts, ends, rows.values(), strict=True)
    ]


def _are_named_before(tokens: Sequence[Token], narrow: Sequence[_Block], form: TableForm) -> bool:
    """Whether the label of every row stands once, in the form's order, before the first of these headings."""
    wanted = [row for block in narrow for row in block.rows]
    named = [(at, row) for at, token in enumerate(tokens) if (row := _row_of(token, form)) in wanted]
    first = tokens.index(narrow[0].tokens[0])
    return [row for _, row in named] == wanted and all(at < first for at, _ in named)


def _own_numbers(block: _Block, last: bool) -> list[Token] | None:
    """The numbers right behind the heading and its labels: one for each row, and no other.

    Behind the last block may stand what belongs to another one.
    """
    behind = block.tokens[1:]
    labels = len(list(takewhile(lambda token: token.kind is Kind.LABEL, behind)))
    numbers = list(takewhile(lambda token: token.kind is not Kind.LABEL, behind[labels:]))
    rest = behind[labels + len(numbers) :]
    if len(numbers) != len(block.rows) or (not last and any(t.kind is not Kind.LABEL for t in rest)):
        return None
    return numbers


def _labelled(lines: Sequence[Line], narrow: Sequence[_Block], form: TableForm) -> list[Line]:
    """The lines of the other blocks whose row is named on them; numbers without a label are nobody's."""
    taken = {row for block in narrow for row in block.rows}
    named: Mapping[int, list[int | None]] = {
        at: [_row_of(token, form) for token in line.tokens] for at, line in enumerate(lines)
    }
    return [
        line
        for at, line in enumerate(lines)
        if (line.figures == 0 or any(row is not None for row in named[at])) and not taken & set(named[at])
    ]


def _row_of(token: Token, form: TableForm) -> int | None:
    if token.kind is not Kind.LABEL or _plain(token.text) in {_plain(row.block) for row in form.rows}:
        return None
    return clear_row(bare(token.text), [row_texts(row) for row in form.rows])


def _plain(text: str) -> str:
    return _BRACKETS.sub("", text)
