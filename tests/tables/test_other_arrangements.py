"""Columns, rows and cells in another arrangement than the form's: the printed words decide what is what."""

import pytest
from printed_tables import LABELS, SMALL, THREE_OTHER, applications, disputes, filled, wrong

from extractor.records import CellBasis

FIGURES = filled({**SMALL, "refused_petition": (9, 0, 0, 0, 1, 0)})
COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
SWAPPED = [1, 0, 2, 3, 4, 5, 6]
TOTAL_FIRST = [6, 0, 1, 2, 3, 4, 5]


def rows_in(order, gap):
    lines = [gap.join(["申请人情况", *(COLUMNS[at] for at in order)])]
    lines += [gap.join([LABELS[key], *(FIGURES[key][at] for at in order)]) for key in THREE_OTHER]
    return "\n".join(lines) + "\n"


def two_headers():
    lines = ["\t".join(["", "总计", "自然人", "法人或其他组织"]), "\t".join(["", *COLUMNS[1:6]])]
    lines += ["\t".join([LABELS[key], FIGURES[key][6], *FIGURES[key][:6]]) for key in THREE_OTHER]
    return "\n".join(lines) + "\n"


def turned(gap="\t"):
    lines = [gap.join(["申请人情况", *(LABELS[key] for key in THREE_OTHER)])]
    lines += [gap.join([COLUMNS[at], *(FIGURES[key][at] for key in THREE_OTHER)]) for at in range(7)]
    return "\n".join(lines) + "\n"


def told(start, between, stop):
    return "".join(
        LABELS[key]
        + start
        + between.join(f"{c}{n}件" for c, n in zip(COLUMNS, FIGURES[key], strict=True))
        + stop
        for key in THREE_OTHER
    )


def as_lists():
    return "".join(f"{LABELS[key]}：{'、'.join(FIGURES[key])}。\n" for key in THREE_OTHER)


def long_form():
    return "".join(
        f"{LABELS[key]}－{column}：{number}\n"
        for key in THREE_OTHER
        for column, number in zip(COLUMNS, FIGURES[key], strict=True)
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(rows_in(SWAPPED, "\t"), id="two-columns-swapped"),
        pytest.param(rows_in(SWAPPED, "  "), id="two-columns-swapped-in-spaces"),
        pytest.param(rows_in(TOTAL_FIRST, " | "), id="total-first"),
        pytest.param(two_headers(), id="total-first-over-two-header-lines"),
        pytest.param(turned(), id="rows-and-columns-exchanged"),
        pytest.param(told("：", "，", "；\n"), id="told-in-sentences"),
        pytest.param(long_form(), id="one-line-a-cell"),
        pytest.param(
            "".join(f"{LABELS[key]}：{'、'.join(FIGURES[key])}。\n" for key in THREE_OTHER),
            id="told-as-lists",
        ),
    ],
)
def test_numbers_stand_under_their_own_header(text):
    table = applications(text)
    assert wrong(table, FIGURES) == {}
    assert {cell.basis for row in table.values() for cell in row.values()} == {CellBasis.PROVED}


def test_columns_keep_their_order_when_the_label_above_several_is_not_read():
    lines = ["\t".join(["", "自然人", "法人或其", "总计"]), "\t".join(["", *COLUMNS[1:6]])]
    lines += ["\t".join([LABELS[key], *FIGURES[key]]) for key in THREE_OTHER]
    assert wrong(applications("\n".join(lines) + "\n"), FIGURES) == {}


def test_columns_are_in_doubt_when_the_header_cannot_be_followed():
    lines = rows_in(SWAPPED, " ").split("\n")
    lines[5] = " ".join(lines[5].split(" ")[:-1])  # a number is lost
    table = applications("\n".join(lines))
    assert CellBasis.PROVED not in {cell.basis for row in table.values() for cell in row.values()}


def test_disputes_with_blanks_stand_under_their_headers():
    heads = "".join(
        f"{head:<6}" for _ in range(3) for head in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    )
    print_at = {0: "3", 1: "1", 3: "1", 4: "5", 10: "2", 14: "2"}
    line = "".join(print_at.get(place, "").ljust(10) for place in range(15))
    table = disputes(f"行政复议 行政诉讼\n{heads}\n{line}\n")
    assert [
        str(table["reconsideration"][c].value) for c in ("upheld", "corrected", "pending", "total")
    ] == list("3115")
    assert table["litigation_after_review"]["upheld"].value == 2
    assert not table["litigation_direct"]["total"].value


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4, 5, 6], SWAPPED], ids=["as-the-form", "swapped"])
def test_columns_are_those_under_their_labels_when_a_header_stands_on_several_lines(order):
    high = {"总计": 0, "自然人": 1}  # merged cells: their labels stand higher than those of the others
    header = []
    for level in range(3):
        line = ""
        for place, at in enumerate(order):
            if high.get(COLUMNS[at], 2) == level:
                width = sum(1 if c.isascii() else 2 for c in line)
                line += " " * max(40 + 16 * place - width, 2) + COLUMNS[at]
        header.append(line)
    rows = []
    for key in THREE_OTHER:
        width = sum(1 if c.isascii() else 2 for c in LABELS[key])
        cells = "".join(f"{FIGURES[key][at]:<16}" for at in order)
        rows.append(LABELS[key] + " " * max(40 - width, 2) + cells.rstrip())
    assert wrong(applications("\n".join([*header, *rows]) + "\n"), FIGURES) == {}


def test_a_turned_line_without_numbers_is_a_blank_column_and_no_new_header():
    lines = turned().split("\n")
    figures = {key: [*row[:2], "", *row[3:]] for key, row in FIGURES.items()}
    lines[3] = "科研机构" + "\t" * len(THREE_OTHER)
    table = applications("\n".join(lines))
    for key, row in figures.items():
        for name, print_ in zip(["natural", "business", "social", "legal"], row[:2] + row[3:5], strict=True):
            assert str(table[key][name].value) == print_, (key, name)


def test_numbers_of_a_turned_table_below_an_unreadable_header_put_it_in_doubt():
    lines = turned().split("\n")
    lines.insert(4, "\t".join(["情况", *["见说明"] * 3]))
    table = applications("\n".join(lines))
    for key in THREE_OTHER:
        for name, print_ in zip(["social", "legal", "other_org"], FIGURES[key][3:6], strict=True):
            cell = table[key][name]
            assert cell.value is None or str(cell.value) == print_ or cell.reason, (key, name)
