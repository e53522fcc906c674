"""Header facts: the exact words and days, one character or day less or more would be another fact."""

from datetime import date

import pytest

import extractor
from extractor.header.body_names import differ
from extractor.records import Report

BODY = "\n\n一、总体情况\n\n公开信息5条。\n"
REST = "\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"


def read(text: str) -> Report:
    report = extractor.extract(text)
    for fact in (report.issuer, report.title, report.report_year, report.period.start, report.period.end):
        assert all(text[span.start : span.end] == span.quote for span in fact.evidence)
    return report


@pytest.mark.parametrize(
    ("words", "start", "end", "quotes"),
    [
        (
            "统计期限为2021年1月1日至2021年12月31日。",
            date(2021, 1, 1),
            date(2021, 12, 31),
            ("2021年1月1日", "2021年12月31日"),
        ),
        (
            "数据统计时限为2021年1月1日—12月31日。",
            date(2021, 1, 1),
            date(2021, 12, 31),
            ("2021年1月1日", "12月31日"),
        ),
        (
            "所列数据的统计期限为2021.01.01-2021.12.31。",
            date(2021, 1, 1),
            date(2021, 12, 31),
            ("2021.01.01", "2021.12.31"),
        ),
        ("统计期限为2021年1月至12月。", date(2021, 1, 1), date(2021, 12, 31), None),
        ("统计期限为2020年7月至11月。", date(2020, 7, 1), date(2020, 11, 30), None),
        ("统计期限为2020年1月至2月。", date(2020, 1, 1), date(2020, 2, 29), None),
    ],
)
def test_period_is_these_days_in_these_words(words: str, start: date, end: date, quotes):
    report = read(f"云岭县水务局2021年政府信息公开工作年度报告\n{words}{BODY}")
    assert (report.period.start.value, report.period.end.value) == (start, end)
    if quotes:
        printed = (report.period.start.evidence[0].quote, report.period.end.evidence[0].quote)
        assert printed == quotes


@pytest.mark.parametrize("last", ["2021年1月", "2021年12月"])
def test_no_period_is_read_from_months_that_do_not_follow_each_other(last: str):
    report = read(f"云岭县水务局2021年政府信息公开工作年度报告\n统计期限为{last}至1月。{BODY}")
    assert (report.period.start.value, report.period.end.value) == (None, None)


@pytest.mark.parametrize(
    ("first", "second", "are_others"),
    [
        ("云岭县水务局", "云岭县水务局", False),
        ("云岭县人民政府", "云岭县人民政府办公室", False),
        ("云岭县人民政府", "石桥市教育局", True),
        ("云岭县水务局", "石桥市交通局", True),
        ("云岭县水务局", "石桥市交通水务局", False),
        ("云岭县水务局", "石桥市云岭县水务局", False),
        ("甲乙丙丁戊己", "子丑寅丁戊己", False),
        ("甲乙丙丁戊己", "子丑寅卯戊己", True),
        ("甲乙丙", "丙丁戊己", True),
        ("甲乙丙", "子乙丙丁", False),
        ("县政府", "云岭县人民政府", False),
    ],
)
def test_names_differ_when_no_three_characters_are_common(first: str, second: str, are_others: bool):
    assert differ(first, second) is are_others
    assert differ(second, first) is are_others


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("现将2021年政府信息公开工作情况报告如下。", 2021),
        ("现将我局2020年度政务公开工作情况报告如下。", 2020),
    ],
)
def test_year_is_that_which_the_report_announces(sentence: str, year: int):
    report = read(f"政府信息公开工作年度报告\n{sentence}{BODY}{REST}")
    assert report.report_year.value == year
    assert report.report_year.evidence[0].quote == str(year)


PUBLISHED = "发布日期：2022-01-20\n"
TITLE = "云岭县水务局2021年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("text", "rivals"),
    [
        pytest.param(f"{PUBLISHED}{TITLE}{BODY}", (), id="once"),
        pytest.param(f"{PUBLISHED}{PUBLISHED}{TITLE}{BODY}", (), id="the same day twice"),
        pytest.param(
            f"{PUBLISHED}{TITLE}\n发布时间：2022-03-02{BODY}", ("2022-03-02",), id="two days that both say so"
        ),
        pytest.param(f"{PUBLISHED}{TITLE}{BODY}云岭县水务局\n2022年1月18日\n", (), id="a signature's day"),
    ],
)
def test_only_another_day_that_says_the_same_of_itself_is_a_rival(text: str, rivals: tuple[str, ...]):
    report = read(text)
    assert report.published_on.value == date(2022, 1, 20)
    told = [finding for finding in report.findings if finding.check == "header.published_on"]
    assert len(told) == (1 if rivals else 0)
    assert all(day in told[0].message for day in rivals)


@pytest.mark.parametrize(
    ("opening", "issuer"),
    [
        ("云岭县人民政府政府信息公开工作年度报告（2021年）", "云岭县人民政府"),
        ("2021年云岭县人民政府政府信息公开工作年度报告", "云岭县人民政府"),
        ("云岭县人民政府信息公开工作2021年度报告", "云岭县人民政府"),
    ],
)
def test_people_s_government_keeps_its_last_word_when_the_title_says_it_once_or_twice(opening, issuer):
    assert read(opening + BODY + REST).issuer.value == issuer
