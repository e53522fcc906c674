"""A document that runs over its limits is one line; the others are read; nothing outlives the command."""

import json
import os
import pty
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor.limits import MEMORY_MB, SECONDS
from extractor.workers import WorkerLimits
from extractor.workers.starting import can_fork, forked

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reports"
GOOD = (FIXTURES / "anzhu-2022.txt").read_text(encoding="utf-8")
LIMIT = 5
"""Seconds; the readable ones take a twentieth of one, and more on a machine that has much to do."""
PLANTED = """
import os, sys, time
from extractor import pipeline
real = pipeline.extract_every
def planted(document, **others):
    if "HANG" in document.text:
        print(os.getpid(), file=open({mark!r}, "w"), flush=True)
        while True:
            time.sleep(1)
    if "EATS" in document.text:
        kept = []
        while True:
            kept.append(bytearray(50_000_000))
    if "DIES" in document.text:
        os.kill(os.getpid(), 11)
    return real(document, **others)
pipeline.extract_every = planted
from extractor.cli.app import main
main()
"""


@pytest.fixture
def planted(tmp_path):
    """The words of a command in whose documents HANG, EATS and DIES do what they say."""
    code = PLANTED.format(mark=str(tmp_path / "mark"))
    return [sys.executable, "-c", code, "extract", "--engine", "rules", "--seconds", str(LIMIT)]


@pytest.fixture
def folder(tmp_path):
    """Two readable reports, and between them one of each kind that takes its reader down."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name, word in (("a", ""), ("b", "HANG"), ("c", "EATS"), ("d", "DIES"), ("e", "")):
        (folder / f"{name}.txt").write_text(f"{GOOD}\n{word}{name}\n", encoding="utf-8")
    return folder


def is_gone(pid, within_s=60.0):
    """Whether a process has ended: one that nobody has asked for its end has ended too."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


def test_the_limits_are_stated_once():
    assert WorkerLimits() == WorkerLimits(SECONDS, MEMORY_MB)


def test_each_document_that_runs_over_is_one_line_and_the_others_are_read(planted, folder, tmp_path):
    out = tmp_path / "out"
    ran = subprocess.run(
        [*planted, "--memory-mb", "200", "--out", str(out), str(folder)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 1, ran.stderr
    failures = [line for line in ran.stderr.splitlines() if line.startswith("failed")]
    assert failures == [
        f"failed at worker: {folder / 'b.txt'}: took more than {LIMIT} s; raise --seconds",
        f"failed at worker: {folder / 'c.txt'}: needs more than 200 MB; raise --memory-mb",
        f"failed at worker: {folder / 'd.txt'}: brought its worker down (signal 11)",
    ]
    assert sorted(path.name for path in out.glob("*.json")) == [
        "a.json",
        "b.error.json",
        "c.error.json",
        "d.error.json",
        "e.json",
    ]
    assert json.loads((out / "b.error.json").read_text(encoding="utf-8"))["error"] == "TimeLimit"
    assert "Traceback" not in ran.stderr


def test_standard_input_has_the_limit_too(planted, tmp_path):
    began = time.monotonic()
    ran = subprocess.run([*planted, "-"], input=(GOOD + "HANG").encode(), capture_output=True, timeout=60)
    assert ran.returncode == 1
    assert f"stdin: took more than {LIMIT} s".encode() in ran.stderr
    assert time.monotonic() - began < 40


def test_a_worker_is_replaced_while_a_bar_is_drawn(planted, folder, tmp_path):
    """The bar has a thread, so the new worker is a fresh interpreter."""
    for name in ("c.txt", "d.txt"):
        (folder / name).unlink()
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*planted, "--out", str(tmp_path / "out"), str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "200"},
    ) as run:
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 4096):
                shown += piece
        except OSError:
            pass  # the other end of the terminal is closed
        run.wait(60)
    os.close(ours)
    assert run.returncode == 1
    assert f"b.txt: took more than {LIMIT} s; raise --seconds".encode() in shown
    assert b"2 read, 1 failed" in shown


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_command(number, planted, tmp_path):
    document, mark = tmp_path / "hangs.txt", tmp_path / "mark"
    document.write_text(GOOD + "HANG", encoding="utf-8")
    words = [*planted[:-1], "600", str(document)]
    with subprocess.Popen(
        words, stderr=subprocess.DEVNULL, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
    ) as run:
        until = time.monotonic() + 60
        while not (mark.exists() and mark.read_text(encoding="ascii").endswith("\n")):
            assert time.monotonic() < until
            time.sleep(0.05)
        reader = int(mark.read_text(encoding="ascii"))
        assert reader != run.pid
        run.send_signal(number)
        run.wait(20)
    assert is_gone(reader)


def test_the_reader_cannot_take_more_memory_than_it_may(monkeypatch):
    """The limit is set in the process that reads and not in this one."""
    monkeypatch.setattr("sys.path", [str(Path(__file__).parent), *sys.path])
    here = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    worker, connection = forked(100, f"{__name__}:limit_of_memory")
    connection.recv()
    connection.send("task")
    limit = connection.recv()
    connection.close()
    assert worker.wait() == 0
    assert 100e6 < limit < here + 400e6  # what it has from its parent, the 100 MB and its own stacks
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY


def limit_of_memory(_task, _worker):
    """A reader that says what it may take."""
    return resource.getrlimit(resource.RLIMIT_AS)[0]


def test_a_process_with_threads_is_not_forked():
    code = (
        "import threading, time; from extractor.workers.starting import can_fork; print(can_fork());"
        "threading.Thread(target=time.sleep, args=(1,)).start(); print(can_fork())"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert ran.stdout.split() == ["True", "False"], ran.stderr
    assert isinstance(can_fork(), bool)
