"""Tables that a text draws with signs: which lines are rows, where each field stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.grammar import heads_of, printed_tables, rows_of_grid


def rows_in(text):
    return [
        [[text[cell.start : cell.end] for cell in row] for row in rows_of_grid(grid)]
        for grid in printed_tables(text)
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("| 项 | 数 |\n| --- | --- |\n| 规章 | 3 |", [["项", "数"], ["规章", "3"]]),
        ("项 | 数\n:--|--:\n规章 | 3", [["项", "数"], ["规章", "3"]]),
        ("规章 | 3 |\n文件 | 4 |", [["规章", "3"], ["文件", "4"]]),
        ("规章 | |||\n项 | 一 | 二 | 三 |", [["规章", "", "", ""], ["项", "一", "二", "三"]]),
        ("┌──┬──┐\n│项│数│\n├──┼──┤\n│规章│3│\n└──┴──┘", [["项", "数"], ["规章", "3"]]),
        ("+----+---+\n| 规章 | 3 |\n+----+---+\n| 文件 | 4 |\n+----+---+", [["规章", "3"], ["文件", "4"]]),
        ("｜规章｜3｜\n｜文件｜4｜", [["规章", "3"], ["文件", "4"]]),
        ("规章\t3\t4\n文件\t\t5", [["规章", "3", "4"], ["文件", "", "5"]]),
        ("| 甲 | 1 |\n\n| 乙 | 2 |", [["甲", "1"], ["乙", "2"]]),
        ("| 甲 | - |\n| 乙 | —— |", [["甲", "-"], ["乙", "——"]]),
        (r"| 甲\|乙 | 1 |" + "\n| 丙 | 2 |", [[r"甲\|乙", "1"], ["丙", "2"]]),
        (" | 甲 | 1\n乙 | 丙 | 2\n丁 | 戊 | 3", [["", "甲", "1"], ["乙", "丙", "2"], ["丁", "戊", "3"]]),
        ("| 甲 | 1 | |\n| 乙 | 2 | |", [["甲", "1", ""], ["乙", "2", ""]]),
    ],
)
def test_rows_and_fields_are_found_when_signs_part_them(text, rows):
    assert rows_in("前文。\n" + text + "\n后文。") == [rows]


@pytest.mark.parametrize(
    "text",
    [
        "首页 | 机构 | 公开\n正文一段。",
        "0 |\n3 |\n4 |",
        "|\n|\n|",
        "一、总体情况\n-----\n正文。",
        "\t一段缩进的话。\n\t又一段。",
        "",
        "------\n------",
    ],
)
def test_what_is_no_table_stays_text(text):
    assert rows_in(text) == []


def test_two_tables_stay_apart_when_text_or_a_new_rule_parts_them():
    text = "|甲|1|\n|乙|2|\n说明\n|丙|3|\n|丁|4|\n\n|---|---|\n|戊|5|\n|己|6|"
    assert [len(rows) for rows in rows_in(text)] == [2, 2, 2]
    markdown = "|甲|乙|\n|---|---|\n|丙|1|\n\n|丁|戊|\n|---|---|\n|己|2|"
    assert [len(rows) for rows in rows_in(markdown)] == [2, 2]


def test_rows_without_figures_at_the_top_are_heads():
    text = "| 项 | 数 |\n| 本年 | 上年 |\n| 规章 | 3 |\n| 文件 | 无 |"
    (grid,) = printed_tables(text)
    assert heads_of(text, rows_of_grid(grid)) == 2


def test_a_numbered_row_with_blank_figures_is_no_head():
    text = "| 项 | 数 |\n| 2.重复申请 | |\n| （二）部分公开 | 4 |"
    (grid,) = printed_tables(text)
    assert heads_of(text, rows_of_grid(grid)) == 1


@given(st.text(alphabet="|｜│\t -—:+\n甲1\\", max_size=200), st.integers(0, 50))
def test_cells_stand_in_order_inside_of_their_table_whatever_the_text(text, low):
    at = low
    for grid in printed_tables(text, low):
        assert at <= grid.start
        at = grid.start
        for row in rows_of_grid(grid):
            for cell in row:
                assert at <= cell.start <= cell.end <= grid.end
                at = cell.end
        at = grid.end


def test_a_long_line_of_signs_takes_no_time_to_speak_of():
    for text in ("|" * 200_000, "- " * 100_000, ("-" * 100_000 + "a\n") * 2, "|a" * 100_000 + "\n|a|b"):
        list(printed_tables(text))
