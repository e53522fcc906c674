"""The proactive tables: no identity covers them, so position and the kind of number decide."""

from decimal import Decimal

import pytest
from printed_tables import proactive

from extractor.records import CellBasis

FORM_2021 = (
    "第二十条第（一）项\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t{0}\t{1}\t{2}\n"
    "行政规范性文件\t{3}\t{4}\t{5}\n第二十条第（五）项\n信息内容\t本年处理决定数量\n行政许可\t{6}\n"
    "第二十条第（六）项\n信息内容\t本年处理决定数量\n行政处罚\t{7}\n行政强制\t{8}\n"
    "第二十条第（八）项\n信息内容\t本年收费金额（单位：万元）\n行政事业性收费\t{9}\n"
)
FORM_2019 = (
    "第二十条第（一）项\n信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n规章\t0\t0\t0\n"
    "规范性文件\t{made}\t4\t26\n第二十条第（五）项\n信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n"
    "行政许可\t120\t{change}\t4031\n其他对外管理服务事项\t66\t0\t512\n"
    "第二十条第（六）项\n信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n行政处罚\t310\t-1\t87\n"
    "行政强制\t12\t0\t3\n第二十条第（八）项\n信息内容\t上一年项目数量\t本年增/减\n行政事业性收费\t4\t0\n"
    "第二十条第（九）项\n信息内容\t采购项目数量\t采购总金额{unit}\n政府集中采购\t45\t{amount}\n"
)


def form_2019(made="5", change="0", amount="380.5", unit="（单位：万元，保留4位小数）"):
    return proactive(FORM_2019.format(made=made, change=change, amount=amount, unit=unit), "2019")


def values(table):
    return [None if cell.value is None else cell.value for row in table.values() for cell in row.values()]


@pytest.mark.parametrize(
    "reshape",
    [
        pytest.param(lambda text: text, id="tabs"),
        pytest.param(lambda text: text.replace("\t", " | "), id="pipes"),
        pytest.param(lambda text: text.replace("\t", "    "), id="spaces"),
        pytest.param(lambda text: text.replace("\t", "\n"), id="cell-per-line"),
        pytest.param(lambda text: text.replace("\t", "\n\n").replace("\n第", "\n\n第"), id="blank-lines"),
    ],
)
def test_every_cell_is_read_as_printed(reshape):
    table = proactive(reshape(FORM_2021.format(0, 0, 2, 3, 1, 41, 1204, 88, 0, "12.5")))
    assert values(table) == [0, 0, 2, 3, 1, 41, 1204, 88, 0, Decimal("12.5")]
    assert {c.basis for row in table.values() for c in row.values()} == {CellBasis.PRINTED}


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("增23", 23),
        ("+15", 15),
        ("减13", -13),
        ("-1", -1),
        ("0", 0),
        ("增加２", 2),
        ("持平", 0),
        ("无变化", 0),
        ("↓4", -4),
    ],
)
def test_change_keeps_its_sign(printed, value):
    table = form_2019(change=printed)
    assert table["licensing"]["change"].value == value
    assert table["licensing"]["change"].raw == printed
    assert (table["licensing"]["previous_items"].value, table["licensing"]["decisions"].value) == (120, 4031)


@pytest.mark.parametrize(
    ("printed", "unit", "value"),
    [
        ("2.14亿元", "（单位：万元，保留4位小数）", "21400"),
        ("251000元", "", "25.1"),
        ("380.5", "（单位：万元，保留4位小数）", "380.5"),
        ("3805000", "（单位：元）", "380.5"),
        ("1,234.5万元", "", "1234.5"),
    ],
    ids=["yi-yuan", "yuan", "header-in-wan-yuan", "header-in-yuan", "wan-yuan"],
)
def test_amount_is_in_wan_yuan_whatever_its_unit(printed, unit, value):
    table = form_2019(amount=printed, unit=unit)
    assert table["procurement"]["amount"].value == Decimal(value)
    assert table["procurement"]["projects"].value == 45


@pytest.mark.parametrize(
    ("printed", "value"), [("22（其中修订16件）", 22), ("55（含自然失效29件）", 55), ("1,022件", 1022)]
)
def test_note_stays_out_of_the_value_and_in_the_print(printed, value):
    table = form_2019(made=printed)
    assert (table["normative_documents"]["made"].value, table["normative_documents"]["made"].raw) == (
        value,
        printed,
    )
    assert table["normative_documents"]["published"].value == 4


