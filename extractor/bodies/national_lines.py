"""Offices of national organs and of the party: they answer to their own line, not to a government."""

import re
from functools import cache
from typing import NamedTuple

from extractor.bodies.departments import department_key
from extractor.bodies.offices import Office, office_of, words
from extractor.ideographs import HAN

REPUBLIC = "中华人民共和国"
_NATIONAL = re.compile(
    rf"(?:中国|国家(?!级)|中华)[{HAN}]{{2,14}}?(?:总公司|公司|银行|总局|委员会|联合会|学会|协会|集团|机构|局|院|署|部|会)(?=.{{2}})"
)
"""The name of a national organ that is in no list, before what its office is called."""
_OWN_NATIONAL = re.compile(rf"(?:中国|国家(?!级)|中华|最高)[{HAN}]{{3,}}")
_SHOWN_WITH = ("国家税务总局", "国家统计局")
"""Organs that all their offices print before the place."""
_PARTY = re.compile(r"委(?:员会)?(?P<own>.*)")
_PARTY_LINE = re.compile(r"^(?:中共|中国共产党)(?=.{2})")
_JOINT_PARTY = re.compile(
    rf"(?:中共|中国共产党)(?P<place>[{HAN}]{{2,20}}?)委(?:员会)?[、和]?(?:(?P=place))?(?=(?:人民)?政府)"
)
"""中共嘉善县委、嘉善县人民政府信访局: of the government as well as of the party."""
_WITH_GOVERNMENT = re.compile(
    r"委(?:员会)?(?:办公[室厅]|办)?[、和与及]?[省市县区旗州]?(?=(?:人民)?政府(?:办公[室厅]|办)?$)"
)
"""靖江市委、市政府办公室: the government's as well as the party's."""
_YOUTH = re.compile(rf"团(?P<place>[{HAN}]{{1,20}}[省市县区旗州盟])委")
"""团嘉善县委 is 共青团嘉善县委."""
PARTY = "中共委员会"
"""What the ids of a party committee's offices begin with."""


class NameLine(NamedTuple):
    """A printed name without the organ that it begins with."""

    organ: str
    """The organ as it is called in full; ``中共委员会`` for the party; empty where none is printed."""
    rest: str
    stationed: str = ""
    """驻, where it is printed: the place is where the office sits, and it is no office of the place."""


def line_of(name: str) -> NameLine:
    """The organ that a name begins with, and what is behind it."""
    if (joint := _JOINT_PARTY.match(name)) is not None:
        return NameLine("", joint["place"] + name[joint.end() :])
    if _YOUTH.match(name) is not None:
        name = f"共青团{name[1:]}"
    if (party := _PARTY_LINE.match(name)) is not None:
        return NameLine(PARTY, name[party.end() :])
    name = name.removeprefix(REPUBLIC) or name
    for spelling, organ in _spellings():
        if name.startswith(spelling) and len(name) > len(spelling) + 1:
            rest = name[len(spelling) :]
            return NameLine(organ, rest.removeprefix("驻"), "驻" if rest.startswith("驻") else "")
    match = _NATIONAL.match(name)
    return NameLine(match[0], name[match.end() :]) if match is not None else NameLine("", name)


@cache
def _spellings() -> tuple[tuple[str, str], ...]:
    found = {**words().ministries, **words().organs}
    return tuple(sorted(found.items(), key=lambda pair: -len(pair[0])))


@cache
def _organs() -> tuple[str, ...]:
    names = {*words().ministries.values(), *words().organs.values(), PARTY}
    return tuple(sorted(names, key=lambda organ: -len(organ)))


def organ_of(department: str) -> str:
    """The organ that a normalised department's name begins with; empty where it is of the place itself."""
    known = next((organ for organ in _organs() if department.startswith(organ)), "")
    if known:
        return known
    match = _NATIONAL.match(department)
    return match[0] if match is not None else ""


def office_under(organ: str, rest: str) -> Office:
    """An office of an organ, from the words behind its place."""
    if organ == PARTY:
        return _of_party(rest) or Office(department=PARTY + (department_key(rest) if rest else ""))
    rest = "委员会" if rest == "委" else rest
    office = office_of(rest)
    if office.department.startswith(organ) or office.department.endswith(words().told_by.get(organ, ("\0",))):
        return office
    return Office(department=organ + (department_key(rest) if rest else ""))


def local_office(rest: str) -> Office:
    """An office from the words behind its place, where no organ is printed: 区委办公室 is the party's."""
    rest = _WITH_GOVERNMENT.sub("", rest) if rest.startswith("委") else rest
    party = _of_party(rest) if rest.startswith("委") and not rest.startswith("委员会") else None
    return party or office_of(rest)


def _of_party(rest: str) -> Office | None:
    match = _PARTY.fullmatch(rest)
    if match is None:
        return None
    own = match["own"]
    return Office(
        department=PARTY + (department_key(own) if len(own) > 1 else "办公室" if own == "办" else own)
    )


def is_vertical(department: str) -> bool:
    """Whether a department answers to its own line."""
    vertical = words().vertical
    return bool(organ_of(department)) or department.endswith(vertical) or department.startswith(vertical)


def is_national_name(department: str) -> bool:
    """Whether the name is a body's own in the country: 国家图书馆, 水利部黄河水利委员会; not 国家税务局."""
    if department in words().vertical:
        return False
    return bool(organ_of(department)) or _OWN_NATIONAL.fullmatch(department) is not None


def shown_name(office: Office, place: str) -> str:
    """The full name of an office of a line: the organ, its place, what it is there."""
    department, inner = office.department, f"{office.zone}{office.town}"
    organ = organ_of(department)
    if organ == PARTY:
        return f"中共{place}{inner}委{department.removeprefix(PARTY)}"
    own = department.removeprefix(organ)
    first = {line: words().told_by[line][:2] for line in _SHOWN_WITH}
    told = next((line for line, named in first.items() if not organ and department.startswith(named)), "")
    return f"{organ or told}{place}{inner}{own}"
