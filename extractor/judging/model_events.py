"""Events by the model: it says what a sentence tells and copies its words; code parses and places them."""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from extractor.errors import ModelError
from extractor.grammar import find_dates, find_numbers
from extractor.ground import Located, Match, Miss, locate
from extractor.judging.answer_shapes import Hole, answers, batches, choice, hole_of, listed, numbered, stated
from extractor.judging.tolerances import TOLERANCES
from extractor.llm import Answer, Asker, load_prompt
from extractor.narrative.event_words import MEETING, MOBILISATION, STUDY_VISIT
from extractor.narrative.view import ProseView
from extractor.records import Basis, Event, EventKind

PROMPT = "events/v1"
MENTIONS_PROMPT = "mentions/v1"
_SENTENCE = re.compile(r"[^。;!?\n]{6,1000}")
_TRAINING = re.compile(r"培训|讲座|研讨班|学习班|研修班|轮训|授课|以会代训")
_PEOPLE = re.compile(r"[ ]?(?:余|多)?(?:人|名)")
KINDS = {
    "培训": EventKind.TRAINING,
    "考察学习": EventKind.STUDY_VISIT,
    "动员部署": EventKind.MOBILISATION,
    "会议": EventKind.MEETING,
    "其他": EventKind.OTHER,
}
HELD, NOT_HELD, UNRELATED = "已举办", "未举办", "无关"


class _Told(Answer):
    status: Literal["已举办", "不是"]
    kind: Literal["培训", "考察学习", "动员部署", "会议", "其他"]
    name: str
    date: str
    people: str
    place: str


class EventSentence(NamedTuple):
    """A sentence that speaks of training or the like, in offsets of the view."""

    start: int
    end: int


def mentions(view: ProseView) -> list[EventSentence]:
    """Sentences that speak of trainings or other events."""
    patterns = (_TRAINING, STUDY_VISIT, MOBILISATION, MEETING)
    return [
        EventSentence(match.start(), match.end())
        for match in _SENTENCE.finditer(view.text)
        if any(pattern.search(match[0]) for pattern in patterns)
    ]


def read_events_by_model(
    view: ProseView, report_year: int | None, asker: Asker
) -> tuple[list[Event], list[Hole]]:
    """All events of one section's prose as the model sees them; an event without a copied name is dropped."""
    prompt = load_prompt(PROMPT)
    groups = list(batches(mentions(view), TOLERANCES.events_asked))
    questions = [
        prompt.question(
            numbered("Events", len(group), _Told),
            {"units": listed([view.text[m.start : m.end][: TOLERANCES.event_sentence] for m in group])},
            TOLERANCES.event_tokens * len(group),
        )
        for group in groups
    ]
    events: list[Event] = []
    holes: list[Hole] = []
    for group, answer in zip(groups, asker.ask_all(questions), strict=True):
        if isinstance(answer, ModelError):
            holes += hole_of("events", answer, view, [(m.start, m.end) for m in group])
            continue
        for mention, told in zip(group, answers(answer), strict=True):
            if told.status == HELD:
                _add(view, mention, told, report_year, events, holes)
    return events, holes


def _add(
    view: ProseView,
    mention: EventSentence,
    told: _Told,
    report_year: int | None,
    events: list[Event],
    holes: list[Hole],
) -> None:
    name = locate(told.name, view.text, mention) if stated(told.name) else _called(view.text, mention)
    if isinstance(name, Miss):
        holes.append(
            Hole("events", f"quote of a name not in its sentence: {told.name[:20]}", (view.span(*mention),))
        )
        return
    words = view.words(name.start, name.end)
    if any(event.evidence.quote == view.span(*mention).quote and event.name == words for event in events):
        return
    kind = KINDS[told.kind]
    if kind is EventKind.TRAINING and not _TRAINING.search(view.text, *mention):
        kind = EventKind.OTHER  # a training is called one in the sentence itself
    people = _number_of(view, mention, told.people)
    place = locate(told.place, view.text, mention) if stated(told.place) else Miss.EMPTY
    for date_text, first, last in _dates(view, mention, told.date, report_year) or [(None, None, None)]:
        events.append(
            Event(
                kind=kind,
                name=words,
                start=first,
                end=last if last != first else None,
                date_text=date_text,
                participants=people[0] if people else None,
                participants_approximate=bool(people and people[1]),
                place=None if isinstance(place, Miss) else view.words(place.start, place.end),
                evidence=view.span(*mention),
                basis=Basis.MODEL,
            )
        )


def _called(text: str, mention: EventSentence) -> Located | Miss:
    """What a sentence calls its training where the model says that it names none."""
    word = _TRAINING.search(text, *mention)
    return Located(word.start(), word.end(), Match.EXACT) if word else Miss.EMPTY


def _dates(view: ProseView, mention: EventSentence, quote: str, report_year: int | None) -> list[tuple]:  # type: ignore[type-arg]  # (words, date, date)
    """Dates that stand where the model copied its words from; two joined dates are two sessions."""
    place = locate(quote, view.text, mention) if stated(quote) else Miss.EMPTY
    if isinstance(place, Miss):
        return []
    return [
        (view.words(place.start + d.start, place.start + d.end), d.first, d.last)
        for d in find_dates(view.text[place.start : place.end], report_year)
    ]


def _number_of(view: ProseView, mention: EventSentence, quote: str) -> tuple[int, bool] | None:
    """The number of people that stands where the model copied its words from."""
    place = locate(quote, view.text, mention) if stated(quote) else Miss.EMPTY
    if isinstance(place, Miss):
        return None
    for numeral in find_numbers(view.text[mention.start : mention.end]):
        at = mention.start + numeral.start
        if place.start <= at < place.end and _PEOPLE.match(view.text, mention.start + numeral.end):
            return int(numeral.value), numeral.approximate
    return None


def judge_sentences(sentences: Sequence[str], asker: Asker) -> list[str | ModelError]:
    """Whether each sentence tells of a training that took place: 已举办, 未举办 or 无关."""
    prompt = load_prompt(MENTIONS_PROMPT)
    groups = list(batches(sentences, TOLERANCES.mentions_asked))
    questions = [
        prompt.question(
            numbered("Mentions", len(group), choice([HELD, NOT_HELD, UNRELATED])),
            {"units": listed([words[: TOLERANCES.event_sentence] for words in group])},
            12 * len(group) + 12,
        )
        for group in groups
    ]
    judged: list[str | ModelError] = []
    for group, answer in zip(groups, asker.ask_all(questions), strict=True):
        judged += [answer] * len(group) if isinstance(answer, ModelError) else answers(answer)
    return judged
