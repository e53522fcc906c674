"""Verdicts of the disputes table: fifteen cells in three blocks, often with lost blanks."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed_tables import disputes

from extractor.ingest import read_bytes
from extractor.pipeline import extract_document
from extractor.records import CellBasis

HEADER = (
    "行政复议\t行政诉讼\n未经复议直接起诉\t复议后起诉\n"
    "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t"
    "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n"
)
BLOCKS = ("reconsideration", "litigation_direct", "litigation_after_review")
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
CLEAN = [4, 1, 0, 2, 7, 3, 0, 0, 1, 4, 0, 0, 0, 0, 0]


def line(cells, gap="\t"):
    return HEADER + gap.join(map(str, cells)) + "\n"


def flat(table):
    return [table[block][outcome] for block in BLOCKS for outcome in OUTCOMES]


def figures(table):
    return [None if cell.value is None else int(cell.value) for cell in flat(table)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(line(CLEAN), id="tabs"),
        pytest.param(line(CLEAN, " | "), id="pipes"),
        pytest.param(line(CLEAN, "  "), id="spaces"),
        pytest.param(line(CLEAN, " "), id="one-space"),
        pytest.param(line(CLEAN, "\n"), id="cell-per-line"),
        pytest.param(line(CLEAN, "\n\n"), id="cell-per-line-with-blank-lines"),
        pytest.param(
            "行政复议\n行政诉讼\n结果结果其他尚未\n维持纠正结果审结总计\n" + line(CLEAN, " "),
            id="header-collapsed",
        ),
        pytest.param(
            line(CLEAN).replace("纠正", "纠 正").replace("结果维持", "结 果 维 持"), id="glyph-runs"
        ),
        pytest.param(line([f"{v}件" for v in CLEAN]), id="units"),
    ],
)
def test_every_cell_is_proved_when_all_are_printed(text):
    table = disputes(text)
    assert figures(table) == CLEAN
    assert {cell.basis for cell in flat(table)} == {CellBasis.PROVED}


BLOCKS_BELOW = (
    "项目\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n行政复议\t{}\n未经复议直接起诉\t{}\n复议后起诉\t{}\n"
)


def blocks_below(cells, gap="\t"):
    parts = (gap.join(map(str, cells[at : at + 5])) for at in (0, 5, 10))
    return BLOCKS_BELOW.replace("\t", gap).format(*parts)


@pytest.mark.parametrize("gap", ["\t", "  ", " | "], ids=["tabs", "spaces", "pipes"])
def test_blocks_may_stand_below_each_other(gap):
    assert figures(disputes(blocks_below(CLEAN, gap))) == CLEAN


def test_blanks_keep_their_places_when_blocks_stand_below_each_other():
    table = disputes(blocks_below(["" if value == 0 else value for value in CLEAN]))
    assert figures(table) == CLEAN
    assert not {cell.basis for cell in flat(table)} & {CellBasis.CONFLICT, CellBasis.AMBIGUOUS}


@pytest.mark.parametrize("gap", ["\t", "  ", " | "], ids=["tabs", "spaces", "pipes"])
def test_line_of_numbers_may_be_cut_by_a_page_break(gap):
    text = HEADER.replace("\t", gap) + gap.join(map(str, CLEAN[:8])) + "\n- 5 -\n"
    table = disputes(text + gap.join(map(str, CLEAN[8:])) + "\n")
    assert figures(table) == CLEAN
    assert {cell.basis for cell in flat(table)} == {CellBasis.PROVED}


def test_table_stands_there_blank_when_its_fields_are_empty():
    table = disputes(line([""] * 15))
    assert {cell.basis for cell in flat(table)} == {CellBasis.BLANK}


def test_numbers_may_stand_before_the_labels():
    table = disputes("\t".join(map(str, CLEAN[:5])) + "\n结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n")
    assert all(value in (None, *CLEAN) for value in figures(table))


def test_issuers_total_stays_when_it_contradicts_its_parts():
    """A real report prints 10, 1, 0, 0 with total 0."""
    table = disputes(line([10, 1, 0, 0, 0, *CLEAN[5:]]))
    assert figures(table) == [10, 1, 0, 0, 0, *CLEAN[5:]]
    assert {cell.basis for cell in flat(table)[:5]} == {CellBasis.CONFLICT}
    assert [int(a) for a in table["reconsideration"]["total"].alternatives] == [11]
    assert {cell.basis for cell in flat(table)[5:]} == {CellBasis.PROVED}
    assert table["reconsideration"]["upheld"].identities == ("disputes.row.reconsideration",)


def test_letter_is_repaired_when_its_block_adds_up():
    table = disputes(line([4, "l", 0, 2, 7, *CLEAN[5:]]))
    assert figures(table) == CLEAN
    assert table["reconsideration"]["corrected"].basis is CellBasis.REPAIRED


def test_letter_is_doubted_when_no_reading_adds_up():
    table = disputes(line([4, "S", 0, 2, 7, *CLEAN[5:]]))
    assert table["reconsideration"]["corrected"].basis in (CellBasis.CONFLICT, CellBasis.AMBIGUOUS)


def test_blanks_are_inferred_zero_when_separators_show_them():
    cells = ["" if value == 0 else value for value in CLEAN[:10]] + [0] * 5
    table = disputes(line(cells))
    assert figures(table) == CLEAN
    assert table["reconsideration"]["other"].basis is CellBasis.INFERRED


def test_places_are_ambiguous_when_dropped_blanks_leave_several():
    """4 and 4 may be any outcome with the total of any block."""
    table = disputes(line([4, 4], "\n"))
    doubted = [cell for cell in flat(table) if cell.basis is CellBasis.AMBIGUOUS]
    assert len(doubted) == 15
    assert all(cell.value is None and 4 in cell.alternatives for cell in doubted)


def test_places_are_told_when_dropped_blanks_leave_one_choice():
    """Thirteen numbers: two zeros were lost, and only one way of adding up remains."""
    cells = [4, 1, 2, 7, 3, 5, 6, 1, 15, 1, 1, 1, 1, 4]
    table = disputes(line(cells, "\n"))
    told = {
        (block, outcome): int(table[block][outcome].value)
        for block in BLOCKS
        for outcome in OUTCOMES
        if table[block][outcome].basis is not CellBasis.AMBIGUOUS
    }
    right = dict(zip([(b, o) for b in BLOCKS for o in OUTCOMES], [None] * 5 + cells[4:], strict=True))
    assert all(told[key] == right[key] for key in told if right[key] is not None)


def test_blank_block_stays_blank_when_nothing_is_printed_in_it():
    table = disputes(line([*CLEAN[:10], "", "", "", "", ""]))
    assert [cell.value for cell in flat(table)[10:]] == [0] * 5 or {
        cell.basis for cell in flat(table)[10:]
    } == {CellBasis.BLANK}


def test_doubled_characters_are_undone_when_the_block_shows_them():
    doubled = HEADER.replace("结果", "结结果").replace("其他", "其其他").replace("尚未", "尚尚未")
    table = disputes(doubled + "\t".join(f"{v}{v}" for v in CLEAN) + "\n")
    assert figures(table) == CLEAN


@pytest.mark.parametrize(
    "text",
    ["", "本年度没有行政复议和行政诉讼。\n", "[图片：表三.jpg] |\n", "（见下图）\n3\n"],
    ids=["empty", "sentence", "picture-and-a-stray-pipe", "picture-and-a-page-number"],
)
def test_table_is_absent_when_it_is_not_printed(text):
    assert disputes(text) is None


def tables_that_print(numbers):
    """Every table with sums that hold whose blanks, left out, leave just these numbers: the oracle."""
    found = []
    for places in combinations(range(15), len(numbers)):
        cells = [0] * 15
        for place, number in zip(places, numbers, strict=True):
            cells[place] = number
        if all(sum(cells[at : at + 4]) == cells[at + 4] for at in (0, 5, 10)):
            found.append(cells)
    return found


SURE = {CellBasis.PROVED, CellBasis.INFERRED, CellBasis.PRINTED, CellBasis.REPAIRED}


def assert_no_cell_is_surer_than_it_can_be(numbers):
    possible = tables_that_print(numbers)
    read = flat(disputes(line(numbers, "\n")))
    if not possible:
        return  # the issuer's own error: what is said of it is another test's
    for at, cell in enumerate(read):
        values = {cells[at] for cells in possible}
        where = (numbers, BLOCKS[at // 5], OUTCOMES[at % 5], cell.basis)
        if cell.basis in SURE:
            assert {int(cell.value)} == values, where
        if len(values) > 1:
            assert cell.basis in (CellBasis.AMBIGUOUS, CellBasis.CONFLICT), where


@pytest.mark.parametrize("second", range(1, 6))
@pytest.mark.parametrize("first", range(1, 6))
def test_no_cell_is_sure_when_two_numbers_are_left_of_a_line_without_blanks(first, second):
    assert_no_cell_is_surer_than_it_can_be([first, second])


@settings(deadline=None, max_examples=60, derandomize=True)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=4))
def test_no_cell_is_sure_when_a_few_numbers_are_left_of_a_line_without_blanks(numbers):
    assert_no_cell_is_surer_than_it_can_be(numbers)


@pytest.mark.parametrize("printed", [slice(0, 5), slice(0, 10), slice(5, 10), slice(10, 15)])
@pytest.mark.parametrize("numbers", [CLEAN, [4, 1, 3, 2, 10, 2, 5, 1, 1, 9, 6, 1, 1, 4, 12]])
def test_blocks_that_print_nothing_are_null_and_named(printed, numbers):
    rows = "".join(
        f"<td>{value if printed.start <= at < printed.stop else ''}</td>" for at, value in enumerate(numbers)
    )
    names = "<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>" * 3
    page = (
        "<html><body><p>青川县人民政府2022年政府信息公开工作年度报告</p><p>四、政府信息公开行政复议、行政诉讼情况</p>"
        f"<table><tr>{names}</tr><tr>{rows}</tr></table><p>五、存在的主要问题及改进情况</p><p>更新不及时。</p>"
    )
    report = extract_document(read_bytes(page.encode(), "page.html", 10**6))
    expected = [value if printed.start <= at < printed.stop else None for at, value in enumerate(numbers)]
    assert figures(report.tables.disputes) == expected
    blank = [each for each in report.findings if each.check == "table.block_blank"]
    assert [len(each.where) for each in blank] == [3 - (printed.stop - printed.start) // 5]
