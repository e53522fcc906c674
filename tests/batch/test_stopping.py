import json
import os
import shlex
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from generated_reports import write_reports

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reports"


def batch(folder, *arguments, **more):
    command = [sys.executable, "-m", "extractor", "batch", *arguments, "--db", "s.sqlite"]
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, **more)


@pytest.fixture
def folder(tmp_path):
    write_reports(tmp_path / "in", 150, 9, "clean")
    return tmp_path


def status(folder):
    command = [sys.executable, "-m", "extractor", "batch", "status", "--db", "s.sqlite", "--json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def wait_for_work(process):
    """Read JSON lines until the first documents are done."""
    for line in process.stderr:
        if line.startswith("{") and json.loads(line).get("done", 0) > 0:
            return
    raise AssertionError("the batch ended before it did anything")


@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
def test_ctrl_c_stops_and_says_how_to_go_on(folder, times):
    process = batch(folder, "run", "in", "--engine", "rules", "--log", "json", "--workers", "1")
    wait_for_work(process)
    for _ in range(times):
        os.kill(process.pid, signal.SIGINT)
        time.sleep(0.05)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 1, said
    assert "go on with: extractor batch resume --db" in said
    again = batch(folder, "resume", "--log", "json")
    _, said = again.communicate(timeout=300)
    assert again.returncode == 0, said
    assert "finished: 150 of 150 documents" in said


@pytest.mark.parametrize("pause_s", [0.0, 0.001, 0.01, 0.1, 0.3])
def test_a_second_ctrl_c_cuts_no_transaction_off(folder, pause_s):
    process = batch(folder, "run", "in", "--engine", "rules", "--log", "json", "--workers", "1")
    wait_for_work(process)
    for _ in range(2):
        os.kill(process.pid, signal.SIGINT)
        time.sleep(pause_s)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 1, said
    assert "go on with: extractor batch resume --db" in said
    with sqlite3.connect(folder / "s.sqlite") as store:
        assert store.execute("SELECT state, owner FROM runs").fetchall() == [("interrupted", None)]
        under_way = store.execute("SELECT count(*) FROM run_items WHERE state = 'leased'").fetchone()
        assert under_way == (0,)


def test_a_second_ctrl_c_waits_for_no_reply(folder):
    """The endpoint takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        asks = {"EXTRACTOR_BASE_URL": address, "EXTRACTOR_MODEL": "m"}
        arguments = ("run", str(FIXTURES), "--engine", "hybrid", "--log", "json", "--workers", "1")
        process = batch(folder, *arguments, env={**os.environ, **asks})
        silent.settimeout(60)
        with silent.accept()[0]:
            time.sleep(1)  # more documents come to wait for a reply
            began = time.monotonic()
            for _ in range(2):
                os.kill(process.pid, signal.SIGINT)
                time.sleep(0.05)
            _, said = process.communicate(timeout=300)
            took_s = time.monotonic() - began
    assert process.returncode == 1, said
    assert "go on with: extractor batch resume --db" in said
    assert took_s < 15


def test_a_killed_batch_is_resumed_at_once(folder):
    process = batch(folder, "run", "in", "--engine", "rules", "--log", "json", "--workers", "1")
    wait_for_work(process)
    process.kill()
    process.communicate(timeout=30)
    found = status(folder)
    assert (found["state"], found["under_way"], found["seconds_left"]) == ("interrupted", 0, None)
    assert found["done"] + found["waiting"] == 150
    again = batch(folder, "resume", "--log", "plain")
    _, said = again.communicate(timeout=300)
    assert again.returncode == 0, said
    assert "finished: 150 of 150 documents" in said


def test_the_command_to_go_on_with_can_be_typed_whatever_the_path(tmp_path):
    place = tmp_path / "two words"
    place.mkdir()
    write_reports(place / "in", 150, 9, "clean")
    process = batch(place, "run", "in", "--engine", "rules", "--log", "json", "--workers", "1")
    wait_for_work(process)
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=300)
    (line,) = (line for line in said.splitlines() if line.startswith("go on with: "))
    program, *typed = shlex.split(line.removeprefix("go on with: "))
    assert program == "extractor"
    again = subprocess.run([sys.executable, "-m", "extractor", *typed], cwd=tmp_path, capture_output=True)
    assert again.returncode == 0, again.stderr
