"""Kills a batch at random moments, resumes it each time, and checks that nothing is lost or paid twice.

A real batch of generated documents with real worker processes asks a scripted endpoint on loopback twice
about each document. At random moments the batch process or one of its workers gets SIGKILL. At the end:
every document is done exactly once, no call whose reply was recorded was ever made again, every end in
the journal has a start before it, no step ended twice, no process is left over, and the Reports are those
that an undisturbed reading gives.

    python scripts/crash_test.py [--kills 200] [--documents 500] [--seed 1] [--db URL]
"""

import argparse
import contextlib
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from extractor.batch import (
    CallLedger,
    RunOptions,
    Silent,
    plan_run,
    record_run,
    retry_failed,
    status_of,
    work_off,
)
from extractor.discovery import discover
from extractor.evaluation.noise import LEVELS, generate_documents
from extractor.pipeline import extract_document, read_document
from extractor.records import Document, Report
from extractor.store import Store, open_store, pack
from extractor.store.queries import call_states, journal_lines, report_hashes

QUESTIONS = 2
DELAY_S = (0.02, 0.25)
"""How long the endpoint thinks, so that kills fall into calls as well as between them."""
LONGEST_LIFE_S = 4.0
WORKERS = 0.5
"""Share of the kills that hit a worker; the batch then goes on, and may be hit again."""
AT_WORK, LONGEST_WORK_S = 0.75, 1.5
"""Share of the kills that wait until the batch is at work, and how long it then works at most."""
THREADS = 4
OPTIONS = RunOptions(engine="hybrid", workers=2, threads=THREADS, seconds=60)


class Till:
    """The endpoint: counts every answer that it would bill, by the key of the question."""

    def __init__(self, seed: int) -> None:
        self.bills: Counter[str] = Counter()
        self.busy = 0
        self._lock, self._random = threading.Lock(), random.Random(seed)
        till = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                key = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["key"]
                with till._lock:
                    till.busy += 1
                    pause = till._random.uniform(*DELAY_S)
                time.sleep(pause)
                with till._lock:
                    till.bills[key] += 1  # from here on it would be on the invoice
                    till.busy -= 1
                body = json.dumps({"content": hashlib.sha256(key.encode()).hexdigest()}).encode()
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def settle(self) -> None:
        """Wait until no call is under way."""
        while self.busy:
            time.sleep(0.02)


class Step:
    """A small engine that pays for its answers through the ledger."""

    name = "hybrid"

    def __init__(self, address: str, ledger: CallLedger, prompt: str) -> None:
        self.address, self.ledger, self.prompt = address, ledger, prompt

    def identity(self) -> Mapping[str, object]:
        """The version of the prompt."""
        return {"prompt": self.prompt}

    def tokens(self, size_bytes: int) -> int:
        """An estimate that nobody looks at."""
        return size_bytes

    def read(self, document: Document) -> Report:
        """The Report by rule; its prompts show the replies that were paid for."""
        from extractor.llm.cache import RawReply

        self.ledger.now_for(document.source.sha256)
        replies = {}
        for question in range(QUESTIONS):
            key = hashlib.sha256(f"{document.source.sha256}/{question}/{self.prompt}".encode()).hexdigest()
            kept = self.ledger.get(key)
            if kept is None:
                request = urllib.request.Request(self.address, json.dumps({"key": key}).encode())
                with urllib.request.urlopen(request, timeout=30) as reply:
                    content = json.load(reply)["content"]
                kept = RawReply(content=content, finish="stop", input_tokens=100, output_tokens=10)
                self.ledger.put(key, kept)
            replies[str(question)] = kept.content
        report = extract_document(document)
        return report.model_copy(update={"run": report.run.model_copy(update={"prompts": replies})})


def work(db: str, run_id: str, address: str, prompt: str) -> None:
    """What the process that is killed does: work the run off."""
    store = open_store(db)
    work_off(
        store, run_id, Silent(), Step(address, CallLedger(store, run_id, "till", lambda _reply: 0.0), prompt)
    )
    store.close()


def make_documents(folder: Path, count: int) -> None:
    """Generated reports of all noise levels."""
    levels = list(LEVELS)
    made = [generate_documents(count, 11, level) for level in levels]
    for index in range(count):
        text = next(made[index % len(levels)]).text
        (folder / f"{index:06}.txt").write_text(text, encoding="utf-8")


def children_of(pid: int) -> list[int]:
    """Process ids of the children of a process; empty where it is gone."""
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return []


