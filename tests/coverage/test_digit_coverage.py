import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.coverage import digit_coverage, digit_runs
from extractor.records import (
    Basis,
    Cell,
    CellBasis,
    Count,
    CountPeriod,
    Event,
    EventKind,
    Fact,
    Folded,
    Header,
    Narrative,
    Period,
    Section,
    SectionKey,
    Span,
    Statement,
    Tables,
    Topic,
)

NOTHING = Fact(value=None, basis=Basis.NOT_STATED)


def header(*spans):
    stated = Fact(value=2021, basis=Basis.RULE, evidence=spans)
    return Header(
        issuer=NOTHING,
        title=NOTHING,
        report_year=stated,
        period=Period(start=NOTHING, end=NOTHING),
        published_on=None,
    )


def find(text, words):
    start = text.index(words)
    return Span.of(text, start, start + len(words))


def count(text, words, value):
    return Count(
        topic=Topic.OTHER,
        label="",
        value=Decimal(value),
        unit="",
        approximate=False,
        scope=None,
        period=CountPeriod.YEAR,
        evidence=find(text, words),
        basis=Basis.RULE,
    )


def event(text, words, **more):
    fields = {"start": None, "end": None, "date_text": None, "participants": None} | more
    return Event(
        kind=EventKind.TRAINING,
        name=words,
        participants_approximate=False,
        place=None,
        evidence=find(text, words),
        basis=Basis.RULE,
        **fields,
    )


def coverage_of(text, counts=(), trainings=(), **more):
    narrative = Narrative(counts=counts, trainings=trainings, issues=more.get("issues", ()))
    return digit_coverage(
        more.get("header", header()),
        more.get("sections", ()),
        more.get("tables", Tables()),
        narrative,
        text,
        more.get("folded"),
    )


def unexplained(text, **more):
    return [span.quote for span in coverage_of(text, **more).unexplained]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        pytest.param("共40件、5件", ["40", "5"], id="two numbers"),
        pytest.param("共1,234.5万元", ["1,234.5"], id="separators"),
        pytest.param("共１２３件", ["１２３"], id="full width"),
        pytest.param("3，4和5", ["3", "4", "5"], id="a list is not one number"),
        pytest.param("12,34", ["12", "34"], id="a group has three digits"),
        pytest.param("2019.12.03", ["2019.12.03"], id="numeric date"),
        pytest.param("1 2", ["1", "2"], id="white space ends a run"),
        pytest.param("无", [], id="no digits"),
    ],
)
def test_digit_runs_are_numbers_as_printed(text, runs):
    assert [run.words for run in digit_runs(text)] == runs
    assert all(text[run.start : run.end] == run.words for run in digit_runs(text))


def test_number_is_unexplained_when_no_fact_uses_it():
    text = "共收到申请40件,公开信息261条。"
    kept = coverage_of(text, [count(text, "申请40件", 40)])
    assert (kept.digits_total, kept.digits_used) == (2, 1)
    assert [span.quote for span in kept.unexplained] == ["261"]


def test_number_beside_the_counted_one_is_not_used_by_the_count():
    text = "26个领域事项共1475个"
    assert unexplained(text, counts=[count(text, text, 1475)]) == ["26"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("公开18万余条", 180000), ("公开1 2条", 12), ("收费0.5亿元", 50000000), ("访问２０次", 20)],
)
def test_count_uses_its_print_when_scaled_or_split(text, value):
    assert unexplained(text, counts=[count(text, text, value)]) == []


def test_statement_uses_no_digits():
    text = "存在问题:37个栏目更新不及时"
    statement = Statement(text=text, evidence=find(text, text))
    assert unexplained(text, issues=[statement]) == ["37"]


def test_event_uses_only_its_date_and_people():
    text = "召开培训会,8月4日培训65人,发放资料300份"
    made = event(text, text, date_text="8月4日", start=date(2021, 8, 4), participants=65)
    assert unexplained(text, trainings=[made]) == ["300"]


def test_event_uses_the_digits_of_a_broken_date_and_no_others():
    text = "培训会于2021年8\n月4日召开,发放资料300份,另有5个镇参加"
    made = event(text, text, date_text="2021年8月4日", start=date(2021, 8, 4), end=date(2021, 8, 5))
    assert unexplained(text, trainings=[made]) == ["300"]


