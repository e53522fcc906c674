"""All facts of the prose of one report, by rule."""

import re
from collections.abc import Mapping

from extractor.narrative.counts import read_counts
from extractor.narrative.events import read_events
from extractor.narrative.statements import Statements, in_passing, read_statements
from extractor.narrative.view import ProseView
from extractor.records import (
    Count,
    Document,
    Event,
    EventKind,
    Folded,
    Narrative,
    SectionKey,
    Span,
    Statement,
    Topic,
)

_PEOPLE = frozenset({"人", "名", "位", "人次"})
_TIMES = frozenset({"次", "期", "场", "轮", "批"})
_LOOSE = frozenset({Topic.DISCLOSED_ITEMS, Topic.OTHER, Topic.DOCUMENTS})
_COUNTED_WITH = {EventKind.TRAINING: Topic.TRAININGS, EventKind.MEETING: Topic.MEETINGS}
_PLANNED = re.compile(r"将|下一步|今后|力争|计划|拟|(?:确保|争取)")


def read_narrative(
    document: Document, prose: Mapping[SectionKey, Folded], report_year: int | None
) -> Narrative:
    """Counts, events and statements of the sections that hold prose.

    ``prose`` holds the prose folding of each section's body in the order of the text; missing sections have
    no facts. Events are read everywhere, but in section five only where it tells what was done.
    """
    counts: list[Count] = []
    events: list[Event] = []
    statements = Statements()
    told_in_passing: tuple[Statement, ...] = ()
    for key, folded in prose.items():
        if not folded.text:
            continue
        view = ProseView.of(document, folded, key)
        found = read_counts(view, report_year)
        if key is SectionKey.PROBLEMS:
            statements = read_statements(view, report_year)
            found = [count for count in found if not _is_planned(view, count, statements)]
            if statements.past_stretches:
                events += read_events(view, report_year, statements.past_stretches)
        else:
            events += read_events(view, report_year)
            told_in_passing += in_passing(view, report_year)
        counts += found
    return Narrative(
        counts=tuple(_counted_with_its_event(count, events) for count in counts),
        trainings=tuple(event for event in events if event.kind is EventKind.TRAINING),
        events=tuple(event for event in events if event.kind is not EventKind.TRAINING),
        issues=statements.issues,
        remedies=statements.remedies,
        past_rectifications=(*told_in_passing, *statements.past),
    )


def _counted_with_its_event(count: Count, events: list[Event]) -> Count:
    """A number of people or of sessions that an event has is counted with it, whatever its own words say.

    学习《条例》3次 counts what took place, not what was published.
    """
    for event in events:
        topic = _COUNTED_WITH.get(event.kind)
        inside = event.evidence.start <= count.evidence.start and count.evidence.end <= event.evidence.end
        if topic is None or not inside:
            continue
        came = count.unit in _PEOPLE and event.participants == count.value
        sessions = count.unit in _TIMES and count.topic in _LOOSE and event.kind is EventKind.TRAINING
        if came or sessions:
            return count if count.topic is topic else count.model_copy(update={"topic": topic})
    return count


def _is_planned(view: ProseView, count: Count, statements: Statements) -> bool:
    """Whether a number belongs to a measure still to come: a plan says nothing of work done."""
    for remedy in statements.remedies:
        if remedy.evidence.overlaps(count.evidence):
            return _PLANNED.search(_sentence_of(view, count.evidence)) is not None
    return False


def _sentence_of(view: ProseView, evidence: Span) -> str:
    at = view.folded.offsets.index(evidence.start)
    start, end = view.sentence(at)
    return view.text[start:end]
