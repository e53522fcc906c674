"""Folders of generated reports, stores, and a scripted endpoint for the tests of the batch room."""

import json
import os
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from extractor.evaluation.noise import generate_documents
from extractor.store import open_store

HERE = Path(__file__).parent


@pytest.fixture
def reports(tmp_path):
    """A folder of twelve generated reports, one of them twice, and one file that is no report."""
    folder = tmp_path / "reports"
    (folder / "more").mkdir(parents=True)
    for index, document in enumerate(generate_documents(12, 7, "clean")):
        (folder / f"{index:02}.txt").write_text(document.text, encoding="utf-8")
    (folder / "more" / "copy.txt").write_bytes((folder / "03.txt").read_bytes())
    (folder / "empty.txt").write_bytes(b"")
    return folder


@pytest.fixture
def store(tmp_path):
    opened = open_store(str(tmp_path / "store.sqlite"), patience_s=10)
    yield opened
    opened.close()


@pytest.fixture
def poisoned(monkeypatch):
    """The name of a reader that some documents bring down; workers find it beside this file."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(HERE), os.environ.get("PYTHONPATH")))))
    return "poisoned_reader:read"


class Till:
    """An endpoint that answers every call with a fixed reply and counts what it would bill."""

    def __init__(self):
        self.bills = Counter()
        self.is_away = False
        self.delay = threading.Event()
        till = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                key = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["key"]
                if till.is_away:
                    self.send_response(503)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                till.bills[key] += 1
                body = json.dumps({"content": f"reply to {key}"}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def till():
    opened = Till()
    yield opened
    opened.close()
