"""Which event a clause tells of, if any: what was held, for whom, and whether it took place."""

import re
from functools import lru_cache

from extractor.grammar import find_dates
from extractor.narrative.event_clauses import LONGEST_DATE, without_numbering
from extractor.narrative.event_words import (
    ABOUT_DISCLOSURE,
    ATTENDED,
    FOR_THE_PUBLIC,
    FROM_NOW_ON,
    KINDS,
    LECTURE_FOR_THE_PUBLIC,
    NOT_A_MEETING,
    NOT_FOR_DISCLOSURE,
    NOT_YET,
    ONLY_PEOPLE,
    OTHER_MATTERS,
    STUDIED_AT_A_MEETING,
    STUDY_VISIT,
    TAUGHT,
    TOOK_PLACE,
    TRAINING,
)
from extractor.narrative.sessions import Stretch
from extractor.records import EventKind

_CAME = re.compile(r"\d[余多]*(?:人|名)[^,]{0,8}(?:参加|参训)")
_NAME_ENDS = re.compile(r"(?:班|会|课|活动|[一二两三四\d第]|[、,(:]|(?:于|在|共|参)|$|(?=[。;\n]))")
_LONGEST_ITEM = 200
"""Characters of an item of a list up to the training that it names."""
ON_DISCLOSURE = re.compile(r"条例|公开|答复|业务")
_STUDIES = re.compile(
    r"(?:集中|集体|专题|统一)学习|学习会|(?:组织|带领|依托|利用|结合|通过)[^,。;]{0,24}学习(?!班)"
)
_DONE = re.compile("了|已")
_RULES = re.compile("建立|健全|完善|机制|制度")
_HEARD_OF_DISCLOSURE = re.compile(r"(?:听取|研究|部署|安排)[^,。;]{0,16}公开")


@lru_cache(maxsize=256)
def _says(words: re.Pattern[str], sentence: str) -> bool:
    """Whether a sentence holds these words: looked for once, not again for each of its clauses."""
    return words.search(sentence) is not None


def told_by(text: str, sentence: str, low: int, high: int) -> Stretch | None:
    """The event that one clause tells of, None where it tells of none or of a plan."""
    low = _own_item(text, low, high)
    clause = text[low:high]
    trigger = TRAINING.search(clause)
    if trigger is not None and _is_dated_item(text, low, low + trigger.end()):
        taught = True
    elif trigger is None and STUDY_VISIT.search(clause):
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
    return Stretch(low, high, kind, low + trigger.start(), low + trigger.end(), _attends_elsewhere(clause))


def _own_item(text: str, low: int, high: int) -> int:
    """Where a clause begins without the trainings of other trades: 安全生产培训6场、政务公开培训1场."""
    for cut in re.finditer("[、和及]", text[low:high]):
        begin = low + cut.end()
        own = TRAINING.search(text, begin, high) and ABOUT_DISCLOSURE.search(text, begin, high)
        if (
            own
            and NOT_FOR_DISCLOSURE.search(text, low, begin)
            and not NOT_FOR_DISCLOSURE.search(text, begin, high)
        ):
            return begin if TOOK_PLACE.search(text, begin, high) else low
    return low


def _is_dated_item(text: str, low: int, trigger_end: int) -> bool:
    """Whether a clause is an item of a list that names a training behind its date, without a verb."""
    reach = max(0, low - _LONGEST_ITEM)
    begin = max(text.rfind(mark, reach, low) for mark in "。;!?\n:") + 1
    if not begin and reach:
        return False
    begin = without_numbering(text, begin)
    mentions = find_dates(text[begin : low + LONGEST_DATE])
    if not mentions or mentions[0].start > 1 or begin + mentions[0].end > trigger_end:
        return False
    return _NAME_ENDS.match(text, trigger_end) is not None and not TOOK_PLACE.search(text, begin, trigger_end)


def _for_others(clause: str, sentence: str) -> bool:
    """Whether those who were taught do no disclosure work, or were taught something else."""
    if NOT_FOR_DISCLOSURE.search(clause) or _says(LECTURE_FOR_THE_PUBLIC, sentence):
        return True
    if _says(FOR_THE_PUBLIC, sentence) and not ABOUT_DISCLOSURE.search(clause):
        return True
    if _says(ABOUT_DISCLOSURE, sentence):
        return False
    studied = _STUDIES.search(clause) is not None and not _says(ON_DISCLOSURE, sentence)
    counted = ONLY_PEOPLE.match(clause) is not None and _says(NOT_FOR_DISCLOSURE, sentence)
    return studied or counted or OTHER_MATTERS.search(clause) is not None


def _is_planned(clause: str, sentence: str) -> bool:
    """Whether a clause tells of a plan, or of a rule by which trainings are held."""
    under_way = _says(FROM_NOW_ON, sentence) and not _says(_DONE, sentence)
    if under_way or NOT_YET.search(clause):
        return True
    by_rule = re.search("定期|常态化", clause) and not re.search(r"\d", clause)
    return bool(by_rule and _says(_RULES, sentence))


def _attends_elsewhere(clause: str) -> bool:
    """Whether own people went to somebody else's event; how many came to an own one is no such clause."""
    return ATTENDED.search(clause) is not None and _CAME.search(clause) is None


def _other_kind(clause: str, sentence: str) -> tuple[EventKind, re.Match[str] | None]:
    studied = STUDIED_AT_A_MEETING.search(clause)
    if studied and _says(ON_DISCLOSURE, sentence):
        return EventKind.MEETING if "会" in sentence else EventKind.TRAINING, studied
    for words, kind in KINDS:
        trigger = words.search(clause)
        if trigger is None or not TOOK_PLACE.search(clause):
            continue
        if kind is EventKind.MEETING and (
            NOT_A_MEETING.search(clause)
            or not (ABOUT_DISCLOSURE.search(clause) or _says(_HEARD_OF_DISCLOSURE, sentence))
        ):
            continue
        learned = kind is EventKind.STUDY_VISIT and not _says(OTHER_MATTERS, sentence)
        if not (learned or _says(ABOUT_DISCLOSURE, sentence) or _says(_HEARD_OF_DISCLOSURE, sentence)):
            continue
        return kind, trigger
    return EventKind.OTHER, None
