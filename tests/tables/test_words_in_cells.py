"""Words in a number cell are no number and no blank, and leave their neighbours where they are."""

import pytest
from printed_tables import LABELS, SMALL, applications, disputes, filled, tabbed, wrong

from extractor.pipeline import extract, extract_document, read_document
from extractor.records import CellBasis

TITLE = "白溪县气象局2022年政府信息公开工作年度报告"
HEADING = "二、主动公开政府信息情况"
ROWS = (
    ("第二十条第（一）项",),
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", "2", "1", "9"),
    ("行政规范性文件", "6", "3", "40"),
    ("第二十条第（五）项",),
    ("信息内容", "本年处理决定数量"),
    ("行政许可", "812"),
    ("第二十条第（六）项",),
    ("信息内容", "本年处理决定数量"),
    ("行政处罚", "35"),
    ("行政强制", "4"),
    ("第二十条第（八）项",),
    ("信息内容", "本年收费金额（单位：万元）"),
    ("行政事业性收费", "17.25"),
)


def html(rows):
    cells = (
        "".join(f'<td colspan="{1 if len(row) == 4 else 3 if i else 1}">{c}</td>' for i, c in enumerate(row))
        for row in rows
    )
    table = "".join(f"<tr>{row}</tr>" for row in cells)
    return f"<html><body><h1>{TITLE}</h1><p>{HEADING}</p><table>{table}</table></body></html>", "r.html"


def markdown(rows):
    lines = [f"| {' | '.join((*row, *('',) * (4 - len(row))))} |" for row in rows]
    lines.insert(1, "|---|---|---|---|")
    return f"# {TITLE}\n\n{HEADING}\n\n" + "\n".join(lines) + "\n", "r.md"


def apart(sign):
    return lambda rows: (f"{TITLE}\n{HEADING}\n" + "\n".join(map(sign.join, rows)) + "\n", "r.txt")


def read(layout, rows):
    text, name = layout(rows)
    return extract_document(read_document(text.encode(), name))


LAYOUTS = [
    pytest.param(html, id="html"),
    pytest.param(markdown, id="markdown"),
    pytest.param(apart("\t"), id="tabs"),
    pytest.param(apart(" | "), id="pipes"),
    pytest.param(apart("    "), id="spaces"),
    pytest.param(apart("\n"), id="cell-per-line"),
]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("words", ["见附件", "不适用", "详见附表2", "N/A"])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_words_fill_their_cell_and_leave_the_others(layout, words, at):
    own = ["行政规范性文件", "6", "3", "40"]
    own[at] = words
    report = read(layout, [tuple(own) if row[0] == own[0] else row for row in ROWS])
    cells = list(report.tables.proactive["normative_documents"].values())
    expected = [None if cell == words else int(cell) for cell in own[1:]]
    assert [cell.value for cell in cells] == expected
    assert (cells[at - 1].raw, cells[at - 1].basis) == (words, CellBasis.PRINTED)
    assert [cell.value for cell in report.tables.proactive["rules"].values()] == [2, 1, 9]
    column = list(report.tables.proactive["normative_documents"])[at - 1]
    named = [finding.where for finding in report.findings if finding.check == "table.words"]
    assert named == [(f"/tables/proactive/normative_documents/{column}",)]


@pytest.mark.parametrize("layout", [p for p in LAYOUTS if p.id in ("html", "markdown", "tabs", "pipes")])
@pytest.mark.parametrize("words", ["abc", "统计口径变化", "若干"])
def test_any_words_in_a_cell_of_their_own_are_such(layout, words):
    report = read(layout, [("规章", words, "1", "9") if row[0] == "规章" else row for row in ROWS])
    cells = report.tables.proactive["rules"].values()
    assert [(c.value, c.basis) for c in cells] == [(None, "printed"), (1, "printed"), (9, "printed")]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_row_of_words_only_is_no_blank_row(layout):
    rows = [("规章", "不适用", "不适用", "不适用") if row[0] == "规章" else row for row in ROWS]
    report = read(layout, rows)
    cells = report.tables.proactive["rules"].values()
    assert {(c.value, c.raw, c.basis) for c in cells} == {(None, "不适用", CellBasis.PRINTED)}
    assert [c.value for c in report.tables.proactive["normative_documents"].values()] == [6, 3, 40]


@pytest.mark.parametrize("words", ["见附件", "不涉及"])
def test_words_under_sums_are_never_given_a_number(words):
    figures = filled(SMALL)
    printed = {key: list(row) for key, row in figures.items()}
    printed["granted"][1] = words
    table = applications(tabbed(printed))
    cell = table["granted"]["business"]
    assert (cell.value, cell.raw, cell.basis) == (None, words, CellBasis.PRINTED)
    assert set(wrong(table, figures)) == {("granted", "business")}


def test_remark_behind_the_last_cell_is_none_of_the_row():
    rows = [(*row, "含修订") if row[0] == "规章" else row for row in ROWS]
    cells = read(apart("\t"), rows).tables.proactive["rules"].values()
    assert [c.value for c in cells] == [2, 1, 9]


