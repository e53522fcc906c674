"""Events for people who do disclosure work: trainings, study visits, mobilisation, meetings."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.grammar import find_dates, find_numbers
from extractor.ideographs import HAN
from extractor.lexicon import one_of
from extractor.narrative.attendance import head_counts, says_who_came, shared_out, tells_people
from extractor.narrative.event_clauses import CLAUSE, clauses_of, widened, without_numbering
from extractor.narrative.event_words import (
    GOES_ON,
    KINDS,
    NOT_FOR_DISCLOSURE,
    ONLY_PEOPLE,
    PEOPLE_HERE,
    SESSIONS,
    STUDIED_AT_A_MEETING,
    SUM,
    TAUGHT,
    TIMES_OF_TRAINING,
    TOOK_PLACE,
    TRAINING,
)
from extractor.narrative.plans import took_place
from extractor.narrative.sessions import Stretch, events_of, with_people
from extractor.narrative.told_events import ON_DISCLOSURE, told_by
from extractor.narrative.view import ProseView
from extractor.records import Event, EventKind

_TITLE = re.compile(r"《[^》\n]{1,120}》")
_SENTENCE = re.compile(r"[^。;!?\n]{1,2000}")
_OWN_NAME = re.compile(rf"(?!其中|共|累计|总|全年|合计|参加)[{HAN}]{{2,8}}(?:培训|讲座|轮训)\d+[次期场班]")
"""A clause that names another training and how often it was: 外出培训3人次,内部培训6场."""
_SHARED = re.compile(r"分别|依次|各自|各(?=\d)")
_TIMES = re.compile(r"[:为是共计有 ]{0,3}(\d{1,4})[ ]?(?:次|期|场|班|批|轮|个)?")
_TIMES_WORD = re.compile(r"(?:场数|场次|次数|期数|班数|班次|批次|期次|[(][^()]*[)])$")
_LABELLED_PEOPLE = re.compile(
    r"(?:参训|参加|培训|参会|到场|参学)(?:人数|人员|人次)?(?:[(]人次?[)])?[:为共计 ]{1,3}\d"
)
_DATE_BEGINS = 4
_LEAST_LISTED = 2
_LIST_OF_TRAININGS = re.compile(r"(?:培训|轮训|讲座)[^。;:\n]{0,10}:$")
_LONGEST_HEAD = 30
_ROW = re.compile(r"([^/,:]{3,14})/([^/]{2,24})/[^/\d]{0,6}\d{1,5}[余多]?[人名]")
_NUMBERED_SESSION = re.compile(r"(?:第(?:[一二三四五六七八九十]{1,2}|\d{1,2})|首|末)[次期场批轮]")
_CARRIED_OUT = re.compile(
    r"[^,]{0,8}?(?:实际|最终|只|仅)(?:共)?(?:举办|开展|组织|完成|培训|办)[^,]{0,6}[\d一二三四五六七八九十两][次期场批轮]"
)
_BEGINS_ANEW = re.compile(r"(?:并|又|还|再)?(?:于[^,]{1,8}(?=组织|开展|举办))?(?:开展|举办|组织|召开|参加)")
_PLAN_GOES_ON = re.compile(r"。[^。\n]{0,40}(?:培训|参训|学习)[^。\n]{0,24}将[有达近]")
"""The next sentence says how many people will have come: what this one tells is under way."""
_POINTS_BACK = re.compile(r"[本此这]次|会上|会议|课上|培训会|期间")
_ELSEWHERE = re.compile(
    rf"(?:选派|选送|派员|派出|外出|(?:参加|参训|赴|前往|接受)了?)(?![本此这该]次)[^,。;]{{0,8}}?"
    rf"(?:[省市县区州厅局委办部]|上级|外地|{one_of('scope.body')})[^,。;]{{0,10}}{one_of('events.training')}"
)
"""Own people went to somebody else's training: never the one that was held before it."""
_MAX_HEADING = 16
_MOST_BETWEEN = 1
"""Sentences that tell of no event between an event and a sentence that says more of it."""


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
        last: Stretch | None = None
        for match in _SENTENCE.finditer(text, low, high):
            if told_before and _tells_more(text, previous, match, silent):
                heads = shared_out(text, match.start(), match.end(), told_before)
                events[-told_before:] = [
                    with_people(event, head, view, match.end())
                    for event, head in zip(events[-told_before:], heads, strict=True)
                ]
                previous = match.end()
                continue
            found, last = _of_sentence(view, text, match, report_year, seen, last)
            events.extend(found)
            silent = 0 if found else silent + 1
            if silent == 0 or silent > _MOST_BETWEEN:
                told_before = len(found)
            previous = match.end()
    return events


