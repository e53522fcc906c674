"""A store with fixture reports, the page served on loopback in a thread, and a real browser."""

import asyncio
import os
import random
import socket
import threading
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from extractor.store import open_store

pytest.importorskip("fastapi", reason="the extra [review] is not installed")

from review_browser import launched
from review_samples import put

from extractor.review.listening import TimedProtocol, server_of
from extractor.review.people import OneTimeToken, Passwords
from extractor.review.persistence import ReviewStore
from extractor.review.proxies import trusted_networks
from extractor.review.server import Serving, local_hosts, make_app

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reports"


@pytest.fixture(scope="session")
def fixture_bytes():
    return {path.stem: path.read_bytes() for path in sorted(FIXTURES.glob("*.txt"))}


@pytest.fixture
def raw_store(tmp_path):
    store = open_store(str(tmp_path / "review.sqlite"))
    yield store
    store.close()


@pytest.fixture
def store(raw_store):
    return ReviewStore(raw_store)


@pytest.fixture
def add(raw_store, fixture_bytes):
    """Put a fixture report into the store by its stem."""

    def adding(stem, **options):
        return put(raw_store, fixture_bytes[stem], f"{stem}.txt", **options)

    return adding


class Site(NamedTuple):
    url: str
    token: str

    @property
    def entrance(self):
        return f"{self.url}/enter?token={self.token}"


def delayed(app):
    """``app``, each answer late by up to EXTRACTOR_TEST_DELAY_MS, so that answers come in any order."""
    longest = int(os.environ.get("EXTRACTOR_TEST_DELAY_MS", "0"))
    if not longest:
        return app
    lots = random.Random(longest)

    async def late(scope, receive, send):
        if scope["type"] == "http":
            await asyncio.sleep(lots.uniform(0, longest) / 1000)
        await app(scope, receive, send)

    return late


@pytest.fixture
def serve(store):
    """Serve the store on a free port of loopback; may be called more than once."""
    running = []

    def serving(*, passwords=None, blind=False, proxies=(), protocol=TimedProtocol):
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        token = OneTimeToken()
        app = make_app(
            store, Serving(local_hosts(port), blind, proxies=trusted_networks(proxies)), token, passwords
        )
        server = server_of(delayed(app), protocol)
        thread = threading.Thread(target=lambda: server.run(sockets=[listener]), daemon=True)
        thread.start()
        running.append((server, thread, listener))
        until = time.monotonic() + 60
        while not server.started and time.monotonic() < until:
            time.sleep(0.01)
        tokens[f"http://127.0.0.1:{port}"] = app
        return Site(f"http://127.0.0.1:{port}", token.value)

    tokens = {}

    def enter_again(page, origin):
        """Give the site a new one-time address, as a restart does, and go through it."""
        token = OneTimeToken()
        state = tokens[origin].app.state
        state.context = state.context._replace(token=token)
        page.goto(f"{origin}/enter?token={token.value}")

    serving.enter_again = enter_again
    yield serving
    for server, thread, listener in running:
        server.should_exit = True
        thread.join(10)
        listener.close()


@pytest.fixture(scope="session")
def quick_passwords():
    """Argon2 with the least work: the tests are about what happens, not about how long it takes."""
    from argon2 import PasswordHasher

    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def team(store, quick_passwords):
    """Adds users; the password of each is ``correct-<name>``."""

    def adding(**roles):
        for name, role in roles.items():
            store.save_user(quick_passwords.user(name, role, f"correct-{name}"))
        return quick_passwords

    return adding


@pytest.fixture(scope="module")
def browser():
    # Playwright runs once in a process: one that outlives its file keeps other rooms from theirs.
    with launched() as chromium:
        yield chromium
