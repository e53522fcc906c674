"""The body in a field of its own, and years in the titles of other papers and pages."""

import pytest

from extractor.pipeline import extract

BODY = (
    "一、概述\n我局设专职人员1名。\n二、主动公开情况\n公开信息31条。\n三、依申请公开情况\n收到申请2件。\n"
    "四、收费及减免情况\n无。\n五、复议诉讼情况\n无。\n六、存在的问题\n更新慢。\n"
)
BUREAU = "玉屏山县林业局"


@pytest.mark.parametrize(
    "field",
    [
        f"填报单位：{BUREAU}\n统计年度：2016年",
        f"报送单位：{BUREAU}　　报送时间：2017年1月12日",
        f"主办单位：{BUREAU}\n（2016年）",
        f"单位名称：{BUREAU}（盖章）",
        f"填表单位（盖章）：{BUREAU}    填表人：李某    联系电话：2013456",
        f"机构名称：{BUREAU}；机构代码：20130012",
        f"汇总单位：{BUREAU}（公章）  审核人：王某",
    ],
)
def test_body_is_read_from_a_field(field: str):
    report = extract(f"2016年政府信息公开工作年度报告\n{field}\n{BODY}")
    assert report.issuer.value == BUREAU


def test_host_of_the_site_at_the_foot_is_no_issuer():
    report = extract(f"2016年政府信息公开工作年度报告\n{BODY}\n主办单位：玉屏山县人民政府办公室\n")
    assert report.issuer.value is None


@pytest.mark.parametrize(
    "words",
    [
        "按照“2010年政务公开考核办法”编制。",
        "依据《玉屏山县林业发展规划（2011—2015年）》和《条例》编制本报告。",
        "按照《玉屏山县2010年政务公开考核办法》编制。",
        "根据屏政发〔2012〕7号文件要求，现报告如下。",
        "索引号：5522-2012-0031",
        "邮编：201200 地址：林荫路2013号",
        "为落实“十二五”规划（2011－2015年）精神，现将工作报告如下。",
        "相关链接：2016年政府信息公开工作年度报告",
        "上一篇：玉屏山县林业局2015年政府信息公开工作年度报告",
    ],
)
def test_year_of_another_paper_is_never_given_without_a_warning(words: str):
    report = extract(f"{BUREAU}政府信息公开工作年度报告\n{words}\n{BODY}")
    doubted = any("/report_year" in finding.where for finding in report.findings)
    assert report.report_year.value is None or doubted
