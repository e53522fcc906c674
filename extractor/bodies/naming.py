"""A printed name read: the place or places that it may stand in, and what the body is there."""

import re
from typing import NamedTuple

from extractor.bodies.brackets import with_place_before
from extractor.bodies.chains import TOWN_FOLLOWS, Chain, chains_of
from extractor.bodies.corps import corps_path
from extractor.bodies.folding import folded
from extractor.bodies.gazetteer import Division, Gazetteer, Town, town_stem, towns, towns_by_stem
from extractor.bodies.misprints import misread_above, misread_below
from extractor.bodies.national import is_own_office, national_body
from extractor.bodies.national_lines import NameLine, line_of, local_office, office_under
from extractor.bodies.no_places import is_no_place, place_like
from extractor.bodies.offices import (
    Office,
    is_no_department,
    is_of_a_department,
    office_of,
    without_second_name,
    words,
)
from extractor.bodies.streets import with_street
from extractor.ideographs import HAN
from extractor.records import Naming

_COUNTY = 3
_COMMITTEE_FOLLOWS = re.compile(r"(?:开发)?(?:建设)?(?:管理委员会|管委会)")
_REGION = re.compile(r"(?:华东|华北|华南|华中|东北|西北|西南|中南)")
_UNLISTED = re.compile(
    rf"(?P<province>[{HAN}]{{2,5}}?(?:省|自治区))?(?P<city>[{HAN}]{{2,7}}?(?:自治州|地区|市|盟))?"
    rf"(?P<county>[{HAN}]{{1,9}}?(?:自治县|自治旗|县|区|市|旗))?"
)
_GOVERNMENT_AT_END = re.compile(rf"[{HAN}]{{2,}}(?:人民政府|行政公署)(?:办公[室厅])?")


class NameReading(NamedTuple):
    """One name, read."""

    name: str
    """The name as it was read: folded, without furniture."""
    chains: tuple[Chain, ...]
    """Places that it may stand in, each of another place; none where it names no listed place."""
    office: Office
    national: str = ""
    """Name of the body of the State Council."""
    unlisted: tuple[str, ...] = ()
    """Printed places that are in no list, from above."""
    stem: str = ""
    """The place as it is printed, where that is without its sort (江苏 in 江苏证监局)."""
    in_towns: tuple[Division, ...] = ()
    """Counties that have a township of the name, where the name prints no county."""
    misread: tuple[Division, ...] = ()
    """Places that its place is but for one character, where the list has none so called."""
    is_no_department: bool = False
    """What stands behind its place is a government of a place that cannot be read, or nothing that can be."""
    second: str = ""
    """What stands in brackets behind a government's name: another name of the same body."""


def read_name(naming: Naming, places: Gazetteer) -> NameReading | None:
    """What the printed name says; None where there is none."""
    if not naming.name or not (name := folded(naming.name)):
        return None
    name, second = without_second_name(with_place_before(name, places))
    reading = _read(name, naming, places)
    is_doubtful = is_of_a_department(second) or is_no_department(reading.office.department)
    return reading._replace(second=second, is_no_department=reading.is_no_department or is_doubtful)


def _read(name: str, naming: Naming, places: Gazetteer) -> NameReading:
    if national := national_body(name):
        return NameReading(name, (), Office(department=national), national)
    if (of_corps := corps_path(name)) is not None:
        path, rest = of_corps
        return NameReading(name, (), local_office(rest), unlisted=path)
    line = line_of(name)
    local = line.rest
    chains = _of_year(chains_of(local, naming.year, places, of_organ=bool(line.organ)), naming.year, local)
    if line.organ:
        return _of_organ(name, line, chains)
    if not chains:
        return _without_listed_place(local, naming.year, places)
    rest = local[chains[0].end :]
    if rest.startswith("场") and chains[0].last.name.endswith("市") and not chains[0].ends_in_stem:
        rest = f"市{rest}"  # 滁州市场监督管理局: 市 stands for both
    office = local_office(rest := with_street(rest, chains, places))
    if _is_named_by_nature(chains[0], office):
        return NameReading(name, (), office._replace(zone=local[: chains[0].end] + office.zone))
    if (below := _below_unlisted(name, rest, chains, office, places)) is not None:
        return below
    if office.town and len(chains) > 1:
        with_town = {one.county for one in _townships(office.town)}
        chains = [chain for chain in chains if chain.last.code in with_town] or chains
    if office.town and not office.zone and all(chain.last.rank < 3 for chain in chains):
        found = _counties_with(office.town, places, naming.year, tuple(chain.last for chain in chains))
        if found:
            return NameReading(name, tuple(chains), office, in_towns=found)
    stem = local[: chains[0].end] if chains[0].ends_in_stem else ""
    return NameReading(name, tuple(chains), office, stem=stem)


