"""The second reader: what a learned reader takes the numbers, units and sentences of the prose for.

It shares no word lists with the rules: it finds its own stretches, and all it knows stands in the weights.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
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
ROLES = ("issue", "remedy", "past")
_SENTENCE = re.compile(r"[^。!?！？\n]+")
_PIECE = re.compile(
    r"[^。;；!?！？\n]+?(?=[。;；!?！？\n]|[①-⑳]|(?<=[,，、:：])[(（]?(?:[一二三四五六七八九十]是|[(（]\d{1,2}[)）])|$)"
)
_NUMBERING = re.compile(
    r"(?:[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．]|[一二三四五六七八九十]是(?:要)?|其[一二三四五]|"
    r"[①-⑳]|[ ,，:：、])+"
)
_LEAD = re.compile(r"[^:：,，]{2,28}[:：]")
_LONGEST_HEADING = 30
_TOLD = re.compile(
    r"培训|讲座|授课|讲课|学习班|研修|研讨班|轮训|辅导|以会代训|大讲堂|听课|上[了过]?[一两]?[堂节]|课程?|"
    r"跟班|夜校|例训|集训|线上学习|学习《|学习[^,。;]{0,12}条例|锻炼"
)
_CARRIED = 3.5
"""How much the heading above speaks for its own role, in the units of the scores: tuned on real reports."""
_DRIFTED = 1.0
"""The same for the unit before, where no heading spoke since."""
_CLEAR = 0.8
_LEADING = 0.6
_KEPT = 4
"""Sections of a document that are read a second time, by what looks for what nobody delivered."""


class NumberRead(NamedTuple):
    """What one number counts, in offsets of the text; topic ``none``: nothing."""

    start: int
    end: int
    value: Decimal
    topic: LearnedVerdict
    period: LearnedVerdict | None
    """None where nothing is counted."""


class UnitRead(NamedTuple):
    """A sentence or item of section five and what it says."""

    start: int
    end: int
    role: LearnedVerdict
    prior: Mapping[str, float]
    """What the words above it speak for, by role."""


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


@lru_cache(maxsize=_KEPT)
def read_units(text: str, report_year: int | None) -> tuple[UnitRead, ...]:
    """The units of section five in order, each in the light of the headings and units above it."""
    units, headings = task("unit"), task("heading")
    found: list[UnitRead] = []
    prior: dict[str, float] = {}
    for start, end in _pieces(text):
        words = text[start:end]
        role = units.judge(unit_features(words, report_year), prior)
        if end - start <= _LONGEST_HEADING and _ends_alone(text, end) and not _tells(text, end, role):
            heading = headings.judge(heading_features(words, report_year))
            if heading.label in (*ROLES, "cause", "leads") and heading.sure >= _LEADING:
                prior = {} if heading.label == "leads" else {heading.label: _CARRIED}
                found.append(UnitRead(start, end, _as_leading(heading), {}))
                continue
        found.append(UnitRead(start, end, role, dict(prior)))
        if role.label.startswith("leads ") and role.sure >= _LEADING:
            prior = {role.label.removeprefix("leads "): _CARRIED}
        elif role.label in ROLES and role.sure >= _CLEAR and role.label not in prior:
            prior = {role.label: _DRIFTED}
    return tuple(found)


def judge_unit(words: str, prior: Mapping[str, float], report_year: int | None) -> LearnedVerdict:
    """What a stretch of section five says, in the light of what stands above it."""
    return task("unit").judge(unit_features(words, report_year), prior)


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


def _tells(text: str, end: int, role: LearnedVerdict) -> bool:
    """Whether a short stretch says something itself: no heading, though it ends its line."""
    return text[end - 1] not in ":：" and not role.label.startswith("leads") and role.sure >= _CLEAR


def _as_leading(heading: LearnedVerdict) -> LearnedVerdict:
    return heading._replace(label=f"leads {heading.label}")


def _ends_alone(text: str, end: int) -> bool:
    """Whether a stretch ends its line or stands before a colon."""
    return end >= len(text) or text[end] in "\n。" or text[end - 1] in ":："


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    for match in _PIECE.finditer(text):
        start, end = match.span()
        marks = _NUMBERING.match(text, start, end)
        start = marks.end() if marks else start
        lead = _LEAD.match(text, start, end)
        if lead is not None and lead.end() < end:
            yield start, lead.end()
            start = lead.end()
            marks = _NUMBERING.match(text, start, end)
            start = marks.end() if marks else start
        while end > start and text[end - 1] in " ,，、":
            end -= 1
        if end - start >= 2:
            yield start, end
