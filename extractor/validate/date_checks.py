"""Checks of dates and of the year that the report is about."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from extractor.records import Fact, SectionKey, Severity, Span, Suspect
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.finding_words import short
from extractor.validate.mentions import folded

_DATE = re.compile(
    r"(?<![\d０-９.．])(?:([\d０-９]{4})\s*年\s*)?([\d０-９]{1,2})\s*月(?!份额)(?:\s*([\d０-９]{1,2})\s*[日号])?"
)
_ABOUT = re.compile(
    r"(20\d\d)年(?:度)?(?:本级|本机关|全[区县市镇乡局]|我[区县市镇乡局])?(?:政府信息公开|信息公开)(?:工作)?年度报告"
)
_SPEAKS = re.compile(r"本报告|编制|公布|根据|按照|现将|统计|如下")
"""Words of a preamble; a line without them may be a list of links to the reports of other years."""
_TITLES = re.compile(r"《[^》]*》")
_OWN_YEAR = re.compile(
    r"(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）、.]|[一二三四五六七八九十]是)*(?:[^,，。:：\d]{0,14}[,，:：])?(?:[我本该全][^,，\d]{0,8}|在|现将|回顾)?"
    r"(?P<year>20\d\d)年(?:度|来|全年|[里中内间](?=[,，]))?(?!\d|底|末|初|以|起|至|[-—~]|的?(?:要点|计划|方案|目标|任务))(?=[,，]|[我本全共]|通过|主动|累计|"
    r"的?工作(?:中|如下|情况|报告)|新增|收到|受理|办理|召开|举办|开展|组织|制发|公开|发布|政府信息|未|没有|无)"
)
"""A sentence whose first words are a year, or 一年来,本单位2022年度: the year of its work."""
_MAY_NAME_A_YEAR = re.compile(r"[2２]\s*[0０]|二\s*[〇○零O0]|[\u2e80-\u2fdf]")
"""As printed, before it is folded; a radical may stand for any sign."""
_ELSEWHEN = re.compile(
    r"以来|起至|至今|同期|上年|去年|相比|增长|下降|较|同比|将|计划|拟|下一步|今后|整改|考核|评估|结转|印发|颁布|实施|成立|"
    r"修订|施行"
)
_OF_TROUBLE = re.compile(r"问题|不足")
_TROUBLE_NOW = re.compile(
    r"(?:存在|有)(?:着|的|以下|如下|一些|一定|不少|诸多|这些|差距|\S{0,2}几?方面|[几两三四]个?)*(?:问题|不足)(?:和\S{2,4})?"
    r"(?:[,，:：。]|如下|主要|$)"
)
"""Troubles that are told as this report's own; those of last year are told as what was done about them."""
_DONE_SINCE = re.compile(r"已|今年|本年|解决|改正|改进|针对|完成|报告[中里]|年报")
_IN_THE_PERIOD = re.compile(
    r"[^,，。:：\d]{0,6}(?:报告期内?|本年度?|今年|统计期内?)[(（](?P<year>20\d\d)年度?[)）]"
    r"|截[至止]到?(?P<until>20\d\d)年(?:12月31日|年?[底末])"
)
"""The period that a sentence names by a year, or by its last day."""
_PLANNED = re.compile(r"要|继续|进一步|着力|重点|努力|力争|加大|加强|推进|做好|不断|持续|改进|完善")
_CHINESE_YEAR = re.compile(r"二[〇○零O0][〇○零一二三四五六七八九]{2}(?=年)")
_CHINESE_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_WORK = re.compile(r"公开|申请|培训|发布|答复|信息|复议|诉讼|召开|举办")
_YEAR = re.compile(r"20\d\d(?=年)")
_TELLING = re.compile(r"[我本全,，]")
_OF_REPORTS = ("报告", "年报")
_OF_PLANS = frozenset({SectionKey.PROBLEMS, SectionKey.OTHER})
_LAPSE = 3
"""A year further away is no slip of the report's own year."""


class _PrintedDate(NamedTuple):
    start: int
    end: int
    year: int | None
    month: int
    day: int | None


