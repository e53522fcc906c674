"""An OpenAI-compatible endpoint on loopback that does what a test tells it to, over real HTTP."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

Behaviour = Callable[["Handler", Mapping[str, Any]], None]


class Handler(BaseHTTPRequestHandler):
    """Plays the next behaviour of the script for each POST; lists one model for GET."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", 0))
        request = json.loads(self.rfile.read(length))
        play = self.server.next_behaviour(request, dict(self.headers))  # type: ignore[attr-defined]
        play(self, request)

    def do_GET(self) -> None:
        self.whole(200, {"object": "list", "data": [{"id": "m", "object": "model", "meta": {"n_ctx": 4096}}]})

    def whole(self, status: int, body: object, headers: Mapping[str, str] | None = None) -> None:
        text = json.dumps(body, ensure_ascii=False) if not isinstance(body, str) else body
        media = "application/json" if not isinstance(body, str) else "text/html; charset=utf-8"
        self.send_response(status)
        for name, value in {"content-type": media, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def begin_stream(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True

    def event(self, delta: Mapping[str, Any], finish: str | None = None) -> None:
        chunk = {
            "id": "1",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": "m",
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        }
        self.raw(json.dumps(chunk, ensure_ascii=False))

    def raw(self, data: str) -> None:
        self.wfile.write(f"data: {data}\n\n".encode())
        self.wfile.flush()

    def usage(self, input_tokens: int, output_tokens: int) -> None:
        totals = {"prompt_tokens": input_tokens, "completion_tokens": output_tokens}
        chunk = {
            "id": "1",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": "m",
            "choices": [],
            "usage": {**totals, "total_tokens": input_tokens + output_tokens},
        }
        self.raw(json.dumps(chunk))
        self.raw("[DONE]")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def says(content: str, finish: str = "stop", tokens: tuple[int, int] = (100, 10)) -> Behaviour:
    """A streamed reply, in pieces of a few characters; a tool call where the request forces one."""

    def play(handler: Handler, request: Mapping[str, Any]) -> None:
        handler.begin_stream()
        for start in range(0, len(content), 16):
            piece = content[start : start + 16]
            if request.get("tools"):
                name = request["tools"][0]["function"]["name"]
                call = {"index": 0, "id": "c", "type": "function", "function": {"arguments": piece}}
                if start == 0:
                    call["function"]["name"] = name  # type: ignore[index]
                handler.event({"tool_calls": [call]})
            else:
                handler.event({"content": piece})
        handler.event({}, finish)
        handler.usage(*tokens)

    return play


def fails(status: int, message: str = "no", headers: Mapping[str, str] | None = None) -> Behaviour:
    """An error of the endpoint."""

    def play(handler: Handler, _: Mapping[str, Any]) -> None:
        handler.whole(status, {"error": {"message": message, "code": status}}, headers)

    return play


def page() -> Behaviour:
    """An HTML page with status 200, as a proxy gives it."""
    return lambda handler, _: handler.whole(200, "<html><body>502 Bad Gateway</body></html>")


def fails_midway(content: str) -> Behaviour:
    """An error event in the middle of a stream."""

    def play(handler: Handler, _: Mapping[str, Any]) -> None:
        handler.begin_stream()
        handler.event({"content": content})
        handler.raw(json.dumps({"error": {"message": "out of memory", "code": 500}}))

    return play


def silent(seconds: float) -> Behaviour:
    """Nothing for a while."""
    return lambda _handler, _request: time.sleep(seconds)


def breaks_off(content: str) -> Behaviour:
    """Half a reply, then the connection is closed."""

    def play(handler: Handler, _: Mapping[str, Any]) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "text/event-stream")
        handler.send_header("content-length", "100000")
        handler.end_headers()
        handler.event({"content": content})
        handler.close_connection = True

    return play


def drips(piece: str, seconds: float, times: int) -> Behaviour:
    """A reply that comes steadily and slowly."""

    def play(handler: Handler, _: Mapping[str, Any]) -> None:
        handler.begin_stream()
        for _turn in range(times):
            try:
                handler.event({"content": piece})
            except OSError:  # the caller had enough
                return
            time.sleep(seconds)

    return play


def unstreamed(content: str) -> Behaviour:
    """A whole reply in one piece although a stream was asked for."""

    def play(handler: Handler, _: Mapping[str, Any]) -> None:
        message = {"role": "assistant", "content": content}
        handler.whole(
            200,
            {
                "id": "1",
                "object": "chat.completion",
                "created": 0,
                "model": "m",
                "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
                "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10},
            },
        )

    return play


def refuses() -> Behaviour:
    """A refusal in its own field."""

    def play(handler: Handler, _: Mapping[str, Any]) -> None:
        handler.begin_stream()
        handler.event({"refusal": "我不能回答"})
        handler.event({}, "stop")
        handler.usage(5, 5)

    return play


class Heard(NamedTuple):
    """One request as it came in."""

    request: Mapping[str, Any]
    headers: Mapping[str, str]
    at: float


class Endpoint:
    """The server; ``heard`` keeps what it was asked."""

    def __init__(self, script: Sequence[Behaviour] | Behaviour) -> None:
        self.heard: list[Heard] = []
        self._script = script
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.next_behaviour = self._next  # type: ignore[attr-defined]
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def _next(self, request: Mapping[str, Any], headers: Mapping[str, str]) -> Behaviour:
        with self._lock:
            self.heard.append(Heard(request, headers, time.monotonic()))
            if callable(self._script):
                return self._script
            return self._script[min(len(self.heard), len(self._script)) - 1]

    @contextmanager
    def running(self) -> Iterator["Endpoint"]:
        thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()


@contextmanager
def scripted(*script: Behaviour) -> Iterator[Endpoint]:
    """An endpoint that plays the behaviours one after the other, the last one again and again."""
    with Endpoint(script).running() as endpoint:
        yield endpoint
