"""Digits that a form prints beside its numbers are no lost numbers: list numbers, codes, 60岁 in a label."""

import pytest

from extractor.forms import add_form, forget_forms
from extractor.pipeline import extract

FORM = """\
edition = "reading_rooms"
name = "农家书屋统计表"
marks = ["农家书屋统计表"]

[columns.halves]
first = {labels = ["上半年"]}
second = {labels = ["下半年"]}
year = {labels = ["全年"]}

[tables.readers]
name = "农家书屋统计表"
corner = "项目"
rows = [
  {key = "young", labels = ["18岁以下读者"], columns = "halves", code = "01"},
  {key = "old", labels = ["60岁以上读者"], columns = "halves", code = "02"},
  {key = "others", labels = ["其余读者"], columns = "halves", code = "03"},
  {key = "all", labels = ["读者合计"], columns = "halves", code = "04"},
]
sums = [
  {id = "row", each = "row", left = "* -year", right = "year"},
  {id = "column", each = "column", left = "* -all", right = "all"},
]
"""
PLAIN = """\
枫桥镇人民政府2024年农家书屋统计表
项目	上半年	下半年	全年
1.18岁以下读者	310	420	730
2.60岁以上读者	52	47	99
3.其余读者	205	190	395
4.读者合计	567	657	1224
"""
CODED = """\
枫桥镇人民政府2024年农家书屋统计表
项目	代码	上半年	下半年	全年
18岁以下读者	01	310	420	730
60岁以上读者	02	52	47	99
其余读者	03	205	190	395
读者合计	04	567	657	1224
"""


@pytest.fixture(autouse=True)
def known_form(tmp_path):
    path = tmp_path / "reading_rooms.toml"
    path.write_text(FORM, encoding="utf-8")
    add_form(path)
    yield
    forget_forms()


def all_lines(text, separator):
    return text.replace("\t", separator)


@pytest.mark.parametrize("text", [PLAIN, CODED], ids=["list numbers", "codes"])
@pytest.mark.parametrize("separator", ["\t", " | ", "   ", "\n"], ids=["tab", "pipe", "spaces", "lines"])
def test_words_of_the_form_leave_no_number_over(text, separator):
    report = extract(all_lines(text, separator))
    assert report.coverage.unexplained == ()
    assert report.findings == ()
    rows = {
        row: [int(cell.value) for cell in cells.values()]
        for row, cells in report.tables.get("readers").items()
    }
    assert rows == {
        "young": [310, 420, 730],
        "old": [52, 47, 99],
        "others": [205, 190, 395],
        "all": [567, 657, 1224],
    }


def test_another_number_in_a_label_is_left_over():
    report = extract(PLAIN.replace("3.其余读者", "3.其余读者含77名教师"))
    assert [span.quote for span in report.coverage.unexplained] == ["77"]
