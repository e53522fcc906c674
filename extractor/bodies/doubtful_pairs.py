"""Pairs of bodies that may be one: asked of a person, never linked."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from extractor.bodies.corps import city_stem
from extractor.bodies.gazetteer import Gazetteer, is_in_order, stem_of, town_stem
from extractor.bodies.moved import ministries_alike, towns_alike
from extractor.bodies.national import nationals_alike
from extractor.bodies.offices import words
from extractor.bodies.plates import bare_zones_alike, plates_alike, zones_of_districts
from extractor.bodies.reforms import alike_committee, alike_departments, alike_institutions, alike_zones
from extractor.bodies.streets import streets_alike
from extractor.ideographs import HAN
from extractor.records import Attribution, Body, BodyLevel, UnsurePair

_MARKS = ("-dept-", "-town-", "-zone-")
_SHORTEST = 3
"""Characters of a place's name of which one may be misread."""


def unsure_pairs(
    bodies: Mapping[str, Body], attributions: Iterable[Attribution], places: Gazetteer
) -> Iterator[UnsurePair]:
    """Bodies that may be one body under two names: of one place, or of two places that are one misread.

    Two bodies that both report on one year are two bodies, unless a short form stands for either.
    """
    years: dict[str, set[int]] = defaultdict(set)
    attributions = tuple(attributions)
    for one in attributions:
        years[one.body_id].add(one.year or 0)
    reporting = [body_id for body_id in bodies if body_id in years and not body_id.startswith("apart-")]
    here = {body_id: bodies[body_id] for body_id in reporting}
    found: dict[tuple[str, str], str] = {}
    for first, second, reason in (
        *_of_one_place(bodies, reporting, places),
        *_of_places_alike(bodies, reporting),
        *ministries_alike(reporting),
        *towns_alike(bodies, reporting, years, places, _without_county(here, attributions)),
        *plates_alike(here, attributions),
        *bare_zones_alike(here),
        *zones_of_districts(reporting),
        *streets_alike(here),
        *nationals_alike([one for one in reporting if bodies[one].kind != "institution"]),
    ):
        if first != second and not years[first] & years[second]:
            found.setdefault((first, second), reason)
    for (first, second), reason in found.items():
        yield UnsurePair(first=first, second=second, reason=reason)


def _without_county(bodies: Mapping[str, Body], attributions: Iterable[Attribution]) -> set[str]:
    """Townships that some report prints without their county."""
    return {
        one.body_id
        for one in attributions
        if (body := bodies.get(one.body_id)) is not None
        and body.level is BodyLevel.TOWNSHIP
        and len(body.division) > 1
        and stem_of(body.division[-2]) not in (one.printed_name or "")
    }


def _of_one_place(
    bodies: Mapping[str, Body], reporting: Sequence[str], places: Gazetteer
) -> Iterator[tuple[str, str, str]]:
    # By place: id and, for a branch, the department that it would be in the place that it works for.
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for body_id in reporting:
        groups[_stem(city_stem(body_id))].append((body_id, ""))
        for place, department in _of_branch(body_id, places):
            groups[place].append((body_id, department))
    for group in groups.values():
        for (first, branch), (second, other) in combinations(sorted(group), 2):
            if branch or other:
                reason = _reason_of_branch(bodies[first], branch, bodies[second], other)
            elif any(
                _is_branch_of(full, short, places) for full, short in ((first, second), (second, first))
            ):
                continue
            else:
                reason = _reason(bodies[first], bodies[second])
            if reason:
                yield first, second, reason


_BRANCH = re.compile(rf"(?P<own>.+局)(?P<place>[{HAN}]{{2,6}})分局")


def _of_branch(body_id: str, places: Gazetteer) -> Iterator[tuple[str, str]]:
    """The county that a city's branch is for, and what it would be there: 生态环境局 of 洪泽生态环境局."""
    code, _, department = body_id.partition("-dept-")
    if not department or "-" in code or code not in places.coded:
        return
    uppers = places.coded[code]
    match = _BRANCH.fullmatch(department)
    if match is not None:
        ways = [(match["place"], match["own"])]
    elif department.endswith("局"):
        ways = [(department[:at], department[at:]) for at in range(2, min(7, len(department) - 2))]
    else:
        ways = []
    for stem, own in ways:
        for one in places.stems.get(stem, ()):
            if any(places.is_within(one, upper) for upper in uppers):
                yield places.unit(one), own
                return


