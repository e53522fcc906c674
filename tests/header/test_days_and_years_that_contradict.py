"""Years and days of a report that contradict each other are told; last year's matters are not."""

import pytest

import extractor

TITLE = "栖梧市水利局2022年政府信息公开工作年度报告\n"
REST = (
    "二、主动公开政府信息情况\n无。\n三、收到和处理政府信息公开申请情况\n无。\n"
    "四、政府信息公开行政复议、行政诉讼情况\n无。\n"
)


def report(before: str = "", head: str = "", overview: str = "", problems: str = "", end: str = "") -> str:
    return (
        f"{before}{TITLE}{head}一、总体情况\n全年公开信息63条。{overview}\n{REST}"
        f"五、存在的主要问题及改进情况\n{problems}更新不及时,今后加强培训。\n六、其他需要报告的事项\n无。\n{end}"
    )


FAR = report(head="2022年，我局扎实推进政务公开。\n", overview="2022年，我局答复申请7件。")


def told(text: str) -> set[str]:
    found = extractor.extract(text).findings
    return {each.check for each in found if each.check.startswith(("header.", "year.", "date."))}


@pytest.mark.parametrize(
    ("text", "check"),
    [
        (report(head="2021年,我局认真落实条例,推进政务公开工作。\n"), "year.mismatch"),
        (report(head="2023年,全局扎实做好政府信息公开。\n"), "year.mismatch"),
        (report(overview="本报告期内(2021年)答复申请7件。"), "year.mismatch"),
        (report(overview="二〇二一年,我局主动公开信息312条。"), "year.mismatch"),
        (report(overview="二〇二一年度,我局召开会议3次。"), "year.mismatch"),
        (report(overview="在2023年里,全局累计发布稿件91篇。"), "year.mismatch"),
        (report(overview="2023年,我局培训2次,2023年公开12条。"), "year.mismatch"),
        (report(problems="2021年我局信息公开工作主要存在以下问题:"), "year.mismatch"),
        (report(problems="2023年,我局公开工作有进步,但仍存在不足:"), "year.mismatch"),
        (report(overview="截至2021年12月31日,我局未收取费用。"), "year.mismatch"),
        (report(overview="截至2020年底,网站公开信息99条。"), "year.mismatch"),
        (report(head=TITLE.replace("2022", "2021")), "header.year"),
        (report(before=TITLE.replace("2022", "2023")), "header.year"),
        (report(before="发布日期:2021-01-20\n"), "header.published_on"),
        (report(head="发布时间:2022-06-12\n"), "header.published_on"),
        (report(end="栖梧市水利局\n2022年1月14日\n"), "header.published_on"),
        (report(head="统计期限:2022年12月31日至2022年1月1日\n"), "header.period"),
        (
            report().replace(TITLE, "2023年年报（2022年度）——栖梧市水利局政府信息公开工作年度报告\n"),
            "header.year",
        ),
        (report().replace("2022年", "2021—2022年"), "header.year"),
        (
            report().replace("2022年政府", "2023年政府").replace("报告\n", "报告（2022年度）\n", 1),
            "header.year",
        ),
        (FAR.replace("2022年政府", "2032年政府"), "header.year"),
        (FAR.replace("2022年政府", "2012年政府"), "header.year"),
        (report(head="数据统计期限为2022年12月31日—2021年1月1日。\n"), "header.period"),
    ],
)
def test_contradiction_is_told(text: str, check: str):
    assert check in told(text)


@pytest.mark.parametrize(
    "text",
    [
        report(),
        report(head="根据《栖梧市2021年政务公开工作要点》,编制本报告。\n"),
        report(head="2020年以来,我局持续推进政务公开。\n"),
        report(overview="2021年报告中提出的公开不及时问题已整改。"),
        report(overview="2021年,我局存在的问题均已解决。"),
        report(overview="与2021年相比,公开量增长12%。"),
        report(overview="截至2022年12月31日,网站公开信息99条。"),
        report(overview="截至2021年底累计公开90条,2022年新增9条。"),
        report(problems="2023年,我局将继续加强政务公开。"),
        report(problems="2023年,我局要进一步做好公开工作。"),
        report(problems="针对2021年存在的问题,我局逐项整改。"),
        report(before="发布日期:2023-01-20\n", end="栖梧市水利局\n2023年1月14日\n"),
        report(before="2021年政府信息公开工作年度报告\n2020年政府信息公开工作年度报告\n"),
        report(head="统计期限:2022年1月1日至2022年12月31日\n"),
        report().replace("2022年", "2021—2022学年"),
        report().replace("报告\n", "报告（2023年1月）\n", 1),
        report(overview="2012年，我局由原水务局组建成立。"),
        FAR,
    ],
)
def test_matters_of_other_years_are_not_told(text: str):
    assert not told(text)
