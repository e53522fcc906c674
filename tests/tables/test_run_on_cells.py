"""Cells without anything between them: the text content of a page, and rows whose digits touch."""

import pytest
from printed_tables import (
    GROUPS,
    HEADER,
    LABELS,
    SMALL,
    THREE_OTHER,
    applications,
    disputes,
    filled,
    proactive,
    wrong,
)

from extractor.records import CellBasis
from extractor.tables.cuts import are_run_together
from extractor.tables.tokens import Kind, Token

FIGURES = filled({**SMALL, "granted": (112, 13, 0, 0, 0, 0)})
PROSE = f"表中数据由办公室汇总填报{'，口径与上一年度保持一致，并经分管领导审核后予以确认' * 6}。\n"
OUTCOME = "行政复议行政诉讼结果维持结果纠正其他结果尚未审结总计未经复议直接起诉复议后起诉" + (
    "结果维持结果纠正其他结果尚未审结总计" * 2
)


def run_on(figures=FIGURES, parted=""):
    """All cells of the table in one line, nothing between them but ``parted`` between label and number."""
    cells = [HEADER.replace("\t", "").replace("\n", "")]
    for key, row in figures.items():
        cells += [GROUPS.get(key, ""), LABELS[key], parted, *row]
    return "".join(cells) + "\n"


def in_rows(figures=FIGURES):
    """One row a line, its cells run together."""
    lines = [HEADER.replace("\t", "").rstrip("\n")]
    for key, row in figures.items():
        lines.append(GROUPS.get(key, "") + LABELS[key] + "".join(row))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(run_on(), id="one-line"),
        pytest.param(run_on(parted=" "), id="blank-behind-the-label"),
        pytest.param(in_rows(), id="rows"),
    ],
)
def test_digits_are_cut_by_the_sums_when_cells_are_run_together(text):
    table = applications(text)
    assert wrong(table, FIGURES) == {}
    assert table["granted"]["natural"].raw == "112"
    assert table["granted"]["natural"].basis is CellBasis.REPAIRED


def broken(text):
    """Lines of sixty characters, whatever stands there."""
    return "\n".join(text[at : at + 60] for at in range(0, len(text.rstrip()), 60)) + "\n"


@pytest.mark.parametrize("above", ["", PROSE])
@pytest.mark.parametrize("below", ["", PROSE])
def test_sentences_around_a_table_whose_cells_are_run_together_over_lines_change_nothing(above, below):
    assert wrong(applications(above + broken(run_on()) + below), FIGURES) == {}


def test_a_list_number_is_no_digit_of_the_row_before_when_it_touches_it():
    table = applications(run_on())
    assert [str(cell.value) for cell in table["denied_state_secret"].values()] == ["0"] * 7
    assert [cell.raw for cell in table["denied_process"].values()] == ["2", "0", "0", "0", "0", "0", "2"]


def test_a_last_digit_is_no_list_number_when_the_table_prints_none():
    bare = {key: label.split(".")[-1] for key, label in LABELS.items()}
    figures = filled({"denied_state_secret": (2, 0, 0, 0, 0, 0), "denied_law": (1, 1, 0, 0, 0, 0)})
    cells = [HEADER.replace("\t", "").replace("\n", "")]
    for key, row in figures.items():
        cells += [LABELS[key] if key == "other_misc" else bare[key], *row]
    assert wrong(applications("".join(cells) + "\n"), figures) == {}


def test_a_row_is_left_open_when_no_cut_adds_up():
    figures = {**FIGURES, "partial": ["4", "0", "0", "0", "1", "0", "9"]}
    table = applications(run_on(figures))
    assert {cell.basis for cell in table["partial"].values()} == {CellBasis.AMBIGUOUS}
    assert {cell.value for cell in table["partial"].values()} == {None}
    assert {cell.raw for cell in table["partial"].values()} == {"4000109"}


def test_rows_are_left_open_when_blanks_were_run_together():
    blanks = {key: ["" if cell == "0" else cell for cell in row] for key, row in FIGURES.items()}
    table = applications(run_on(blanks))
    silent = [
        at for at in wrong(table, FIGURES) if table[at[0]][at[1]].basis in (CellBasis.PROVED, "repaired")
    ]
    assert silent == []


def test_a_sentence_with_the_labels_is_no_run_on_line():
    text = "2022年，本年新收政府信息公开申请3件，其中予以公开2件，部分公开1件，均按规定期限和形式答复。\n"
    assert applications(text) is None


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        pytest.param("10203120001200000", [1, 0, 2, 0, 3, 12, 0, 0, 0, 12, 0, 0, 0, 0, 0], id="two-digits"),
        pytest.param("0" * 15, [0] * 15, id="zeros"),
        pytest.param("110024001510102", [1, 1, 0, 0, 2, 4, 0, 0, 1, 5, 1, 0, 1, 0, 2], id="one-digit-each"),
    ],
)
def test_disputes_are_cut_into_blocks_when_cells_are_run_together(digits, expected):
    table = disputes(OUTCOME + digits + "\n")
    assert [int(cell.value) for row in table.values() for cell in row.values()] == expected


PROACTIVE = (
    "第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章{rules}行政规范性文件{documents}"
    "第二十条第（五）项信息内容本年处理决定数量行政许可2293第二十条第（六）项信息内容本年处理决定数量"
    "行政处罚1282行政强制42第二十条第（八）项信息内容本年收费金额（单位：万元）行政事业性收费24.5\n"
)


def test_a_row_without_sums_is_cut_only_where_the_print_leaves_one_way():
    table = proactive(PROACTIVE.format(rules="007", documents="8855698"))
    assert [str(cell.value) for cell in table["rules"].values()] == ["0", "0", "7"]
    assert {(cell.basis, cell.value) for cell in table["normative_documents"].values()} == {
        (CellBasis.AMBIGUOUS, None)
    }
    single = ("licensing", "penalties", "coercion")
    assert [str(table[key]["decisions"].value) for key in single] == ["2293", "1282", "42"]
    assert str(table["fees"]["amount"].value) == "24.5"


def number(text):
    return Token(Kind.NUMBER, 0, len(text), text, 0, -1, 0)


def test_rows_with_dropped_blanks_are_not_run_together():
    short = [([number("100"), number("20"), number("120")], 7)] * len(THREE_OTHER)
    assert not are_run_together(short)
    assert are_run_together([([number("71300074")], 7)] * len(THREE_OTHER))
