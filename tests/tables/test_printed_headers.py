"""The printed header decides the columns: other orders, columns left out, columns added; in every layout."""

import pytest

from extractor.pipeline import extract
from extractor.records import CellBasis
from tests.tables.printed_tables import COLUMNS as KEYS
from tests.tables.printed_tables import LABELS, SMALL, applications, filled

HEAD = "青川县人民政府2022年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n"
TAIL = "\n五、存在的主要问题及改进情况\n一是栏目更新不及时。二是解读形式单一。\n"
COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
FIGURES = filled({**SMALL, "granted": (12, 3, 0, 1, 0, 2), "partial": (4, 0, 5, 0, 1, 0)})


def printed(lines, way):
    if way == "pipes":
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)
    if way == "markdown":
        rule = f"|{'---|' * len(lines[0])}"
        rows = [f"| {' | '.join(line)} |" for line in lines]
        return "\n".join([rows[0], rule, *rows[1:]])
    if way == "cells":
        return "\n".join(word for line in lines for word in line if word)
    return "\n".join({"tabs": "\t", "commas": ","}[way].join(line) for line in lines)


def table(order, added=None, at=8):
    lines = [["", *(COLUMNS[column] for column in order)]]
    lines += [
        [LABELS[key].replace(",", ""), *(row[column] for column in order)] for key, row in FIGURES.items()
    ]
    for number, line in enumerate(lines) if added else ():
        line.insert(min(at, len(line)), added if number == 0 else str(number))
    return lines


def read(lines, way):
    return extract(HEAD + printed(lines, way) + TAIL)


@pytest.mark.parametrize("way", ["tabs", "pipes", "markdown", "cells", "commas"])
@pytest.mark.parametrize(
    "order",
    [
        pytest.param([0, 2, 1, 3, 4, 5, 6], id="two exchanged"),
        pytest.param([6, 0, 1, 2, 3, 4, 5], id="total first"),
        pytest.param([0, 6, 1, 2, 3, 4, 5], id="total second"),
        pytest.param([5, 4, 3, 2, 1, 0, 6], id="backwards"),
    ],
)
def test_columns_in_another_order_are_read_by_their_names(way, order):
    report = read(table(order), way)
    for key, row in FIGURES.items():
        cells = report.tables.applications[key]
        assert [str(cells[name].value) for name in KEYS] == row
        assert {cell.basis for cell in cells.values()} == {CellBasis.PROVED}


@pytest.mark.parametrize("way", ["tabs", "pipes", "markdown", "cells", "commas"])
@pytest.mark.parametrize("left_out", range(6))
def test_nothing_is_known_of_a_column_that_the_header_leaves_out(way, left_out):
    order = [at for at in range(7) if at != left_out]
    report = read(table(order), way)
    for key, row in FIGURES.items():
        for at, name in enumerate(KEYS):
            cell = report.tables.applications[key][name]
            assert cell.value is None if at == left_out else str(cell.value) == row[at]
    found = [each for each in report.findings if any("applications" in where for where in each.where)]
    assert [each.check for each in found] == ["table.columns_missing"]
    assert {pointer.split("/")[-1] for pointer in found[0].where} == {KEYS[left_out]}


@pytest.mark.parametrize("way", ["tabs", "pipes", "markdown", "commas"])
@pytest.mark.parametrize(
    ("added", "at"), [("占比", 8), ("上年总计", 8), ("序号", 0), ("上年总计", 7), ("排名", 1)]
)
def test_a_column_that_the_form_lacks_is_no_column_of_it(way, added, at):
    report = read(table(range(7), added, at), way)
    for key, row in FIGURES.items():
        assert [str(report.tables.applications[key][name].value) for name in KEYS] == row


def test_a_header_label_that_was_misread_is_no_missing_column():
    lines = table(range(7))
    lines[0][7] = "东计"
    report = read(lines, "tabs")
    for key, row in FIGURES.items():
        assert [str(report.tables.applications[key][name].value) for name in KEYS] == row


