"""Facts of the prose against gold; lists are matched optimally, not by index."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from extractor.evaluation.assignment import Pairing, pair_optimally
from extractor.evaluation.gold import Gold, GoldCount, GoldEvent, GoldSpan, GoldStatement
from extractor.evaluation.scoring.items import ScoredItem, Stratum, Verdict
from extractor.evaluation.scoring.table_cells import ABSENT, shown
from extractor.evaluation.scoring.text import LEAST_OVERLAP, folded, overlap
from extractor.evaluation.scoring.warnings import Flags
from extractor.records import STATEMENT_LISTS, Count, Event, Report, Statement


class _Labels(NamedTuple):
    """One list of labels and one of predictions, matched."""

    field: str
    labels: Sequence[GoldSpan]
    facts: Sequence[Count | Event | Statement]
    pairing: Pairing
    flags: Flags


def score_facts(report: Report, gold: Gold, flags: Flags) -> Iterator[ScoredItem]:
    """Items of every list that was labelled, and of the attributes of those that were found."""
    facts = report.narrative
    if gold.counts is not None:
        yield from _counts(gold.counts, facts.counts, flags)
    for field in ("trainings", "events"):
        labels: tuple[GoldEvent, ...] | None = getattr(gold, field)
        if labels is not None:
            yield from _events(field, labels, getattr(facts, field), flags)
    pairs: dict[str, dict[int, int]] = {}
    for field in STATEMENT_LISTS:
        statements: tuple[GoldStatement, ...] | None = getattr(gold, field)
        if statements is not None:
            matched = _matched(field, statements, getattr(facts, field), flags)
            pairs[field] = matched.pairing.pairs
            yield from _judged(matched, lambda _label, _fact: True)
    if "remedies" in pairs and "issues" in pairs:
        yield from _addresses(gold.remedies or (), facts.remedies, pairs["remedies"], pairs["issues"])


def pair_counts(labels: Sequence[GoldCount], others: Sequence[GoldCount | Count]) -> Pairing:
    """Counts by place; where several overlap, those of the same value belong together.

    A Count and a GoldCount both have a value; a Count's place is its evidence.
    """

    def similarity(i: int, j: int) -> float:
        shared = overlap(labels[i], _place(others[j]))
        return shared and shared + (labels[i].value == others[j].value)

    return pair_optimally(len(labels), len(others), similarity)


def pair_events(labels: Sequence[GoldEvent], others: Sequence[GoldEvent | Event]) -> Pairing:
    """Events by place; two sessions in one sentence are told apart by their dates."""

    def similarity(i: int, j: int) -> float:
        shared = overlap(labels[i], _place(others[j]))
        return shared and shared + (labels[i].start_date == _first_day(others[j]))

    return pair_optimally(len(labels), len(others), similarity)


def pair_statements(labels: Sequence[GoldSpan], others: Sequence[GoldSpan | Statement]) -> Pairing:
    """Statements that have at least half of their characters in common."""

    def similarity(i: int, j: int) -> float:
        shared = overlap(labels[i], _place(others[j]))
        return shared if shared >= LEAST_OVERLAP else 0.0

    return pair_optimally(len(labels), len(others), similarity)


def _place(fact: GoldSpan | Count | Event | Statement) -> GoldSpan:
    if isinstance(fact, GoldSpan):
        return fact
    return GoldSpan.model_construct(start=fact.evidence.start, end=fact.evidence.end, optional=False)


def _first_day(event: GoldEvent | Event) -> object:
    return event.start_date if isinstance(event, GoldEvent) else event.start


def _matched(
    field: str, labels: Sequence[GoldStatement], facts: Sequence[Statement], flags: Flags
) -> _Labels:
    return _Labels(field, labels, facts, pair_statements(labels, facts), flags)


def _judged(matched: _Labels, same: Callable[[int, int], bool]) -> Iterator[ScoredItem]:
    """One item for each label and for each fact that no label explains.

    An optional label is no item: it need not be found, and a fact that it explains is no error.
    """
    field, labels, facts, pairing, flags = matched
    for i, label in enumerate(labels):
        if label.optional:
            continue
        place = f"{label.start}:{label.end}"
        gold = _value(label) or place
        if i in pairing.left_over:
            yield ScoredItem(
                field, place, Stratum.ITEM, Verdict.OMITTED, ABSENT, False, gold, None, *label.interval
            )
            continue
        j = pairing.pairs[i]
        verdict = Verdict.RIGHT if same(i, j) else Verdict.WRONG
        flagged = flags.at(f"/narrative/{field}/{j}")
        predicted = _value(facts[j]) or _offsets(facts[j])
        basis = facts[j].basis.value
        yield ScoredItem(
            field, place, Stratum.ITEM, verdict, basis, flagged, gold, predicted, *label.interval
        )
    for j in pairing.right_over:
        evidence = facts[j].evidence
        flagged = flags.at(f"/narrative/{field}/{j}")
        key, predicted = _offsets(facts[j]), _value(facts[j]) or _offsets(facts[j])
        yield ScoredItem(
            field,
            key,
            Stratum.ITEM,
            Verdict.FABRICATED,
            facts[j].basis.value,
            flagged,
            None,
            predicted,
            evidence.start,
            evidence.end,
        )


def _value(fact: GoldSpan | Count | Event | Statement) -> str | None:
    """The number or the day of a fact, which may be kept; sentences may not."""
    if isinstance(fact, GoldCount | Count):
        return f"{shown(fact.value)}{(fact.unit or '').split('|')[0]}"
    if isinstance(fact, GoldEvent):
        return str(fact.start_date) if fact.start_date else None
    if isinstance(fact, Event):
        return str(fact.start) if fact.start else None
    return None


def _offsets(fact: Count | Event | Statement) -> str:
    return f"{fact.evidence.start}:{fact.evidence.end}"


def _counts(labels: Sequence[GoldCount], counts: Sequence[Count], flags: Flags) -> Iterator[ScoredItem]:
    pairing = pair_counts(labels, counts)
    matched = _Labels("counts", labels, counts, pairing, flags)
    yield from _judged(matched, lambda i, j: labels[i].value == counts[j].value)
    for i, j in pairing.pairs.items():
        label, count = labels[i], counts[j]
        if label.optional or label.value != count.value:
            continue
        basis, flagged = count.basis.value, flags.at(f"/narrative/counts/{j}")
        if label.unit is not None:
            units = label.unit.split("|")
            yield _attribute("counts.unit", label, units, count.unit, basis=basis, flagged=flagged)
        if label.approximate is not None:
            wanted, got = str(label.approximate), str(count.approximate)
            yield _attribute("counts.approximate", label, [wanted], got, basis=basis, flagged=flagged)
        yield _attribute(
            "counts.topic", label, label.topic.split("|"), count.topic.value, basis=basis, flagged=flagged
        )
        if label.scope is not None:
            scope = label.scope if _same_scope(label.scope.split("|"), count.scope) else (count.scope or "—")
            yield _attribute("counts.scope", label, [label.scope], scope, basis=basis, flagged=flagged)
        if label.period is not None:
            periods = label.period.split("|")
            yield _attribute(
                "counts.period", label, periods, count.period.value, basis=basis, flagged=flagged
            )


def _same_scope(wanted: Sequence[str], got: str | None) -> bool:
    """Whether one names the other: 区政府 and 周村区政府 are the same words cut differently."""
    other = folded(got or "")
    return bool(other) and any(one in other or other in one for one in map(folded, wanted))


def _events(
    field: str, labels: Sequence[GoldEvent], events: Sequence[Event], flags: Flags
) -> Iterator[ScoredItem]:
    pairing = pair_events(labels, events)
    matched = _Labels(field, labels, events, pairing, flags)
    yield from _judged(matched, lambda _i, _j: True)
    for i, j in pairing.pairs.items():
        label, event = labels[i], events[j]
        if label.optional:
            continue
        basis, flagged = event.basis.value, flags.at(f"/narrative/{field}/{j}")
        if field == "events":
            kinds = label.kind.split("|")
            yield _attribute("events.kind", label, kinds, event.kind.value, basis=basis, flagged=flagged)
        if not label.details:
            continue
        days = f"{label.start_date}–{label.end_date or label.start_date}"
        got_days = f"{event.start}–{event.end or event.start}"
        yield _attribute(f"{field}.dates", label, [days], got_days, basis=basis, flagged=flagged)
        people = _people(label.participants, label.approximate)
        got_people = _people(event.participants, event.participants_approximate)
        yield _attribute(f"{field}.participants", label, [people], got_people, basis=basis, flagged=flagged)
        if label.place is not None:
            found = folded(label.place) in folded(event.place or "")
            wanted, got = label.place, label.place if found else (event.place or "")
            yield _attribute(f"{field}.place", label, [wanted], got, basis=basis, flagged=flagged)


def _people(number: int | None, approximate: bool) -> str:
    return "—" if number is None else f"{'≈' if approximate else ''}{number}"


def _attribute(
    field: str, label: GoldSpan, accepted: Sequence[str], got: str, *, basis: str, flagged: bool
) -> ScoredItem:
    verdict = Verdict.RIGHT if got in accepted else Verdict.WRONG
    key = f"{label.start}:{label.end}"
    return ScoredItem(
        field, key, Stratum.ITEM, verdict, basis, flagged, "|".join(accepted), got, label.start, label.end
    )


def _addresses(
    labels: Sequence[GoldStatement],
    remedies: Sequence[Statement],
    pairs: dict[int, int],
    issues: dict[int, int],
) -> Iterator[ScoredItem]:
    """Which issues a remedy addresses, as a set, where the label decides it and all of them were found."""
    for i, label in enumerate(labels):
        if label.addresses is None or i not in pairs or not set(label.addresses) <= set(issues):
            continue
        remedy = remedies[pairs[i]]
        wanted = sorted(issues[index] for index in label.addresses)
        basis = remedy.basis.value
        yield _attribute(
            "remedies.addresses",
            label,
            [str(wanted)],
            str(sorted(remedy.addresses)),
            basis=basis,
            flagged=False,
        )
