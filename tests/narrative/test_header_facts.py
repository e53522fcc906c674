"""Header facts: issuer, title, year, period, date of publication."""

from datetime import date

import pytest
from prose_samples import document_of, folded

from extractor.narrative import read_header
from extractor.records import Basis, Header

BODY = "\n\n本报告所列数据的统计期限自2022年1月1日起至12月31日止。\n\n一、总体情况\n\n公开信息5条。\n"


def header_of(text: str) -> Header:
    return read_header(document_of(text), folded(text))


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
    header = header_of("这里只有一段普通文字，没有标题也没有日期。")
    facts = (header.title, header.issuer, header.report_year, header.period.start, header.period.end)
    assert all(fact.value is None and fact.basis is Basis.NOT_STATED and not fact.evidence for fact in facts)


def test_issuer_is_not_stated_when_the_report_calls_its_body_only_ours():
    text = "政府信息公开\n\n现将我镇2022年度政府信息公开工作报告如下：\n\n一、总体情况\n\n公开信息5条。\n"
    assert header_of(text).issuer.value is None