@check("date.impossible", needs_text=True)
def dates_exist(context: Context) -> Iterator[Draft]:
    """日期不存在 · A printed date is not in the calendar.

    Compares: the month with 12 and the day with the length of its month; without a printed year
    2月29日 is judged by the report year.
    Skipped: for months without a year and day (13月 may be 13个月 misprinted elsewhere).
    Example: 2月30日.
    """
    text = context.text or ""
    for found in _printed_dates(text):
        if not _impossible(found, context.year):
            continue
        words = short(text[found.start : found.end])
        yield Draft(
            Severity.WARNING,
            f"日期“{words}”不存在，请核对",
            f"the date {words!r} is not in the calendar",
            evidence=(Span.of(text, found.start, found.end),),
            left=words,
        )


@check("date.outside_year")
def events_lie_in_the_year(context: Context) -> Iterator[Draft]:
    """活动日期晚于报告年度 · An event is dated after the report year, or ends before it starts.

    Compares: the dates of trainings and other events with the report year.
    Skipped: for undated events; for an earlier year that is printed (past matters are told too).
    Example: a training of 2022年3月 in the report on 2021.
    """
    year = context.year
    narrative = context.report.narrative
    for kind, events in (("trainings", narrative.trainings), ("events", narrative.events)):
        for index, event in enumerate(events):
            if event.start is None:
                continue
            pointer, end = f"/narrative/{kind}/{index}", event.end or event.start
            if end < event.start:
                chinese, english = "结束日期早于开始日期", "ends before it starts"
            elif year is not None and event.start.year > year:
                chinese, english = f"晚于报告年度 {year}", f"lies after the report year {year}"
            elif year is not None and event.start.year < year and not _year_is_printed(event.date_text):
                chinese, english = (
                    f"早于报告年度 {year}，而原文未写年份",
                    f"lies before {year}, no year is printed",
                )
            else:
                continue
            yield Draft(
                Severity.WARNING,
                f"“{short(event.name)}”的日期 {short(event.date_text)} {chinese}，请核对",
                f"the event of {event.start.isoformat()} {english}",
                (f"{pointer}/start",),
                event.start.isoformat(),
                end.isoformat() if end < event.start else year,
                (event.evidence,),
            )


@check("date.published")
def publication_follows_the_year(context: Context) -> Iterator[Draft]:
    """发布日期与报告年度不相称 · The report is dated before the year that it covers, or years after it.

    Compares: the year of publication with the report year.
    Skipped: where either is unknown; the year itself and the next are as they should be.
    A day before the November of the year is no day of publication: see ``header.published_on``.
    Example: a report on 2021 published on 2025-01-25.
    """
    fact = context.report.published_on
    published = None if fact is None else fact.value
    if fact is None or not isinstance(published, date) or context.year is None:
        return
    if published.year < context.year or published.year > context.year + 2:
        yield Draft(
            Severity.WARNING,
            f"发布日期 {published.isoformat()} 与报告年度 {context.year} 不相称，请核对",
            f"published on {published.isoformat()}, but the report is about {context.year}",
            ("/published_on", "/report_year"),
            published.isoformat(),
            context.year,
            fact.evidence,
        )


@check("year.mismatch")
def years_agree(context: Context) -> Iterator[Draft]:
    """年份不一致 · The title, the period of the figures and the prose name different years.

    Compares: the report year with the years of the period, with the year that the preamble gives to the
    report, and with the year to which a sentence of the prose dates this year's work.
    Skipped: for titles of other documents in 《》; for period facts that were not printed; for sentences that
    compare years, tell of plans, of last year's problems or of what has gone on since, or name the report
    year as well.
    Example: the title says 2021, 统计期限自2020年1月1日起.
    """
    year = context.year
    if year is None:
        return
    for key, fact in (("start", context.report.period.start), ("end", context.report.period.end)):
        if isinstance(fact.value, date) and fact.value.year != year and fact.evidence:
            yield _year_draft("统计期限", f"/period/{key}", fact.value.year, year, _spans(fact))
    if context.text is None:
        return
    yield from _preamble_years(context, context.text, year)
    yield from _sentence_years(context, context.text, year)


def _sentence_years(context: Context, text: str, year: int) -> Iterator[Draft]:
    """Sentences that date this year's work to another year, as one carried over from last year's report."""
    for sentence in context.all_sentences:
        if not _MAY_NAME_A_YEAR.search(sentence.span.quote):
            continue
        words = _before_colon(_in_digits(_TITLES.sub("", sentence.words)))
        index = _section_of(context, sentence.span.start)
        section = context.report.sections[index]
        opens = not text[section.body.start : sentence.span.start].strip()
        told = _other_year_of(words, year, opens=opens)
        if told is None or (told > year and section.key in _OF_PLANS and _PLANNED.search(words)):
            continue
        yield _year_draft("正文", f"/sections/{index}/body", told, year, (sentence.span,))


