"""Sections headed in words of their own, garbled, in two parts, missing or empty; tables elsewhere."""

import pytest

import extractor
from extractor.records import Report

TITLE = (
    "云岭县白石镇2022年政府信息公开工作年度报告\n本报告所列数据统计期限自2022年1月1日起至2022年12月31日止。\n"
)
FIRST_FOUR = (
    "一、总体情况\n2022年公开信息28条。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
    "四、政府信息公开行政复议、行政诉讼情况\n"
)
FIVE = (
    "2022年我镇公开工作还有不足：一是栏目更新偏慢。二是解读形式单一。下一步，将按月更新栏目，并增加图解。\n"
)
SIX = "六、其他需要报告的事项\n无\n"


def report_of(five: str = "五、存在的主要问题及改进情况", body: str = FIVE, rest: str = SIX) -> Report:
    return extractor.extract(f"{TITLE}{FIRST_FOUR}{five}\n{body}{rest}")


def checks_of(report: Report) -> dict[str, str]:
    told = [f for f in report.findings if f.check.startswith(("section.", "heading.", "document."))]
    return {finding.check: finding.severity.value for finding in told}


HEADINGS = (
    "五、不足与打算",
    "五、短板弱项及改进方向",
    "五、问题与对策",
    "五、存在的主要问题及下步工作安排",
    "五、工作中存在的困难和下一步思路",
    "五、主要差距和努力方向",
    "五、面临的问题和改进建议",
    "5.存在的问题与不足",
    "第五部分 存在问题及改进",
    "五 存在的主要问题及改进情况",
    "五、存在的主要问题及\n改进情况",
    "五、我镇政务公开工作的短板和改进举措",
    "五、自查问题及整改",
    "五、2022年工作不足和2023年工作计划",
    "五、下一步工作打算",
    "【五、存在的主要问题及改进情况】",
    "五、需要改进的地方及措施",
    "五、反思与改进",
    "五、面临的挑战及应对举措",
    "五、问题短板和优化路径",
    "五、欠缺之处及提升计划",
    "五、工作不足与展望",
    "五、存在瓶颈及突破方向",
    "五、难点堵点及解决措施",
    "五、工作中的薄弱点和改进安排",
)


@pytest.mark.parametrize(
    "heading",
    [
        "二、公开重点工作完成情况",
        "二、优化营商环境情况",
        "（二）面临的挑战",
        "一、重点领域公开展望",
        "二、制约监督机制建设",
    ],
)
def test_a_heading_of_other_work_does_not_begin_section_five(heading: str):
    report = extractor.extract(
        f"{TITLE}一、总体情况\n2022年公开信息28条。\n{heading}\n2022年办理事项30件。\n"
        f"三、存在的主要问题及改进情况\n{FIVE}"
    )
    (section,) = [each for each in report.sections if each.key.value == "problems"]
    assert section.heading.quote == "三、存在的主要问题及改进情况"


@pytest.mark.parametrize("heading", HEADINGS)
def test_section_five_is_found_in_these_words(heading: str):
    report = report_of(heading)
    assert "problems" in [section.key.value for section in report.sections]
    assert [issue.text for issue in report.narrative.issues] == ["栏目更新偏慢。", "解读形式单一。"]
    assert not checks_of(report)


@pytest.mark.parametrize(
    "heading", ["l五、存在的主要问题及改进情况", "·五、问题及改进", "五、存在的主要间题及改迸情况"]
)
def test_a_garbled_heading_is_seen_through_and_told(heading: str):
    report = report_of(heading)
    assert checks_of(report) == {"heading.garbled": "info"}
    assert len(report.narrative.issues) == 2


def test_section_five_in_two_parts_starts_with_the_first():
    report = report_of(
        "五、存在的主要问题",
        "一是栏目更新偏慢。\n六、下一步工作打算\n一是按月更新。\n",
        SIX.replace("六", "七"),
    )
    (problems,) = (section for section in report.sections if section.key.value == "problems")
    assert problems.heading.quote == "五、存在的主要问题"
    assert "按月更新" in problems.body.quote
    assert "section.unknown_heading" not in checks_of(report)


