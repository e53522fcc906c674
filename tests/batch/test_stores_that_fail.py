"""A batch whose database is in trouble: no room left on its disk, or locked by another program."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time

import pytest
from generated_reports import write_reports

DOCUMENTS = 150


@pytest.fixture
def folder(tmp_path):
    write_reports(tmp_path / "in", DOCUMENTS, 19, "clean")
    return tmp_path


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own with room for a part of the run."""
    if os.getuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a small disk can be mounted by root only")
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "none", place], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def batch(folder, verb, *arguments):
    command = [sys.executable, "-m", "extractor", "batch", verb, *arguments, "--log", "json"]
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)


def outcome(process):
    """(exit code, what it said beside its progress)."""
    _, said = process.communicate(timeout=120)
    return process.returncode, [line for line in said.splitlines() if not line.startswith("{")]


def counts(db):
    with sqlite3.connect(db) as connection:
        states = dict(connection.execute("SELECT state, count(*) FROM run_items GROUP BY state"))
        whole = connection.execute("PRAGMA integrity_check").fetchone()[0]
        ends = connection.execute("SELECT sha256 FROM journal WHERE event = 'done'").fetchall()
    connection.close()
    return states, whole, len(ends), len(set(ends))


def test_a_full_disk_is_one_line_and_the_run_goes_on_when_there_is_room(folder, small_disk):
    db = str(small_disk / "s.sqlite")
    code, said = outcome(batch(folder, "run", "in", "--engine", "rules", "--workers", "1", "--db", db))
    assert code == 1
    assert len(said) == 1, said
    assert "no room left" in said[0]
    assert "make room and resume" in said[0]
    subprocess.run(["mount", "-o", "remount,size=100m", small_disk], check=True)
    states, whole, _, _ = counts(db)
    assert whole == "ok"
    assert 0 < states.get("done", 0) < DOCUMENTS
    assert outcome(batch(folder, "resume", "--db", db))[0] == 0
    assert counts(db) == ({"done": DOCUMENTS}, "ok", DOCUMENTS, DOCUMENTS)


def test_a_store_that_another_program_locks_for_a_while_is_waited_for(folder):
    db = str(folder / "s.sqlite")
    process = batch(folder, "run", "in", "--engine", "rules", "--workers", "1", "--db", db)
    for line in process.stderr:
        if line.startswith("{") and json.loads(line).get("done", 0) > 0:
            break
    other = sqlite3.connect(db, isolation_level=None, timeout=30)
    other.execute("BEGIN IMMEDIATE")
    done = other.execute("SELECT count(*) FROM run_items WHERE state = 'done'").fetchone()[0]
    assert done < DOCUMENTS, "the run was over before the store was locked"
    time.sleep(12)  # longer than one statement of SQLite waits
    assert process.poll() is None
    other.execute("ROLLBACK")
    other.close()
    code, said = outcome(process)
    assert code == 0, said
    assert counts(db) == ({"done": DOCUMENTS}, "ok", DOCUMENTS, DOCUMENTS)
