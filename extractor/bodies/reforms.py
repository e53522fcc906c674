"""Two names of departments or zones of one place: whether they may be one body, before and after a reform."""

import re

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from extractor.bodies.departments import department_stem
from extractor.bodies.gazetteer import is_in_order
from extractor.bodies.national_lines import PARTY, organ_of
from extractor.bodies.offices import words

_ALIKE = 80
"""Per cent of the characters of two departments' names that are the same, in order; 市场监督局 and
市场监督管理局 have 83, 教育局 and 体育局 67."""
_ORDINALS = set("一二三四五六七八九十0123456789东南西北")
_OFFICES = "局厅会室办署部委处心"
"""What a department ends with that a reform makes of another; 所, 队, 站 and 院 are under one."""
_SHORT = 2
_ANY_ZONE = ("开发区", "园区", "新区")
"""What people call the zone of a place, whatever its sort."""
_UPGRADED = ("学院", "大学")
"""嘉兴学院 became 嘉兴大学."""


def alike_zones(one: str, other: str) -> bool:
    """Whether two zones of one place may be one: a short form, or what one name leaves out of the other."""
    for short, full in ((one, other), (other, one)):
        if short in _ANY_ZONE or full in words().ambiguous.get(short, ()) or is_in_order(short, full):
            return True
    return ratio(one, other) >= _ALIKE


def alike_committee(zone: str, department: str) -> bool:
    """Whether a committee printed without what sort of zone it runs may be the zone's: 松山湖管委会."""
    own = _COMMITTEE.sub("", department)
    if own == department or len(own) < _SHORT:
        return False
    return is_in_order(own, zone) or is_in_order(zone, own)


_COMMITTEE = re.compile(
    r"(?:(?:建设|开发|发展)*(?:管理委员会|管委会|指挥部|领导小组)|管理)?(?:办公室|局|处)?$"
)


def alike_institutions(one: str, other: str) -> str:
    """Why two schools, hospitals or companies of one place may be one; empty where they are two."""
    stems = [
        name.removesuffix(ending) for name in (one, other) for ending in _UPGRADED if name.endswith(ending)
    ]
    if len(stems) == 2 and stems[0] == stems[1]:
        return f"{one} and {other}: a school renamed"
    short, full = sorted((one, other), key=len)
    if short.endswith(_UPGRADED):
        return ""  # 苏州大学, 苏州科技大学
    is_shortened = (
        short[-2:] == full[-2:] and is_in_order(short, full) and not _added(short, full) & _ORDINALS
    )
    return f"{short} may be short for {full}" if is_shortened else ""


def alike_departments(one: str, other: str) -> str:
    """Why two departments of one place may be one; empty where they are two."""
    organs = organ_of(one), organ_of(other)
    for name, later in ((one, other), (other, one)):
        if later in words().whole_followed.get(name, ()):
            return f"{later} came after {name}"
    if organs[0] != organs[1]:
        return _alike_organs(one, other, *organs)
    for early, late in ((one, other), (other, one)):
        stem, stem_late = department_stem(early), department_stem(late)
        if stem_late in words().ambiguous.get(stem, ()) and _are_offices(early, late):
            return f"{early} may be short for {late}"
        if _are_offices(early, late) and _followed(stem, stem_late):
            return f"{late} came after {early}"
    return _alike_names(one, other)


def _followed(stem: str, later: str) -> bool:
    """Whether a reform made one field of work of the other: 国土资源, 自然资源."""
    for key, successors in words().followed.items():
        here = (
            stem == key if len(key) < _SHORT else stem.startswith(key) if len(key) == _SHORT else key in stem
        )
        is_sibling = words().followed.get(later) == successors  # 国家税务 and 地方税务, which became one
        if here and not is_sibling and any(successor in later for successor in successors):
            return True
    return False


def _alike_names(one: str, other: str) -> str:
    short, full = sorted((department_stem(one), department_stem(other)), key=len)
    if len(short) >= _SHORT and is_in_order(short, full) and not _is_under(one, other):
        return f"{short} may be short for {full}"
    if _are_offices(one, other):
        shared = [word for word in words().telling if word in short and word in full]
        if shared:
            return f"both work on {max(shared, key=len)}: one may have come after the other"
    if one[-1] == other[-1] and _is_misprint_of_a_usual(department_stem(one), department_stem(other)):
        return "one character of a usual name may be misread"
    return "names alike" if _are_misprints(one, other) else ""


def _is_under(one: str, other: str) -> bool:
    """Whether one is printed as what the other has below it: 公安局 and 公安局交通警察大队."""
    short, full = sorted((one, other), key=len)
    return full.startswith(short) and short[-1] in _OFFICES


def _is_misprint_of_a_usual(one: str, other: str) -> bool:
    """Whether one stem is a usual one but for one character, and no usual one itself: 财攻, not 民政."""
    usual = words().usual
    return (
        len(one) == len(other)
        and sum(a != b for a, b in zip(one, other, strict=True)) == 1
        and (one in usual) != (other in usual)
    )


def _are_offices(one: str, other: str) -> bool:
    """Whether a reform makes one of the other by its last word; a branch (分局) stays one."""
    return (
        one[-1] in _OFFICES and other[-1] in _OFFICES and one.endswith("分局") == other.endswith("分局")
    ) or one[-2:] == other[-2:]


def _alike_organs(one: str, other: str, first: str, second: str) -> str:
    """Offices of two organs, one of which took over; or a short name that may be an organ's."""
    own, own_other = one.removeprefix(first), other.removeprefix(second)
    if own == own_other and PARTY in (first, second) and "" in (first, second):
        return f"{own} may be of the party and of the government"
    if second in words().organs_followed.get(first, ()) and own == own_other:
        return f"{other} came after {one}"
    if first in words().organs_followed.get(second, ()) and own == own_other:
        return f"{one} came after {other}"
    for organ, short in ((first, other), (second, one)):
        if short in words().organs_asked.get(organ, ()):
            return f"{short} may be an office of {organ}"
    return ""


def _are_misprints(one: str, other: str) -> bool:
    """Misprints and words left out; no number changed (第一, 第二), no branch by its place (洪泽分局)."""
    if _added(one, other) & _ORDINALS or one.endswith(other) or other.endswith(one):
        return False
    return ratio(one, other) >= _ALIKE


def _added(one: str, other: str) -> set[str]:
    """The characters in which two names differ."""
    return {
        character
        for code in Levenshtein.opcodes(one, other)
        if code.tag != "equal"
        for character in one[code.src_start : code.src_end] + other[code.dest_start : code.dest_end]
    }
