"""Trials of ``make soak`` that no other test has in short: a page is killed, a server is stopped."""

import subprocess
import sys
from pathlib import Path

import pytest
from postgresql_server import server_program

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("trial", ["reviewers", "postgres"])
def test_nothing_is_lost(trial):
    server_program("initdb")  # skips where there is none
    command = [sys.executable, "scripts/soak.py", "--short", "--only", trial]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "lost: nothing" in done.stdout
