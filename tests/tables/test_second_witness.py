"""What stands under no sum, or under one that holds by itself, needs a second witness or is named as open."""

import pytest
from test_proactive_table import FORM_2019, FORM_2021

from extractor.records import CellBasis
from tests.tables.printed_tables import (
    LABELS,
    ONE_OTHER,
    SMALL,
    applications,
    disputes,
    filled,
    one_by_one,
    proactive,
    tabbed,
)

PLAIN = FORM_2021.format(0, 0, 2, 3, 1, 41, 1204, 88, 7, "12.5")
OPEN = (CellBasis.BLANK, CellBasis.AMBIGUOUS)
DENSE = filled({**SMALL, "granted": (12, 3, 2, 1, 4, 2), "partial": (4, 0, 5, 0, 1, 0)})


def doubted(table):
    """Rows of which a printed number carries a reason to look at it."""
    return {key for key, cells in table.items() if any(c.reason and c.raw for c in (cells or {}).values())}


def without(table, *lines):
    return "".join(line for line in table.splitlines(keepends=True) if not line.startswith(lines))


def test_the_last_printed_row_may_hold_the_numbers_of_the_lost_ones_behind_it():
    cut = PLAIN.replace(
        "7\n第二十条第（八）项\n信息内容\t本年收费金额（单位：万元）\n行政事业性收费\t12.5", "305"
    )
    table = proactive(cut)
    assert table["coercion"]["decisions"].value == 305
    assert doubted(table) == {"coercion"}


def test_a_row_under_no_sum_is_not_certain_by_its_place_alone():
    assert doubted(proactive(PLAIN.replace("行政许可\t", "\t"))) == {"licensing"}
    assert doubted(proactive(PLAIN)) == set()


@pytest.mark.parametrize("label", ["行政许", "行政"])
def test_what_took_the_end_of_a_label_may_have_taken_digits(label):
    assert "licensing" in doubted(proactive(PLAIN.replace("行政许可\t1204", f"{label}56")))


def test_a_label_in_two_lines_around_its_numbers_is_whole():
    text = PLAIN.replace("行政规范性文件\t3", "行政规\n\t3").replace("41\n", "41\n范性文件\n")
    table = proactive(text)
    assert [cell.value for cell in table["normative_documents"].values()] == [3, 1, 41]
    assert "normative_documents" not in doubted(table)


def test_labels_that_changed_places_put_both_rows_in_doubt():
    other = PLAIN.replace("行政处罚", "@").replace("行政强制", "行政处罚").replace("@", "行政强制")
    table = proactive(other)
    for row in ("penalties", "coercion"):
        cell = table[row]["decisions"]
        assert cell.value is None or cell.reason


def test_an_amount_without_its_header_is_named_since_its_unit_is_nowhere():
    bare = without(PLAIN.replace("第二十条第（八）项\n", ""), "信息内容\t本年收费金额")
    assert "fees" in doubted(proactive(bare))
    assert "fees" not in doubted(proactive(bare.replace("12.5", "12.5万元")))
    assert "fees" not in doubted(proactive(bare.replace("12.5", "0")))


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_wider_gap_is_no_blank_where_whole_rows_have_them_too(form):
    """Lines were lost or added here and there: a gap says nothing of the column that is missing."""
    text = FORM_2021.format(6, 4, 2, 3, 1, 41, 1204, 88, 7, "12.5")
    if form == "2019":
        text = FORM_2019.format(made="5", change="0", amount="380.5", unit="（单位：万元，保留4位小数）")
    spaced = text.replace("\t", "\n\n")
    whole, short = {
        "2021": ("规章\n\n6\n\n4\n\n2", ("规范性文件\n\n3\n\n1\n\n41", "规范性文件\n\n\n\n3\n\n41")),
        "2019": ("规章\n\n0\n\n0\n\n0", ("规范性文件\n\n5\n\n4\n\n26", "规范性文件\n\n\n\n5\n\n26")),
    }[form]
    uneven = spaced.replace(whole, whole.replace("\n\n", "\n", 1)).replace(*short)
    cells = proactive(uneven, form)["normative_documents"].values()
    assert not [cell for cell in cells if cell.basis is CellBasis.PRINTED and not cell.reason]


def test_a_header_that_lost_a_line_leaves_no_column_out():
    spaced = FORM_2021.format(6, 4, 2, 3, 1, 41, 1204, 88, 7, "12.5").replace("\t", "\n\n")
    cut = spaced.replace("\n\n本年废止件数", "\n").replace("6\n\n4\n\n2", "6\n\n4").replace("1\n\n41", "41")
    for cell in proactive(cut)["rules"].values():
        assert cell.basis in OPEN or cell.reason or cell.value in (6, None)


