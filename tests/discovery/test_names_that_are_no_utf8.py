"""Names of files in other bytes than UTF-8: told in characters everywhere, read all the same."""

import csv
import os
import re
import sqlite3
import unicodedata
from pathlib import Path

import pytest
from click_runner import runner
from hypothesis import given
from hypothesis import strategies as st

from extractor.discovery import file_name, native_path, shown_path, stem_of
from extractor.discovery.location import path_text
from extractor.export.item import ExportItem
from extractor.export.tables import FINDINGS, VALUES
from extractor.pipeline import extract

TEXT = "青川县人民政府{}年政府信息公开工作年度报告\n\n一、总体情况\n{}年主动公开信息12条。\n"
FILES = {
    "年报.txt".encode(): ("年报.txt", "年报.txt", 2019),
    "年报.txt".encode("gb18030"): ("年报.txt [GBK]", "年报.txt", 2020),
    "一(副本)".encode("gb18030") + b"/x.txt": ("一(副本) [GBK]/x.txt", "x.txt", 2021),
    b"\xff\xfe\x80.txt": ("\\xff\\xfe\\x80.txt", "\\xff\\xfe\\x80.txt", 2022),
    b"a\x80b\x81.txt": ("a\\x80b\\x81.txt", "a\\x80b\\x81.txt", 2023),
}
"""Bytes on disk: the path and the name that are told, and the year of the report."""


@pytest.fixture
def cli(monkeypatch, tmp_path):
    return runner(monkeypatch, tmp_path)


@pytest.fixture
def odd(tmp_path):
    folder = tmp_path / "odd"
    for name, (_, _, year) in FILES.items():
        path = os.fsencode(folder) + b"/" + name
        try:
            Path(os.fsdecode(os.path.dirname(path))).mkdir(parents=True, exist_ok=True)
            Path(os.fsdecode(path)).write_text(TEXT.format(year, year), encoding="utf-8")
        except OSError:
            pytest.skip("this file system knows only UTF-8 names")
    return folder


def accounts(folder):
    with (folder / "inputs.csv").open(encoding="utf-8", newline="") as file:
        return {row["path"].removeprefix("odd/"): row["outcome"] for row in csv.DictReader(file)}


ALL = {path: "read" for path, _, _ in FILES.values()}


def test_a_folder_of_such_names_is_read_and_exported_in_every_format(odd, cli, tmp_path):
    read = cli("extract", odd, "--out", "out", "--engine", "rules")
    assert read.code == 0, read.err
    assert "\ufffd" not in read.err
    assert {name.name for name in (tmp_path / "out").glob("年报*.json")} == {"年报.json", "年报-2.json"}
    done = cli("export", "out", "--out", "tables", "--format", "all")
    assert done.code == 0, done.err
    assert accounts(tmp_path / "tables") == ALL


def test_a_store_of_such_names_is_exported_in_every_format(odd, cli, tmp_path):
    run = cli("batch", "run", odd, "--db", "s.db", "--engine", "rules", "--workers", "1")
    assert run.code == 0, run.err
    done = cli("export", "--db", "s.db", "--out", "tables", "--format", "all")
    assert done.code == 0, done.err
    assert accounts(tmp_path / "tables") == ALL
    with sqlite3.connect(tmp_path / "tables" / "dataset.sqlite") as database:
        told = {path for (path,) in database.execute("SELECT path FROM reports")}
    assert told == set(ALL)


def test_reports_in_files_of_such_names_are_exported(odd, cli, tmp_path):
    cli("extract", odd, "--out", "out", "--engine", "rules")
    (tmp_path / "out" / "inputs.csv").unlink()
    (tmp_path / "out" / "x.json").rename(Path(os.fsdecode(os.fsencode(tmp_path) + b"/out/\xb1\xa8.json")))
    done = cli("export", "out", "--out", "tables", "--format", "all")
    assert done.code == 0, done.err


@pytest.mark.parametrize(("raw", "told"), [(raw, told[:2]) for raw, told in FILES.items()])
def test_names_are_told_in_characters(raw, told):
    location = path_text(Path("/data") / os.fsdecode(raw))
    assert (shown_path(location), file_name(location)) == (f"/data/{told[0]}", told[1])


@given(st.lists(st.binary(min_size=1, max_size=12), min_size=1, max_size=3))
def test_any_bytes_are_told_and_found_again(names):
    names = [name.replace(b"/", b"_").replace(b"\0", b"_") for name in names]
    names = [name + b"_" if name.endswith(b"!") else name for name in names]  # no archive
    path = Path("/") / os.fsdecode(b"/".join(names))
    location = path_text(path)
    for told in (location, shown_path(location), file_name(location), stem_of(location)):
        told.encode("utf-8")
    assert native_path(location) == path


def test_half_a_character_in_any_text_stops_no_table(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT.format(2020, 2020), encoding="utf-8")
    report = extract(tmp_path / "a.txt")
    broken = report.model_copy(update={"issuer": report.issuer.model_copy(update={"value": "青川\ud800县"})})
    item = ExportItem("a\udcff.txt", broken, path="b\udcff/a\udcff.txt")
    rows = [row for table in (VALUES, FINDINGS) for row in table.rows(item)]
    assert rows
    for value in (value for row in rows for value in row if isinstance(value, str)):
        value.encode("utf-8")


@given(
    st.text(st.sampled_from("a年/.!\x00\x07\x1b\x7f\x9b\n\r\t\u200f\u2028\u202e\u2066\udcff"), max_size=12)
)
def test_no_name_is_told_with_what_a_terminal_obeys(name):
    for location in (name, f"/reports.zip!/{name}"):
        for shown in (shown_path(location), file_name(location), stem_of(location)):
            assert all(unicodedata.category(each) not in ("Cc", "Cf", "Cs", "Zl") for each in shown)


def test_a_name_that_would_colour_the_terminal_is_seen_in_every_output(cli, tmp_path):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a\x1b[31m\n\u202etxt.txt").write_text(TEXT.format(2019, 2019), encoding="utf-8")
    (folder / "b\x1b]0;x\x07.txt").write_text("x", encoding="utf-8")
    result = cli("extract", str(folder), "--out", str(out), "--engine", "rules")
    texts = [
        result.out,
        result.err,
        *map(str, out.rglob("*")),
        *(each.read_text("utf-8") for each in out.rglob("*.*")),
    ]
    assert not [text for text in texts if re.search("[\x07\x1b\u202e]", text)]
    assert any("a\\x1b[31m\\n\\u202etxt.txt" in text for text in texts)
