"""Dates as official prose prints them: full, without year, lists, ranges, months."""

import re
from datetime import date
from typing import NamedTuple

from extractor.grammar.numbers import chinese_value
from extractor.grammar.plain import plain

_S = r"[ \t]*"
_CHINESE_YEAR = r"[二一][〇○零一二三四五六七八九O0]{3}"
_SMALL = r"[一二三四五六七八九十]{1,3}"
_YEAR = rf"(?P<year>(?:19|20)\d{_S}\d|(?:19|20)\d\d|{_CHINESE_YEAR}|本|当|今|去|上|次|翌|同)"
_MONTH = rf"(?P<month>1[0-2]|0?[1-9]|{_SMALL}|(?<![\d万亿千百余多])元(?={_S}月))"
_DAY = rf"(?P<day>3[01]|[12]\d|0?[1-9]|{_SMALL})"
_POINT = re.compile(
    rf"(?<![\d第])(?:{_YEAR}{_S}年的?{_S})?{_MONTH}{_S}月(?:份|{_S}{_DAY}{_S}(?P<unit>[日号])|(?P<bare>{_S}"
    rf"(?P<first_of_range>3[01]|[12]\d|0?[1-9])(?={_S}(?:[-—–~至、]|到){_S}\d{{1,2}}{_S}[日号])))?"
)
_NUMERIC = re.compile(r"(?<![\d.\-/])((?:19|20)\d\d)([-./])(0?[1-9]|1[0-2])\2(3[01]|[12]\d|0?[1-9])(?![\d])")
_REST_DAY = re.compile(rf"{_S}(?P<joint>[-—–~]+|至|到|、|和|及|,|，){_S}{_DAY}{_S}[日号]")
_JOINT = re.compile(rf"{_S}(?:起)?{_S}[,，]?{_S}(?:[-—–~]+|至|到|截至|截止){_S}$")


class DateMention(NamedTuple):
    """One date, range of dates, or month in a text.

    ``first`` and ``last`` are equal for a single day, both None for a month without days or for a
    day that the calendar does not have. ``year_stated`` says whether the text prints the year.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    year_stated: bool
    has_day: bool


def _number(word: str | None) -> int | None:
    if not word:
        return None
    word = word.replace(" ", "").replace("\t", "").replace("元", "一")
    if word.isdigit():
        return int(word)
    read = chinese_value(word.replace("O", "〇").replace("0", "〇"))
    return None if read is None else int(read)


def _make(year: int | None, month: int | None, day: int | None) -> date | None:
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(word: str | None, current: int | None, previous: int | None) -> int | None:
    """The year a word means, given the report's year and the last year printed before it."""
    if word is None:
        return previous if previous is not None else current
    if word in ("次", "翌"):
        base = previous if previous is not None else current
        return None if base is None else base + 1
    if word in ("去", "上"):
        return None if current is None else current - 1
    if word in ("本", "当", "今", "同"):
        return previous if word == "同" and previous is not None else current
    return _number(word)


def find_dates(text: str, default_year: int | None = None) -> list[DateMention]:
    """All dates of ``text``; one without a year takes that of a date joined to it, else ``default_year``.

    ``8月4日、10月26日`` are two mentions, ``7月4日至10日`` is one with two ends, ``3月15日、16日``
    are two of one month, and ``至次年1月3日`` belongs to the year after.
    """
    folded = plain(text)
    mentions: list[DateMention] = [
        DateMention(match.start(), match.end(), day, day, True, True)
        for match in _NUMERIC.finditer(folded)
        for day in [_make(int(match[1]), int(match[3]), int(match[4]))]
    ]
    previous_end, previous_year = -9, None
    position = 0
    while match := _POINT.search(folded, position):
        near = match.start() - previous_end <= 4 and not _breaks(folded[previous_end : match.start()])
        year = _year(match["year"], default_year, previous_year if near else None)
        found = _with_rest(folded, match, year)
        _join_or_add(folded, mentions, found)
        position = previous_end = found[-1].end
        previous_year = year
    return sorted(mentions)


def _breaks(between: str) -> bool:
    return any(character in "。；;\n" for character in between)


def _with_rest(folded: str, match: re.Match[str], year: int | None) -> list[DateMention]:
    """The mention at ``match`` and the days that follow it without a month of their own."""
    month = _number(match["month"])
    day = _number(match["day"] or match["first_of_range"])
    stated = match["year"] is not None
    point = _make(year, month, day)
    found = [DateMention(match.start(), match.end(), point, point, stated, day is not None)]
    if day is None:
        return found
    while rest := _REST_DAY.match(folded, found[-1].end):
        other = _make(year, month, _number(rest["day"]))
        if rest["joint"] in "、和及,，":
            found.append(DateMention(rest.start("day"), rest.end(), other, other, stated, True))
        else:
            found[-1] = found[-1]._replace(end=rest.end(), last=other)
    return found


def _join_or_add(folded: str, mentions: list[DateMention], found: list[DateMention]) -> None:
    """Add ``found``, or make a range of it and the mention that 至 joins it to."""
    last, new = (mentions[-1] if mentions else None), found[0]
    joined = (
        last is not None
        and last.end <= new.start
        and new.start - last.end <= 4
        and last.has_day == new.has_day
        and _JOINT.match(folded[last.end : new.start])
    )
    if joined and last is not None:
        mentions[-1] = last._replace(end=new.end, last=new.last)
        mentions.extend(found[1:])
    else:
        mentions.extend(found)
