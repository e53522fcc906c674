"""The server of the correction page."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from extractor.errors import ExtractorError, UsageError
from extractor.review.blind_audit import AuditService
from extractor.review.brake import Brake, CostlyPlaces
from extractor.review.decision_panel import panel_of
from extractor.review.people import OneTimeToken, Passwords, Sessions
from extractor.review.persistence import ConflictError, ReviewStore
from extractor.review.proxies import Network
from extractor.review.review_items import MustSee
from extractor.review.routes_admin import router as admin_router
from extractor.review.routes_audit import router as audit_router
from extractor.review.routes_deciding import router as deciding_router
from extractor.review.routes_reading import router as reading_router
from extractor.review.security import App, SecurityMiddleware
from extractor.review.service import ReviewService
from extractor.review.web import (
    HERE,
    PageContext,
    context_of,
    make_environment,
    render,
    viewer_of,
    visit_of,
)
from extractor.review.wording import say
from extractor.tidy import sound


class Serving(NamedTuple):
    """How the page is served."""

    hosts: frozenset[str]
    """``host:port`` as browsers will send it."""
    blind: bool = False
    """Annotators do not see each other's decisions."""
    secure_cookie: bool = False
    """Behind TLS: the cookie never travels without it."""
    proxies: tuple[Network, ...] = ()
    """Proxies whose word about the address of a browser counts."""
    must_see: MustSee | None = None
    """The values that the page is about where a tolerance is asked for."""


def local_hosts(port: int) -> frozenset[str]:
    """Names under which a browser on this machine reaches the loopback address."""
    return frozenset({f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}"})


def make_app(
    store: ReviewStore, serving: Serving, token: OneTimeToken, passwords: Passwords | None = None
) -> App:
    """The ASGI application. Without ``passwords`` one browser enters with the one-time token, as admin."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    service = ReviewService(store, blind=serving.blind, must_see=serving.must_see)
    app.state.context = PageContext(
        service,
        Sessions(),
        Brake(),
        CostlyPlaces(),
        passwords,
        token,
        make_environment(),
        serving.secure_cookie,
        AuditService(service),
    )
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    for router in (reading_router, deciding_router, admin_router, audit_router):
        app.include_router(router)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(ConflictError, _conflict)
    app.add_exception_handler(ExtractorError, _failed)
    return SecurityMiddleware(app, serving.hosts, serving.proxies, serving.secure_cookie)


def _wants_page(request: Request) -> bool:
    """Whether a browser shows the answer as it is: a page that is opened, or a form that is sent."""
    if "hx-request" in request.headers:
        return False
    return request.method == "GET" or "text/html" in request.headers.get("accept", "")


def _opened(request: Request) -> str:
    """The address of a page that was asked for; the first page's where a form was sent."""
    if request.method != "GET":
        return "/"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 401 and _wants_page(request):
        return RedirectResponse(f"/login?to={quote(_opened(request))}", 303)
    said = _IN_WORDS.get(error.status_code, "") if error.detail in _OF_FRAMEWORK else ""
    said = said or str(error.detail)
    if _wants_page(request):
        return _page(request, said, error.status_code)
    return JSONResponse({"error": said}, error.status_code)


_IN_WORDS = {
    400: "请求内容读不懂：不是 JSON，或嵌套过深、数字过长；未保存任何内容，请重新载入页面 / "
    "the body of the request cannot be read: no JSON, or nested too deep, or a number without end; "
    "nothing was saved: load the page again",
    404: "没有这个页面，请从待办打开 / there is no such page; begin at the queue",
    405: "此地址不接受这样的请求，未执行 / this address takes no such request; nothing was done",
}
"""What the framework refuses before any route sees it, in words of the page."""
_OF_FRAMEWORK = ("There was an error parsing the body", "Not Found", "Method Not Allowed")


async def _malformed(request: Request, error: Exception) -> Response:
    """A request whose fields are not of their types: the first of them, in one sentence."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = " ".join(str(part) for part in first["loc"])
    message = _sound(
        f"{where}：内容不合要求，未保存，请重新载入页面 / {where}: {first['msg']}; load the page again"
    )
    return _page(request, message, 422) if _wants_page(request) else JSONResponse({"error": message}, 422)


def _sound(message: str) -> str:
    """The message in characters that can be sent: what somebody typed may be half a character."""
    return sound(message)[:500]


def _conflict(request: Request, error: Exception) -> Response:
    assert isinstance(error, ConflictError)
    theirs = error.events[-1]
    if _wants_page(request):
        return _page(request, _said(request, error), 409)
    return JSONResponse(
        {
            "error": _said(request, error),
            "conflict": {
                "author": theirs.author,
                "at": theirs.at,
                "action": theirs.decision.action,
                "after": dict(theirs.decision.after),
                "revision": theirs.revision,
            },
        },
        409,
    )


def _said(request: Request, error: ConflictError) -> str:
    """The conflict in the language of the page, with the place as the page calls it."""
    visit, theirs = visit_of(request), error.events[-1]
    opened = context_of(request).service.open(theirs.report_id, viewer_of(request, visit))
    panel = panel_of(opened, theirs.decision.pointer, visit.language)
    place = panel.name or say(visit.language, "this_place")
    return say(visit.language, "conflict.said", place=place, who=error.people)


async def _failed(request: Request, error: Exception) -> Response:
    status = 422 if isinstance(error, UsageError) else 503
    if _wants_page(request):
        return _page(request, _sound(str(error)), status)
    return JSONResponse({"error": _sound(str(error))}, status)


def _page(request: Request, message: str, status: int) -> HTMLResponse:
    return render(request, "error.html", None, status, message=message)


def known_hosts(names: Iterable[str]) -> frozenset[str]:
    """Host names in the spelling of the Host header."""
    return frozenset(name.strip().lower() for name in names)


__all__ = ["Serving", "context_of", "known_hosts", "local_hosts", "make_app"]
