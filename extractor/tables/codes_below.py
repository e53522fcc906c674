"""Columns of codes in a text with one cell a line: 主动公开信息数, 01, 26 are a label, its code, its number.

Where labels are followed by one number more than their rows have, and those at one place (first behind it, or
last: the serial number before the next label) count up row by row, they number the rows.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.forms import TableForm
from extractor.tables.labels import bare
from extractor.tables.tokens import Kind, Line

CODE_HEAD = re.compile(r"(?:指标|项目|栏目|数据)?(?:代码|编码|编号|序号|行次|行号|栏次|代号)")
CODE = re.compile(r"(?P<number>\d{1,4})(?:\s*[十百千万亿]{0,2}元)?")
"""A code, perhaps with the unit of money behind or below it that was taken for its own."""
_LEAST = 4
_SHARE = 0.7
_ENDS = (0, -1)
_SINGLE = 0.8
"""Of the lines, those that hold one cell."""


def without_codes_below(lines: Sequence[Line], form: TableForm) -> list[Line]:
    """The lines without such codes, at either place or at both."""
    single = sum(len([t for t in line.tokens if t.text]) == 1 for line in lines)
    if single < _SINGLE * len(lines):
        return list(lines)
    width = max(len(row.columns) for row in form.rows)
    headed = any(CODE_HEAD.fullmatch(bare(token.text)) for line in lines for token in line.tokens)
    out: set[int] = set()
    for end in _ENDS * 2:  # of two such columns each is seen once the other is gone
        groups = [[at for at in group if at not in out] for group in _groups(lines)]
        out |= _codes([group for group in groups if group], end, width, lines, headed=headed)
    return [line for at, line in enumerate(lines) if at not in out]


def _groups(lines: Sequence[Line]) -> Iterator[list[int]]:
    """The lines of numbers between labels, by their places."""
    group: list[int] = []
    for at, line in enumerate(lines):
        if any(token.kind is Kind.LABEL for token in line.tokens):
            yield group
            group = []
        elif line.figures:
            group.append(at)
    yield group


def _codes(
    groups: Sequence[Sequence[int]], end: int, width: int, lines: Sequence[Line], *, headed: bool
) -> set[int]:
    """The places of numbers at one end of the groups that count up, where most groups have one too many."""
    full = [group for group in groups if len(group) > width]
    if len(full) < max(_LEAST, _SHARE * len(groups)):
        return set()
    codes = [CODE.fullmatch(lines[group[end]].tokens[0].text) for group in full]
    numbers = [int(code["number"]) for code in codes if code is not None]
    if len(numbers) < len(full):
        return set()
    steps = [high - low for low, high in pairwise(numbers)]
    if min(steps) < 1 or (not headed and 2 * steps.count(1) < len(steps)):
        return set()
    return {group[end] for group in full}
