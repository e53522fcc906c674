"""Header facts: issuer, title, year, period, date of publication."""

from datetime import date

import pytest

import extractor
from extractor.records import Basis, Report

BODY = "\n\n本报告所列数据的统计期限自2022年1月1日起至12月31日止。\n\n一、总体情况\n\n公开信息5条。\n"


def header_of(text: str) -> Report:
    return extractor.extract(text)


TITLES = {
    "one line": ("某县人民政府2022年政府信息公开工作年度报告", "某县人民政府"),
    "two lines": ("某县人民政府\n2022年政府信息公开工作年度报告", "某县人民政府"),
    "cut before 年度报告": ("某县财政局2022年政府信息公开工作\n\n年度报告", "某县财政局"),
    "year first": ("2022年某市水利局政府信息公开工作年度报告", "某市水利局"),
    "year in brackets": ("某市水利局\n政府信息公开工作年度报告\n（2022年度）", "某市水利局"),
    "spaces": ("某县人民政府办公室 2022 年政府信息公开工作年度报告", "某县人民政府办公室"),
}


@pytest.mark.parametrize(("title", "issuer"), TITLES.values(), ids=TITLES)
def test_title_and_issuer_are_read_when_set_in_this_way(title: str, issuer: str):
    text = title + BODY
    header = header_of(text)
    assert header.title.value == title.replace("\n", "").replace(" ", "")
    assert header.issuer.value == issuer
    assert header.report_year.value == 2022
    for fact in (header.title, header.issuer, header.report_year):
        assert fact.evidence
        assert all(text[span.start : span.end] == span.quote for span in fact.evidence)


def test_issuer_is_completed_by_the_signature_when_the_title_names_a_place():
    header = header_of(
        "安平市柳河镇2022年政府信息公开工作年度报告" + BODY + "\n柳河镇人民政府\n2023年1月25日\n"
    )
    assert header.issuer.value == "安平市柳河镇人民政府"
    assert [span.quote for span in header.issuer.evidence] == ["安平市柳河镇", "柳河镇人民政府"]


def test_period_takes_the_first_year_when_the_second_date_has_none():
    period = header_of("某县人民政府2022年政府信息公开工作年度报告" + BODY).period
    assert (period.start.value, period.end.value) == (date(2022, 1, 1), date(2022, 12, 31))
    assert [span.quote for span in period.end.evidence] == ["12月31日"]


TITLE = "某县人民政府2022年政府信息公开工作年度报告"
PUBLISHED = {
    "signature": (f"{TITLE}{BODY}某县人民政府\n2023年1月19日\n", date(2023, 1, 19)),
    "characters": (f"{TITLE}{BODY}某县人民政府\n二〇二三年一月十九日\n", date(2023, 1, 19)),
    "metadata": (f"发布日期：2023-01-20\n{TITLE}{BODY}", date(2023, 1, 20)),
    "bullet": (f"• 2023-01-20\n{TITLE}{BODY}", date(2023, 1, 20)),
    "under the title": (f"{TITLE}\n（2023年1月28日）{BODY}", date(2023, 1, 28)),
    "month only": (f"{TITLE}{BODY}2023年2月\n", None),
    "not stated": (f"{TITLE}{BODY}", None),
}


@pytest.mark.parametrize(("text", "day"), PUBLISHED.values(), ids=PUBLISHED)
def test_publication_date_is_read_when_a_day_is_printed(text: str, day: date | None):
    fact = header_of(text).published_on
    assert fact is not None
    assert fact.value == day
    assert (fact.basis is Basis.NOT_STATED) is (day is None)


def test_nothing_is_invented_when_the_text_states_nothing():
    header = header_of("这里只有一段普通文字，没有标题也没有日期，只是为了占满一行而写的几句闲话而已。\n")
    facts = (header.title, header.issuer, header.report_year, header.period.start, header.period.end)
    assert all(fact.value is None and fact.basis is Basis.NOT_STATED and not fact.evidence for fact in facts)


def test_issuer_is_not_stated_when_the_report_calls_its_body_only_ours():
    text = "政府信息公开\n\n现将我镇2022年度政府信息公开工作报告如下：\n\n一、总体情况\n\n公开信息5条。\n"
    assert header_of(text).issuer.value is None


