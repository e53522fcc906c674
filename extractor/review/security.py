"""What stands before every request: host, origin, size, and the headers of every answer; plain ASGI."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import unquote_plus

from extractor.review.proxies import Network, client_of
from extractor.review.sound_text import holds_broken, index_in

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_BODY = 256 * 1024
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)

_ANOTHER_SITE = (
    "请求来自其他网站或来源不明，未执行。请从本页自己的地址打开后重试；经代理访问时，代理须原样转发 Origin，"
    "启动时用 --name 写明浏览器所用的主机名，用 HTTPS 时加 --behind-tls。"
    " / The request comes from another site or does "
    "not say from which; nothing was done. Open the page at its own address and try again. Behind "
    "a proxy, pass Origin on as it is and start the page with --name HOST as browsers write it, with "
    "--behind-tls under HTTPS."
)
"""The scheme, host or port is not the page's own, or there are two headers or none."""


class SecurityMiddleware:
    """Refuses foreign hosts (DNS rebinding), foreign origins (CSRF) and large bodies; adds the headers.

    ``scope["client"]`` becomes the address of the browser where trusted proxies stand between.
    """

    def __init__(
        self, app: App, hosts: frozenset[str], proxies: tuple[Network, ...] = (), is_behind_tls: bool = False
    ) -> None:
        self.app, self.hosts, self.proxies = app, hosts, proxies
        schemes = ("https",) if is_behind_tls else ("http", "https")
        self.origins = frozenset(f"{scheme}://{host}" for scheme in schemes for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await _refuse(_with_headers(send), *refusal)
            return
        if self.proxies and scope.get("client"):
            peer, port = scope["client"]
            lines = [value.decode("latin-1") for key, value in scope["headers"] if key == b"x-forwarded-for"]
            scope = {**scope, "client": (client_of(peer, lines, self.proxies), port)}
        await self.app(scope, _limited(receive), _with_headers(send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
        if headers.get("host", "").lower() not in self.hosts:
            return 421, "this host is not served here"
        address = unquote_plus(scope.get("query_string", b"").decode("latin-1"))
        if holds_broken(scope["path"]) or holds_broken(address):
            return 422, "the address holds a control character; follow a link of the page"
        if scope["method"] not in SAFE:
            said = [value.decode("latin-1").lower() for key, value in scope["headers"] if key == b"origin"]
            sites = {value for key, value in scope["headers"] if key == b"sec-fetch-site"}
            if len(said) != 1 or said[0] not in self.origins or sites - {b"same-origin"}:
                return 403, _ANOTHER_SITE
            length = headers.get("content-length", "")
            size = index_in(length)
            if size is None or size > MAX_BODY:
                return 413, "the request is too large"
        return None


def _limited(receive: Receive) -> Receive:
    taken = 0

    async def limited() -> MutableMapping[str, Any]:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if taken > MAX_BODY else message

    return limited


def _with_headers(send: Send) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *HEADERS]
        await send(message)

    return sending


async def _refuse(send: Send, status: int, why: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": why.encode()})
