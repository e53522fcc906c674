"""Texts of decisions: whole characters, no control characters, of bounded length."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator

from extractor.errors import UsageError

_MOST_DIGITS = 9
MAX_TEXT = 2000
"""Characters of one text of a fact: a whole item of section five and more."""


def strings_in(value: Any) -> list[str]:
    """All texts inside of a JSON value, keys included."""
    found: list[str] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, Mapping):
            waiting.extend((*one.keys(), *one.values()))
        elif isinstance(one, list):
            waiting.extend(one)
    return found


def _is_broken(character: str) -> bool:
    """Half of a surrogate pair, or a control character."""
    return character not in "\n\t" and unicodedata.category(character) in ("Cs", "Cc")


def index_in(text: str) -> int | None:
    """The number that ASCII digits print; None for anything else, such as the ² that ``isdigit`` takes."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and signs that print nothing at all."""
_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of what stands behind them."""


def _is_invisible(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cn":  # new ideographs are unknown to this Python and printed all the same
        return ord(character) & 0xFFFE == 0xFFFE or "\ufdd0" <= character <= "\ufdef"
    return category in ("Cf", "Co", "Zl", "Zp") or character in _UNSEEN


def holds_invisible(text: str) -> bool:
    """Whether a text holds a character that no reader sees: zero width, turned direction, private use."""
    return not text.isascii() and any(map(_is_invisible, text))


def holds_broken(text: str) -> bool:
    """Whether a text holds half a character or a control character."""
    return any(map(_is_broken, text))


def _checked(text: str) -> str:
    if holds_broken(text):
        raise ValueError("it holds half a character or a control character")
    if not _TURNS.isdisjoint(text):
        raise ValueError("it holds a character that turns the direction of the text")
    return text


Sound = Annotated[str, AfterValidator(_checked)]
"""A field of a request; with a character that cannot be kept, PostgreSQL would refuse the query."""


def check_texts(texts: Iterable[str], what: str) -> None:
    """UsageError for a text that cannot be kept or shown; ``what`` names it."""
    for text in texts:
        if len(text) > MAX_TEXT:
            raise UsageError(
                f"{what}：超过 {MAX_TEXT} 个字符，请缩短 / "
                f"{what}: more than {MAX_TEXT} characters; shorten it"
            )
        if holds_broken(text):
            raise UsageError(
                f"{what}：含有半个字符或控制字符，请重新输入 / "
                f"{what}: it holds half a character or a control character; type it again"
            )
