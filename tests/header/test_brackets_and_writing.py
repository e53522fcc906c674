"""A year in brackets in the title leaves no bracket in the name; the day of writing is none of publishing."""

import pytest

import extractor

BODY = "一、总体情况\n全年主动公开政府信息63条。\n二、存在的主要问题及改进情况\n更新不及时。将加强培训。\n"


@pytest.mark.parametrize("marks", ["()", "（）", "〔〕", "【】"])
def test_a_year_in_brackets_leaves_none_in_the_name(marks):
    report = extractor.extract(f"云岭县应急管理局{marks[0]}2022{marks[1]}政府信息公开年度报告\n{BODY}")
    assert report.issuer.value == "云岭县应急管理局"


def test_the_day_of_writing_is_no_day_of_publication():
    report = extractor.extract(
        f"云岭县财政局\n2022年政府信息公开工作年度报告\n编制单位：云岭县财政局 编制时间：2023年1月9日\n{BODY}"
    )
    assert report.published_on is None or report.published_on.value is None
