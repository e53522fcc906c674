"""A batch is killed while a paid call is under way: what it asks again, it asks under the same key."""

import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reports"


class Endpoint:
    """Keeps every call waiting while ``is_silent``, then refuses; notes (key, question) of each."""

    def __init__(self):
        self.heard = []
        self.is_silent = True
        self.was_called, self.over = threading.Event(), threading.Event()
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                asked = self.rfile.read(int(self.headers["Content-Length"]))
                endpoint.heard.append((self.headers["Idempotency-Key"], asked))
                endpoint.was_called.set()
                if endpoint.is_silent:
                    endpoint.over.wait(60)
                    return
                self.send_response(400)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.over.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def endpoint():
    opened = Endpoint()
    yield opened
    opened.close()


def test_a_call_that_was_under_way_when_killed_is_asked_again_under_its_key(endpoint, tmp_path):
    env = {**os.environ, "EXTRACTOR_BASE_URL": endpoint.url, "EXTRACTOR_MODEL": "m"}
    command = [sys.executable, "-m", "extractor", "batch"]
    db = ["--db", str(tmp_path / "s.sqlite")]
    run = [*command, "run", str(FIXTURES), *db, "--engine", "hybrid", "--workers", "1", "--threads", "1"]
    with subprocess.Popen(run, env=env, stderr=subprocess.PIPE) as process:
        assert endpoint.was_called.wait(60)
        process.kill()
    lost = list(endpoint.heard)
    endpoint.is_silent = False
    ended = subprocess.run([*command, "resume", *db], env=env, capture_output=True, text=True, timeout=120)
    assert "of 20 documents" in ended.stderr, ended.stderr
    again = endpoint.heard[len(lost) :]
    assert set(lost) <= set(again)
    questions = dict(again)
    assert len(questions) == len(set(again)) == len(set(questions.values()))