def _is_named_by_nature(chain: Chain, office: Office) -> bool:
    """Whether a bare stem of a county before a zone is a mountain's or a lake's: 黄龙风景名胜区."""
    is_bare = chain.ends_in_stem and len(chain.places) == 1 and chain.last.rank == _COUNTY
    return is_bare and office.zone.removeprefix("国家") in words().scenic


def _below_unlisted(
    name: str, rest: str, chains: list[Chain], office: Office, places: Gazetteer
) -> NameReading | None:
    """A place that no list has below a listed one, which is no department of that: 淮安市洪择区人民政府."""
    if office.is_government or office.zone or office.town or chains[0].last.rank == _COUNTY:
        return None
    uppers = tuple(chain.last for chain in chains)
    place = place_like(rest)
    misread = misread_below(rest, uppers, places, sort_only=not place)
    if misread:
        office = local_office(rest[len(misread[0].name) :])
        return NameReading(name, (), office, misread=misread)
    if place and len(uppers) == 1:
        path = tuple(each.name for each in places.path(uppers[0]))
        return NameReading(name, (), local_office(rest[len(place) :]), unlisted=(*path, place))
    if _GOVERNMENT_AT_END.fullmatch(rest):
        return NameReading(name, tuple(chains), office, is_no_department=True)
    return None


def _of_year(chains: list[Chain], year: int | None, name: str) -> list[Chain]:
    """Without a last place that was still a zone then: 两江新区 before it was a district."""
    found = []
    for chain in chains:
        is_new_area = chain.last.name.endswith("新区") and not chain.ends_in_stem
        is_zone = is_new_area and (not chain.last.held(year) or _COMMITTEE_FOLLOWS.match(name, chain.end))
        if is_zone and len(chain.places) > 1:
            chain = Chain(chain.places[:-1], chain.end - len(chain.last.name), chain.stems, False)
        elif is_zone:
            continue
        found.append(chain)
    return found


def _of_organ(name: str, line: NameLine, chains: list[Chain]) -> NameReading:
    """An office of a national organ or of the party: in a listed place, in another, or in none."""
    if chains:
        end = chains[0].end
        is_short = chains[0].ends_in_stem or bool(line.stationed)
        stem = line.stationed + line.rest[:end] if is_short else ""
        office = office_under(line.organ, line.rest[end:])
        if office.department.startswith(
            line.organ
        ):  # seldom in counties: 驻西安 is in the city, not in 西安区
            highest = [chain for chain in chains if chain.last.rank < _COUNTY and chain.ends_in_stem]
            chains = highest if len(highest) == 1 else chains
        return NameReading(name, tuple(chains), office, stem=stem)
    if is_own_office(line.organ, line.rest):
        return NameReading(name, (), Office(department=line.organ))
    match = None if _REGION.match(line.rest) else _UNLISTED.match(line.rest)
    printed = tuple(each for each in match.groups() if each) if match else ()
    if any(map(is_no_place, printed)):
        printed = ()
    behind = line.rest[sum(map(len, printed)) :]
    return NameReading(name, (), office_under(line.organ, behind), unlisted=printed)


def _without_listed_place(name: str, year: int | None, places: Gazetteer) -> NameReading:
    end, misread = misread_above(name, year, places)
    if misread:
        return NameReading(name, (), local_office(name[end:]), misread=misread)
    match = _UNLISTED.match(name)
    printed = [each for each in match.groups() if each] if match else []
    sound: list[str] = []
    for each in printed:
        behind = name[len("".join((*sound, each))) :]
        if is_no_place(each) or TOWN_FOLLOWS.match(behind):
            break
        sound.append(each)
    office = office_of(name[sum(map(len, sound)) :])
    if sound and not (office.department and len(office.department) < 3):
        return NameReading(name, (), office, unlisted=tuple(sound))
    office = office_of(name)
    in_towns = _counties_with(office.town, places, year, ()) if office.town and not office.zone else ()
    return NameReading(name, (), office, in_towns=in_towns)


def _townships(town: str) -> tuple[Town, ...]:
    """The townships so called, or those that have the name as another sort: 常营乡 for 常营地区."""
    return towns().get(town) or towns_by_stem().get(town_stem(town), ())


def _counties_with(
    town: str, places: Gazetteer, year: int | None, within: tuple[Division, ...]
) -> tuple[Division, ...]:
    """The counties, of one of the places ``within``, that have a township of this name."""
    found = []
    for one in _townships(town):
        known = places.coded.get(one.county, [])
        county = next((each for each in known if each.held(year)), known[-1] if known else None)
        if county is not None and (not within or any(places.is_within(county, upper) for upper in within)):
            found.append(county)
    return tuple(found)
