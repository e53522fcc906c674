"""``extractor form`` and ``--form``: a form from its template to the export, by commands only."""

import csv
import json

import pytest
from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.forms import forget_forms

runner = CliRunner()


def _by(form):
    return ["--form", str(form), "--engine", "rules"]


DOCUMENT = """\
柳塘镇2024年便民服务点年度统计表

项目\t上半年\t下半年\t全年
收到事项\t12\t30\t42
当年办结\t10\t25\t35
不予受理\t1\t2\t3
年末在办\t1\t3\t4
收到表扬\t0\t5\t5
柳塘镇人民政府
2025年1月12日
"""


@pytest.fixture(autouse=True)
def _no_form_stays_known():
    yield
    forget_forms()


@pytest.fixture
def form(tmp_path):
    path = tmp_path / "my_form.toml"
    done = runner.invoke(app, ["form", "new", str(path)])
    assert done.exit_code == 0, done.output
    return path


def test_template_is_a_form_and_is_never_written_over(form):
    checked = runner.invoke(app, ["form", "check", str(form)])
    assert checked.exit_code == 0
    assert "15 格 cells, 9 条勾稽 sums, 0 格无勾稽" in checked.output
    again = runner.invoke(app, ["form", "new", str(form)])
    assert again.exit_code == 2
    assert "there already" in again.output


def test_explain_says_what_the_sums_can_do(form):
    text = form.read_text(encoding="utf-8")
    text = text.replace(
        "sums = [\n", 'sums = [\n  {id = "odd", left = "open.year received.year", right = "done.year"},\n'
    )
    text = text.replace(
        '{id = "row", each = "row", left = "* -year"',
        '{id = "row", each = "row", only = "* -praised", left = "* -year"',
    )
    form.write_text(text, encoding="utf-8")
    said = runner.invoke(app, ["form", "explain", str(form)]).output
    assert "services.row.received: received.first_half + received.second_half = received.year" in said
    assert "follow from the others: services.column.year.balance" in said
    assert "only 0 satisfies the sums in" in said
    assert "declined.year, open" in said.split("only 0 satisfies the sums in")[1]
    assert "no sum goes over the cell: 3 (praised)" in said


def test_explain_takes_a_known_id_and_refuses_another():
    assert "applications.row.new" in runner.invoke(app, ["form", "explain", "2021"]).output
    refused = runner.invoke(app, ["form", "explain", "nonsense"])
    assert refused.exit_code == 2
    assert "no such file" in refused.output


def test_mistake_in_a_file_ends_with_2_and_its_line(form):
    form.write_text(
        form.read_text(encoding="utf-8").replace('right = "year"', 'right = "yaer"'), encoding="utf-8"
    )
    done = runner.invoke(app, ["form", "check", str(form)])
    assert done.exit_code == 2
    assert "my_form.toml: 第 36 行：" in " ".join(done.output.split())
    assert "line 36:" in " ".join(done.output.split())
    assert "'yaer' names none of: first_half second_half year" in " ".join(done.output.split())


def test_document_of_an_own_form_is_read_checked_and_exported(form, tmp_path):
    (tmp_path / "a.txt").write_text(DOCUMENT, encoding="utf-8")
    out, tables = tmp_path / "out", tmp_path / "tables"
    read = runner.invoke(app, ["extract", str(tmp_path / "a.txt"), "--out", str(out), *_by(form)])
    assert read.exit_code == 0, read.output
    report = json.loads((out / "a.json").read_text(encoding="utf-8"))
    assert report["form"] == "my_form"
    assert list(report["tables"]) == ["services"]
    assert report["tables"]["services"]["received"]["year"]["value"] == 42
    bases = {cell["basis"] for row in report["tables"]["services"].values() for cell in row.values()}
    assert bases == {"proved"}
    forget_forms()
    checked = runner.invoke(app, ["validate", str(out / "a.json"), "--form", str(form)])
    assert checked.exit_code == 0, checked.output
    forget_forms()
    exported = runner.invoke(app, ["export", str(out), "--out", str(tables), "--form", str(form)])
    assert exported.exit_code == 0, exported.output
    with (tables / "panel.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["services_open_second_half"] == "3"


def test_own_form_is_named_when_a_report_follows_it_and_it_is_not_known(form, tmp_path):
    (tmp_path / "a.txt").write_text(DOCUMENT, encoding="utf-8")
    out = tmp_path / "out"
    runner.invoke(app, ["extract", str(tmp_path / "a.txt"), "--out", str(out), *_by(form)])
    forget_forms()
    checked = runner.invoke(app, ["validate", str(out / "a.json")])
    assert checked.exit_code == 2
    assert "give its file with --form" in " ".join(checked.output.split())


def test_forms_of_the_settings_are_recognised(form, tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(DOCUMENT, encoding="utf-8")
    monkeypatch.setenv("EXTRACTOR_FORMS", str(form))
    done = runner.invoke(app, ["extract", str(tmp_path / "a.txt"), "--jsonl", "-", "--engine", "rules"])
    assert json.loads(done.stdout)["form"] == "my_form"


def test_workers_of_a_batch_know_the_forms_of_the_settings(form, tmp_path, monkeypatch):
    reports, db, tables = tmp_path / "in", tmp_path / "r.sqlite", tmp_path / "tables"
    reports.mkdir()
    (reports / "a.txt").write_text(DOCUMENT, encoding="utf-8")
    monkeypatch.setenv("EXTRACTOR_FORMS", str(form))
    ran = runner.invoke(app, ["batch", "run", str(reports), "--db", str(db), "--workers", "1", "--quiet"])
    assert ran.exit_code == 0, ran.output
    exported = runner.invoke(app, ["export", "--db", str(db), "--out", str(tables)])
    assert exported.exit_code == 0, exported.output
    with (tables / "panel.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["form"], row["services_received_year"]) == ("my_form", "42")
