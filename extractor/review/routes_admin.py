"""Logging in and out, preferences, users, the audit log, adjudication."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from extractor.errors import UsageError
from extractor.review.accepted import number_of, refused
from extractor.review.annotator_agreement import agreements
from extractor.review.brake import TRIES, AttemptLimit, BrakeVerdict, limits_of, network_of
from extractor.review.counted_decisions import differences, sides_of, value_left_by
from extractor.review.decision_log import Action, Decision, DecisionEvent
from extractor.review.decision_panel import brief_value, panel_of
from extractor.review.editable_facts import fact_json
from extractor.review.opened import OpenDocument
from extractor.review.people import ROLES
from extractor.review.pointers import cell_place, fact_place, header_name
from extractor.review.seen_values import seen_value
from extractor.review.service import Viewer
from extractor.review.sound_text import Sound
from extractor.review.web import COOKIE, THEMES, check_csrf, context_of, render, viewer_of, visit_of
from extractor.review.wording import Language, say

router = APIRouter()
Short = Annotated[Sound, Form(max_length=200)]
LOCAL = "local"
"""Name of the person who enters with the one-time token."""
_YEAR_S = 365 * 24 * 3600


def _own_path(path: str) -> str:
    """A path of this site to go back to; anything else becomes the queue."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


def _address(request: Request) -> str:
    return request.client.host if request.client else "?"


def _logged_in(request: Request, name: str, role: str, there: str, stamp: str = "") -> Response:
    context = context_of(request)
    response = RedirectResponse(_own_path(there), 303)
    key = context.sessions.begin(name, role, stamp)
    response.set_cookie(COOKIE, key, httponly=True, samesite="strict", secure=context.secure_cookie)
    return response


@router.get("/enter")
def enter(request: Request, token: str = "", to: str = "/") -> Response:
    """The address that the command printed: good for one browser."""
    context, who = context_of(request), _address(request)
    verdict = context.brake.admit((AttemptLimit(f"token {network_of(who)}", TRIES),))
    if context.passwords is not None or verdict is not BrakeVerdict.TRY:
        raise HTTPException(403)
    if not context.token.spend(token):
        context.service.store.audit(LOCAL, "login refused", who)
        return render(request, "login.html", None, 403, wrong="login.token", to="/", asks=False)
    context.service.store.audit(LOCAL, "login", who)
    return _logged_in(request, LOCAL, "admin", to)


@router.get("/login")
def login_page(request: Request, to: str = "/") -> HTMLResponse:
    """Asks for name and password, or says where the one-time address is."""
    asks = context_of(request).passwords is not None
    return render(
        request, "login.html", None, wrong="" if asks else "login.token", to=_own_path(to), asks=asks
    )


@router.post("/login")
def login(request: Request, name: Short, password: Short, to: Short = "/") -> Response:
    """Checks the password; after too many attempts of an address or at a name nobody is asked for a while."""
    context, address = context_of(request), _address(request)
    if context.passwords is None:
        raise HTTPException(404)

    def refused(status: int, wrong: str) -> Response:
        return render(request, "login.html", None, status, wrong=wrong, to=_own_path(to), asks=True)

    limits = limits_of(name, address)
    verdict = context.brake.admit(limits)
    if verdict is not BrakeVerdict.TRY:
        if verdict is BrakeVerdict.BRAKED:
            context.service.store.audit(name, "login braked", address)
        return refused(429, "login.slow")
    with context.places.taken() as has_room:
        if not has_room:
            return refused(503, "login.busy")
        user = context.passwords.check(context.service.store, name, password)
    if user is None:
        context.service.store.audit(name, "login refused", address)
        return refused(403, "login.wrong")
    context.brake.succeeded(limits)
    context.service.store.audit(name, "login", address)
    return _logged_in(request, user.name, user.role, to, user.password_hash)


