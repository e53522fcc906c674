"""Between any client and an endpoint: passes everything on and counts calls and tokens, alike for all."""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Counted:
    """What has gone through so far."""

    def __init__(self) -> None:
        self.calls = self.failed = self.input_tokens = self.output_tokens = 0

    def add(self, body: bytes) -> None:
        """Read the usage of one reply, streamed or whole."""
        self.calls += 1
        lines = [line[5:] for line in body.splitlines() if line.startswith(b"data:")] or [body]
        for line in reversed(lines):
            try:
                usage = json.loads(line).get("usage")
            except (ValueError, AttributeError):
                continue
            if usage:
                self.input_tokens += usage.get("prompt_tokens") or 0
                self.output_tokens += usage.get("completion_tokens") or 0
                return


@contextmanager
def counting(base_url: str) -> Iterator[tuple[str, Counted]]:
    """The address of a proxy for ``base_url``, and its counts."""
    counted = Counted()

    class Handler(BaseHTTPRequestHandler):
        def _pass(self, body: bytes | None) -> None:
            path = self.path.removeprefix("/v1")
            headers = {
                k: v for k, v in self.headers.items() if k.lower() in ("content-type", "authorization")
            }
            request = urllib.request.Request(base_url.rstrip("/") + path, body, headers)
            try:
                with urllib.request.urlopen(request, timeout=600) as answer:
                    status, kind, raw = answer.status, answer.headers["content-type"], answer.read()
                if body is not None:
                    counted.add(raw)
            except urllib.error.HTTPError as error:
                status, kind, raw = error.code, error.headers["content-type"], error.read()
                counted.failed += 1
            self.send_response(status)
            self.send_header("content-type", kind or "application/json")
            self.send_header("content-length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def do_POST(self) -> None:
            self._pass(self.rfile.read(int(self.headers["content-length"])))

        def do_GET(self) -> None:
            self._pass(None)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/v1", counted
        finally:
            server.shutdown()
