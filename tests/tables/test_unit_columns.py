"""A column of units in a table of one's own form: 处, 人次 are neither labels nor numbers of a row."""

import pytest

from extractor.forms import add_form, forget_forms
from extractor.pipeline import extract

_FORM = """\
edition = "ferry_annual"
name = "渡口年度统计表"
marks = ["渡口年度统计表"]
[columns.both]
now = {labels = ["本年"]}
ever = {labels = ["累计"]}
[tables.ferries]
name = "渡口年度统计表"
corner = "指标"
rows = [
  {key = "oars", labels = ["人力渡船"], columns = "both"},
  {key = "motors", labels = ["机动渡船"], columns = "both"},
  {key = "boats", labels = ["渡船合计"], columns = "both"},
  {key = "seats", labels = ["载客人次"], columns = "both"},
  {key = "checks", labels = ["安全检查"], columns = "both"},
  {key = "fines", labels = ["处罚金额"], columns = "both"},
]
sums = [{id = "boats", each = "column", left = "oars motors", right = "boats"}]
"""
_ROWS = {
    "oars": ["人力渡船", "艘", "4", "31"],
    "motors": ["机动渡船", "艘", "7", "29"],
    "boats": ["渡船合计", "艘", "11", "60"],
    "seats": ["载客人次", "万人次", "26", "418"],
    "checks": ["安全检查", "次", "53", "702"],
    "fines": ["处罚金额", "万元", "8", "95"],
}
_HEADER = ["指标", "计量单位", "本年", "累计"]


@pytest.fixture(autouse=True)
def ferries(tmp_path):
    path = tmp_path / "ferries.toml"
    path.write_text(_FORM, encoding="utf-8")
    add_form(path)
    yield
    forget_forms()


def values_of(lines):
    report = extract("青渡县2023年渡口年度统计表\n" + "\n".join(lines) + "\n")
    return {
        row: [None if cell.value is None else int(cell.value) for cell in (cells or {}).values()]
        for row, cells in (report.tables.get("ferries") or {}).items()
    }


def printed(rows):
    return {key: [int(row[2]), int(row[3])] for key, row in rows.items()}


@pytest.mark.parametrize(
    ("lost", "separator"), [("motors", ","), ("seats", "\t"), ("checks", " "), ("checks", " | ")]
)
def test_a_lost_row_moves_no_number_when_units_have_a_column(lost, separator):
    rows = {key: row for key, row in _ROWS.items() if key != lost}
    read = values_of(map(separator.join, [_HEADER, *rows.values()]))
    assert {key: value for key, value in read.items() if key != lost} == printed(rows)
    assert read[lost] == [None, None]


def test_no_unit_is_taken_for_a_label_when_it_is_printed_once_for_several_rows():
    rows = {key: list(row) for key, row in _ROWS.items() if key != "seats"}
    rows["motors"][1] = rows["boats"][1] = ""
    read = values_of(map("\t".join, [_HEADER, *rows.values()]))
    assert {key: read[key] for key in rows} == printed(rows)


def test_the_end_of_a_broken_label_stays_when_it_reads_like_a_unit():
    lines = [" ".join(row) for row in _ROWS.values()]
    broken = [line.replace("载客人次 万人次", "载客\n人次") for line in lines]
    read = values_of([" ".join(_HEADER), *broken])
    assert read == printed(_ROWS)
