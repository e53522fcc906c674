"""What a blind reader found enters the data as decisions that say so, and can be taken back."""

from collections.abc import Sequence

from extractor.certify.claims import Claim
from extractor.certify.comparing import CUT, NONE
from extractor.errors import ExtractorError
from extractor.records import EventKind
from extractor.review.decision_log import Action, Decision, DecisionEvent, effective
from extractor.review.editable_facts import fact_json
from extractor.review.opened import OpenDocument
from extractor.review.service import ReviewService, Viewer

NOTE = "audit"
"""Notes of such decisions begin with it: ``audit PLAN #POSITION``."""


def note_of(plan_id: str, position: int) -> str:
    """The note by which a correction of an audit is told from others."""
    return f"{NOTE} {plan_id} #{position}"


def entered(events: Sequence[DecisionEvent], note: str) -> tuple[DecisionEvent, ...]:
    """The decisions with this note that were not taken back."""
    return tuple(event for event in effective(events) if event.decision.note == note)


def enter(
    service: ReviewService, report_id: int, viewer: Viewer, claim: Claim, value: str, note: str
) -> str | None:
    """Put the value right; what stood in the way, or None."""
    try:
        for decision in _decisions(service.open(report_id, viewer), claim, value, note):
            opened = service.open(report_id, viewer)
            service.decide(opened, viewer, decision, opened.revision)
    except ExtractorError as error:
        return str(error)
    return None


def take_back(service: ReviewService, report_id: int, viewer: Viewer, note: str) -> None:
    """Take back what was entered under this note."""
    for event in reversed(entered(service.open(report_id, viewer).events, note)):
        service.take_back(service.open(report_id, viewer), viewer, event)


def _decisions(opened: OpenDocument, claim: Claim, value: str, note: str) -> list[Decision]:
    pointer, _, aspect = claim.pointer.partition("#")
    if claim.pointer.startswith("/text/"):
        return []
    if claim.kind == "cell":
        after = {"print": "number", "value": value} if value else {"print": "blank"}
        return [Decision(pointer, Action.SET, None, after, note)]
    if not aspect:
        if not value:
            return [Decision(pointer, Action.NOT_STATED, None, {}, note)]
        return [Decision(pointer, Action.SET, None, {"value": value}, note)]
    return _of_fact(opened, claim, value, note)


def _of_fact(opened: OpenDocument, claim: Claim, value: str, note: str) -> list[Decision]:
    pointer, _, aspect = claim.pointer.partition("#")
    fact = opened.state.fact(pointer)
    if fact is None:
        return []
    fields = fact_json(fact)
    gone = Decision(pointer, Action.NOT_STATED, None, {}, note)
    if value == CUT:
        return [Decision(pointer, Action.FLAG, None, {"on": True}, note)]
    if value == NONE or (aspect == "value" and not value):
        return [gone]
    here = pointer.split("/")[2]
    there = {"role": value, "kind": "trainings" if value == EventKind.TRAINING else "events"}.get(
        aspect, here
    )
    if aspect == "kind":
        fields["kind"] = value
    elif aspect == "participants":
        fields["participants"] = int(value) if value else None
    elif aspect == "start":
        fields["start"] = value or None
    elif aspect != "role":
        fields[aspect] = value
    if there == here:
        return [Decision(pointer, Action.SET, None, fields, note)]
    if aspect == "role":
        fields["addresses"] = []
    adds = {"removes": [], "adds": [fields]}
    return [gone, Decision(f"/narrative/{there}/new", Action.REWRITE, None, adds, note)]