def _is_branch_of(full: str, short: str, places: Gazetteer) -> bool:
    """Whether one is a branch that the other has in a county: 常熟生态环境局 of 生态环境局."""
    own = short.partition("-dept-")[2]
    return bool(own) and any(department == own for _, department in _of_branch(full, places))


def _reason_of_branch(one: Body, branch: str, other: Body, other_branch: str) -> str:
    """A county's department, and the branch of the city's that may have taken its place in 2019."""
    names = [
        branch or body.body_id.partition("-dept-")[2]
        for body, branch in ((one, branch), (other, other_branch))
    ]
    if not all(names) or not all(any(word in name for word in words().branched) for name in names):
        return ""
    reason = "one name" if names[0] == names[1] else alike_departments(names[0], names[1])
    return f"a branch of the city's department: {reason}" if reason else ""


def _of_places_alike(bodies: Mapping[str, Body], reporting: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Bodies of two places, one in no list, whose names differ in one character: 洪择区, 洪泽区."""
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for body_id in reporting:
        body = bodies[body_id]
        place = next((each for each in reversed(body.division) if each[-1] in "省市区县州盟旗"), "")
        if len(place) < _SHORTEST or body.level is BodyLevel.TOWNSHIP:
            continue
        for at in range(len(place) - 1):
            alike[f"{place[:at]}_{place[at + 1 :]}", _suffix(body_id)].append(body_id)
    for group in alike.values():
        for first, second in combinations(sorted(group), 2):
            one, other = bodies[first].division, bodies[second].division
            if not {first[:2], second[:2]} & {"x-"} or one[-1] == other[-1]:
                continue
            if len(one) > 1 < len(other) and one[-2] != other[-2]:
                continue  # another place above
            yield first, second, f"{one[-1]} may be {other[-1]} misread, or the other way round"


def _stem(body_id: str) -> str:
    for mark in _MARKS:
        if mark in body_id:
            return body_id[: body_id.rindex(mark)]
    return body_id


def _suffix(body_id: str) -> str:
    at = min((body_id.index(mark) for mark in _MARKS if mark in body_id), default=-1)
    return body_id[at:] if at >= 0 else "-gov"


_LISTED = 9
"""Digits of the code of a township that the list has in its county."""


def _reason_of_towns(one: Body, other: Body) -> str:
    """One name as town and street; or one that leaves something out, not both in the list: 湖南路街道."""
    short, full = sorted((town_stem(one.division[-1]), town_stem(other.division[-1])), key=len)
    if short == full:
        return "one name, town and street"
    if all(len(body.division_code or "") == _LISTED for body in (one, other)):
        return ""
    return f"{short} may be {full}" if len(short) > 1 and is_in_order(short, full) else ""


def _reason(one: Body, other: Body) -> str:
    if city_stem(one.body_id) == city_stem(other.body_id):
        return "a division of the Corps and the city that it runs"
    if one.level is BodyLevel.TOWNSHIP and other.level is BodyLevel.TOWNSHIP:
        return _reason_of_towns(one, other)
    for town, office in ((one, other), (other, one)):
        own = office.body_id.partition("-dept-")[2].removesuffix("办事处").removesuffix("街道办")
        if town.level is BodyLevel.TOWNSHIP and own and own == town_stem(town.division[-1]):
            return "an office that may be the street's or the town's"
    if one.kind == "zone" and other.kind == "zone":
        first, second = one.body_id.split("-zone-")[1], other.body_id.split("-zone-")[1]
        return "zones alike" if alike_zones(first, second) else ""
    for zone, office in ((one, other), (other, one)):
        if zone.kind == "zone" and alike_committee(zone.body_id.split("-zone-")[1], office.kind):
            return "a committee that may be the zone's"
    if "-dept-" not in one.body_id or "-dept-" not in other.body_id:
        return ""
    names = one.body_id.split("-dept-")[1], other.body_id.split("-dept-")[1]
    if "institution" in (one.kind, other.kind):
        return alike_institutions(*names) if one.kind == other.kind else ""
    if one.body_id.startswith("x-dept-"):
        return ""  # national names of their own: 黄河水利委员会, 长江水利委员会
    return alike_departments(*names)
