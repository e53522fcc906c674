"""A bar on a terminal only, honest about time; documents from standard input; schemas to standard output."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

from extractor.cli.progress import Pace, told

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reports"


def command(*words):
    return [sys.executable, "-m", "extractor", *map(str, words)]


def test_time_left_is_said_only_when_there_is_something_to_go_by():
    now = [0.0]
    pace = Pace(20, lambda: now[0])
    for _ in range(4):
        pace.next()
        now[0] += 1.0
    assert told(pace, "a.pdf") == ""
    for _ in range(7):
        pace.next()
        now[0] += 1.0
    pace.next()  # eleven done in eleven seconds, the twelfth begins
    assert told(pace, "a.pdf") == "about 9 s left"
    now[0] += 30.0
    assert told(pace, "a.pdf") == "about 8 s left · a.pdf for 30 s"


def test_a_bar_is_shown_on_a_terminal_and_nowhere_else(tmp_path):
    for name in ("anzhu-2022", "jishan-2021"):
        (tmp_path / f"{name}.txt").write_bytes((FIXTURES / f"{name}.txt").read_bytes())
    words = command("extract", tmp_path, "--out", tmp_path / "out", "--engine", "rules")
    plain = subprocess.run(words, capture_output=True, timeout=60)
    assert "━".encode() not in plain.stderr
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=theirs, env=os.environ | {"TERM": "xterm"}
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
    assert "━".encode() in shown
    assert b"2/2" in shown or b"1/2" in shown
    assert b"2 read, 0 failed" in shown


def test_a_document_is_read_from_standard_input(tmp_path):
    raw = (FIXTURES / "anzhu-2022.txt").read_bytes()
    words = command("extract", "-", "--jsonl", "-", "--out", tmp_path / "out", "--engine", "rules", "--quiet")
    ran = subprocess.run(words, input=raw, capture_output=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    report = json.loads(ran.stdout)
    assert report["report_year"]["value"] == 2022
    assert report["source"]["name"] == "stdin"
    assert (tmp_path / "out" / "stdin.json").is_file()
    rows = (tmp_path / "out" / "inputs.csv").read_text(encoding="utf-8").splitlines()
    assert rows[1].startswith("-,read,")


def test_schemas_are_printed_and_an_unknown_one_is_refused():
    ran = subprocess.run(command("schema", "report"), capture_output=True, text=True, timeout=60)
    assert json.loads(ran.stdout)["$schema"].endswith("2020-12/schema")
    wrong = subprocess.run(command("schema", "nonsense"), capture_output=True, text=True, timeout=60)
    assert wrong.returncode == 2
    assert "known are" in wrong.stderr
    assert "report" in wrong.stderr
