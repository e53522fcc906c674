"""What a document does not hold is an empty cell of the panel, never a zero."""

import csv
from pathlib import Path

import pytest
from click_runner import runner

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reports"
LISTS = ("counts", "trainings", "events", "issues", "remedies", "past_rectifications")
BASES = ("cells_inferred", "cells_repaired", "cells_conflict", "cells_ambiguous")
FRAGMENT = """青川县人民政府2021年政府信息公开工作年度报告

五、存在的主要问题及改进情况

（一）存在的问题。一是公开的主动性不够强。
（二）改进措施。一是加强业务培训。
"""
WHOLE = f"""青川县人民政府2022年政府信息公开工作年度报告

一、总体情况

本年度按规定开展工作。

{FRAGMENT.split(chr(10), 2)[2]}"""


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    folder = tmp_path_factory.mktemp("panel")
    (folder / "in").mkdir()
    for stem in ("list-page", "notice-2022", "guide", "empty-shell"):
        (folder / "in" / f"{stem}.txt").write_bytes((FIXTURES / f"{stem}.txt").read_bytes())
    (folder / "in" / "fragment.txt").write_text(FRAGMENT, encoding="utf-8")
    (folder / "in" / "whole.txt").write_text(WHOLE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        cli = runner(patch, folder)
        assert cli("extract", "in", "--out", "out", "--engine", "rules").code == 0
        done = cli("export", "out", "--out", "data", "--format", "csv,panel")
    assert done.code == 0, done.err
    with (folder / "data" / "panel.csv").open(encoding="utf-8", newline="") as file:
        return {row["document"].removesuffix(".txt"): row for row in csv.DictReader(file)}


@pytest.mark.parametrize("name", ["list-page", "notice-2022", "guide", "empty-shell"])
def test_a_paper_that_is_no_report_has_neither_numbers_nor_days_late(rows, name):
    row = rows[name]
    filled = {
        key
        for key, value in row.items()
        if value and key.startswith(("applications_", "proactive_", "days_"))
    }
    assert filled | {key for key in (*LISTS, *BASES) if row[key]} == set()


def test_a_fragment_says_nothing_of_the_parts_that_it_lacks_and_a_report_says_none(rows):
    assert [rows["fragment"][key] for key in ("counts", "trainings", "issues", "remedies")] == [
        "",
        "",
        "1",
        "1",
    ]
    assert [rows["whole"][key] for key in ("counts", "trainings", "issues", "remedies")] == [
        "0",
        "0",
        "1",
        "1",
    ]
    assert [rows["whole"][key] for key in BASES] == [""] * 4
