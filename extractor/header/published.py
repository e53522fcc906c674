"""The day on which a report was published: as the page says, else as it is signed."""

import re
from contextlib import suppress
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from extractor.grammar import find_dates
from extractor.header.body_names import is_office
from extractor.header.source import HeaderLine, HeaderText, Stretch
from extractor.header.titles import Title
from extractor.ideographs import HAN
from extractor.records import Period

_NUMERIC = r"(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?"
_SMALL = "[一二三四五六七八九十\\d]"
_WORDS = rf"(?:(?:19|20)\d\d|二[〇○零OＯo0]\S{{2}})年(?:{_SMALL}{{1,2}}|元)月{_SMALL}{{1,3}}日"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LABELLED = re.compile(
    rf"(?P<label>[{HAN}]{{0,4}}?)(?P<what>日期|时间|(?<=发布|公布|公开)(?=[:：| ]|20\d\d[-/.]\d))"
    rf"[:： |]{{0,4}}[\[【(]?"
    rf"(?P<date>{_NUMERIC}|{_WORDS})(?!(?<!日)\d|[日]?(?:起|至|[-—~到止]))"
)
_PAGE_WORDS = "来源|浏览|字体|阅读|已阅|点击|访问|作者|(?:责任)?编辑"
"""What a page says of itself behind the day."""
_BEFORE_LABEL = re.compile(
    rf"(?P<date>{_NUMERIC})(?: ?\d{{1,2}}:\d{{2}}(?::\d{{2}})?)? ?(?:发布|公布)(?=[ |)）]|$|{_PAGE_WORDS})"
)
"""A day before its label: 2023-02-01 发布."""
_OF_PUBLISHING = re.compile(r"发布|公布|公开|上网|挂网|信息$")
_OF_ISSUING = re.compile(r"发文|印发")
_OF_WRITING = re.compile(r"成文|写作|制作|签发|落款|形成|拟稿|制发")
_OF_CHANGE = re.compile(
    r"编制|更新|修改|生成|页面|打印|填报|填表|下载|浏览|访问|截止|截至|统计|有效|失效|起始|结束|开始|活动|培训|会议"
)
_BARE = re.compile(
    rf"[•·*\s\[【(（]*(?P<date>{_NUMERIC})(?: ?\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?[\s\]】)）]*"
    rf"(?: ?(?:{_PAGE_WORDS}|[【\[(]).*)?$"
)
_SIGNED = re.compile(
    rf"(?P<body>[^,。;:|\d]{{0,40}}?)[(]?(?P<date>{_WORDS}|(?:19|20)\d\d[-./]\d{{1,2}}[-./]\d{{1,2}})(?:发布|公布|公开|印发)?[)]?"
)
_TOLD = re.compile(
    rf"本(?:年度)?(?:报告|年报)[已将]?(?:经\S{{1,20}})?于(?P<date>{_NUMERIC})(?:起|在[^,。;]{{1,24}})?(?:向社会|对外|正式|上)*"
    r"(?:发布|公布|公开|网)"
)
"""A report that says of itself when it came out: 本报告于2023年1月12日向社会公布."""
_ENGLISH = re.compile(
    r"(?:published|issued|posted|released|publish date|release date)(?: on| at)?[: ]{0,3}"
    rf"(?P<date>{_NUMERIC}|(?P<month>{'|'.join(_MONTHS)})[a-z]*\.? ?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"[, ]{{1,2}}(?P<year>20\d\d)"
    rf"|(?P<day2>\d{{1,2}}) ?(?P<month2>{'|'.join(_MONTHS)})[a-z]*\.?,? ?(?P<year2>20\d\d))",
    re.IGNORECASE,
)
_LABEL_ALONE = re.compile(rf"\W*(?P<label>[{HAN}]{{2,8}})(?:日期|时间)\W*")
_GOES_ON = re.compile(r"\s*(?:起|至|到|止|[-—~])")
_TAIL = 900
_UNDER_TITLE = 600
_LONGEST_LINE = 200
_EARLIEST_MONTH = 11
"""A report may come out before its year has ended, but not before November."""


class _Rank(IntEnum):
    """What a date says of itself, the best first."""

    PUBLISHED = 0
    ISSUED = 1
    SIGNED = 2
    DATED = 3
    BARE = 4
    WRITTEN = 5


class PublishedOn(NamedTuple):
    """A day with its place; ``rivals`` are other days that say the same of themselves."""

    day: date
    at: Stretch
    rivals: tuple[tuple[date, Stretch], ...] = ()


class _Candidate(NamedTuple):
    rank: _Rank
    order: int
    day: date
    at: Stretch


def find_published(
    source: HeaderText, title: Title | None, period: Period, year: int | None
) -> PublishedOn | None:
    """The day of publication, or None: never a day of the period itself, nor one before the year's end."""
    fit = [each for each in _candidates(source, title, period) if _may_be(each.day, year)]
    if not fit:
        return None
    best = fit[0]
    rivals = {
        each.day: each.at
        for each in fit
        if each.rank is best.rank is _Rank.PUBLISHED and each.day != best.day
    }
    return PublishedOn(best.day, best.at, tuple(rivals.items()))


