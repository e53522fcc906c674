"""Digits and numerals that never count disclosure work, each with the rule that says so.

The narrative leaves these out; coverage explains digits with them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from extractor.grammar.noncount_rules import RULES, Rule
from extractor.grammar.plain import plain

__all__ = ["RULES", "NonCount", "non_counts"]

_RUN = re.compile(r"\d+(?:\.\d+(?![\d]*[ \t]*月))?|[一二三四五六七八九十百千万零〇○两]+")
_STARTS_AFTER = frozenset("\n。;；:：!?")


class NonCount(NamedTuple):
    """A stretch ``[start, end)`` whose digits are set aside by the rule of that name."""

    start: int
    end: int
    rule: str


def non_counts(text: str) -> list[NonCount]:
    """Stretches of ``text`` that hold digits or numerals which count nothing, in order, not overlapping.

    Where two rules claim the same characters, the one that stands earlier in ``RULES`` has them.
    """
    return list(_non_counts(text))


@lru_cache(maxsize=128)
def _non_counts(text: str) -> tuple[NonCount, ...]:
    # narrative and coverage ask for the same stretches of one document
    folded = plain(text)
    numbers = [match.start() for match in _RUN.finditer(folded)]
    starts = [at for at in numbers if _begins_sentence(folded, at)]
    taken = bytearray(len(folded))
    found = []
    for name, rule in RULES.items():
        for start, end in _matches(folded, rule, numbers, starts):
            if start < end and not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                found.append(NonCount(start, end, name))
    return tuple(sorted(found))


def _begins_sentence(text: str, at: int) -> bool:
    while at and text[at - 1] in " \t":
        at -= 1
    return at == 0 or text[at - 1] in _STARTS_AFTER


def _matches(text: str, rule: Rule, numbers: list[int], starts: list[int]) -> Iterator[tuple[int, int]]:
    if rule.free is not None:
        for match in rule.free.finditer(text):
            yield match.span()
    for pattern, places in ((rule.at_number, numbers), (rule.at_start, starts)):
        if pattern is not None:
            for at in places:
                if found := pattern.match(text, at):
                    yield found.span()
