"""A column of numbers under few sums: what one sum alone says of a number is no proof, and told as none."""

import pytest

from extractor.forms import add_form, forget_forms
from extractor.pipeline import extract
from extractor.records import CellBasis

FORM = """\
edition = "wells"
name = "农村机井统计表"
marks = ["农村机井统计表"]

[columns.number]
number = {labels = ["数量"]}

[tables.wells]
name = "农村机井统计表"
corner = "指标"
rows = [
  {key = "asked", labels = ["申请打井"], columns = "number"},
  {key = "by_farms", labels = ["农户申请"], columns = "number"},
  {key = "by_villages", labels = ["村集体申请"], columns = "number"},
  {key = "by_others", labels = ["其他单位申请"], columns = "number"},
  {key = "decided", labels = ["办结申请"], columns = "number"},
  {key = "granted", labels = ["准予打井"], columns = "number"},
  {key = "denied", labels = ["不准打井"], columns = "number"},
  {key = "denied_water", labels = ["水位过低"], columns = "number"},
  {key = "denied_place", labels = ["位于禁采区"], columns = "number"},
  {key = "denied_papers", labels = ["材料不全"], columns = "number"},
]
sums = [
  {id = "column.asked", each = "column", left = "by_*", right = "asked"},
  {id = "column.decided", each = "column", left = "granted denied", right = "decided"},
  {id = "column.denied", each = "column", left = "denied_*", right = "denied"},
]
"""
LABELS = [
    "申请打井", "农户申请", "村集体申请", "其他单位申请", "办结申请",
    "准予打井", "不准打井", "水位过低", "位于禁采区", "材料不全",
]  # fmt: skip
RIGHT = [41, 26, 9, 6, 30, 18, 12, 4, 7, 1]


@pytest.fixture(autouse=True)
def known_form(tmp_path):
    path = tmp_path / "wells.toml"
    path.write_text(FORM, encoding="utf-8")
    add_form(path)
    yield
    forget_forms()


def read(numbers, left_out=()):
    lines = [f"{label}\t{number}" for label, number in zip(LABELS, numbers, strict=True)]
    kept = [line for line in lines if line.split("\t")[0] not in left_out]
    return extract("石桥县2023年农村机井统计表\n指标\t数量\n" + "\n".join(kept) + "\n")


def changed(**numbers):
    at = {"asked": 0, "decided": 4, "granted": 5, "denied": 6, "water": 7, "place": 8}
    found = list(RIGHT)
    for name, number in numbers.items():
        found[at[name]] = number
    return found


def pointed_at(report, check):
    return {at.split("/")[3] for each in report.findings if each.check == check for at in each.where}


def test_clean_table_is_proved_and_says_nothing():
    report = read(RIGHT)
    assert {cell.basis for *_, cell in report.tables.cells()} == {CellBasis.PROVED}
    assert report.findings == ()


def test_parts_are_named_when_another_sum_contradicts_that_the_total_is_wrong():
    report = read(changed(denied=0, water=8, place=7, granted=30))
    assert {"denied", "denied_water", "denied_place"} <= pointed_at(report, "identity.sum")


def test_only_the_total_is_named_when_the_other_sum_agrees():
    report = read(changed(denied=0))
    assert pointed_at(report, "identity.sum") == {"denied"}


def test_row_that_is_not_printed_is_offered_and_not_inferred_when_one_sum_alone_leaves_its_number():
    cell = read(changed(asked=71), left_out=("村集体申请",)).tables.get("wells")["by_villages"]["number"]
    assert (cell.value, cell.basis, [int(each) for each in cell.alternatives]) == (
        None, CellBasis.AMBIGUOUS, [39],
    )  # fmt: skip


def test_numbers_that_no_sum_could_check_are_named_beside_the_rows_that_are_not_printed():
    report = read(changed(place=5), left_out=("村集体申请", "材料不全"))
    named = pointed_at(report, "table.rows_missing")
    assert {"by_villages", "denied_papers"} <= named
    for row in ("asked", "by_farms", "by_others", "denied_water", "denied_place"):
        cell = report.tables.get("wells")[row]["number"]
        assert row in named or cell.reason or cell.basis is CellBasis.AMBIGUOUS
    assert "granted" not in named
