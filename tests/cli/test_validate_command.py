import json
import shutil

import pytest


@pytest.fixture
def written(cli, source, tmp_path):
    cli("extract", source, "--out", "out")
    return tmp_path / "out"


def test_findings_are_printed_when_a_report_is_valid(cli, written):
    run = cli("validate", written / "a.json")
    assert run.code == 0, run.err
    assert "valid Report" in run.out
    assert "a grave" in run.out
    assert "3 against 4" in run.out


def test_every_report_of_the_tests_follows_the_schema(cli, written):
    from jsonschema import Draft202012Validator

    from extractor.resources import schema_text

    schema = json.loads(schema_text("report"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads((written / "a.json").read_text(encoding="utf-8")))


def test_years_are_compared_when_one_body_has_several_reports(cli, written):
    shutil.copy(written / "a.json", written / "b.json")
    run = cli("validate", written / "a.json", written / "b.json")
    assert run.code == 0
    assert "checked against the year before it" in run.out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(lambda report: report.pop("tables"), "tables", id="key missing"),
        pytest.param(lambda report: report.update(more=1), "more", id="key unknown"),
        pytest.param(lambda report: report.update(form="no id of a form"), "/form", id="form without an id"),
        pytest.param(
            lambda report: report["tables"]["applications"].update(granted_twice={}),
            "granted_twice",
            id="row that no form has",
        ),
        pytest.param(
            lambda report: report["coverage"].update(unexplained=[{"start": 1, "end": 9, "quote": "31"}]),
            "length of its quote",
            id="span of another length",
        ),
        pytest.param(
            lambda report: report["narrative"]["counts"][0].update(
                evidence={"start": 0, "end": 2, "quote": "31"}
            ),
            "does not stand at 0–2",
            id="quote elsewhere",
        ),
    ],
)
def test_exit_code_is_1_when_a_report_is_not_valid(cli, written, change, said):
    report = json.loads((written / "a.json").read_text(encoding="utf-8"))
    change(report)
    (written / "bad.json").write_text(json.dumps(report), encoding="utf-8")
    shutil.copy(written / "a.txt", written / "bad.txt")
    run = cli("validate", written / "bad.json", written / "a.json")
    assert run.code == 1
    assert said in run.err
    assert len(run.err.splitlines()) == 1
    assert "a.json" in run.out, "the other report is still checked"


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[]", b"3"], ids=["empty", "cut", "bytes", "list", "number"]
)
def test_exit_code_is_1_when_a_file_is_no_report(cli, tmp_path, content):
    (tmp_path / "x.json").write_bytes(content)
    run = cli("validate", "x.json")
    assert run.code == 1
    assert "x.json" in run.err


def test_text_is_taken_from_elsewhere_when_named(cli, written, tmp_path):
    shutil.move(written / "a.txt", tmp_path / "text.txt")
    assert "not at hand" in cli("validate", written / "a.json").out
    assert "stand in the text" in cli("validate", written / "a.json", "--text", "text.txt").out
    (tmp_path / "text.txt").write_text("另一份文件", encoding="utf-8")
    assert cli("validate", written / "a.json", "--text", "text.txt").code == 1


@pytest.mark.parametrize("arguments", [["nowhere.json"], ["out/a.json", "out/a.json", "--text", "out/a.txt"]])
def test_exit_code_is_2_when_validate_is_used_wrongly(cli, written, arguments):
    assert cli("validate", *arguments).code == 2


def test_json_names_every_file_with_its_findings_when_one_path_is_mistyped(cli, written):
    run = cli("validate", written / "a.json", written / "nope.json", "--json")
    assert run.code == 1
    found = json.loads(run.out)
    first, missing = found["files"]
    assert (first["valid"], missing["valid"]) == (True, False)
    assert "no such file" in missing["error"]
    assert first["findings"]
    assert {"check", "severity", "where", "left", "right"} <= set(first["findings"][0])
    assert cli("validate", written / "nope.json").code == 2


def test_a_folder_is_called_one_and_what_to_name_is_said(cli, tmp_path):
    run = cli("validate", tmp_path)
    assert run.code == 2
    assert "a folder, no file" in run.err
    assert "*.json" in run.err
