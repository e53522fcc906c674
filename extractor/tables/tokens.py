"""The words of a table: labels, numbers, placeholders and explicit blanks, with their places."""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from extractor.forms import Quantity
from extractor.tables.number_readings import (
    LETTERS,
    is_placeholder,
    read_number,
    says_no_change,
)
from extractor.tables.numerals import amount_in_words


class Kind(StrEnum):
    """What a token is."""

    LABEL = "label"
    NUMBER = "number"
    PLACEHOLDER = "placeholder"
    BLANK = "blank"


class Token(NamedTuple):
    """One piece of print in canonical offsets; a blank is an empty field between two separators."""

    kind: Kind
    start: int
    end: int
    text: str
    line: int
    field: int
    """Index of the field in a line with separators; -1 in a line without."""
    column: float
    """Display column of the centre, wide characters counting two."""
    gap: int = 0
    """White-space-only lines between the previous token's line and this one's."""


class Line(NamedTuple):
    """The tokens of one printed line."""

    number: int
    tokens: tuple[Token, ...]
    separated: bool
    """The line has tabs or pipes, so empty fields are visible."""
    run_on: bool = False
    """A piece of a line in which the cells were run together: a number may be those of several cells."""
    drawn: bool = False
    """Its fields are the cells that the document's own grid has in this row, one for each of the form's."""

    @property
    def figures(self) -> int:
        """How many numbers and placeholders the line holds."""
        count = 0
        for token in self.tokens:  # asked for ten thousands of times a document: no list, no generator
            kind = token.kind
            count += kind is Kind.NUMBER or kind is Kind.PLACEHOLDER
        return count


def without_blanks(tokens: Sequence[Token]) -> list[Token]:
    """The numbers and placeholders among the cells of a row."""
    return [token for token in tokens if token.kind is not Kind.BLANK]


ORDINAL = re.compile(r"[(（]?\d{1,2}[)）.．、]+")
"""The number of a list, no figure: 1. or （2）."""
_NUMERIC = re.compile(rf"[\d{re.escape(LETTERS)},.\s]+")
_UNREADABLE = re.compile(r"(?=.*\d)[\d,.;:'’*^~_+-]{2,14}|[*×]{1,8}")
"""Digits and signs that make no number, or signs put for one: still a number's place, never passed over."""
_RUN = re.compile(r"[+-]?\d[\d,.，]{11,}\d")
_MOST_DIGITS = 12
"""Of what is counted or paid; more are a serial number, a barcode or damage."""


def is_endless(text: str) -> bool:
    """Whether a print is a run of more digits than any number of a table has."""
    whole = text.partition(".")[0]
    return _RUN.fullmatch(text) is not None and sum(map(str.isdecimal, whole)) > _MOST_DIGITS


def _is_wide(character: str) -> bool:
    return character >= "\u1100" and not "\u2010" <= character <= "\u2027"


@lru_cache(maxsize=20_000)
def display_width(text: str) -> int:
    """Width in display columns, wide characters counting two."""
    return len(text) if text.isascii() else sum(2 if _is_wide(c) else 1 for c in text)


@lru_cache(maxsize=50_000)
def looks_numeric(text: str) -> bool:
    """Whether a piece of print is a number, however badly read."""
    if ORDINAL.fullmatch(text):
        return False
    if any(c.isdigit() for c in text) or says_no_change(text) or amount_in_words(text) is not None:
        return bool(
            read_number(text) or read_number(text, Quantity.SIGNED) or read_number(text, Quantity.AMOUNT)
        )
    return len(text) <= 3 and bool(_NUMERIC.fullmatch(text)) and bool(read_number(text))


@lru_cache(maxsize=50_000)
def kind_of(text: str) -> Kind:
    """What a word of a table is."""
    if is_placeholder(text):
        return Kind.PLACEHOLDER
    if looks_numeric(text) or (_UNREADABLE.fullmatch(text) and not ORDINAL.fullmatch(text)):
        return Kind.NUMBER
    return Kind.LABEL


def is_figure(text: str) -> bool:
    """Whether a word is a number, however badly read, or a sign for none."""
    return kind_of(text) is not Kind.LABEL
