"""Indicators: by hand from small tables; what is unknown stays unknown, what is doubtful has an interval."""

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import UsageError
from extractor.indicators import Circumstances, definitions, indicators_of, read_population
from extractor.records import Basis, BodyLevel, CellBasis, Fact

sys.path.append(str(Path(__file__).parents[1] / "validate"))
from report_builder import applications, cell, disputes, report, row


def values(made, **around):
    return {one.definition.id: one for one in indicators_of(made, Circumstances(**around))}


def outcomes(**rows):
    done = sum(rows.values())
    table = {key: row(value) for key, value in rows.items()}
    return applications(table | {"new": row(done), "processed": row(done)})


def test_shares_are_those_of_a_hand_count():
    made, _ = report(
        applications=outcomes(
            granted=50, partial=20, denied_law=6, denied_process=4, unable_not_held=15, other_misc=5
        )
    )
    told = {key: one.value for key, one in values(made).items() if one.value is not None}
    assert told["granted_share"] == 50
    assert told["granted_or_partial_share"] == 70
    assert told["disclosure_rate_on_merits"] == Decimal(7000) / 80
    assert told["disclosure_rate_of_resolvable"] == Decimal(5000) / 80
    assert told["denied_share"] == 10
    assert told["denied_law_share"] == 60
    assert told["not_held_share"] == 15
    assert told["other_share"] == 5
    assert told["natural_persons_share"] == 100


def test_correction_rates_leave_out_what_is_pending():
    made, _ = report(disputes=disputes((6, 2, 2, 10, 20), (3, 1, 0, 0, 4), (1, 1, 0, 0, 2)))
    told = {key: one.value for key, one in values(made).items()}
    assert told["reconsideration_correction_rate"] == 20
    assert told["litigation_correction_rate"] == Decimal(200) / 6
    assert told["correction_rate_upheld_or_corrected"] == Decimal(400) / 14


def test_nothing_is_divided_by_nothing():
    made, _ = report(applications=outcomes(granted=0))
    assert values(made)["granted_share"].value is None


def test_a_lost_row_makes_its_sum_unknown_not_smaller():
    table = outcomes(granted=5, denied_law=5)
    made, _ = report(applications=table | {"denied_internal": None})
    told = values(made)
    assert told["denied_share"].value is None
    assert told["granted_share"].value == 50


def test_an_absent_table_gives_nothing():
    made, _ = report(applications=None)
    assert values(made)["granted_share"].low is None


def test_the_basis_is_that_of_the_least_sure_cell():
    table = outcomes(granted=5, denied_law=5)
    table["granted"] = table["granted"] | {"total": cell(5, CellBasis.INFERRED)}
    made, _ = report(applications=table)
    assert values(made)["granted_share"].basis == "inferred"


def test_a_doubtful_cell_gives_an_interval_around_the_value():
    table = outcomes(granted=50, denied_law=50)
    doubt = cell(50, CellBasis.CONFLICT, alternatives=(Decimal(40), Decimal(60)))
    table["granted"] = table["granted"] | {"total": doubt}
    made, _ = report(applications=table)
    told = values(made)["disclosure_rate_on_merits"]
    assert (told.low, told.value, told.high) == (Decimal(4000) / 90, 50, Decimal(6000) / 110)


def test_a_cell_of_several_readings_gives_an_interval_without_a_value():
    table = outcomes(granted=50, denied_law=50)
    table["granted"] = table["granted"] | {
        "total": cell(None, CellBasis.AMBIGUOUS, raw="5?", alternatives=(Decimal(50), Decimal(58)))
    }
    told = values(report(applications=table)[0])["granted_share"]
    assert (told.value, told.low, told.high) == (None, 50, 58)


@settings(deadline=None)
@given(st.lists(st.integers(0, 500), min_size=6, max_size=6), st.integers(0, 60), st.integers(0, 60))
def test_the_value_lies_in_its_interval_and_shares_in_0_to_100(counts, less, more):
    keys = ("granted", "partial", "denied_law", "denied_internal", "unable_not_held", "refused_petition")
    table = outcomes(**dict(zip(keys, counts, strict=True)))
    readings = (Decimal(max(0, counts[0] - less)), Decimal(counts[0] + more))
    table["granted"] = table["granted"] | {
        "total": cell(counts[0], CellBasis.CONFLICT, alternatives=readings)
    }
    for one in indicators_of(report(applications=table)[0]):
        if one.value is not None and one.low is not None and one.high is not None:
            assert one.low <= one.value <= one.high
            if one.definition.id == "disclosure_rate_on_merits":
                assert 0 <= one.low <= one.high <= 100


