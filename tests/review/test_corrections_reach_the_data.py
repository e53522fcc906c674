"""What people decide on the correction page stands in every export, with who, when and why."""

import csv
import json

import openpyxl
import pytest
from review_samples import CELL
from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.review.corrected_gold import gold_labels
from extractor.review.decision_log import Action, Decision
from extractor.review.persistence import ReviewStore
from extractor.review.service import ReviewService, Viewer
from extractor.store import open_store

ROW = {"table": "applications", "row": "denied_enforcement", "column": "natural"}


@pytest.fixture
def batch(tmp_path, fixture_bytes):
    """A store made by a batch run over two fixtures; its address."""
    (tmp_path / "in").mkdir()
    for stem in ("jishan-2021", "anzhu-2022"):
        (tmp_path / "in" / f"{stem}.txt").write_bytes(fixture_bytes[stem])
    db = str(tmp_path / "r.sqlite")
    ran = CliRunner().invoke(
        app, ["batch", "run", str(tmp_path / "in"), "--db", db, "--engine", "rules", "--workers", "1"]
    )
    assert ran.exit_code == 0, ran.output
    return db


def decide(db, *decisions, name="jishan-2021.txt"):
    store = open_store(db)
    try:
        service = ReviewService(ReviewStore(store))
        viewer = Viewer("李审")
        report_id = ReviewStore(store).find(name)
        for decision in decisions:
            opened = service.open(report_id, viewer)
            service.decide(opened, viewer, decision, opened.revision)
    finally:
        store.close()


