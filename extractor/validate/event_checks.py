"""Checks of the events: numbers of people and of sessions that the prose prints beside them."""

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.ideographs import HAN
from extractor.lexicon import pattern
from extractor.records import Count, CountPeriod, Event, Severity, Suspect, Topic
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.mentions import folded

_PEOPLE = frozenset({"人", "名", "位", "人次"})
_TIMES = frozenset({"次", "期", "场", "班", "轮", "批", "场次", "批次", "轮次"})
_SENTENCE_END = re.compile(r"[。；;！？!?\n]")
_CALLED_SUM = re.compile(r"(?:共|累计|合计|总计|总)[^，,。；;]{0,6}$")
_REACH = 60
_OWN_SUBJECTS = pattern("events.own_subjects")
_PLAIN_NAMES = pattern("events.plain_names")
_TAUGHT_WHOM = re.compile(rf"培训(?:了)?([{HAN}]{{2,8}})\d")
_OFFICE = re.compile(rf"^[{HAN}]{{1,10}}?(?:局|委|厅|办|镇|乡|街道|政府|中心)(?=[{HAN}])")
_LEAST_SUBJECT = 2
_PINYIN = re.compile(r"[(（][a-zàáèéìíòóùúāēěīōūǎǐǒǔǜ]{1,8}[)）]")
_LIST = 2


@check("narrative.head_count", needs_text=True)
def head_counts_have_an_event(context: Context) -> Iterator[Draft]:
    """人数未归入培训 · A number of people is printed beside an event and stands in none.

    Compares: events without a number of people with the numbers of people of the prose, counted as
    trainings, that stand in their words or in the sentence behind them.
    Skipped: numbers that another event has; a sum over several events (共120人), which is no event's own.
    Example: 县直单位38人、乡镇22人参加 beside a training whose number of people stays empty.
    """
    for name, events in _lists(context):
        for index, event in enumerate(events):
            beside = [] if event.participants is not None else _beside(context, event)
            if beside:
                yield Draft(
                    Severity.WARNING,
                    f"此处印有人数 {_told(beside)},未能归入该次活动",
                    f"numbers of people are printed here ({_told(beside)}); none was given to this event",
                    (f"/narrative/{name}/{index}/participants",),
                    None,
                    beside[0].value,
                    tuple(count.evidence for count in beside),
                    Suspect.READING,
                )


@check("narrative.trainings_told", needs_text=True)
def trainings_are_told(context: Context) -> Iterator[Draft]:
    """培训次数与读出的培训不符 · The number of trainings printed is not that of the trainings read.

    Compares: numbers of trainings of the year in the prose with the events of their sentence.
    Skipped: the number 0; sentences with one event, which stands for all its sessions.
    Example: 培训场数3 in a sentence in which no training was read; 举办3期 with two dates.
    """
    for index, count in enumerate(context.report.narrative.counts):
        if count.topic is not Topic.TRAININGS or count.unit not in _TIMES or count.value == 0:
            continue
        low, high = _sentence(context.text or "", count.evidence.start, count.evidence.end)
        told = [
            event
            for _, events in _lists(context)
            for event in events
            if event.evidence.start < high and low < event.evidence.end
        ]
        dated = [event for event in told if event.date_text and _holds(event, count)]
        missing = not told and count.period is CountPeriod.YEAR
        if missing or (len(dated) >= _LIST and count.value != len(dated)):
            yield Draft(
                Severity.WARNING,
                f"此处印有培训 {count.value}{count.unit},读出 {len(told)} 次",
                f"{count.value} trainings are printed here, {len(told)} were read",
                (f"/narrative/counts/{index}",),
                count.value,
                Decimal(len(told)),
                (count.evidence,),
                Suspect.READING,
            )


@check("narrative.training_subject", needs_text=True)
def trainings_are_about_disclosure(context: Context) -> Iterator[Draft]:
    """培训内容待核 · A training names a subject or people that may have nothing to do with disclosure.

    Compares: the name of each training, and whom it taught, with the words of disclosure and of offices.
    Skipped: trainings of no named subject (举办培训3期); where the sentence speaks of disclosure.
    Example: 培训村医1200人次 in a report of an office of health insurance.
    """
    for index, event in enumerate(context.report.narrative.trainings):
        low, high = _sentence(context.text or "", event.evidence.start, event.evidence.end)
        name = _OFFICE.sub("", _plain(event.name))
        if _OWN_SUBJECTS.search(name + _plain((context.text or "")[low:high])):
            continue
        taught = _TAUGHT_WHOM.search(event.evidence.quote)
        subject = _PLAIN_NAMES.sub("", name) + (taught[1] if taught else "")
        if len(subject) >= _LEAST_SUBJECT:
            counts = (
                f"/narrative/counts/{place}"
                for place, count in enumerate(context.report.narrative.counts)
                if count.topic is Topic.TRAININGS and low <= count.evidence.start < high
            )
            yield Draft(
                Severity.WARNING,
                f"“{event.name}”是否为信息公开工作培训,请核对",
                f"is {event.name} a training for disclosure work?",
                (f"/narrative/trainings/{index}", *counts),
                evidence=(event.evidence,),
                suspect=Suspect.READING,
            )


def _lists(context: Context) -> tuple[tuple[str, tuple[Event, ...]], ...]:
    narrative = context.report.narrative
    return ("trainings", narrative.trainings), ("events", narrative.events)


def _holds(event: Event, count: Count) -> bool:
    return event.evidence.start <= count.evidence.start and count.evidence.end <= event.evidence.end


def _beside(context: Context, event: Event) -> list[Count]:
    """Numbers of people in the words of an event and in the sentence behind it that no event has."""
    text = context.text or ""
    _, high = _sentence(text, event.evidence.end, event.evidence.end)
    following = _SENTENCE_END.search(text, high + 1, high + 1 + _REACH)
    high = following.start() if following and text[high : high + 1] != "\n" else high
    others = [each for _, events in _lists(context) for each in events if each is not event]
    shares = any(each.evidence.overlaps(event.evidence) for each in others)
    taken = [(each.participants, each.evidence.start) for each in others if each.participants is not None]
    return [
        count
        for count in context.report.narrative.counts
        if count.unit in _PEOPLE
        and count.topic is Topic.TRAININGS
        and event.evidence.start <= count.evidence.start < high
        and not (shares and _is_sum(text, count))
        and not any(value == count.value and start <= count.evidence.start for value, start in taken)
    ]


def _plain(words: str) -> str:
    """The words without white space and the pinyin that mirrors put in brackets."""
    return _PINYIN.sub("", folded(words))


def _is_sum(text: str, count: Count) -> bool:
    at = count.evidence.end - len(_number(count))
    return _CALLED_SUM.search(text[max(0, at - 12) : at]) is not None


def _number(count: Count) -> str:
    """The printed number with what stands behind it, at the end of its words."""
    digits = re.search(r"[\d０-９].*$|[一二三四五六七八九十百千两].*$", count.evidence.quote, re.DOTALL)
    return digits[0] if digits else ""


def _told(counts: list[Count]) -> str:
    return "、".join(f"{count.value}{count.unit}" for count in counts)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    low = max((match.end() for match in _SENTENCE_END.finditer(text, max(0, start - 400), start)), default=0)
    stop = _SENTENCE_END.search(text, end)
    return low, stop.start() if stop else len(text)
