"""read_lines: print becomes labels, numbers, placeholders and explicit blanks, each with its exact place."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.forms import edition_for
from extractor.normalise import fold_characters
from extractor.tables.line_tokens import _is_closed_cell, read_lines
from extractor.tables.tokens import Kind, display_width, looks_numeric
from extractor.tables.told import told_lines

SIGNS = {Kind.LABEL: "L", Kind.NUMBER: "N", Kind.PLACEHOLDER: "P", Kind.BLANK: "_"}


def lines_of(text):
    return read_lines(fold_characters(text), 0, len(text))


def tokens_of(text):
    return [token for line in lines_of(text) for token in line.tokens]


def shape(text):
    return " ".join("".join(SIGNS[token.kind] for token in line.tokens) for line in lines_of(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("予以公开\t1\t\t3", "LN_N", id="tabs-keep-blanks"),
        pytest.param("予以公开\t1\t2\t\t", "LNN__", id="tabs-at-the-end"),
        pytest.param(
            "| 予以公开 | 1 |  | 3 |\n| 部分公开 | 1 | 2 | |", "_LN_N_ _LNN__", id="pipes-keep-blanks"
        ),
        pytest.param("予以公开  1  2  3", "LNNN", id="spaces"),
        pytest.param("予以公开1", "LN", id="number-glued-to-a-label"),
        pytest.param("（一）予以公开 3", "LN", id="list-number-of-a-label"),
        pytest.param("1.属于国家秘密 0 0", "LNN", id="arabic-list-number"),
        pytest.param("1 属于国家秘密 0 0", "LNN", id="list-number-apart"),
        pytest.param("予以公开 / - 无 0", "LPPPN", id="signs-for-nothing"),
        pytest.param("22（其中修订16件） 3", "NN", id="note-in-a-cell"),
        pytest.param("增23 减13 +15 -1", "NNNN", id="changes"),
        pytest.param("2.14亿元", "N", id="money"),
        pytest.param("O l2 4|", "NNN", id="letters-for-digits"),
        pytest.param("自然人\n总计", "L L", id="labels-on-lines"),
        pytest.param("申请人情况", "L", id="label"),
        pytest.param("1\n- 4 -\n2", "N N", id="page-number"),
        pytest.param("1\n第 3 页 共 9 页\n2", "N N", id="page-of-pages"),
        pytest.param("1\n4 / 9\n2", "N N", id="page-slash-pages"),
        pytest.param("1\nhttp://www.lt.gov.cn/art/2022/1/20/1.html  3/9\n2", "N N", id="browser-foot"),
        pytest.param("1\n2022/1/20 10:30  年度报告\n2", "N N", id="browser-head"),
        pytest.param("1\n--------\n2", "N N", id="drawn-rule"),
        pytest.param("| 1 | 2 | 3 |\n|---|---|---|\n| 4 | 5 | 6 |", "_NNN_ _NNN_", id="markdown-rule"),
        pytest.param("予以公开 1\n没有收取费用，用时6天。\n部分公开 2", "LN LN", id="sentence-inside"),
        pytest.param("22 （其中修订 16 件） 3", "NN", id="note-apart"),
        pytest.param("22（其中修订 16 件） 3", "NN", id="note-with-blanks"),
        pytest.param("1\n（含自然失效 29 件）\n2", "N N", id="note-on-a-line"),
        pytest.param("类别\t数据1\t数据2\t数据3\t总计", "LLLLL", id="heads-counted-up"),
        pytest.param("甲,1,2,,3\n乙,0,0,0,0\n丙,0,1,0,1\n丁,0,0,0,0", "LNN_N LNNNN LNNNN LNNNN", id="commas"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_print_is_taken_apart(text, expected):
    assert shape(text) == expected


@pytest.mark.parametrize(
    ("text", "gaps"),
    [("1\n2\n\n\n3", [0, 0, 2]), ("1\n\n- 4 -\n\n2", [0, 1]), ("\n\n1", [2])],
    ids=["blank-lines", "page-number-hides-its-white-space", "before-the-first"],
)
def test_white_lines_before_a_token_are_counted(text, gaps):
    assert [token.gap for token in tokens_of(text)] == gaps


def test_columns_count_wide_characters_twice():
    header, figures = lines_of("科研机构    总计\n   1         2")
    assert [token.column for token in header.tokens] == [4.0, 14.0]
    assert [token.column for token in figures.tokens] == [3.5, 13.5]


@pytest.mark.parametrize(("text", "width"), [("", 0), ("ab1", 3), ("总计", 4), ("（1）", 5)])
def test_display_width(text, width):
    assert display_width(text) == width


@pytest.mark.parametrize("text", ["12", "O", "1,234", "22件", "增3", "5.5万元", "4|"])
def test_numeric_print(text):
    assert looks_numeric(fold_characters(text))


@pytest.mark.parametrize("text", ["1.", "(3)", "总计", "第20条", "SOS0SOS", "一", "2、"])
def test_print_that_is_no_number(text):
    assert not looks_numeric(text)


tables = st.text(
    alphabet=st.sampled_from("总计予以公开其他0123456789Ol/-|\t\t  \n\n（）.，件。一"), max_size=120
)


@settings(deadline=None)
@given(tables, st.text(alphabet="前言\n", max_size=8))
def test_tokens_quote_the_text_in_order_whatever_is_printed(table, before):
    characters = fold_characters(before + table)
    at = len(before)
    for line in read_lines(characters, len(before), len(characters)):
        for token in line.tokens:
            assert characters[token.start : token.end] == token.text
            assert token.start >= at
            at = token.end
            assert (token.kind is Kind.BLANK) == (token.text == "")


@pytest.mark.parametrize(
    ("raw", "closed"),
    [
        ("12|", True),
        ("总 计 | \t", True),
        ("|", False),
        (" |", False),
        ("12", False),
        ("1|2|", False),
        ("1||", False),
    ],
)
def test_one_cell_with_a_pipe_behind_it_is_closed(raw, closed):
    assert _is_closed_cell(raw) is closed


@pytest.mark.parametrize("token", ["1,", "1,,", "1、", "-,", "（", "1元,", " ,1"])
def test_a_list_that_ends_in_words_is_given_up_at_once(token):
    line = f"规章制发：{token * 3_000}甲"
    began = time.process_time()
    assert told_lines(f"{line}\n{line}", 0, 2 * len(line) + 1, edition_for(2022).tables[0]) is None
    assert time.process_time() - began < 5
