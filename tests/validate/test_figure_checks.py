from datetime import date

import pytest
from report_builder import ISSUER, balanced, event, fact, proactive, report

from extractor.pipeline import check_across_years
from extractor.records import SectionKey, Span
from extractor.validate import check_report


def findings(check, overview="", **options):
    made, text = report(overview, **options)
    return [each for each in check_report(made, text) if each.check == check]


THREE_SHARES = (
    "代表建议⟦127件⟧，已经解决的⟦{0}件⟧，⟦占总数的{1}%⟧；正在解决的⟦36件⟧，⟦占总数的28.3%⟧；"
    "暂时不能解决的⟦12件⟧，⟦占总数的9.4%⟧。"
)


@pytest.mark.parametrize(
    ("prose", "stated"),
    [
        pytest.param(THREE_SHARES.format(79, "62.3"), "62.3", id="79 of 127 is not 62.3"),
        pytest.param(THREE_SHARES.format(79, "62.2"), None, id="79 of 127 is 62.2"),
        pytest.param(
            "提案⟦207件⟧，经济类⟦49件⟧，⟦占承办总数的24%⟧，其他⟦158件⟧，⟦占76%⟧。", None, id="rounded"
        ),
        pytest.param("申请⟦40件⟧，其中网络申请⟦10件⟧，⟦占26%⟧。", "26", id="single share, near"),
        pytest.param(
            "公开⟦1000条⟧，网站⟦990条⟧，政策⟦25条⟧，⟦占2.5%⟧。", None, id="the farther whole agrees"
        ),
        pytest.param("公开⟦167条⟧，其中机构类⟦5条⟧，⟦占2.9%⟧。", None, id="cut off, not rounded"),
        pytest.param("公开⟦167条⟧，其中机构类⟦5条⟧，⟦占2.8%⟧。", "2.8", id="less than cut off"),
        pytest.param("申请⟦40件⟧，另有建议⟦10件⟧，⟦占65%⟧。", None, id="single share of something else"),
        pytest.param("公开信息⟦40件⟧，占全部信息的⟦10件⟧。", None, id="share in words, number of things"),
        pytest.param("信息⟦400条⟧，申请⟦10件⟧，⟦占26%⟧。", None, id="no whole of the unit"),
        pytest.param(
            "提案⟦200件⟧，经济类⟦7件⟧，⟦占百分之三点五⟧，其他⟦193件⟧，⟦占百分之九十六点五⟧。",
            None,
            id="in characters",
        ),
        pytest.param(
            "提案⟦200件⟧，经济类⟦7件⟧，⟦占百分之三点六⟧，其他⟦193件⟧，⟦占百分之九十六点五⟧。",
            "3.6",
            id="wrong in the decimals of characters",
        ),
        pytest.param("申请约⟦40余件⟧，网络⟦10件⟧，⟦占26%⟧。", None, id="approximate whole"),
    ],
)
def test_share_is_reported_when_division_differs(prose, stated):
    found = findings("ratio.stated", prose)
    assert [str(each.right) for each in found] == ([] if stated is None else [stated])


def test_share_names_the_three_numbers_when_it_is_wrong():
    found = findings("ratio.stated", THREE_SHARES.format(79, "62.3"))[0]
    assert [span.quote for span in found.evidence] == ["127件", "79件", "占总数的62.3%"]
    assert str(found.left) == "62.2"