@pytest.mark.parametrize("printed", ["/", "—", "无"])
def test_sign_for_nothing_is_blank_with_its_print(printed):
    cell = form_2019(made=printed)["normative_documents"]["made"]
    assert (cell.value, cell.basis, cell.raw) == (None, CellBasis.BLANK, printed)


@pytest.mark.parametrize("words", ["见附件", "涉密不计", "上升"])
def test_words_in_a_cell_keep_its_place_and_its_value_open(words):
    table = form_2019(change=words)
    assert (table["licensing"]["previous_items"].value, table["licensing"]["decisions"].value) == (120, 4031)
    cell = table["licensing"]["change"]
    assert (cell.value, cell.basis, cell.raw) == (None, CellBasis.PRINTED, words)


@pytest.mark.parametrize(
    ("unit", "printed", "value"),
    [
        ("（单位：千元）", "2513.6", "251.36"),
        ("（千元）", "40", "4"),
        ("（单位：亿元，保留4位小数）", "0.35", "3500"),
        ("（保留2位小数，单位：元）", "1,250,000.00", "125"),
        ("（单位：人民币百万元）", "1.5", "150"),
        ("/千元", "880", "88"),
        ("：百万元", "3", "300"),
        ("\n（单位：\n千元）", "2513.6", "251.36"),
        ("（单位:万 元）", "12.5", "12.5"),
        ("（单位：方元）", "12.5", "12.5"),
        ("（不含涉密项目）", "12.5", "12.5"),
        ("（单位：千元）", "12.5万元", "12.5"),
        ("（单位：千元）", "0", "0"),
    ],
)
@pytest.mark.parametrize("gap", ["\t", " | ", "    ", "\n"], ids=["tabs", "pipes", "spaces", "cell-per-line"])
def test_amount_under_a_header_with_its_unit_comes_out_in_wan_yuan(unit, printed, value, gap):
    text = FORM_2019.format(made=5, change=0, amount=printed, unit=unit).replace("\t", gap)
    table = proactive(text, "2019")
    cell = table["procurement"]["amount"]
    assert (cell.value, cell.raw, cell.basis) == (Decimal(value), printed, CellBasis.PRINTED)
    assert table["procurement"]["projects"].value == 45


@pytest.mark.parametrize("gap", ["\t", "   ", "\n", " | "])
@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("59197 元", "5.9197"),
        ("59197\n元", "5.9197"),
        ("59,197.50 元", "5.91975"),
        ("3.2 亿元", "32000"),
        ("5.9 千元", "0.59"),
        ("12 （元）", "0.0012"),
        ("59197 元（含滞纳金）", "5.9197"),
        ("59197元整", "5.9197"),
        ("5.9197 万元", "5.9197"),
    ],
)
def test_unit_that_stands_apart_from_its_number_belongs_to_it(printed, value, gap):
    text = FORM_2021.format(1, 0, 5, 2, 0, 7, 40, 12, 3, printed).replace("\t", gap)
    fees = proactive(text)["fees"]["amount"]
    assert fees.value == Decimal(value)
    assert fees.reason is None


def test_unit_over_the_table_counts_where_the_header_says_none():
    text = FORM_2021.format(*range(9), "86.5").replace("（单位：万元）", "")
    table = proactive("（金额单位：千元）\n" + text)
    assert table["fees"]["amount"].value == Decimal("8.65")


@pytest.mark.parametrize(
    "unit",
    ["（单位：元/万元）", "（单位：美元）", "（单位：见备注）", "（单位：元、亿元）", "（单位：平元）"],
)
def test_amount_is_open_where_its_unit_cannot_be_told(unit):
    cell = form_2019(amount="380.5", unit=unit)["procurement"]["amount"]
    assert (cell.value, cell.basis, cell.raw) == (None, CellBasis.AMBIGUOUS, "380.5")
    assert cell.reason is not None
    assert cell.alternatives


