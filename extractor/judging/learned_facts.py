"""Facts that only the second reader saw, made by code from the stretches it points at."""

import re

from extractor.learned.second_reader import EventRead
from extractor.learned.section_units import StatementRead
from extractor.narrative.event_words import TRAINING
from extractor.narrative.sessions import Stretch, events_of
from extractor.narrative.view import ProseView
from extractor.records import Aspect, Basis, Event, EventKind, Reader, Statement, Witness

_LEADS_IN = re.compile(
    r"(?:但是?|同时|此外|另外|其次|以及|还有|又?如(?=[^何])|特别是|尤其是|[ ,;:、。])+"
    r"|(?:从[^,;。]{1,6}|目前|当前|总的|整体)来?看,?|(?:下一步|今后|明年|接下来|对此|为此|20\d\d年),?"
    r"|(?:目前|当前|本年度|今年)?(?:[仍还尚也]?存在着?|(?:存在)?的?(?:主要)?(?:问题|不足|短板)(?:主要)?(?:是|有|在于))(?=[^,;。]{4})"
    r"|(?:目前|当前)(?=[^的])"
)
_NAMES_ONLY = re.compile(
    r"(?:等(?:[一两二三四五六几]个?)?(?:方面)?|[一两二三四五六几]个?方面)(?:问题|不足|情况)$|的?(?:问题|情况)$|等$"
)
"""What sums up a list behind its last part: 等问题, 两方面不足. 不足 alone is the problem (配备不足)."""
_MOST_NAME = 40
_SHORTEST = 2
"""Characters of the shortest statement (缺人)."""
_LEFT = 4
"""Characters of a problem that are left when 等问题 is taken off; fewer say nothing without it."""


def statement_of(view: ProseView, read: StatementRead) -> Statement | None:
    """The statement that a stretch makes, without the words that only lead in; None where none are left."""
    start, end = read.start, read.end
    while (lead := _LEADS_IN.match(view.text, start, end)) and lead.end() > start:
        start = lead.end()
    named = _NAMES_ONLY.search(view.text, start, end)
    if named is not None and read.role == "issue" and named.start() - start >= _LEFT:
        end = named.start()
    if end - start < _SHORTEST:
        return None
    return Statement(
        text=view.words(start, end),
        evidence=view.span(start, end),
        basis=Basis.LEARNED,
        witnesses=(_witness(Aspect.ROLE, read.role, read.sure),),
    )


def event_of(view: ProseView, told: EventRead, report_year: int | None) -> list[Event]:
    """The training that a sentence tells of, one for each session with a date of its own."""
    low, high = _name(view.text, told)
    stretch = Stretch(told.start, told.end, EventKind.TRAINING, low, high, False, named_from=low)
    witnesses = (_witness(Aspect.KIND, "training", told.told.sure),)
    return [
        event.model_copy(update={"witnesses": witnesses})
        for event in events_of(view, stretch, told.start, report_year, Basis.LEARNED)
    ]


def _name(text: str, told: EventRead) -> tuple[int, int]:
    """What the training is called: the words of its clause up to the word for a training."""
    word = TRAINING.search(text, told.start, told.end)
    if word is None:
        return told.start, min(told.end, told.start + _MOST_NAME)
    low = max(told.start, word.end() - _MOST_NAME)
    return max(low, 1 + max(text.rfind(mark, low, word.start()) for mark in ",，、")), word.end()


def _witness(aspect: Aspect, says: str, sure: float) -> Witness:
    return Witness(reader=Reader.LEARNED, aspect=aspect, says=says, sure=round(sure, 3))
