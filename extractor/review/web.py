"""What all routes share: templates, the session of a request, preferences, forms of errors."""

import hmac
from pathlib import Path
from typing import Any, NamedTuple

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from extractor.records import Topic
from extractor.review.blind_audit import AuditService
from extractor.review.brake import Brake, CostlyPlaces
from extractor.review.people import OneTimeToken, Passwords, Session, Sessions, is_current, may
from extractor.review.service import ReviewService, Viewer
from extractor.review.wording import Language, language_of, message_in, reason_in, say

HERE = Path(__file__).parent
COOKIE = "extractor_session"
THEMES = ("auto", "light", "dark")


class PageContext(NamedTuple):
    """Everything that the routes need, made once."""

    service: ReviewService
    sessions: Sessions
    brake: Brake
    places: CostlyPlaces
    """Of passwords that are checked at the same time."""
    passwords: Passwords | None
    """None: nobody has a password, one browser enters with the one-time token."""
    token: OneTimeToken
    environment: Environment
    secure_cookie: bool
    audits: AuditService


def context_of(request: Request) -> PageContext:
    """The context of the application that serves this request."""
    context: PageContext = request.app.state.context
    return context


def make_environment() -> Environment:
    """Templates in which everything is escaped and a missing name is an error."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["message_in"] = message_in
    environment.globals["reason_in"] = reason_in
    environment.globals["topics"] = tuple(topic.value for topic in Topic)
    return environment


class Visit(NamedTuple):
    """Who asks, and how they want to be answered."""

    session: Session
    language: Language
    theme: str

    @property
    def viewer(self) -> Viewer:
        """Whose decisions are seen; the route narrows it in blind annotation."""
        return Viewer(self.session.name)


def language_in(request: Request) -> Language:
    """The language that was chosen or that the browser prefers."""
    return language_of(request.cookies.get("language"), request.headers.get("accept-language", ""))


def visit_of(request: Request, needed: str = "reader") -> Visit:
    """The visit of somebody who is logged in and may do what ``needed`` may; 401 and 403 otherwise."""
    context, cookie = context_of(request), request.cookies.get(COOKIE)
    session = context.sessions.find(cookie)
    if session is None:
        raise HTTPException(401)
    if context.passwords is not None and not is_current(session, context.service.store.user(session.name)):
        context.sessions.end(cookie)
        raise HTTPException(401)
    if not may(session.role, needed):
        raise HTTPException(403)
    theme = request.cookies.get("theme", "auto")
    return Visit(session, language_in(request), theme if theme in THEMES else "auto")


def viewer_of(request: Request, visit: Visit) -> Viewer:
    """What this person may see: in blind annotation only adjudicators see more than their own side."""
    blind = context_of(request).service.blind
    return Viewer(visit.session.name, sees_all=not blind or may(visit.session.role, "adjudicator"))


def check_csrf(request: Request, visit: Visit, offered: str | None = None) -> None:
    """403 unless the request carries the token of its session."""
    token = offered or request.headers.get("x-csrf-token", "")
    if not hmac.compare_digest(token.encode(), visit.session.csrf.encode()):
        raise HTTPException(403, "the token of the form is missing or old; load the page again")


def _must_note(service: ReviewService, language: Language) -> str:
    """What seeing the values of this page is for; nothing where it is about everything in doubt."""
    if service.must_see is None:
        return ""
    chinese, english = service.must_see.note
    return chinese if language == "zh" else english


def render(
    request: Request, template: str, visit: Visit | None, status: int = 200, **values: Any
) -> HTMLResponse:
    """A page or a part of one; ``t`` in the template says a text in the language of the visit."""
    language = visit.language if visit else language_in(request)

    def t(key: str, **fill: object) -> str:
        return say(language, key, **fill)

    body = (
        context_of(request)
        .environment.get_template(template)
        .render(
            t=t,
            language=language,
            theme=visit.theme if visit else request.cookies.get("theme", "auto"),
            visit=visit,
            can_write=visit is not None and may(visit.session.role, "reviewer"),
            is_adjudicator=visit is not None and may(visit.session.role, "adjudicator"),
            is_admin=visit is not None and may(visit.session.role, "admin"),
            has_users=context_of(request).passwords is not None,
            blind=context_of(request).service.blind,
            must_note=_must_note(context_of(request).service, language),
            **values,
        )
    )
    return HTMLResponse(body, status, headers={"cache-control": "no-store"})