@pytest.mark.parametrize(
    ("report", "check", "severity"),
    [
        (lambda: report_of(body=""), "section.empty", "warning"),
        (lambda: report_of(body="无。\n"), "section.empty", "info"),
        (lambda: report_of(rest="六、其他需要报告的事项\n"), "section.empty", "info"),
        (lambda: report_of(rest="六、其他需要报告的事项\n2023年1月12日\n- 3 -\n"), "section.empty", "info"),
        (lambda: extractor.extract(TITLE + FIRST_FOUR + SIX), "section.missing", "warning"),
        (lambda: report_of(rest=""), "section.missing", "info"),
        (
            lambda: report_of("五、工作亮点\n建成专区。\n六、存在的主要问题"),
            "section.unknown_heading",
            "warning",
        ),
        (
            lambda: report_of(rest="六、工作亮点\n一是建成专区。\n七、其他需要报告的事项\n无\n"),
            "section.unknown_heading",
            "warning",
        ),
    ],
    ids=[
        "empty",
        "only 无",
        "six empty",
        "six signed",
        "five missing",
        "six missing",
        "unknown before five",
        "unknown behind five",
    ],
)
def test_what_is_wrong_with_a_section_is_told(report, check, severity):
    assert checks_of(report())[check] == severity


def test_list_inside_section_one_is_no_unknown_heading():
    text = TITLE + FIRST_FOUR.replace(
        "2022年公开信息28条。", "2022年公开信息28条。\n一、完善制度\n二、加强培训\n三、强化监督"
    )
    assert not checks_of(extractor.extract(text + "五、存在的主要问题及改进情况\n" + FIVE + SIX))


PROACTIVE = (
    "第二十条第(一)项\n信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数\n规章 | 0 | 0 | 0\n"
    "行政规范性文件 | 3 | 1 | 14\n"
    "第二十条第(五)项\n信息内容 | 本年处理决定数量\n行政许可 | 52\n第二十条第(六)项\n"
    "信息内容 | 本年处理决定数量\n行政处罚 | 7\n"
    "行政强制 | 0\n第二十条第(八)项\n信息内容 | 本年收费金额(单位:万元)\n行政事业性收费 | 4.5\n"
)


@pytest.mark.parametrize(
    "title", ["附表1\n", "附件：主动公开政府信息情况\n", ""], ids=["附表", "附件", "no title"]
)
def test_table_behind_the_prose_is_read(title: str):
    text = TITLE + FIRST_FOUR.replace("二、主动公开政府信息情况", "二、主动公开政府信息情况\n详见附表。")
    report = extractor.extract(text + "五、存在的主要问题及改进情况\n" + FIVE + SIX + title + PROACTIVE)
    assert report.tables.proactive is not None
    assert report.tables.proactive["licensing"]["decisions"].value == 52
    assert [section.key.value for section in report.sections].count("proactive") == 2
    assert report.coverage.unexplained == ()
    assert [count.value for count in report.narrative.counts] == [28]


KINDS = {
    "two sections": "云岭县白石镇财政所2021年政府信息公开工作年度报告\n一.总体情况\n"
    "（一）主动公开情况。全年公开信息20条。\n二.存在的主要问题及整改情况\n1.公开内容单一。\n",
    "no title": "一、总体情况\n2024年，我街道推进政府信息公开工作，新增2名工作人员。\n"
    "五、存在的主要问题及改进情况\n我街道政府信息公开工作仍存在问题：一是宣传不够。\n",
    "one page": "四、结转下年度继续办理 1 0 0 0 0 0 1\n四、政府信息公开行政复议、行政诉讼情况\n"
    "未经复议直接起诉 复议后起诉\n五、存在的主要问题及改进情况\n2020年，公开方式有待创新，"
    "政府信息公开工作需要改进。\n",
}


@pytest.mark.parametrize("text", KINDS.values(), ids=KINDS)
def test_short_report_is_read_and_said_to_be_a_part(text: str):
    report = extractor.extract(text)
    assert report.sections
    assert checks_of(report)["document.part"] == "warning"
    assert "document.kind" not in checks_of(report)


OTHERS = {
    "guide": "云岭县政府信息公开指南\n一、总体情况\n为方便公民获取政府信息，编制本指南。"
    "政府信息公开内容见目录。\n",
    "rules": "云岭县政府信息公开工作制度\n一、总体要求\n各部门应当公开政府信息。\n"
    "二、存在的主要问题\n政务公开制度不健全的，应当改进。\n",
    "notice": "关于做好2022年政府信息公开工作年度报告编制工作的通知\n各镇人民政府：\n一、总体情况\n"
    "请各单位报送政府信息公开工作总体情况。\n",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_other_papers_about_disclosure_are_no_reports(text: str):
    report = extractor.extract(text)
    assert not report.sections
    assert "document.kind" in checks_of(report)
