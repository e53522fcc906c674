"""The page stops when it is told to, however the process was started and however early the signal comes."""

import re
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

from extractor.store import open_store

START = {
    "ignored": lambda: [signal.signal(each, signal.SIG_IGN) for each in (signal.SIGINT, signal.SIGTERM)],
    "blocked": lambda: signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM}),
}


@pytest.mark.parametrize(
    ("how", "number", "serves"),
    [
        ("ignored", signal.SIGINT, False),
        ("ignored", signal.SIGTERM, True),
        ("blocked", signal.SIGINT, True),
        ("blocked", signal.SIGTERM, False),
    ],
)
def test_the_page_stops_on_a_signal_that_a_shell_had_ignored_or_blocked(how, number, serves, tmp_path):
    open_store(str(tmp_path / "s.sqlite")).close()
    words = [sys.executable, "-m", "extractor", "review", "--db", str(tmp_path / "s.sqlite"), "--port", "0"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, preexec_fn=START[how]) as page:
        try:
            address = re.search(r"http\S+", page.stderr.readline())[0]
            if serves:
                assert urllib.request.urlopen(address, timeout=30).status == 200
            page.send_signal(number)
            until = time.monotonic() + 60
            while page.poll() is None and time.monotonic() < until:
                time.sleep(0.05)
            assert page.returncode in (-number, 128 + number, 0)
        finally:
            page.kill()
