"""What of a text is still to come, and which event of a sentence was called off or put off.

A plan governs the clauses behind it, as a year does: 拟于4月组织培训2期,培训150人次 tells of no one taught.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from extractor.grammar import find_dates
from extractor.lexicon import one_of, pattern
from extractor.narrative.event_words import TRAINING

_AHEAD = re.compile(
    r"(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]?|第[一二三四五]|[一二三四五]是|[为对在从因]?此|"
    rf"同时|另外|但|而|,|、| ){{0,4}}?{one_of('plans.ahead')}"
)
_INTENDS = pattern("plans.intends")
_IN_FACT = pattern("plans.in_fact")
_CALLED_OFF = pattern("plans.called_off")
_PUT_OFF = pattern("plans.put_off")
_WAS_TO_BE = pattern("plans.was_to_be")
_SENTENCE = re.compile(r"[^。!?\n]+")
_CLAUSE = re.compile(r"[^,:;，]+[,:;，]?")
_NUMBER = re.compile(r"\d(?![\d.]{0,9}[年月日号])[\d.]{0,9}(?![\d.年月日号])")
"""A plan without one, behind something counted, is said by the way: 新增3个,将持续更新,公开90条."""
_ACCORDING = re.compile(r"[按依]|根据|对照")
_QUOTED = re.compile(r"[“《][^”》\n]{1,60}[”》]")
_HELD_AT_LAST = re.compile(r"如期|按期|照常|(?:改为?|转为?)(?:线上|视频|网络|远程)|线上(?:举办|举行|开展)")
_LATER_YEAR = re.compile(r"[^,。;]{0,6}?(?:(?P<year>(?:19|20)\d\d)年|(?P<later>明年|来年|次年|下一?年))")
_TO_A_DAY = re.compile(
    r"(?:举办|举行|召开|组织)?[至到为于在][^,。;]{0,8}?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月"
)
_HOLDS = re.compile(r"举办|组织|开展|召开|举行|后|并|改为")
_MOST_BEHIND = 2
"""Clauses behind an event that may still say that it was called off; why stands between."""


def is_to_come(text: str, at: int) -> bool:
    """Whether what stands at ``at`` is under a word of its sentence that makes it a plan."""
    spans = _to_come(text)
    index = bisect_right(spans, (at, len(text))) - 1
    return index >= 0 and at < spans[index][1]


@lru_cache(maxsize=8)
def _to_come(text: str) -> tuple[tuple[int, int], ...]:
    """The stretches of a text that tell of what is to come."""
    plain = _QUOTED.sub(lambda quoted: "“" * len(quoted[0]), text)
    return tuple(
        span for sentence in _SENTENCE.finditer(plain) for span in _in_sentence(plain, *sentence.span())
    )


def _in_sentence(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    ahead = intends = counted = only_here = False
    for clause in _CLAUSE.finditer(text, low, high):
        start, end = clause.span()
        done = _IN_FACT.search(text, start, end)
        if done is not None:
            ahead = intends = False
        leads = _AHEAD.match(text, start, end)
        word = leads or _INTENDS.search(text, start, end)
        if word is not None and (done is None or word.start() > done.start()):
            if leads is not None:
                ahead = True
            elif not _ACCORDING.search(text, start, word.start()):
                intends = True
                only_here = counted and not _NUMBER.search(text, word.end(), end)
        if ahead or intends:
            yield (start if ahead or word is None else word.start()), end
        elif _NUMBER.search(text, start, end):
            counted = True
        if text[end - 1] == ";" or only_here:
            intends = only_here = False


def took_place(
    text: str, event: tuple[int, int], trigger: tuple[int, int], report_year: int | None = None
) -> bool:
    """Whether an event is neither still to come nor called off, or put off to a later year.

    ``event`` is its stretch, ``trigger`` the words that name it, which may stand further up. What was put
    off within the year took place.
    """
    named = trigger if event[0] <= trigger[0] < event[1] else event
    if is_to_come(text, named[0] if named is trigger else event[1] - 1):
        return False
    return not _was_called_off(text, event, named, report_year)


def _was_called_off(
    text: str, event: tuple[int, int], trigger: tuple[int, int], report_year: int | None
) -> bool:
    """Whether the words of an event or those behind it say that it was called off."""
    start = max(text.rfind(mark, 0, trigger[0]) for mark in ",;。!?:\n") + 1
    clauses = _behind(text, start)
    was_to_be = _WAS_TO_BE.search(text, start, trigger[1]) is not None
    for index, (low, high) in enumerate(clauses):
        own = index == 0
        if not own and low >= event[1] and _begins_another(text, low, high):
            break
        if _HELD_AT_LAST.search(text, low, high):
            return False
        put_off = _PUT_OFF.search(text, low, high)
        if put_off is not None:
            return _into_later_year(text, put_off.end(), report_year)
        off = _CALLED_OFF.search(text, low, high)
        if off is not None and _is_object(text, off, trigger, high, own):
            return True
    return was_to_be and not any(_IN_FACT.search(text, low, high) for low, high in clauses)


def moved_to(text: str, low: int, high: int) -> int | None:
    """Where the words begin that say to what time an event was put off within a stretch."""
    put_off = _PUT_OFF.search(text, low, high)
    return None if put_off is None else put_off.end()


def _behind(text: str, start: int) -> list[tuple[int, int]]:
    """The clause that begins at ``start`` and those behind it that may call its event off."""
    found = []
    for match in _CLAUSE.finditer(text, start):
        end = match.end() - (match[0][-1] in ",:;，")
        stop = next((at for at, mark in enumerate(text[start:end], start) if mark in "。!?\n"), end)
        found.append((match.start(), stop))
        if stop < end or match[0][-1] == ";" or len(found) > _MOST_BEHIND:
            break
    return found


def _begins_another(text: str, low: int, high: int) -> bool:
    """Whether a clause tells of an event of its own: its date or its training, unless that is put off."""
    if _PUT_OFF.search(text, low, high):
        return False
    return TRAINING.search(text, low, high) is not None or bool(find_dates(text[low:high]))


def _into_later_year(text: str, at: int, report_year: int | None) -> bool:
    """Whether what was put off was not held within the year: to a later one, or to no day that is said."""
    later = _LATER_YEAR.match(text, at)
    if later is None:
        return _TO_A_DAY.match(text, at) is None
    return bool(later["later"]) or report_year is None or int(later["year"]) > report_year


def _is_object(text: str, off: re.Match[str], trigger: tuple[int, int], high: int, own: bool) -> bool:
    """Whether it is the event that was called off, and not a matter of its own (取消了纸质教材)."""
    if own and off.end() <= trigger[0]:
        return _HOLDS.search(text, off.end(), trigger[0]) is None
    rest = text[off.end() : high]
    return not rest.strip("了")
