"""What ``--json`` prints can be parsed, is all there is on stdout, and holds what the words say."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.cli.whole_files import print_json

FIXTURE = Path(__file__).parents[2] / "fixtures" / "reports" / "jishan-2021.txt"


def said(*arguments):
    ran = CliRunner().invoke(app, [str(each) for each in arguments])
    assert ran.exit_code == 0, ran.output
    return json.loads(ran.stdout)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    shutil.copy(FIXTURE, tmp_path / "in")
    CliRunner().invoke(app, ["extract", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--quiet"])
    return tmp_path / "out"


def test_bodies_are_listed_with_their_evidence(folder):
    listed = said("bodies", "list", folder, "--json")
    (report,) = listed["reports"]
    assert report["evidence"]
    assert listed["unsure"] == []
    assert (folder / "bodies.csv").exists()


def test_names_are_linked_or_said_to_be_unsure():
    sure, unsure = said("bodies", "link", "淮安市洪泽区人民政府", "鼓楼区人民政府", "--json")
    assert sure["body"]["body_id"] == sure["body_id"]
    assert unsure["body"] is None
    assert len(unsure["alternatives"]) > 1


def test_models_are_listed_with_one_default():
    listed = said("model", "list", "--json")
    assert [one["is_default"] for one in listed].count(True) == 1
    assert all(one["bytes"] > 0 for one in listed)


def test_a_form_is_checked_and_explained(tmp_path):
    said_of = said("form", "explain", "2021", "--json")
    table = next(each for each in said_of["tables"] if each["key"] == "applications")
    assert table["cells"] == sum(map(len, table["rows"].values()))
    assert sum(map(len, table["misprints"].values())) == table["cells"]
    assert set(table["uncovered"]) <= set(table["misprints"]["silent"])
    CliRunner().invoke(app, ["form", "new", str(tmp_path / "own.toml")])
    assert said("form", "check", tmp_path / "own.toml", "--json")["tables"]


@pytest.mark.parametrize("text", ["年报", "\udcc4\udcea.txt"])
def test_every_text_can_be_printed(capsys, text):
    print_json({"path": text})
    assert json.loads(capsys.readouterr().out) == {"path": text}


def test_gold_files_are_checked_with_their_mistakes(tmp_path):
    shutil.copy(FIXTURE, tmp_path)
    CliRunner().invoke(app, ["eval", "gold", "new", str(tmp_path / FIXTURE.name)])
    gold = tmp_path / f"{FIXTURE.stem}.gold.json"
    ran = CliRunner().invoke(app, ["eval", "gold", "check", str(gold), "--json"])
    assert ran.exit_code == 1  # a skeleton that nobody filled in is no gold
    (checked,) = json.loads(ran.stdout)
    assert checked["file"] == str(gold)
    assert checked["mistakes"]


def test_json_lines_hold_the_text_when_it_is_asked_for(folder, tmp_path):
    out = tmp_path / "data"
    for arguments in (
        ["extract", FIXTURE, "--jsonl", tmp_path / "one.jsonl", "--with-text"],
        ["export", folder, "--out", out, "--format", "jsonl", "--with-text"],
        ["export", folder, "--out", tmp_path / "plain", "--format", "jsonl"],
    ):
        CliRunner().invoke(app, [str(each) for each in (*arguments,)])
    text = next(folder.glob("*.txt")).read_bytes().decode("utf-8")
    for file in (tmp_path / "one.jsonl", out / "reports.jsonl"):
        (line,) = file.read_text("utf-8").splitlines()
        report = json.loads(line)
        assert report["text"] == text
        span = report["title"]["evidence"][0]
        assert report["text"][span["start"] : span["end"]] == span["quote"]
    (plain,) = (tmp_path / "plain" / "reports.jsonl").read_text("utf-8").splitlines()
    assert "text" not in json.loads(plain)
