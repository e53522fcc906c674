"""Tables of which a document prints one to four rows: read where labels and header are beyond doubt."""

import pytest
from printed_tables import LABELS

import extractor

COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
KEYS = ("natural", "business", "research", "social", "legal", "other_org", "total")
ROWS = {
    "new": (4, 2, 0, 0, 1, 0, 7),
    "carried_in": (1, 0, 0, 0, 0, 0, 1),
    "granted": (3, 1, 0, 0, 1, 0, 5),
    "denied_inquiry": (0, 0, 2, 0, 0, 0, 2),
    "processed": (5, 2, 0, 0, 1, 0, 8),
    "carried_out": (0, 0, 0, 0, 0, 0, 0),
}
APPLICATIONS, PROACTIVE = "三、收到和处理政府信息公开申请情况", "二、主动公开政府信息情况"


def piped(rows):
    return "".join(f"| {' | '.join(map(str, row))} |\n" for row in rows)


def spaced(rows):
    return "".join(f"{' '.join(map(str, row))}\n" for row in rows)


def celled(rows):
    return "".join(f"{cell}\n" for row in rows for cell in row)


def read(heading, table, year=2023):
    return extractor.extract(
        f"云溪市水务局{year}年政府信息公开工作年度报告\n一、总体情况\n公开信息57条。\n{heading}\n{table}"
        "五、存在的主要问题及改进情况\n更新不及时。\n"
    )


def asked(keys, write=piped, header=("申请人情况", *COLUMNS), **labels):
    printed = [(labels.get(key, LABELS[key]), *ROWS[key]) for key in keys]
    return read(APPLICATIONS, write([header, *printed]))


def values(table):
    """Of the rows with a number their values; open cells are None."""
    rows = {row: [cell.value for cell in cells.values()] for row, cells in table.items() if cells}
    return {row: own for row, own in rows.items() if any(value is not None for value in own)}


def told(report):
    return {finding.check for finding in report.findings}


@pytest.mark.parametrize("write", [piped, spaced, celled])
@pytest.mark.parametrize(
    "keys",
    [
        ("new",),
        ("denied_inquiry",),
        ("granted", "processed"),
        ("new", "carried_in", "processed"),
        ("new", "carried_in", "processed", "carried_out"),
    ],
    ids=" ".join,
)
def test_few_rows_are_read_and_no_other_row_gets_a_number(keys, write):
    report = asked(keys, write)
    assert values(report.tables.get("applications")) == {key: list(ROWS[key]) for key in keys}
    assert "table.rows_missing" in told(report)
    assert "table.unread" not in told(report)


@pytest.mark.parametrize("write", [piped, spaced, celled])
@pytest.mark.parametrize(
    ("year", "header", "rows", "expected"),
    [
        (2023, ("信息内容", "本年处理决定数量"), [("行政处罚", 25)], {"penalties": [25]}),
        (
            2019,
            ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
            [("行政许可", 31, -2, 404), ("行政强制", 6, 0, 12)],
            {"licensing": [31, -2, 404], "coercion": [6, 0, 12]},
        ),
    ],
    ids=["one row of one column", "two rows of 2019"],
)
def test_few_rows_of_disclosed_information_are_read(year, header, rows, expected, write):
    report = read(PROACTIVE, write([header, *rows]), year)
    assert values(report.tables.get("proactive")) == expected


@pytest.mark.parametrize(
    "table",
    [
        pytest.param({"new": "本年新增受理"}, id="a label that is no row's"),
        pytest.param({"granted": ""}, id="a row without a label"),
    ],
)
def test_few_rows_without_their_labels_are_named_as_unread(table):
    report = asked(("new", "granted"), **table)
    assert report.tables.get("applications") is None
    assert "table.unread" in told(report)


def test_few_rows_without_a_header_are_named_as_unread():
    report = asked(("new", "carried_in"), header=("申请人情况", "数量"))
    assert report.tables.get("applications") is None
    assert "table.unread" in told(report)


def test_few_rows_in_a_turned_order_are_not_given_to_the_form():
    report = asked(("carried_out", "new"))
    wrong = [
        (row, cell)
        for row, cells in (report.tables.get("applications") or {}).items()
        for cell, right in zip((cells or {}).values(), ROWS.get(row, (None,) * 7), strict=True)
        if cell.value not in (None, right)
    ]
    assert wrong == []
    assert told(report) & {"table.unread", "table.place"}


@pytest.mark.parametrize("outer", ["三、本年度办理结果", "三、本年度办理结果（三）不予公开"])
def test_a_label_with_that_of_its_group_in_one_cell_names_its_row(outer):
    keys = ("new", "carried_in", "granted", "denied_inquiry", "processed", "carried_out")
    inner = {key: f"{outer[:9]}{LABELS[key]}" for key in ("granted", "processed")}
    report = asked(keys, **inner, denied_inquiry=f"{outer}{LABELS['denied_inquiry']}")
    assert values(report.tables.get("applications")) == {key: list(ROWS[key]) for key in keys}
