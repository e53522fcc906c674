"""Conditions of the checks, each operand on its own and every bound below, at and above."""

from decimal import Decimal
from itertools import combinations

import pytest
from report_builder import balanced, cell, report

from extractor.pipeline import extract
from extractor.records import STATUTORY_SECTIONS, SectionKey, Severity, Span, TableReading
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
