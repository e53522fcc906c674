"""Reports of two sections and a few lines, without a title: read, and told to be short."""

import pytest

import extractor
from extractor.records import FormName

FIRST = "一、总体情况\n2022年,我局公开信息46条,收到政府信息公开申请2件,均已答复。\n"
SECOND = "二、存在的主要问题及改进情况\n公开不及时,今后将加强学习。\n"


@pytest.mark.parametrize("before", ["", "砚山县档案馆\n", "2022年,我局扎实做好政府信息公开工作。\n"])
def test_two_sections_on_disclosure_are_a_report(before: str):
    report = extractor.extract(before + FIRST + SECOND)
    assert report.form != FormName.UNKNOWN
    assert [section.key for section in report.sections] == ["overview", "problems"]
    assert "document.part" in {finding.check for finding in report.findings}


def test_a_brief_account_of_other_work_is_none():
    other = FIRST.replace("公开信息46条", "检查企业46家").replace("政府信息公开申请2件", "政务公开来信2件")
    report = extractor.extract(other + "二、存在的主要问题及改进情况\n人手不足,今后将加强学习。\n")
    assert report.form == FormName.UNKNOWN
