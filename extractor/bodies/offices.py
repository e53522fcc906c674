"""What stands behind the place in a body's name: its government, a zone, a township, a department."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from extractor.bodies.departments import department_key, department_stem
from extractor.ideographs import HAN

_CHINESE = rf"[{HAN}]"
GOVERNMENT = re.compile(
    r"(?:(?:区|市|县|省|旗|州|盟)?(?:委)?(?:人民)?政府|政务)?(?:党政|(?:政府信息|政务|信息)(?:与政务)?公开(?:工作)?(?:领导小组)?(?:办(?!公))?)?(?:综合|行政)?(?P<office>办公[室厅]|政府办|府办(?:公[室厅])?)?"
    r"(?:(?:政务|政府信息|信息)公开(?:工作)?(?:科|股|处|室|办公室|办))?(?:本级|机关)?"
    r"|(?:行政公署|行署)(?:办公[室厅])?|(?:人民)?政府办|(?:区|市|县|省|旗)政府|(?:人民)?政府(?:门户)?网站?"
)
_TOWN_STRICT = re.compile(
    rf"(?P<town>{_CHINESE}{{1,12}}?(?:街道|地区|镇|民族乡|乡|苏木))"
    r"(?P<tail>|办事处|人民政府|政府|人民政府办公室|办事处办公室|政府办公室|党政办公室|党政办|党政综合办公室|人民政府党政办公室"
    r"|办事处党政办公室|党政综合办|人民政府党政综合办公室|办|街道办)"
)
_COMMITTEE = re.compile(
    r"(?:(?:开发)?(?:建设)?管理委员会|(?:开发)?(?:建设)?管委会|管理局|管理处|管理办公室|执行委员会|执委会|党工委|工作委员会|委员会)?(?:党政)?(?:办公室|综合办)?"
)
_COMMITTEE_BEGINS = re.compile(r"(?:开发)?(?:建设)?管理?委员?会|管理局|管理处|党工委|工委|委员会|办公室")
_OF_ZONE = re.compile(
    r"(?:街道|镇|乡|局|办事处|人民政府|中心|分局|办|大队|支队|处|委员会|委|院|会|站|所)(?:[(（].*[)）])?$"
)
_SIGNS = re.compile(r"(?<=[室厅办])[(（][^()（）]*[)）]$")
"""办公室（区政务服务办公室）: another sign at the same door."""
_SECOND_NAME = re.compile(r"(?<=区)[(（][^()（）]*[)）](?=.)")
"""经济技术开发区（汉南区）管委会: the district under the same roof."""
_BEHIND_GOVERNMENT = re.compile(
    r"(?P<first>.+(?:政府|管委会|管理委员会|办事处|行政公署))[(（](?P<second>[^()（）]*)[)）]"
)
"""海沧区人民政府（台商投资区管委会）: one body under two names."""
_OWN_OFFICE = re.compile(r"(?:.{0,8}(?:政府|管委会|党政|党政综合))?办公[室厅]|(?:.{0,8}政)?府办")
_DEPARTMENT_IN_BRACKETS = re.compile(r".*(?:局|厅|科|(?<!办事)处|中心|(?<!管)(?<!工)委|部)")
_NO_DEPARTMENT = re.compile(r".*(?:人民政府|行政公署)|[(（].*|[0-9]+年?度?")
_JOINT = re.compile(r"人民政府.{0,14}(?:区|新城)(?:管理委员会|管委会)")
"""A government and a zone that report together (黄埔区人民政府、广州开发区管委会): the government's."""
_OF_GOVERNMENT = re.compile(r"^(?:人民政府)(?=.{2,}(?:街道|办事处))")
"""越秀区人民政府梅花村街道办事处: an office that the government sent out."""

_NATIONAL = ("高新技术产业开发区", "经济技术开发区")
"""Zones that are the State Council's whether 国家 is printed or not."""


class OfficeWords(NamedTuple):
    """``offices.toml``."""

    ambiguous: Mapping[str, tuple[str, ...]]
    followed: Mapping[str, tuple[str, ...]]
    whole_followed: Mapping[str, tuple[str, ...]]
    telling: tuple[str, ...]
    usual: frozenset[str]
    branched: tuple[str, ...]
    vertical: tuple[str, ...]
    zones: tuple[tuple[str, str], ...]
    """What is printed and what it is written as, the longest first."""
    scenic: tuple[str, ...]
    new_areas: Mapping[str, str]
    """Codes of the places that run the State Council's new areas."""
    ministries: Mapping[str, str]
    """Every spelling to the name."""
    organs: Mapping[str, str]
    """What the offices of an organ print before their place, to the organ's name there."""
    told_by: Mapping[str, tuple[str, ...]]
    organs_followed: Mapping[str, tuple[str, ...]]
    organs_asked: Mapping[str, tuple[str, ...]]
    national: tuple[str, ...]
    school_words: tuple[str, ...]


