"""What a Report's name, read, makes it: a place, an office in it, and the rule that says so."""

import re
from collections.abc import Callable
from typing import NamedTuple

from extractor.bodies.gazetteer import Division, Gazetteer
from extractor.bodies.moved import counties_then, county_today, is_not_yet
from extractor.bodies.naming import NameReading, read_name
from extractor.bodies.national_lines import is_national_name
from extractor.bodies.offices import Office, words
from extractor.bodies.places_of_one_name import place_from_context
from extractor.records import LinkRule, Naming

_SHOWN = 8
_COUNTY = 3
_OWN_NAME = 2
"""Characters beside the common words of a school's name that make it one of its own: 清华, 北京."""


class BodyIdentity(NamedTuple):
    """Who one Report is of, as far as it can tell by itself."""

    office: Office
    rule: LinkRule
    evidence: str
    place: Division | None = None
    unlisted: tuple[str, ...] = ()
    """Places in no list, from above."""
    national: str = ""
    stem: str = ""
    """Its place as printed, where that is without its sort."""
    alternatives: tuple[Division, ...] = ()
    """Where it is apart: the places that it may stand in."""
    moved: Division | None = None
    """A township's county of today, where it is another than the one that it was in: ``place``."""


def identify(naming: Naming, places: Gazetteer, text_of: Callable[[str], str] | None = None) -> BodyIdentity:
    """The place and the office of one Report, or why it cannot be told."""
    found = _identified(naming, places, text_of)
    if found.place is None or not found.office.town or found.place.rank != _COUNTY:
        return found
    return found._replace(moved=county_today(found.place, found.office.town, naming.year, places))


def _identified(naming: Naming, places: Gazetteer, text_of: Callable[[str], str] | None) -> BodyIdentity:
    reading = read_name(naming, places)
    if reading is None:
        return BodyIdentity(Office(), LinkRule.APART, "no issuer was read")
    if reading.national:
        return BodyIdentity(reading.office, LinkRule.NATIONAL, reading.name, national=reading.national)
    if reading.misread:
        return _misread(reading, naming.year, places)
    if reading.is_no_department:
        return BodyIdentity(Office(), LinkRule.APART, _no_department(reading))
    if (area := _new_area(reading, places)) is not None:
        return area
    candidates = reading.in_towns or tuple(chain.last for chain in reading.chains)
    if reading.in_towns and (doubt := _of_another_county(reading, naming, places, text_of)) is not None:
        return doubt
    if len(candidates) > 1 or _may_be_the_zones_own_name(reading):
        return _among(candidates, reading, naming, places, text_of)
    if candidates:
        return _in_one(candidates[0], reading, naming.year, places)
    if reading.unlisted or _names_itself(reading.office):
        return BodyIdentity(reading.office, LinkRule.UNLISTED, reading.name, unlisted=reading.unlisted)
    return BodyIdentity(reading.office, LinkRule.APART, f"{reading.name}: no place is printed")


def _in_one(place: Division, reading: NameReading, year: int | None, places: Gazetteer) -> BodyIdentity:
    path = "".join(each.name for each in places.path(place, year))
    printed_above = any(len(chain.places) > 1 for chain in reading.chains) or bool(
        reading.chains and reading.in_towns
    )
    certain_by_rank = place.rank < 3 and not reading.in_towns
    rule = LinkRule.CHAIN if printed_above or certain_by_rank else LinkRule.ONLY
    also = f"; printed with a second name: {reading.second}" if reading.second else ""
    return BodyIdentity(reading.office, rule, f"{path} {place.code}{also}", place, stem=reading.stem)


def _no_department(reading: NameReading) -> str:
    if reading.second:
        return f"{reading.name}: {reading.second} stands in brackets; which of the two reports cannot be told"
    return f"{reading.name}: no list has its place, nor one like it"


