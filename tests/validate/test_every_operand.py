"""Conditions of the checks, each operand on its own and every bound below, at and above."""

from decimal import Decimal
from itertools import combinations

import pytest
from report_builder import balanced, cell, report

from extractor.pipeline import extract
from extractor.records import STATUTORY_SECTIONS, CellBasis, SectionKey, Severity, Span, TableReading
from extractor.validate import check_report
from extractor.validate.run_checks import check_years
from extractor.validate.series import Series, SeriesPlace, gap_before

TABLES = {SectionKey.APPLICATIONS: "applications", SectionKey.DISPUTES: "disputes"}


def findings(made, text, check):
    return [found for found in check_report(made, text) if found.check == check]


@pytest.mark.parametrize("size", range(7))
@pytest.mark.parametrize("with_tables", [True, False])
def test_sections_that_are_missing_are_named_for_every_set_of_sections(size, with_tables):
    tables = {} if with_tables else {"proactive": None, "applications": None, "disputes": None}
    made, text = report(**tables)
    for kept in combinations(STATUTORY_SECTIONS, size):
        left = made.model_copy(update={"sections": tuple(s for s in made.sections if s.key in kept)})
        found = findings(left, text, "section.missing")
        missing = set(STATUTORY_SECTIONS) - set(kept)
        if not missing or size < 3:
            assert found == [], kept
            continue
        has_table = {SectionKey.PROACTIVE, *TABLES} if with_tables else set()
        serious = missing - {SectionKey.OTHER} - has_table
        assert [each.severity for each in found] == [Severity.WARNING if serious else Severity.INFO], kept
        assert (found[0].left, found[0].right) == (size, 6)
        assert all(f"{key.value}" in found[0].message for key in missing)


def series_of(*years):
    return Series([SeriesPlace("青禾县人民政府", "body", year) for year in years])


@pytest.mark.parametrize(
    ("years", "told"),
    [
        ((2021, 2022), None),
        ((2020, 2022), (2020, 2022, "2021")),
        ((2018, 2022), (2018, 2022, "2019–2021")),
        ((2018, 2020, 2023), (2020, 2023, "2021–2022")),
        ((2021, 2021, 2022), None),
        ((2023, 2022), None),
        ((2022,), None),
    ],
    ids=lambda years: "-".join(map(str, years)) if years and isinstance(years, tuple) else None,
)
def test_gap_before_the_last_report_is_the_years_between(years, told):
    found = list(gap_before(series_of(*years), len(years) - 1))
    if told is None:
        assert found == []
    else:
        (one,) = found
        assert (one.left, one.right) == told[:2]
        assert f"缺 {told[2]} 年度报告" in one.chinese


def test_two_reports_of_the_year_before_are_no_gap_and_are_not_compared():
    made = [report(year=year)[0] for year in (2021, 2021, 2022)]
    assert not any(
        found.check == "years.gap" for each in check_years(made, ["a"] * 3).values() for found in each
    )


SHARES = {
    "complete": ("网络申请占⟦60%⟧，信函申请占⟦30%⟧，其他占⟦20%⟧。", (110, 3)),
    "adds up": ("网络申请占⟦60%⟧，信函申请占⟦30%⟧，其他占⟦10%⟧。", None),
    "another number stands behind": ("网络申请占⟦60%⟧，其他占⟦50%⟧，办结⟦12件⟧。", (110, 2)),
    "another rate stands behind": ("网络申请占⟦60%⟧，其他占⟦50%⟧，办结率⟦90%⟧。", (110, 2)),
    "one share": ("其他占⟦60%⟧。", None),
    "two sentences": ("网络申请占⟦60%⟧。其他占⟦60%⟧。", None),
}


@pytest.mark.parametrize(("prose", "told"), SHARES.values(), ids=SHARES)
def test_only_the_shares_of_one_sentence_are_added(prose, told):
    found = findings(*report(prose), "shares.sum")
    assert [(each.left, len(each.where)) for each in found] == ([told] if told else [])


FRAME = "青禾县财政局2022年政府信息公开工作年度报告\n一、总体情况\n{}\n二、主动公开政府信息情况\n"
HEADS = {
    "in its words": ("3月9日举办政务公开培训班，县直参训38人、乡镇参训22人。", 1),
    "in the sentence behind": ("3月9日举办政务公开培训班。县直参训38人、乡镇参训22人。", 1),
    "in the sentence after that": ("3月9日举办政务公开培训班。会后座谈。县直参训38人、乡镇参训22人。", 0),
    "in the next paragraph": ("3月9日举办政务公开培训班\n县直参训38人、乡镇参训22人。", 0),
}


@pytest.mark.parametrize(("prose", "told"), HEADS.values(), ids=HEADS)
def test_numbers_of_people_are_looked_for_up_to_the_end_of_the_sentence_behind(prose, told):
    found = extract(FRAME.format(prose)).findings
    assert sum(each.check == "narrative.head_count" for each in found) == told


@pytest.mark.parametrize("told", ["", "本节有几张同类表格"])
def test_several_tables_point_at_the_cells_that_differ_or_at_the_table(told):
    made, text = report(applications=balanced())
    other = Span.of(text, 0, 4)
    run = made.run.model_copy(
        update={"readings": (TableReading(table="applications", reading="rows", others=(other,)),)}
    )
    table = dict(made.tables.applications)
    table["new"] = {
        **table["new"],
        "natural": table["new"]["natural"].model_copy(update={"reason": told or None}),
    }
    tables = made.tables.model_copy(update={"applications": table})
    (found,) = findings(made.model_copy(update={"run": run, "tables": tables}), text, "table.several")
    assert found.where == (f"/tables/applications{'/new/natural' if told else ''}",)
    assert found.severity is (Severity.WARNING if told else Severity.INFO)


