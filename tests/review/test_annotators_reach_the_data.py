"""Blind annotation: what was settled is in every export, an open difference leaves the machine's value."""

import csv
import json
import shutil
import sqlite3

import openpyxl
import pyarrow.parquet
import pytest
from review_samples import CELL
from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.review.decision_log import Action, Decision
from extractor.review.delivered import delivered_now
from extractor.review.persistence import ReviewStore
from extractor.review.service import ReviewService, Viewer
from extractor.store import open_store

NAME = "jishan-2021.txt"
OTHER = "/tables/applications/new/natural"
AMY, BOB = (Viewer(name, sees_all=False) for name in ("amy", "bob"))
ADA = Viewer("ada")


@pytest.fixture(scope="module")
def read_once(tmp_path_factory, fixture_bytes):
    """A store made by a batch run over one fixture; its address."""
    return read_of(tmp_path_factory.mktemp("annotators"), NAME, fixture_bytes["jishan-2021"])


def read_of(folder, name, raw):
    (folder / "in").mkdir()
    (folder / "in" / name).write_bytes(raw)
    db = str(folder / "r.sqlite")
    ran = CliRunner().invoke(
        app, ["batch", "run", str(folder / "in"), "--db", db, "--engine", "rules", "--workers", "1"]
    )
    assert ran.exit_code == 0, ran.output
    return db


@pytest.fixture
def batch(read_once, tmp_path):
    """A copy of it for one test."""
    return shutil.copy(read_once, tmp_path / "r.sqlite")


def told(db, *said, blind=True, name=NAME):
    """Each of (who, place, value) decides in turn, at the value that the page shows that person."""
    store = open_store(str(db))
    try:
        service = ReviewService(ReviewStore(store), blind=blind)
        report_id = ReviewStore(store).find(name)
        for viewer, place, value in said:
            opened = service.open(report_id, viewer)
            service.decide(opened, viewer, decision_of(opened, place, value), opened.revision)
        service.listing.catch_up()  # as the next look at the queue does
    finally:
        store.close()


def decision_of(opened, place, value):
    if isinstance(value, Decision):
        return value
    if place.startswith("/narrative/"):
        fact = json.loads(opened.state.fact(place).model_dump_json())
        return Decision(place, Action.SET, None, fact | {"value": value})
    if place.startswith("/tables/"):
        return Decision(place, Action.SET, None, {"print": "number", "value": str(value)})
    return Decision(place, Action.SET, None, {"value": value})


