"""The commands as a user types them, on an invented city in a folder and in a store."""

import csv

import pytest
from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.evaluation.city.making import make_city
from extractor.evaluation.city.plants import Trouble
from extractor.evaluation.city.tree import CityShape

SHAPE = CityShape(districts=1, townships=2, departments=1, years=2)


def done(*arguments):
    ran = CliRunner().invoke(app, list(map(str, arguments)))
    assert ran.exit_code == 0, ran.output
    return ran.output


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    made = make_city(5, (Trouble.FAMILY, Trouble.COPIED), SHAPE)
    folder = tmp_path_factory.mktemp("city")
    made.write(folder / "in")
    done("extract", folder / "in", "--out", folder / "out", "--quiet")
    return folder, made


def test_list_writes_bodies_csv_beside_the_reports(city):
    folder, made = city
    told = done("bodies", "list", folder / "out")
    assert f"{len(made.documents)} reports of {len(made.bodies)} bodies" in told
    assert {row["name"] for row in rows(folder / "out" / "bodies.csv")} == {one.name for one in made.bodies}


def test_correct_moves_a_report_and_export_panel_and_audit_follow(city, tmp_path):
    folder, _ = city
    file = tmp_path / "bodies.csv"
    done("bodies", "list", folder / "out", "--out", file)
    first = rows(file)[0]
    done("bodies", "correct", first["path"], "my-body", "--bodies", file)
    assert "unknown body id 'my-body'" in " ".join(
        done("bodies", "list", folder / "out", "--bodies", file).split()
    )
    assert next(row for row in rows(file) if row["report"] == first["report"])["rule"] == "human"
    done("export", folder / "out", "--out", tmp_path / "e", "--bodies", file, "--format", "panel")
    panel = {row["path"]: row for row in rows(tmp_path / "e" / "panel.csv")}
    assert panel[first["path"]]["body_id"] == "my-body"
    assert panel[first["path"]]["body_rule"] == "human"
    done("bodies", "panel", folder / "out", "--out", tmp_path / "p", "--bodies", file)
    assert "my-body" in {row["body_id"] for row in rows(tmp_path / "p" / "years.csv")}
    done("audit", folder / "out", "--out", tmp_path / "a", "--bodies", file, "--quiet")
    assert "my-body" in {row["body_id"] for row in rows(tmp_path / "a" / "points.csv")}


def test_panel_writes_years_families_and_findings(city, tmp_path):
    folder, made = city
    done("bodies", "panel", folder / "out", "--out", tmp_path)
    planted = {each.trouble: each for each in made.planted}
    copied = planted[Trouble.COPIED]
    year = next(
        row
        for row in rows(tmp_path / "years.csv")
        if (row["body_name"], row["year"]) == (copied.body, str(copied.year))
    )
    assert float(year["problems_copied"]) > 0.9
    passage = next(row for row in rows(tmp_path / "copied.csv") if row["body_id"] == year["body_id"])
    assert passage["before"][:4] == passage["after"][:4]
    families = rows(tmp_path / "families.csv")
    assert all(row["covers"] == "all" and row["expected"] == row["found"] for row in families)
    found = {row["check"] for row in rows(tmp_path / "panel_findings.csv")}
    assert {"families.sum", "years.repeated_text"} <= found
    sums = rows(tmp_path / "sums.csv")
    assert any(row["parent"] != row["low"] for row in sums)
    assert len(rows(tmp_path / "changes.csv")) == 200 * len(made.bodies)


def test_a_file_that_failed_is_counted_with_the_body_that_its_name_speaks_of(city, tmp_path):
    _, made = city
    made.write(tmp_path / "in")
    lost = next(each for each in made.documents if any(sort in each.path for sort in "镇乡街"))
    (tmp_path / "in" / lost.path).write_bytes(b"\x00\x01" * 200)
    CliRunner().invoke(app, ["extract", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--quiet"])
    done("bodies", "panel", tmp_path / "out", "--out", tmp_path / "p")
    (family,) = [row for row in rows(tmp_path / "p" / "families.csv") if row["missing"]]
    assert (family["year"], family["failed"]) == (str(lost.year), "1")


def test_inhabitants_reach_the_export(city, tmp_path):
    folder, _ = city
    file = tmp_path / "bodies.csv"
    done("bodies", "list", folder / "out", "--out", file)
    county = next(row["body_id"] for row in rows(file) if row["level"] == "county")
    (tmp_path / "people.csv").write_text(f"code,population\n{county},10000\n", "utf-8")
    given = ("--population", tmp_path / "people.csv")
    done("export", folder / "out", "--out", tmp_path / "e", *given, "--format", "panel")
    panel = [row for row in rows(tmp_path / "e" / "panel.csv") if row["body_id"] == county]
    assert panel
    for row in panel:
        assert float(row["applications_per_10000"]) == float(row["applications_new_total"])


def test_export_says_what_of_the_inhabitants_no_body_has_and_what_cannot_be(city, tmp_path):
    folder, _ = city
    file = tmp_path / "bodies.csv"
    done("bodies", "list", folder / "out", "--out", file)
    county = next(row["body_id"] for row in rows(file) if row["level"] == "county")
    by_code = county.removesuffix("-gov") + ".x"
    (tmp_path / "people.csv").write_text(f"code,population\n{by_code},400000\n", "utf-8")
    given = ("--population", tmp_path / "people.csv")
    told = done("export", folder / "out", "--out", tmp_path / "e", *given, "--format", "panel")
    assert f"no government here has the code {by_code}" in " ".join(told.split())


def test_link_says_the_rule_or_the_alternatives():
    told = done("bodies", "link", "洪泽县水利局", "鼓楼区人民政府", "--year", "2015")
    assert "320829-dept-水利局" in told
    assert "rule only" in told
    assert "perhaps 410204-gov" in told


def renamed(made, to):
    """The texts of an invented city and its one district under other names, the district without the city."""
    city, district = (one.place for one in made.bodies if one.name.endswith(f"{one.place}人民政府"))
    for one in made.documents:
        told = [one.path, one.text]
        for old, new in ((city + district, to[1]), (district, to[1]), (city, to[0])):
            told = [each.replace(old, new) for each in told]
        yield told


@pytest.mark.parametrize("how", ["command", "by hand"])
def test_an_audit_finds_the_contradiction_after_a_correction_to_an_id_of_no_other_row(tmp_path, how):
    shape = CityShape(districts=1, townships=0, departments=1, years=2)
    made = make_city(5, (Trouble.FAMILY,), shape)
    for name, text in renamed(made, ("天津市", "和平区")):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(text, "utf-8")
    done("extract", tmp_path / "in", "--out", tmp_path / "out", "--quiet")
    assert "contradictions: 0" in done("audit", tmp_path / "out", "--out", tmp_path / "before")
    file = tmp_path / "out" / "bodies.csv"
    done("bodies", "list", tmp_path / "out")
    ids = {"和平区人民政府": "120101-gov", "和平区教育局": "120101-dept-教育局"}
    if how == "command":
        for name, body_id in ids.items():
            done("bodies", "correct", name, body_id, "--bodies", file)
    else:
        own = [one | {"body_id": ids.get(one["name"], one["body_id"])} for one in rows(file)]
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, own[0])
            writer.writeheader()
            writer.writerows(own)
    done("audit", tmp_path / "out", "--out", tmp_path / "after")
    found = {(one["check"], one["body_id"], one["year"]) for one in rows(tmp_path / "after" / "findings.csv")}
    assert found == {("families.sum", "120000-gov", str(made.planted[0].year))}