@router.post("/logout")
def logout(request: Request, csrf: Short) -> Response:
    """Ends the session."""
    visit = visit_of(request)
    check_csrf(request, visit, csrf)
    context = context_of(request)
    context.sessions.end(request.cookies.get(COOKIE))
    context.service.store.audit(visit.session.name, "logout", "")
    response = RedirectResponse("/login", 303)
    response.delete_cookie(COOKIE)
    return response


@router.post("/prefs")
def preferences(
    request: Request, csrf: Short, language: Short = "", theme: Short = "", to: Short = "/"
) -> Response:
    """Language and theme, kept in this browser."""
    check_csrf(request, visit_of(request), csrf)
    response = RedirectResponse(_own_path(to), 303)
    if language in ("zh", "en"):
        response.set_cookie("language", language, _YEAR_S, samesite="strict", httponly=True)
    if theme in THEMES:
        response.set_cookie("theme", theme, _YEAR_S, samesite="strict", httponly=True)
    return response


@router.get("/users")
def users_page(request: Request) -> HTMLResponse:
    """Users and the audit log."""
    visit = visit_of(request, "admin")
    store = context_of(request).service.store
    return render(
        request, "users.html", visit, users=store.users(), log=store.audit_log(100), roles=ROLES, wrong=""
    )


@router.post("/users")
def save_user(request: Request, csrf: Short, name: Short, role: Short, password: Short) -> Response:
    """Adds a user, or changes role and password; the user's browsers are logged out."""
    visit = visit_of(request, "admin")
    check_csrf(request, visit, csrf)
    context = context_of(request)
    if context.passwords is None:
        raise HTTPException(404)
    user = context.passwords.user(name, role, password)
    context.service.store.save_user(user)
    context.service.store.audit(visit.session.name, "user saved", f"{user.name}: {role}")
    return RedirectResponse("/users", 303)


@router.post("/users/remove")
def remove_user(request: Request, csrf: Short, name: Short) -> Response:
    """Removes a user and ends the sessions; what the user decided stays. Nobody removes oneself."""
    visit = visit_of(request, "admin")
    check_csrf(request, visit, csrf)
    store = context_of(request).service.store
    if name == visit.session.name:
        raise UsageError("another admin has to remove you: somebody must be left who can add users")
    if not store.remove_user(name):
        raise UsageError("there is no such user; load the page again")
    store.audit(visit.session.name, "user removed", name)
    return RedirectResponse("/users", 303)


@router.get("/adjudicate")
def adjudication_page(
    request: Request, last: Annotated[int | None, Query(ge=1, le=2**31)] = None
) -> HTMLResponse:
    """Where annotators differ, and how far they agree; ``last``: the document settled last, to undo it."""
    visit = visit_of(request, "adjudicator")
    service = context_of(request).service
    rows, figures = [], []
    for entry in service.disputed(Viewer(visit.session.name)):
        events = service.store.events_of(entry.sha256)
        source = service.store.load(entry.report_id)
        if source is None:
            continue
        figures.append(sides_of(source, events))
        opened = service.open(entry.report_id, Viewer(visit.session.name))
        for each in differences(source, events):
            panel = panel_of(opened, each.pointer, visit.language)
            sides = [
                (side.author, _in_words(side.value, visit.language), side.event.revision)
                for side in each.sides
            ]
            takes_value = _third_key(opened, each.pointer) is not None
            rows.append((entry, each.pointer, panel, sides, takes_value))
    return render(request, "adjudicate.html", visit, rows=rows, figures=agreements(figures), last=last)


def _in_words(value: Any, language: Language) -> str:
    """What an annotator leaves there, in a few characters: a value, or what became of it."""
    if value in ("removed", "not_stated"):
        return say(language, "side.became", word=say(language, value))
    return brief_value(value)


