import json
import os
import signal
import subprocess
import sys
import time

import pytest

from extractor.evaluation.noise import generate_documents


def batch(folder, *arguments, **more):
    command = [sys.executable, "-m", "extractor", "batch", *arguments, "--db", "s.sqlite"]
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, **more)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    for index, document in enumerate(generate_documents(150, 9, "clean")):
        (tmp_path / "in" / f"{index:03}.txt").write_text(document.text, encoding="utf-8")
    return tmp_path


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
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1, said
    assert "go on with: extractor batch resume --db" in said
    again = batch(folder, "resume", "--log", "json")
    _, said = again.communicate(timeout=120)
    assert again.returncode == 0, said
    assert "finished: 150 of 150 documents" in said


def test_a_killed_batch_is_resumed_at_once(folder):
    process = batch(folder, "run", "in", "--engine", "rules", "--log", "json", "--workers", "1")
    wait_for_work(process)
    process.kill()
    process.communicate(timeout=30)
    again = batch(folder, "resume", "--log", "plain")
    _, said = again.communicate(timeout=120)
    assert again.returncode == 0, said
    assert "finished: 150 of 150 documents" in said