@pytest.mark.parametrize(
    ("prose", "fires"),
    [
        pytest.param("网络申请⟦占60%⟧，信函申请⟦占30%⟧，其他⟦占20%⟧。", True, id="complete, too much"),
        pytest.param("网络申请⟦占60%⟧，信函申请⟦占30%⟧，其他⟦占10%⟧。", False, id="complete, right"),
        pytest.param("甲⟦占33.3%⟧，乙⟦占33.3%⟧，其余⟦占33.3%⟧。", False, id="rounded"),
        pytest.param("网络申请⟦占60%⟧，信函申请⟦占30%⟧。", False, id="not said to be complete"),
        pytest.param("网络申请⟦占60%⟧，其中本县⟦占30%⟧，其他⟦占20%⟧。", False, id="part of a part"),
        pytest.param("网络申请⟦占60%⟧。其他⟦占20%⟧。", False, id="two sentences"),
        pytest.param("共⟦100条⟧，甲类⟦60条⟧，⟦占60%⟧，其他⟦40条⟧，⟦占45%⟧。", False, id="parts are printed"),
    ],
)
def test_shares_are_summed_when_list_claims_to_be_complete(prose, fires):
    assert bool(findings("shares.sum", prose)) is fires


@pytest.mark.parametrize(
    ("prose", "fires"),
    [
        ("申请⟦办结率120%⟧。", True),
        ("申请⟦办结率100%⟧。", False),
        ("访问量比上年⟦提高150%⟧。", False),
        ("公开量同比增长，⟦公开率增120%⟧。", False),
    ],
)
def test_rate_is_reported_when_above_hundred(prose, fires):
    assert bool(findings("ratio.over_hundred", prose)) is fires


@pytest.mark.parametrize(
    ("prose", "fires"),
    [
        pytest.param(
            "公开⟦信息261条⟧。其中，网站⟦50条⟧，微信⟦147条⟧，其他方式⟦60条⟧。", True, id="complete, too few"
        ),
        pytest.param(
            "公开⟦信息261条⟧。其中，网站⟦50条⟧，微信⟦147条⟧，其他方式⟦64条⟧。", False, id="complete, right"
        ),
        pytest.param("公开⟦信息261条⟧，其中网站⟦50条⟧，微信⟦147条⟧。", False, id="not said to be complete"),
        pytest.param("公开⟦信息278条⟧，其中包括文件⟦44条⟧、解读⟦76条⟧等，其他方式不计。", False, id="等"),
        pytest.param("收到⟦申请29件⟧（信函⟦22件⟧、政府网站⟦6件⟧）。", True, id="channels in a bracket"),
        pytest.param("收到⟦申请29件⟧（信函⟦22件⟧、政府网站⟦7件⟧）。", False, id="channels, right"),
        pytest.param(
            "事项⟦1475个⟧（部委下发⟦1471个⟧），其中规划⟦13项⟧，其他⟦9项⟧。", False, id="other units"
        ),
        pytest.param(
            "公开⟦信息300条⟧。其中，动态类⟦180条⟧，占⟦60%⟧；公告类⟦90条⟧，占⟦30%⟧；⟦其他40条⟧，占⟦13.3%⟧。",
            True,
            id="shares of one whole that is too small",
        ),
        pytest.param(
            "公开⟦信息300条⟧。其中，动态类⟦180条⟧，占⟦60%⟧；公告类⟦90条⟧，占⟦30%⟧；⟦其他30条⟧，占⟦10%⟧。",
            False,
            id="shares of one whole",
        ),
    ],
)
def test_parts_are_summed_when_list_claims_to_be_complete(prose, fires):
    assert bool(findings("parts.sum", prose)) is fires


@pytest.mark.parametrize(
    ("prose", "words"),
    [
        ("2月30日召开会议。", "2月30日"),
        ("2021年13月5日召开会议。", "2021年13月5日"),
        ("2021年2月29日召开会议。", "2021年2月29日"),
        ("2020年2月29日、8月31日召开会议。", None),
        ("2021年1 2月30日召开会议。", None),
        ("历时13个月，12月7日前完成。", None),
        ("自2021年1月1日至12月31日。", None),
        ("２月３０日召开会议。", "２月３０日"),
    ],
)
def test_date_is_reported_when_not_in_the_calendar(prose, words):
    assert [each.evidence[0].quote for each in findings("date.impossible", prose)] == (
        [words] if words else []
    )


