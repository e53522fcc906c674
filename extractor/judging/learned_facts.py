"""Facts that only the second reader saw, made by code from the stretches it points at."""

import re

from extractor.grammar import find_dates, find_numbers
from extractor.learned.reading import EventRead, UnitRead
from extractor.narrative.event_words import TRAINING
from extractor.narrative.view import ProseView
from extractor.records import Aspect, Basis, Event, EventKind, Reader, Statement, Witness

_LEADS_IN = re.compile(
    r"(?:但是?|同时|此外|另外|其次|目前|当前|[ ,;:、。])+|(?:下一步|今后|明年|接下来|20\d\d年),?"
)
_PEOPLE = re.compile(r"[ ]?(?:人(?![大民])|名)")
_MOST_NAME = 40
_SHORTEST = 6
"""Fewer characters are the rest of a sentence (精力不足 after 因…), no statement."""


def statement_of(view: ProseView, unit: UnitRead) -> Statement | None:
    """The statement that a unit makes, without the words that only lead in; None where none are left."""
    start, end = unit.start, unit.end
    while (lead := _LEADS_IN.match(view.text, start, end)) and lead.end() > start:
        start = lead.end()
    if end - start < _SHORTEST:
        return None
    return Statement(
        text=view.words(start, end),
        evidence=view.span(start, end),
        basis=Basis.LEARNED,
        witnesses=(_witness(Aspect.ROLE, unit.role.label, unit.role.sure),),
    )


def event_of(view: ProseView, told: EventRead, report_year: int | None) -> Event:
    """The training that a sentence tells of, with the dates and people printed in it."""
    words = view.text[told.start : told.end]
    dates = [mention for mention in find_dates(words, report_year) if mention.has_day]
    people = next((n for n in find_numbers(words) if _PEOPLE.match(words, n.end) and not n.chinese), None)
    first = dates[0] if dates else None
    low, high = _name(view.text, told)
    return Event(
        kind=EventKind.TRAINING,
        name=view.words(low, high),
        start=first.first if first else None,
        end=first.last if first and first.last != first.first else None,
        date_text=view.words(told.start + first.start, told.start + first.end) if first else None,
        participants=int(people.value) if people else None,
        participants_approximate=bool(people and people.approximate),
        place=None,
        evidence=view.span(told.start, told.end),
        basis=Basis.LEARNED,
        witnesses=(_witness(Aspect.KIND, "training", told.told.sure),),
    )


def _name(text: str, told: EventRead) -> tuple[int, int]:
    """What the training is called: the words of its clause up to the word for a training."""
    word = TRAINING.search(text, told.start, told.end)
    if word is None:
        return told.start, min(told.end, told.start + _MOST_NAME)
    low = max(told.start, word.end() - _MOST_NAME)
    return max(low, 1 + max(text.rfind(mark, low, word.start()) for mark in ",，、")), word.end()


def _witness(aspect: Aspect, says: str, sure: float) -> Witness:
    return Witness(reader=Reader.LEARNED, aspect=aspect, says=says, sure=round(sure, 3))
