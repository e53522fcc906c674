"""Which of several people's decisions count: what was settled, what they agree on; pure.

In blind annotation nobody sees what others decided: that one of them was the last to write says nothing. A
place on which two differ keeps what the machine read until somebody settles it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from extractor.review.corrected import Corrected, corrected
from extractor.review.decision_log import (
    DECIDES,
    Action,
    DecisionEvent,
    effective,
    of_view,
    plain_event,
    settled,
    touched,
)
from extractor.review.persistence import ReviewDocument
from extractor.review.pointers import header_name
from extractor.review.seen_values import seen_value


class AnnotatorSide(NamedTuple):
    """What one annotator says about a place."""

    author: str
    value: Any
    event: DecisionEvent


class AnnotatorDifference(NamedTuple):
    """A place on which two annotators differ."""

    pointer: str
    sides: tuple[AnnotatorSide, ...]


class CountedDecisions(NamedTuple):
    """What of the events of a document counts for the data."""

    events: tuple[DecisionEvent, ...]
    """In order; a settlement is the decision that it stands for."""
    differences: tuple[AnnotatorDifference, ...] = ()
    """Open ones: none of their sides counts."""
    overruled: tuple[AnnotatorDifference, ...] = ()
    """What annotators said about places that somebody settled."""


def sides_of(source: ReviewDocument, events: Sequence[DecisionEvent]) -> dict[str, tuple[AnnotatorSide, ...]]:
    """For every decided place, what each annotator says; adjudications are no side."""
    authors = sorted({e.author for e in effective(events) if e.decision.action in DECIDES})
    found: dict[str, list[AnnotatorSide]] = {}
    for author in authors:
        state = _as_left_by(source, events, author)
        for pointer, event in state.decided.items():
            found.setdefault(pointer, []).append(AnnotatorSide(author, said(state, pointer, event), event))
    return {pointer: tuple(sides) for pointer, sides in found.items()}


def _as_left_by(source: ReviewDocument, events: Sequence[DecisionEvent], author: str) -> Corrected:
    return corrected(source.report, source.report_id, source.document.text, of_view(events, author))


def said(state: Corrected, pointer: str, event: DecisionEvent) -> Any:
    """The value that a decision leaves, comparable between people."""
    if event.decision.pointer.startswith("/narrative/"):
        fact = seen_value(state, pointer)
        return _without_basis(fact) if fact is not None else "removed"
    value = seen_value(state, pointer)
    if value is None and header_name(pointer):
        return Action.NOT_STATED.value  # also where somebody agrees that there is none
    return value if value is not None else event.decision.action.value


def _without_basis(fact: Any) -> Any:
    if not isinstance(fact, Mapping):
        return fact
    return {key: value for key, value in fact.items() if key not in ("basis", "evidence")}


def value_left_by(source: ReviewDocument, events: Sequence[DecisionEvent], author: str, pointer: str) -> Any:
    """The whole value that one annotator leaves in a place, as events record it."""
    return seen_value(_as_left_by(source, events, author), pointer)


def differences(source: ReviewDocument, events: Sequence[DecisionEvent]) -> tuple[AnnotatorDifference, ...]:
    """Places where people say different things and nobody settled it, whether they saw each other or not."""
    done = _settled_at(effective(events))
    return tuple(each for each in _differing(sides_of(source, events)) if each.pointer not in done)


def _differing(said_of: Mapping[str, tuple[AnnotatorSide, ...]]) -> Iterator[AnnotatorDifference]:
    for pointer, sides in sorted(said_of.items()):
        if len({key_of_value(side.value) for side in sides}) > 1:
            yield AnnotatorDifference(pointer, sides)


def key_of_value(value: Any) -> str:
    """The same for the same value."""
    return repr(sorted(value.items())) if isinstance(value, Mapping) else repr(value)


def counted(
    source: ReviewDocument, events: Iterable[DecisionEvent], *, blind: bool = False
) -> CountedDecisions:
    """What counts of the events of a document; ``blind``: none of the annotators saw another's decisions."""
    events = tuple(events)
    alive = effective(events)
    ruled = _settled_at(alive)
    alone = [e for at, e in enumerate(alive) if _is_alone(e, at, ruled, blind=blind)]
    if not ruled and len({event.author for event in alone}) < 2:
        return CountedDecisions(events)
    seen = _last_of(alive, [e for e in alive if e.decision.action in DECIDES and e not in alone])
    last = _last_of(alive, alone)
    closed = {*ruled, *(place for place, at in seen.items() if at > last.get(place, -1))}
    told = sides_of(source, alone)
    is_open = tuple(each for each in _differing(told) if closed.isdisjoint(_places(each)))
    dropped = {*ruled, *(place for each in is_open for place in _places(each))}
    kept = [e for e in alive if e not in alone or dropped.isdisjoint(touched(e.decision))]
    overruled = tuple(
        AnnotatorDifference(pointer, sides) for pointer, sides in told.items() if pointer in ruled
    )
    return CountedDecisions(tuple(map(plain_event, _each_once(kept))), is_open, overruled)


def _settled_at(alive: Sequence[DecisionEvent]) -> dict[str, int]:
    """Place → where in the log somebody settled it last."""
    return _last_of(alive, [e for e in alive if e.decision.action is Action.ADJUDICATE and _rules(e)])


def _rules(event: DecisionEvent) -> bool:
    return all(each.decision.action in DECIDES for each in settled((event,)))


def _last_of(alive: Sequence[DecisionEvent], among: Collection[DecisionEvent]) -> dict[str, int]:
    return {
        place: at
        for at, event in enumerate(alive)
        if event in among
        for place in {event.decision.pointer, *touched(plain_event(event).decision)}
    }


def _is_alone(event: DecisionEvent, at: int, ruled: Mapping[str, int], *, blind: bool) -> bool:
    """Whether an annotator decided without seeing the others. What is settled later was decided so, too."""
    if event.decision.action not in DECIDES:
        return False
    return blind or event.alone or any(at < ruled.get(place, -1) for place in touched(event.decision))


def _places(difference: AnnotatorDifference) -> frozenset[str]:
    sides = (touched(side.event.decision) for side in difference.sides)
    return frozenset({difference.pointer}).union(*sides)


def _each_once(events: Iterable[DecisionEvent]) -> Iterator[DecisionEvent]:
    """Without the facts that a second annotator wrote just as the first one did."""
    written: dict[str, str] = {}
    for event in events:
        decision = event.decision
        if event.alone and decision.action is Action.REWRITE:
            root = decision.pointer.rsplit("/", 1)[0]
            same = f"{root} {decision.after.get('removes')} {decision.after.get('adds')}"
            if written.setdefault(same, event.author) != event.author:
                continue
        yield event