@pytest.mark.parametrize(
    ("start", "end", "date_text", "fires"),
    [
        pytest.param(date(2021, 8, 4), None, "8月4日", False, id="in the year"),
        pytest.param(date(2022, 3, 4), None, "2022年3月4日", True, id="year after"),
        pytest.param(date(2020, 3, 4), None, "2020年3月4日", False, id="year before, printed"),
        pytest.param(date(2020, 3, 4), None, "3月4日", True, id="year before, not printed"),
        pytest.param(date(2021, 3, 4), date(2021, 3, 1), "3月4日至1日", True, id="ends before it starts"),
        pytest.param(None, None, None, False, id="undated"),
    ],
)
def test_event_is_reported_when_dated_outside_the_year(start, end, date_text, fires):
    made = event("培训会", start, end, date_text)
    assert bool(findings("date.outside_year", trainings=[made])) is fires


@pytest.mark.parametrize(
    ("published", "fires"),
    [
        (date(2022, 1, 25), False),
        (date(2021, 12, 30), False),
        (date(2020, 1, 25), True),
        (date(2025, 1, 1), True),
    ],
)
def test_publication_is_reported_when_far_from_the_year(published, fires):
    assert bool(findings("date.published", published_on=fact(published))) is fires


@pytest.mark.parametrize(
    ("options", "pointers"),
    [
        pytest.param({"period_year": 2020}, ["/period/start"], id="period"),
        pytest.param(
            {"preamble": "向社会公布2020年政府信息公开工作年度报告。"}, ["/report_year"], id="preamble"
        ),
        pytest.param({"preamble": "2020年政府信息公开工作年度报告"}, [], id="a link to another report"),
        pytest.param({"overview": "2020年，青禾县认真贯彻落实。"}, ["/sections/0/body"], id="opening words"),
        pytest.param({"overview": "2021年，青禾县认真贯彻落实。"}, [], id="right"),
        pytest.param({"overview": "2020年以来，青禾县认真贯彻落实。"}, [], id="since"),
        pytest.param(
            {"preamble": "按照《关于做好2020年政府信息公开工作年度报告的通知》编制。"}, [], id="a title"
        ),
    ],
)
def test_year_is_reported_when_places_disagree(options, pointers):
    assert [each.where[0] for each in findings("year.mismatch", **options)] == pointers


@pytest.mark.parametrize(
    ("headings", "printed"),
    [
        pytest.param(
            {SectionKey.PROBLEMS: "六、存在的主要问题", SectionKey.OTHER: "七、其他事项"}, [6, 7], id="六 七"
        ),
        pytest.param({SectionKey.PROBLEMS: "5、 存在的主要问题"}, [], id="other numerals"),
        pytest.param({SectionKey.PROBLEMS: ""}, [], id="lost"),
        pytest.param({SectionKey.OTHER: "其他需要报告的事项"}, [], id="no number"),
    ],
)
def test_heading_is_reported_when_its_number_is_not_its_place(headings, printed):
    assert [each.left for each in findings("heading.numbering", headings=headings)] == printed


def test_heading_is_silent_when_a_section_is_left_out():
    made, text = report()
    kept = [s for s in made.sections if s.key is not SectionKey.PROBLEMS]
    heading = text.replace("六、其他", "五、其他")
    kept[-1] = kept[-1].model_copy(
        update={"heading": Span.of(heading, kept[-1].heading.start, kept[-1].heading.end)}
    )
    made = made.model_copy(update={"sections": tuple(kept)})
    assert "heading.numbering" not in {each.check for each in check_report(made, heading)}


def test_quote_is_reported_when_text_was_changed():
    made, text = report("共⟦公开信息40条⟧。")
    assert not [each for each in check_report(made, text) if each.check == "span.quote"]
    shifted = "多" + text
    assert "/narrative/counts/0/evidence" in {
        pointer
        for each in check_report(made, shifted)
        if each.check == "span.quote"
        for pointer in each.where
    }


def year(of, **options):
    made, _ = report(year=of, **options)
    return made


