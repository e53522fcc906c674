"""The places that a body's name begins with: 江苏省淮安市洪泽区 of 江苏省淮安市洪泽区水利局."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractor.bodies.departments import department_key, department_stem
from extractor.bodies.gazetteer import Division, Gazetteer
from extractor.bodies.misprints import is_misread_sort
from extractor.bodies.offices import words, zone_pattern
from extractor.ideographs import HAN

TOWN_FOLLOWS = re.compile(r"(?:街道|地区办|镇(?!江)|乡(?!村)|苏木|社区|村民?委|居委)")
"""矿区街道 is a street, not a street of some 矿区."""


_COUNTY = 3


class Chain(NamedTuple):
    """One way of reading the places at the beginning of a name."""

    places: tuple[Division, ...]
    """The places read, from above; the last is the body's."""
    end: int
    """Where they end in the name."""
    stems: int
    """How many of them are printed without what sort of place they are (淮安 for 淮安市)."""
    ends_in_stem: bool
    """Whether the last one is."""

    @property
    def last(self) -> Division:
        """The body's own place."""
        return self.places[-1]


def chains_of(name: str, year: int | None, places: Gazetteer, *, of_organ: bool = False) -> list[Chain]:
    """The best readings of the places that a name begins with, each with another last place.

    The longest stretch wins, then the one with more places printed in full. Places that were called so
    when the report was written are preferred to those of other years. Empty where a name begins with no
    place. ``of_organ``: a national organ was printed before, behind which a bare stem is a place.
    """
    found = [chain for chain in _from(name, 0, (), places) if not TOWN_FOLLOWS.match(name, chain.end)]
    whole = [chain for chain in found if _may_follow(chain, of_organ) or not _is_stem_alone(chain, name)]
    if not whole:
        return _of_usual_office(found, name, places)
    end = max(chain.end for chain in whole)
    longest = [chain for chain in whole if chain.end == end]
    stems = min(chain.stems for chain in longest)
    best = [chain for chain in longest if chain.stems == stems]
    deepest = max(len(chain.places) for chain in best)
    best = [chain for chain in best if len(chain.places) == deepest]
    held = [chain for chain in best if all(place.held(year) for place in chain.places)]
    found = _one_each(held or best, places, year)
    return _of_bare_stem(found, name[end:], places) if all(one.ends_in_stem for one in found) else found


def _from(name: str, at: int, above: tuple[Division, ...], places: Gazetteer) -> Iterator[Chain]:
    for end in range(min(len(name), at + places.longest), at + 1, -1):
        words = name[at:end]
        for stem, known in (
            (0, places.named.get(words) or places.shortened(words, below=bool(above))),
            (1, places.stems.get(words, ())),
        ):
            for place in known:
                if above and not places.is_within(place, above[-1]):
                    continue
                chain = (*above, place)
                yield Chain(chain, end, stem, bool(stem))
                for more in _from(name, end, chain, places):
                    yield more._replace(stems=more.stems + stem)


_PROVINCES_OWN = re.compile(rf"[{HAN}]{{2,20}}厅(?:办公室|机关)?")
"""Only provinces and autonomous regions have departments so called."""
_GOVERNMENT = re.compile(r"(?:人民)?政府(?:办公[厅室])?")
_DEPARTMENT_ENDS = tuple("局委办会")


def _of_usual_office(found: list[Chain], name: str, places: Gazetteer) -> list[Chain]:
    """A bare stem of a province or a city before what every one of them has: 湖北农业农村厅, 江苏政府.

    Before a 厅 it is the province's; before another department the one place so called, with what lies
    in it. 吉林财政局 may be the province's or the city's, and is none.
    """
    stems = [chain for chain in found if chain.ends_in_stem and len(chain.places) == 1]
    end = max((chain.end for chain in stems), default=0)
    stems, rest = [chain for chain in stems if chain.end == end], name[end:]
    provinces = [chain for chain in stems if chain.last.rank == 1]
    if _PROVINCES_OWN.fullmatch(rest):
        return provinces[:1]
    is_usual = _GOVERNMENT.fullmatch(rest) or (
        rest.endswith(_DEPARTMENT_ENDS) and department_stem(department_key(rest)) in words().usual
    )
    highest = min(stems, key=lambda chain: chain.last.rank, default=None)
    if not is_usual or highest is None or highest.last.rank == _COUNTY:
        return []
    others = [chain.last for chain in stems if places.unit(chain.last) != places.unit(highest.last)]
    is_one = all(one.rank == _COUNTY and places.is_within(one, highest.last) for one in others)
    return [highest] if is_one else []


