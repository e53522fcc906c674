"""Titles that say that a paper is another one, and sections in an order of their own."""

import itertools

import pytest

import extractor

PROSE = "全年主动公开政府信息63条，本单位认真落实各项要求。"
BODY = f"""一、总体情况
{PROSE}
二、主动公开政府信息情况
{PROSE}
三、收到和处理政府信息公开申请情况
{PROSE}
四、存在的主要问题及改进情况
公开内容不够全面，更新不够及时。下一步将加强培训。
"""
OTHER = [
    "云岭市2024年政务公开工作要点",
    "云岭市财政局政府信息公开指南（2023年版）",
    "云岭市2022年政务公开第三方评估报告",
    "云岭市信访局2022年度部门预算信息公开情况的说明",
    "云岭市政务公开工作方案",
    "云岭市2022年第三季度政府信息公开情况通报",
    "云岭市2022年上半年政务公开工作总结",
    "云岭市政务公开工作考核办法",
    "云岭市政府信息公开工作年度报告填报说明",
    "云岭市政务公开工作制度（试行）",
]
OWN = [
    "云岭市财政局2022年政府信息公开工作年度报告",
    "云岭市2022年政务公开工作总结及2023年工作计划",
    "云岭市财政局政府信息公开年度报告（2022年度）",
]


def checks(report):
    return [finding.check for finding in report.findings]


@pytest.mark.parametrize("title", OTHER)
def test_a_title_that_names_another_paper_makes_no_report(title):
    report = extractor.extract(f"{title}\n{BODY}")
    assert report.sections == ()
    (told,) = [finding for finding in report.findings if finding.check == "document.kind"]
    assert title[:10] in told.message
    assert "各部分" not in told.message  # its sections were seen


@pytest.mark.parametrize("title", OWN)
@pytest.mark.parametrize("menu", ["", "政府信息公开指南\n政府信息公开制度\n依申请公开申请表\n"])
def test_a_report_below_a_menu_stays_one(title, menu):
    report = extractor.extract(f"{menu}{title}\n{BODY}")
    assert "document.kind" not in checks(report)
    assert len(report.sections) >= 4


def test_a_page_that_prints_a_title_alone_is_not_said_to_have_none():
    report = extractor.extract(
        "404 Not Found 您访问的页面不存在或已删除！云岭市人民政府2022年政府信息公开工作年度报告\n"
    )
    (told,) = [finding for finding in report.findings if finding.check == "document.kind"]
    assert "标题" not in told.message
    assert "no title" not in told.message


def test_a_commentary_that_names_a_label_is_no_part_of_a_report():
    report = extractor.extract(
        "解读：一图读懂政府信息公开工作年度报告格式\n总体情况怎么写？“本年新收政府信息公开申请数量”指的是什么？\n"
    )
    assert checks(report)[:1] == ["document.kind"]


SECTIONS = {
    "overview": "总体情况",
    "proactive": "主动公开政府信息情况",
    "applications": "收到和处理政府信息公开申请情况",
    "disputes": "政府信息公开行政复议、行政诉讼情况",
    "problems": "存在的主要问题及改进情况",
    "other": "其他需要报告的事项",
}
SWAPS = [list(order) for order in itertools.permutations(SECTIONS)][::37]


@pytest.mark.parametrize("order", SWAPS, ids="-".join)
def test_sections_are_found_in_any_order(order):
    lines = [f"{'一二三四五六'[at]}、{SECTIONS[key]}\n{PROSE}" for at, key in enumerate(order)]
    report = extractor.extract("云岭市财政局2022年政府信息公开工作年度报告\n" + "\n".join(lines))
    assert [section.key for section in report.sections] == order
    assert "heading.numbering" not in checks(report)
    assert "section.missing" not in checks(report)


def test_a_table_of_contents_in_another_order_makes_no_sections():
    contents = "\n".join(
        f"{'一二三四五六'[at]}、{SECTIONS[key]}" for at, key in enumerate(reversed(SECTIONS))
    )
    kept = list(SECTIONS)[:4]
    lines = [f"{'一二三四五六'[at]}、{SECTIONS[key]}\n{PROSE}" for at, key in enumerate(kept)]
    report = extractor.extract(
        "云岭市财政局2022年政府信息公开工作年度报告\n" + contents + "\n" + PROSE + "\n" + "\n".join(lines)
    )
    assert [section.key for section in report.sections if section.body.end - section.body.start > 9][
        -4:
    ] == kept
