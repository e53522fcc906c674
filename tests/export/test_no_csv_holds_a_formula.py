"""Files are called, and bodies named, as strangers like: no cell of any CSV file begins a formula."""

import csv
import re
import shutil
from pathlib import Path

import pytest
from click_runner import runner
from hypothesis import given
from hypothesis import strategies as st

from extractor.export.account import Account, FileOutcome, read_account, write_account
from extractor.formulas import bare, guarded

ROOT = Path(__file__).parents[2]
NAMES = ("=1+1", "+cmd|' !A1", "-2+3", "@SUM(1)", "\t=3", "'=4", " =5+5", "＝6+6")
FORMULA = re.compile(
    r"[\t\r\n]|[\s\x00\u200b\ufeff]*[=+@＝＋－＠-](?!\s*[\d０-９.,]+\s*$)(?=.*\w)", re.DOTALL
)
"""A cell that a spreadsheet would compute: the check of the tests, written apart from the guard."""


@pytest.fixture
def run(tmp_path, monkeypatch):
    folder = tmp_path / "in"
    folder.mkdir()
    text = (ROOT / "fixtures/reports/anzhu-2022.txt").read_text(encoding="utf-8")
    for number, name in enumerate(NAMES):
        (folder / f"{name}.txt").write_text(f"{text}\n{number}\n", encoding="utf-8")
    (folder / "=broken.txt").write_bytes(b"\0")
    (folder / "=skipped.exe").write_bytes(b"MZ")
    return runner(monkeypatch, tmp_path)


def formulas(folder):
    """Cells of all CSV files below a folder that a spreadsheet would compute."""
    found, files = [], 0
    for path in folder.rglob("*.csv"):
        files += 1
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        found += [(path.name, cell) for cell in cells if FORMULA.match(cell)]
    return found, files


def test_no_command_writes_a_cell_that_begins_a_formula(run, tmp_path):
    assert run("extract", "in", "--out", "read", "--engine", "rules").code == 1
    assert run("batch", "run", "in", "--db", "s.sqlite", "--engine", "rules", "--workers", "1").code == 1
    results = tmp_path / "results"
    results.mkdir()
    for command in (
        ("export", "--db", "s.sqlite", "--format", "csv,panel"),
        ("export", "read", "--format", "csv,panel"),
        ("audit", "read"),
        ("audit", "--db", "s.sqlite"),
        ("bodies", "panel", "read"),
    ):
        out = results / f"{command[0]}-{len(list(results.iterdir()))}"
        ran = run(*command, "--out", out)
        assert ran.code == 0, ran.err
    assert run("bodies", "list", "read", "--out", results / "bodies.csv").code == 0
    shutil.copytree(tmp_path / "read", results / "read")
    found, files = formulas(results)
    assert files > 20
    assert found == []


def test_the_account_names_files_as_they_are_called(run, tmp_path):
    assert run("extract", "in", "--out", "read", "--engine", "rules").code == 1
    named = {Path(each.path).name for each in read_account(tmp_path / "read" / "inputs.csv")}
    assert named >= {f"{name}.txt" for name in NAMES if "\t" not in name} | {"=broken.txt"}
    exported = run("export", "read", "--out", "raw", "--format", "csv", "--raw")
    assert exported.code == 0, exported.err
    with (tmp_path / "raw" / "inputs.csv").open(encoding="utf-8", newline="") as file:
        assert any(row["document"] == "=1+1" for row in csv.DictReader(file))


@given(st.lists(st.text(st.sampled_from("'=+-@a\t\"\n,"), max_size=5), min_size=4, max_size=4))
def test_the_account_is_read_as_it_was_written(tmp_path_factory, fields):
    path = tmp_path_factory.getbasetemp() / "account.csv"
    account = Account(fields[0], FileOutcome.READ, *fields[1:])
    write_account(path, [account])
    assert read_account(path) == [account]
    with path.open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert [cell for cell in cells if FORMULA.match(cell)] == []


@pytest.mark.parametrize(
    "text",
    ["=1+1", " =1+1", "\u3000\u00a0=1", "\n@SUM(1)", "\t=1", "\u200b=1", "\ufeff+A1", "\x0b-A1", "＝1+1",
     "＋cmd|x", "－A1", "＠SUM(1)", " ＝1", "﹦1", "-2+3", "-5 件", "+86-10", "'=1", "''＝1", "\tfoo", "\r",
     "'\t", "-1_0", "=A"],
)  # fmt: skip
def test_whatever_begins_a_formula_is_a_text(text):
    assert guarded(text) == f"'{text}"
    assert bare(guarded(text)) == text


@pytest.mark.parametrize(
    "text",
    ["-5", "+3", "-1,234", "-0.5", "+1e5", "－５", "＋3", " -5", "-5 ", "-", "—", "——", "--", "－", "－－",
     "=", "", " ", "'", "'x", "a=1", "（=1）", "12", "某县-局", "1-2", "+.5", "- 5"],
)  # fmt: skip
def test_numbers_dashes_and_other_texts_stay_as_they_are(text):
    assert guarded(text) == text == bare(text)


@given(st.text(st.sampled_from("'=+-@＝＋－＠ \u3000\u200b\t\r\n\x00a1,\""), max_size=6))
def test_every_text_comes_back_from_its_guard(text):
    assert bare(guarded(text)) == text
    assert not FORMULA.match(guarded(text))