def test_header_evidence_is_used():
    text = "青禾县2021年度报告"
    kept = coverage_of(text, header=header(find(text, "2021")))
    assert (kept.digits_used, kept.unexplained) == (1, ())


def test_grammar_rule_is_named_when_it_explains_a_number():
    text = "依据国务院令第711号和《条例》第二十条,在20个工作日内答复。"
    kept = coverage_of(text)
    assert kept.unexplained == ()
    assert sum(kept.digits_ignored.values()) == kept.digits_total
    assert all(kept.digits_ignored)


def test_grammar_reads_the_folded_text_when_a_date_is_broken():
    text = "会议于2021年8\n月4日召开。"
    offsets = tuple(at for at, sign in enumerate(text) if sign != "\n")
    folded = Folded(text=text.replace("\n", ""), offsets=offsets)
    assert unexplained(text, folded=folded) == []


def applications(text, prints):
    """One row of applications whose cells are the given prints, found one after the other."""
    cells, position = {}, text.index("一、本年")
    for key, words in prints.items():
        position = text.index(words, position)
        span = Span.of(text, position, position + len(words))
        position = span.end
        cells[key] = Cell(value=Decimal(words), raw=words, basis=CellBasis.PROVED, evidence=span)
    return Tables(applications={"new": cells})


def section(text, key=SectionKey.APPLICATIONS, heading="三、申请情况"):
    start = text.index(heading)
    middle = start + len(heading)
    return Section(key=key, heading=Span.of(text, start, middle), body=Span.of(text, middle, len(text)))


TABLE = (
    "三、申请情况\n一、本年新收 40 0 {0}\n1.属于国家秘密 0\n（2）其他 0\n- 4 -\n"
    "四、结转 0 7（其中修订16件）\n"
)


@pytest.mark.parametrize(
    ("stray", "left"),
    [
        pytest.param("", [], id="all cells read"),
        pytest.param("999", ["999"], id="a number that belongs to no cell"),
        pytest.param("1998年", ["1998"], id="a year among the cells"),
        pytest.param("13", ["13"], id="a number that looks like a list number"),
    ],
)
def test_stray_number_in_table_stays_unexplained(stray, left):
    text = TABLE.format(stray)
    keys = {"natural": "40", "business": "0", "research": "0", "social": "0", "legal": "0", "total": "7"}
    kept = coverage_of(text, tables=applications(text, keys), sections=[section(text)])
    assert [span.quote for span in kept.unexplained] == left
    assert kept.digits_ignored["table_label"] == 2
    assert kept.digits_ignored["page_furniture"] == 1
    assert kept.digits_ignored["cell_note"] == 1


@pytest.mark.parametrize("stray", ["1998年", "第31条"])
def test_rules_of_grammar_reach_into_no_table_that_stands_in_another_section(stray):
    text = f"一、总体情况\n依据第5条。\n一、本年新收 40 0 {stray} 0 7\n依据第8条。\n"
    keys = {"natural": "40", "business": "0", "research": "0", "total": "7"}
    own = section(text, SectionKey.OVERVIEW, "一、总体情况")
    kept = coverage_of(text, tables=applications(text, keys), sections=[own])
    assert [span.quote for span in kept.unexplained] == [re.sub("[^0-9]", "", stray)]
    assert sum(kept.digits_ignored.values()) == 2


def test_table_without_a_printed_cell_shields_nothing():
    text = "一、总体情况\n依据第5条。\n"
    unread = {"natural": Cell(value=None, raw=None, basis=CellBasis.BLANK, evidence=None)}
    assert unexplained(text, tables=Tables(applications={"new": unread})) == []


@pytest.mark.parametrize("decimals", ["保留4位小数", "保畄4位小数", "保留4位少数", "保留 4 位小 数"])
def test_table_header_is_explained(decimals):
    text = f"二、主动公开\n第20条第（1）项 采购总金额（单位：万元,{decimals}）"
    kept = coverage_of(text, sections=[section(text, SectionKey.PROACTIVE, "二、主动公开")])
    assert kept.unexplained == ()
    assert kept.digits_ignored == {"table_header": 3}


