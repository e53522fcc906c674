"""Bodies of the State Council by the names that they are printed under, in full and short."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations, product

from rapidfuzz.fuzz import ratio

from extractor.bodies.departments import FULL_ENDING
from extractor.bodies.gazetteer import is_in_order
from extractor.bodies.national_lines import REPUBLIC, is_national_name
from extractor.bodies.offices import words

_FURNITURE = re.compile(r"(?<=.{3})(?:总行|机关|本级)$")
_OWN_OFFICE = re.compile(
    r"(?<=.[部委会局署院行社构])(?:(?:办公[厅室]|综合(?:协调|业务)?司|综合部|秘书(?:局|处)|机关)(?:[(（].*[)）])?"
    r"|(?:办公[厅室])?(?:政府信息|政务|信息)公开(?:工作)?(?:领导小组)?办公室)$"
)
"""The office that reports for an organ: 教育部办公厅, 国家能源局综合司."""
_FIRST = re.compile(r"国家|中国|国务院")
_SHORTEST = 3
_LAST = "局署会院委办"
_ALIKE = 80
"""Per cent of the characters that two names share, in order: 国家移民局 and 国家移民管理局 have 83."""


def national_body(name: str) -> str:
    """The national body that a name stands for, itself or its office; empty where none or several may be."""
    bare = _FURNITURE.sub("", name.removeprefix(REPUBLIC))
    return _named(bare) or ("" if (organ := _OWN_OFFICE.sub("", bare)) == bare else _named(organ))


def is_own_office(organ: str, rest: str) -> bool:
    """Whether the words behind a national organ that no list has are its own office: 国家航天局办公室."""
    is_national = _FIRST.match(organ) is not None and is_national_name(organ)
    return is_national and _OWN_OFFICE.sub("", organ + rest) == organ


def _named(bare: str) -> str:
    known = words().ministries
    if bare in known or bare in words().national:
        return known.get(bare, bare)
    for organ in known:
        if bare.startswith(organ) and _FIRST.match(rest := bare[len(organ) :]) and rest in known:
            return known[rest]  # 国家发展和改革委员会国家能源局
    return _shortened(bare) if bare not in words().vertical else ""


@cache
def _shortened(name: str) -> str:
    """The one body whose name these leave something out of: 国家移民局, 退役军人部; not 中国银行."""
    if len(name) < _SHORTEST or not (name.endswith("部") or (_FIRST.match(name) and name[-1] in _LAST)):
        return ""
    full_end = FULL_ENDING.get(name[-1], name[-1])
    short = name[:-1] + full_end
    found = {
        full
        for printed, full in words().ministries.items()
        if printed.endswith(full_end) and is_in_order(short, printed)
    }
    one = found.pop() if len(found) == 1 else ""
    own = 1 if name.endswith("部") else 2
    return one if one[:own] == name[:own] else ""


def nationals_alike(reporting: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Bodies with a national name that no list has, and bodies of the State Council that they may be."""
    reporting = tuple(reporting)
    listed = [body_id for body_id in reporting if body_id.startswith("cn-")]
    others = [
        body_id
        for body_id in reporting
        if _FIRST.match(name := body_id.removeprefix("x-dept-")) and name != body_id
    ]
    for one, other in product(listed, others):
        if _may_be_one(full := one.removeprefix("cn-"), printed := other.removeprefix("x-dept-")):
            yield one, other, f"{printed} may be {full}"
    own = [body_id for body_id in reporting if body_id.startswith("x-dept-")]
    for one, other in combinations(sorted(own), 2):
        short, full = sorted((one.removeprefix("x-dept-"), other.removeprefix("x-dept-")), key=len)
        if len(short) >= _SHORTEST and is_in_order(short, full) and not full.startswith(short):
            yield one, other, f"{short} may be short for {full}"


def _may_be_one(full: str, printed: str) -> bool:
    """Whether a printed name may be a listed one; 国家能源局华中监管局 is under it."""
    if printed.startswith(full):
        return False
    return ratio(full, printed) >= _ALIKE or is_in_order(printed, full)
