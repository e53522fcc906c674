"""The log of decisions: what people said about a Report, one event each, nothing ever overwritten.

A place is named by a *stable pointer*: the JSON pointer of a cell or header fact in the Report as it was
extracted, ``/narrative/<list>/<index>`` for a fact of the prose, and
``/narrative/<list>/n<report>-<revision>.<i>`` for one that a person added.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple


class Action(StrEnum):
    """What a decision does."""

    ACCEPT = "accept"
    """The value stands as it is read; ``after`` may hold ``identities`` that the issuer broke."""
    SET = "set"
    """Another value: a cell, a header fact, or a whole fact of the prose."""
    NOT_STATED = "not_stated"
    """The document does not say."""
    GROUND = "ground"
    """The value stands in other words of the text: ``start`` and ``end``."""
    REWRITE = "rewrite"
    """Facts of the prose added, removed, split or merged: ``removes`` keys, ``adds`` facts."""
    FLAG = "flag"
    """A second reader should look: ``on`` true or false."""
    UNDO = "undo"
    """Takes back the event with revision ``undoes`` of the Report ``report``."""
    ADJUDICATE = "adjudicate"
    """Settles what two annotators see differently: ``action`` and ``after`` of the decision that counts."""
    UNREADABLE = "unreadable"
    """Nobody can read what was recorded: it counts for nothing, is told, and can be taken back."""


DECIDES = frozenset({Action.ACCEPT, Action.SET, Action.NOT_STATED, Action.GROUND, Action.REWRITE})
"""Actions after which a value is no longer doubtful."""


class Decision(NamedTuple):
    """Something that a person said about one place."""

    pointer: str
    action: Action
    before: Any
    """JSON value that the person saw."""
    after: Mapping[str, Any]
    note: str = ""
    """Why: the reason for accepting a broken sum, or free words."""


class DecisionEvent(NamedTuple):
    """A decision as recorded."""

    revision: int
    """Of the Report, from 1."""
    report_id: int
    """The Report that the person saw; an older one where the document was extracted again since."""
    author: str
    at: str
    """UTC, ISO 8601."""
    decision: Decision
    alone: bool = False
    """Made in blind annotation, without seeing what others decided."""


def effective(events: Iterable[DecisionEvent]) -> tuple[DecisionEvent, ...]:
    """The events that were not taken back, without the undo events, in order."""
    events = tuple(events)
    undone: set[tuple[int, int]] = set()
    for event in events:
        if event.decision.action is Action.UNDO:
            undone.add((int(event.decision.after["report"]), int(event.decision.after["undoes"])))
    return tuple(
        event
        for event in events
        if event.decision.action is not Action.UNDO and (event.report_id, event.revision) not in undone
    )


def last_undoable(events: Sequence[DecisionEvent], author: str) -> DecisionEvent | None:
    """The latest event of this person that still counts."""
    mine = [event for event in effective(events) if event.author == author]
    return mine[-1] if mine else None


def of_view(events: Iterable[DecisionEvent], author: str | None) -> tuple[DecisionEvent, ...]:
    """What one annotator may see: own events only; with None, everybody's.

    Adjudications are seen by nobody but adjudicators, so that annotators stay blind.
    """
    if author is None:
        return tuple(events)
    return tuple(
        event for event in events if event.author == author and _plain(event.decision) is event.decision
    )


def settled(events: Iterable[DecisionEvent]) -> tuple[DecisionEvent, ...]:
    """Adjudications as the decisions they stand for; other events are left out."""
    return tuple(
        plain_event(event) for event in effective(events) if event.decision.action is Action.ADJUDICATE
    )


def plain_event(event: DecisionEvent) -> DecisionEvent:
    """The event; of an adjudication with the decision that it stands for."""
    if event.decision.action is not Action.ADJUDICATE:
        return event
    return event._replace(decision=_plain(event.decision))


def _plain(decision: Decision) -> Decision:
    if decision.action is not Action.ADJUDICATE:
        return decision
    inner = decision.after
    if inner.get("action") not in tuple(Action) or not isinstance(inner.get("after"), Mapping):
        return decision  # nobody can apply it
    return decision._replace(action=Action(inner["action"]), after=inner["after"])


def touched(decision: Decision) -> frozenset[str]:
    """Stable pointers that a decision changes: a conflict is two people changing the same one."""
    if decision.action is not Action.REWRITE:
        return frozenset({decision.pointer})
    root = decision.pointer.rsplit("/", 1)[0]
    removes = decision.after.get("removes", ())
    keys = removes if isinstance(removes, list | tuple) else ()
    return frozenset({f"{root}/{key}" for key in keys} or {decision.pointer})
