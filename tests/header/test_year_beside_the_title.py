"""The year that stands below the title, in the title of data, or in a title as the first day of a period."""

import pytest

import extractor

BODY = (
    "\n一、概述\n围绕重点领域公开。\n二、主动公开政府信息情况\n公开信息30条。\n"
    "三、依申请公开办理情况\n无申请。\n四、收费情况\n未收费。\n"
)
LEGACY = "渚平市教育局政府信息公开工作年度报告"
WEBSITE = (
    "填报单位：渚平县人民政府办公室\n网站名称：渚平县人民政府门户网站\n首页网址：http://www.example.gov.cn\n"
)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (f"{LEGACY}（2008年5月1日—12月31日）{BODY}", 2008),
        (f"{LEGACY}(2008年5月1日至2008年12月31日){BODY}", 2008),
        (f"政府网站工作年度报表\n（2021年度）\n{WEBSITE}", 2021),
        (f"政府网站工作年度报表\n(2022年)\n{WEBSITE}", 2022),
        ("2023年度渚平县林业局行政执法数据\n表一 行政处罚实施情况统计表\n警告\t罚款\n3\t4\n", 2023),
    ],
)
def test_year_is_read_beside_the_title(text: str, year: int):
    assert extractor.extract(text).report_year.value == year


def test_several_years_in_brackets_are_no_year_of_the_report():
    text = f"{LEGACY}\n（2009—2012年度）{BODY}"
    assert extractor.extract(text).report_year.value is None


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("本报告依据《渚平市教育事业发展规划（2009—2012年）》编制。", None),
        ("本报告依据《渚平市2016年至2020年教育改革纲要》《渚平市校务规程(2019年修订)》编制。", None),
        ("根据《2018年渚平市重点领域清单》，结合2022年工作实际，形成本文。", 2022),
        ("现将2022年落实《渚平市教育事业发展规划》的情况公布如下。", 2022),
        ("《2022年度报告》编制如下。", 2022),
    ],
)
def test_the_title_of_another_document_announces_no_year(sentence: str, year: int | None):
    assert extractor.extract(f"{LEGACY}\n{sentence}{BODY}").report_year.value == year


TRAIL_BODY = "\n一、总体情况\n公开信息30条。\n二、存在的主要问题及改进情况\n更新不及时。\n"


@pytest.mark.parametrize(
    "trail",
    ["您所在的位置：首页>政务公开>年报>", "首页 » 信息公开 » 年报 » ", "当前位置：首页 › 公开年报 › "],
)
def test_title_at_the_end_of_a_trail_of_links_is_the_title(trail: str):
    report = extractor.extract(f"{trail}渚平县林业局2023年政府信息公开工作年度报告{TRAIL_BODY}")
    assert (report.report_year.value, report.issuer.value) == (2023, "渚平县林业局")
    assert report.title.value == "渚平县林业局2023年政府信息公开工作年度报告"
    assert "header.year_doubtful" not in {finding.check for finding in report.findings}


def test_title_below_a_trail_of_links_is_the_one_taken():
    name = "渚平县林业局2023年政府信息公开工作年度报告"
    report = extractor.extract(f"首页>年报>{name}\n{name}{TRAIL_BODY}")
    assert report.title.evidence[0].start > len(name)


def test_a_doubtful_year_is_told_without_claiming_what_is_printed():
    report = extractor.extract(
        f"渚平县林业局政府信息公开工作年度报告\n一、总体情况\n今年召开会议，2023年公开信息30条。{TRAIL_BODY[9:]}"
    )
    told = [each.message for each in report.findings if each.check == "header.year_doubtful"]
    assert all("未读出" in each for each in told)
