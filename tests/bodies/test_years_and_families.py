"""An invented city over four years: silent where it is clean, and each planted trouble is found once."""

from decimal import Decimal

import pytest
from memory_shelf import MemoryShelf

from extractor.bodies import Covers, attribute, families_of, years_of
from extractor.bodies.covers import CoverStatement
from extractor.bodies.family import Family, FamilySum
from extractor.bodies.family_findings import children_missing, sums_differ
from extractor.bodies.figures import CellFigure
from extractor.evaluation.city.making import make_city
from extractor.evaluation.city.plants import Trouble
from extractor.evaluation.city.tree import CityShape
from extractor.pipeline import compare_years
from extractor.records import Body, BodyLevel

SHAPE = CityShape(districts=1, townships=5, departments=1, years=4)
EXPECTED = {
    Trouble.CARRY: {"carry.applications"},
    Trouble.IN_FORCE: {"carry.in_force"},
    Trouble.UNCHANGED: {"years.unchanged", "years.same_figures"},
    Trouble.FAMILY: {"families.sum"},
    Trouble.COPIED: {"years.repeated_text"},
    Trouble.MISSING: {"years.gap", "families.missing"},
    Trouble.VERSIONS: {"years.versions", "families.double"},
}


def looked_at(seed, troubles=()):
    city = make_city(seed, troubles, SHAPE)
    shelf = MemoryShelf()
    for document in city.documents:
        shelf.add(document.path, document.text)
    registry = attribute(shelf.namings(), text_of=shelf.text)
    years = list(years_of(registry, shelf, compare_years))
    families = list(families_of(registry, shelf))
    return city, registry, years, families


@pytest.fixture(scope="module")
def clean():
    return looked_at(3)


@pytest.fixture(scope="module")
def troubled():
    return looked_at(4, tuple(EXPECTED))


def findings_of(looked):
    return [finding for each in (*looked[2], *looked[3]) for finding in each.findings]


def test_a_clean_city_is_silent_and_was_compared(clean):
    _, _, years, families = clean
    assert findings_of(clean) == []
    assert len(years) == 9
    assert all(len(each.years) == 4 for each in years)
    assert {each.statement.covers for each in families} == {Covers.ALL}
    assert all(len(each.sums) == 200 and each.coverage == 1 for each in families)


@pytest.mark.parametrize("trouble", EXPECTED, ids=str)
def test_each_planted_trouble_is_found_where_it_is(troubled, trouble):
    city, registry, *_ = troubled
    planted = next(each for each in city.planted if each.trouble is trouble)
    found = {
        finding.check
        for finding in findings_of(troubled)
        if registry.bodies[finding.body_id].name == planted.body
        and (finding.year == planted.year or trouble is Trouble.UNCHANGED)
    }
    assert EXPECTED[trouble] <= found


def test_nothing_else_is_found_but_the_echoes_above(troubled):
    city, registry, *_ = troubled
    places = {(name, each.year) for each in city.planted for name in (each.body, *each.echoes)}
    unchanged = {each.body for each in city.planted if each.trouble is Trouble.UNCHANGED}
    for finding in findings_of(troubled):
        name = registry.bodies[finding.body_id].name
        assert (name, finding.year) in places or name in unchanged, finding.message


def test_a_sum_that_differs_has_both_numbers_and_all_children_as_witnesses(troubled):
    finding = next(each for each in findings_of(troubled) if each.check == "families.sum")
    parent, said, *children = finding.witnesses
    assert finding.difference == finding.left - finding.right > 0
    assert parent.value == finding.left
    assert "汇总" in said.evidence.quote
    assert sum(each.value for each in children) == finding.right


def test_a_missing_child_is_named_and_counts_in_the_coverage(troubled):
    family = next(each for each in troubled[3] if each.missing)
    assert 0 < family.coverage < 1
    assert [finding.body_id for finding in family.findings if finding.check == "families.missing"] == [
        child.body_id for child in family.missing
    ]


def family_of(*cells):
    """A county and its one bureau; each cell as (what the county prints, what the bureau prints)."""
    parent = body("county", BodyLevel.COUNTY, "government")
    bureau = body("bureau", BodyLevel.DEPARTMENT, "department")
    sums = tuple(
        FamilySum(
            ("proactive", f"row{at}", "issued"),
            CellFigure(Decimal(one), Decimal(one), Decimal(one)),
            low,
            low,
            1,
        )
        for at, (one, low) in enumerate((one, Decimal(low)) for one, low in cells)
    )
    return Family(parent, 2021, None, CoverStatement(Covers.ALL), {}, (bureau,), (), (), (), sums, ())


def test_a_government_above_its_bodies_throughout_has_figures_of_its_own_and_is_no_contradiction():
    assert list(sums_differ(family_of((30, 20), (50, 10), (7, 7)))) == []


def test_a_government_above_its_bodies_in_one_cell_is_named_and_one_below_always():
    above = list(sums_differ(family_of((30, 20), (10, 10), (7, 7))))
    assert [(one.left, one.right) for one in above] == [(30, 20)]
    below = list(sums_differ(family_of((30, 20), (50, 10), (7, 9))))
    assert [(one.left, one.right) for one in below] == [(7, 9)]


def test_cells_of_one_row_above_and_below_are_two_findings():
    family = family_of((10, 12), (30, 20), (7, 7), (8, 8))
    sums = tuple(one._replace(key=("proactive", "row", str(at))) for at, one in enumerate(family.sums))
    told = list(sums_differ(family._replace(sums=sums)))
    assert [("少于" in one.message, one.message.count("≠")) for one in told] == [(True, 1), (False, 1)]


def body(body_id, level, kind):
    return Body(body_id=body_id, name=body_id, level=level, division_code=None, parent_id="county", kind=kind)


@pytest.mark.parametrize(
    ("covers", "told"),
    [
        (Covers.ALL, ["town", "bureau"]),
        (Covers.LOWER, ["town"]),
        (Covers.DEPARTMENTS, ["bureau"]),
        (Covers.OWN, []),
        (Covers.NOT_STATED, []),
    ],
)
def test_a_child_is_missing_only_where_the_parent_says_that_it_covers_it(covers, told):
    town = body("town", BodyLevel.TOWNSHIP, "government")
    bureau = body("bureau", BodyLevel.DEPARTMENT, "department")
    parent = body("county", BodyLevel.COUNTY, "government")
    missing = (town, bureau)
    family = Family(parent, 2021, None, CoverStatement(covers), {}, missing, missing, (), (), (), ())
    assert [finding.body_id for finding in children_missing(family)] == told