def _of_sentence(
    view: ProseView,
    text: str,
    sentence: re.Match[str],
    report_year: int | None,
    seen: set[str],
    earlier: Stretch | None,
) -> tuple[list[Event], Stretch | None]:
    """The events of one sentence whose words were not printed before, and the last stretch of them."""
    if _PLAN_GOES_ON.match(text, sentence.end()):
        return [], None
    found: list[Event] = []
    last: Stretch | None = None
    for stretch in _stretches(text, *sentence.span(), earlier):
        words = view.text[stretch.start : stretch.end]
        if words not in seen and took_place(
            text, (stretch.start, stretch.end), (stretch.trigger_start, stretch.trigger_end), report_year
        ):
            seen.add(words)
            found += events_of(view, stretch, sentence.start(), report_year)
            last = stretch
    if len(found) > 1 and last is not None and _SHARED.search(text, last.start, last.end):
        heads = shared_out(text, last.start, last.end, len(found))
        if all(heads):
            found = [
                with_people(event.model_copy(update={"participants": None}), head, view, last.end)
                for event, head in zip(found, heads, strict=True)
            ]
    return found, last


def _masked(title: re.Match[str]) -> str:
    """A notice of a training is no training: titles are masked, each character by one.

    What a title says of disclosure stays visible, since people study the regulation by its title.
    """
    length = len(title[0])
    return "《条例" + "《" * (length - 3) if length > 3 and ON_DISCLOSURE.search(title[0]) else "《" * length


def _tells_more(text: str, previous: int, sentence: re.Match[str], silent: int) -> bool:
    """Whether a sentence only says more of the event before it: who came, who taught, what was said."""
    start, end = sentence.span()
    if _dated(text, start, end) or _ELSEWHERE.search(sentence[0]) or _begins_with_its_own(text, start, end):
        return False
    if not silent and _is_head_count(text, previous, start, end):
        return True
    if GOES_ON.match(sentence[0]) is None:
        return False
    if "\n" in text[previous:start] and not _POINTS_BACK.match(sentence[0]):
        return False
    return SESSIONS.search(sentence[0]) is None


def _begins_with_its_own(text: str, start: int, end: int) -> bool:
    """Whether a sentence begins with a month and names a training: another one than that before it."""
    mentions = find_dates(text[start:end])
    named = TRAINING.search(text, start, end) is not None and not _POINTS_BACK.search(text, start, end)
    return named and bool(mentions) and mentions[0].start <= _DATE_BEGINS


def _is_head_count(text: str, previous: int, start: int, end: int) -> bool:
    """Whether a sentence that follows an event only says how many came; on another line by a label only."""
    words = without_numbering(text, start)
    if "\n" in text[previous:start] and not _LABELLED_PEOPLE.match(text, words, end):
        return False
    clauses = [match.span() for match in CLAUSE.finditer(text, words, end)]
    labelled = _LABELLED_PEOPLE.match(text, words, end) is not None
    if not clauses or not (labelled or head_counts(text, words, end)):
        return False
    if any(TOOK_PLACE.search(text, *clause) and not tells_people(text, *clause) for clause in clauses):
        return False
    if labelled or ONLY_PEOPLE.match(text, words, end):
        return True
    came = any(says_who_came(text, *clause) for clause in clauses)
    return came or (PEOPLE_HERE.search(text, words, end) is not None and tells_people(text, words, end))


def _stretches(text: str, start: int, end: int, earlier: Stretch | None = None) -> list[Stretch]:
    """The events of one sentence; ``earlier`` is the last one of the sentence before, if it goes on here."""
    sentence = text[start:end]
    labelled = _labelled_times(text, start, end) or _row_of_trainings(text, start, end)
    if labelled is not None:
        return [labelled]
    words_of_events = (TRAINING, TAUGHT, STUDIED_AT_A_MEETING)
    if not (
        any(words.search(sentence) for words in words_of_events)
        or any(words.search(sentence) for words, _ in KINDS)
        or (earlier is not None and _NUMBERED_SESSION.match(text, without_numbering(text, start)))
    ):
        return []
    clauses = clauses_of(text, start, end)
    found: list[tuple[int, Stretch]] = []
    for index, (low, high) in enumerate(clauses):
        last = found[-1][1] if found else None
        told = (
            told_by(text, sentence, low, high)
            or _session_of(text, last or earlier, low, high)
            or _carried_out(text, sentence, start, low, high)
        )
        if told is None or (len(found) > 1 and SUM.match(text, low)):
            continue
        if last is not None and _CARRIED_OUT.match(text, low, high):
            found[-1] = (index, replace(told, named_from=last.name_floor))
            continue
        if last is not None and not _dated(text, low, high) and _goes_on(text, last, told):
            found[-1] = (index, replace(last, end=high))
        elif last is None or told.kind is EventKind.TRAINING or last.kind is not EventKind.TRAINING:
            found.append((index, told))
    words = without_numbering(text, start)
    if end - words <= _MAX_HEADING and _is_heading(text, words, end):
        return []
    return widened(text, clauses, _without_their_sum(text, found))