def exported(db, out, *more):
    ran = CliRunner().invoke(app, ["export", "--db", db, "--out", str(out), "--format", "all", *more])
    assert ran.exit_code == 0, ran.output

    def table(name):
        with (out / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return table


def one(rows, **wanted):
    (found,) = [row for row in rows if all(row[key] == value for key, value in wanted.items())]
    return found


def cell_of(rows):
    return one(rows, document="jishan-2021.txt", **ROW)


def test_a_corrected_cell_stands_in_every_file_with_its_origin(batch, tmp_path):
    said = {"print": "number", "value": "3"}
    decide(batch, Decision(CELL, Action.SET, {"print": "number", "value": "8"}, said, "页面上是3"))
    table = exported(batch, tmp_path / "e")
    row = cell_of(table("values.csv"))
    assert (row["value"], row["basis"], row["machine_value"]) == ("3", "human", "8")
    assert (row["corrected_by"], row["correction_reason"]) == ("李审", "页面上是3")
    assert row["corrected_at"].endswith("Z")
    decision = one(table("corrections.csv"), pointer=CELL)
    assert (decision["machine_value"], decision["human_value"], decision["action"]) == ("8", "3", "set")
    panel = one(table("panel.csv"), document="jishan-2021.txt")
    assert (panel["applications_denied_enforcement_natural"], panel["corrections"]) == ("3", "1")
    assert "denied_enforcement" not in panel["doubtful_cells"]
    others = [row for row in table("values.csv") if row["corrected_by"]]
    assert len(others) == 1, "nothing else is marked"
    reports = [json.loads(line) for line in (tmp_path / "e/reports.jsonl").read_text("utf-8").splitlines()]
    (report,) = [each for each in reports if each["source"]["name"] == "jishan-2021.txt"]
    assert report["tables"]["applications"]["denied_enforcement"]["natural"]["basis"] == "human"
    book = openpyxl.load_workbook(tmp_path / "e/tables.xlsx")
    texts = [str(value.value) for line in book["corrections"].iter_rows() for value in line]
    assert "李审" in texts
    assert "页面上是3" in texts


def test_the_machine_alone_is_still_to_be_had(batch, tmp_path):
    decide(batch, Decision(CELL, Action.SET, None, {"print": "number", "value": "3"}))
    table = exported(batch, tmp_path / "e", "--machine")
    assert (cell_of(table("values.csv"))["value"], cell_of(table("values.csv"))["basis"]) == ("8", "conflict")
    assert table("corrections.csv") == []
    assert one(table("panel.csv"), document="jishan-2021.txt")["corrections"] == "0"


def test_a_decision_that_was_taken_back_changes_nothing(batch, tmp_path):
    decide(batch, Decision(CELL, Action.SET, None, {"print": "number", "value": "3"}))
    store = open_store(batch)
    service, viewer = ReviewService(ReviewStore(store)), Viewer("李审")
    service.undo(service.open(ReviewStore(store).find("jishan-2021.txt"), viewer), viewer)
    store.close()
    table = exported(batch, tmp_path / "e")
    assert cell_of(table("values.csv"))["value"] == "8"
    assert table("corrections.csv") == []


def test_header_and_prose_are_corrected_too_and_what_was_taken_out_is_told(batch, tmp_path):
    store = open_store(batch)
    base = ReviewStore(store).load(ReviewStore(store).find("anzhu-2022.txt"))
    store.close()
    counts = base.report.narrative.counts
    assert len(counts) >= 2
    changed = json.loads(counts[1].model_dump_json()) | {"topic": "other"}
    decide(
        batch,
        Decision("/issuer", Action.SET, None, {"value": "安竹县人民政府办公室"}),
        Decision("/narrative/counts/1", Action.SET, None, changed, "另有所指"),
        Decision("/narrative/counts/0", Action.REWRITE, None, {"removes": ["0"], "adds": []}, "不是数量"),
        name="anzhu-2022.txt",
    )
    table = exported(batch, tmp_path / "e")
    mine = [row for row in table("values.csv") if row["document"] == "anzhu-2022.txt"]
    issuer = one(mine, table="header", column="issuer")
    assert (issuer["value"], issuer["basis"]) == ("安竹县人民政府办公室", "human")
    assert issuer["machine_value"] == str(base.report.issuer.value)
    first = one(mine, table="counts", row="0")
    assert (first["column"], first["basis"], first["correction_reason"]) == ("other", "human", "另有所指")
    assert len([row for row in mine if row["table"] == "counts"]) == len(counts) - 1
    gone = one(table("corrections.csv"), action="removed")
    assert gone["human_value"] == ""
    assert gone["machine_value"].startswith(str(counts[0].value))
    assert gone["correction_reason"] == "不是数量"


def report_in(batch, name):
    store = open_store(batch)
    try:
        return ReviewStore(store).load(ReviewStore(store).find(name)).report
    finally:
        store.close()


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(lambda place: Decision(place, Action.NOT_STATED, None, {}, "不是数量"), id="not stated"),
        pytest.param(
            lambda place: Decision(place, Action.REWRITE, None, {"removes": ["0"], "adds": []}, "不是数量"),
            id="rewritten without it",
        ),
    ],
)
@pytest.mark.parametrize("name", ["counts", "trainings"])
def test_a_fact_that_a_person_took_out_leaves_its_trace(batch, tmp_path, how, name):
    facts = getattr(report_in(batch, "anzhu-2022.txt").narrative, name)
    decide(batch, how(f"/narrative/{name}/0"), name="anzhu-2022.txt")
    table = exported(batch, tmp_path / "e")
    gone = one(table("corrections.csv"), document="anzhu-2022.txt")
    assert (gone["action"], gone["pointer"], gone["human_value"]) == ("removed", f"/narrative/{name}/0", "")
    words = str(getattr(facts[0], "value", None) or facts[0].name)
    assert gone["machine_value"].startswith(words)
    assert (gone["corrected_by"], gone["correction_reason"]) == ("李审", "不是数量")
    assert one(table("panel.csv"), document="anzhu-2022.txt")["corrections"] == "1"
    store = open_store(batch)
    opened = ReviewService(ReviewStore(store)).open(ReviewStore(store).find("anzhu-2022.txt"), Viewer("李审"))
    store.close()
    assert gold_labels(opened, ("李审",))["origins"]["removed"] == {f"/narrative/{name}/0": "李审"}


def test_a_fact_that_a_person_wrote_is_told_as_added(batch, tmp_path):
    count = json.loads(report_in(batch, "anzhu-2022.txt").narrative.counts[0].model_dump_json())
    adds = {"removes": [], "adds": [count | {"value": "77"}]}
    decide(batch, Decision("/narrative/counts/new", Action.REWRITE, None, adds), name="anzhu-2022.txt")
    told = one(exported(batch, tmp_path / "e")("corrections.csv"), document="anzhu-2022.txt")
    assert (told["action"], told["machine_value"]) == ("added", "")
    assert told["human_value"].startswith("77")