def exported(db, out, formats="csv,panel"):
    ran = CliRunner().invoke(app, ["export", "--db", str(db), "--out", str(out), "--format", formats])
    assert ran.exit_code == 0, ran.output

    def table(name):
        with (out / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    return table


def values(rows):
    return [(r["table"], r["row"], r["column"], r["value"]) for r in rows]


def new_cell(rows):
    (row,) = [r for r in rows if (r["table"], r["row"], r["column"]) == ("applications", "new", "natural")]
    return row


def test_what_was_settled_stands_in_every_file_with_who_settled_it(batch, tmp_path):
    told(batch, (AMY, OTHER, 41), (BOB, OTHER, 42), (ADA, OTHER, 41), (BOB, OTHER, 43))
    out = tmp_path / "e"
    table = exported(batch, out, "all")
    row = new_cell(table("values.csv"))
    assert (row["value"], row["basis"], row["corrected_by"]) == ("41", "human", "ada")
    assert table("panel.csv")[0]["applications_new_natural"] == "41"
    (report,) = [json.loads(line) for line in (out / "reports.jsonl").read_text("utf-8").splitlines()]
    assert report["tables"]["applications"]["new"]["natural"]["value"] == 41
    parquet = new_cell(pyarrow.parquet.read_table(out / "values.parquet").to_pylist())
    assert (parquet["value"], parquet["corrected_by"]) == ("41", "ada")
    panel = openpyxl.load_workbook(out / "tables.xlsx")["panel"]
    heads = [cell.value for cell in panel[1]]
    assert 41 in [cell.value for cell in panel[2]] or 41 in [cell.value for cell in panel[3]], heads
    pages = [path.read_text("utf-8") for path in (out / "pages").rglob("*.html")]
    assert any("已另行裁定" in page and "ada" in page for page in pages)
    lines = {(r["corrected_by"], r["human_value"], r["standing"]) for r in table("corrections.csv")}
    assert lines == {("ada", "41", "applied"), ("amy", "41", "overruled"), ("bob", "43", "overruled")}
    with sqlite3.connect(out / "dataset.sqlite") as published:
        assert published.execute("SELECT COUNT(*) FROM corrections").fetchone() == (3,)
    with sqlite3.connect(batch) as raw:
        asked = (
            "SELECT value, corrected_by FROM current_values"
            " WHERE table_name = 'applications' AND row_key = 'new' AND column_key = 'natural'"
        )
        assert raw.execute(asked).fetchall() == [("41", "ada")]
    store = open_store(str(batch))
    try:
        sha256 = ReviewStore(store).load(ReviewStore(store).find(NAME)).sha256
        certified = delivered_now(ReviewStore(store), sha256)
    finally:
        store.close()
    assert certified.report.tables.applications["new"]["natural"].value == 41


def test_an_open_difference_leaves_the_machine_s_value_in_doubt_and_names_both(batch, tmp_path):
    machine = exported(batch, tmp_path / "m")("values.csv")
    before = new_cell(machine)["value"]
    told(batch, (AMY, OTHER, 41), (BOB, OTHER, 42))
    table = exported(batch, tmp_path / "e")
    row = new_cell(table("values.csv"))
    others = [
        {(r["table"], r["row"], r["column"]): r["value"] for r in rows}
        for rows in (machine, table("values.csv"))
    ]
    assert others[0] == others[1], "every other value of the document stays"
    assert (row["value"], row["basis"], row["corrected_by"]) == (before, "ambiguous", "")
    (finding,) = [r for r in table("findings.csv") if r["check"] == "review.annotators_differ"]
    assert "41 (amy), 42 (bob)" in finding["message"]
    assert "41（amy）、42（bob）" in finding["message"]
    lines = [(r["corrected_by"], r["human_value"], r["standing"]) for r in table("corrections.csv")]
    assert lines == [("amy", "41", "open"), ("bob", "42", "open")]
    panel = table("panel.csv")[0]
    assert panel["corrections"] == "0"
    assert "new" in panel["doubtful_cells"]


@pytest.mark.parametrize(("place", "column"), [("/issuer", "issuer"), ("/report_year", "report_year")])
def test_headers_too(batch, tmp_path, place, column):
    values = {"/issuer": ("甲县", "乙县", "丙县"), "/report_year": (2018, 2019, 2020)}[place]
    told(batch, (AMY, place, values[0]), (BOB, place, values[1]))
    table = exported(batch, tmp_path / "e")

    def now(table):
        return next(r for r in table("values.csv") if (r["table"], r["column"]) == ("header", column))

    assert now(table)["corrected_by"] == ""
    assert now(table)["value"] not in map(str, values)
    told(batch, (ADA, place, values[2]))
    assert (now(exported(batch, tmp_path / "f"))["value"]) == str(values[2])


def test_a_header_that_an_annotator_leaves_empty_is_no_value_of_the_file(batch, tmp_path):
    nothing = [Decision(f"/{name}", Action.NOT_STATED, None, {}) for name in ("issuer", "published_on")]
    none_printed = Decision("/published_on", Action.ACCEPT, None, {})
    told(
        batch,
        (AMY, "/issuer", "甲县"),
        (BOB, "/issuer", nothing[0]),
        (AMY, "/published_on", none_printed),
        (BOB, "/published_on", nothing[1]),
    )
    table = exported(batch, tmp_path / "e")
    assert [r["value"] for r in table("values.csv") if r["column"] == "published_on"] == [""]
    (finding,) = [r for r in table("findings.csv") if r["check"] == "review.annotators_differ"]
    assert "甲县 (amy), not stated (bob)" in finding["message"]
    lines = [
        (r["corrected_by"], r["action"], r["human_value"])
        for r in table("corrections.csv")
        if r["pointer"] == "/issuer"
    ]
    assert lines == [("amy", "set", "甲县"), ("bob", "not_stated", "")]


def test_who_sees_the_other_decides_last_and_what_both_say_stands(batch, tmp_path):
    told(batch, (Viewer("amy"), OTHER, 41), (Viewer("bob"), OTHER, 42), blind=False)
    assert new_cell(exported(batch, tmp_path / "e")("values.csv"))["value"] == "42"
    told(batch, (AMY, CELL, 3), (BOB, CELL, 3))
    rows = exported(batch, tmp_path / "f")("corrections.csv")
    assert [(r["pointer"], r["human_value"], r["standing"]) for r in rows] == [
        (OTHER, "42", "applied"),
        (CELL, "3", "applied"),
    ]


def test_a_later_correction_by_somebody_who_sees_all_counts_over_what_was_settled(batch, tmp_path):
    told(batch, (AMY, OTHER, 41), (BOB, OTHER, 42), (ADA, OTHER, 41))
    told(batch, (Viewer("eve"), OTHER, 44), blind=False)
    row = new_cell(exported(batch, tmp_path / "e")("values.csv"))
    assert (row["value"], row["corrected_by"]) == ("44", "eve")


def test_findings_and_flags_are_decisions_of_a_person_too(tmp_path, fixture_bytes):
    name = "notice-2022.txt"
    db = read_of(tmp_path, name, fixture_bytes["notice-2022"])
    store = open_store(db)
    source = ReviewStore(store).load(ReviewStore(store).find(name))
    store.close()
    start = source.report.coverage.unexplained[0].start
    said = (
        Decision("/issuer", Action.FLAG, None, {"on": True}, "看不清"),
        Decision("/findings/document.kind", Action.ACCEPT, None, {}),
        Decision(f"/coverage/unexplained/{start}", Action.ACCEPT, None, {}),
    )
    told(db, *((Viewer("eve"), each.pointer, each) for each in said), blind=False, name=name)
    table = exported(db, tmp_path / "e", "csv,panel,sqlite")
    rows = {(r["pointer"], r["action"]): r for r in table("corrections.csv")}
    assert set(rows) == {(each.pointer, each.action.value) for each in said}
    assert {r["standing"] for r in rows.values()} == {"noted"}
    assert rows["/issuer", "flag"]["correction_reason"] == "看不清"
    assert table("panel.csv")[0]["corrections"] == "0"
    assert not any(r["corrected_by"] for r in table("values.csv")), "none of them changes a value"
    with sqlite3.connect(tmp_path / "e/dataset.sqlite") as published:
        asked = "SELECT COUNT(*) FROM corrections WHERE standing = 'noted'"
        assert published.execute(asked).fetchone() == (3,)


def test_blank_dash_and_not_stated_are_told_apart(batch, tmp_path):
    rows = ("new", "granted", "partial")
    places = [f"/tables/applications/{row}/natural" for row in rows]
    said = (
        Decision(places[0], Action.SET, None, {"print": "blank"}),
        Decision(places[1], Action.SET, None, {"print": "dash"}),
        Decision(places[2], Action.NOT_STATED, None, {}),
    )
    told(batch, *((Viewer("eve"), each.pointer, each) for each in said), blind=False)
    found = {r["pointer"]: r["human_print"] for r in exported(batch, tmp_path / "e")("corrections.csv")}
    assert [found[place] for place in places] == ["blank", "dash", "not_stated"]
