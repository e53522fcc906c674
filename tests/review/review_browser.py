"""Debian's Chromium under Playwright, as the tests and the script of the screenshots start it."""

import shutil
from contextlib import contextmanager

import pytest

PATIENCE_MS = 30_000
"""How long a test waits for what the page must come to show: a busy machine is no fault of the page."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def launched():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no chromium on this machine: apt-get install chromium fonts-noto-cjk")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()


def signed_in(browser, entrance, locale, width, **options):
    """A fresh browser profile at ``entrance``: (context, page, what the browser complains about)."""
    playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    height = 800 if width > 760 else 844
    context = browser.new_context(viewport={"width": width, "height": height}, locale=locale, **options)
    context.set_default_timeout(PATIENCE_MS)
    playwright_api.expect.set_options(timeout=PATIENCE_MS)
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
    page.goto(entrance)
    return context, page, complaints