def test_of_a_training_each_field_says_what_the_machine_reads_in_it(batch, tmp_path):
    training = report_in(batch, "anzhu-2022.txt").narrative.trainings[0]
    changed = json.loads(training.model_dump_json()) | {"participants": 333}
    decide(
        batch, Decision("/narrative/trainings/0", Action.SET, None, changed, "印作333"), name="anzhu-2022.txt"
    )
    table = exported(batch, tmp_path / "e")
    told = one(table("corrections.csv"), document="anzhu-2022.txt")
    was = "" if training.participants is None else str(training.participants)
    assert (told["pointer"], told["machine_value"], told["human_value"]) == (
        "/narrative/trainings/0/participants",
        was,
        "333",
    )
    mine = [row for row in table("values.csv") if (row["table"], row["row"]) == ("trainings", "0")]
    mine = [row for row in mine if row["document"] == "anzhu-2022.txt"]
    assert one(mine, column="participants")["machine_value"] == was
    assert one(mine, column="name")["machine_value"] == training.name
    assert {row["corrected_by"] for row in mine} == {"李审"}


def test_of_a_count_whose_topic_was_changed_the_number_stays_the_machine_s(batch, tmp_path):
    count = report_in(batch, "anzhu-2022.txt").narrative.counts[1]
    changed = json.loads(count.model_dump_json()) | {"topic": "other", "scope": "某处"}
    decide(batch, Decision("/narrative/counts/1", Action.SET, None, changed), name="anzhu-2022.txt")
    table = exported(batch, tmp_path / "e")
    told = one(table("corrections.csv"), document="anzhu-2022.txt")
    assert told["human_value"] == "topic: other; scope: 某处"
    row = one(table("values.csv"), document="anzhu-2022.txt", table="counts", row="1")
    assert row["machine_value"] == row["value"]


@pytest.fixture
def twins(tmp_path, fixture_bytes):
    """A store with a report, the same in another file, and a part of it without issuer and year."""
    (tmp_path / "in").mkdir()
    whole = fixture_bytes["anzhu-2022"]
    (tmp_path / "in/a.txt").write_bytes(whole)
    (tmp_path / "in/b.txt").write_bytes(whole + b"\n")
    (tmp_path / "in/part.txt").write_bytes(
        "三、收到和处理政府信息公开申请情况\n全年受理依申请公开7件。\n".encode()
    )
    db = str(tmp_path / "r.sqlite")
    ran = CliRunner().invoke(
        app, ["batch", "run", str(tmp_path / "in"), "--db", db, "--engine", "rules", "--workers", "1"]
    )
    assert ran.exit_code == 0, ran.output
    return db


def standing(table):
    return {row["document"]: row["duplicate_of"] for row in table("panel.csv")}


@pytest.mark.parametrize("name", ["a.txt", "b.txt"])
def test_a_corrected_document_stands_for_its_uncorrected_twin(twins, tmp_path, name):
    places = report_in(twins, name).tables.cells()
    cell = next(f"/tables/{table}/{row}/{column}" for table, row, column, each in places if each.value)
    decide(twins, Decision(cell, Action.NOT_STATED, None, {}, "未印"), name=name)
    other = {"a.txt": "b.txt", "b.txt": "a.txt"}[name]
    found = standing(exported(twins, tmp_path / "e"))
    assert (found[name], found[other]) == ("", name)
    machine = standing(exported(twins, tmp_path / "m", "--machine"))
    assert (machine["a.txt"], machine["b.txt"]) == ("", "a.txt")


def test_a_part_that_a_person_gave_issuer_and_year_does_not_count_twice(twins, tmp_path):
    report = report_in(twins, "a.txt")
    before = standing(exported(twins, tmp_path / "m"))
    assert before["part.txt"] == ""
    decide(
        twins,
        Decision("/issuer", Action.SET, None, {"value": str(report.issuer.value)}),
        Decision("/report_year", Action.SET, None, {"value": str(report.report_year.value)}),
        name="part.txt",
    )
    found = standing(exported(twins, tmp_path / "e"))
    assert (found["a.txt"], found["b.txt"], found["part.txt"]) == ("", "a.txt", "a.txt")