ENDS = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n"
DISPUTES = f"行政复议\t行政诉讼\n未经复议直接起诉\t复议后起诉\n{ENDS}{ENDS}{ENDS}"
LINE = ["2", "1", "0", "1", "4", "3", "0", "5", "0", "8", "1", "0", "0", "1", "2"]


@pytest.mark.parametrize("gap", ["\t", " | ", "    ", "\n"], ids=["tabs", "pipes", "spaces", "cell-per-line"])
@pytest.mark.parametrize(
    ("words", "at"), [("见附件", 1), ("不适用", 4), ("abc", 7), ("见附件", 9), ("none", 12)]
)
def test_words_on_the_one_line_of_disputes_move_nothing(gap, words, at):
    printed = [*LINE[:at], words, *LINE[at + 1 :]]
    table = disputes((DISPUTES + "\t".join(printed) + "\n").replace("\t", gap))
    cells = [cell for row in table.values() for cell in row.values()]
    assert (cells[at].value, cells[at].raw, cells[at].basis) == (None, words, CellBasis.PRINTED)
    others = [(c.raw, expected) for i, (c, expected) in enumerate(zip(cells, LINE, strict=True)) if i != at]
    assert all(raw == expected for raw, expected in others)


@pytest.mark.parametrize("words", ["abc", "若干"])
def test_words_between_numbers_parted_by_spaces_keep_their_cell(words):
    rows = [("行政规范性文件", "6", words, "40") if row[0] == "行政规范性文件" else row for row in ROWS]
    cells = read(apart("    "), rows).tables.proactive["normative_documents"].values()
    assert [(c.value, c.raw) for c in cells] == [(6, "6"), (None, words), (40, "40")]


@pytest.mark.parametrize("print_", ["111a", "9。", "o>"])
def test_a_print_that_is_no_number_is_no_blank_that_sums_fill_with_zero(print_):
    """The sum holds with 0 in its place, since the total was misread as well; nothing says that it is 0."""
    figures = filled({**SMALL, "granted": (12, 3, 0, 0, 0, 4)})
    lines = [
        f"{LABELS[key]}\t" + "\t".join([*row[:5], print_, "15"] if key == "granted" else row)
        for key, row in figures.items()
    ]
    text = "甲县人民政府2022年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n" + "\n".join(
        lines
    )
    cell = extract(text + "\n").tables.applications["granted"]["other_org"]
    assert cell.basis is not CellBasis.INFERRED
    assert cell.value is None or cell.basis in (CellBasis.AMBIGUOUS, CellBasis.CONFLICT)


@pytest.mark.parametrize("gap", ["\t", " | "])
def test_single_numerals_are_numbers_in_a_table_that_writes_its_numbers_in_words(gap):
    words = {
        "0": "零",
        "3": "三",
        "5": "五",
        "12": "十二",
        "10": "拾",
        "13": "十三",
        "15": "十五",
        "20": "二十",
        "22": "廿二",
        "30": "三十",
    }
    figures = filled({"granted": (12, 5, 3, 0, 0, 0), "partial": (10, 0, 0, 0, 0, 0)})
    lines = [
        gap.join(
            ["申请人情况", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
        )
    ]
    lines += [gap.join([LABELS[key], *(words[cell] for cell in row)]) for key, row in figures.items()]
    table = applications("\n".join(lines) + "\n")
    for key, row in figures.items():
        assert [str(cell.value) for cell in table[key].values()] == row, key
    assert table["granted"]["business"].raw == "五"


@pytest.mark.parametrize("layout", ["| {} |", "{}"])
def test_three_dashes_in_cells_side_by_side_are_no_rule_of_markdown(layout):
    figures = filled({"granted": (12, 0, 0, 0, 0, 4)})
    lines = [
        layout.format(" | ".join([LABELS[key], *("---" if c == "0" else c for c in row)]))
        for key, row in figures.items()
    ]
    granted = applications("\n".join(lines) + "\n")["granted"]
    assert [granted[c].value for c in ("natural", "other_org", "total")] == [12, 4, 16]
    assert granted["business"].raw == "---"


@pytest.mark.parametrize("gap", ["\t", " | ", "   "])
def test_words_in_every_cell_of_a_row_are_no_blanks(gap):
    columns = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    rows = {
        "一、本年新收政府信息公开申请数量": ["9", "3", "0", "1", "0", "2", "15"],
        "（一）予以公开": ["若干"] * 7,
        "（七）总计": ["9", "3", "0", "1", "0", "2", "15"],
    }
    lines = [
        gap.join(["申请人情况", *columns]),
        *(gap.join([label, *cells]) for label, cells in rows.items()),
    ]
    report = extract(
        "青川县人民政府2022年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n"
        + "\n".join(lines)
        + "\n五、存在的主要问题及改进情况\n栏目更新不及时。\n"
    )
    told = {where for finding in report.findings if finding.check == "table.words" for where in finding.where}
    for column, cell in report.tables.applications["granted"].items():
        assert (cell.value, cell.basis, cell.evidence.quote) == (None, CellBasis.PRINTED, "若干")
        assert f"/tables/applications/granted/{column}" in told
