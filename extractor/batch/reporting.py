"""Saying how a run goes: on a terminal, as plain lines, as JSON lines, for Prometheus."""

import json
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from extractor.batch.status import Status
from extractor.errors import UsageError
from extractor.records import cost_in_words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.live import Live
    from rich.table import Table

PLAIN_EVERY_S = 10.0
"""Between two lines where stderr is no terminal."""


class Reporter(Protocol):
    """Is told how a run goes."""

    def event(self, name: str, words: str, **facts: object) -> None:
        """Something happened that a person wants to read."""
        ...

    def progress(self, status: Status) -> None:
        """How far the run is now."""
        ...

    def close(self) -> None:
        """Nothing more comes."""
        ...


class PlainLines:
    """A line now and then, and each event."""

    def __init__(self, stream: TextIO, every_s: float = PLAIN_EVERY_S) -> None:
        self._stream, self._every_s, self._next = stream, every_s, 0.0

    def event(self, name: str, words: str, **facts: object) -> None:
        """One line."""
        self._stream.write(words + "\n")
        self._stream.flush()

    def progress(self, status: Status) -> None:
        """One line every ten seconds."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + self._every_s
            self.event("progress", progress_line(status))

    def close(self) -> None:
        """Nothing to close."""


class JsonLines:
    """Each event and each progress as one JSON object a line."""

    def __init__(self, stream: TextIO, every_s: float = 1.0) -> None:
        self._stream, self._every_s, self._next = stream, every_s, 0.0

    def event(self, name: str, words: str, **facts: object) -> None:
        """One object."""
        self._write({"event": name, "message": words, **facts})

    def progress(self, status: Status) -> None:
        """One object a second."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + self._every_s
            self._write({"event": "progress", **status.model_dump()})

    def close(self) -> None:
        """Nothing to close."""

    def _write(self, facts: Mapping[str, object]) -> None:
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self._stream.write(json.dumps({"at": at, **facts}, ensure_ascii=False) + "\n")
        self._stream.flush()


class Silent:
    """Says nothing."""

    def event(self, name: str, words: str, **facts: object) -> None:
        """Nothing."""

    def progress(self, status: Status) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


class LiveDisplay:
    """A display that redraws itself on a terminal."""

    def __init__(self, console: "Console") -> None:
        self._console = console
        self._live: Live | None = None

    def event(self, name: str, words: str, **facts: object) -> None:
        """A line above the display."""
        self._console.print(words, highlight=False, markup=False)

    def progress(self, status: Status) -> None:
        """Redraw."""
        from rich.live import Live

        if self._live is None:
            self._live = Live(console=self._console, refresh_per_second=4, transient=False)
            self._live.start()
        self._live.update(drawing(status))

    def close(self) -> None:
        """Leave the last drawing on the screen."""
        if self._live is not None:
            self._live.stop()
            self._live = None


def progress_line(status: Status) -> str:
    """The status on one line."""
    finished = status.done + status.by_rule + status.failed
    share = 100 * finished / status.documents if status.documents else 100.0
    parts = [f"{finished:,} of {status.documents:,} documents ({share:.1f} %)"]
    kinds = ", ".join(f"{name} {number:,}" for name, number in status.failures.items())
    not_done = [
        f"{number:,} {what}"
        for number, what in ((status.by_rule, "by rule only"), (status.failed, "failed"))
        if number
    ]
    if not_done:
        parts.append(", ".join(not_done) + (f" ({kinds})" if kinds else ""))
    if status.holes:
        parts.append(f"{status.holes:,} questions without a usable answer")
    if status.unreachable:
        parts.append(f"{status.unreachable:,} could not be opened")
    if status.skipped:
        parts.append(f"{status.skipped:,} skipped")
    if status.documents_per_second:
        parts.append(f"{status.documents_per_second:.1f} a second")
    if status.seconds_left is not None and finished < status.documents:
        parts.append(f"{duration(status.seconds_left)} left")
    if status.calls:
        tokens = status.input_tokens + status.output_tokens
        parts.append(
            f"{status.calls:,} calls, {tokens:,} tokens, {cost_in_words(status.cost, tokens, '.4f')}"
        )
    return "; ".join(parts)


