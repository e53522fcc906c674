"""Compare the prose facts of a Report with the gold labels."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from extractor.evaluation.gold import Gold, GoldCount, GoldEvent, GoldSpan, GoldStatement
from extractor.records import Count, Event, Report, Span, Statement

Score = Callable[[int, int], float]
_LEAST_OVERLAP = 0.5


class Pairing(NamedTuple):
    """Gold index to prediction index, and what is left on either side."""

    pairs: dict[int, int]
    missed: list[int]
    spurious: list[int]


def narrative_differences(report: Report, gold: Gold, text: str) -> list[str]:
    """Differences of counts, events and statements; lists that were not labelled are left out."""
    facts = report.narrative
    found: list[str] = []
    if gold.counts is not None:
        found += _counts(gold.counts, facts.counts, text)
    for name in ("trainings", "events"):
        labels = getattr(gold, name)
        if labels is not None:
            found += _events(name, labels, getattr(facts, name), text)
    issues: dict[int, int] = {}
    if gold.issues is not None:
        issues = _statements("issues", gold.issues, facts.issues, text, found)
    if gold.remedies is not None:
        pairs = _statements("remedies", gold.remedies, facts.remedies, text, found)
        found += _addresses(gold, facts.remedies, pairs, issues)
    if gold.past_rectifications is not None:
        _statements("past_rectifications", gold.past_rectifications, facts.past_rectifications, text, found)
    return found


def overlap(label: GoldSpan, span: Span) -> float:
    """Intersection over union of two stretches."""
    shared = min(label.end, span.end) - max(label.start, span.start)
    return max(0, shared) / (max(label.end, span.end) - min(label.start, span.start) or 1)


def pair(labels: int, predictions: int, score: Score) -> Pairing:
    """One-to-one pairs with a positive score, best first."""
    scored = [(score(i, j), i, j) for i in range(labels) for j in range(predictions)]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for value, i, j in sorted(scored, key=lambda item: (-item[0], item[1], item[2])):
        if value > 0 and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    missed = [i for i in range(labels) if i not in pairs]
    return Pairing(pairs, missed, [j for j in range(predictions) if j not in taken])


def _at(span: Span | GoldSpan, text: str) -> str:
    words = " ".join(text[span.start : span.end].split())
    return f"{span.start}:{span.end} {words[:40] + '…' if len(words) > 40 else words!r}"


def _unpaired(
    name: str, labels: Sequence[GoldSpan], spans: Sequence[Span], pairing: Pairing, text: str
) -> Iterator[str]:
    for i in pairing.missed:
        if not labels[i].optional:
            yield f"{name}: missed {_at(labels[i], text)}"
    for j in pairing.spurious:
        yield f"{name}: nothing labelled at {_at(spans[j], text)}"


def _counts(labels: Sequence[GoldCount], counts: Sequence[Count], text: str) -> list[str]:
    def score(i: int, j: int) -> float:
        return overlap(labels[i], counts[j].evidence) if labels[i].value == counts[j].value else 0.0

    pairing = pair(len(labels), len(counts), score)
    found = list(_unpaired("counts", labels, [count.evidence for count in counts], pairing, text))
    for i, j in sorted(pairing.pairs.items()):
        found += _count(labels[i], counts[j], text)
    return found


def _count(label: GoldCount, count: Count, text: str) -> Iterator[str]:
    where = f"counts: {_at(label, text)}"
    if label.approximate != count.approximate:
        yield f"{where}: expected approximate={label.approximate}"
    if not label.optional and count.unit not in label.unit.split("|"):
        yield f"{where}: expected unit {label.unit!r}, got {count.unit!r}"
    if label.period is not None and (label.period == "cumulative") != (count.period == "cumulative"):
        yield f"{where}: expected period {label.period}, got {count.period}"


def _events(name: str, labels: Sequence[GoldEvent], events: Sequence[Event], text: str) -> list[str]:
    def score(i: int, j: int) -> float:
        shared = overlap(labels[i], events[j].evidence)
        if shared == 0:
            return 0.0
        return shared + (2 if labels[i].start_date == events[j].start else 0)

    pairing = pair(len(labels), len(events), score)
    found = list(_unpaired(name, labels, [event.evidence for event in events], pairing, text))
    for i, j in sorted(pairing.pairs.items()):
        found += _event(name, labels[i], events[j], text)
    return found


def _event(name: str, label: GoldEvent, event: Event, text: str) -> Iterator[str]:
    where = f"{name}: {_at(label, text)}"
    if event.start != label.start_date:
        yield f"{where}: expected start {label.start_date}, got {event.start}"
    if (event.end or event.start) != (label.end_date or label.start_date):
        yield f"{where}: expected end {label.end_date}, got {event.end}"
    if event.participants != label.participants:
        yield f"{where}: expected {label.participants} participants, got {event.participants}"
    elif label.participants is not None and event.participants_approximate != label.approximate:
        yield f"{where}: expected participants_approximate={label.approximate}"
    if label.place is not None and label.place not in (event.place or ""):
        yield f"{where}: expected place {label.place}, got {event.place}"
    if not label.optional and event.kind.value != label.kind:
        yield f"{where}: expected kind {label.kind}, got {event.kind}"


def _statements(
    name: str,
    labels: Sequence[GoldStatement],
    statements: Sequence[Statement],
    text: str,
    found: list[str],
) -> dict[int, int]:
    """Adds the differences to ``found``; the pairs of gold and predicted index."""

    def score(i: int, j: int) -> float:
        shared = overlap(labels[i], statements[j].evidence)
        return shared if shared >= _LEAST_OVERLAP else 0.0

    pairing = pair(len(labels), len(statements), score)
    found += _unpaired(name, labels, [each.evidence for each in statements], pairing, text)
    return pairing.pairs


def _addresses(
    gold: Gold, remedies: Sequence[Statement], pairs: dict[int, int], issues: dict[int, int]
) -> Iterator[str]:
    for i, label in enumerate(gold.remedies or ()):
        if label.addresses is None or i not in pairs or not set(label.addresses) <= set(issues):
            continue
        expected = sorted(issues[index] for index in label.addresses)
        got = sorted(remedies[pairs[i]].addresses)
        if expected != got:
            yield f"remedies[{pairs[i]}]: expected to address issues {expected}, got {got}"
