"""An invented city: its bodies, who is above whom, and the figures of each."""

from enum import StrEnum
from random import Random
from typing import NamedTuple

from extractor.evaluation.city.city_sentences import Wording
from extractor.evaluation.city.invented_figures import (
    DEPARTMENT,
    TOWNSHIP,
    Figures,
    added,
    years_alike,
    years_of_leaf,
)

FIRST_YEAR = 2021
"""The first year of the form that all bodies follow."""


class InventedLevel(StrEnum):
    """What an invented body is."""

    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    DEPARTMENT = "department"


class InventedBody(NamedTuple):
    """One body; ``name`` is what its reports print as the issuer."""

    name: str
    place: str
    """What the prose calls it."""
    level: InventedLevel
    parent: str | None


class CityShape(NamedTuple):
    """How many bodies of each kind, and years."""

    districts: int = 3
    townships: int = 4
    """Of each district."""
    departments: int = 2
    """Of the city and of each district."""
    years: int = 5


def bodies_of(shape: CityShape, wording: Wording, number: int) -> tuple[InventedBody, ...]:
    """The bodies of the ``number``-th city, parents before children."""
    names = wording.names
    city = names["city"][number % len(names["city"])]
    found = [InventedBody(f"{city}人民政府", city, InventedLevel.CITY, None)]
    units = names["departments"][: shape.departments]
    found += [
        InventedBody(f"{city}{unit}", f"市{unit}", InventedLevel.DEPARTMENT, found[0].name) for unit in units
    ]
    for at in range(shape.districts):
        place = names["districts"][(number + at) % len(names["districts"])]
        district = InventedBody(f"{city}{place}人民政府", place, InventedLevel.COUNTY, found[0].name)
        found.append(district)
        short = place[-1]
        for unit in units:
            name = f"{city}{place}{unit}"
            found.append(InventedBody(name, f"{short}{unit}", InventedLevel.DEPARTMENT, district.name))
        for index in range(shape.townships):
            town = names["townships"][(at * shape.townships + index) % len(names["townships"])]
            office = f"{town}办事处" if town.endswith("街道") else f"{town}人民政府"
            found.append(InventedBody(f"{city}{place}{office}", town, InventedLevel.TOWNSHIP, district.name))
    return tuple(found)


def figures_of(
    bodies: tuple[InventedBody, ...], years: int, rng: Random, unchanged: frozenset[str] = frozenset()
) -> dict[str, list[Figures]]:
    """The figures of each body, one set a year; those of ``unchanged`` leaves stay the same all years."""
    below = children_of(bodies)
    found: dict[str, list[Figures]] = {}
    for body in reversed(bodies):
        if body.name in below:
            parts = [found[child] for child in below[body.name]]
            found[body.name] = [added(part[year] for part in parts) for year in range(years)]
        else:
            size = TOWNSHIP if body.level is InventedLevel.TOWNSHIP else DEPARTMENT
            drawn = years_alike if body.name in unchanged else years_of_leaf
            found[body.name] = drawn(size, years, rng)
    return found


def children_of(bodies: tuple[InventedBody, ...]) -> dict[str, list[str]]:
    """Names of the bodies right below each that has any."""
    below: dict[str, list[str]] = {}
    for body in bodies:
        if body.parent is not None:
            below.setdefault(body.parent, []).append(body.name)
    return below