@cache
def words() -> OfficeWords:
    """The words for offices, read once."""
    loaded = tomllib.loads((files("extractor.bodies") / "data" / "offices.toml").read_text(encoding="utf-8"))
    zones = {each: group.split("|")[0] for group in loaded["zones"]["words"] for each in group.split("|")}
    names = [group.split("|") for group in loaded["ministries"]["names"]]
    return OfficeWords(
        _tuples(loaded["ambiguous"]),
        _tuples(loaded["followed"]),
        _tuples(loaded["whole_followed"]),
        tuple(loaded["telling"]["words"]),
        frozenset(loaded["usual"]["stems"]),
        tuple(loaded["branched"]["words"]),
        tuple(loaded["vertical"]["words"]),
        tuple(sorted(zones.items(), key=lambda pair: -len(pair[0]))),
        tuple(loaded["scenic"]["words"]),
        {name: line.split()[0] for name, line in loaded["new_areas"].items()},
        {spelling: group[0] for group in names for spelling in group},
        {spelling: organ for organ, group in loaded["organs"].items() for spelling in group},
        _tuples(loaded["told_by"]),
        _tuples(loaded["organs_followed"]),
        _tuples(loaded["organs_asked"]),
        tuple(loaded["national"]["names"]),
        tuple(sorted(loaded["schools"]["common"], key=len, reverse=True)),
    )


def _tuples(loaded: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(each) for key, each in loaded.items()}


class Office(NamedTuple):
    """What a body is in its place."""

    zone: str = ""
    town: str = ""
    department: str = ""
    """Normalised name; empty for the government, the zone or the township itself."""
    is_office: bool = False
    """The government's own office (办公室) is printed as the one that reports."""
    is_unsure: bool = False
    """A short form that stands for several names."""

    @property
    def is_government(self) -> bool:
        """Whether it is the government of the place itself."""
        return not (self.zone or self.town or self.department)


def without_second_name(name: str) -> tuple[str, str]:
    """(name, what stands in brackets behind a government's name); the government's own office is left in."""
    match = _BEHIND_GOVERNMENT.fullmatch(name)
    if match is None:
        return name, ""
    first, second = match["first"], match["second"]
    if _OWN_OFFICE.fullmatch(second):
        return first + "办公" + ("厅" if second.endswith("厅") else "室"), second
    return first, second


def is_of_a_department(second: str) -> bool:
    """Whether a name in brackets is a department's, not another sign of the government: （教育局）."""
    return _DEPARTMENT_IN_BRACKETS.fullmatch(second) is not None and not _OWN_OFFICE.fullmatch(second)


def is_no_department(department: str) -> bool:
    """Whether what was left of a name can be no department: a government, brackets, a year."""
    return _NO_DEPARTMENT.fullmatch(department) is not None


def office_of(rest: str) -> Office:
    """What the words behind the place name."""
    if _JOINT.fullmatch(rest):
        return Office()
    rest = _OF_GOVERNMENT.sub("", rest)
    zone, rest = _zone(_SECOND_NAME.sub("", rest))
    if zone and (_COMMITTEE.fullmatch(rest) or not rest):
        return Office(zone=zone, is_unsure=zone in words().ambiguous)
    if zone:
        rest = re.sub(r"^(?:管理委员会|管委会)", "", rest)
    elif (match := GOVERNMENT.fullmatch(_SIGNS.sub("", rest))) is not None:
        rest = _SIGNS.sub("", rest)
        return Office(is_office=bool(match["office"]) or rest.endswith(("办公室", "办公厅", "政府办")))
    if (match := _TOWN_STRICT.fullmatch(rest)) is not None:
        return Office(zone, match["town"], is_office=match["tail"].endswith(("办公室", "党政办")))
    town = ""
    if (match := re.match(rf"({_CHINESE}{{1,8}}?(?:街道|镇|乡))(?:办事处|人民政府)", rest)) is not None:
        town, rest = match[1], rest[match.end() :]
    return _department(rest)._replace(zone=zone, town=town)


def _department(printed: str) -> Office:
    department = department_key(printed)
    return Office(department=department, is_unsure=department_stem(department) in words().ambiguous)


def _zone(rest: str) -> tuple[str, str]:
    """(normalised zone, what is behind it); empty where there is none."""
    match = zone_pattern().match(rest)
    if match is None:
        return "", rest
    behind = rest[match.end() :]
    if not _is_zone_end(behind) or re.match(r"街道|镇|乡", behind):
        return "", rest
    own = re.sub(r"^(?:国家级|省级|市级)", "", match["own"])
    if "局" in own[:-1] or own.endswith("大队"):
        return "", rest  # 公安局南湖区分局
    zone = dict(words().zones)[match["zone"]]
    return (own.removesuffix("国家") if zone in _NATIONAL else own) + zone, behind


@cache
def zone_pattern() -> re.Pattern[str]:
    """A zone at the beginning: its own name, and the first word for a zone, as long as it can be read."""
    sorts = "|".join(printed for printed, _ in words().zones)
    return re.compile(rf"(?P<own>{_CHINESE}{{0,12}}?)(?P<zone>{sorts})")


def _is_zone_end(behind: str) -> bool:
    """Whether a zone's name may end before these words: its committee, a street, a department of it."""
    return not behind or _COMMITTEE_BEGINS.match(behind) is not None or _OF_ZONE.search(behind) is not None
