"""Twenty reviewers who decide as fast as they can on a real page that is killed and started again."""

import html
import json
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

import httpx
from argon2 import PasswordHasher

from extractor.review.people import Passwords
from extractor.review.persistence import ReviewStore
from extractor.store import open_store

ROOT = Path(__file__).parents[1]
PEOPLE = 20
DOCUMENTS = 6
"""So few that they meet on the same values."""
PASSWORD = "correct-horse"
LEAST = 5
"""Decisions confirmed before the kill, and again after it: without them the trial says nothing."""
PATIENCE_S = 240
"""How much longer each half may last until then, on a machine that has other things to do."""


class Found(NamedTuple):
    """What was confirmed, what is there, and what is missing."""

    sentence: str
    lost: tuple[str, ...]


class Confirmed(NamedTuple):
    """A decision that the page said it had saved."""

    report_id: int
    revision: int
    author: str
    pointer: str


class Reviewer(threading.Thread):
    """One person with one browser."""

    def __init__(self, name: str, url: str, documents: int, is_over: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self.url, self.documents, self.is_over = url, documents, is_over
        self.dice = random.Random(name)
        self.confirmed: list[Confirmed] = []
        self.conflicts = 0
        self.refusals: list[str] = []

    def run(self) -> None:
        """Decide until the time is over; log in again whenever the server was away."""
        while not self.is_over.is_set():
            try:
                with httpx.Client(base_url=self.url, headers={"origin": self.url}, timeout=30) as client:
                    answer = client.post("/login", data={"name": self.name, "password": PASSWORD})
                    if answer.status_code == 303:
                        self.work(client)
                    else:
                        time.sleep(0.2)
            except httpx.TransportError:
                time.sleep(0.2)

    def work(self, client: httpx.Client) -> None:
        """Open documents and decide something about each."""
        while not self.is_over.is_set():
            report_id = self.dice.randint(1, self.documents)
            page = client.get(f"/d/{report_id}")
            if page.status_code == 303:
                return
            if page.status_code != 200:
                self.refusals.append(f"GET /d/{report_id}: {page.status_code}")
                continue
            self.decide(client, report_id, page.text)

    def decide(self, client: httpx.Client, report_id: int, page: str) -> None:
        """One decision about a document."""
        token = re.findall(r'name="csrf" content="([^"]+)"', page)[0]
        order = json.loads(html.unescape(re.findall(r"data-order=['\"](.*?)['\"][ >]", page)[0]))
        cells = re.findall(r'class="cell[^"]*"[^>]*data-p="([^"]+)"', page)
        pointer = self.dice.choice([*order, *cells, "/issuer"])
        value = {"print": "number", "value": str(self.dice.randint(0, 99))}
        is_cell = pointer.startswith("/tables/")
        body: dict[str, Any] = {
            "pointer": pointer,
            "action": "set" if is_cell else "accept",
            "reason": "illegible",
        }
        body |= {
            "after": value if is_cell else {},
            "seen": int(re.findall(r'data-revision="(\d+)"', page)[0]),
        }
        answer = client.post(f"/d/{report_id}/decide", json=body, headers={"x-csrf-token": token})
        if answer.status_code == 200:
            self.confirmed.append(Confirmed(report_id, answer.json()["revision"], self.name, pointer))
        elif answer.status_code == 409:
            self.conflicts += 1
        elif answer.status_code >= 500:
            self.refusals.append(f"{pointer}: {answer.status_code} {answer.text[:200]}")


def decide_together(url: str, seconds: float) -> Found:
    """Let everybody work, with the server killed half way; compare what was said with what is there."""
    documents = fill(url)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = serve(url, port)
    address, is_over = f"http://127.0.0.1:{port}", threading.Event()
    people = [Reviewer(f"reviewer-{n}", address, documents, is_over) for n in range(PEOPLE)]
    for each in people:
        each.start()
    let_work(people, seconds / 2)
    server.send_signal(signal.SIGKILL)
    server.wait()
    server = serve(url, port)
    let_work(people, seconds / 2)
    is_over.set()
    for each in people:
        each.join(60)
    server.terminate()  # an interrupt is ignored where a shell put this into the background
    server.wait(60)
    return compared(url, people)


def let_work(people: list[Reviewer], seconds: float) -> None:
    """Wait that long, and until some of them have decided something in this time."""

    def confirmed() -> int:
        return sum(len(person.confirmed) for person in people)

    began, first = time.monotonic(), confirmed()
    time.sleep(seconds)
    while confirmed() < first + LEAST and time.monotonic() < began + seconds + PATIENCE_S:
        time.sleep(0.2)


def compared(url: str, people: list[Reviewer]) -> Found:
    """What was confirmed against what the store has."""
    store = open_store(url)
    events = [
        event for _, sha256 in ReviewStore(store).newest() for event in ReviewStore(store).events_of(sha256)
    ]
    store.close()
    rows = [Confirmed(each.report_id, each.revision, each.author, each.decision.pointer) for each in events]
    stored, places = set(rows), {(row.report_id, row.revision) for row in rows}
    confirmed = [each for person in people for each in person.confirmed]
    lost = [f"confirmed and gone: {each}" for each in confirmed if each not in stored]
    lost += [f"two decisions with one revision: {len(rows) - len(places)}"] * (len(rows) != len(places))
    lost += [refusal for person in people for refusal in person.refusals][:5]
    lost += [f"only {len(confirmed)} decisions could be made"] * (len(confirmed) < 2 * LEAST)
    conflicts = sum(person.conflicts for person in people)
    return Found(
        f"{PEOPLE} reviewers, 1 kill, {len(confirmed)} decisions confirmed, {len(stored)} stored, "
        f"{conflicts} conflicts shown",
        tuple(lost),
    )


def fill(url: str) -> int:
    """Fixtures and users in a new store; how many documents."""
    command = [sys.executable, "-m", "extractor", "batch", "run", "fixtures/reports", "--db", url]
    subprocess.run(
        [*command, "--engine", "rules", "--quiet"], cwd=ROOT, check=False, stderr=subprocess.DEVNULL
    )
    quick = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    store = open_store(url)
    for number in range(PEOPLE):
        ReviewStore(store).save_user(quick.user(f"reviewer-{number}", "reviewer", PASSWORD))
    count = len(ReviewStore(store).newest())
    store.close()
    return count


def serve(url: str, port: int) -> "subprocess.Popen[str]":
    """The page, once it listens."""
    command = [sys.executable, "-m", "extractor", "review", "--team", "--db", url, "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    assert "correction page" in process.stderr.readline()
    return process
