"""The maker of invented cities: what it makes holds, and what it plants is there."""

from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest

from extractor.evaluation.city import City, CityShape, InventedLevel, Trouble, make_city
from extractor.evaluation.city.city_sentences import wording
from extractor.evaluation.city.invented_figures import TOWNSHIP as SMALL
from extractor.evaluation.city.invented_figures import Figures, added, tables, years_of_leaf
from extractor.evaluation.city.tree import bodies_of, children_of, figures_of
from extractor.pipeline import extract_document, read_document
from extractor.records import Report, Severity

SHAPE = CityShape()


def _broken(figures: Figures) -> list[str]:
    return [
        identity.id
        for key, form in tables().items()
        for identity in form.identities
        if sum(Decimal(figures[key][row][column]) for row, column in identity.left)
        != sum(Decimal(figures[key][row][column]) for row, column in identity.right)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_all_sums_carries_and_balances_hold_when_nothing_is_planted(seed: int) -> None:
    bodies = bodies_of(SHAPE, wording(), seed)
    figures = figures_of(bodies, SHAPE.years, Random(seed))
    for name, years in figures.items():
        for before, after in pairwise(years):
            assert not _broken(after), name
            assert after["applications"]["carried_in"] == before["applications"]["carried_out"]
            old, new = (each["proactive"]["normative_documents"] for each in (before, after))
            assert new["in_force"] == old["in_force"] + new["issued"] - new["repealed"]
    for parent, children in children_of(bodies).items():
        for year in range(SHAPE.years):
            assert figures[parent][year] == added(figures[child][year] for child in children)


def test_a_city_is_the_same_when_made_again() -> None:
    assert make_city(3, tuple(Trouble)) == make_city(3, tuple(Trouble))


@pytest.mark.parametrize("seed", range(8))
def test_each_trouble_is_planted_once_when_all_are_asked_for(seed: int) -> None:
    city = make_city(seed, tuple(Trouble))
    assert sorted(each.trouble for each in city.planted) == sorted(Trouble)
    names = {body.name: body.level for body in city.bodies}
    leaves = [
        p.body for p in city.planted if names[p.body] in (InventedLevel.TOWNSHIP, InventedLevel.DEPARTMENT)
    ]
    assert len(leaves) == len(set(leaves))


@pytest.mark.parametrize("seed", range(200, 205))
def test_a_family_contradicts_itself_in_a_year_whose_sum_can_be_told(seed: int) -> None:
    city = make_city(seed, tuple(Trouble))
    parents = {body.name: body.parent for body in city.bodies}
    (family,) = [each for each in city.planted if each.trouble is Trouble.FAMILY]
    torn = (Trouble.MISSING, Trouble.VERSIONS, Trouble.PICTURE)
    years = [p.year for p in city.planted if p.trouble in torn and parents[p.body] == family.body]
    assert family.year not in years


def test_a_city_too_small_for_its_troubles_is_refused() -> None:
    with pytest.raises(ValueError, match="no body left"):
        make_city(0, tuple(Trouble), CityShape(districts=1, townships=1, departments=0))


def test_leaves_differ_from_year_to_year_when_not_asked_to_stay_alike() -> None:
    years = years_of_leaf(SMALL, 5, Random(1))
    assert all(before != after for before, after in pairwise(years))


def _read(city: City, body: str, year: int) -> Report:
    (text,) = (each.text for each in city.documents if (each.body, each.year) == (body, year))
    return extract_document(read_document(text.encode(), "a.txt"))


def test_a_clean_report_is_read_as_it_was_meant() -> None:
    city = make_city(1, (), CityShape(districts=1, townships=3, departments=2, years=2))
    for document in city.documents:
        report = _read(city, document.body, document.year)
        assert report.issuer.value == document.body
        assert report.report_year.value == document.year
        assert report.published_on is not None
        severe = [each.check for each in report.findings if each.severity is not Severity.INFO]
        assert not [check for check in severe if not check.startswith("narrative.")], document.path
