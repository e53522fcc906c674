"""The second reader: what a learned reader takes the numbers, units and sentences of the prose for.

It shares no word lists with the rules: it finds its own stretches, and all it knows stands in the weights.
"""

import re
from bisect import bisect_right
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from extractor.grammar import non_counts, numbers_in_prose
from extractor.learned.features import (
    SEEN_AFTER,
    SEEN_BEFORE,
    Numbered,
    Previous,
    count_features,
    event_features,
    heading_features,
    unit_features,
)
from extractor.learned.weights import LearnedVerdict, task

NO_COUNT = "none"
_SENTENCE = re.compile(r"[^。!?！？\n]+")
_TOLD = re.compile(
    r"培训|讲座|授课|讲课|学习班|研修|研讨班|轮训|辅导|以会代训|大讲堂|听课|上[了过]?[一两]?[堂节]|课程?|"
    r"跟班|夜校|例训|集训|线上学习|学习《|学习[^,。;]{0,12}条例|锻炼"
)
_KEPT = 8
"""Sections of a document that are read a second time, by what looks for what nobody delivered."""


class NumberRead(NamedTuple):
    """What one number counts, in offsets of the text; topic ``none``: nothing."""

    start: int
    end: int
    value: Decimal
    topic: LearnedVerdict
    period: LearnedVerdict | None
    """None where nothing is counted."""


class EventRead(NamedTuple):
    """A sentence that speaks of training, and what it tells: held, attended, planned, meeting or none."""

    start: int
    end: int
    told: LearnedVerdict


def read_numbers(text: str, report_year: int | None) -> list[NumberRead]:
    """What each number of a section counts; the number before it in its sentence speaks, too.

    Dates, articles of a law and the like are no question for it: they are told by their shape.
    """
    topics, periods = task("topic"), task("period")
    shaped = non_counts(text)
    ends = [match.span() for match in _SENTENCE.finditer(text)]
    found: list[NumberRead] = []
    sentence, previous = 0, Previous()
    for numeral in numbers_in_prose(text):
        index = bisect_right(shaped, numeral.start, key=lambda entry: entry.start) - 1
        if index >= 0 and shaped[index].end > numeral.start:
            continue
        while sentence < len(ends) and ends[sentence][1] <= numeral.start:
            paragraph = text[ends[sentence][1] : ends[sentence][1] + 1] == "\n"
            sentence, previous = sentence + 1, Previous(None if paragraph else previous.topic, False)
        low, high = ends[sentence] if sentence < len(ends) else (0, len(text))
        low, high = max(low, numeral.start - SEEN_BEFORE), min(high, numeral.end + SEEN_AFTER)
        place = Numbered(text[low:high], numeral.start - low, numeral.end - low)
        features = count_features(place, report_year, previous)
        topic = topics.judge(features)
        period = None
        if topic.label != NO_COUNT:
            previous, period = Previous(topic.label), periods.judge(features)
        found.append(NumberRead(numeral.start, numeral.end, numeral.value, topic, period))
    return found


def judge_unit(words: str, report_year: int | None) -> LearnedVerdict:
    """What a stretch of section five says by its own words."""
    return task("unit").judge(unit_features(words, report_year))


def heading_above(text: str, at: int) -> str:
    """The nearest lead-in above ``at``: words before a colon, or a short line alone; else empty."""
    above = text[max(0, at - 400) : at].rstrip("(（一二三四五六七八九十0123456789)）、.．是 ")
    heads = re.findall(r"(?:^|[。\n])([^。\n:]{2,40})[:\n]", above)
    return str(heads[-1]).strip() if heads else ""


def judge_heading(words: str, report_year: int | None) -> LearnedVerdict:
    """What the part under a heading says: issue, remedy, past, cause, leads (two parts or none) or none."""
    return task("heading").judge(heading_features(words, report_year))


@lru_cache(maxsize=_KEPT)
def read_events(text: str, report_year: int | None) -> tuple[EventRead, ...]:
    """Sentences that speak of training, and what each tells."""
    events = task("event")
    return tuple(
        EventRead(match.start(), match.end(), events.judge(event_features(match[0], report_year)))
        for match in _SENTENCE.finditer(text)
        if _TOLD.search(match[0])
    )
