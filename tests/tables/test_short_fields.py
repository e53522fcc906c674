"""A line of fields that lacks one: whatever is printed behind the gap stands in no certain column."""

import itertools

import pytest

import extractor

HEAD = """栖霞县芦荡镇2022年政府信息公开工作年度报告
本报告统计期限自2022年1月1日起至2022年12月31日止。
一、总体情况
全年主动公开信息63条。
"""
DISPUTES = """四、政府信息公开行政复议、行政诉讼情况
行政复议 | 行政诉讼 |
结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 未经复议直接起诉 | 复议后起诉 |
结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |
"""
TAIL = """
五、存在的主要问题及改进情况
存在的主要问题：公开内容不够全面。下一步将加强培训。
六、其他需要报告的事项
无。
"""
ROW = (5, 2, 1, 3, 11, 4, 1, 2, 0, 7, 2, 6, 1, 3, 12)
STYLES = {
    "closed": lambda fields: " | ".join(fields) + " |",
    "open": " | ".join,
    "framed": lambda fields: "| " + " | ".join(fields) + " |",
    "tabs": "\t".join,
    "ampersands": lambda fields: " & ".join(fields) + r" \\",
    "commas": ",".join,
    "semicolons": ";".join,
}


def disputes(line, heads=DISPUTES):
    report = extractor.extract(f"{HEAD}{heads}{line}{TAIL}")
    cells = [
        ((row, column), cell)
        for row, printed in report.tables.disputes.items()
        for column, cell in (printed or {}).items()
    ]
    return report, cells


def silent(report, cells):
    """Cells with another value than was printed for them."""
    named = {where for finding in report.findings for where in finding.where}
    return [
        (place, cell.value, cell.basis)
        for (place, cell), true in zip(cells, ROW, strict=True)
        if cell.value is not None
        and cell.value != true
        and not named & {f"/tables/disputes/{place[0]}/{place[1]}", f"/tables/disputes/{place[0]}"}
    ]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("lost", [0, 3, 4, 5, 9, 12, 14])
def test_no_value_behind_a_lost_field_is_wrong_and_unwarned(style, lost):
    fields = [str(value) for at, value in enumerate(ROW) if at != lost]
    heads = DISPUTES if style in ("closed", "open") else DISPUTES.replace(" |", "")
    report, cells = disputes(STYLES[style](fields), heads)
    assert silent(report, cells) == []
    assert any("/tables/disputes" in where for finding in report.findings for where in finding.where)


@pytest.mark.parametrize("lost", [0, 5, 10])
def test_no_total_is_inferred_that_was_printed_elsewhere(lost):
    fields = [str(value) for at, value in enumerate(ROW) if at != lost]
    _, cells = disputes(STYLES["closed"](fields))
    wrong = [
        (place, cell.value)
        for (place, cell), true in zip(cells, ROW, strict=True)
        if cell.basis == "inferred" and cell.value != true
    ]
    assert wrong == []


@pytest.mark.parametrize("style", ["closed", "open", "framed", "tabs", "ampersands"])
def test_a_whole_line_is_read_whatever_parts_its_fields(style):
    report, cells = disputes(STYLES[style]([str(value) for value in ROW]))
    assert [cell.value for _, cell in cells] == list(ROW)
    assert {cell.basis for _, cell in cells} == {"proved"}
    assert not [f for f in report.findings if any("disputes" in where for where in f.where)]


def test_an_ampersand_makes_no_list_number_of_the_first_digit():
    row = (0, 2, 2, 1, 5, 0, 1, 0, 2, 3, 3, 0, 0, 3, 6)
    _, cells = disputes(" & ".join(map(str, row)) + r" \\")
    assert [cell.value for _, cell in cells] == list(row)


def test_a_row_of_typesetting_that_its_source_wraps_is_one_line():
    heads = DISPUTES.replace(" |\n", " \\\\\n").replace("|", "&")
    row = [str(value) for value in ROW]
    line = " & ".join(row[:6]) + " &\n" + " & ".join(row[6:11]) + "\n& " + " & ".join(row[11:]) + r" \\"
    _, cells = disputes(line.replace(" 11 ", r" \multicolumn{1}{c}{11} "), heads)
    assert [cell.value for _, cell in cells] == list(ROW)


APPLICATIONS = {
    "一、本年新收政府信息公开申请数量": (9, 4, 1, 2, 3, 1, 20),
    "二、上年结转政府信息公开申请数量": (2, 1, 0, 0, 1, 0, 4),
    "三、本年度办理结果 | （一）予以公开": (7, 2, 1, 1, 2, 1, 14),
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": (1, 1, 0, 1, 0, 0, 3),
    "（三）不予公开 | 1.属于国家秘密": (0, 0, 0, 0, 0, 0, 0),
    "2.其他法律行政法规禁止公开": (1, 0, 0, 0, 1, 0, 2),
    "3.危及“三安全一稳定”": (0, 0, 0, 0, 0, 0, 0),
    "4.保护第三方合法权益": (0, 1, 0, 0, 0, 0, 1),
    "（四）无法提供 | 1.本机关不掌握相关政府信息": (1, 0, 0, 0, 1, 0, 2),
    "（七）总计": (10, 4, 1, 2, 4, 1, 22),
    "四、结转下年度继续办理": (1, 1, 0, 0, 0, 0, 2),
}
HEADS = """三、收到和处理政府信息公开申请情况
（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | 申请人情况 |
自然人 | 法人或其他组织 | 总计 |
商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |
"""


@pytest.mark.parametrize("place", [*itertools.product((0, 2, 7), (0, 3, 5))])
def test_a_lost_field_of_one_application_row_leaves_no_wrong_value_unwarned(place):
    hurt, lost = place
    rows = []
    for at, (label, values) in enumerate(APPLICATIONS.items()):
        kept = [str(v) for i, v in enumerate(values) if (at, i) != (hurt, lost)]
        rows.append(" | ".join([label, *kept]) + " |")
    report = extractor.extract(HEAD + HEADS + "\n".join(rows) + TAIL)
    named = {where for finding in report.findings for where in finding.where}
    row = {0: "new", 2: "granted", 7: "denied_third_party"}[hurt]
    cells = report.tables.applications
    true = list(APPLICATIONS.values())[hurt]
    for (column, cell), value in zip(cells[row].items(), true, strict=True):
        if cell.value is not None and cell.value != value:
            assert named & {f"/tables/applications/{row}/{column}", f"/tables/applications/{row}"}
