"""The period that the figures of a report cover."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from extractor.grammar import DateMention, find_dates
from extractor.header.source import HeaderText, Stretch
from extractor.records import Period

_ANNOUNCED = re.compile(
    r"统计(?:数据)?(?:的)?(?:期(?=[为是:：])|期间|期限|时限|时间段?|周期|范围|时段|口径|区间|年度)|(?:所列|有关|相关|本报告|涉及的?|"
    r"使用|统计)?数据(?:的)?(?:统计)?(?:期限|时限|时间|起止|区间|均?[为自从]|截[至止])|期限|起止|报告期|报告时段"
)
_COVERS = re.compile(r"数据|统计|报告|年报|期间|情况|内容|涵盖|反映|时限|范围")
_REACH = 90
_UNANNOUNCED_REACH = 3000
_JOINT = re.compile(
    r"(?:日|号)?(?:[(（][^()（）\d,。;]{1,16}[)）])?(?:(?:\d{1,2}|[零〇])(?:时|点|:\d\d)(?:\d{1,2}分)?)?"
    r"(?:起算?|开始|算起|始)?[ ,，]*"
    r"(?:[-—–~]+|至|到|截[至止][至到]?)[ ]*"
)
_FROM, _ENDS = re.compile(r"(?:日|号)?(?:起|始)[ ,，]*"), re.compile(r"(?:24时|二十四时)?[止终]")
"""Words around the second date of a range that has no 至: 2022年1月1日起，12月31日止."""
_NUMERIC = re.compile(
    r"(?P<start>(20\d\d)[-./](\d{1,2})[-./](\d{1,2}))\s?(?:[-—–~]+|至|到)\s?(?P<end>(20\d\d)[-./](\d{1,2})[-./](\d{1,2}))"
)
_NUMERIC_OF_ONE_YEAR = re.compile(
    r"(?P<start>(?P<year>20\d\d)[-./](?P<first>1[0-2]|0?[1-9])[-./](?P<day>[12]\d|3[01]|0?[1-9]))\s?(?:[-—–~]+|至|到)\s?"
    r"(?P<end>(?P<last>1[0-2]|0?[1-9])[-./](?P<until>[12]\d|3[01]|0?[1-9]))(?![-./\d])"
)
"""2022.1.1—12.31: the year is printed once."""
_UNTIL = re.compile(r"(?:至|到|截至|截止到?|截止至|截[止至](?:日期|时间)(?:[为是:：])?)\s*$")
_MONTHS = re.compile(
    r"(?P<start>(?P<year>20\d\d)年(?P<first>1[0-2]|0?[1-9])月)(?:份)?(?:起)?(?:[-—–~]+|至|到)"
    r"(?P<end>(?:(?P=year)年)?(?P<last>1[0-2]|0?[1-9])月)(?!\d)"
)
_ALL_OF = re.compile(
    r"[:： ]*(?:为|是|即|从|自|涵盖)?[:： ]*"
    r"(?P<at>(?P<year>20\d\d)年(?:度)?(?:全年|整年|1月至12月|度))(?![^。]{0,4}\d月)"
)
"""A period said in one word: 统计期为2022年全年."""
_MIDNIGHT = re.compile(r"日?(?:0{1,2}|[零〇])(?:时|点|:00)")
"""Behind the first of January: the day before is the last one (至2023年1月1日零时止)."""
_MONTH_AND_DAY = (("first", "day"), ("last", "until"))
_LONGER_THAN_EVENTS = 27
"""A range of a few days is an event, not the period of the figures."""


class _Range(NamedTuple):
    first: date
    last: date
    first_at: Stretch
    last_at: Stretch


def read_period(source: HeaderText, year: int | None) -> Period:
    """The first long range behind words that announce it; else a range from January to December.

    ``year`` is that of dates which print none. Where only the end can be read (自2018年1月日起至2018年
    12月31日止), the start is not stated.
    """
    found = _announced(source, year) or _whole_year(source, year)
    if found is not None:
        return Period(
            start=source.fact(found.first, found.first_at), end=source.fact(found.last, found.last_at)
        )
    until = _until(source, year)
    end = source.fact(None) if until is None else source.fact(until[0], until[1])
    return Period(start=source.fact(None), end=end)


def _announced(source: HeaderText, year: int | None) -> _Range | None:
    for match in _ANNOUNCED.finditer(source.text):
        for found in _ranges(source.text, match.end(), match.end() + _REACH, year):
            if (found.last - found.first).days > _LONGER_THAN_EVENTS:
                return found
        whole = _ALL_OF.match(source.text, match.end())
        if whole is not None:
            days = date(int(whole["year"]), 1, 1), date(int(whole["year"]), 12, 31)
            return _Range(*days, whole.span("at"), whole.span("at"))
    return None


def backward_period(source: HeaderText, year: int | None) -> tuple[Stretch, Stretch] | None:
    """The first and the last day where the period that is announced ends before it begins."""
    for match in _ANNOUNCED.finditer(source.text):
        low = match.end()
        part = source.text[low : low + _REACH]
        days = [day for day in find_dates(part, year) if day.has_day]
        for day in days:
            joint = _JOINT.search(part, day.start + 3, day.end)
            if joint and day.first and day.last and day.first > day.last:
                return _moved((day.start, joint.start()), low), _moved((joint.end(), day.end), low)
        for one, other in pairwise(days):
            joint = _JOINT.fullmatch(part, one.end, other.start)
            if joint and one.first and other.last and one.first > other.last:
                return _moved((one.start, one.end), low), _moved((other.start, other.end), low)
    return None


def _whole_year(source: HeaderText, year: int | None) -> _Range | None:
    reach = min(len(source.text), source.body + _UNANNOUNCED_REACH)
    for found in _ranges(source.text, 0, reach, year):
        around = source.text[max(0, found.first_at[0] - 40) : found.last_at[1] + 30]
        if _is_a_year(found) and _COVERS.search(around):
            return found
    return None


def _is_a_year(found: _Range) -> bool:
    first, last = found.first, found.last
    return first.year == last.year and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)


def _are_joined(part: str, end: int, mention: DateMention) -> bool:
    """Whether a date is the second one of a range of which the first ends at ``end``."""
    if _JOINT.fullmatch(part, end, mention.start):
        return True
    return bool(_FROM.fullmatch(part, end, mention.start) and _ENDS.match(part, mention.end))


def _ranges(text: str, low: int, high: int, year: int | None) -> Iterator[_Range]:
    """Ranges of dates in ``text[low:high]``: 2022年1月1日至12月31日, 2022.1.1-2022.12.31, 2022年1月至12月."""
    part = text[low:high]
    before = None
    for mention in find_dates(part, year):
        if mention.first and mention.last and mention.first < mention.last:
            joint = _JOINT.search(part, mention.start + 3, mention.end)
            if joint:
                first_at, last_at = (mention.start, joint.start()), (joint.end(), mention.end)
                yield _range(mention.first, mention.last, first_at, last_at, low, part)
        joined = before is not None and _are_joined(part, before.end, mention)
        if joined and before and before.first and mention.last and before.first < mention.last:
            at = (before.start, before.end), (mention.start, mention.end)
            yield _range(before.first, mention.last, *at, low, part)
        before = mention
    for match in _NUMERIC.finditer(part):
        days = [mention.first for at in ("start", "end") for mention in find_dates(match[at])]
        if len(days) == 2 and days[0] and days[1] and days[0] < days[1]:
            yield _range(days[0], days[1], match.span("start"), match.span("end"), low, part)
    for match in _NUMERIC_OF_ONE_YEAR.finditer(part):
        days = [_day(match["year"], match[month], match[day]) for month, day in _MONTH_AND_DAY]
        if days[0] and days[1] and days[0] < days[1]:
            yield _range(days[0], days[1], match.span("start"), match.span("end"), low, part)
    for match in _MONTHS.finditer(part):
        first, last, in_year = int(match["first"]), int(match["last"]), int(match["year"])
        if first < last:
            yield _Range(
                date(in_year, first, 1),
                date(in_year, last, monthrange(in_year, last)[1]),
                _moved(match.span("start"), low),
                _moved(match.span("end"), low),
            )


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _range(first: date, last: date, first_at: Stretch, last_at: Stretch, low: int, part: str) -> _Range:
    if part.startswith(("日", "号"), first_at[1]):
        first_at = (first_at[0], first_at[1] + 1)
    midnight = _MIDNIGHT.match(part, last_at[1])
    if midnight is not None and (last.month, last.day) == (1, 1):
        last, last_at = last - timedelta(days=1), (last_at[0], midnight.end())
    return _Range(first, last, _moved(first_at, low), _moved(last_at, low))


def _moved(at: Stretch, by: int) -> Stretch:
    return at[0] + by, at[1] + by


def _until(source: HeaderText, year: int | None) -> tuple[date, Stretch] | None:
    """The last day alone, behind words that announce the period."""
    for match in _ANNOUNCED.finditer(source.text):
        stretch = source.text[match.start() : match.end() + _REACH]
        for mention in find_dates(stretch, year):
            before = stretch[: mention.start]
            if re.search(r"[。;；\n]", before):
                break
            if mention.last and mention.has_day and mention.last.month == 12 and _UNTIL.search(before):
                return mention.last, _moved((mention.start, mention.end), match.start())
    return None
