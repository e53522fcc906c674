"""Rows and columns of 表四 under their printed names, in whatever order they stand, and some of them only."""

import pytest

from extractor.pipeline import extract
from extractor.records import CellBasis

HEAD = "青川县人民政府2022年政府信息公开工作年度报告\n四、政府信息公开行政复议、行政诉讼情况\n"
TAIL = (
    "\n五、存在的主要问题及改进情况\n一是栏目更新不及时。二是解读形式单一。\n六、其他需要报告的事项\n无。\n"
)
COLUMNS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
KEYS = ["upheld", "corrected", "other", "pending", "total"]
ROWS = {"行政复议": [1, 0, 0, 2, 3], "未经复议直接起诉": [5, 6, 0, 0, 11], "复议后起诉": [4, 0, 0, 0, 4]}
NAMES = {
    "行政复议": "reconsideration",
    "未经复议直接起诉": "litigation_direct",
    "复议后起诉": "litigation_after_review",
}
TURNED = ["总计", "结果维持", "结果纠正", "其他结果", "尚未审结"]


def printed(lines, way):
    if way == "tabs":
        return "\n".join("\t".join(line) for line in lines)
    if way == "pipes":
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)
    if way == "spaces":
        return "\n".join("      ".join(word for word in line if word) for line in lines)
    return "\n".join(word for line in lines for word in line if word)


def one_row_a_block(rows, columns):
    lines = [["类别", *columns]]
    return lines + [[row, *(str(ROWS[row][COLUMNS.index(column)]) for column in columns)] for row in rows]


def one_line(rows, columns):
    """A header of three lines, merged cells as blanks, and all numbers on one line."""
    top, below = [], []
    for row in rows:
        group = "行政复议" if row == "行政复议" else "行政诉讼"
        top += ["" if group in top else group, *[""] * 4]
        below += ["" if row == "行政复议" else row, *[""] * 4]
    numbers = [str(ROWS[row][COLUMNS.index(column)]) for row in rows for column in columns]
    return [top, below, columns * len(rows), numbers]


def tables_of_their_own(rows, columns):
    return [
        line
        for row in rows
        for line in ([row], columns, [str(ROWS[row][COLUMNS.index(column)]) for column in columns])
    ]


@pytest.mark.parametrize("way", ["tabs", "pipes", "spaces", "cells"])
@pytest.mark.parametrize("layout", [one_row_a_block, one_line, tables_of_their_own])
@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        pytest.param(list(ROWS), COLUMNS, id="as the form has it"),
        pytest.param(["行政复议", "复议后起诉", "未经复议直接起诉"], COLUMNS, id="last two rows"),
        pytest.param(["未经复议直接起诉", "复议后起诉", "行政复议"], COLUMNS, id="first row last"),
        pytest.param(list(ROWS), ["结果纠正", "结果维持", *COLUMNS[2:]], id="two columns"),
        pytest.param(list(ROWS), TURNED, id="total first"),
        pytest.param(["复议后起诉", "未经复议直接起诉"], TURNED, id="some rows in another order"),
        pytest.param(["未经复议直接起诉", "复议后起诉"], COLUMNS, id="litigation only"),
        pytest.param(["行政复议"], COLUMNS, id="reconsideration only"),
    ],
)
def test_numbers_stand_under_the_names_that_are_printed(way, layout, rows, columns):
    report = extract(HEAD + printed(layout(rows, columns), way) + TAIL)
    for row, figures in ROWS.items():
        cells = report.tables.disputes[NAMES[row]]
        if row in rows:
            assert [cells[key].value for key in KEYS] == figures
            assert {cell.basis for cell in cells.values()} == {CellBasis.PROVED}
        else:
            assert {cell.value for cell in cells.values()} == {None}
    missing = [found for found in report.findings if found.check == "table.rows_missing"]
    assert bool(missing) == (len(rows) < len(ROWS))


def test_names_that_cannot_be_followed_leave_the_table_in_doubt():
    """A whole set of labels in another order, over numbers of which one was lost."""
    lines = one_line(["未经复议直接起诉", "复议后起诉", "行政复议"], COLUMNS)
    text = HEAD + printed([*lines[:3], lines[3][1:]], "tabs") + TAIL
    report = extract(text)
    cells = [cell for row in (report.tables.disputes or {}).values() for cell in (row or {}).values()]
    assert not any(cell.basis is CellBasis.PROVED for cell in cells)
