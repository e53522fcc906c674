"""Several tables of one kind in one section: the caption says which is the report's own, or none counts."""

import pytest

from extractor.pipeline import extract
from extractor.records import CellBasis, Severity
from tests.tables.printed_tables import LABELS, SMALL, filled, tabbed

HEAD = "青川县人民政府2022年政府信息公开工作年度报告\n"
TAIL = "\n五、存在的主要问题及改进情况\n一是栏目更新不及时。二是解读形式单一。\n"
OWN = filled(SMALL)
OTHER = filled({**SMALL, "granted": (31, 0, 2, 0, 0, 0), "carried_in": (1, 0, 0, 0, 0, 0)})
MARKETS = {"规章": [1, 0, 12], "行政规范性文件": [7, 3, 45], "行政许可": [1697], "行政处罚": [3435]}


def proactive(numbers):
    return "\n".join("\t".join([row, *map(str, figures)]) for row, figures in numbers.items())


def applications(*parts):
    body = "".join(f"{caption}\n{tabbed(figures)}" for caption, figures in parts)
    return extract(f"{HEAD}三、收到和处理政府信息公开申请情况\n{body}{TAIL}")


def delivered(report):
    cells = report.tables.applications
    return {key: [str(cell.value) for cell in cells[key].values()] for key in OWN}


@pytest.mark.parametrize(
    ("other", "own"),
    [
        ("表1 2021年收到和处理政府信息公开申请情况", "表2 2022年收到和处理政府信息公开申请情况"),
        ("2021年", "2022年"),
        ("上年度数据：", "本年度数据："),
        ("2021年度", ""),
        ("", "2022年度"),
        ("去年情况", "今年情况"),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_caption_says_which_table_is_the_reports_own(other, own, is_first):
    parts = [(own, OWN), (other, OTHER)]
    if not is_first:
        parts.reverse()
    report = applications(*parts)
    assert delivered(report) == OWN
    found = [each for each in report.findings if each.check == "table.several"]
    assert [each.severity for each in found] == [Severity.INFO]
    assert found[0].evidence[0].quote.count("\n") > 20


@pytest.mark.parametrize("captions", [("（本级）", "（全系统）"), ("青川县本级", "全县合计"), ("", "")])
def test_both_numbers_are_named_where_no_caption_says_which_table_counts(captions):
    report = applications((captions[0], OTHER), (captions[1], OWN))
    for key in OWN:
        for cell, one, other in zip(
            report.tables.applications[key].values(), OTHER[key], OWN[key], strict=True
        ):
            if one == other:
                assert str(cell.value) == one
            else:
                assert cell.basis is CellBasis.AMBIGUOUS
                assert {str(value) for value in cell.alternatives} >= {one, other}
    found = [each for each in report.findings if each.check == "table.several"]
    assert [each.severity for each in found] == [Severity.WARNING]


def test_tables_without_sums_are_told_apart_too():
    other = {row: [figure + 1 for figure in figures] for row, figures in MARKETS.items()}
    body = f"2021年\n{proactive(other)}\n2022年\n{proactive(MARKETS)}"
    report = extract(f"{HEAD}二、主动公开政府信息情况\n{body}{TAIL}")
    table = report.tables.proactive
    assert [cell.value for cell in table["rules"].values()] == MARKETS["规章"]
    assert table["licensing"]["decisions"].value == 1697


@pytest.mark.parametrize("at", [2, 3, 5])
def test_a_table_in_two_halves_of_columns_is_one_table(at):
    names = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    lines = []
    for part in (slice(0, at), slice(at, 7)):
        lines.append(["", *names[part]])
        lines += [[LABELS[key], *row[part]] for key, row in OWN.items()]
    body = "\n".join("\t".join(line) for line in lines)
    report = extract(f"{HEAD}三、收到和处理政府信息公开申请情况\n{body}{TAIL}")
    assert delivered(report) == OWN
    rows = [report.tables.applications[key] for key in OWN]
    assert {cell.basis for row in rows for cell in row.values()} == {CellBasis.PROVED}


def test_a_row_that_a_page_break_repeats_begins_no_second_table():
    lines = tabbed(OWN).split("\n")
    again = [*lines[:12], lines[11], *lines[12:]]
    report = extract(f"{HEAD}三、收到和处理政府信息公开申请情况\n" + "\n".join(again) + TAIL)
    assert delivered(report) == OWN
    assert not [each for each in report.findings if each.check == "table.several"]


@pytest.mark.parametrize("said", ["见上表。", "详见第一部分。", "2022年共收到申请3件,见报告前的表格。"])
@pytest.mark.parametrize("where", ["before the title", "below the title", "in the first section"])
def test_a_table_before_its_section_is_read_there(said, where):
    table, prose = tabbed(OWN), "一、总体情况\n全年公开信息12条。\n"
    before = {
        "before the title": f"{table}{HEAD}{prose}",
        "below the title": f"{HEAD}{table}{prose}",
        "in the first section": f"{HEAD}{prose}{table}",
    }[where]
    section = f"二、主动公开政府信息情况\n见上。\n三、收到和处理政府信息公开申请情况\n{said}\n"
    report = extract(f"{before}{section}四、政府信息公开行政复议、行政诉讼情况\n无。\n{TAIL}")
    assert delivered(report) == OWN
    assert "table.unread" not in {each.check for each in report.findings if "applications" in str(each.where)}


def test_another_years_table_in_an_annex_is_not_taken_for_the_sections_own():
    end = f"六、其他需要报告的事项\n无。\n附表:2021年收到和处理政府信息公开申请情况\n{tabbed(OTHER)}"
    report = extract(f"{HEAD}三、收到和处理政府信息公开申请情况\n{tabbed(OWN)}{TAIL}{end}")
    assert delivered(report) == OWN
