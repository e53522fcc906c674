"""The Reports of real, written and generated documents are those that were last looked at.

A change that is meant to change none fails here at once. One that is meant to: look at what differs
(``scripts/compare_reports.py save`` before and after, then ``diff``), say so in the commit, and write the
digests again with ``scripts/compare_reports.py check --update``.
"""

import gzip
import json
import subprocess
import sys
from pathlib import Path

_PROJECT = Path(__file__).resolve().parents[2]
_SCRIPT = _PROJECT / "scripts" / "compare_reports.py"


def test_reports_are_those_of_the_committed_digests() -> None:
    done = subprocess.run([sys.executable, str(_SCRIPT), "check"], capture_output=True, text=True)
    assert done.returncode == 0, (
        f"Reports changed (document: parts):\n{done.stdout}{done.stderr}\n"
        "Is each change meant? Then: .venv/bin/python scripts/compare_reports.py check --update"
    )


def test_diff_names_document_field_and_both_values_when_two_trees_differ(tmp_path: Path) -> None:
    for name, value in (("old", 1), ("new", 2)):
        with gzip.open(tmp_path / name, "wt", encoding="utf-8") as stream:
            json.dump({"fixture:a.txt": {"tables": {"applications": [{"value": value}]}}}, stream)
    command = [sys.executable, str(_SCRIPT), "diff", str(tmp_path / "old"), str(tmp_path / "new")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "/fixture:a.txt/tables/applications/0/value: 1 -> 2\n")
