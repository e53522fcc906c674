"""Headings of the six sections in words that were labelled before any rule read them."""

import pytest
from fresh_headings import FIRST, OTHER_WORK, SECOND

import extractor
from extractor.records import Report

TITLE = (
    "云岭县白石镇2022年政府信息公开工作年度报告\n本报告所列数据统计期限自2022年1月1日起至2022年12月31日止。\n"
)
STATUTORY = {
    "overview": ("一、总体情况", "2022年，我镇主动公开信息28条，培训2次。"),
    "proactive": ("二、主动公开政府信息情况", "2022年，制发规范性文件3件，作出行政许可12件。"),
    "applications": ("三、收到和处理政府信息公开申请情况", "2022年收到公开申请5件，均按期答复。"),
    "disputes": ("四、政府信息公开行政复议、行政诉讼情况", "2022年发生行政复议1件，结果维持。"),
    "problems": (
        "五、存在的主要问题及改进情况",
        "2022年我镇公开工作还有不足：一是栏目更新偏慢。二是解读形式单一。下一步，将按月更新栏目，并增加图解。",
    ),
    "other": ("六、其他需要报告的事项", "2022年没有收取信息处理费。"),
}


def with_heading(key: str, heading: str) -> Report:
    parts = (f"{heading if key == each else usual}\n{body}\n" for each, (usual, body) in STATUTORY.items())
    return extractor.extract(TITLE + "".join(parts))


def headed(report: Report, key: str) -> list[str]:
    return [each.heading.quote for each in report.sections if each.key.value == key and each.heading.quote]


@pytest.mark.parametrize(("key", "heading"), [*FIRST, *SECOND])
def test_a_section_is_found_in_these_words(key: str, heading: str):
    report = with_heading(key, heading)
    assert headed(report, key), heading
    assert [each.key.value for each in report.sections] == list(STATUTORY)


@pytest.mark.parametrize(("key", "heading"), OTHER_WORK)
def test_a_heading_of_other_work_is_told_and_makes_no_section(key: str, heading: str):
    report = with_heading(key, heading)
    assert headed(report, key) == []
    assert {"section.missing", "section.unknown_heading"} & {each.check for each in report.findings}


def test_a_paper_of_another_kind_is_no_report_by_such_words():
    paper = (
        "云岭县2022年法治建设工作情况\n一、依法履职情况\n2022年办理许可30件。\n二、行政复议与应诉情况\n"
        "2022年办理复议3件。\n三、下一步工作谋划\n继续推进。\n"
    )
    assert [each.key.value for each in extractor.extract(paper).sections] == []
