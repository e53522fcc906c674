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