def day_before_its_year(
    source: HeaderText, title: Title | None, period: Period, year: int | None
) -> tuple[date, Stretch] | None:
    """The day that the page or the signature gives although the year of the report was not over."""
    found = [each for each in _candidates(source, title, period) if each.rank <= _Rank.SIGNED]
    best = found[0] if found else None
    return None if best is None or _may_be(best.day, year) else (best.day, best.at)


def _candidates(source: HeaderText, title: Title | None, period: Period) -> list[_Candidate]:
    taken = {period.start.value, period.end.value}
    found = (*_in_head(source, title), *_signature(source, title))
    return sorted(each for each in found if each.day not in taken)


def _may_be(day: date, year: int | None) -> bool:
    return year is None or day >= date(year, _EARLIEST_MONTH, 1)


def _in_head(source: HeaderText, title: Title | None) -> list[_Candidate]:
    """Dates beside the title and in the page's own words before the first section."""
    title_at = title.stretches[0][0] if title else 0
    reach = title_at + _UNDER_TITLE
    found = []
    for index, line in enumerate(source.lines):
        if line.start > reach:
            break
        if title is not None and line.start < title_at and _names_another_report(line, title):
            continue
        found += [_labelled(line, match, index) for match in _LABELLED.finditer(line.text)]
        told = (*_TOLD.finditer(line.text), *_BEFORE_LABEL.finditer(line.text))
        found += [_candidate(line, match, _Rank.PUBLISHED, index) for match in told]
        found += [_english(line, match, index) for match in _ENGLISH.finditer(line.text)]
        if len(line.text) >= _LONGEST_LINE or _continues(source, index) or _of_change_above(source, index):
            continue
        for pattern, rank in ((_BARE, _Rank.BARE), (_SIGNED, _Rank.BARE)):
            match = pattern.fullmatch(line.text)
            if match and (pattern is _BARE or _signs(match)):
                found.append(_candidate(line, match, rank, index))
    return [each for each in found if each is not None]


def _of_change_above(source: HeaderText, index: int) -> bool:
    """Whether a line is the value of a label that stands alone on the line above (生成日期)."""
    above = _LABEL_ALONE.fullmatch(source.lines[index - 1].text) if index else None
    return above is not None and _OF_CHANGE.search(above["label"]) is not None


def _names_another_report(line: HeaderLine, title: Title) -> bool:
    """Whether a line before the title is an entry of a list of reports."""
    return line.end < title.stretches[0][0] and re.search(r"(?:报告|年报)\W*20\d\d", line.text) is not None


def _labelled(line: HeaderLine, match: re.Match[str], index: int) -> _Candidate | None:
    label = line.text[max(0, match.start("what") - 4) : match.start("what")]
    if _OF_CHANGE.search(label):
        return None
    rank = _Rank.DATED
    if _OF_WRITING.search(label):
        rank = _Rank.WRITTEN
    elif _OF_PUBLISHING.search(label):
        rank = _Rank.PUBLISHED
    elif _OF_ISSUING.search(label):
        rank = _Rank.ISSUED
    return _candidate(line, match, rank, index)


def _english(line: HeaderLine, match: re.Match[str], order: int) -> _Candidate | None:
    month = match["month"] or match["month2"]
    if month is None:
        return _candidate(line, match, _Rank.PUBLISHED, order)
    number = _MONTHS.index(month.lower()) + 1
    low, high = match.span("date")
    with suppress(ValueError):  # the 30th of February
        day = date(int(match["year"] or match["year2"]), number, int(match["day"] or match["day2"]))
        return _Candidate(_Rank.PUBLISHED, order, day, (line.start + low, line.start + high))
    return None


def _signature(source: HeaderText, title: Title | None) -> list[_Candidate]:
    """The last date that stands on a line of its own or behind a body's name, near the end."""
    title_at = title.stretches[0][0] if title else 0
    tail = len(source.text) - _TAIL
    found: list[_Candidate | None] = []
    for index in range(len(source.lines) - 1, -1, -1):
        line = source.lines[index]
        if line.start < tail or line.start <= title_at:
            break
        found += [_labelled(line, match, index) for match in _LABELLED.finditer(line.text)]
        match = _SIGNED.fullmatch(line.text)
        if match and _signs(match) and not _continues(source, index):
            found.append(_candidate(line, match, _Rank.SIGNED, -index))
    return [each for each in found if each is not None]


def _signs(match: re.Match[str]) -> bool:
    """Whether what stands before the date is a name that may sign, or nothing."""
    body = match["body"].strip(" (（:：")
    return not body or is_office(body) or len(body) <= 4


def _continues(source: HeaderText, index: int) -> bool:
    """Whether the next line goes on as the second half of a period does."""
    return index + 1 < len(source.lines) and _GOES_ON.match(source.lines[index + 1].text) is not None


def _candidate(line: HeaderLine, match: re.Match[str], rank: _Rank, order: int) -> _Candidate | None:
    low, high = match.span("date")
    for mention in find_dates(line.text[low:high]):
        if mention.first is not None:
            return _Candidate(rank, order, mention.first, (line.start + low, line.start + high))
    return None