def test_a_block_that_is_wholly_blank_is_unknown_beside_one_that_lost_a_number():
    head = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t" * 3
    cells = ["", "49", "28", "20", "130", "24", "9", "", "11", "48", "", "", "", "", ""]
    table = disputes(f"行政复议\t行政诉讼\n{head.strip()}\n" + "\t".join(cells) + "\n")
    assert all(cell.value is None for cell in table["litigation_after_review"].values())
    whole = ["33", "49", "28", "20", "130", "24", "9", "4", "11", "48", *cells[10:]]
    table = disputes(f"行政复议\t行政诉讼\n{head.strip()}\n" + "\t".join(whole) + "\n")
    assert {cell.value for cell in table["litigation_after_review"].values()} <= {0, None}
    assert table["litigation_direct"]["total"].basis is CellBasis.PROVED


def test_a_sum_whose_other_numbers_may_stand_elsewhere_proves_nothing():
    head = "结果维持\n|\n结果纠正\n|\n其他结果\n|\n尚未审结\n|\n总计\n|\n" * 3
    cells = ["0", "2", "", "0", "", "", "0", "1", "", "1", "0", "0", "0", "1", "1"]
    table = disputes("行政复议\n|\n行政诉讼\n|\n" + head + "\n|\n".join(cells) + "\n")
    for row, cells in table.items():
        unplaced = [c for c in cells.values() if c.basis is CellBasis.AMBIGUOUS and c.value is None]
        assert not unplaced or CellBasis.PROVED not in {c.basis for c in cells.values()}, row


def test_a_number_is_not_cut_for_the_sum_of_its_row_where_the_columns_fail():
    """28 7 0 2 0 1 38 that lost 8 and 7: 2 0 2 0 1 3 adds up to 8."""
    figures = filled(
        {**SMALL, "refused_duplicate": (28, 7, 0, 2, 0, 1), "refused_petition": (5, 1, 0, 0, 2, 0)}
    )
    text = tabbed(figures).replace("\t".join(figures["refused_duplicate"]), "2\t0\t2\t0\t1\t38")
    cells = applications(text)["refused_duplicate"].values()
    assert not [c for c in cells if c.basis in (CellBasis.PROVED, CellBasis.REPAIRED) and not c.reason]
    assert CellBasis.REPAIRED not in {cell.basis for cell in cells}


def test_no_number_is_left_out_for_the_sum_of_its_row_where_the_columns_fail():
    figures = filled({**SMALL, "other_no_correction": (14, 0, 0, 0, 0, 0)})
    whole = "\n".join([LABELS["other_no_correction"], *figures["other_no_correction"]])
    cut = "\n".join([LABELS["other_no_correction"], "0", "0", "0", "0", "14", "0", "0", "0", "0"])
    lost = "\n".join([LABELS["other_no_fee"], *figures["other_no_fee"], ""])
    text = one_by_one(figures)
    assert whole in text
    assert lost in text
    cells = applications(text.replace(whole, cut).replace(lost, ""))["other_no_correction"].values()
    assert not [cell for cell in cells if cell.basis is CellBasis.PROVED]


def test_zeros_in_a_window_of_too_many_fields_are_not_proved_by_being_zeros():
    rows = {key: list(row) for key, row in DENSE.items()}
    rows["unable_unclear"] = ["", "", "", "0", "0", "0", "0", "", ""]
    for key in rows:
        if key != "unable_unclear":
            rows[key] = ["", "", *rows[key]]
    rows["carried_in"][2] = rows["new"][8] = ""
    rows["new"][2] = ""  # so that nothing says how many were new, and no column that these are zeros
    for at in (2, 4, 8):
        rows["processed"][at] = ""
    cells = applications(tabbed(rows))["unable_unclear"]
    proved = {key for key, cell in cells.items() if cell.basis is CellBasis.PROVED}
    assert proved.isdisjoint({"natural", "research", "total"})


def test_the_list_number_of_another_row_does_not_choose_the_form_with_three_rows():
    figures = filled(SMALL, ONE_OTHER)
    text = tabbed(figures)
    law, stability = LABELS["denied_law"], LABELS["denied_stability"]
    moved = text.replace(law, "@").replace(stability, f"2.{stability[2:]}").replace("@", f"3.{law[2:]}")
    table = applications(moved)
    assert table.get("other_misc") is None
    assert [str(cell.value) for cell in table["other"].values()] == figures["other"]