@pytest.mark.parametrize(
    ("printed", "gap", "values"),
    [
        pytest.param("12 0\t0\t4031", "  ", [120, 0, 4031], id="narrower-gap"),
        pytest.param("120\t+1 3\t4031", "  ", [120, 13, 4031], id="change"),
        pytest.param("2,79 5\t-1\t4031", " ", [2795, -1, 4031], id="half-that-is-no-number"),
    ],
)
def test_number_broken_by_a_space_is_whole_where_print_shows_it(printed, gap, values):
    text = FORM_2019.format(made=5, change=0, amount=1, unit="").replace("120\t0\t4031", printed)
    row = proactive(text.replace("\t", gap), "2019")["licensing"]
    assert [cell.value for cell in row.values()] == values
    assert {cell.basis for cell in row.values()} == {CellBasis.PRINTED}


@pytest.mark.parametrize("gap", ["\t", " | "], ids=["tabs", "pipes"])
@pytest.mark.parametrize("printed", ["1697 1", "16 97", "3 435"])
def test_two_pieces_in_one_cell_are_open_since_no_sum_says_that_they_are_one_number(printed, gap):
    text = FORM_2021.format(0, 0, 2, 3, 1, 41, printed, 88, 0, 12).replace("\t", gap)
    cell = proactive(text)["licensing"]["decisions"]
    assert (cell.basis, cell.raw) == (CellBasis.AMBIGUOUS, printed)
    assert {Decimal(piece) for piece in (printed.replace(" ", ""), *printed.split())} == set(
        cell.alternatives
    )


STRANGE = [
    "其中县级120", "县级120", "1697件，同比增长5%", "25.l5", "3000余", "0.", "1697;", "1697/1", "≥120",
    "120左右", "5%", "(120)", "①120", "120-130", "120至130", "3435人户", "?", "***", "120+", "12?",
]  # fmt: skip


@pytest.mark.parametrize("gap", ["\t", " | ", "    ", "\n"], ids=["tabs", "pipes", "spaces", "cell-per-line"])
@pytest.mark.parametrize("printed", STRANGE)
def test_print_that_is_no_number_is_never_blank_and_no_number_is_cut_out_of_it(printed, gap):
    text = FORM_2021.format(0, 0, 2, 3, 1, 41, printed, 88, 0, 12).replace("\t", gap)
    table = proactive(text)
    cell = table["licensing"]["decisions"]
    assert cell.basis is CellBasis.AMBIGUOUS
    assert values(table)[:6] == [0, 0, 2, 3, 1, 41]
    assert values(table)[7:] == [88, 0, 12]


@pytest.mark.parametrize("gap", ["\t", " | ", "    ", "\n"], ids=["tabs", "pipes", "spaces", "cell-per-line"])
@pytest.mark.parametrize("unit", ["人次", "户", "例", "名", "张", "场", "小时", "公里", "亩", "天"])
def test_a_unit_of_counting_behind_a_number_leaves_it_as_it_is(unit, gap):
    text = FORM_2021.format(0, 0, 2, 3, 1, 41, f"3435{unit}", 88, 0, 12).replace("\t", gap)
    table = proactive(text)
    cell = table["licensing"]["decisions"]
    assert (cell.value, cell.basis, cell.raw) == (3435, CellBasis.PRINTED, f"3435{unit}")
    assert values(table) == [0, 0, 2, 3, 1, 41, 3435, 88, 0, 12]


@pytest.mark.parametrize("printed", ["￥25.1", "¥25.1"])
def test_a_yuan_sign_leaves_open_whether_the_unit_is_its_own(printed):
    cell = proactive(FORM_2021.format(0, 0, 2, 3, 1, 41, 5, 88, 0, printed))["fees"]["amount"]
    assert cell.basis is CellBasis.AMBIGUOUS
    assert set(cell.alternatives) == {Decimal("25.1"), Decimal("0.00251")}


def test_a_header_that_says_no_unit_is_said_beside_the_forms_own():
    text = FORM_2021.format(0, 0, 2, 3, 1, 41, 5, 88, 0, "25.1")
    cell = proactive(text.replace("（单位：万元）", ""))["fees"]["amount"]
    assert (cell.value, cell.basis) == (Decimal("25.1"), CellBasis.PRINTED)
    assert cell.reason is not None
    assert proactive(text)["fees"]["amount"].reason is None


