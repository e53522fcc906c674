"""The HTTP server of the page: who sends a request too slowly is cut off."""

from asyncio import BaseTransport, TimerHandle
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from extractor.review.security import App

HEAD_S = 10.0
"""From the connection, or the first byte of a further request, to the end of its headers."""
BODY_S = 30.0
"""From the end of the headers to the end of the body."""


class TimedProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 with deadlines for the head and the body of a request.

    The deadlines do not move with each byte: a byte now and then holds no connection.
    """

    head_s, body_s = HEAD_S, BODY_S
    _phase: Any = None
    _deadline: TimerHandle | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        """Start the clock of the first head."""
        super().connection_made(transport)  # type: ignore[arg-type]  # as uvicorn declares it
        self._enter(h11.IDLE)

    def data_received(self, data: bytes) -> None:
        """Read on; the clock follows what is expected next."""
        super().data_received(data)
        self._enter(self.conn.their_state)

    def on_response_complete(self) -> None:
        """Stop the clock: until the next request begins, the keep-alive time of uvicorn counts."""
        super().on_response_complete()
        self._enter(h11.SEND_BODY if self.conn.their_state is h11.SEND_BODY else None)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._enter(None)
        super().connection_lost(exc)

    def _enter(self, phase: Any) -> None:
        if phase is self._phase:
            return
        self._phase = phase
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        seconds = {h11.IDLE: self.head_s, h11.SEND_BODY: self.body_s}.get(phase)
        if seconds is not None:
            self._deadline = self.loop.call_later(seconds, self.transport.abort)


def server_of(app: App, protocol: type[TimedProtocol] = TimedProtocol) -> uvicorn.Server:
    """A server that runs ``app`` on a listening socket: ``server.run(sockets=[…])``."""
    config = uvicorn.Config(
        app,
        http=protocol,
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
    return uvicorn.Server(config)
