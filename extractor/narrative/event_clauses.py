"""The clauses of a sentence that belong to an event: those that lead in and those that say who came."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.grammar import find_dates
from extractor.lexicon import one_of
from extractor.narrative.attendance import head_counts, says_who_came, tells_people
from extractor.narrative.event_words import BEGINS_ANOTHER, NOT_FOR_DISCLOSURE, SUM
from extractor.narrative.markers import LIST_NUMBER
from extractor.narrative.sessions import Stretch
from extractor.records import EventKind

LONGEST_DATE = 12
_ALL_OF_THEM = re.compile(r"(?:均|都|全部|全员|已全部)(?:已)?(?:参加|接受|完成)")
"""Then those were counted in the clause before: 新进人员7名,均参加了培训."""
CLAUSE = re.compile(r"[^,:]+")
_NUMBERING = re.compile(rf"(?:{LIST_NUMBER}|第[一二三四五六],|同时|此外|另外|[,、:])+")
_LEADS_IN = re.compile(rf"[在于]?(?:多次)?{one_of('events.leads_in')}")
_NEXT_DATED = re.compile(
    r"、(?=[于在]?(?:(?:[本当今同]|(?:19|20)\d\d)年)?(?:1[0-2]|0?[1-9]|[一二三四五六七八九十]{1,2})月)"
)
"""Where the next dated item of a list begins."""
_SAYS_SOMETHING = re.compile(r"[训课学会讲习人名参]")
_DATES_STAND_IN = re.compile(r"[时间分别先后依次于在是为、和及举行办进开展了:]{0,14}")
_GATHERS = re.compile(r"请|邀|召集|叫到|到一起|起来")


def widened(text: str, clauses: list[tuple[int, int]], found: list[tuple[int, Stretch]]) -> list[Stretch]:
    """Each stretch with the clauses before it that lead in and those after it that tell who took part."""
    widened: list[Stretch] = []
    floor = -1
    for place, (last_index, stretch) in enumerate(found):
        index = next(i for i, span in enumerate(clauses) if span[0] <= stretch.start < span[1])
        start = stretch.start
        while (
            stretch.named_from < 0 and index - 1 > floor and _leads_in(text, *clauses[index - 1 : index + 1])
        ):
            index -= 1
            start = clauses[index][0]
        ceiling = found[place + 1][1].start if place + 1 < len(found) else clauses[-1][1] + 1
        own = [i for i in range(last_index + 1, len(clauses)) if clauses[i][1] < ceiling]
        if len(found) > 1:
            own = own[: next((n for n, i in enumerate(own) if SUM.match(text, clauses[i][0])), len(own))]
        last = _last_of_people(text, clauses, own, stretch)
        floor = max(last_index, -1 if last is None else last)
        end = stretch.end if last is None else clauses[last][1]
        widened.append(replace(stretch, start=without_numbering(text, start), end=end))
    return widened


def _last_of_people(
    text: str, clauses: list[tuple[int, int]], own: Sequence[int], stretch: Stretch
) -> int | None:
    """The last of the clauses behind an event that tells who came; what was taught may stand between."""
    last = None
    for index in own:
        clause = clauses[index]
        goes_on = last in (None, index - 1)
        if goes_on and (tells_people(text, *clause) or _only_dates(text, *clause)):
            last = index
        elif says_who_came(text, *clause):
            return index
        elif stretch.kind is not EventKind.TRAINING or _begins_another(text, *clause):
            break
    return last


def _only_dates(text: str, low: int, high: int) -> bool:
    """Whether a clause only says when the sessions before it were: 分别在3月、6月和9月."""
    mentions = find_dates(text[low:high])
    if not mentions:
        return False
    rest = text[low:high]
    for mention in reversed(mentions):
        rest = rest[: mention.start] + rest[mention.end :]
    return _DATES_STAND_IN.fullmatch(rest) is not None


def _begins_another(text: str, low: int, high: int) -> bool:
    """Whether a clause tells of another thing that was done, with its own verb of holding or its own date."""
    return BEGINS_ANOTHER.search(text, low, high) is not None or bool(find_dates(text[low:high]))


def _leads_in(text: str, clause: tuple[int, int], following: tuple[int, int]) -> bool:
    """Whether a clause before an event leads in to it: when it was, who was called together, who all came."""
    if _ALL_OF_THEM.match(text, following[0]) and head_counts(text, *clause):
        return True
    if BEGINS_ANOTHER.search(text, *clause) or NOT_FOR_DISCLOSURE.search(text, *clause):
        return False
    if _LEADS_IN.match(text, without_numbering(text, clause[0])) or _GATHERS.search(text, *clause):
        return True
    return clause[1] - clause[0] <= LONGEST_DATE and bool(find_dates(text[clause[0] : clause[1]]))


def without_numbering(text: str, start: int) -> int:
    """Where the words begin behind a list number and the like."""
    match = _NUMBERING.match(text, start)
    return match.end() if match else start


def clauses_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses of a sentence; a list of dated items joined by 、 is one clause an item."""
    found = []
    for match in CLAUSE.finditer(text, start, end):
        low = match.start()
        for cut in _NEXT_DATED.finditer(text, low, match.end()):
            if _SAYS_SOMETHING.search(text, low, cut.start()):
                found.append((low, cut.start()))
                low = cut.end()
        found.append((low, match.end()))
    return found
