"""The parts of an audit: weights, spool, outliers, families in order, cells by name."""

from decimal import Decimal
from fnmatch import fnmatchcase
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.audit.cellnames import with_cell_names
from extractor.audit.chance import may_be_chance
from extractor.audit.kinds import kind_of, kinds, weight_of
from extractor.audit.order import in_families
from extractor.audit.outliers import ReportedFigure, ReportedFigures
from extractor.audit.showing import slips_of, watched
from extractor.audit.spool import Spool
from extractor.forms import yearly_editions
from extractor.records import (
    Attribution,
    Body,
    BodyLevel,
    Finding,
    LinkRule,
    PanelFinding,
    Severity,
    Suspect,
    Witnessed,
)
from extractor.validate import registered_checks, registered_year_checks


def found(check="families.sum", difference=None, severity=Severity.WARNING, body="b", year=2021):
    return PanelFinding(
        check=check,
        severity=severity,
        message="甲 / a",
        body_id=body,
        year=year,
        difference=None if difference is None else Decimal(difference),
    )


def test_every_group_has_kinds_and_every_kind_a_group():
    assert {group.id for group in kinds().groups} == {kind.group for kind in kinds().kinds}


def test_checks_that_kinds_name_outright_exist():
    rooms = ("families.", "years.", "versions.", "late.", "outliers.", "carry.")
    known = {check.id for check in (*registered_checks(), *registered_year_checks())}
    named = [each for kind in kinds().kinds for each in kind.checks if not each.startswith(rooms)]
    assert [each for each in named if not any(fnmatchcase(check, each) for check in known)] == []


def test_a_larger_difference_and_a_surer_finding_weigh_more():
    assert weight_of(found(difference=100)) > weight_of(found(difference=-10)) > weight_of(found())
    assert weight_of(found(severity=Severity.ERROR)) > weight_of(found(severity=Severity.INFO))
    assert kind_of("narrative.witnesses") is None


@given(st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(["families.sum", "late.x", "identity.y"]))))
def test_a_spool_gives_back_all_findings_heaviest_first(sizes):
    with Spool() as spool:
        for size, check in sizes:
            spool.add(found(check, size))
        spool.add(found("table.repaired"))  # a doubt about the reading
        back = list(spool.heaviest())
        weights = [weight_of(each) for each in back]
        assert weights == sorted(weights, reverse=True)
        assert sorted((int(each.difference), each.check) for each in back) == sorted(sizes)
        assert sum(spool.number(group.id) for group in kinds().groups) == len(spool) == len(sizes)


def figures(values):
    kept = ReportedFigures()
    for (body, year), value in values.items():
        kept.add(ReportedFigure("/tables/a/b/c", "township", body, year, value))
    return kept


def ordinary(rng):
    return {
        (f"b{body}", year): base * rng.uniform(0.85, 1.15)
        for body in range(10)
        for base in [rng.uniform(100, 400)]
        for year in range(2021, 2026)
    }


@pytest.mark.parametrize("seed", range(5))
def test_one_figure_far_from_the_rest_is_the_only_outlier(seed):
    values = ordinary(Random(seed))
    assert list(figures(values).outliers()) == []
    values["b3", 2023] *= 40
    (only,) = figures(values).outliers()
    assert (only.figure.body_id, only.figure.year, only.own) == ("b3", 2023, True)
    values["b3", 2023] /= 1600
    (only,) = figures(values).outliers()
    assert (only.figure.body_id, only.figure.year) == ("b3", 2023)
    assert only.distance < 0


def test_a_body_far_from_its_level_in_all_years_is_held_against_the_level():
    values = ordinary(Random(7))
    for year in range(2021, 2026):
        values["b4", year] *= 1000
    (only,) = figures(values).outliers()
    assert (only.figure.body_id, only.own, only.years) == ("b4", False, 5)


def test_few_and_small_figures_are_no_outliers():
    assert list(figures({("a", year): 10.0**year for year in range(8)}).outliers()) == []
    small = {(f"b{body}", year): 0.0 for body in range(10) for year in range(2021, 2026)}
    assert list(figures({**small, ("b1", 2022): 9.0}).outliers()) == []


def test_watched_figures_are_cells_of_a_form():
    cells = {
        f"/tables/{form.key}/{row}/{column}"
        for edition in yearly_editions()
        for form in edition.tables
        for row, column in form.column_of
    }
    assert {figure.pointer for figure in watched()} <= cells


def body(body_id, level, parent=None):
    return Body(body_id=body_id, name=body_id, level=level, division_code=None, parent_id=parent, kind="x")


def test_families_stand_together_and_a_circle_loses_nobody():
    bodies = [
        body("town", BodyLevel.TOWNSHIP, "county"),
        body("county", BodyLevel.COUNTY, "city"),
        body("city", BodyLevel.CITY, "province not here"),
        body("bureau", BodyLevel.DEPARTMENT, "city"),
        body("a", BodyLevel.OTHER, "b"),
        body("b", BodyLevel.OTHER, "a"),
    ]
    placed = [(each.body.body_id, each.depth) for each in in_families(bodies)]
    assert placed[:4] == [("city", 0), ("bureau", 1), ("county", 1), ("town", 2)]
    assert {name for name, _ in placed[4:]} == {"a", "b"}


def test_cells_are_named_as_printed_in_chinese_and_by_key_in_english():
    said = with_cell_names("甲：/tables/applications/new/total 3 ≠ 2 / a: /tables/applications/new/total")
    assert said == "甲：本年新收政府信息公开申请数量·总计 3 ≠ 2 / a: new/total"
    assert with_cell_names("乙 /tables/none/x/y / b") == "乙 /tables/none/x/y / b"


def test_a_slip_is_told_once_a_place_and_a_doubt_about_the_reading_never():
    one = Attribution(
        report="r", printed_name="甲", year=2021, body_id="b", rule=LinkRule.ONLY, evidence="", machine_id="b"
    )

    def finding(check, where, suspect=Suspect.EITHER):
        return Finding(check=check, severity=Severity.ERROR, message="甲 / a", where=where, suspect=suspect)

    told = slips_of(
        one,
        [
            finding("identity.applications.row", ("/a",)),
            finding("identity.applications.column", ("/a",)),
            finding("identity.applications.column", ("/b",)),
            finding("identity.applications.row", ("/c",), Suspect.READING),
            finding("narrative.witnesses", ("/d",)),
        ],
    )
    assert [(each.check, each.witnesses[0].pointer) for each in told] == [
        ("identity.applications.row", "/a"),
        ("identity.applications.column", "/b"),
    ]


@pytest.mark.parametrize(
    ("values", "years", "chance"),
    [
        ((24,), 3, True),
        ((240,), 3, False),
        ((24,), 4, False),
        ((12, 15, 18), 3, False),
        ((3,), 3, True),
    ],
)
def test_what_chance_may_do_is_not_news(values, years, chance):
    witnesses = tuple(
        Witnessed(report="r", body_id="b", year=2020 + year, pointer=f"/{at}", value=Decimal(value))
        for at, value in enumerate(values)
        for year in range(years)
    )
    finding = found("years.unchanged").model_copy(update={"witnesses": witnesses})
    assert may_be_chance(finding) is chance
