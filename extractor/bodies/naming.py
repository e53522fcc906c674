"""A printed name read: the place or places that it may stand in, and what the body is there."""

import re
import unicodedata
from typing import NamedTuple

from extractor.bodies.chains import TOWN_FOLLOWS, Chain, chains_of
from extractor.bodies.gazetteer import Division, Gazetteer, towns
from extractor.bodies.offices import Office, office_of, words
from extractor.records import Naming

_DROPPED = re.compile(r"[\s\"“”‘’'《》〈〉|]|[(（](?:本级|机关|盖章|公章|章|原[^)）]*)[)）]")
_FREE_TRADE = re.compile(r"^中国\(([^)]{2,4})\)(?=自由贸易)")
"""中国（上海）自由贸易试验区: the place stands in brackets."""
_NATIONAL_LINE = re.compile(
    r"(?:中华人民共和国|国家税务总局|国家统计局|国家金融监督管理总局|国家能源局|国家外汇管理局|中国人民银行|国家矿山安全监察局"
    r"|中国银行保险监督管理委员会|中国银保监会|中国证券监督管理委员会|中国证监会|国家粮食和物资储备局|中共)(?=.{2})"
)
_UNLISTED = re.compile(
    r"(?P<province>[\u3400-\u9fff]{2,5}?(?:省|自治区))?(?P<city>[\u3400-\u9fff]{2,7}?(?:自治州|地区|市|盟))?"
    r"(?P<county>[\u3400-\u9fff]{1,9}?(?:自治县|自治旗|县|区|市|旗))?"
)
_NO_PLACE = re.compile(
    r"(?:开发|高新|园|新|示范|试验|实验|管理|度假|保税|景|社|合作|功能|集聚|城|都|县|本|我|各|全|辖|市|灾|山|林|库|牧|矿)区$"
    r"|^(?:城|都|本|我|各|全|省|县)市$|^(?:本|我|各|全|省|市)县$"
)


class Reading(NamedTuple):
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
    in_towns: tuple[Division, ...] = ()
    """Counties that have a township of the name, where the name prints no county."""


def folded(name: str) -> str:
    """A name in one width and simplified characters, without spaces, quotes and remarks."""
    plain = _FREE_TRADE.sub(r"\1", _DROPPED.sub("", unicodedata.normalize("NFKC", name)))
    try:
        plain.encode("gb2312")
    except UnicodeEncodeError:
        return _simplified(plain)
    return plain


def _simplified(name: str) -> str:
    from opencc import OpenCC  # loads its dictionaries: only for names that need them

    return str(OpenCC("t2s").convert(name))


def read_name(naming: Naming, places: Gazetteer) -> Reading | None:
    """What the printed name says; None where there is none."""
    if not naming.name or not (name := folded(naming.name)):
        return None
    if (ministry := words().ministries.get(name)) is not None:
        return Reading(name, (), Office(department=ministry), ministry)
    line = _NATIONAL_LINE.match(name)
    local = name[line.end() :] if line else name
    if line and (ministry := words().ministries.get(local)) is not None:
        return Reading(name, (), Office(department=ministry), ministry)
    chains = chains_of(local, naming.year, places)
    if not chains:
        return _without_listed_place(local, naming.year, places)
    office = office_of(local[chains[0].end :])
    if office.town and len(chains) > 1:
        with_town = {one.county for one in towns().get(office.town, ())}
        chains = [chain for chain in chains if chain.last.code in with_town] or chains
    if office.town and not office.zone and all(chain.last.rank < 3 for chain in chains):
        found = _counties_with(office.town, places, naming.year, tuple(chain.last for chain in chains))
        if found:
            return Reading(name, tuple(chains), office, in_towns=found)
    return Reading(name, tuple(chains), office)


def _without_listed_place(name: str, year: int | None, places: Gazetteer) -> Reading:
    match = _UNLISTED.match(name)
    printed = [each for each in match.groups() if each] if match else []
    sound: list[str] = []
    for each in printed:
        behind = name[len("".join((*sound, each))) :]
        if _NO_PLACE.search(each) or TOWN_FOLLOWS.match(behind):
            break
        sound.append(each)
    office = office_of(name[sum(map(len, sound)) :])
    if sound and not (office.department and len(office.department) < 3):
        return Reading(name, (), office, unlisted=tuple(sound))
    office = office_of(name)
    in_towns = _counties_with(office.town, places, year, ()) if office.town and not office.zone else ()
    return Reading(name, (), office, in_towns=in_towns)


def _counties_with(
    town: str, places: Gazetteer, year: int | None, within: tuple[Division, ...]
) -> tuple[Division, ...]:
    """The counties, of one of the places ``within``, that have a township of this name."""
    found = []
    for one in towns().get(town, ()):
        known = places.coded.get(one.county, [])
        county = next((each for each in known if each.held(year)), known[-1] if known else None)
        if county is not None and (not within or any(places.is_within(county, upper) for upper in within)):
            found.append(county)
    return tuple(found)
