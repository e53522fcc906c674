"""The local model: an OpenAI-compatible server on loopback, started when needed and stopped after."""

import importlib.util
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from extractor.errors import FailureKind, ModelError, UsageError

CONTEXT = 8192
_START_S = 120.0


def is_installed() -> bool:
    """Whether the extra ``local`` is there."""
    return importlib.util.find_spec("xllamacpp") is not None


def require_installed() -> None:
    """Raise UsageError where the extra is missing."""
    if not is_installed():
        raise UsageError("the local model needs the extra local: pip install 'gongkai-extractor[local]'")


class Setup(NamedTuple):
    """How a local model is served."""

    context: int = CONTEXT
    """Tokens of one question and its answer."""
    threads: int | None = None
    """None: one a core."""
    slots: int = 1
    """Calls that are answered at a time; each has the whole context."""


def run_server(model: Path, port: int, setup: Setup) -> None:
    """Serve ``model`` on 127.0.0.1 until standard input ends or the process is stopped."""
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(model)
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = port
    parameters.n_ctx = setup.context * setup.slots
    parameters.n_parallel = setup.slots
    threads = setup.threads or os.cpu_count() or 1
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = threads
    server = xllamacpp.Server(parameters)
    _wait_for_end()
    del server


def _wait_for_end() -> None:
    """Sleep until the parent is gone: its end of the pipe closes with it."""
    while sys.stdin.buffer.read(4096):
        pass


@contextmanager
def serving(model: Path, setup: Setup | None = None) -> Iterator[str]:
    """The address of a server for ``model``; it runs for the duration of the block.

    Raises ModelError where it does not come up, with the last line it said.
    """
    require_installed()
    port = _free_port()
    context, threads, slots = setup or Setup()
    with tempfile.TemporaryFile() as log:
        numbers = (port, context, threads or 0, slots)
        command = [sys.executable, "-m", "extractor.llm.local", str(model), *map(str, numbers)]
        server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_until_ready(server, port, log)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(server: "subprocess.Popen[bytes]", port: int, log: "IO[bytes]") -> None:
    began = time.monotonic()
    while time.monotonic() - began < _START_S:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/models", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    log.seek(0)
    last = (log.read().decode("utf-8", "replace").strip().splitlines() or ["nothing"])[-1][:300]
    raise ModelError(FailureKind.CONNECTION, f"the local model did not start; it said: {last}")


if __name__ == "__main__":
    _port, _context, _threads, _slots = map(int, sys.argv[2:])
    run_server(Path(sys.argv[1]), _port, Setup(_context, _threads or None, _slots))