class Trial:
    """One crash test."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.options, self.folder = options, folder
        self.random = random.Random(options.seed)
        self.till = Till(options.seed)
        self.db = options.db or str(folder / "crash.sqlite")
        self.store: Store = open_store(self.db)
        self.recorded: dict[str, int] = {}
        self.killed: Counter[str] = Counter()
        self.runs: list[tuple[str, str]] = []
        self.workers_seen: set[int] = set()
        self.retried = 0

    def run(self) -> None:
        """Kill as often as asked, over as many runs as that takes, and finish the last one."""
        (self.folder / "reports").mkdir()
        make_documents(self.folder / "reports", self.options.documents)
        self.new_run()
        began = time.monotonic()
        while sum(self.killed.values()) < self.options.kills:
            if self.one_life():
                self.new_run()  # it was done before all kills were spent: the next prompt, all calls anew
            done = sum(self.killed.values())
            if done % 20 == 0:
                status = status_of(self.store, self.runs[-1][0])
                took = time.monotonic() - began
                print(
                    f"{done} kills, run {len(self.runs)}: {status.done} of {status.documents}; {took:.0f} s",
                    flush=True,
                )
        self.finish()

    def new_run(self) -> None:
        """Plan a run over the same documents with another prompt."""
        if self.runs:
            self.finish()
        prompt = f"v{len(self.runs) + 1}"
        step = Step(self.till.address, CallLedger(self.store, "", "till", lambda _reply: 0.0), prompt)
        files = discover([self.folder / "reports"])
        self.runs.append((record_run(self.store, plan_run(self.store, files, OPTIONS, None, step)), prompt))

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start or resume the newest run in a process of its own."""
        run_id, prompt = self.runs[-1]
        return subprocess.Popen(
            [sys.executable, __file__, "--work", self.db, run_id, self.till.address, prompt]
        )

    def one_life(self) -> bool:
        """Start the batch and kill it or some of its workers; True where it was done before that."""
        process = self.spawn()
        while True:
            life = self.random.uniform(0.1, LONGEST_LIFE_S)
            if self.random.random() < AT_WORK:
                self.wait_for_work(process)
                life = self.random.uniform(0.0, LONGEST_WORK_S)
            until = time.monotonic() + life
            while time.monotonic() < until:
                if process.poll() is not None:
                    assert process.returncode == 0, f"the batch ended with {process.returncode}"
                    return True
                time.sleep(0.01)
            workers = children_of(process.pid)
            self.workers_seen.update(workers)
            if (
                workers
                and self.random.random() < WORKERS
                and sum(self.killed.values()) + 1 < self.options.kills
            ):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self.random.choice(workers), signal.SIGKILL)
                    self.killed["worker"] += 1
                continue
            self.workers_seen.update(children_of(process.pid))
            process.kill()
            process.wait()
            self.killed["process"] += 1
            self.look()
            return False

    def wait_for_work(self, process: subprocess.Popen[bytes]) -> None:
        """Wait until the batch asks the endpoint, which is after start, planning and the first readings."""
        before = sum(self.till.bills.values())
        while process.poll() is None and not self.till.busy and sum(self.till.bills.values()) == before:
            time.sleep(0.01)

    def look(self) -> None:
        """After a kill: what is recorded now must never be billed again."""
        self.till.settle()
        for key, state in call_states(self.store).items():
            if state == "done":
                self.recorded.setdefault(key, self.till.bills[key])

    def finish(self) -> None:
        """Let the newest run end undisturbed; a document hit twice by our kills is retried."""
        run_id = self.runs[-1][0]
        for _ in range(3):
            assert self.spawn().wait() == 0
            if not status_of(self.store, run_id).failed:
                break
            self.retried += retry_failed(self.store, run_id)
        self.look()

    def check(self) -> None:
        """Every promise, one by one; AssertionError where one is broken."""
        count = self.options.documents
        for run_id, _ in self.runs:
            status = status_of(self.store, run_id)
            assert (status.state, status.done, status.failed) == ("finished", count, 0), status
        repeated = sum(self.till.bills.values()) - len(self.till.bills)
        paid_again = {key for key, bills in self.recorded.items() if self.till.bills[key] != bills}
        assert not paid_again, f"{len(paid_again)} recorded calls were made again"
        assert len(self.till.bills) == count * QUESTIONS * len(self.runs)
        assert repeated <= self.killed["process"] * THREADS
        begun: set[tuple[str, ...]] = set()
        ended: Counter[tuple[str, ...]] = Counter()
        for key, event in journal_lines(self.store):
            if event == "started":
                begun.add(key)
            elif event == "done":
                assert key in begun, f"an end without a start: {key}"
                ended[key] += 1
        twice = [key for key, number in ended.items() if number > 1]
        assert not twice, f"{len(twice)} steps ended twice"
        self.check_reports()
        left = [pid for pid in self.workers_seen if Path(f"/proc/{pid}").exists()]
        assert not left, f"processes left over: {left}"
        print(
            f"passed: {self.killed['process']} kills of the process and {self.killed['worker']} of workers, "
            f"{len(self.runs)} runs of {count} documents; {len(self.till.bills)} calls, none paid again "
            f"after its reply was recorded; {repeated} were under way when killed and made again; "
            f"{self.retried} documents hit twice and retried"
        )

    def check_reports(self) -> None:
        """The Reports by rule are those of an undisturbed reading, each there once."""
        stored = report_hashes(self.store, "rules")
        assert len(stored) == self.options.documents
        for path in sorted((self.folder / "reports").iterdir()):
            raw = path.read_bytes()
            document = read_document(raw, path.name)
            packed = pack(document, extract_document(document))
            assert stored[hashlib.sha256(raw).hexdigest()] == [packed.report_sha256], path.name


def main() -> None:
    """Run the crash test."""
    if sys.argv[1:2] == ["--work"]:
        work(*sys.argv[2:6])
        return
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--db", help="default: a SQLite file in a temporary folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="crash") as folder:
        trial = Trial(options, Path(folder))
        trial.run()
        trial.check()


if __name__ == "__main__":
    main()
