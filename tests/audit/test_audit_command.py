"""``extractor audit`` as it is typed: over a folder, over a store, with rules, and what it refuses."""

import csv

import pytest
from click_runner import CliRunner

from extractor.cli.app import app
from extractor.evaluation.city import CityShape, Trouble, make_city


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    folder = tmp_path_factory.mktemp("city")
    shape = CityShape(districts=1, townships=2, departments=1, years=2)
    make_city(2, (Trouble.LATE_LOCAL,), shape).write(folder / "reports")
    return folder


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def audits(city):
    """The audit of a folder and that of a store of the same reports."""
    assert run("extract", city / "reports", "--out", city / "read", "--quiet").exit_code == 0
    db = f"sqlite:///{city / 'reports.db'}"
    assert run("batch", "run", city / "reports", "--db", db, "--workers", 1, "--quiet").exit_code == 0
    done = run("audit", city / "read", "--out", city / "of-folder")
    assert done.exit_code == 0, done.output
    assert "late: 1" in done.output
    assert run("audit", "--db", db, "--out", city / "of-store", "--quiet").exit_code == 0
    return city / "of-folder", city / "of-store"


def test_a_store_and_a_folder_of_the_same_reports_give_the_same(audits):
    first, second = audits
    told = [
        [(row["check"], row["body"], row["year"], row["left"]) for row in rows(a / "findings.csv")]
        for a in audits
    ]
    assert told[0] == told[1] != []
    points = [
        {
            (row["body"], row["year"], row["rule"], row["verdict"], row["words"])
            for row in rows(audit / "points.csv")
        }
        for audit in (first, second)
    ]
    assert points[0] == points[1]


def test_a_late_report_stands_beside_its_deadline(audits):
    late = [row for row in rows(audits[0] / "findings.csv") if row["check"].startswith("late.")]
    assert late
    for row in late:
        assert row["left"] > row["right"]
        assert any(row["right"] in told for key, told in row.items() if key != "right")


def test_own_rules_decide(city, audits):
    rules = city / "own.toml"
    rules.write_text(
        'name = "x"\n[[rule]]\nid = "long"\ntitle = "长"\nsource = "x"\nmeasure = "length"\n'
        'section = "overview"\nleast = 5000\n',
        encoding="utf-8",
    )
    assert run("audit", city / "read", "--rules", rules, "--out", city / "own").exit_code == 0
    found = rows(city / "own" / "points.csv")
    assert {row["rule"] for row in found} == {"long"}
    assert {row["verdict"] for row in found} == {"not_met"}
    assert "late" not in {row["group"] for row in rows(city / "own" / "findings.csv")}


def test_an_audit_that_is_made_again_replaces_the_one_before(city, audits):
    (audits[0] / "scores" / "old.html").write_text("old", encoding="utf-8")
    before = (audits[0] / "findings.csv").read_bytes()
    assert run("audit", city / "read", "--out", audits[0]).exit_code == 0
    assert not (audits[0] / "scores" / "old.html").exists()
    assert (audits[0] / "findings.csv").read_bytes() == before
    assert [path for path in audits[0].iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("audit", "--out", "x"), "say what to read"),
        (("audit", "no-such-folder", "--out", "x"), "no-such-folder"),
        (("audit", "{read}", "--rules", "none.toml", "--out", "x"), "none.toml"),
        (("audit", "{read}", "--out", "{read}/inputs.csv"), "inputs.csv"),
    ],
)
def test_what_cannot_be_done_is_one_line(city, audits, words, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(*(word.replace("{read}", str(city / "read")) for word in words))
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