NAMED = "云岭县水利局2022年政府信息公开工作年度报告"
REST = (
    "\n一、总体情况\n全年公开信息5条。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
    "四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n一是更新不及时。\n六、其他需要报告的事项\n无\n"
)
PERIOD = "本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。"
NAMED_IN_TITLE = (
    "东湖苏木",
    "云岭县统计局",
    "云岭县大数据管理局",
    "高新区管委会",
    "青石镇中心卫生院",
    "云岭市第一中学",
    "云岭供水有限公司",
    "国家税务总局云岭县税务局",
    "云岭县行政审批局",
    "全岭县财政局",
    "本原市水利局",
    "北山监狱",
    "云岭县气象局（台）",
    "云岭县交通运输局公路养护段",
    "三岔河镇人民政府",
    "七里河村委会",
    "市机关事务管理局",
    "柳荫里街",
)


@pytest.mark.parametrize("name", NAMED_IN_TITLE)
def test_issuer_is_the_name_before_the_year_whatever_its_kind(name: str):
    header = header_of(f"{name}2022年政府信息公开工作年度报告\n{PERIOD}{REST}")
    assert header.issuer.value == name


@pytest.mark.parametrize(
    "before",
    [
        "附件1：",
        "1．",
        "三、",
        "（一）",
        "第3页 ",
        "Page 12 of 30 ",
        "P1 ",
        "【公开】",
        "标题：",
        "☆",
        "关于",
    ],
)
def test_furniture_before_the_title_is_no_part_of_the_name(before: str):
    header = header_of(f"{before}云岭县水利局2022年政府信息公开工作年度报告\n{PERIOD}{REST}")
    assert header.issuer.value == "云岭县水利局"


PREAMBLES = {
    "made by": ("本年度报告由云岭县民政局根据《条例》要求编制。", "云岭县民政局"),
    "contact": ("如对本报告有疑问，请与云岭县民政局办公室联系（电话：0000-0000000）。", "云岭县民政局"),
    "contact of an office": ("如有疑问，请联系：云岭县白石乡党政综合办公室，电话0000000。", "云岭县白石乡"),
    "names itself": ("现将云岭县民政局2022年度政府信息公开工作情况报告如下。", "云岭县民政局"),
    "short name in brackets": (
        "云岭县民政局（以下简称“民政局”）2022年度政务公开工作情况如下。",
        "云岭县民政局",
    ),
    "our office": ("如有疑问，请与我局办公室联系。", None),
    "all bodies": ("根据各乡镇、各部门报送的年度报告汇总编制。", None),
    "a government": ("本报告由县政府编制。", None),
    "an order": ("根据《关于做好2021年政府信息公开工作年度报告编制工作的通知》编制本报告。", None),
}


@pytest.mark.parametrize(("preamble", "issuer"), PREAMBLES.values(), ids=PREAMBLES)
def test_issuer_is_read_from_the_preamble_when_the_title_is_lost(preamble: str, issuer: str | None):
    header = header_of(preamble + PERIOD + REST)
    assert header.issuer.value == issuer
    assert header.report_year.value == 2022


SIGNATURES = {
    "two lines": ("云岭县水利局\n2023年1月12日\n", "云岭县水利局"),
    "one line": ("云岭县水利局 2023年1月12日", "云岭县水利局"),
    "seal": ("云岭县水利局（盖章）\n2023年1月12日", "云岭县水利局"),
    "ours": ("我局\n2023年1月12日", None),
    "generic": ("政府办公室\n2023年1月12日", None),
}


@pytest.mark.parametrize(("signature", "issuer"), SIGNATURES.values(), ids=SIGNATURES)
def test_issuer_is_read_from_the_signature_when_nothing_else_names_it(signature: str, issuer: str | None):
    header = header_of(PERIOD + REST + signature)
    assert header.issuer.value == issuer
    assert header.published_on is not None
    assert header.published_on.value == date(2023, 1, 12)


DATES = {
    "published before updated": ("发布时间：2023-01-20\n更新时间：2023-05-06\n", date(2023, 1, 20)),
    "updated only": ("更新时间：2023-05-06\n", None),
    "generated only": ("发布机构：青禾县林业局 | 生成日期：2023-01-06\n", None),
    "generated, its day below": ("生成日期\n2023-01-06\n", None),
    "generated and published": ("生成日期：2023-01-06\n发布日期：2023-01-09\n", date(2023, 1, 9)),
    "written only": ("成文日期：2023-01-06\n", date(2023, 1, 6)),
    "written before published": ("成文日期 | 2023-01-06 | 发布日期 | 2023-01-09 |\n", date(2023, 1, 9)),
    "printed": ("打印日期：2024-08-08\n", None),
    "spaced": ("发布日期： 2023 年 1 月 20 日\n", date(2023, 1, 20)),
    "before the year's end": ("发布日期：2021-01-20\n", None),
}


@pytest.mark.parametrize(("head", "day"), DATES.values(), ids=DATES)
def test_publication_date_is_the_one_that_says_so(head: str, day: date | None):
    fact = header_of(f"{head}云岭县水利局2022年政府信息公开工作年度报告\n{PERIOD}{REST}").published_on
    assert (fact.value if fact else None) == day


