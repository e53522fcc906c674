"""Numbers of which a converter lost the order: a sum that holds for any order proves nothing."""

import pytest

from extractor import extract
from tests.tables.printed_tables import COLUMNS, LABELS, ONE_OTHER, applications, filled, tabbed

_HEADER = [
    "行政复议",
    "行政诉讼",
    "未经复议直接起诉",
    "复议后起诉",
    "结果维持",
    "结果纠正",
    "其他结果",
    "尚未审结",
    "总计",
]
_BEHIND = ["结果维持", "1", "5", "2", "3", "11", "0", "五、存在的主要问题及改进情况", "更新不够及时。"]


@pytest.mark.parametrize("strays", [12, 20, 27])
def test_zeros_out_of_more_numbers_than_cells_are_not_proved_when_they_stand_below_each_other(strays):
    text = ["某某县人民政府2024年政府信息公开工作年度报告", "一、总体情况", "公开信息12条。"]
    text += ["四、政府信息公开行政复议、行政诉讼情况", *_HEADER, *["0"] * strays, *_BEHIND]
    disputes = extract("\n\n".join(text) + "\n").tables.disputes or {}
    cells = [cell for row in disputes.values() for cell in (row or {}).values()]
    assert not [each for each in cells if each.basis == "proved" and each.reason is None]


def test_a_row_is_not_proved_when_a_page_ends_between_its_numbers_and_other_rows_are_open():
    figures = filled({"granted": (281, 77, 3, 1, 0, 5), "partial": (9, 8, 7, 0, 0, 0)}, ONE_OTHER)
    natural, business, *rest, total = figures["granted"]
    lines = [line for line in tabbed(figures).split("\n") if "总计" not in line.split("\t")[0][:6]]
    at = next(i for i, line in enumerate(lines) if line.startswith(LABELS["granted"]))
    lines[at : at + 1] = [LABELS["granted"], natural, *rest, "- 1 -", business, total]
    cells = applications("\n".join(lines))["granted"]
    assert [cells[place].basis for place in COLUMNS if cells[place].basis == "proved"] == []
