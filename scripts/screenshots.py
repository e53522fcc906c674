"""Pictures of the correction page for docs/img: main states, both widths, both languages, both themes.

Needs gongkai-extractor[review], playwright and Debian's chromium.
Usage: python scripts/screenshots.py [FOLDER]
"""

import hashlib
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from extractor.pipeline import extract_document, read_document
from extractor.review.people import OneTimeToken
from extractor.review.persistence import ReviewStore
from extractor.review.server import Serving, local_hosts, make_app
from extractor.store import StageKey, Store, open_store, pack, save_document, save_report

PROJECT = Path(__file__).resolve().parents[1]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
LOOKS = (
    ("wide-zh-light", "zh-CN", 1280, 800, "light"),
    ("wide-en-dark", "en-GB", 1280, 800, "dark"),
    ("narrow-zh-dark", "zh-CN", 390, 844, "dark"),
    ("narrow-en-light", "en-GB", 390, 844, "light"),
)


def main(folder: Path) -> None:
    """Fill a store with the fixtures, serve it, take the pictures."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    if program is None:
        sys.exit("no chromium on this machine: apt-get install chromium fonts-noto-cjk")
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=program, args=FLAGS)
        for look in LOOKS:
            with _filled() as store, _served(store) as entrance:
                _pictures(chromium, entrance, look, folder)
        chromium.close()


def _pictures(chromium: Any, entrance: str, look: tuple[str, str, int, int, str], folder: Path) -> None:
    name, locale, width, height, theme = look
    size = {"width": width, "height": height}
    context = chromium.new_context(viewport=size, locale=locale, color_scheme=theme)
    page = context.new_page()

    def shoot(state: str) -> None:
        page.wait_for_timeout(300)
        page.screenshot(path=folder / f"review-{state}-{name}.png")

    page.goto(entrance)
    shoot("queue")
    page.locator("a.big").click()
    shoot("conflict")
    page.keyboard.press("=")
    page.keyboard.type("7")
    shoot("typing")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    shoot("reason")
    page.keyboard.press("Escape")
    page.locator("[data-p^='/narrative/counts/']").first.click()
    page.evaluate("scrollTo(0, 0)")
    shoot("fact")
    page.keyboard.press("?")
    shoot("keys")
    context.close()


@contextmanager
def _filled() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"{folder}/review.sqlite")
        for path in sorted((PROJECT / "fixtures" / "reports").glob("*.txt")):
            _save(store, path)
        yield store
        store.close()


def _save(store: Store, path: Path) -> None:
    raw = path.read_bytes()
    sha256 = hashlib.sha256(raw).hexdigest()
    document = read_document(raw, path.name)
    packed = pack(document, extract_document(document))

    def work(connection: Any) -> None:
        save_document(connection, sha256, path.name, len(raw))
        save_report(connection, StageKey(sha256, "report", sha256, "0" * 64), packed)

    store.write(work)


@contextmanager
def _served(store: Store) -> Iterator[str]:
    import uvicorn

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        token = OneTimeToken()
        app = make_app(ReviewStore(store), Serving(local_hosts(port)), token)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        thread = threading.Thread(target=lambda: server.run(sockets=[listener]), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}/enter?token={token.value}"
        server.should_exit = True
        thread.join(10)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT / "docs" / "img")