def duration(seconds: float) -> str:
    """Seconds as a person says them, e.g. 2 h 05 min."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def drawing(status: Status) -> "Table":
    """The status as a small table with a bar."""
    from rich.progress_bar import ProgressBar
    from rich.table import Table
    from rich.text import Text

    finished = status.done + status.by_rule + status.failed + status.cancelled
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    table.add_row(
        f"run {status.run_id}", ProgressBar(total=max(1, status.documents), completed=finished, width=48)
    )
    share = 100 * finished / status.documents if status.documents else 100.0
    table.add_row(
        "documents", f"{finished:,} of {status.documents:,}  ({share:.1f} %, {status.reused:,} reused)"
    )
    rate = f"{status.documents_per_second:.1f} a second" if status.documents_per_second else "–"
    if status.state == "running" and status.seconds_left is not None:
        rate += f", {duration(status.seconds_left)} left"
    table.add_row("rate", rate)
    if status.calls or status.engine != "rules":
        tokens = f"{status.calls:,} calls, {status.input_tokens:,} tokens in, {status.output_tokens:,} out"
        used = status.input_tokens + status.output_tokens
        table.add_row("model", f"{tokens}, {cost_in_words(status.cost, used, '.4f')}")
    kinds = "  ".join(f"{name} {number:,}" for name, number in status.failures.items())
    if status.by_rule or status.holes:
        table.add_row("by rule only", f"{status.by_rule:,}, {status.holes:,} questions without an answer")
    table.add_row("failed", Text.assemble(f"{status.failed:,}", (f"  {kinds}" if kinds else "", "red")))
    return table


def prometheus_text(status: Status) -> str:
    """The status in the text format of Prometheus."""
    run = f'run="{status.run_id}"'
    states = {
        "done": status.done,
        "by_rule": status.by_rule,
        "failed": status.failed,
        "cancelled": status.cancelled,
        "waiting": status.waiting,
        "under_way": status.under_way,
    }
    tokens = {"input": status.input_tokens, "output": status.output_tokens}
    families: list[tuple[str, str, list[tuple[str, float]]]] = [
        ("extractor_batch_documents", "Documents of the run by state", _labelled(run, "state", states)),
        ("extractor_batch_reused_documents", "Documents whose Report was there", [(run, status.reused)]),
        ("extractor_batch_failures", "Failures by kind", _labelled(run, "kind", status.failures)),
        ("extractor_batch_model_calls", "Model calls paid for", [(run, status.calls)]),
        ("extractor_batch_tokens", "Tokens paid for", _labelled(run, "direction", tokens)),
        ("extractor_batch_cost", "Price of the calls", [(run, status.cost)]),
        ("extractor_batch_documents_per_second", "Pace", [(run, status.documents_per_second or 0.0)]),
    ]
    lines = []
    for name, meaning, samples in families:
        lines += [f"# HELP {name} {meaning}", f"# TYPE {name} gauge"]
        lines += [f"{name}{{{labels}}} {value:g}" for labels, value in samples]
    return "\n".join(lines) + "\n"


def _labelled(run: str, label: str, values: Mapping[str, int]) -> list[tuple[str, float]]:
    return [(f'{run},{label}="{name}"', float(value)) for name, value in values.items()]


class Metrics:
    """A page for Prometheus on the loopback address."""

    def __init__(self, port: int, read: Callable[[], Status | None]) -> None:
        handler = type("Handler", (_MetricsPage,), {"read": staticmethod(read)})
        try:
            self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        except OSError as error:
            raise UsageError(f"--metrics-port {port}: {error.strerror}; choose another port") from error
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()


class _MetricsPage(BaseHTTPRequestHandler):
    read: Callable[[], Status | None]

    def do_GET(self) -> None:
        status = self.read()
        found = self.path == "/metrics"
        body = (prometheus_text(status) if status else "").encode() if found else b"see /metrics\n"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: requests for metrics are no news."""
