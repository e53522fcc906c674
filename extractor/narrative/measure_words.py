"""Measure words: what may stand between a number and the thing it counts."""

import re
from decimal import Decimal

from extractor.lexicon import one_of, pattern

_ARABIC = re.compile(rf"[ ]?({one_of('vocabulary.measures')})")
_CHINESE = re.compile(rf"({one_of('units.after_numerals')})")
_NOT_A_UNIT = pattern("units.not_a_unit")
_INDEFINITE = pattern("units.indefinite")
_POINTS_AT_THINGS = re.compile(rf"{one_of('units.points_at_things')}$")
_BEFORE_ONE = re.compile(rf"{one_of('units.before_one')}$")


def measure_after(text: str, end: int, chinese: bool) -> str | None:
    """The measure word that begins at ``end``, or None; numbers in characters accept fewer of them."""
    match = (_CHINESE if chinese else _ARABIC).match(text, end)
    if match is None:
        return None
    unit = match[1]
    other_word = _NOT_A_UNIT.match(text, match.start(1))
    return None if other_word and other_word[0] == unit else unit


_MANY = 10
_OF_MANY = re.compile(r"[ ]?(人(?![大民次])|元(?![旦宵素化月]))")


def rare_measure(text: str, end: int, value: Decimal) -> str | None:
    """People and money after a number in characters from ten on (六十八人).

    With smaller numbers 人 and 元 stand in words (一人一档, 一元化).
    """
    match = _OF_MANY.match(text, end) if value >= _MANY else None
    return match[1] if match else None


def is_indefinite(text: str, start: int, end: int) -> bool:
    """Whether a number in characters only means "a" (一个良好环境) or belongs to a word (进一步)."""
    before = text[max(0, start - 4) : start]
    if _POINTS_AT_THINGS.search(before):
        return True
    one = text[start:end] == "一"
    return one and bool(_BEFORE_ONE.search(before) or _INDEFINITE.match(text, start))
