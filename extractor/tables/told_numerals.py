"""Cells that hold single Chinese numerals: 五 beside 一百一十 and 零.

By itself 五 may be the number of a list, and 一 a dash. In a table that writes its numbers in words it is a
number like the others: passed over, it would be a blank that the sums fill with something else.
"""

from extractor.grammar import chinese_value
from extractor.grammar.numbers import CAPITALS
from extractor.tables.numerals import numeral_value
from extractor.tables.tokens import Kind, Line, Token

_LEAST = 3
"""So many cells in words make a table that writes its numbers so."""
_ONE = frozenset("一二两三四五六七八九十")
_ZERO = "零"


def with_numerals(lines: list[Line]) -> list[Line]:
    """The lines with single numerals as numbers, where other cells are numbers in words."""
    told = sum(_is_told(token) for line in lines for token in line.tokens)
    return [_as_numbers(line) for line in lines] if told >= _LEAST else lines


def _is_told(token: Token) -> bool:
    if token.kind is Kind.LABEL or not token.text or any(map(str.isdigit, token.text)):
        return False
    return token.text == _ZERO or numeral_value(token.text) is not None


def _as_numbers(line: Line) -> Line:
    """A numeral in front of other cells stays what it is: the number of a row."""
    tokens = (
        _number(token) if at or len(line.tokens) == 1 else token for at, token in enumerate(line.tokens)
    )
    return line._replace(tokens=tuple(tokens))


def _number(token: Token) -> Token:
    plain = token.text.translate(CAPITALS)
    value = chinese_value(plain) if plain in _ONE or plain == _ZERO else None
    return token if value is None else token._replace(kind=Kind.NUMBER, text=str(int(value)))