def _may_follow(chain: Chain, of_organ: bool) -> bool:
    """Whether a bare stem is a place behind a national organ: a province or a city; 太湖 is no county."""
    return of_organ and chain.last.rank < _COUNTY


def _is_stem_alone(chain: Chain, name: str) -> bool:
    """Whether the last place is printed as a bare stem: 朝阳 of 朝阳小学 is a name, no place.

    What may stand behind a bare stem is decided by who reads the rest: see ``stem_may_end``.
    """
    rest = name[chain.end :]
    return chain.ends_in_stem and (is_misread_sort(rest[:1]) or not stem_may_end(rest, chain.last))


_AFTER_STEM = re.compile(
    rf"[{HAN}]{{1,10}}集团(?:(?:股份)?有限(?:责任)?公司)?$|煤矿安全|煤监|矿山安全|海关|海事局|出入境|税务|证监局|银监|银保监|金融监管|保监局|通信管理局|邮政管理局|能源监管|民航|铁路监督|监管"
    r"|调查总?队|中心支行|分行|国家级|省级"
)


def stem_may_end(rest: str, place: Division) -> bool:
    """Whether a bare stem may be a place before these words: 淮安 before 经济技术开发区, 南京 before 海关.

    A county's stem is one only where the zone follows at once: 长白山保护开发区 is not of 长白县.
    """
    if _AFTER_STEM.match(rest) is not None:
        return True
    if place.name.endswith("自治区") and rest.startswith(("人民政府", "政府")):
        return True  # 西藏人民政府
    zone = zone_pattern().match(rest)
    if zone is None or not zone["zone"].endswith(("区", "园")):
        return False
    return place.rank < _COUNTY or not zone["own"].removeprefix("国家")


def _one_each(chains: list[Chain], places: Gazetteer, year: int | None) -> list[Chain]:
    """One chain for each last place, that of the year or else the newest."""
    by_unit: dict[str, Chain] = {}
    for chain in chains:
        unit = places.unit(chain.last)
        known = by_unit.get(unit)
        if known is None or _rank(chain.last, year) > _rank(known.last, year):
            by_unit[unit] = chain
    return list(by_unit.values())


def _of_bare_stem(found: list[Chain], rest: str, places: Gazetteer) -> list[Chain]:
    """Of places of one bare stem the one that is called so: a province, a capital, else what holds the rest.

    淮安经济技术开发区 is the city's, not that of 淮安区 in it; 西安高新区 is not of 西安区 in 牡丹江; but
    吉林高新区 is of the city, since a province's zone has a name of its own.
    """
    highest = min(found, key=lambda chain: chain.last.rank)
    others = [chain for chain in found if chain is not highest]
    zone = zone_pattern().match(rest)
    in_it = [
        chain for chain in others if chain.last.rank < _COUNTY and places.is_within(chain.last, highest.last)
    ]
    if highest.last.rank == 1 and in_it and zone is not None and not zone["own"]:
        return in_it
    is_capital = highest.last.code[2:] == "0100" and all(chain.last.rank == _COUNTY for chain in others)
    if (
        highest.last.rank == 1
        or is_capital
        or all(places.is_within(each.last, highest.last) for each in others)
    ):
        return [highest]
    return found


def _rank(place: Division, year: int | None) -> tuple[bool, int]:
    return place.since <= (year or place.since) <= place.until, place.until
