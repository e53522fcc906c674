"""Two annotators on one document: where they differ, and how far they agree; pure."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from extractor.evaluation.agreement import cohen_kappa
from extractor.review.corrected import Corrected, corrected
from extractor.review.decision_log import DECIDES, DecisionEvent, effective, of_view, settled
from extractor.review.persistence import ReviewDocument
from extractor.review.service import seen_value


class AnnotatorSide(NamedTuple):
    """What one annotator says about a place."""

    author: str
    value: Any
    event: DecisionEvent


class AnnotatorDifference(NamedTuple):
    """A place on which two annotators differ and that nobody settled."""

    pointer: str
    sides: tuple[AnnotatorSide, ...]


class AnnotatorAgreement(NamedTuple):
    """How far two annotators agree on the places that both decided."""

    pair: tuple[str, str]
    both: int
    same: int
    kappa: float | None
    """Cohen's kappa with the values as categories; None where chance alone would agree on everything."""

    @property
    def share(self) -> float | None:
        """Of the places that both decided; None without any."""
        return self.same / self.both if self.both else None


def sides_of(source: ReviewDocument, events: Sequence[DecisionEvent]) -> dict[str, tuple[AnnotatorSide, ...]]:
    """For every decided place, what each annotator says; adjudications are no side."""
    authors = sorted({e.author for e in effective(events) if e.decision.action in DECIDES})
    found: dict[str, list[AnnotatorSide]] = {}
    for author in authors:
        mine = of_view(events, author)
        state = corrected(source.report, source.report_id, source.document.text, mine)
        for pointer, event in state.decided.items():
            found.setdefault(pointer, []).append(AnnotatorSide(author, said(state, pointer, event), event))
    return {pointer: tuple(sides) for pointer, sides in found.items()}


def said(state: Corrected, pointer: str, event: DecisionEvent) -> Any:
    """The value that a decision leaves, comparable between people."""
    if event.decision.pointer.startswith("/narrative/"):
        fact = seen_value(state, pointer)
        return _without_basis(fact) if fact is not None else "removed"
    value = seen_value(state, pointer)
    return value if value is not None else event.decision.action.value


def _without_basis(fact: Any) -> Any:
    if not isinstance(fact, Mapping):
        return fact
    return {key: value for key, value in fact.items() if key not in ("basis", "evidence")}


def differences(source: ReviewDocument, events: Sequence[DecisionEvent]) -> tuple[AnnotatorDifference, ...]:
    """Places where annotators say different things, unless an adjudicator settled them."""
    done = {event.decision.pointer for event in settled(events)}
    return tuple(
        AnnotatorDifference(pointer, sides)
        for pointer, sides in sorted(sides_of(source, events).items())
        if pointer not in done and len({_key(side.value) for side in sides}) > 1
    )


def agreed_events(source: ReviewDocument, events: Sequence[DecisionEvent]) -> tuple[DecisionEvent, ...]:
    """What counts after blind annotation: where all who decided agree, and what was adjudicated."""
    kept = [
        sides[0].event
        for sides in sides_of(source, events).values()
        if len({_key(side.value) for side in sides}) == 1
    ]
    return tuple(sorted((*kept, *settled(events)), key=lambda event: (event.report_id, event.revision)))


def agreements(
    per_document: Iterable[Mapping[str, Sequence[AnnotatorSide]]],
) -> tuple[AnnotatorAgreement, ...]:
    """Figures for every pair of annotators over all documents, pooled before dividing."""
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for places in per_document:
        for sides in places.values():
            for one, other in combinations(sorted(sides, key=lambda side: side.author), 2):
                judged = pairs.setdefault((one.author, other.author), [])
                judged.append((_key(one.value), _key(other.value)))
    return tuple(_agreement(pair, judged) for pair, judged in sorted(pairs.items()))


def _agreement(pair: tuple[str, str], judged: Sequence[tuple[str, str]]) -> AnnotatorAgreement:
    same = sum(one == other for one, other in judged)
    return AnnotatorAgreement(pair, len(judged), same, cohen_kappa(judged))


def _key(value: Any) -> str:
    return repr(sorted(value.items())) if isinstance(value, Mapping) else repr(value)
