"""What a Report's name, read, makes it: a place, an office in it, and the rule that says so."""

from collections.abc import Callable
from typing import NamedTuple

from extractor.bodies.context import place_from_context
from extractor.bodies.gazetteer import Division, Gazetteer
from extractor.bodies.naming import Reading, read_name
from extractor.bodies.offices import Office, words
from extractor.records import LinkRule, Naming

_SHOWN = 8
_OWN_NAME = 5
"""A school of higher learning with so long a name has it alone: 淮阴师范学院; not 师范学院."""


class Identity(NamedTuple):
    """Who one Report is of, as far as it can tell by itself."""

    office: Office
    rule: LinkRule
    evidence: str
    place: Division | None = None
    unlisted: tuple[str, ...] = ()
    """Places in no list, from above."""
    national: str = ""
    alternatives: tuple[Division, ...] = ()
    """Where it is apart: the places that it may stand in."""


def identify(naming: Naming, places: Gazetteer, text_of: Callable[[str], str] | None = None) -> Identity:
    """The place and the office of one Report, or why it cannot be told."""
    reading = read_name(naming, places)
    if reading is None:
        return Identity(Office(), LinkRule.APART, "no issuer was read")
    if reading.national:
        return Identity(reading.office, LinkRule.NATIONAL, reading.name, national=reading.national)
    candidates = reading.in_towns or tuple(chain.last for chain in reading.chains)
    if len(candidates) > 1:
        return _among(candidates, reading, naming, places, text_of)
    if candidates:
        return _in_one(candidates[0], reading, naming.year, places)
    if reading.unlisted or _names_itself(reading.office):
        return Identity(reading.office, LinkRule.UNLISTED, reading.name, unlisted=reading.unlisted)
    return Identity(reading.office, LinkRule.APART, f"{reading.name}: no place is printed")


def _in_one(place: Division, reading: Reading, year: int | None, places: Gazetteer) -> Identity:
    path = "".join(each.name for each in places.path(place, year))
    printed_above = any(len(chain.places) > 1 for chain in reading.chains) or bool(
        reading.chains and reading.in_towns
    )
    certain_by_rank = place.rank < 3 and not reading.in_towns
    rule = LinkRule.CHAIN if printed_above or certain_by_rank else LinkRule.ONLY
    return Identity(reading.office, rule, f"{path} {place.code}", place)


def _among(
    candidates: tuple[Division, ...],
    reading: Reading,
    naming: Naming,
    places: Gazetteer,
    text_of: Callable[[str], str] | None,
) -> Identity:
    found = place_from_context(candidates, naming, places, text_of)
    if found is not None:
        return Identity(reading.office, LinkRule.CONTEXT, found[1], found[0])
    shown = candidates[:_SHOWN]
    paths = ["".join(each.name for each in places.path(one, naming.year)) for one in shown]
    more = " …" if len(candidates) > _SHOWN else ""
    evidence = f"{len(candidates)} places: {', '.join(paths)}{more}"
    return Identity(reading.office, LinkRule.APART, evidence, alternatives=candidates)


def _names_itself(office: Office) -> bool:
    """Whether a body without a printed place has a name of its own: 雄安新区, 禾柳镇; not 水利局, 开发区."""
    if office.department:
        own_line = any(
            office.department.endswith(word) and len(office.department) >= len(word) + 2
            for word in words().vertical
        )
        is_school = office.department.endswith(("大学", "学院")) and len(office.department) >= _OWN_NAME
        return own_line or is_school
    return (len(office.zone) >= 4 and not office.is_unsure and _is_own_zone(office.zone)) or bool(office.town)


def _is_own_zone(zone: str) -> bool:
    return not zone.startswith(("经济", "高新", "旅游", "工业", "产业", "综合", "保税"))