def test_carried_applications_are_reported_when_they_do_not_arrive():
    before = year(2021, applications=balanced(new=40, granted=37, carried_out=3))
    after = year(2022, applications=balanced(new=40, granted=42, carried_in=2))
    found = check_across_years([after, before])
    assert {index: [each.check for each in group] for index, group in found.items()} == {
        0: ["carry.applications"]
    }
    assert (found[0][0].left, found[0][0].right) == (2, 3)


def test_carried_applications_are_silent_when_they_arrive():
    before = year(2021, applications=balanced(new=40, granted=37, carried_out=3))
    after = year(2022, applications=balanced(new=40, granted=43, carried_in=3))
    assert check_across_years([before, after]) == {}


@pytest.mark.parametrize(
    "others",
    [
        pytest.param({"of": 2022, "issuer": "青禾县财政局"}, id="another body"),
        pytest.param({"of": 2020}, id="a year that stands before"),
    ],
)
def test_years_are_not_compared_when_they_do_not_belong_together(others):
    before = year(2021, applications=balanced(new=40, granted=37, carried_out=3))
    assert check_across_years([before, year(**others)]).get(1, ()) == ()


def test_missing_year_is_reported_and_nothing_is_compared():
    before = year(2021, applications=balanced(new=40, granted=37, carried_out=3))
    (finding,) = check_across_years([before, year(2023)])[1]
    assert (finding.check, finding.left, finding.right) == ("years.gap", 2021, 2023)
    assert "2022" in finding.message


def test_two_spellings_of_one_body_are_compared_and_reported():
    before = year(2021, applications=balanced(new=40, granted=37, carried_out=3))
    found = check_across_years([before, year(2022, issuer=ISSUER + "办公室")])[1]
    assert {finding.check for finding in found} == {"carry.applications", "years.issuer"}


def test_two_bodies_of_one_place_are_not_mixed_when_both_report():
    before = year(2021, applications=balanced(new=40, granted=37, carried_out=3))
    office = year(2022, issuer=ISSUER + "办公室")
    assert 2 not in check_across_years([before, year(2022), office])


def test_years_are_not_compared_when_a_year_occurs_twice():
    before = year(2021, applications=balanced(new=40, granted=37, carried_out=3))
    assert check_across_years([before, year(2022), year(2022)]) == {}


def test_names_that_several_places_have_are_not_compared_and_that_is_said():
    before = year(2021, issuer="鼓楼区人民政府", applications=balanced(new=40, granted=37, carried_out=3))
    after = year(2022, issuer="鼓楼区人民政府", applications=balanced(new=40, granted=42, carried_in=2))
    found = check_across_years([before, after])
    assert {index: [each.check for each in group] for index, group in found.items()} == {
        0: ["years.body"],
        1: ["years.body"],
    }


def test_a_renamed_district_is_compared_with_the_county_that_it_was():
    before = year(2015, issuer="洪泽县人民政府", applications=balanced(new=40, granted=37, carried_out=3))
    after = year(2016, issuer="淮安市洪泽区人民政府", applications=balanced(new=40, granted=42, carried_in=2))
    assert "carry.applications" in {each.check for each in check_across_years([before, after])[1]}


@pytest.mark.parametrize(
    ("now", "fires"),
    [((7, 3, 29), True), ((7, 3, 30), False), ((7, None, 29), False)],
)
def test_documents_in_force_are_reported_when_they_do_not_balance(now, fires):
    before = year(2021, proactive=proactive({"normative_documents": (0, 0, 26)}))
    after = year(2022, proactive=proactive({"normative_documents": now}))
    found = check_across_years([before, after])
    assert bool(found) is fires
    if fires:
        assert (found[1][0].left, found[1][0].right) == (29, 30)


def test_documents_in_force_are_not_balanced_when_form_is_older():
    before = year(2021, form="2019", proactive=proactive(year=2020))
    after = year(2022, proactive=proactive({"normative_documents": (7, 3, 29)}))
    assert check_across_years([before, after]) == {}
