"""Texts whose lines are rows with a separator between the fields (CSV): each is a sheet."""

import csv
import re
from collections import Counter
from collections.abc import Sequence

from extractor.ingest.composing import Composer
from extractor.ingest.decoding import decode
from extractor.ingest.formats import DocumentLimits, Parsed
from extractor.ingest.plain_text import read_plain
from extractor.ingest.sheets import SheetCell, VisibleSheet, write_sheets

_SEPARATORS = b",;"
_LEAST_ROWS = 5
_LEAST_FIELDS = 4
_LONGEST_LABEL = 200
"""Bytes of the first field of a row of numbers."""
_ROWS_SHARE = 0.6
_PAIRS_SHARE = 0.9
_NUMBER = re.compile(rb'\s*"?-?[0-9]+(?:\.[0-9]+)?"?\s*')
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_ITEM = re.compile(r"[二三四五六七八九][是要]|[(（][二三四五六七八九][)）]|[2-9][、.．](?!\d)|[②-⑨]")
_HEADED = re.compile(r"[(（]?[一二三四五六七八九十]{1,2}[)）]?[、.．][^,;。]{2,24}$")
_FEWEST_CLAUSES = 2
_LOOKED_AT = 60_000
_LONGEST_FIELD = 100_000


def is_separated(raw: bytes) -> bool:
    """Whether most lines have as many fields, three or more, or are pairs with a number, or rows of numbers.

    Only ASCII marks part fields.
    """
    return separator_of(raw[:_LOOKED_AT]) is not None


def separator_of(raw: bytes) -> str | None:
    """The separator of the fields, if the text is such a table."""
    lines = [line for line in raw.splitlines() if line.strip()]
    if len(lines) < _LEAST_ROWS:
        return None
    for mark in _SEPARATORS:
        counts = Counter(line.count(mark) for line in lines)
        most, number = max(
            ((fields, n) for fields, n in counts.items() if fields > 1), key=lambda c: c[1], default=(0, 0)
        )
        if most and number >= _ROWS_SHARE * len(lines):
            return chr(mark)
        if _is_of_pairs(lines, bytes([mark])) or _is_of_uneven_rows(lines, bytes([mark])):
            return chr(mark)
    return None


def _is_of_pairs(lines: Sequence[bytes], mark: bytes) -> bool:
    """Whether nearly all lines have two fields, and most of the second ones are numbers."""
    pairs = [line.rsplit(mark, 1)[1] for line in lines if line.count(mark) == 1]
    numbers = sum(_NUMBER.fullmatch(field) is not None for field in pairs)
    return len(pairs) >= _PAIRS_SHARE * len(lines) and 2 * numbers > len(lines)


def _is_of_uneven_rows(lines: Sequence[bytes], mark: bytes) -> bool:
    """Whether rows of numbers, whatever their lengths, are most of the lines that have several fields."""
    rows = [fields for line in lines if len(fields := line.split(mark)) >= _LEAST_FIELDS]
    numeric = sum(_is_of_numbers(fields) for fields in rows)
    return numeric >= _LEAST_ROWS and 2 * numeric > len(rows)


def _is_of_numbers(fields: Sequence[bytes]) -> bool:
    filled = [field for field in fields[1:] if field.strip()]
    numbers = sum(_NUMBER.fullmatch(field) is not None for field in filled)
    return numbers > 1 and 2 * numbers > len(filled) and len(fields[0]) <= _LONGEST_LABEL


def _is_sentence(row: Sequence[str], separator: str) -> bool:
    """Whether a line is prose beside the rows, in which the separator is a sign of punctuation."""
    fields = [field.strip() for field in row if field.strip()]
    if len(fields) < _FEWEST_CLAUSES or any(separator in field or "\n" in field for field in fields):
        return False  # what was in quotation marks was parted on purpose
    if _HEADED.match(fields[0]) or any(_PLAIN_NUMBER.fullmatch(field) for field in fields):
        return False
    return any("。" in field for field in fields) or all(map(_ITEM.match, fields[1:]))


def read_separated(raw: bytes, name: str, limits: DocumentLimits) -> Parsed:
    """The rows as one sheet; as plain text where they cannot be parted."""
    decoded = decode(raw, name)
    separator = separator_of(raw[:_LOOKED_AT]) or ","
    csv.field_size_limit(_LONGEST_FIELD)
    composer = Composer()
    try:
        rows = list(
            csv.reader(decoded.text.removeprefix("\ufeff").splitlines(keepends=True), delimiter=separator)
        )
    except csv.Error:
        return read_plain(raw, name, limits)
    cells = tuple(
        SheetCell(number, column, field.strip())
        for number, row in enumerate(rows)
        for column, field in enumerate([separator.join(row)] if _is_sentence(row, separator) else row)
    )
    write_sheets([VisibleSheet("", cells)], composer)
    return composer.parsed(decoded.encoding)
