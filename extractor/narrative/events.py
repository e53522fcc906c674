"""Events for people who do disclosure work: trainings, study visits, mobilisation, meetings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.grammar import DateMention, Numeral, find_dates, find_numbers
from extractor.lexicon import one_of, pattern
from extractor.narrative.event_words import (
    ABOUT_DISCLOSURE,
    ATTENDED,
    FROM_NOW_ON,
    GOES_ON,
    KINDS,
    LECTURE_FOR_THE_PUBLIC,
    NOT_A_MEETING,
    NOT_FOR_DISCLOSURE,
    NOT_YET,
    ONLY_PEOPLE,
    OTHER_MATTERS,
    PEOPLE_HERE,
    SESSIONS,
    STUDIED_AT_A_MEETING,
    STUDY_VISIT,
    SUM,
    TAUGHT,
    TOOK_PLACE,
    TRAINING,
)
from extractor.narrative.markers import LIST_NUMBER
from extractor.narrative.view import ProseView
from extractor.records import Basis, Event, EventKind

_TITLE = re.compile(r"《[^》\n]{1,120}》")
_SENTENCE = re.compile(r"[^。;!?\n]{1,2000}")
_CLAUSE = re.compile(r"[^,:]+")
_NUMBERING = re.compile(rf"(?:{LIST_NUMBER}|第[一二三四五六],|同时|此外|另外|[,、:])+")
_LEADS_IN = re.compile(rf"[在于]?(?:多次)?{one_of('events.leads_in')}")
_PLACE_VERBS = one_of("events.place_verbs")
_PLACE = re.compile(
    rf"(?:赴|前往|到)([\u4e00-\u9fff、]{{2,16}}?)(?={_PLACE_VERBS}|$)"
    rf"|在([\u4e00-\u9fff\d]{{1,16}}?{one_of('events.place_heads')})"
    r"(?=参加|举办|召开|举行|开展|组织|进行|集中|开办|承办|,|$)"
)
_NAME_STARTS = pattern("events.name_starts")
_CAME = re.compile(r"\d[余多]*(?:人|名)[^,]{0,8}(?:参加|参训)")
_BEGINS_ANEW = re.compile(r"(?:并|又|还|再)?(?:于[^,]{1,8}(?=组织|开展|举办))?(?:开展|举办|组织|召开|参加)")
_ON_DISCLOSURE = re.compile(r"条例|公开|答复|业务")
_STUDIES = re.compile(
    r"(?:集中|集体|专题|统一)学习|学习会|(?:组织|带领|依托|利用|结合|通过)[^,。;]{0,24}学习(?!班)"
)
_HEARD_OF_DISCLOSURE = re.compile(r"(?:听取|研究|部署|安排)[^,。;]{0,16}公开")
_PLAN_GOES_ON = re.compile(r"。[^。\n]{0,40}(?:培训|参训|学习)[^。\n]{0,24}将[有达近]")
"""The next sentence says how many people will have come: what this one tells is under way."""
_POINTS_BACK = re.compile(r"[本此这]次|会上|会议|课上|培训会|期间")
_GATHERS = re.compile(r"请|邀|召集|叫到|到一起|起来")
_JOINED = re.compile(r"[、,和及与 ]{1,2}(?:以及)?$")
_MAX_HEADING = 16
_MAX_NAME = 40
_LONGEST_DATE = 12
_MOST_BETWEEN = 1
"""Sentences that tell of no event between an event and a sentence that says more of it."""


@dataclass(frozen=True)
class _Stretch:
    """A run of clauses of one sentence that tells of one event."""

    start: int
    end: int
    kind: EventKind
    trigger_start: int
    trigger_end: int
    attended: bool


def read_events(
    view: ProseView, report_year: int | None, stretches: Sequence[tuple[int, int]] = ()
) -> list[Event]:
    """Events told in the prose, in the order of the text; those of one sentence with two dates are two.

    ``stretches`` limits the reading to parts of the text (what was done about last year's problems).
    The same clause printed twice is one event.
    """
    seen: set[str] = set()
    events: list[Event] = []
    text = _TITLE.sub(_masked, view.text)
    for low, high in stretches or [(0, len(view.text))]:
        told_before = silent = 0
        previous = -1
        for match in _SENTENCE.finditer(text, low, high):
            if told_before and _tells_more(text, previous, match):
                events[-told_before:] = [
                    _with_more(view, event, match.end()) for event in events[-told_before:]
                ]
                previous = match.end()
                continue
            before = len(events)
            planned = _PLAN_GOES_ON.match(text, match.end())
            for stretch in () if planned else _stretches(text, match.start(), match.end()):
                words = view.text[stretch.start : stretch.end]
                if words not in seen:
                    seen.add(words)
                    events.extend(_events(view, stretch, match.start(), report_year))
            silent = 0 if len(events) > before else silent + 1
            if silent == 0 or silent > _MOST_BETWEEN:
                told_before = len(events) - before
            previous = match.end()
    return events


def _masked(title: re.Match[str]) -> str:
    """A notice of a training is no training: titles are masked, each character by one.

    What a title says of disclosure stays visible, since people study the regulation by its title.
    """
    length = len(title[0])
    return "《条例" + "《" * (length - 3) if length > 3 and _ON_DISCLOSURE.search(title[0]) else "《" * length


def _tells_more(text: str, previous: int, sentence: re.Match[str]) -> bool:
    """Whether a sentence only says more of the event before it: who came, who taught, what was said."""
    begins = GOES_ON.match(sentence[0])
    if begins is None or ("\n" in text[previous : sentence.start()] and not _POINTS_BACK.match(sentence[0])):
        return False
    return not _dated(text, sentence.start(), sentence.end()) and SESSIONS.search(sentence[0]) is None


def _with_more(view: ProseView, event: Event, end: int) -> Event:
    """The event with the sentence that ends at ``end``, and the people that it names."""
    start = view.folded.offsets.index(event.evidence.start)
    people = None if event.participants is not None else _people(view.text[start:end])
    if people is None:
        return event
    update = {"participants": int(people.value), "participants_approximate": people.approximate}
    return event.model_copy(update={**update, "evidence": view.span(start, end)})


def _stretches(text: str, start: int, end: int) -> list[_Stretch]:
    sentence = text[start:end]
    words_of_events = (TRAINING, TAUGHT, STUDIED_AT_A_MEETING)
    if not (
        any(words.search(sentence) for words in words_of_events)
        or any(words.search(sentence) for words, _ in KINDS)
    ):
        return []
    clauses = [match.span() for match in _CLAUSE.finditer(text, start, end)]
    found: list[tuple[int, _Stretch]] = []
    for index, (low, high) in enumerate(clauses):
        told = _told(text, sentence, low, high)
        if told is None or (len(found) > 1 and SUM.match(text, low)):
            continue
        last = found[-1][1] if found else None
        if last is not None and not _dated(text, low, high) and _goes_on(text, last, told):
            found[-1] = (
                index,
                _Stretch(last.start, high, last.kind, last.trigger_start, last.trigger_end, last.attended),
            )
        elif last is None or told.kind is EventKind.TRAINING or last.kind is not EventKind.TRAINING:
            found.append((index, told))
    words = _without_numbering(text, start)
    if end - words <= _MAX_HEADING and _is_heading(text, words, end):
        return []
    return _widened(text, clauses, found)


def _goes_on(text: str, last: _Stretch, told: _Stretch) -> bool:
    """Whether a clause tells more of the event before it: who came, or what it was made of (其中)."""
    if last.kind is EventKind.TRAINING and ONLY_PEOPLE.match(text, told.start, told.end):
        return True
    if last.kind is not told.kind or last.attended is not told.attended:
        return False
    if last.kind is not EventKind.TRAINING or "其中" in text[last.start : told.start]:
        return True
    if _BEGINS_ANEW.match(text, told.start) and PEOPLE_HERE.search(text, last.start, last.end):
        return False
    if _BEGINS_ANEW.match(text, told.start) and find_dates(text[told.start : told.end]):
        return False
    own = SESSIONS.search(text, told.start, told.end)
    return own is None or SESSIONS.search(text, last.start, last.end) is None


def _told(text: str, sentence: str, low: int, high: int) -> _Stretch | None:
    """The event that one clause tells of, None where it tells of none or of a plan."""
    clause = text[low:high]
    trigger = TRAINING.search(clause)
    if trigger is None and STUDY_VISIT.search(clause):
        taught = False
    elif trigger is None or not TOOK_PLACE.search(clause):
        trigger = TAUGHT.search(clause) or trigger
        taught = trigger is not None and TAUGHT.search(clause) is not None
    else:
        taught = True
    kind = EventKind.TRAINING
    if trigger is None or not taught:
        if trigger is not None:
            return None
        kind, trigger = _other_kind(clause, sentence)
    elif _for_others(clause, sentence):
        return None
    if trigger is None or _is_planned(clause, sentence):
        return None
    return _Stretch(low, high, kind, low + trigger.start(), low + trigger.end(), _attends_elsewhere(clause))


def _for_others(clause: str, sentence: str) -> bool:
    """Whether those who were taught do no disclosure work, or were taught something else."""
    if NOT_FOR_DISCLOSURE.search(clause) or LECTURE_FOR_THE_PUBLIC.search(sentence):
        return True
    if ABOUT_DISCLOSURE.search(sentence):
        return False
    studied = _STUDIES.search(clause) is not None and not _ON_DISCLOSURE.search(sentence)
    return (
        studied or OTHER_MATTERS.search(clause) is not None or NOT_FOR_DISCLOSURE.search(sentence) is not None
    )


def _is_planned(clause: str, sentence: str) -> bool:
    """Whether a clause tells of a plan, or of a rule by which trainings are held."""
    under_way = FROM_NOW_ON.search(sentence) and not re.search("了|已", sentence)
    if under_way or NOT_YET.search(clause) or re.search("(?<![署究排])下一步|今后|明年|我们将", sentence):
        return True
    by_rule = re.search("定期|常态化", clause) and not re.search(r"\d", clause)
    return bool(by_rule and re.search("建立|健全|完善|机制|制度", sentence))


def _attends_elsewhere(clause: str) -> bool:
    """Whether own people went to somebody else's event; how many came to an own one is no such clause."""
    return ATTENDED.search(clause) is not None and _CAME.search(clause) is None


def _other_kind(clause: str, sentence: str) -> tuple[EventKind, re.Match[str] | None]:
    studied = STUDIED_AT_A_MEETING.search(clause)
    if studied and _ON_DISCLOSURE.search(sentence):
        return EventKind.MEETING if "会" in sentence else EventKind.TRAINING, studied
    for words, kind in KINDS:
        trigger = words.search(clause)
        if trigger is None or not TOOK_PLACE.search(clause):
            continue
        if kind is EventKind.MEETING and (
            NOT_A_MEETING.search(clause)
            or not (ABOUT_DISCLOSURE.search(clause) or _HEARD_OF_DISCLOSURE.search(sentence))
        ):
            continue
        learned = kind is EventKind.STUDY_VISIT and not OTHER_MATTERS.search(sentence)
        if not (learned or ABOUT_DISCLOSURE.search(sentence) or _HEARD_OF_DISCLOSURE.search(sentence)):
            continue
        return kind, trigger
    return EventKind.OTHER, None


def _dated(text: str, low: int, high: int) -> bool:
    return any(mention.has_day for mention in find_dates(text[low:high]))


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether a short sentence only announces what the next sentence of its paragraph tells."""
    following = _SENTENCE.match(text, end + 1)
    return text[end : end + 1] == "。" and following is not None and not re.search(r"\d", text[start:end])


def _widened(text: str, clauses: list[tuple[int, int]], found: list[tuple[int, _Stretch]]) -> list[_Stretch]:
    """Each stretch with the clauses before it that lead in and those after it that tell who took part."""
    widened: list[_Stretch] = []
    floor = -1
    for place, (last_index, stretch) in enumerate(found):
        index = next(i for i, span in enumerate(clauses) if span[0] <= stretch.start < span[1])
        start = stretch.start
        while index - 1 > floor and _leads_in(text, clauses[index - 1]):
            index -= 1
            start = clauses[index][0]
        ceiling = found[place + 1][1].start if place + 1 < len(found) else clauses[-1][1] + 1
        end, after = stretch.end, last_index + 1
        while after < len(clauses) and clauses[after][1] < ceiling and _tells_people(text, clauses[after]):
            if len(found) > 1 and SUM.match(text, clauses[after][0]):
                break
            end = clauses[after][1]
            after += 1
        floor = after - 1
        start = _without_numbering(text, start)
        widened.append(
            _Stretch(start, end, stretch.kind, stretch.trigger_start, stretch.trigger_end, stretch.attended)
        )
    return widened


def _leads_in(text: str, clause: tuple[int, int]) -> bool:
    """Whether a clause before an event leads in to it: when it was, who was called together."""
    if _LEADS_IN.match(text, _without_numbering(text, clause[0])) or _GATHERS.search(text, *clause):
        return True
    return clause[1] - clause[0] <= _LONGEST_DATE and bool(find_dates(text[clause[0] : clause[1]]))


def _tells_people(text: str, clause: tuple[int, int]) -> bool:
    return PEOPLE_HERE.search(text, *clause) is not None


def _without_numbering(text: str, start: int) -> int:
    match = _NUMBERING.match(text, start)
    return match.end() if match else start


def _events(view: ProseView, stretch: _Stretch, sentence_start: int, report_year: int | None) -> list[Event]:
    text = view.text
    words = text[stretch.start : stretch.end]
    mentions: list[DateMention | None] = [*_dates(text, stretch, sentence_start, report_year)]
    people = _people(words)
    place = _PLACE.search(words)
    events = []
    for mention in mentions or (None,):
        start = mention.first if mention else None
        end = mention.last if mention and mention.last != mention.first else None
        events.append(
            Event(
                kind=stretch.kind,
                name=view.words(*_name(text, stretch)),
                start=start,
                end=end,
                date_text=view.words(mention.start, mention.end) if mention else None,
                participants=int(people.value) if people else None,
                participants_approximate=bool(people and people.approximate),
                place=(place[1] or place[2]) if place else None,
                evidence=view.span(stretch.start, stretch.end),
                basis=Basis.RULE,
            )
        )
    return events


def _dates(text: str, stretch: _Stretch, sentence_start: int, report_year: int | None) -> list[DateMention]:
    """The date nearest before the event's name, with the dates joined to it by 、 or 和."""
    offset = max(sentence_start, stretch.start - 24)
    mentions = [
        mention._replace(start=mention.start + offset, end=mention.end + offset)
        for mention in find_dates(text[offset : stretch.end], report_year)
    ]
    before = [mention for mention in mentions if mention.end <= stretch.trigger_end]
    chosen = before[-1:] or mentions[:1]
    if not chosen or not stretch.start <= chosen[0].start + 1:
        return []
    while before and len(before) > len(chosen):
        earlier = before[-len(chosen) - 1]
        if not _JOINED.fullmatch(text[earlier.end : chosen[0].start]):
            break
        chosen = [earlier, *chosen]
    return chosen


def _people(words: str) -> Numeral | None:
    for numeral in find_numbers(words):
        if re.match(r"[ ]?(?:人(?![大民])|名)", words[numeral.end : numeral.end + 3]) and (
            not numeral.chinese or numeral.value >= 10
        ):
            return numeral
    return None


def _name(text: str, stretch: _Stretch) -> tuple[int, int]:
    low = max(stretch.start, text.rfind(",", stretch.start, stretch.trigger_start) + 1)
    before = text[low : stretch.trigger_start]
    starts = list(_NAME_STARTS.finditer(before))
    start = low + (starts[-1].end() if starts else 0)
    start += text[start] == "、"
    return (start if stretch.trigger_end - start <= _MAX_NAME else stretch.trigger_start), stretch.trigger_end
