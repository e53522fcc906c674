"""Reports on 2008 to 2018 whose title says 公告 or 通报, none at all, or the year in which they came out."""

import pytest

import extractor

_SECTIONS = """
一、概述
{year}年本局更新公开目录4次。
二、主动公开情况
共主动公开信息288条。
三、依申请公开情况
收到申请8件，同意公开6件，不予公开2件。
四、复议诉讼情况
{year}年复议1件。
五、存在的不足
{after}年底前建成专栏。

{after}年3月28日
"""
_CIRCULAR = """
各镇人民政府，县直各单位：
现将检查情况通报如下。
一、总体情况
2018年各单位政府信息公开工作有所加强。
二、存在的问题
部分单位更新不及时。
三、下一步要求
请各单位对照整改。
"""


def read(head: str, year: int = 2018) -> extractor.Report:
    return extractor.extract(head + "\n" + _SECTIONS.format(year=year, after=year + 1))


@pytest.mark.parametrize(
    "head",
    [
        "竹溪县教育局关于2018年度政府信息公开工作情况的公告",
        "竹溪县教育局2018年度政务公开工作开展情况通报",
        "关于2018年度信息公开情况的公示",
        "",
        "2019年1月，我局对2018年的工作作了总结。",
    ],
)
def test_it_is_a_report_of_old_wording_when_its_sections_say_so(head: str):
    report = read(head)
    assert (report.form, report.report_year.value) == ("legacy", 2018)
    assert [section.key.value for section in report.sections] == [
        *("overview", "proactive", "applications", "disputes", "problems"),
    ]


def test_a_circular_on_others_stays_another_paper():
    report = extractor.extract("竹溪县关于2018年度政府信息公开工作情况的通报\n" + _CIRCULAR)
    assert report.form == "unknown"


@pytest.mark.parametrize(
    ("head", "period"),
    [
        ("竹溪县教育局2019年政府信息公开工作年度报告", "统计期限自2018年1月1日起至2018年12月31日止。"),
        ("竹溪县教育局政府信息公开工作年度报告（2019年）", "数据统计期限：2018年1月1日—12月31日。"),
        ("竹溪县教育局2019年度政府信息公开工作报告", "本报告统计时段为2018年全年。"),
    ],
)
def test_the_figures_year_counts_when_the_title_names_the_year_of_publication(head: str, period: str):
    report = read(f"{head}\n\n{period}")
    assert (report.form, report.report_year.value) == ("legacy", 2018)
    assert "header.year" in {finding.check for finding in report.findings}


def test_the_title_counts_when_only_the_period_says_another_year():
    text = "竹溪县教育局2022年政府信息公开工作年度报告\n统计期限自2021年1月1日起至2021年12月31日止。\n"
    report = extractor.extract(text + _SECTIONS.format(year=2022, after=2023))
    assert report.report_year.value == 2022
