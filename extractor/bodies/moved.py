"""What changed above or around a body: townships of districts merged or split, ministries after a reform."""

import csv
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import NamedTuple

from extractor.bodies.gazetteer import Division, Gazetteer, town_stem, towns_by_stem
from extractor.records import Body, BodyLevel

_MINISTRY = "cn-"
_PREFECTURE = 4
"""Digits of a code that a prefecture's counties share."""
_STILL = 9999


class _Followed(NamedTuple):
    year: int
    after: str


@cache
def _ministries() -> Mapping[str, tuple[_Followed, ...]]:
    """``ministries_followed.tsv``: what took over, by what was before."""
    text = (files("extractor.bodies") / "data" / "ministries_followed.tsv").read_text(encoding="utf-8")
    found: dict[str, list[_Followed]] = defaultdict(list)
    for row in csv.DictReader(
        (line for line in text.splitlines() if not line.startswith("#")), delimiter="\t"
    ):
        found[row["before"]].append(_Followed(int(row["year"]), row["after"]))
    return {before: tuple(each) for before, each in found.items()}


def ministries_alike(reporting: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Bodies of the State Council of which one took over from the other, at once or by one between."""
    names = {body_id.removeprefix(_MINISTRY) for body_id in reporting if body_id.startswith(_MINISTRY)}
    for before in sorted(names):
        for after, year in sorted(_later(before).items()):
            if after in names:
                first, second = sorted((_MINISTRY + before, _MINISTRY + after))
                yield first, second, f"{after} came after {before} ({year})"


def _later(name: str) -> dict[str, int]:
    found: dict[str, int] = {}
    left = [name]
    while left:
        for year, after in _ministries().get(left.pop(), ()):
            if after not in found:
                found[after] = year
                left.append(after)
    return found


def towns_alike(
    bodies: Mapping[str, Body],
    reporting: Sequence[str],
    years: Mapping[str, set[int]],
    places: Gazetteer,
    without_county: Collection[str],
) -> Iterator[tuple[str, str, str]]:
    """Townships of one name in two counties of a city: one of the two ended, began or took the other in.

    So are those of which one is printed without its county, which the list told (``without_county``).
    """
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for body_id in reporting:
        body = bodies[body_id]
        if body.level is BodyLevel.TOWNSHIP and body.division_code and body_id[:6] in places.coded:
            groups[body_id[:_PREFECTURE], town_stem(body.division[-1])].append(body_id)
    for group in groups.values():
        for first, second in combinations(sorted(group), 2):
            early, late = sorted((first, second), key=lambda one: min(years[one]))
            if early[:6] != late[:6] and not {first, second}.isdisjoint(without_county):
                yield first, second, "one name; one of them is printed without its county"
            if early[:6] == late[:6] or not 0 < max(years[early]) < min(years[late]):
                continue
            if changed := _changed(early[:6], late[:6], max(years[early]), min(years[late]), places):
                yield first, second, f"one name; its county may have changed: {changed}"


def _changed(early: str, late: str, since: int, until: int, places: Gazetteer) -> str:
    """What happened to the two counties between two years; the year before counts, by its report."""
    ended, began = places.coded[early][-1], places.coded[late][0]
    end = places.newest(ended).until
    if end != _STILL and since <= end + 1 and end <= until:
        return f"{ended.name} until {end}"
    return f"{began.name} since {began.since}" if since <= began.since <= until else ""


def counties_then(county: Division, year: int | None, places: Gazetteer) -> tuple[Division, ...]:
    """A county that a township is in today, and those that it may have been in in an earlier year."""
    if year is None:
        return (county,)
    merged = tuple(
        one
        for when, code, name in places.taken_in.get((county.code, county.name), ())
        if when > year
        for one in places.coded.get(code, ())
        if one.name == name
    )
    return (county, *merged)


def is_not_yet(county: Division, year: int | None, places: Gazetteer) -> bool:
    """Whether a county is younger than a year, and no other one renamed."""
    return year is not None and min(one.since for one in places.coded[places.unit(county)]) > year


def county_today(county: Division, town: str, year: int | None, places: Gazetteer) -> Division | None:
    """The county that a township is in today, where its own ended, or was split, after the year.

    None where its county has it still, or where no county that took the other in, or that was set up in the
    same prefecture since, has it, or several have. Of the townships of a prefecture one in forty shares its
    name with one of another county there, so that a wrong link between two given ones is rare.
    """
    here = places.newest(county)
    listed = {one.county for one in towns_by_stem().get(town_stem(town), ())}
    if year is None or not listed or here.code in listed:
        return None
    takers = _takers(here, places)
    found = {
        one.code: one
        for code in listed
        for one in (places.newest(places.coded[code][-1]),)
        if one.code in takers
        or (here.until == _STILL and one.parent == here.parent and is_not_yet(one, year - 1, places))
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _takers(county: Division, places: Gazetteer) -> set[str]:
    """Codes of the counties that took one in, or took in one that had."""
    found: set[str] = set()
    left = [(county.code, county.name)]
    while left:
        one = left.pop()
        for taker, taken in places.taken_in.items():
            newest = places.newest(places.coded[taker[0]][-1])
            if newest.code not in found and any((code, name) == one for _, code, name in taken):
                found.add(newest.code)
                left.append((newest.code, newest.name))
    return found