def _labelled_times(text: str, start: int, end: int) -> Stretch | None:
    """A line of a list that says how many trainings there were: 培训场数:2."""
    words = without_numbering(text, start)
    label = TIMES_OF_TRAINING.match(text, words, end)
    number = _TIMES.match(text, label.end(), end) if label else None
    if label is None or number is None or int(number[1]) == 0:
        return None
    name_end = label.start() + len(_TIMES_WORD.sub("", label[0]))
    return Stretch(label.start(), number.end(), EventKind.TRAINING, label.start(), name_end, False)


def _row_of_trainings(text: str, start: int, end: int) -> Stretch | None:
    """A row of a list of trainings: 培训台账:2月20日/条例学习/25人."""
    head = text.rfind(":", text.rfind("\n", 0, start) + 1, end) + 1
    if not head or _LIST_OF_TRAININGS.search(text, max(0, head - _LONGEST_HEAD), head) is None:
        return None
    begin = without_numbering(text, max(start, head))
    row = _ROW.match(text, begin, end)
    if row is None or not find_dates(row[1]):
        return None
    return Stretch(begin, row.end(), EventKind.TRAINING, *row.span(2), False)


def _session_of(text: str, last: Stretch | None, low: int, high: int) -> Stretch | None:
    """A clause that only tells of another session of the training before it: when it was, who came.

    3月8日第一期参训40人; 第二次于9月8日在培训中心举办.
    """
    if last is None or last.kind is not EventKind.TRAINING:
        return None
    mentions = find_dates(text[low:high])
    begins = without_numbering(text, low)
    numbered = _NUMBERED_SESSION.match(text, begins, high) is not None
    if not mentions or not (numbered or mentions[0].start <= _DATE_BEGINS):
        return None
    if numbered or (head_counts(text, low, high) and tells_people(text, low, high)):
        return replace(last, start=begins, end=high, named_from=last.name_floor)
    return None


def _carried_out(text: str, sentence: str, start: int, low: int, high: int) -> Stretch | None:
    """What came of trainings that a clause before only planned: 计划培训4期,实际举办5期."""
    if _CARRIED_OUT.match(text, low, high) is None:
        return None
    trigger = TRAINING.search(text, start, low)
    if trigger is None or NOT_FOR_DISCLOSURE.search(sentence):
        return None
    return Stretch(low, high, EventKind.TRAINING, *trigger.span(), False, named_from=trigger.start())


def _without_their_sum(text: str, found: list[tuple[int, Stretch]]) -> list[tuple[int, Stretch]]:
    """The events without one that only says how many sessions the dated ones behind it are."""
    if len(found) < _LEAST_LISTED:
        return found
    first = found[0][1]
    times = SESSIONS.search(text, first.start, first.end)
    if times is not None and _NUMBERED_SESSION.match(text, found[1][1].start):
        return found[1:]
    dated = [entry for entry in found[1:] if find_dates(text[entry[1].start : entry[1].end])]
    if (
        times is None
        or find_dates(text[first.start : first.end])
        or len(dated) < max(len(found) - 1, _LEAST_LISTED)
    ):
        return found
    number = next(iter(find_numbers(times[0])), None)
    return found[1:] if number is not None and number.value == len(dated) else found


def _goes_on(text: str, last: Stretch, told: Stretch) -> bool:
    """Whether a clause tells more of the event before it: who came, or what it was made of (其中)."""
    if last.kind is EventKind.TRAINING and ONLY_PEOPLE.match(text, told.start, told.end):
        return True
    if last.kind is not told.kind or last.attended is not told.attended:
        return False
    if last.kind is not EventKind.TRAINING or "其中" in text[last.start : told.start]:
        return True
    if _BEGINS_ANEW.match(text, told.start) and PEOPLE_HERE.search(text, last.start, told.start):
        return False
    if TOOK_PLACE.search(text, told.start, told.end) and find_dates(text[told.start : told.end]):
        return False
    if _OWN_NAME.match(text, told.start) and re.search(r"\d", text[last.start : last.end]):
        return False
    own = SESSIONS.search(text, told.start, told.end)
    return own is None or SESSIONS.search(text, last.start, last.end) is None


def _dated(text: str, low: int, high: int) -> bool:
    return any(mention.has_day for mention in find_dates(text[low:high]))


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether a short sentence only announces what the next sentence of its paragraph tells."""
    following = _SENTENCE.match(text, end + 1)
    return text[end : end + 1] == "。" and following is not None and not re.search(r"\d", text[start:end])