def test_heading_digits_are_explained():
    text = "5、 存在的主要问题\n没有问题"
    kept = coverage_of(text, sections=[section(text, SectionKey.PROBLEMS, "5、 存在的主要问题")])
    assert kept.digits_ignored == {"heading": 1}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("前文如此。\n\n4\n\n后文继续。", [], id="a paragraph of its own"),
        pytest.param("前文如此。\n\n4\n\n5\n\n后文继续。", ["4", "5"], id="lone numbers in a row are cells"),
        pytest.param("前文如此。\n\n1234\n\n后文继续。", ["1234"], id="too long"),
        pytest.param("前文\n\n- 4 -\n\n后文", [], id="with dashes"),
        pytest.param("前文\n\f-5-\n后文", [], id="with dashes behind the end of a page"),
        pytest.param("某县年报     第 2 页 共 6 页\n后文", [], id="page of pages in a header"),
        pytest.param("落款\n1\n\n", [], id="last line of the file"),
    ],
)
def test_page_number_is_explained_when_it_stands_alone(text, left):
    assert unexplained(text) == left


def test_year_in_a_list_of_reports_beside_the_table_is_explained():
    text = TABLE.format("某局2015年政府信息公开年报 12年 2016年")
    kept = coverage_of(
        text, tables=applications(text, {"natural": "40", "total": "7"}), sections=[section(text)]
    )
    assert [span.quote for span in kept.unexplained if len(span.quote) > 1] == ["12", "2016"]
    assert kept.digits_ignored["title_year"] == 1


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("Itincludesthereleasedate(2019-11-27),viewcount", []),
        ("view count (127), and font size", []),
        ("O 12 o l 3", ["12", "3"]),
        ("total 12", ["12"]),
        ("微信WeChat和APP Store共12次", ["12"]),
    ],
)
def test_line_of_long_latin_words_is_part_of_a_description(line, left):
    assert unexplained(f"前文\n{line}\n后文") == left


def test_number_in_the_description_of_a_picture_is_explained():
    text = "前文\nThe chart shows the number of requests with 12 bars and a legend, 2019-08-15.\n后文7件"
    kept = coverage_of(text)
    assert kept.digits_ignored == {"image_description": 4}
    assert [span.quote for span in kept.unexplained] == ["7"]


def test_views_of_a_page_are_explained_only_before_the_report():
    text = "浏览次数：318次\n三、申请情况\n访问量：520次"
    kept = coverage_of(text, sections=[section(text)])
    assert kept.digits_ignored == {"web_furniture": 1}
    assert [span.quote for span in kept.unexplained] == ["520"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("详见附表1\n附件 2\n附件3：统计表", []),
        ("印发附件3件，附表 12.5，附件123", ["3", "12.5", "123"]),
    ],
)
def test_the_number_of_an_annex_is_explained(text, left):
    assert unexplained(text) == left


def test_lone_number_is_unexplained_when_the_table_was_not_read():
    text = "前文。\n\n三、申请情况\n\n40\n\n总计\n"
    assert unexplained(text, sections=[section(text)]) == ["40"]


@given(st.text(alphabet="12３.,，件年月日(（- \n", max_size=60))
@settings(max_examples=200, deadline=None)
def test_account_balances_whatever_the_text(text):
    kept = coverage_of(text)
    ignored = sum(kept.digits_ignored.values())
    assert kept.digits_total == kept.digits_used + ignored + len(kept.unexplained)
    assert kept.digits_used == 0
    assert all(text[span.start : span.end] == span.quote for span in kept.unexplained)


@given(st.lists(st.integers(1, 9999), min_size=1, max_size=8))
@settings(max_examples=50, deadline=None)
def test_every_planted_count_is_used(values):
    text = "、".join(f"公开{value}条信息" for value in values)
    counts, position = [], 0
    for value in values:
        words = f"{value}条"
        start = text.index(words, position)
        position = start + len(words)
        counts.append(
            count(text, words, value).model_copy(update={"evidence": Span.of(text, start, position)})
        )
    kept = coverage_of(text, counts)
    assert (kept.digits_used, kept.unexplained) == (len(values), ())
