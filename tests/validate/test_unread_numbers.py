"""What is printed and belongs to nothing is named where it stands; a table that is there is not absent."""

import pytest

import extractor
from extractor.records import Report

TITLE = "云岭县白石镇2022年政府信息公开工作年度报告\n本报告数据统计期限自2022年1月1日起至2022年12月31日止。\n"


def report_of(overview: str = "公开信息28条。\n", disputes: str = "", year: str = "2022") -> Report:
    return extractor.extract(
        f"{TITLE.replace('2022', year)}一、总体情况\n{overview}二、主动公开政府信息情况\n"
        f"三、收到和处理政府信息公开申请情况\n"
        f"四、政府信息公开行政复议、行政诉讼情况\n{disputes}五、存在的主要问题及改进情况\n"
        f"一是栏目更新偏慢。\n"
        "六、其他需要报告的事项\n无\n"
    )


def messages(report: Report, check: str) -> list[str]:
    return [finding.message for finding in report.findings if finding.check == check]


TABLES = {
    "pipes": "| 渠道 | 一季度 | 二季度 |\n| 网站 | 1234 | 2345 |\n| 微信 | 12 | 23 |\n",
    "one row": "| 网站 | 1234 | 2345 | 3456 | 4567 |\n",
    "tabs": "渠道\t数量\t占比\n网站\t1234567\t7654321\t1111111\n",
    "columns": "网站   20190101   20200202   20210303\n",
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_small_table_in_the_prose_is_read_or_named(table: str):
    report = report_of(overview=f"各渠道公开信息如下。\n{table}")
    runs = [span.quote for span in report.coverage.unexplained]
    read = {int(count.value) for count in report.narrative.counts}
    printed = [word for word in table.replace("|", " ").split() if word.isdigit()]
    assert all(word in runs or int(word) in read for word in printed)
    assert messages(report, "numbers.unread") or len(read) >= len(printed)


UNREAD = {
    "labels and numbers cut": "行政复议\n结果维持 结果纠正 其他结果\n2 0 1\n",
    "numbers alone": "2 0 0 1 3 0 0 0 0\n",
}


@pytest.mark.parametrize("table", UNREAD.values(), ids=UNREAD)
def test_table_that_is_there_is_not_called_absent(table: str):
    report = report_of(disputes=table)
    absent = [f for f in report.findings if f.check == "table.absent" and "/tables/disputes" in f.where]
    assert not absent
    assert report.tables.disputes is not None or messages(report, "table.unread")


def test_table_is_absent_when_nothing_of_it_is_printed():
    report = report_of(disputes="（见图）\n")
    assert len(messages(report, "table.absent")) == 3
    assert not messages(report, "table.unread")


def test_checks_run_when_the_form_is_not_known():
    text = "一、总体情况\n我局全年主动公开政府信息28条。\n二、主动公开政府信息情况\n"
    "三、收到和处理政府信息公开申请情况\n"
    report = extractor.extract(
        f"政府信息公开工作年度报告\n{text}四、政府信息公开行政复议、行政诉讼情况\n无\n"
    )
    assert report.form == "unknown"
    assert len(messages(report, "table.absent")) == 3
    assert len(messages(report, "header.missing")) == 2
    assert messages(report, "section.missing")


def test_sentence_in_a_table_section_is_no_lost_cell():
    report = report_of(disputes="2022年，全镇发生行政复议3件，较2021年减少2件，2件维持。\n")
    assert not messages(report, "table.unread")


ROWS = (
    "一、本年新收政府信息公开申请数量 | 12 | 0 | 0 | 0 | 3 | 0 | 15\n"
    "二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1\n"
)


@pytest.mark.parametrize("rows", [ROWS, ROWS.splitlines(keepends=True)[0]], ids=["two rows", "one row"])
@pytest.mark.parametrize("place", ["四、", "五、", "附表"], ids=["own section", "next section", "behind"])
def test_table_of_few_rows_is_read_or_named(rows: str, place: str):
    before, mark, after = (report_text() + "附表\n").partition(place)
    rest = after if place == "附表" else after.removesuffix("附表\n")
    text = before + mark + rest + rows if place == "附表" else before + rows + mark + rest
    report = extractor.extract(text)
    assert report.tables.disputes is None
    assert report.tables.applications is not None or messages(report, "table.unread")


def report_text() -> str:
    return (
        f"{TITLE}一、总体情况\n公开信息28条。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
        "四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n更新偏慢。\n"
        "六、其他需要报告的事项\n无\n"
    )


@pytest.mark.parametrize("row", ["2104003128", "12.0.3.40.5.6.66", "1200340560078", "（12）（0）（3）（40）"])
def test_a_row_whose_numbers_run_together_is_named(row: str):
    assert messages(report_of(overview=f"公开信息28条。\n{row}\n"), "numbers.unread")


@pytest.mark.parametrize("line", ["邮编：123456", "2022", "索引号：1137030020040058", "浏览次数：1234567次"])
def test_numbers_of_a_page_alone_on_their_line_are_not_named(line: str):
    assert not messages(report_of(overview=f"公开信息28条。\n{line}\n"), "numbers.unread")
