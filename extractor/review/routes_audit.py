"""The pages of the blind audit: one place, one answer, the next place."""

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from extractor.errors import UsageError
from extractor.review.audit_views import place_on_page, view_of
from extractor.review.blind_audit import SaidAnswer
from extractor.review.facsimile import facsimile
from extractor.review.service import Viewer
from extractor.review.sound_text import Sound
from extractor.review.web import check_csrf, context_of, render, visit_of

router = APIRouter()
Short = Annotated[Sound, Form(max_length=600)]
_MOST = 10**9


@router.get("/audit")
def audit_page(request: Request, plan: str = "", shown: int | None = None) -> HTMLResponse:
    """The next place of the plan (of the newest one), without what the data set says of it."""
    visit = visit_of(request, "reviewer")
    audits = context_of(request).audits
    known = audits.plans()
    if not known:
        return render(request, "audit.html", visit, turn=None, place=None, plans=(), upper=None)
    turn = audits.turn(visit.session.name, plan or None, shown)
    place = None
    if turn.drawing is not None:
        opened = audits.service.open(turn.drawing.report_id, Viewer(visit.session.name))
        place = view_of(turn, opened, visit.language)
    upper = audits.upper_so_far(turn.plan.plan_id)
    return render(
        request,
        "audit.html",
        visit,
        turn=turn,
        place=place,
        plans=[each.plan_id for each in known],
        upper=upper,
    )


@router.get("/audit/page.svg")
def audit_picture(request: Request, plan: str, position: int) -> Response:
    """The page on which the place stands; a cell is not framed, so that the picture does not tell."""
    visit = visit_of(request, "reviewer")
    audits = context_of(request).audits
    turn = audits.turn(visit.session.name, plan)
    if turn.drawing is None or turn.drawing.position != position:
        turn = audits.turn(visit.session.name, plan, position)
    if turn.drawing is None or turn.drawing.position != position:
        raise UsageError("this place is not your turn; load the page again")
    opened = audits.service.open(turn.drawing.report_id, Viewer(visit.session.name))
    start, end, framed = place_on_page(opened, turn.drawing.claim.pointer)
    picture = facsimile(opened.source.document, start, end, framed=framed)
    return Response(picture, media_type="image/svg+xml")


@router.post("/audit/answer")
def audit_answer(  # noqa: PLR0913 - one parameter a field of the form
    request: Request,
    csrf: Short,
    plan: Annotated[Sound, Form(max_length=40)],
    kind: Annotated[Literal["read", "blank", "cannot", "same", "undo"], Form()],
    position: Annotated[int, Form(ge=0, le=_MOST)] = 0,
    value: Short = "",
    seconds: Annotated[float, Form(ge=0, le=86400)] = 0.0,
    expected: Annotated[int, Form(ge=0, le=_MOST)] = 0,
) -> RedirectResponse:
    """Record an answer; back to the page, which shows the data set's value only where it was found wrong."""
    visit = visit_of(request, "reviewer")
    check_csrf(request, visit, csrf)
    audits = context_of(request).audits
    said = {"none": True} if kind == "blank" else {"value": value} if kind == "read" else {}
    answer = SaidAnswer(plan, position, "read" if kind == "blank" else kind, said, seconds, expected)
    if kind == "undo":
        audits.undo(visit.session.name, answer)
        return RedirectResponse(f"/audit?{urlencode({'plan': plan})}", 303)
    standing = audits.answer(visit.session.name, answer)
    is_new = kind in ("read", "blank") and standing.revealed
    shown = {"shown": position} if is_new else {}
    return RedirectResponse(f"/audit?{urlencode({'plan': plan, **shown})}", 303)
