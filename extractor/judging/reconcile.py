"""Rules first, the model for what they leave open: what it confirms, what it adds, what goes to review.

The rules' facts all stay. Agreement makes a fact ``both``; a disagreement is a finding; the model's own
facts are delivered only where the rules say nothing and the model may decide the task.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractor.judging.answer_shapes import Hole
from extractor.judging.model_counts import Candidate, candidates, count_of, label_candidates
from extractor.judging.model_events import HELD, EventSentence, judge_mentions, mentions
from extractor.judging.model_statements import ISSUE, REMEDY, Said, copied, paired
from extractor.judging.tolerances import TOLERANCES
from extractor.llm import Asker
from extractor.narrative.event_words import NOT_FOR_DISCLOSURE, NOT_YET, TOOK_PLACE
from extractor.narrative.markers import find_items
from extractor.narrative.topics import topic_of
from extractor.narrative.view import ProseView
from extractor.records import (
    Basis,
    Count,
    Event,
    Finding,
    Narrative,
    Record,
    SectionKey,
    Severity,
    Span,
    Statement,
    Suspect,
    Topic,
)

_YEAR = re.compile(r"(?:19|20)\d\d")
_NOTHING = re.compile(r"\s*(?:无|没有|暂无)[^,]{0,12}\s*")


class May(Record):
    """What the model is asked, and what its word counts for."""

    ask_counts: bool = True
    ask_trainings: bool = True
    ask_statements: bool = True
    decide_counts: bool = False
    decide_statements: bool = False
    decide_pairing: bool = False


@dataclass
class Merged:
    """The facts of all sections as they are merged, one section after the other."""

    counts: list[Count]
    trainings: list[Event]
    issues: tuple[Statement, ...]
    remedies: tuple[Statement, ...]
    findings: list[Finding] = field(default_factory=list)
    holes: list[Hole] = field(default_factory=list)


def reconcile(
    rules: Narrative, views: Mapping[SectionKey, ProseView], asker: Asker, may: May
) -> tuple[Narrative, list[Finding], list[Hole]]:
    """The rules' narrative with what the model could confirm or add."""
    merged = Merged([*rules.counts], [*rules.trainings], rules.issues, rules.remedies)
    for view in views.values():
        if may.ask_counts:
            _counts(merged, view, asker, may)
        if may.ask_trainings and view.key is not SectionKey.PROBLEMS:
            _trainings(merged, view, asker)
    if may.ask_statements and SectionKey.PROBLEMS in views:
        _statements(merged, views[SectionKey.PROBLEMS], asker, may)
    if may.decide_pairing and SectionKey.PROBLEMS in views:
        _pairs(merged, views[SectionKey.PROBLEMS], asker)
    narrative = rules.model_copy(
        update={
            "counts": tuple(sorted(merged.counts, key=lambda count: count.evidence.start)),
            "trainings": tuple(merged.trainings),
            "issues": merged.issues,
            "remedies": merged.remedies,
        }
    )
    return narrative, merged.findings, merged.holes


def _counts(merged: Merged, view: ProseView, asker: Asker, may: May) -> None:
    """Ask about numbers that no rule could label, and about topics that no rule could tell."""
    doubtful: list[Candidate] = []
    rule_of: dict[int, int] = {}
    for candidate in candidates(view, bare=True):
        start = view.folded.offsets[candidate.numeral.start]
        index = _covering(start, [count.evidence for count in merged.counts])
        if index is None:
            year = _YEAR.fullmatch(view.text, candidate.numeral.start, candidate.numeral.end)
            if not year and not _in_statement(start, merged):
                doubtful.append(candidate)
        elif topic_of(merged.counts[index].label) is None:
            rule_of[len(doubtful)] = index
            doubtful.append(candidate)
    labelled, holes = label_candidates(view, doubtful[: TOLERANCES.doubtful_counts], asker)
    merged.holes += holes
    where = {id(candidate): index for index, candidate in enumerate(doubtful)}
    for entry in labelled:
        place = where[id(entry.candidate)]
        ours = rule_of.get(place)
        if ours is None and entry.topic is not None:
            count = count_of(view, entry)
            if may.decide_counts:
                merged.counts.append(count)
            else:
                message = "模型认为此处有一项数量,规则未取 / The model sees a count here that no rule took"
                merged.findings.append(_for_review(message, count.evidence, count.topic, None))
        elif ours is not None and entry.topic is not None:
            _topic(merged, ours, entry.topic, may)