@pytest.mark.parametrize(("total", "values"), [(45, ["45"]), (38, ["38"]), (40, None)])
def test_sum_that_fails_names_each_value_that_would_satisfy_it(total, values):
    table = balanced(new=40, granted=40)
    table["new"] = {
        **table["new"],
        "total": table["new"]["total"].model_copy(update={"value": Decimal(total)}),
    }
    found = findings(*report(applications=table), "identity.applications.row")
    assert bool(found) is (values is not None)
    for each in found:
        assert "；若 " in each.message
        assert "若  则" not in each.message
        assert all(f"为 {value}" in each.message for value in values)


@pytest.mark.parametrize("column", ["natural", "total"])
@pytest.mark.parametrize(
    ("more", "offers"), [((9, 9), False), ((9, 1), False), ((3, 0), True), ((9, 0), True)]
)
def test_sum_that_fails_offers_only_numbers_that_are_possible(column, more, offers):
    table = balanced(new=4, granted=4)
    for key, value in zip(("refused_repeated", "other_misc"), more, strict=True):
        table[key] = {**table[key], column: cell(value)}
    found = findings(*report(applications=table), "identity.applications.column")
    assert [("若" in each.message, "would satisfy" in each.message) for each in found] == [(offers, offers)]
    assert " 为 -" not in found[0].message


LISTED = {
    "none": ("一二三四", None),
    "one": ("一三", "二"),
    "two": ("一二五", "三、四"),
    "the first": ("二三", "一"),
    "two places": ("一三五", "二"),
    "two items without the first": ("二四", "一"),
    "three items without the first": ("三四六", "五"),
}


@pytest.mark.parametrize(("numbers", "lost"), LISTED.values(), ids=LISTED)
def test_items_that_are_lost_from_a_list_are_named_by_their_numbers(numbers, lost):
    items = "".join(f"{number}是主动公开信息；" for number in numbers)
    found = findings(*report(f"我局工作如下。{items[:-1]}。"), "list.gap")
    assert [each.message.split("缺第")[1].split("项，")[0] for each in found[:1]] == ([lost] if lost else [])


@pytest.mark.parametrize("blanks", range(3))
def test_blanks_under_no_sum_are_a_warning_alone_and_noted_when_several(blanks):
    made, text = report()
    printed = cell(5, CellBasis.PRINTED).model_copy(update={"evidence": Span.of(text, 0, 1)})
    table = {row: dict.fromkeys(columns, printed) for row, columns in made.tables.proactive.items()}
    for row in [row for row, columns in table.items() if len(columns) == 1][:blanks]:
        table[row] = dict.fromkeys(table[row], cell(None))
    tables = made.tables.model_copy(update={"proactive": table})
    found = findings(made.model_copy(update={"tables": tables}), text, "table.lone_blank")
    expected = Severity.WARNING if blanks == 1 else Severity.INFO
    assert [each.severity for each in found] == [expected] * blanks


OTHER_YEARS = {
    "troubles of that year": ("2021年我局信息公开工作主要存在以下问题：更新慢。", True),
    "what was done about them": ("2021年，我局公开工作中的问题均已整改。", False),
    "troubles told as this year's, since settled": ("2021年我局公开工作存在以下问题，现已解决。", False),
    "work of that year": ("2021年，我局公开信息312条。", True),
    "work of this year": ("2022年，我局公开信息312条。", False),
    "three years before": ("2019年，我局公开信息312条。", True),
    "four years before": ("2018年，我局公开信息312条。", False),
}


@pytest.mark.parametrize(("prose", "told"), OTHER_YEARS.values(), ids=OTHER_YEARS)
def test_sentence_of_another_year_is_told_where_it_tells_this_years_work(prose, told):
    assert bool(findings(*report(prose, year=2022), "year.mismatch")) is told


SERIES = {
    "wrong rest of three": (
        "收到申请⟦100件⟧，网络⟦60件⟧，占⟦60%⟧，信函⟦30件⟧，占⟦30%⟧，⟦其他20件⟧，占⟦20%⟧。",
        True,
    ),
    "right rest of three": (
        "收到申请⟦100件⟧，网络⟦60件⟧，占⟦60%⟧，信函⟦30件⟧，占⟦30%⟧，⟦其他10件⟧，占⟦10%⟧。",
        False,
    ),
    "a rest of two": ("收到申请⟦100件⟧，网络⟦60件⟧，占⟦60%⟧，⟦其他20件⟧，占⟦20%⟧。", False),
    "no rest": ("收到申请⟦100件⟧，网络⟦60件⟧，占⟦60%⟧，信函⟦30件⟧，占⟦30%⟧，⟦当面20件⟧，占⟦20%⟧。", False),
    "shares that disagree": (
        "收到申请⟦100件⟧，网络⟦60件⟧，占⟦60%⟧，信函⟦30件⟧，占⟦31%⟧，⟦其他20件⟧，占⟦20%⟧。",
        False,
    ),
}


@pytest.mark.parametrize(("prose", "told"), SERIES.values(), ids=SERIES)
def test_parts_with_right_shares_are_added_where_three_end_in_a_rest(prose, told):
    assert bool(findings(*report(prose), "parts.sum")) is told