@pytest.mark.parametrize(
    ("printed", "change"), [("3（减少）", -3), ("3（下降）", -3), ("3（增加）", 3), ("-3", -3), ("减3", -3)]
)
def test_a_note_says_which_way_a_change_goes(printed, change):
    text = FORM_2019.format(made=5, change=printed, amount=1, unit="")
    assert proactive(text, "2019")["licensing"]["change"].value == change


@pytest.mark.parametrize("gap", ["  ", " ", "\t"], ids=["two-spaces", "one-space", "tabs"])
@pytest.mark.parametrize("printed", ["120\t0\t4031\t7", "7\t120\t0\t4031"], ids=["behind", "before"])
def test_row_is_ambiguous_when_a_stray_number_stands_in_it(printed, gap):
    text = FORM_2019.format(made=5, change=0, amount=1, unit="").replace("120\t0\t4031", printed)
    row = proactive(text.replace("\t", gap), "2019")["licensing"]
    assert {(cell.value, cell.basis) for cell in row.values()} == {(None, CellBasis.AMBIGUOUS)}


def test_page_number_behind_a_row_changes_no_cell():
    text = FORM_2021.format(0, 0, 2, 3, 1, 41, 1204, 88, 0, 12).replace(
        "第二十条第（六）项", "3\n第二十条第（六）项"
    )
    assert values(proactive(text)) == [0, 0, 2, 3, 1, 41, 1204, 88, 0, 12]


def test_blank_is_blank_without_print():
    cell = form_2019(made="")["normative_documents"]["made"]
    assert (cell.value, cell.basis, cell.raw) == (None, CellBasis.BLANK, None)


def test_letter_is_ambiguous_since_no_sum_can_confirm_it():
    cell = form_2019(made="S")["normative_documents"]["made"]
    assert cell.basis is CellBasis.AMBIGUOUS
    assert 5 in cell.alternatives


@pytest.mark.parametrize("gap", ["\n", "\t", "  "], ids=["cell-per-line", "tabs", "spaces"])
def test_place_is_ambiguous_when_blanks_were_dropped(gap):
    text = FORM_2021.format("", "", "", 3, "", "", 1, 2, 3, 4).replace("\t\t", "\t").replace("\t\n", "\n")
    table = proactive(text.replace("\t", gap))
    cells = table["normative_documents"].values()
    assert [cell.basis for cell in cells] == [CellBasis.AMBIGUOUS] * 3
    assert all(cell.value is None and cell.alternatives == (3,) for cell in cells)


@pytest.mark.parametrize("text", ["", "见附件。\n"], ids=["empty", "note"])
def test_table_is_absent_when_it_is_not_printed(text):
    assert proactive(text) is None


@pytest.mark.parametrize("mark", ["?", "? ", "\ufffd", "Â ", "聽", "？"])
@pytest.mark.parametrize("gap", ["\t", " | ", "    ", "\n"], ids=["tabs", "pipes", "spaces", "cell-per-line"])
def test_mark_of_a_lost_no_break_space_is_no_digit(mark, gap):
    text = FORM_2021.format(0, 0, f"{mark}0", f"{mark}3", 1, 41, f"{mark}1204", 88, 0, "12.5")
    table = proactive(text.replace("\t", gap))
    assert values(table) == [0, 0, 0, 3, 1, 41, 1204, 88, 0, Decimal("12.5")]
    if mark in "?？":  # it may have been a digit
        assert table["rules"]["in_force"].basis is CellBasis.AMBIGUOUS


@pytest.mark.parametrize("printed", ["0?", "0 ?", "??0", "0？"])
def test_question_mark_beside_a_zero_makes_no_other_number_of_it(printed):
    table = proactive(FORM_2021.format(printed, 0, 2, 3, 1, 41, 1204, 88, 0, "12.5"))
    assert (table["rules"]["issued"].value, table["rules"]["repealed"].value) == (0, 0)


@pytest.mark.parametrize("gap", ["\t", " | ", "    ", "\n"], ids=["tabs", "pipes", "spaces", "cell-per-line"])
def test_numbers_in_words_are_read_in_their_cells(gap):
    text = FORM_2021.format("廿三", 0, "贰拾", 3, "十二", 41, "1万2千", "一百零五", 0, "三十万元")
    table = proactive(text.replace("\t", gap))
    assert values(table) == [23, 0, 20, 3, 12, 41, 12000, 105, 0, 30]
    assert table["rules"]["issued"].raw == "廿三"
