"""Papers whose title names another subject, models of a report and notes on filling it in are no reports."""

import pytest

import extractor

PROSE = "2022年，我局主动公开政府信息63条，依法履行政府信息公开义务，参加培训40人次。"
BODY = f"""一、总体情况
{PROSE}
二、行政复议、行政诉讼情况
行政复议3件，行政诉讼1件，均已答辩。
三、存在的主要问题及改进情况
公开力量不足。下一步将加强学习，并另行公布政府信息公开工作年度报告。
四、其他需要报告的事项
无
"""
TABLE = """二、主动公开政府信息情况
第二十条第（一）项
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数
规章 | 0 | 0 | 0
行政规范性文件 | 4 | 1 | 17
第二十条第（五）项
行政许可 | 361
"""
OTHER = [
    "枫桥县财政局2022年度法治政府建设情况的报告",
    "枫桥县2022年生态环境状况公报",
    "2022年度枫桥县教育局安全生产工作报告",
    "枫桥县2022年河长制落实情况的汇报",
    "枫桥县民政局\n2022年度平安建设工作总结",
    "枫桥县政府网站工作年度报表（2022年度）",
    "枫桥县司法局普法依法治理2022年度工作报告",
]
OWN = [
    "枫桥县财政局2022年度工作报告",
    "枫桥县财政局2022年工作总结",
    "枫桥县财政局2022年度报告",
    "枫桥县财政局2022年工作年报",
    "枫桥县财政局2022年政府信自公幵工作年度报告",
    "枫桥县财政局2022年度依申请公开工作报告",
    "法治政府建设年度报告（2022年）\n枫桥县财政局2022年政府信息公开工作年度报告",
    "枫桥县财政局2022年度法治政府建设年度报告\n根据《政府信息公开条例》，编制本年度报告并向社会公布政府信息公开工作报告。",
]
MODELS = [
    "枫桥市政府信息公开工作年度报告填写说明",
    "政府信息公开工作年度报告（参考格式）",
    "政府信息公开年度报告样表",
    "（模板）\nXX县XX局20XX年政府信息公开工作年度报告\n20XX年，我局公开XX条。",
    "○○镇20○○年政府信息公开工作年度报告\n20○○年，我镇公开○○条。",
]
REPORTS_STILL = [
    "××县××局2022年政府信息公开工作年度报告",
    "政府信息公开工作年度报告格式\n枫桥县财政局2022年政府信息公开工作年度报告",
    "枫桥县财政局20××年政府信息公开工作年度报告",
]


def kinds(report):
    return [finding for finding in report.findings if finding.check == "document.kind"]


@pytest.mark.parametrize("title", OTHER)
def test_a_title_on_another_subject_outweighs_the_phrases_below_it(title):
    report = extractor.extract(f"{title}\n{BODY}")
    assert report.form == "unknown"
    assert report.sections == ()
    assert len(kinds(report)) == 1


@pytest.mark.parametrize("title", OWN)
def test_no_report_is_refused_for_a_title_that_says_little(title):
    report = extractor.extract(f"{title}\n{BODY}")
    assert len(report.sections) >= 3
    assert kinds(report) == []


@pytest.mark.parametrize("head", MODELS)
def test_figures_of_a_model_are_delivered_by_no_report(head):
    report = extractor.extract(f"{head}\n一、总体情况\n示例：我局公开政府信息63条。\n{TABLE}")
    assert report.tables.proactive is None
    assert report.sections == ()
    assert len(kinds(report)) == 1


@pytest.mark.parametrize("head", REPORTS_STILL)
def test_signs_to_be_filled_in_alone_refuse_no_report(head):
    report = extractor.extract(f"{head}\n一、总体情况\n{PROSE}\n{TABLE}")
    assert report.tables.proactive is not None
    assert len(report.sections) == 2


@pytest.mark.parametrize("words", ["情况的汇报", "情况汇报", "情况说明"])
def test_an_account_of_the_work_is_read_and_doubted(words):
    report = extractor.extract(
        f"关于枫桥县财政局2022年度政府信息公开工作{words}\n{BODY.replace('年度报告', '情况')}"
    )
    (told,) = kinds(report)
    assert told.severity == "warning"
    assert len(report.sections) >= 3
    assert report.issuer.value == "枫桥县财政局"


def test_a_body_of_another_paper_is_told_only_where_it_is_one():
    report = extractor.extract(f"在全县政府信息公开工作会议上的讲话\n{BODY}")
    assert report.issuer.value is None
