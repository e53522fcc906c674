"""Requests that change something about a document: decisions, undo, facts made from selected words."""

from typing import Any, Literal

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from extractor.errors import UsageError
from extractor.records import NARRATIVE_LISTS, Span
from extractor.review.accepted_facts import checked_bounds
from extractor.review.checking import checked
from extractor.review.corrected import added_key
from extractor.review.decision_log import Action, Decision
from extractor.review.editable_facts import fact_json, merged_fact, new_fact, split_fact
from extractor.review.opened import OpenDocument
from extractor.review.pointers import fact_place
from extractor.review.service import broken_sums
from extractor.review.sound_text import Sound
from extractor.review.web import check_csrf, context_of, viewer_of, visit_of

router = APIRouter()


class Ask(BaseModel):
    """A decision as the page sends it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    pointer: Sound = Field(max_length=200)
    action: Literal["accept", "set", "not_stated", "ground", "flag", "rewrite"]
    after: dict[str, Any] = Field(default_factory=dict)
    reason: Literal["", "issuer", "elsewhere", "illegible"] = ""
    note: Sound = Field(default="", max_length=1000)
    seen: int = Field(ge=0, le=10**9)


class Shape(BaseModel):
    """New facts from words of the text: added, split in two, or merged with another."""

    model_config = ConfigDict(extra="forbid", strict=True)

    how: Literal["add", "split", "merge"]
    list: Literal["counts", "trainings", "events", "issues", "remedies", "past_rectifications"]
    key: Sound = Field(default="", max_length=40)
    other: Sound = Field(default="", max_length=40)
    start: int = Field(default=0, ge=0, le=10**9)
    end: int = Field(default=0, ge=0, le=10**9)
    seen: int = Field(ge=0, le=10**9)


@router.post("/d/{report_id}/decide")
def decide(request: Request, report_id: int, ask: Ask) -> JSONResponse:
    """Record a decision; 422 with the broken sums where it needs a reason, 409 where somebody was quicker."""
    visit = visit_of(request, "reviewer")
    check_csrf(request, visit)
    service, viewer = context_of(request).service, viewer_of(request, visit)
    opened = service.open(report_id, viewer)
    decision = Decision(ask.pointer, Action(ask.action), None, ask.after, _note(ask))
    broken = _broken(opened, checked(opened.state, opened.text, decision))
    if broken and not ask.reason:
        return JSONResponse({"needs_reason": list(broken)}, 422)
    explains = broken if ask.reason == "issuer" else ()
    event = service.decide(opened, viewer, decision, ask.seen, explains)
    return JSONResponse({"revision": event.revision})


def _note(ask: Ask) -> str:
    return ": ".join(part for part in (ask.reason, ask.note.strip()) if part)


def _broken(opened: OpenDocument, decision: Decision) -> tuple[str, ...]:
    return tuple(each for each in broken_sums(opened, decision) if each not in opened.state.explained)


class Seen(BaseModel):
    """The revision that the person saw."""

    model_config = ConfigDict(extra="forbid", strict=True)

    seen: int = Field(ge=0, le=10**9)


@router.post("/d/{report_id}/undo")
def undo(request: Request, report_id: int, _seen: Seen) -> JSONResponse:
    """Take back this person's last decision about the document."""
    visit = visit_of(request, "reviewer")
    check_csrf(request, visit)
    service, viewer = context_of(request).service, viewer_of(request, visit)
    undone = service.undo(service.open(report_id, viewer), viewer)
    return JSONResponse({"pointer": undone.decision.pointer if undone else None})


@router.post("/d/{report_id}/shape")
def shape(request: Request, report_id: int, ask: Shape) -> JSONResponse:
    """Add, split or merge facts of the prose; answers with the place of the (first) new fact."""
    visit = visit_of(request, "reviewer")
    check_csrf(request, visit)
    service, viewer = context_of(request).service, viewer_of(request, visit)
    opened = service.open(report_id, viewer)
    removes, adds = _shaped(opened, ask)
    pointer = f"/narrative/{ask.list}/{ask.key or 'new'}"
    decision = Decision(pointer, Action.REWRITE, None, {"removes": removes, "adds": adds})
    event = service.decide(opened, viewer, decision, ask.seen)
    made = f"/narrative/{ask.list}/{added_key(event, 0)}"
    return JSONResponse({"revision": event.revision, "pointer": made})


def _shaped(opened: OpenDocument, ask: Shape) -> tuple[list[str], list[dict[str, Any]]]:
    if ask.how == "add":
        start, end = checked_bounds(opened.text, ask.start, ask.end)
        return [], [new_fact(ask.list, Span.of(opened.text, start, end))]
    fact = _fact(opened, ask.list, ask.key)
    if ask.how == "split":
        first, second = split_fact(fact, opened.text, ask.start)
        return [ask.key], [fact_json(first), fact_json(second)]
    if ask.key == ask.other:
        raise UsageError("事实不能与自己合并 / a fact is merged with another one, not with itself")
    merged = merged_fact(fact, _fact(opened, ask.list, ask.other), opened.text)
    return [ask.key, ask.other], [fact_json(merged)]


def _fact(opened: OpenDocument, name: str, key: str) -> Any:
    found = opened.state.fact(f"/narrative/{name}/{key}")
    if found is None or fact_place(f"/narrative/{name}/{key}") is None or name not in NARRATIVE_LISTS:
        raise HTTPException(
            404, "这条事实已不在，请重新载入 / this fact is not there any more; load the document again"
        )
    return found
