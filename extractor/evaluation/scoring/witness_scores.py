"""What each witness of the prose would give alone, and how often facts are right by whether readers agree."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor.evaluation.gold import Gold, GoldSpan
from extractor.evaluation.scoring.fact_score import pair_counts
from extractor.evaluation.scoring.text import LEAST_OVERLAP, overlap
from extractor.records import Aspect, Reader, Report, Span, Witness

KINDS = ("topics", "roles", "trainings")
"""What readers differ on: the topic of a count, the role of a statement, whether a training took place."""
WHO = ("delivered", "rule", "learned", "model")
_ROLES = {"issue": "issues", "remedy": "remedies", "past": "past_rectifications"}
_HELD, _NONE = "training", "none"


class _Judged(NamedTuple):
    """One fact: what is right there, what was delivered, and what the readers say."""

    kind: str
    right: Sequence[str]
    delivered: str
    said: dict[str, str]


def witness_tallies(report: Report, gold: Gold) -> dict[str, int]:
    """Labelled facts by ``group/who/right|wrong``; of roles and trainings their kind stands before.

    ``group``: agreed (at least two readers say the same), disputed, alone; ``who``: delivered, or a reader. A
    statement or training that only one reader sees at all counts as disputed.
    """
    told: Counter[str] = Counter()
    for fact in (*_topics(report, gold), *_roles(report, gold), *_trainings(report, gold)):
        place = tally_place(fact.kind, _group(fact))
        for who, says in {**fact.said, "delivered": fact.delivered}.items():
            told[f"{place}/{who}/{'right' if says in fact.right else 'wrong'}"] += 1
    return dict(told)


def tally_place(kind: str, group: str) -> str:
    """How the tallies of a kind begin; those of topics, which came first, have no name of their own."""
    return group if kind == "topics" else f"{kind}/{group}"


def _group(fact: _Judged) -> str:
    readers = fact.said
    if fact.kind != "topics":  # what one reader alone sees is disputed, also where the model agrees with it
        readers = {who: says for who, says in readers.items() if who != Reader.MODEL}
        return "agreed" if len(readers) > 1 and len(set(readers.values())) == 1 else "disputed"
    return "disputed" if len(set(readers.values())) > 1 else "agreed" if len(readers) > 1 else "alone"


def _said(witnesses: Sequence[Witness], aspect: Aspect) -> dict[str, str]:
    return {str(one.reader): one.says for one in witnesses if one.aspect is aspect}


def _topics(report: Report, gold: Gold) -> Iterator[_Judged]:
    if gold.counts is None:
        return
    for label, found in pair_counts(gold.counts, report.narrative.counts).pairs.items():
        count = report.narrative.counts[found]
        right = gold.counts[label].topic.split("|")
        yield _Judged("topics", right, str(count.topic), _said(count.witnesses, Aspect.TOPIC))


def _roles(report: Report, gold: Gold) -> Iterator[_Judged]:
    lists = {role: getattr(gold, name) for role, name in _ROLES.items()}
    if any(labels is None for labels in lists.values()):
        return
    for role, name in _ROLES.items():
        for entry in getattr(report.narrative, name):
            said = {who: _role(says) for who, says in _said(entry.witnesses, Aspect.ROLE).items()}
            right = _labelled(entry.evidence, lists)
            if said and right is not None:
                yield _Judged("roles", right, role, said)
    yield from _settled_out(report, "statement", "roles", lists)


def _role(says: str) -> str:
    return says if says in _ROLES else _NONE


def _trainings(report: Report, gold: Gold) -> Iterator[_Judged]:
    if gold.trainings is None:
        return
    lists = {_HELD: gold.trainings}
    for event in report.narrative.trainings:
        said = {
            who: says if says == _HELD else _NONE for who, says in _said(event.witnesses, Aspect.KIND).items()
        }
        right = _labelled(event.evidence, lists)
        if said and right is not None:
            yield _Judged("trainings", right, _HELD, said)
    yield from _settled_out(report, "training", "trainings", lists)


def _labelled(span: Span, lists: Mapping[str, Sequence[GoldSpan]]) -> list[str] | None:
    """What the label at a place says; None where it is optional."""
    place = GoldSpan.model_construct(start=span.start, end=span.end, optional=False)
    near = [(role, label) for role, labels in lists.items() for label in labels]
    near = [(role, label) for role, label in near if overlap(label, place) >= LEAST_OVERLAP]
    if any(label.optional for _, label in near):
        return None
    return [role for role, _ in near] or [_NONE]


def _settled_out(
    report: Report, what: str, kind: str, lists: Mapping[str, Sequence[GoldSpan]]
) -> Iterator[_Judged]:
    """Facts that two of three readers took for none."""
    for finding in report.findings:
        if finding.check == "model.settled_out" and f"({what})" in finding.message:
            for span in finding.evidence[:1]:
                right = _labelled(span, lists)
                if right is not None:
                    yield _Judged(kind, right, _NONE, {str(Reader.MODEL): _NONE})
