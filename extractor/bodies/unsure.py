"""Pairs of bodies that may be one: asked of a person, never linked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from extractor.bodies.gazetteer import stem_of
from extractor.bodies.lines import organ_of
from extractor.bodies.offices import department_key, words
from extractor.records import Attribution, Body, BodyLevel, UnsurePair

_ALIKE = 80
"""Per cent of the characters of two departments' names that are the same, in order; 市场监督局 and
市场监督管理局 have 83, 教育局 and 体育局 67."""


_ORDINALS = set("一二三四五六七八九十0123456789东南西北")


def unsure_pairs(bodies: Mapping[str, Body], attributions: Iterable[Attribution]) -> Iterator[UnsurePair]:
    """Bodies of one place that may be one body under two names.

    Two bodies that both report on one year are two bodies, unless a short form stands for either.
    """
    years: dict[str, set[int]] = defaultdict(set)
    for one in attributions:
        years[one.body_id].add(one.year or 0)
    for group in _groups(bodies, years).values():
        for first, second in combinations(sorted(group), 2):
            if years[first] & years[second]:
                continue
            reason = _reason(bodies[first], bodies[second])
            if reason:
                yield UnsurePair(first=first, second=second, reason=reason)


def _groups(bodies: Mapping[str, Body], years: Mapping[str, set[int]]) -> dict[str, list[str]]:
    """Ids of the bodies that have Reports, by what is above them."""
    groups: dict[str, list[str]] = defaultdict(list)
    for body_id in bodies:
        if body_id in years and not body_id.startswith("apart-"):
            groups[_stem(body_id)].append(body_id)
    return groups


def _stem(body_id: str) -> str:
    for mark in ("-dept-", "-town-", "-zone-"):
        if mark in body_id:
            return body_id[: body_id.rindex(mark)]
    return body_id


def _reason(one: Body, other: Body) -> str:
    if one.level is BodyLevel.TOWNSHIP and other.level is BodyLevel.TOWNSHIP:
        first, second = one.division[-1], other.division[-1]
        return "one name, town and street" if _town_stem(first) == _town_stem(second) else ""
    if one.kind == "zone" and other.kind == "zone":
        return "zones alike" if _alike_zones(one.body_id, other.body_id) else ""
    if "institution" in (one.kind, other.kind):
        return ""
    if one.body_id.startswith("x-dept-"):
        return ""  # national names of their own: 黄河水利委员会, 长江水利委员会
    if "-dept-" in one.body_id and "-dept-" in other.body_id:
        return _alike_departments(one.body_id.split("-dept-")[1], other.body_id.split("-dept-")[1])
    return ""


def _town_stem(name: str) -> str:
    stem = stem_of(name)
    for ending in ("街道", "民族乡", "镇", "乡", "苏木", "地区"):
        if stem.endswith(ending):
            return stem[: -len(ending)]
    return stem


def _alike_zones(first: str, second: str) -> bool:
    one, other = first.split("-zone-")[1], second.split("-zone-")[1]
    for short, full in ((one, other), (other, one)):
        if full in words().ambiguous.get(short, ()):
            return True
    return one in other or other in one or ratio(one, other) >= _ALIKE


def _alike_departments(one: str, other: str) -> str:
    organs = organ_of(one), organ_of(other)
    if organs[0] != organs[1]:
        return _alike_organs(one, other, *organs)
    for short, full in ((one, other), (other, one)):
        stem, stem_full = _without_ending(short), _without_ending(full)
        if stem_full in words().ambiguous.get(stem, ()) or stem_full == stem:
            return f"{short} may be short for {full}"
        if stem_full in words().followed.get(stem, ()):
            return f"{full} came after {short}"
    return "names alike" if _are_alike(one, other) else ""


def _alike_organs(one: str, other: str, first: str, second: str) -> str:
    """Offices of two organs, one of which took over; or a short name that may be an organ's."""
    own, own_other = one.removeprefix(first), other.removeprefix(second)
    if second in words().organs_followed.get(first, ()) and own == own_other:
        return f"{other} came after {one}"
    if first in words().organs_followed.get(second, ()) and own == own_other:
        return f"{one} came after {other}"
    for organ, short in ((first, other), (second, one)):
        if short in words().organs_asked.get(organ, ()):
            return f"{short} may be an office of {organ}"
    return ""


def _are_alike(one: str, other: str) -> bool:
    """Misprints and words left out; no number changed (第一, 第二), no branch by its place (洪泽分局)."""
    changed = {
        character
        for code in Levenshtein.opcodes(one, other)
        if code.tag != "equal"
        for character in one[code.src_start : code.src_end] + other[code.dest_start : code.dest_end]
    }
    if changed & _ORDINALS or one.endswith(other) or other.endswith(one):
        return False
    return ratio(one, other) >= _ALIKE


def _without_ending(department: str) -> str:
    for ending in ("委员会", "办公室", "中心", "局", "厅", "处", "部"):
        if department.endswith(ending):
            return department[: -len(ending)]
    return department_key(department)
