"""Tables of other forms than the yearly ones without their column of units: 件, 人次 are no labels.

A unit behind the label of a row is taken for part of a label where that of another row is lost: the numbers
behind it move there. Fields under a heading that says 单位 and words that are a unit and nothing else are
left out, unless the form itself prints them as a label or as the end of one.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.forms import TableForm
from extractor.lexicon import one_of
from extractor.tables.labels import bare
from extractor.tables.tokens import Kind, Line, Token

_HEAD = re.compile(r"(?:计量|计数|计算|统计|度量|数量|数据)?单位")
_WORD = one_of("units.in_tables", "units.in_columns_of_units", "units.after_numerals")
_UNIT = re.compile(rf"[(（]?{_WORD}(?:[/／、]{_WORD})*[)）]?")
_LONGEST = 4
"""Characters of what may be a unit under its heading: 平方公里."""


class _Own(NamedTuple):
    """What the form prints itself, as labels are compared."""

    units: frozenset[str]
    labels: frozenset[str]


def without_units(lines: Sequence[Line], form: TableForm) -> list[Line]:
    """The lines without the fields of a column of units, and without units behind a label."""
    own = _own(form)
    columns = _unit_columns(lines, own)
    field = -1
    before: Token | None = None
    kept = []
    between = _between_numbers(lines, own)
    for line in lines:
        if line.number in between:
            continue
        field = next((t.field for t in line.tokens if t.field in columns and _is_head(t, own)), field)
        out = set(_units(line, own, field, before))
        before = next((t for t in reversed(line.tokens) if t.text and t not in out), before)
        rest = tuple(token for token in line.tokens if token not in out)
        if any(token.text for token in rest):
            kept.append(line._replace(tokens=rest) if out else line)
        elif not out:
            kept.append(line)
    return kept


def _between_numbers(lines: Sequence[Line], own: _Own) -> set[int]:
    """Lines that are a unit alone, between two that are a number alone: a code, its unit and its number."""
    alone = [texts[0] if len(texts := _texts(line)) == 1 else None for line in lines]
    return {
        unit.line
        for code, unit, number in zip(alone, alone[1:], alone[2:], strict=False)
        if code is not None and unit is not None and number is not None
        if code.kind is number.kind is Kind.NUMBER and _is_unit(unit, own)
    }


def _unit_columns(lines: Sequence[Line], own: _Own) -> set[int]:
    """Fields under a heading of units, none of the first, in which a unit stands: 单位 may mean a body."""
    headed = {
        token.field for line in lines if line.separated for token in _texts(line)[1:] if _is_head(token, own)
    }
    return {t.field for line in lines for t in line.tokens if t.field in headed and _is_unit(t, own)}


def _texts(line: Line) -> list[Token]:
    return [token for token in line.tokens if token.text]


def _own(form: TableForm) -> _Own:
    columns = [column for row in form.rows for column in row.columns]
    words = [form.corner, form.over, *form.headers, *(group.label for group in form.groups)]
    words += [word for column in columns for word in (*column.labels, column.under, column.prints)]
    words += [word for row in form.rows for word in (*row.labels, row.block, row.bracket, row.prints)]
    labels = frozenset(bare(word) for word in words if word)
    return _Own(frozenset(column.unit for column in columns if column.unit), labels)


def _is_head(token: Token, own: _Own) -> bool:
    words = bare(token.text)
    return token.kind is Kind.LABEL and words not in own.labels and _HEAD.fullmatch(words) is not None


def _units(line: Line, own: _Own, field: int, before: Token | None) -> Iterator[Token]:
    """The tokens of a line that belong to the column of units, or are a unit behind a label."""
    for token in line.tokens:
        in_column = line.separated and field >= 0 and token.field == field
        of_column = token.kind is Kind.BLANK or _is_head(token, own) or _may_be_unit(token, own)
        alone = before is not None and _is_unit(token, own) and not _ends_label(before, token, own)
        if (in_column and of_column) or alone:
            yield token
        elif token.text:
            before = token


def _may_be_unit(token: Token, own: _Own) -> bool:
    words = bare(token.text)
    return token.kind is Kind.LABEL and len(words) <= _LONGEST and words not in own.labels


def _is_unit(token: Token, own: _Own) -> bool:
    text = "".join(token.text.split())
    if token.kind is not Kind.LABEL or bare(text) in own.labels:
        return False
    return text in own.units or _UNIT.fullmatch(text) is not None


def _ends_label(before: Token, token: Token, own: _Own) -> bool:
    """Whether the word ends a label that is broken before it, or stands behind a number as its unit."""
    return before.kind is not Kind.LABEL or any(
        label.startswith(bare(before.text) + bare(token.text)) for label in own.labels if bare(before.text)
    )