def _topic(merged: Merged, ours: int, topic: Topic, may: May) -> None:
    count = merged.counts[ours]
    if topic is count.topic:
        merged.counts[ours] = count.model_copy(update={"basis": Basis.BOTH})
    elif may.decide_counts and count.topic is Topic.OTHER:
        merged.counts[ours] = count.model_copy(update={"topic": topic, "basis": Basis.MODEL})
    else:
        message = "模型给出另一主题,规则保留 / The model gives another topic; the rule stands"
        merged.findings.append(_for_review(message, count.evidence, topic, count.topic))


def _covering(at: int, spans: Sequence[Span]) -> int | None:
    return next((i for i, span in enumerate(spans) if span.start <= at < span.end), None)


def _in_statement(at: int, merged: Merged) -> bool:
    statements = (*merged.issues, *merged.remedies)
    return _covering(at, [statement.evidence for statement in statements]) is not None


def _trainings(merged: Merged, view: ProseView, asker: Asker) -> None:
    """Ask whether sentences that speak of training tell of one that took place."""
    asked = [
        mention
        for mention in mentions(view, trainings_only=True)
        if TOOK_PLACE.search(view.text, *mention)  # a sentence without such a verb tells of no event
        and not NOT_YET.search(view.text, *mention)
        and not NOT_FOR_DISCLOSURE.search(view.text, *mention)
    ]
    judged, holes = judge_mentions(view, asked[: TOLERANCES.doubtful_mentions], asker)
    merged.holes += holes
    for mention, word in judged:
        ours = _told_in(mention, view, merged.trainings)
        if word == HELD and ours:
            for index in ours:
                merged.trainings[index] = merged.trainings[index].model_copy(update={"basis": Basis.BOTH})
        elif word == HELD or ours:
            message = (
                "模型认为此处没有举办培训,规则保留 / The model sees no training held; the rule stands"
                if ours
                else "模型认为此处举办了培训,规则未取 / The model sees a training here that no rule took"
            )
            span = view.span(mention.start, mention.end)
            merged.findings.append(_for_review(message, span, word, "training" if ours else None))


def _told_in(mention: EventSentence, view: ProseView, trainings: Sequence[Event]) -> list[int]:
    span = view.span(mention.start, mention.end)
    return [index for index, event in enumerate(trainings) if event.evidence.overlaps(span)]


def _statements(merged: Merged, view: ProseView, asker: Asker, may: May) -> None:
    """Ask for issues and remedies where the report numbers nothing."""
    if len(view.text) > TOLERANCES.unnumbered_section or _NOTHING.fullmatch(view.text.strip("。 \n")):
        return
    if find_items(view.text, []).children:
        return
    said, holes = copied(view, asker)
    merged.holes += holes
    for kind, name in ((ISSUE, "issues"), (REMEDY, "remedies")):
        ours: tuple[Statement, ...] = getattr(merged, name)
        found = [entry for entry in said if entry.kind == kind]
        confirmed = tuple(
            statement.model_copy(update={"basis": Basis.BOTH})
            if any(
                _overlap(statement.evidence, view, entry) >= TOLERANCES.statement_overlap for entry in found
            )
            else statement
            for statement in ours
        )
        new = [entry for entry in found if not _any_overlap(entry, view, merged)]
        setattr(merged, name, confirmed)
        if not ours and may.decide_statements:
            setattr(merged, name, tuple(_statement(view, entry) for entry in new))
            continue
        for entry in new:
            message = f"模型另见一条({kind}),规则未取 / The model sees one more of {name} that no rule took"
            merged.findings.append(_for_review(message, view.span(entry.start, entry.end), kind, None))


def _overlap(span: Span, view: ProseView, said: Said) -> float:
    """Intersection over union of a statement and what the model copied."""
    other = view.span(said.start, said.end)
    shared = min(span.end, other.end) - max(span.start, other.start)
    return max(0, shared) / ((max(span.end, other.end) - min(span.start, other.start)) or 1)


def _any_overlap(said: Said, view: ProseView, merged: Merged) -> bool:
    span = view.span(said.start, said.end)
    return any(statement.evidence.overlaps(span) for statement in (*merged.issues, *merged.remedies))


def _statement(view: ProseView, said: Said) -> Statement:
    return Statement(
        text=view.words(said.start, said.end), evidence=view.span(said.start, said.end), basis=Basis.MODEL
    )


def _pairs(merged: Merged, view: ProseView, asker: Asker) -> None:
    if not merged.issues or not merged.remedies or any(r.addresses for r in merged.remedies):
        return
    merged.remedies, holes = paired(view, merged.issues, merged.remedies, asker)
    merged.holes += holes


def _for_review(message: str, span: Span, left: str, right: str | None) -> Finding:
    return Finding(
        check="model.disagrees",
        severity=Severity.INFO,
        message=message,
        left=left,
        right=right,
        evidence=(span,),
        suspect=Suspect.READING,
    )
