"""Rows of the yearly tables as a page prints them: a whole label of the form with its numbers behind it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from extractor.forms import TableForm, yearly_editions
from extractor.ideographs import HAN, ONE_TO_TEN

_SHORTEST = 4
"""A label with fewer characters (其他, 总计, 规章) stands in many tables."""
_FEWEST_COLUMNS = 5
"""Rows of fewer numbers (行政许可 12 3 15) stand in the statistics of many offices."""
_FEWEST_HEADERS = 3
_SHORTEST_HEADER = 3
_FEWEST_ROWS = 3
_FEWEST_BELOW_A_HEADER = 2
_LONGEST = 120
_NUMBERS = rf"[^{HAN}]*"
_DIGIT = re.compile(r"\d")
_FEWEST_DIGITS = 3
"""So many digits are a row of numbers; one or two may be the number of the next entry of a list."""
_NOT_HAN = re.compile(rf"[^{HAN}]+")
_ROW = re.compile(rf"(?P<label>.*[{HAN}][^{HAN}\d]*?)(?P<numbers>\d{_NUMBERS}|{_NUMBERS})")


class WholeRow(NamedTuple):
    """A row of a table: the index of the line with its label, and the keys of table and row."""

    line: int
    table: str
    row: str


def printed_rows(lines: Sequence[str]) -> Iterator[WholeRow]:
    """The rows that lines without white space print; the numbers stand behind the label or below it."""
    for at, line in enumerate(lines):
        parts = _ROW.fullmatch(line) if len(line) <= _LONGEST else None
        if parts is None:
            continue
        known = _row_of(_NOT_HAN.sub("", parts["label"]))
        if known is not None and _has_numbers(parts["numbers"], lines[at + 1 : at + 1 + _FEWEST_DIGITS]):
            yield WholeRow(at, *known)


def prints_table(lines: Sequence[str]) -> bool:
    """Whether three rows of a yearly table stand there with their numbers, or two and its column headers."""
    rows: dict[str, set[str]] = defaultdict(set)
    for each in printed_rows(lines):
        rows[each.table].add(each.row)
    most = max(map(len, rows.values()), default=0)
    if most >= _FEWEST_ROWS or most < _FEWEST_BELOW_A_HEADER:
        return most >= _FEWEST_ROWS
    words = _NOT_HAN.sub("", "".join(line for line in lines if len(line) <= _LONGEST))
    return any(
        sum(header in words for header in headers) >= _FEWEST_HEADERS
        for table, headers in _headers().items()
        if len(rows.get(table, ())) >= _FEWEST_BELOW_A_HEADER
    )


def _has_numbers(behind: str, below: Sequence[str]) -> bool:
    if behind:
        return len(_DIGIT.findall(behind)) >= _FEWEST_DIGITS
    each = [re.fullmatch(_NUMBERS, line) and _DIGIT.search(line) for line in below]
    return len(each) == _FEWEST_DIGITS and all(each)


def _row_of(words: str) -> tuple[str, str] | None:
    """(table, row) of a label of ideographs, with its list number and the labels of its group before it."""
    found = _labels().fullmatch(words)
    return None if found is None else _keys()[found["row"]]


@cache
def _labels() -> re.Pattern[str]:
    forms = list(_forms())
    groups = {"".join(_NOT_HAN.split(group.label)) for form in forms for group in form.groups}
    brackets = {_NOT_HAN.sub("", bracket).lstrip(ONE_TO_TEN) for form in forms for bracket in form.brackets}
    number = f"[{ONE_TO_TEN}]?"
    above = f"(?:{number}(?:{_any_of(groups | brackets)}))*"
    return re.compile(f"{above}{number}(?P<row>{_any_of(_keys())})")


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _keys() -> dict[str, tuple[str, str]]:
    return {
        label: (form.key, row.key)
        for form in _forms()
        for row in form.rows
        if len(row.columns) >= _FEWEST_COLUMNS
        for label in row.labels
        if len(label) >= _SHORTEST
    }


@cache
def _headers() -> dict[str, frozenset[str]]:
    """The labels of its columns, by table."""
    found: dict[str, frozenset[str]] = {}
    for form in _forms():
        labels = {label for column in form.column_of.values() for label in column.labels}
        long = frozenset(label for label in labels if len(label) >= _SHORTEST_HEADER)
        found[form.key] = found.get(form.key, frozenset()) | long
    return found


def _forms() -> Iterator[TableForm]:
    return (form for edition in yearly_editions() for form in edition.tables)
