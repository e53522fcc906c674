"""A decision that arrives a second time, since the browser never heard that it was recorded; pure."""

from collections.abc import Iterable, Sequence
from typing import Any

from extractor.review.decision_log import Action, Decision, DecisionEvent, touched


def said_already(events: Iterable[DecisionEvent], author: str, decision: Decision) -> DecisionEvent | None:
    """The event of this very decision where it is the last one about its place: one key, one event."""
    places = touched(decision)
    about = [event for event in events if not places.isdisjoint(_all_places(event))]
    if about and decision.action is not Action.UNDO and is_sent_again(decision, author, about[-1:]):
        explains = set(decision.after.get("identities", ()))
        return about[-1] if explains <= set(about[-1].decision.after.get("identities", ())) else None
    return None


def is_sent_again(decision: Decision, author: str, since: Sequence[DecisionEvent]) -> bool:
    """Whether what happened to its place is this very decision; sums it explained are explained by now."""

    def said(of: Decision) -> tuple[str, Action, dict[str, Any], str]:
        after = {key: value for key, value in of.after.items() if key != "identities"}
        return of.pointer, of.action, after, of.note

    return {event.author for event in since} == {author} and said(since[-1].decision) == said(decision)


def _all_places(event: DecisionEvent) -> frozenset[str]:
    return touched(event.decision) | {event.decision.pointer}
