"""Who came to an event: the head-counts that a report prints beside it, and which session each is of."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.grammar import Numeral, find_numbers
from extractor.lexicon import one_of, pattern, word_list
from extractor.narrative.event_words import ONLY_PEOPLE, PEOPLE_HERE

_PEOPLE = re.compile(r"[ ]?(?:人次|人(?![大民均社事才力居])|名|位(?![于置列居次])|个?(?:学员|同志))")
_ANY_PEOPLE = re.compile(r"[人名位]|学员|同志")
_NOT_THEM_BEFORE = re.compile(rf"{one_of('events.no_attendee_before')}[^,。;\d]{{0,6}}$|第$")
_NOT_THEM_AFTER = re.compile(rf"(?:人次|[人名位])(?:优秀|资深)?{one_of('events.no_attendee_after')}")
_LABELLED = re.compile(r"(?:人数|人次)(?:[(]人次?[)])?[:为达共计是 ]{0,3}$")
"""Before a number of people that needs no unit: 参训人数:46."""
_EACH = re.compile(r"(?:各[为有是]?|均[为有是]?|都[为有是]|每[期场次批班轮][^,。;\d]{0,6})(?:约|近)?$")
_SUM = re.compile(r"(?:共|合计|总计|累计|总)[^,。;\d]{0,6}$")
_PART = re.compile(
    r"(?:其中[^。;\d]{0,20}(?:\d+[余多]?(?:人次|[人名位])[^。;\d]{0,20}){0,6}|(?<=[人名位次])[(][^()]{0,60})$"
)
"""A part of a number before it: 参训60人,其中局领导5人; 60人(含村干部12人)."""
_OTHER_WORK = re.compile(
    "|".join(
        sorted(
            set(word_list("vocabulary.verbs").plain) - set(word_list("events.verbs_of_attending").plain),
            key=len,
            reverse=True,
        )
    )
)
_STAFF = pattern("events.staff_at_hand")
_CAME = pattern("events.came")
_LEAST_IN_CHARACTERS = 2


class HeadCount(NamedTuple):
    """People that a stretch says came; ``each``: so many to every session, ``total``: to all together."""

    start: int
    value: int
    approximate: bool
    each: bool
    total: bool
    part: bool


def head_counts(text: str, low: int, high: int) -> list[HeadCount]:
    """The head-counts of ``text[low:high]``, without who taught and who was only expected."""
    if _ANY_PEOPLE.search(text, low, high) is None:
        return []
    words = text[low:high]
    return [
        HeadCount(
            low + numeral.start,
            int(numeral.value),
            numeral.approximate,
            _EACH.search(words, 0, numeral.start) is not None,
            _SUM.search(words, 0, numeral.start) is not None,
            _PART.search(words, 0, numeral.start) is not None,
        )
        for numeral in find_numbers(words)
        if _counts_them(words, numeral)
    ]


def _counts_them(words: str, numeral: Numeral) -> bool:
    if numeral.percent or numeral.value != int(numeral.value):
        return False
    if numeral.chinese and numeral.value < _LEAST_IN_CHARACTERS:
        return False
    if _PEOPLE.match(words, numeral.end) is None and not _LABELLED.search(words, 0, numeral.start):
        return False
    if _NOT_THEM_AFTER.match(words, numeral.end):
        return False
    return _NOT_THEM_BEFORE.search(words, 0, numeral.start) is None


def tells_people(text: str, low: int, high: int) -> bool:
    """Whether a clause beside an event says who came to it, and nothing else that was done."""
    if _STAFF.search(text, low, high):
        return False
    if PEOPLE_HERE.search(text, low, high):
        return True
    return bool(head_counts(text, low, high)) and _OTHER_WORK.search(text, low, high) is None


def says_who_came(text: str, low: int, high: int) -> bool:
    """Whether a clause further on prints a head-count in words that are said only of who came."""
    if not head_counts(text, low, high) or _STAFF.search(text, low, high):
        return False
    if _OTHER_WORK.search(text, low, high):
        return False
    return _CAME.search(text, low, high) is not None or ONLY_PEOPLE.match(text, low, high) is not None


def shared_out(text: str, low: int, high: int, sessions: int) -> list[HeadCount | None]:
    """The head-count of each of so many sessions told in ``text[low:high]``; None where none is printed.

    One number is said of each session (80余人参加), unless it is called their sum (共80人).
    """
    heads = head_counts(text, low, high)
    if sessions <= 1:
        return [_whole(heads)]
    each = [head for head in heads if head.each]
    if each:
        return [each[0]] * sessions
    wholes = [head for head in heads if not head.part]
    for told in ([head for head in wholes if not head.total], [head for head in heads if head.part]):
        if len(told) == sessions:
            return [*told]
    said_of_each = len(wholes) == 1 and not wholes[0].total
    return [wholes[0] if said_of_each else None] * sessions


def _whole(heads: Sequence[HeadCount]) -> HeadCount | None:
    """The number of all who came to one event: what is called the sum, or the only one that is no part.

    Several groups side by side (县直35人、乡镇22人) have no sum that is printed.
    """
    wholes = [head for head in heads if not head.part]
    total = next((head for head in wholes if head.total), None)
    if total is not None:
        return total
    return wholes[0] if len(wholes) == 1 else None