def _of_another_county(
    reading: NameReading, naming: Naming, places: Gazetteer, text_of: Callable[[str], str] | None
) -> BodyIdentity | None:
    """A township printed without a county, where the list's county was not so yet in the year."""
    then = dict.fromkeys(
        one for county in reading.in_towns for one in counties_then(county, naming.year, places)
    )
    young = [one for one in reading.in_towns if is_not_yet(one, naming.year, places)]
    if len(then) == len(reading.in_towns) and not young:
        return None
    found = _among(tuple(then), reading, naming, places, text_of)
    if found.rule is not LinkRule.APART and found.place not in young:
        return found
    paths = "".join(f" {''.join(each.name for each in places.path(one))}" for one in list(then)[:_SHOWN])
    evidence = f"{reading.name}: its county was merged or set up after {naming.year}; today it is of{paths}"
    return BodyIdentity(reading.office, LinkRule.APART, evidence, alternatives=tuple(then))


def _new_area(reading: NameReading, places: Gazetteer) -> BodyIdentity | None:
    """A new area of the State Council printed alone: 江北新区 is of 南京, not of a district 江北."""
    if reading.unlisted or any(
        len(chain.places) > 1 or not chain.ends_in_stem or chain.last.rank < _COUNTY
        for chain in reading.chains
    ):
        return None
    zone = reading.stem + reading.office.zone
    known = places.coded.get(words().new_areas.get(zone, ""))
    if not known:
        return None
    evidence = f"{reading.name}: the State Council's {zone} is run by {known[-1].name}"
    return BodyIdentity(reading.office._replace(zone=zone), LinkRule.CHAIN, evidence, known[-1])


def _misread(reading: NameReading, year: int | None, places: Gazetteer) -> BodyIdentity:
    shown = reading.misread[:_SHOWN]
    paths = [f"{''.join(each.name for each in places.path(one, year))} {one.code}" for one in shown]
    evidence = f"{reading.name}: no list has its place; but for one character it is {' or '.join(paths)}"
    return BodyIdentity(reading.office, LinkRule.APART, evidence, alternatives=reading.misread)


def _among(
    candidates: tuple[Division, ...],
    reading: NameReading,
    naming: Naming,
    places: Gazetteer,
    text_of: Callable[[str], str] | None,
) -> BodyIdentity:
    found = place_from_context(candidates, naming, places, text_of)
    if found is not None:
        return BodyIdentity(reading.office, LinkRule.CONTEXT, found[1], found[0], stem=reading.stem)
    shown = candidates[:_SHOWN]
    paths = ["".join(each.name for each in places.path(one, naming.year)) for one in shown]
    more = " …" if len(candidates) > _SHOWN else ""
    evidence = f"{len(candidates)} place{'s' * (len(candidates) > 1)}: {', '.join(paths)}{more}"
    return BodyIdentity(reading.office, LinkRule.APART, evidence, alternatives=candidates)


def _may_be_the_zones_own_name(reading: NameReading) -> bool:
    """Whether its place is a district's bare stem before a zone: 东湖高新区 is 武汉's."""
    if reading.in_towns or not reading.office.zone or not reading.chains:
        return False
    (chain, *_) = reading.chains
    return (
        chain.ends_in_stem
        and len(chain.places) == 1
        and chain.last.rank == _COUNTY
        and chain.last.name[-1] == "区"
    )


def _names_itself(office: Office) -> bool:
    """Whether a body without a printed place has a name of its own: 雄安新区, 禾柳镇; not 水利局, 开发区."""
    if office.department in words().vertical:
        return False
    if office.department:
        own_line = any(
            office.department.endswith(word) and len(office.department) >= len(word) + 2
            for word in words().vertical
        )
        return own_line or is_national_name(office.department) or _is_own_school(office.department)
    return (len(office.zone) >= 4 and not office.is_unsure and _is_own_zone(office.zone)) or bool(office.town)


_OF_A_SCHOOL = re.compile(r"(?P<school>.+?(?:大学|学院))(?:.*(?:医院|中学|小学|学校))?")


def _is_own_school(name: str) -> bool:
    """Whether a school of higher learning, or what is of it, has the name alone: 清华大学, not 师范学院."""
    match = _OF_A_SCHOOL.fullmatch(name)
    if match is None:
        return False
    own = match["school"][:-2]
    for word in words().school_words:
        own = own.replace(word, "")
    return len(own) >= _OWN_NAME


def _is_own_zone(zone: str) -> bool:
    return not zone.startswith(("经济", "高新", "旅游", "工业", "产业", "综合", "保税"))