def staggered(figures, column=lambda at: 24 + 14 * at):
    """A header over two lines whose lower cells stand one behind the other, as converters write them."""
    rows = [
        ["（勾稽关系）", "自然人", "法人或其他组织", "总计"],
        ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
        *([LABELS[key].replace(",", ""), *row] for key, row in figures.items()),
    ]
    lines = []
    for row in rows:
        line = ""
        for at, word in enumerate(row):
            width = sum(2 if each >= "\u1100" else 1 for each in line)
            line += " " * max(2 * bool(line), column(at - 1) - width if at else 0) + word
        lines.append(line)
    return "\n".join(lines)


def test_lower_labels_that_slid_to_the_left_move_no_column():
    report = extract(HEAD + staggered(FIGURES) + TAIL)
    for key, row in FIGURES.items():
        cells = report.tables.applications[key]
        assert [str(cells[name].value) for name in KEYS] == row
        assert {cell.basis for cell in cells.values()} == {CellBasis.PROVED}


def test_labels_at_places_under_which_nothing_stands_move_no_column():
    """The order that places of wrapped labels suggest has the total last: no sum tells that it is wrong."""
    narrow = staggered(FIGURES, lambda at: 0).replace("自然人", " " * 70 + "自然人", 1)
    report = extract(HEAD + narrow.replace("总计", " " * 100 + "总计", 1) + TAIL)
    for key, row in FIGURES.items():
        assert [str(report.tables.applications[key][name].value) for name in KEYS] == row


@pytest.mark.parametrize("gap", ["\t", " | "])
def test_labels_with_a_wrong_character_are_followed_where_they_can_be_one_column_only(gap):
    figures = filled({"granted": (5, 3, 0, 0, 0, 0), "partial": (0, 1, 2, 0, 0, 0)})
    order = (0, 2, 1, 3, 4, 5, 6)
    names = ["自然人", "科硏机构", "商亚企业", "社会公益组织", "法律服务机构", "其他", "总计"]
    lines = [gap.join(["申请人情况", *names])]
    lines += [gap.join([LABELS[key], *(row[at] for at in order)]) for key, row in figures.items()]
    table = applications("\n".join(lines) + "\n")
    for key, row in figures.items():
        assert [str(table[key][column].value) for column in KEYS] == row, key


@pytest.mark.parametrize("natural", [["自然人", "总计"], ["自然", "总计", "人"]])
def test_a_label_above_several_columns_that_came_first_by_its_height_moves_no_column_in_silence(natural):
    below = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    rows = [word for key, own in FIGURES.items() for word in (LABELS[key], *own)]
    cells = applications("\n".join(["申请人情况", "法人或其他组织", *natural, *below, *rows]) + "\n")
    for key, own in FIGURES.items():
        assert [str(cells[key][column].value) for column in KEYS] == own
        assert all(cell.reason for cell in cells[key].values())


@pytest.mark.parametrize(
    "names",
    [
        ["法人或其他组织", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "自然人", "总计"],
        ["自然人", "科研机构", "法人或其他组织", "商业企业", "社会公益组织", "法律服务机构", "其他", "总计"],
        ["总计", "法人或其他组织", "科研机构", "商业企业", "社会公益组织", "法律服务机构", "其他", "自然人"],
    ],
)
def test_labels_below_each_other_in_another_order_move_no_number_in_silence(names):
    order = [COLUMNS.index(name) for name in names if name in COLUMNS]
    rows = [word for key, own in FIGURES.items() for word in (LABELS[key], *(own[at] for at in order))]
    cells = applications("\n".join(["申请人情况", *names, *rows]) + "\n")
    for key, own in FIGURES.items():
        read = [str(cells[key][column].value) for column in KEYS]
        assert read == own or all(cell.reason for cell in cells[key].values()), key
