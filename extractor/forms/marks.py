"""Marks of forms, as the patterns that a text is searched for."""

import re
from collections.abc import Sequence
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from extractor.forms.form_mistakes import Mistake


def mistake_in(mark: str) -> Mistake | None:
    """What is wrong with a mark, in words; None where it can be searched for."""
    try:
        re.compile(mark)
    except re.error as error:
        return Mistake(f"不是正则表达式（{error}）", f"is no regular expression ({error})")
    if _repeats(parser.parse(mark), inside=False):
        return Mistake(
            "重复之中又有重复，如 (a+)+，长文本会永远查不完；请只重复一次",
            "repeats what is repeated, as (a+)+ does: a long text would never be searched; repeat once",
        )
    return None


def stands_everywhere(marks: Sequence[str]) -> bool:
    """Whether marks are found in every text, an empty one too: no form is told by them."""
    return bool(marks) and all(re.search(mark, "") for mark in marks)


def _repeats(pattern: Any, *, inside: bool) -> bool:
    """Whether a repetition without an end stands within another one that can be given up again."""
    for code, value in pattern:
        again = code in (constants.MAX_REPEAT, constants.MIN_REPEAT)
        endless = again and value[1] == constants.MAXREPEAT
        if endless and inside:
            return True
        if any(_repeats(each, inside=inside or endless) for each in _within(value)):
            return True
    return False


def _within(value: Any) -> list[Any]:
    """The patterns inside of one piece of a pattern, however deep in its tuples."""
    if isinstance(value, parser.SubPattern):
        return [value]
    if isinstance(value, tuple | list):
        return [each for part in value for each in _within(part)]
    return []
