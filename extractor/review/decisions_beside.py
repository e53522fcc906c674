"""Decisions of people that changed no value: sides of a difference, findings looked at, flags; pure."""

from collections.abc import Iterator

from extractor.export import AppliedCorrection, Standing
from extractor.review.changed_fields import fact_in_words
from extractor.review.corrected import cell_json
from extractor.review.counted_decisions import AnnotatorDifference
from extractor.review.decision_log import Action, DecisionEvent
from extractor.review.open_differences import sides_in_words
from extractor.review.opened import OpenDocument
from extractor.review.pointers import cell_at, cell_place, fact_place, header_fact, header_name
from extractor.review.review_items import finding_pointers
from extractor.review.sound_text import index_in


def sides_told(opened: OpenDocument) -> Iterator[AppliedCorrection]:
    """What each annotator said about places where they differ, open ones and settled ones."""
    for difference in opened.counted.differences:
        yield from _sides(opened, difference, Standing.OPEN)
    for difference in opened.counted.overruled:
        yield from _sides(opened, difference, Standing.OVERRULED)


_NO_VALUE = ("removed", Action.NOT_STATED.value)
"""What a side is where it says that there is no value."""


def _sides(
    opened: OpenDocument, difference: AnnotatorDifference, standing: Standing
) -> Iterator[AppliedCorrection]:
    pointer = difference.pointer
    for side, (_, words) in zip(difference.sides, sides_in_words(difference), strict=True):
        event, said = side.event, side.event.decision.action
        printed = _printed_of(side.value, event) if cell_place(pointer) else ""
        yield AppliedCorrection(
            pointer=_shown(opened, pointer),
            action="removed" if side.value == "removed" else said.value,
            machine=_machine(opened, pointer),
            human=words if printed in ("", "number") and side.value not in _NO_VALUE else None,
            author=side.author,
            at=event.at,
            reason=event.decision.note,
            printed=printed,
            standing=standing,
        )


def _printed_of(value: object, event: DecisionEvent) -> str:
    if event.decision.action is Action.NOT_STATED:
        return Action.NOT_STATED.value
    return str(value["print"]) if isinstance(value, dict) else ""


def notes_told(opened: OpenDocument) -> Iterator[AppliedCorrection]:
    """Findings and unused numbers that a person looked at, and flags that stand."""
    for pointer, event in opened.state.decided.items():
        if not _is_value(pointer):
            yield _note(opened, pointer, event)
    flags = {e.decision.pointer: e for e in opened.counted.events if e.decision.action is Action.FLAG}
    for pointer, event in flags.items():
        if pointer in opened.state.flagged:
            yield _note(opened, pointer, event)


def _is_value(pointer: str) -> bool:
    return bool(cell_place(pointer) or fact_place(pointer) or header_name(pointer))


def _note(opened: OpenDocument, pointer: str, event: DecisionEvent) -> AppliedCorrection:
    return AppliedCorrection(
        pointer=_shown(opened, pointer),
        action=event.decision.action.value,
        machine=_machine(opened, pointer),
        human=None,
        author=event.author,
        at=event.at,
        reason=event.decision.note,
        standing=Standing.NOTED,
    )


def _shown(opened: OpenDocument, pointer: str) -> str:
    return opened.state.in_report(pointer) or pointer


def _machine(opened: OpenDocument, pointer: str) -> str | None:
    """What the machine reads in a place or says of it."""
    report, name, place = opened.source.report, header_name(pointer), cell_place(pointer)
    if place is not None:
        cell = cell_at(report, place)
        return None if cell is None else (cell_json(cell) or {}).get("value")
    if name is not None:
        fact = header_fact(report, name)
        return None if fact is None or fact.value is None else str(fact.value)
    prose = fact_place(pointer)
    if prose is not None:
        at, facts = index_in(prose.key), getattr(report.narrative, prose.list)
        return fact_in_words(facts[at]) if at is not None and at < len(facts) else None
    if pointer.startswith("/findings/"):
        found = (f.message for f in opened.findings if pointer in finding_pointers(opened.state, f))
        return next(found, None)
    start = index_in(pointer.rsplit("/", 1)[-1])
    return next((span.quote for span in report.coverage.unexplained if span.start == start), None)
