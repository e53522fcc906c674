"""Rows and columns of 表四 that are printed in another order than the form's are never taken as proved."""

import pytest

from extractor.pipeline import extract

HEAD = "青川县人民政府2022年政府信息公开工作年度报告\n四、政府信息公开行政复议、行政诉讼情况\n"
TAIL = (
    "\n五、存在的主要问题及改进情况\n一是栏目更新不及时。二是解读形式单一。\n六、其他需要报告的事项\n无。\n"
)
COLUMNS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
ROWS = {"行政复议": [1, 0, 0, 2, 3], "未经复议直接起诉": [5, 6, 0, 0, 11], "复议后起诉": [4, 0, 0, 0, 4]}


def one_row_a_block(rows, columns):
    order = [COLUMNS.index(column) for column in columns]
    lines = [["类别", *columns]] + [[row, *(str(ROWS[row][at]) for at in order)] for row in rows]
    return HEAD + "\n".join("\t".join(line) for line in lines) + TAIL


def one_line(rows):
    heads = ["行政复议", "行政诉讼"] if rows[0] == "行政复议" else ["行政诉讼", "行政复议"]
    names = [row for row in rows if row != "行政复议"]
    numbers = [str(number) for row in rows for number in ROWS[row]]
    return HEAD + "\n".join("\t".join(line) for line in (heads, names, COLUMNS * 3, numbers)) + TAIL


def places_in_doubt(text):
    report = extract(text)
    return {where for found in report.findings if found.check == "table.place" for where in found.where}


def test_the_forms_own_order_is_not_in_doubt():
    assert places_in_doubt(one_row_a_block(list(ROWS), COLUMNS)) == set()
    assert places_in_doubt(one_line(list(ROWS))) == set()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            one_row_a_block(["行政复议", "复议后起诉", "未经复议直接起诉"], COLUMNS), id="last two rows"
        ),
        pytest.param(
            one_row_a_block(["未经复议直接起诉", "复议后起诉", "行政复议"], COLUMNS), id="first row last"
        ),
        pytest.param(
            one_row_a_block(list(ROWS), ["结果纠正", "结果维持", "其他结果", "尚未审结", "总计"]),
            id="two columns",
        ),
        pytest.param(
            one_line(["未经复议直接起诉", "复议后起诉", "行政复议"]), id="litigation before reconsideration"
        ),
    ],
)
def test_another_order_is_in_doubt_and_nothing_of_it_is_proved(text):
    report = extract(text)
    cells = [cell for row in (report.tables.disputes or {}).values() for cell in (row or {}).values()]
    assert not any(cell.basis == "proved" for cell in cells)
    assert len(places_in_doubt(text)) >= 10 or not cells
