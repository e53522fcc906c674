"""A print that is no number in a table annexed to a report on 2008 to 2018 is open and quoted."""

import pytest

from extractor.pipeline import extract

_HEAD = """\
云岭县白石镇2009年政府信息公开工作年度报告
一、概述
本报告由白石镇党政办公室编制，统计期限自2009年1月1日至12月31日。
二、收费及减免情况
未收取费用。
附表
"""
_ROWS = [
    ["指标名称", "计量单位", "本年度", "历年累计"],
    ["主动公开信息数", "条", "26", "418"],
    ["其中：1.政府网站", "条", "20", "300"],
    ["2.政府公报", "条", "6", "100"],
    ["受理依申请公开信息总数", "条", "21", "63"],
    ["其中：1.当面申请数", "条", "1", "11"],
    ["2.传真申请数", "条", "2", "12"],
    ["3.电子邮件申请数", "条", "3", "10"],
    ["4.网上申请数", "条", "4", "10"],
    ["5.信函申请数", "条", "5", "10"],
    ["6.其它形式申请数", "条", "6", "10"],
]


@pytest.mark.parametrize("gap", ["\t", " | "], ids=["tabs", "pipes"])
@pytest.mark.parametrize("sign", ["{}余", "≥{}", "{}%", "【{}】"])
def test_a_row_of_prints_that_are_no_numbers_is_open_and_quoted(sign, gap):
    rows = [[*row[:2], *map(sign.format, row[2:])] if "网站" in row[0] else row for row in _ROWS]
    report = extract(_HEAD + "\n".join(map(gap.join, rows)) + "\n")
    cells = report.tables.get("annex")["proactive_channels_website"]
    assert [(cell.value, cell.raw) for cell in cells.values()] == [
        (None, sign.format("20")),
        (None, sign.format("300")),
    ]
    assert any(
        finding.check == "table.ambiguous" and sign.format("20") in finding.message
        for finding in report.findings
    )
    others = report.tables.get("annex")["requests_received"]
    assert [cell.value for cell in others.values()] == [21, 63]