@router.post("/adjudicate/{report_id}")
def adjudicate(
    request: Request, report_id: int, csrf: Short, pointer: Short, revision: Annotated[int, Form()]
) -> Response:
    """Settle a difference: the decision with this revision counts."""
    visit = visit_of(request, "adjudicator")
    check_csrf(request, visit, csrf)
    service, viewer = context_of(request).service, viewer_of(request, visit)
    opened = service.open(report_id, viewer)
    events = service.store.events_of(opened.source.sha256)
    taken = next((e for e in events if e.revision == revision and e.report_id == report_id), None)
    if taken is None or taken.decision.pointer != pointer:
        raise HTTPException(404, "this decision is not there; load the page again")
    after = _side_taken(opened, events, taken)
    note = f"{taken.author}: {taken.decision.note}" if taken.decision.note else taken.author
    decision = Decision(pointer, Action.ADJUDICATE, taken.decision.before, after, note)
    service.decide(opened, viewer, decision, opened.revision)
    return RedirectResponse(f"/adjudicate?last={report_id}", 303)


def _side_taken(
    opened: OpenDocument, events: Sequence[DecisionEvent], taken: DecisionEvent
) -> dict[str, Any]:
    """The decision that stands for a side: what the annotator leaves there, by however many steps."""
    action, pointer = taken.decision.action, taken.decision.pointer
    if action not in (Action.ACCEPT, Action.GROUND):
        return {"action": action.value, "after": dict(taken.decision.after)}
    value = value_left_by(opened.source, events, taken.author, pointer)
    if action is Action.ACCEPT and value == seen_value(opened.state, pointer):
        return {"action": action.value, "after": dict(taken.decision.after)}
    whole = value if isinstance(value, dict) else {"value": value}
    return {"action": Action.SET.value, "after": whole}


@router.post("/adjudicate/{report_id}/value")
def adjudicate_otherwise(
    request: Request, report_id: int, csrf: Short, pointer: Short, value: Short
) -> Response:
    """Settle a difference with a value that neither side gave."""
    visit = visit_of(request, "adjudicator")
    check_csrf(request, visit, csrf)
    service, viewer = context_of(request).service, viewer_of(request, visit)
    opened = service.open(report_id, viewer)
    after = _third(opened, pointer, value)
    decision = Decision(pointer, Action.SET, None, after, visit.session.name)
    service.decide(opened, viewer, decision, opened.revision)
    return RedirectResponse(f"/adjudicate?last={report_id}", 303)


_THIRD = {"counts": "value", "trainings": "name", "events": "name"}
"""The field of a fact of the prose that another value replaces; of statements their words."""


def _third_key(opened: OpenDocument, pointer: str) -> str | None:
    """The field that another value replaces; None where there is no value to replace."""
    if cell_place(pointer) or header_name(pointer):
        return "value"
    place = fact_place(pointer)
    return _THIRD.get(place.list, "text") if place and opened.state.fact(pointer) is not None else None


def _third(opened: OpenDocument, pointer: str, said: str) -> dict[str, Any]:
    key = _third_key(opened, pointer)
    if key is None:
        raise HTTPException(404, "this fact is not there any more; load the page again")
    if not said.strip():
        raise refused(key, said, "不能为空", "it cannot be empty; type the value that counts")
    fact = opened.state.fact(pointer)
    if fact is not None:
        return {**fact_json(fact), key: _amount_of(said) if key == "value" else said}
    return {"print": "number", "value": said} if cell_place(pointer) else {"value": said}


def _amount_of(said: str) -> int | float:
    """What was typed as a number of JSON; UsageError where the page's other fields would not take it."""
    value = number_of(said, "value")
    return int(value) if value == int(value) else float(value)


@router.post("/adjudicate/{report_id}/undo")
def undo_adjudication(request: Request, report_id: int, csrf: Short) -> Response:
    """Take back this person's last settlement of the document."""
    visit = visit_of(request, "adjudicator")
    check_csrf(request, visit, csrf)
    service, viewer = context_of(request).service, viewer_of(request, visit)
    service.undo(service.open(report_id, viewer), viewer)
    return RedirectResponse("/adjudicate", 303)