def _other_year_of(words: str, year: int, *, opens: bool) -> int | None:
    """The year to which a sentence dates the work that it tells of, where it is not the report's."""
    match = _OWN_YEAR.match(words) or _IN_THE_PERIOD.match(words)
    if match is None:
        return None
    told, rest = int(match[match.lastgroup or "year"]), words[match.end() :]
    others = set(_YEAR.findall(words)) - {str(told)}
    if told == year or others or abs(told - year) > _LAPSE or _ELSEWHEN.search(rest):
        return None
    if _OF_TROUBLE.search(rest) and (not _TROUBLE_NOW.search(rest) or _DONE_SINCE.search(rest)):
        return None
    return told if opens or match.re is _IN_THE_PERIOD or _WORK.search(rest) else None


def _before_colon(words: str) -> str:
    """What a sentence says before its list of troubles or measures, which tells of other times."""
    colon = re.search(r"(?<=.{8})[:：]", words)
    return words[: colon.end()] if colon is not None else words


def _in_digits(words: str) -> str:
    """Words with their years in digits: 二〇二一年, 2021年."""
    return _CHINESE_YEAR.sub(lambda match: match.group().translate(_CHINESE_DIGITS), words)


def _section_of(context: Context, at: int) -> int:
    """Index of the section whose body holds an offset; sentences stand in sections."""
    sections = context.report.sections
    return next(i for i, section in enumerate(sections) if section.body.start <= at < section.body.end)


def _preamble_years(context: Context, text: str, year: int) -> Iterator[Draft]:
    if not context.report.sections:
        return
    first = min(section.heading.start for section in context.report.sections)
    for line in re.finditer(r"[^\n]+", text[:first]):
        words = _TITLES.sub("", folded(line.group()))
        span = Span.of(text, line.start(), line.end())
        for sentence in re.split(r"(?<=[。;；!！])", _in_digits(words)):
            told = _other_year_of(sentence, year, opens=False) if _tells(sentence) else None
            if told is not None:
                yield _year_draft("正文前言", "/report_year", told, year, (span,))
                break
        if not _SPEAKS.search(words):
            continue
        for match in _ABOUT.finditer(words):
            if int(match[1]) != year:
                yield _year_draft("正文前言", "/report_year", int(match[1]), year, (span,))


def _tells(sentence: str) -> bool:
    """Whether it is a sentence of a preamble, no line of a list of reports: see what follows the last."""
    behind = max(sentence.rfind(word) for word in _OF_REPORTS) + 1
    return _TELLING.search(sentence, behind) is not None


def _year_draft(chinese: str, pointer: str, left: int, right: int, spans: tuple[Span, ...]) -> Draft:
    return Draft(
        Severity.WARNING,
        f"{chinese}所写年份 {left} 与报告年度 {right} 不一致，请核对",
        f"the year {left} given here is not the report year {right}",
        (pointer, "/report_year") if pointer != "/report_year" else (pointer,),
        left,
        right,
        spans,
        Suspect.ISSUER,
    )


def _spans(fact: Fact) -> tuple[Span, ...]:
    return fact.evidence


def _year_is_printed(words: str | None) -> bool:
    return (
        bool(words)
        and re.search(r"[\d０-９]{4}|[二一][〇○零一二三四五六七八九]{3}年|去年|上年|上一年", words or "")
        is not None
    )


def _printed_dates(text: str) -> Iterator[_PrintedDate]:
    """Dates with a day, or with a year, around each 月; one whose digits are split is left out."""
    last = 0
    for month in re.finditer("月", text):
        match = _DATE.search(text, max(last, month.start() - 14), month.end() + 6)
        if match is None or not match.start() < month.start() < match.end():
            continue
        last = match.end()
        split_digit = text[max(0, match.start() - 3) : match.start()].rstrip(" \t\u3000")[-1:].isdigit()
        if (match[1] or match[3]) and not split_digit:
            day = int(match[3]) if match[3] else None
            year = int(match[1]) if match[1] else None
            yield _PrintedDate(match.start(), match.end(), year, int(match[2]), day)


def _impossible(found: _PrintedDate, report_year: int | None) -> bool:
    if not 1 <= found.month <= 12:
        return True
    year = found.year or report_year or 2020
    return found.day is not None and not 1 <= found.day <= monthrange(year, found.month)[1]
