"""Digits that a form itself prints beside its numbers: list marks of labels, codes of rows, 60岁 in a label.

They are looked for in what is printed before the cells of each row, never among the cells. A table of the
yearly report stands in a section of its own and follows the rules of ``structure``.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from extractor.coverage.structure import Named
from extractor.forms import Row, TableForm, edition_named, form_with
from extractor.records import Cell, Table, Tables

_MARK = r"(?<![0-9０-９.．,，])[(（]?\s*[0-9０-９]{1,2}\s*[.．、)）]\s*(?:[.．、)）]\s*)?"
_LIST_MARK = re.compile(r"^\s*(?:其中[:：]?)?\s*[(（]?\d{1,2}\s*[.．、)）]+\s*")
_BARE_NUMBER = r"(?<![0-9０-９.．,，%％])0{{0,2}}{code}(?![0-9０-９.．,，%％])"
_DIGIT = re.compile(r"\d")
_SIGNS = re.compile(r"^[^\w]+")
_AHEAD = 4
"""So many characters of a label behind a list number say that it is the label's."""
_ABOVE = 600
"""How far above the first number the headers of a table may begin."""


def form_rules(text: str, tables: Tables) -> Iterator[Named]:
    """Stretches that the words of the tables' own forms explain."""
    for key, table in tables.items():
        form = form_with(key, (row for row, cells in table.items() if cells is not None))
        if edition_named(form.edition).years is not None:
            continue
        for row, (start, end) in _gaps(table).items():
            for pattern, rule in _patterns(form, row):
                yield from ((*match.span(), rule) for match in pattern.finditer(text, start, end))


def _gaps(table: Table) -> dict[str, tuple[int, int]]:
    """Each row to what is printed between the cells of the row before and its own."""
    starts = sorted((start, end, row) for row, cells in table.items() for start, end in _spans(cells))
    gaps: dict[str, tuple[int, int]] = {}
    before = max(0, starts[0][0] - _ABOVE) if starts else 0
    for start, end, row in starts:
        gaps.setdefault(row, (before, start))
        before = max(before, end)
    return gaps


def _spans(cells: Mapping[str, Cell] | None) -> Iterator[tuple[int, int]]:
    for cell in (cells or {}).values():
        if cell.evidence is not None:
            yield cell.evidence.start, cell.evidence.end


@cache
def _patterns(form: TableForm, key: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What may stand before the cells of a row: list numbers and words of the form, the code of the row."""
    row = form.row_of[key]
    found = [*_of_words(form)]
    if row.code:
        code = re.escape(row.code.lstrip("0") or "0")
        found.append((re.compile(_BARE_NUMBER.format(code=code)), "table_code"))
    return tuple(found)


@cache
def _of_words(form: TableForm) -> tuple[tuple[re.Pattern[str], str], ...]:
    labels = {_loose(label[:_AHEAD]) for row in form.rows for label in _labels(row)}
    marks = re.compile(rf"{_MARK}(?=[“”\"'‘「《]?\s*(?:{'|'.join(sorted(labels))}))")
    words = sorted({_loose(word) for word in _words(form) if _DIGIT.search(word)}, key=len, reverse=True)
    found = [(marks, "table_label")]
    return (*found, (re.compile("|".join(words)), "table_label")) if words else tuple(found)


def _labels(row: Row) -> Iterator[str]:
    """The words of a label in all its wordings, without list mark and signs before them."""
    for label in (*row.labels, *row.group, row.block, row.bracket, row.prints):
        bare = _SIGNS.sub("", _LIST_MARK.sub("", label))
        if bare:
            yield bare


def _words(form: TableForm) -> Iterator[str]:
    """Everything that the form prints beside numbers."""
    yield from (form.name, form.title, form.corner, form.over, *form.headers, *form.cues)
    yield from (group.prints for group in form.groups)
    for row in form.rows:
        yield from (*row.labels, row.prints, row.block, row.bracket)
        for column in row.columns:
            yield from (*column.labels, column.prints, column.under)


def _loose(words: str) -> str:
    """A pattern of some words with white space anywhere between them."""
    return r"\s*".join(re.escape(character) for character in words if not character.isspace())
