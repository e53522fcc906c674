"""A file that holds several reports gives one Report each in a batch, as it does in extract."""

import csv
import json

import pytest
from asking_step import AskingStep
from typer.testing import CliRunner

from extractor.batch import (
    CallLedger,
    RunOptions,
    Silent,
    plan_run,
    record_run,
    retry_failed,
    status_of,
    work_off,
)
from extractor.cli.app import app
from extractor.discovery import discover, file_name, shown_path
from extractor.evaluation.noise import generate_documents
from extractor.pipeline import extract_every, read_text
from extractor.store import inputs_of_run, load_document, part_path, report_keys, reports_of_run
from extractor.store.parts import split_path

OPTIONS = RunOptions(workers=1)


@pytest.fixture
def folder(tmp_path):
    """Three files: one report, three reports one after the other, and another one."""
    made = [document.text for document in generate_documents(5, 3, "clean")]
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(made[0], encoding="utf-8")
    (folder / "b-three.txt").write_text("\n\n".join(made[1:4]), encoding="utf-8")
    (folder / "c.txt").write_text(made[4], encoding="utf-8")
    assert len(list(extract_every(read_text("\n\n".join(made[1:4]))))) == 3
    return folder


def run(store, folder, step=None):
    planned = plan_run(store, discover([folder]), OPTIONS, None, step)
    told = work_off(store, record_run(store, planned), Silent(), step)
    assert told.ending == "finished"
    return told.run_id, planned.plan


def read(store, run_id):
    return [
        (shown_path(one.path).rpartition("/")[2], one.report.issuer.value, one.report.report_year.value)
        for one in reports_of_run(store, run_id)
    ]


def expected(folder):
    found = []
    for path in sorted(folder.glob("*.txt")):
        for number, (_, report) in enumerate(extract_every(read_text(path.read_text("utf-8"))), start=1):
            name = path.name if number == 1 else f"{path.name}#{number}"
            found.append((name, report.issuer.value, report.report_year.value))
    return found


def test_every_report_of_a_file_is_read_and_the_file_is_accounted_for_once(store, folder):
    run_id, _ = run(store, folder)
    assert sorted(read(store, run_id)) == sorted(expected(folder))
    accounted = [shown_path(one.path).rpartition("/")[2] for one in inputs_of_run(store, run_id)]
    assert accounted == ["a.txt", "b-three.txt", "c.txt"]
    for key in store.read(lambda connection: report_keys(connection, run_id)):
        document = store.read(lambda connection, key=key: load_document(connection, key.report_id))
        for one in reports_of_run(store, run_id):
            if one.report_id == key.report_id:
                span = one.report.title.evidence[0]
                assert document.text[span.start : span.end] == span.quote


def test_a_second_run_reuses_all_of_them(store, folder):
    first, _ = run(store, folder)
    second, plan = run(store, folder)
    assert (plan.documents, plan.reused, plan.to_read) == (5, 5, 0)
    assert sorted(read(store, first)) == sorted(read(store, second))
    assert status_of(store, second).reused == 5


def test_a_model_is_asked_about_each_of_them(store, folder, till):
    step = AskingStep(till.address, CallLedger(store, "test", "model", lambda _: 0))
    run_id, _ = run(store, folder, step)
    status = status_of(store, run_id)
    assert (status.documents, status.done, status.failed) == (5, 5, 0)
    assert all(one.key.stage == "model" for one in reports_of_run(store, run_id))
    assert retry_failed(store, run_id) == 0


def test_the_export_names_file_and_number(folder, tmp_path):
    db, out = str(tmp_path / "s.sqlite"), tmp_path / "e"
    ran = CliRunner().invoke(
        app,
        [
            "batch",
            "run",
            str(folder),
            "--db",
            db,
            "--engine",
            "rules",
            "--workers",
            "1",
            "--export",
            str(out),
        ],
    )
    assert ran.exit_code == 0, ran.output
    with (out / "panel.csv").open(encoding="utf-8", newline="") as file:
        paths = [row["path"] for row in csv.DictReader(file)]
    assert sorted(paths) == ["a.txt", "b-three.txt", "b-three.txt#2", "b-three.txt#3", "c.txt"]
    with (out / "inputs.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 3
    assert len((out / "reports.jsonl").read_text("utf-8").splitlines()) == 5
    assert json.loads((out / "datapackage.json").read_text("utf-8"))["description"].startswith("5 documents")
    assert (out / "pages" / "index.html").is_file()
    assert (out / "tables.xlsx").is_file()


def test_the_path_of_a_part_names_file_and_number():
    path = part_path("/x/年报.txt", 12)
    assert split_path(path) == ("/x/年报.txt", 12)
    assert split_path("/x/年报.txt") == ("/x/年报.txt", 1)
    assert (shown_path(path), file_name(path)) == ("/x/年报.txt#12", "年报.txt#12")