PERIODS = (
    "统计期限为2022年1月1日-12月31日",
    "数据统计时间：2022.01.01-2022.12.31",
    "反映2022年1月1日至2022年12月31日期间的情况",
    "报告期：2022-01-01至2022-12-31",
    "数据自二〇二二年一月一日起至十二月三十一日止",
    "统计时段为2022年1月至12月",
    "起止时间为2022年1月1日0时至2022年12月31日24时",
    "统计期限自1月1日起至12月31日止",
    "所列数据的统计期限从2022年1月1日开始，到2022年12月31日结束",
)


@pytest.mark.parametrize("words", PERIODS)
def test_period_is_read_in_this_wording(words: str):
    report = header_of(f"{NAMED}\n{words}。{REST}")
    assert (report.period.start.value, report.period.end.value) == (date(2022, 1, 1), date(2022, 12, 31))
    assert report.published_on is None or report.published_on.value is None


def test_only_the_end_is_stated_when_the_first_day_is_cut():
    period = header_of(f"本报告中所列数据的统计期限自2018年1月日起至2018年12月31日止。{REST}").period
    assert (period.start.value, period.end.value) == (None, date(2018, 12, 31))


SENTENCES = {
    "opening": ("2023年，我局公开信息30条，比2022年增长5%。", 2023),
    "up to": ("截至2023年底，我局网站运行正常。", 2023),
    "plans only": ("2024年，我局将加强培训。2024年计划新增栏目。", None),
    "two years alike": ("2022年公开信息3条。2023年公开信息5条。", None),
    "titles of papers": ("认真学习《关于做好2020年工作的通知》。", None),
    "a range": ("编制了绿道规划（2019-2035年）。", None),
}


@pytest.mark.parametrize(("sentence", "year"), SENTENCES.values(), ids=SENTENCES)
def test_year_is_that_of_the_sentences_when_nothing_else_states_it(sentence: str, year: int | None):
    report = header_of(REST.replace("全年公开信息5条。", sentence))
    assert report.report_year.value == year
    assert year is None or all(span.quote == str(year) for span in report.report_year.evidence)


def test_the_report_is_none_of_a_list_of_years_around_it():
    entries = "".join(
        f"云岭县水利局{y}年政府信息公开工作年度报告 {y + 1}-01-20\n" for y in (2020, 2021, 2022)
    )
    text = f"{entries}云岭县水利局2021年政府信息公开工作年度报告\n{PERIOD.replace('2022', '2021')}{REST}"
    report = header_of(text)
    assert report.report_year.value == 2021
    assert report.published_on is None or report.published_on.value != date(2023, 1, 20)


@pytest.mark.parametrize(
    ("text", "check"),
    [
        (f"{NAMED}\n{PERIOD}{REST}青禾市卫生健康委员会\n2023年1月9日\n", "header.issuer"),
        (f"发布日期：2023-01-20\n{NAMED}\n发布时间：2023-02-06\n{REST}", "header.published_on"),
        (f"{NAMED}\n现公布云岭县水利局2021年政府信息公开工作年度报告。{REST}", "header.year"),
        (REST.replace("全年公开信息5条。", "落实2022年政务公开工作要点。"), "header.year_doubtful"),
    ],
    ids=["issuer", "published", "year", "weak year"],
)
def test_sources_that_contradict_each_other_are_a_finding(text: str, check: str):
    assert [f.check for f in header_of(text).findings if f.check.startswith("header.") and f.check == check]


def test_sources_that_agree_are_no_finding():
    text = f"{NAMED}\n{PERIOD}{REST}云岭县水利局\n2023年1月9日\n"
    assert not [f for f in header_of(text).findings if f.check.startswith("header.")]


OURSELVES = {
    "a superior that is told of": (
        "云岭县人民政府高度重视公开工作。我局公开信息5条，我局收到申请1件。",
        None,
    ),
    "its own name": ("云岭县水利局认真开展公开工作。我局公开信息5条，我局收到申请1件。", "云岭县水利局"),
    "the place": ("云岭县水利局认真开展公开工作。我县公开信息5条，我县收到申请1件。", "云岭县水利局"),
    "a newspaper": ("来源：云岭县融媒体中心\n公开信息5条。", None),
}


@pytest.mark.parametrize(("words", "issuer"), OURSELVES.values(), ids=OURSELVES)
def test_body_of_the_sentences_fits_what_the_report_calls_itself(words: str, issuer: str | None):
    report = header_of(PERIOD + REST.replace("全年公开信息5条。", words))
    assert report.issuer.value == issuer
