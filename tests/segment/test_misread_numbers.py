"""Headings whose list number was misread, and reports that print no heading at all."""

import pytest

import extractor

HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
TEXTS = (
    "全年主动公开信息63条。",
    "本年制发规范性文件2件。",
    "本年收到申请3件，均已办结。",
    "本年未发生行政复议和行政诉讼。",
    "公开内容不够全面，更新不及时。下一步将加强学习。",
    "本年度未收取信息处理费。",
)
KEYS = ["overview", "proactive", "applications", "disputes", "problems", "other"]
MISREAD = ["囗、", "王、", "ニ、", "彡．", "、", "5五、", "l、", "丘、"]


def report_of(headings):
    lines = [f"{heading}\n{text}" for heading, text in zip(headings, TEXTS, strict=True)]
    return extractor.extract("\n".join(["云岭市园林局2022年政府信息公开工作年度报告", *lines, ""]))


@pytest.mark.parametrize("number", MISREAD)
@pytest.mark.parametrize("place", range(6))
def test_a_section_with_a_misread_number_is_found_and_told(number, place):
    headings = list(HEADINGS)
    headings[place] = number + headings[place][2:]
    report = report_of(headings)
    assert [section.key for section in report.sections] == KEYS
    assert report.sections[place].heading.quote == headings[place]
    told = [finding for finding in report.findings if finding.check == "heading.garbled"]
    assert [finding.where for finding in told] == [(f"/sections/{place}/heading",)]


@pytest.mark.parametrize("number", MISREAD)
@pytest.mark.parametrize(
    ("place", "words"), [(3, "行政争议情况"), (4, "存在的不足"), (4, "短板弱项及改进方向"), (5, "其他事宜")]
)
def test_a_misread_number_before_other_words(number, place, words):
    headings = list(HEADINGS)
    headings[place] = number + words
    assert [section.key for section in report_of(headings).sections] == KEYS


def test_clean_numbers_in_any_style_are_not_told():
    for style in ("{}、{}", "第{}部分 {}", "({}){}", "{}．{}"):
        headings = [style.format(heading[0], heading[2:]) for heading in HEADINGS]
        checks = {finding.check for finding in report_of(headings).findings}
        assert "heading.garbled" not in checks


SHORT = [
    ("云岭县水文站信息公开2022年度情况", "2022年我站公开水情信息2104条，收到申请0件。", ["overview"]),
    (
        "2022年白石街道信息公开工作总结（年度报告）",
        "我街道2022年公开信息230条，办理留言12条。\n存在的问题：一是更新慢。\n下一步：组织学习。",
        ["overview", "problems"],
    ),
    (
        "云岭县司法局2023年政府信息公开工作年度报告",
        "2023年，我局在门户网站公开信息57条。\n不足：解读材料偏少。今后将增加图解。",
        ["overview", "problems"],
    ),
]


def test_a_report_that_nothing_was_published_is_read():
    report = extractor.extract(
        "云岭县档案馆2022年政府信息公开工作年度报告\n2022年，我馆没有产生主动公开的政府信息，未收到申请。特此报告。\n"
    )
    assert [section.key for section in report.sections] == ["overview"]


@pytest.mark.parametrize(("title", "text", "keys"), SHORT)
def test_a_short_report_without_headings_is_read(title, text, keys):
    report = extractor.extract(f"{title}\n{text}\n")
    assert [section.key for section in report.sections] == keys
    checks = {finding.check for finding in report.findings}
    assert "document.part" in checks
    assert "document.kind" not in checks
    assert report.narrative.counts


@pytest.mark.parametrize(
    "text",
    [
        "云岭县召开2022年政府信息公开工作年度报告编制培训会\n会上公开了12条案例，58人参加。\n",
        "云岭县司法局2022年政府信息公开工作年度报告\n附件下载：年度报告.pdf\n",
        "关于做好2022年政府信息公开工作年度报告的通知\n各单位：请公开信息12条，按时报送。\n",
        "云岭县2022年上半年信息公开工作总结\n上半年公开信息12条，办理留言3条。\n",
        "云岭县司法局2022年工作总结\n我局公开信息12条，办结案件3件。\n",
    ],
)
def test_what_is_no_report_is_not_made_one(text):
    assert extractor.extract(text).sections == ()


MENU = """首页 政务公开 政府信息公开指南 政府信息公开制度 政府信息公开年报
云岭县园林局2021年政府信息公开工作年度报告 2022-01-20
云岭县园林局2020年政府信息公开工作年度报告 2021-01-21
云岭县园林局2019年政府信息公开工作年度报告 2020-01-22
"""


def test_a_report_with_a_list_of_others_below_is_read():
    lines = [f"{heading}\n{text}" for heading, text in zip(HEADINGS, TEXTS, strict=True)]
    report = extractor.extract(
        "\n".join(["云岭县园林局2022年政府信息公开工作年度报告", *lines, "相关链接", MENU])
    )
    assert [section.key for section in report.sections] == KEYS
    assert extractor.extract(MENU).sections == ()


def test_questions_about_the_form_are_no_report():
    text = (
        "关于年度报告编制的常见问答\n问：“本年新收政府信息公开申请数量”怎么填？\n答：自然人、法人分列。\n"
        "问：“结转下年度继续办理”怎么填？\n答：与总计勾稽。\n"
    )
    assert extractor.extract(text).sections == ()


def test_two_short_reports_in_one_file_are_told():
    one = "\n".join(f"{heading}\n{text}" for heading, text in zip(HEADINGS, TEXTS, strict=True))
    title = "云岭县{}局2022年政府信息公开工作年度报告"
    report = extractor.extract(f"{title.format('水利')}\n{one}\n{title.format('教育')}\n{one}\n")
    assert "document.several" in {finding.check for finding in report.findings}
    contents = "\n".join(HEADINGS)
    report = extractor.extract(f"目录\n{contents}\n{title.format('水利')}\n{one}\n")
    assert "document.several" not in {finding.check for finding in report.findings}
