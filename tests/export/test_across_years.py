"""Findings across the years of one body stand in every export, of a folder and of a store."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from extractor.cli.app import app

FIXTURE = Path(__file__).parents[2] / "fixtures" / "reports" / "anzhu-2022.txt"


@pytest.fixture(scope="module")
def years(tmp_path_factory):
    """Reports of one body on 2020, 2022 and 2023, the last one twice, once cut off."""
    folder = tmp_path_factory.mktemp("years") / "in"
    folder.mkdir()
    text = FIXTURE.read_text(encoding="utf-8")
    for year in (2020, 2022, 2023):
        (folder / f"r-{year}.txt").write_text(text.replace("2022", str(year)), encoding="utf-8")
    half = text.replace("2022", "2023")
    (folder / "q-half.txt").write_text(half[: half.index("三、收到")], encoding="utf-8")
    return folder


def done(*arguments):
    ran = CliRunner().invoke(app, list(map(str, arguments)))
    assert ran.exit_code == 0, ran.output


def across(out):
    with (out / "findings.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["check"].startswith(("carry.", "years."))]
    return {(row["path"], row["check"]): row for row in rows}


@pytest.mark.parametrize("source", ["folder", "store", "everything"])
def test_every_export_holds_them(years, tmp_path, source):
    if source == "folder":
        done("extract", years, "--out", tmp_path / "o", "--quiet")
        given = [tmp_path / "o"]
    else:
        store = ("--db", tmp_path / "s.sqlite")
        done("batch", "run", years, *store, "--engine", "rules", "--workers", "1", "--quiet")
        given = [*store, *(["--everything"] if source == "everything" else [])]
    done("export", *given, "--out", tmp_path / "e", "--format", "all")
    found = across(tmp_path / "e")
    assert set(found) == {
        ("r-2022.txt", "years.gap"),
        ("r-2023.txt", "carry.applications"),
        ("r-2023.txt", "carry.in_force"),
    }
    assert (found["r-2022.txt", "years.gap"]["left"], found["r-2022.txt", "years.gap"]["right"]) == (
        "2020",
        "2022",
    )
    sheet = openpyxl.load_workbook(tmp_path / "e" / "tables.xlsx")["findings"]
    heads = [cell.value for cell in sheet[1]]
    shown = {row[heads.index("check")].value for row in sheet.iter_rows(min_row=2)}
    assert {"years.gap", "carry.applications"} <= shown
    lines = (tmp_path / "e" / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    checks = {finding["check"] for line in lines for finding in json.loads(line)["findings"]}
    assert {"years.gap", "carry.in_force"} <= checks
