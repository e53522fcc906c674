"""A number printed twice in a cell of no sum, and a line of sums whose last total is blank, are warned of."""

import pytest

import extractor

PROACTIVE = """枫桥县住房保障局2022年政府信息公开工作年度报告
一、总体情况
{prose}
二、主动公开政府信息情况
第二十条第（一）项
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数
规章 | 0 | 0 | 0
行政规范性文件 | 4 | 1 | {current}
第二十条第（五）项
行政许可 | {permits}
第二十条第（六）项
行政处罚 | {penalties}
行政强制 | 0
第二十条第（八）项
行政事业性收费 | {fees}
三、收到和处理政府信息公开申请情况
未收到申请。
"""
DISPUTES = """枫桥县住房保障局2022年政府信息公开工作年度报告
一、总体情况
2022年，我局主动公开政府信息63条。
四、政府信息公开行政复议、行政诉讼情况
<table><tr><td colspan="5">行政复议</td><td colspan="10">行政诉讼</td></tr>
<tr><td rowspan="2">结果维持</td><td rowspan="2">结果纠正</td><td rowspan="2">其他结果</td>
<td rowspan="2">尚未审结</td><td rowspan="2">总计</td>
<td colspan="5">未经复议直接起诉</td><td colspan="5">复议后起诉</td></tr>
<tr>{labels}{labels}</tr><tr>{cells}</tr></table>
五、存在的主要问题及改进情况
公开不够及时，将加强。
"""
LABELS = "".join(f"<td>{name}</td>" for name in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))


def told(report, check):
    return [finding for finding in report.findings if finding.check == check]


def proactive(prose="2022年，我局主动公开政府信息63条。", **numbers):
    cells = {"current": 17, "permits": 361, "penalties": 25, "fees": 0, **numbers}
    return extractor.extract(PROACTIVE.format(prose=prose, **cells))


@pytest.mark.parametrize(
    ("cell", "number"),
    [("permits", "486486"), ("permits", "52175217"), ("penalties", "1717"), ("current", "2929")],
)
def test_digits_printed_twice_are_a_warning(cell, number):
    (finding,) = told(proactive(**{cell: number}), "table.doubled")
    assert finding.severity == "warning"
    assert finding.right == int(number[: len(number) // 2])


@pytest.mark.parametrize("number", ["361", "3636361", "77", "777", "48648", "100100.5"])
def test_other_numbers_are_no_doubled_ones(number):
    assert told(proactive(permits=number), "table.doubled") == []


def test_a_number_that_the_prose_states_is_as_it_should_be():
    report = proactive("2022年，我局办理行政许可4848件，主动公开政府信息63条。", permits="4848")
    assert told(report, "table.doubled") == []


def disputes(*numbers):
    cells = "".join(f"<td>{number}</td>" for number in numbers)
    page = f"<html><body>{DISPUTES.format(labels=LABELS, cells=cells)}</body></html>"
    return extractor.extract(page.replace("\n", "<br>\n"))


GONE = {
    "in the last block": (1, 0, 2, 0, 3, 4, 1, 0, 2, 7, 5, 1, 3, 9, ""),
    "in the one before": (1, 0, 2, 0, 3, 4, 0, 2, 7, 5, 1, 0, 3, 9, ""),
    "in the first": (1, 2, 0, 3, 4, 1, 0, 2, 7, 5, 1, 0, 3, 9, ""),
}


@pytest.mark.parametrize("numbers", GONE.values(), ids=GONE)
def test_numbers_before_a_blank_last_total_may_have_moved(numbers):
    (finding,) = told(disputes(*numbers), "table.row_end")
    assert "/tables/disputes/litigation_after_review/pending" in finding.where


@pytest.mark.parametrize(
    "numbers",
    [
        (1, 0, 2, 0, 3, 4, 1, 0, 2, 7, 5, 1, 0, 3, 9),
        (1, 0, 2, 0, 3, 4, 1, 0, 2, 7, 5, 1, 0, 3, ""),
        (0,) * 14 + ("",),
    ],
    ids=["all there", "too small for a total", "zeros"],
)
def test_a_last_total_that_nothing_else_can_be_is_no_trouble(numbers):
    assert told(disputes(*numbers), "table.row_end") == []
