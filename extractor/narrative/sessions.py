"""The sessions that a stretch of clauses tells of: their dates, their people, their name and place."""

import re
from dataclasses import dataclass

from extractor.grammar import DateMention, find_dates
from extractor.ideographs import HAN
from extractor.lexicon import one_of, pattern
from extractor.narrative.attendance import HeadCount, shared_out
from extractor.narrative.plans import moved_to
from extractor.narrative.view import ProseView
from extractor.records import Basis, Event, EventKind

_PLACE = re.compile(
    rf"(?:赴|前往|到)([{HAN}、]{{2,16}}?)(?={one_of('events.place_verbs')}|$)"
    rf"|在([{HAN}\d]{{1,16}}?{one_of('events.place_heads')})"
    r"(?=参加|举办|召开|举行|开展|组织|进行|集中|开办|承办|,|$)"
)
_NAME_STARTS = pattern("events.name_starts")
_JOINED = re.compile(r"[、,和及与 ]{1,2}(?:以及)?$")
_MAX_NAME = 40
_DATE_BEFORE = 24


@dataclass(frozen=True)
class Stretch:
    """A run of clauses of one sentence that tells of one event, or of several sessions of it."""

    start: int
    end: int
    kind: EventKind
    trigger_start: int
    trigger_end: int
    attended: bool
    named_from: int = -1
    """Where its name may begin; before ``start`` for a session that only says when it was and who came."""

    @property
    def name_floor(self) -> int:
        """Where its name may begin."""
        return self.start if self.named_from < 0 else self.named_from


def events_of(
    view: ProseView,
    stretch: Stretch,
    sentence_start: int,
    report_year: int | None,
    basis: Basis = Basis.RULE,
) -> list[Event]:
    """One event for each date that a stretch names, or one without a date."""
    text = view.text
    mentions: list[DateMention | None] = [*_dates(text, stretch, sentence_start, report_year)] or [None]
    people = shared_out(text, stretch.start, stretch.end, len(mentions))
    place = _PLACE.search(text[stretch.start : stretch.end])
    name = view.words(*_name(text, stretch))
    return [
        Event(
            kind=stretch.kind,
            name=name,
            start=mention.first if mention else None,
            end=mention.last if mention and mention.last != mention.first else None,
            date_text=view.words(mention.start, mention.end) if mention else None,
            participants=head.value if head else None,
            participants_approximate=bool(head and head.approximate),
            place=(place[1] or place[2]) if place else None,
            evidence=view.span(stretch.start, stretch.end),
            basis=basis,
        )
        for mention, head in zip(mentions, people, strict=True)
    ]


def with_people(event: Event, head: HeadCount | None, view: ProseView, end: int) -> Event:
    """The event with a head-count that stands further on, in words that end at ``end``."""
    if head is None or event.participants is not None:
        return event
    start = view.folded.offsets.index(event.evidence.start)
    update = {"participants": head.value, "participants_approximate": head.approximate}
    return event.model_copy(update={**update, "evidence": view.span(start, end)})


def _dates(text: str, stretch: Stretch, sentence_start: int, report_year: int | None) -> list[DateMention]:
    """The date nearest before the event's name, with the dates joined to it by 、 or 和."""
    reach = 0 if stretch.named_from >= 0 else _DATE_BEFORE
    offset = max(sentence_start, stretch.start - reach)
    mentions = [
        mention._replace(start=mention.start + offset, end=mention.end + offset)
        for mention in find_dates(text[offset : stretch.end], report_year)
    ]
    moved = moved_to(text, stretch.start, stretch.end)
    if moved is not None:
        return [mention for mention in mentions if mention.start >= moved][:1]
    before = [mention for mention in mentions if mention.end <= stretch.trigger_end]
    if not before:
        return _joined_after(text, stretch, mentions)
    chosen = before[-1:]
    if not chosen or not stretch.start <= chosen[0].start + 1:
        return []
    while before and len(before) > len(chosen):
        earlier = before[-len(chosen) - 1]
        if not _JOINED.fullmatch(text[earlier.end : chosen[0].start]):
            break
        chosen = [earlier, *chosen]
    return chosen


def _joined_after(text: str, stretch: Stretch, mentions: list[DateMention]) -> list[DateMention]:
    """The first date behind the name of an event, with those joined to it: 培训3次,分别在3月、6月和9月."""
    chosen = [mention for mention in mentions if mention.start >= stretch.start - 1][:1]
    for mention in mentions[1:] if chosen else ():
        if not _JOINED.fullmatch(text[chosen[-1].end : mention.start]):
            break
        chosen.append(mention)
    return chosen


def _name(text: str, stretch: Stretch) -> tuple[int, int]:
    low = max(stretch.name_floor, text.rfind(",", stretch.name_floor, stretch.trigger_start) + 1)
    before = text[low : stretch.trigger_start]
    starts = [match.end() for match in _NAME_STARTS.finditer(before)]
    starts += [mention.end for mention in find_dates(before)]
    start = low + max(starts, default=0)
    start += text[start] == "、"
    return (start if stretch.trigger_end - start <= _MAX_NAME else stretch.trigger_start), stretch.trigger_end