@pytest.mark.parametrize(
    ("level", "day", "late"),
    [
        (BodyLevel.DEPARTMENT, date(2022, 2, 3), 3),
        (BodyLevel.DEPARTMENT, date(2022, 1, 31), 0),
        (BodyLevel.COUNTY, date(2022, 2, 3), 0),
        (BodyLevel.CITY, date(2022, 4, 2), 2),
        (BodyLevel.TOWNSHIP, date(2022, 4, 2), None),
    ],
)
def test_days_late_follow_the_day_that_holds_for_the_body(level, day, late):
    made, _ = report(year=2021, published_on=Fact(value=day, basis=Basis.RULE))
    assert values(made, level=level)["days_late"].value == late


def test_days_late_of_reports_before_the_new_regulation_count_from_march():
    made, _ = report(year=2015, published_on=Fact(value=date(2016, 3, 30), basis=Basis.RULE))
    told = values(made, level=BodyLevel.DEPARTMENT)
    assert (told["days_late"].value, told["days_after_31_march"].value) == (0, -1)


def test_applications_by_inhabitants_where_a_file_gives_them(tmp_path):
    (tmp_path / "people.csv").write_text(
        "code,year,population\n320813,2021,400000\n320829-gov,,380000\n", "utf-8"
    )
    people = read_population(tmp_path / "people.csv")
    assert people.inhabitants(("320829-gov", "320813"), 2020) == 380000
    assert people.inhabitants(("320813",), 2021) == 400000
    assert people.inhabitants(("320813",), 2020) is None
    made, _ = report(applications=outcomes(granted=80))
    assert values(made, population=400000)["applications_per_10000"].value == 2
    assert values(made)["applications_per_10000"].value is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code,year,population\n320813,2021,viele\n", "line 2"),
        ("code,year,population\n320813,2021,-5\n", "line 2"),
        ("code,year,population\n320813,2021,30.2\n", "whole number of persons"),
        ("code,year,population\n320813,2021,0\n", "line 2"),
        ("code,year,population\n320813,两千,5\n", "line 2"),
        ("code,year,population\n,2021,5\n", "line 2"),
        ("code,year,population\n320813,2021,5000\n320813,2021,6000\n", "line 3.*another line"),
        ("code;year;population\n320813;2021;400000\n", "not divided by commas"),
        ("code,year,population\n320813,22,400000\n", "line 2: 22 is no year"),
        ("code,year,population\n320800,2022,420\n", "line 2: 320800 has 420 inhabitants; .*万"),
        ("code,year,population\nx-岚湾市-gov,2022,36\n", "ten thousands"),
        ("代码,人口\n320813,5\n", "lacks the columns code, population"),
        ("", "lacks the columns code, population"),
    ],
)
def test_a_bad_list_of_inhabitants_is_one_line_with_its_place(tmp_path, text, said):
    (tmp_path / "people.csv").write_text(text, "utf-8")
    with pytest.raises(UsageError, match=said):
        read_population(tmp_path / "people.csv")


def test_inhabitants_that_nobody_asked_for_and_shares_that_cannot_be_are_told(tmp_path):
    (tmp_path / "people.csv").write_text("code,population\n320813,4000\n999999,50000\n", "utf-8")
    people = read_population(tmp_path / "people.csv")
    assert people.inhabitants(("320813",), 2021) == 4000
    made, _ = report(applications=outcomes(granted=800))
    for people_there in (4000, 400000):
        around = Circumstances(population=people_there)
        people.weigh(f"岚湾市 of {people_there}", 2021, indicators_of(made, around))
    unused, odd = people.doubts()
    assert "999999" in unused
    assert "320813" not in unused
    assert "岚湾市 of 4000 2021: applications_per_10000 is 2000" in odd


def test_every_definition_says_formula_unit_and_source():
    assert len({one.id for one in definitions()}) == len(definitions()) >= 25
    assert all(
        one.formula and one.unit and one.source and one.chinese and one.english for one in definitions()
    )
