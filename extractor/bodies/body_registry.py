"""Every Report to its body, by stated rules; what cannot be told stays apart and is listed."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from extractor.bodies.doubtful_pairs import unsure_pairs
from extractor.bodies.gazetteer import Division, Gazetteer, gazetteer
from extractor.bodies.known import body_of, office_body
from extractor.bodies.named_body import BodyIdentity, identify
from extractor.bodies.offices import Office
from extractor.records import Attribution, Body, BodyLevel, LinkRule, Naming, UnsurePair

Decide = Callable[[Naming], Body | None]
"""What people said of a Report: the body that it is of."""


class Registry:
    """The bodies of many Reports."""

    def __init__(
        self,
        attributions: Mapping[str, Attribution],
        bodies: Mapping[str, Body],
        unsure: Sequence[UnsurePair] = (),
        parents_then: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.attributions = attributions
        """By key of the Report."""
        self.bodies = bodies
        """By id; governments above them too that have no Report here."""
        self.unsure = tuple(unsure)
        """Bodies that may be one."""
        self.parents_then = parents_then
        """By key of the Report: the government above in its year, where that is another than today's."""

    def body(self, report: str) -> Body | None:
        """The body of a Report; None where it stays apart."""
        found = self.attributions.get(report)
        return self.bodies[found.body_id] if found is not None and found.is_certain else None

    def by_body(self) -> Iterator[tuple[Body, list[Attribution]]]:
        """Every body that has Reports, with them by year, in the order of the ids."""
        groups: dict[str, list[Attribution]] = defaultdict(list)
        for one in self.attributions.values():
            groups[one.body_id].append(one)
        for body_id in sorted(groups):
            yield self.bodies[body_id], sorted(groups[body_id], key=_by_year)

    def children(self) -> dict[str, list[tuple[Body, list[Attribution]]]]:
        """Bodies with their Reports, by the government right above them in the years of those."""
        found: dict[str, list[tuple[Body, list[Attribution]]]] = defaultdict(list)
        for body, attributions in self.by_body():
            groups: dict[str | None, list[Attribution]] = defaultdict(list)
            for one in attributions:
                if one.is_certain:
                    groups[self.parents_then.get(one.report, body.parent_id)].append(one)
            for parent, own in groups.items():
                if parent is not None:
                    found[parent].append((body, own))
        return found

    def without(self, reports: Collection[str]) -> "Registry":
        """The same without these Reports, and without bodies that have no others."""
        left = {key: one for key, one in self.attributions.items() if key not in reports}
        kept = {one.body_id for one in left.values()}
        gone = {one.body_id for key, one in self.attributions.items() if key in reports} - kept
        gone -= {self.bodies[body_id].parent_id or "" for body_id in kept} | set(self.parents_then.values())
        bodies = {body_id: body for body_id, body in self.bodies.items() if body_id not in gone}
        pairs = (pair for pair in self.unsure if not gone & {pair.first, pair.second})
        return Registry(left, bodies, tuple(pairs), self.parents_then)


def _by_year(one: Attribution) -> tuple[int, str, str]:
    return one.year or 0, one.path, one.report


_HASH = 64
"""Digits of a hash; a number behind them tells the reports of one file apart."""


class _Kept(NamedTuple):
    """What is kept of a Report until all are known."""

    report: str
    path: str
    name: str | None
    year: int | None
    figures: str
    identity: BodyIdentity
    decided: Body | None


def attribute(
    namings: Iterable[Naming],
    *,
    decide: Decide = lambda _: None,
    text_of: Callable[[str], str] | None = None,
    own_places: Path | None = None,
    parentless: Collection[str] = (),
) -> Registry:
    """Tie each Report to a body.

    ``decide``: what people said, which wins; ``text_of``: the canonical text of a Report, asked only where
    the name alone is not enough; ``own_places``: a file of places that the list lacks; ``parentless``: ids of
    bodies that people took out of their family.
    """
    places = gazetteer(own_places)
    kept = []
    for one in namings:
        identity = identify(one, places, text_of)
        kept.append(_Kept(one.report, one.path, one.name, one.year, one.figures, identity, decide(one)))
    return _settled(_with_towns_moved(kept, places), places, parentless)


def _with_towns_moved(kept: Sequence[_Kept], places: Gazetteer) -> list[_Kept]:
    """Townships whose county ended or was split: under that of today, where none so called was there then."""
    there: dict[tuple[str, str], int] = {}
    for one in kept:
        if one.identity.place is not None and one.identity.moved is None and one.year is not None:
            key = places.unit(one.identity.place), one.identity.office.town
            there[key] = min(one.year, there.get(key, one.year))
    found = []
    for one in kept:
        identity, moved = one.identity, one.identity.moved
        if moved is not None and one.year is not None:
            first = there.get((places.unit(moved), identity.office.town))
            if first is not None and first <= one.year:
                one = one._replace(identity=identity._replace(moved=None))
            else:
                here = "".join(each.name for each in places.path(moved))
                evidence = f"{identity.evidence}; its county ended or was split, today it is of {here}"
                one = one._replace(identity=identity._replace(evidence=evidence))
        found.append(one)
    return found


def _settled(kept: Sequence[_Kept], places: Gazetteer, parentless: Collection[str]) -> Registry:
    longer, zones = _longer_paths(kept), _placed_zones(kept)
    bodies: dict[str, Body] = {}
    assigned = [(one, _assigned(one, longer, zones, places)) for one in kept]
    split = _with_own_office(assigned)
    attributions: dict[str, Attribution] = {}
    then: dict[str, str] = {}
    for one, found in assigned:
        machine = office_body(found) if found.body_id in split and one.identity.office.is_office else found
        body = one.decided or machine
        if body.body_id in parentless:
            body = body.model_copy(update={"parent_id": None})
        bodies[body.body_id] = bodies.get(body.body_id, body)
        attributions[one.report] = _attribution(one, body, machine, places)
        if one.decided is None and (above := _parent_then(one, body, places)):
            then[one.report] = above
    _add_parents(bodies, places, then.values())
    unsure = tuple(unsure_pairs(bodies, attributions.values(), places))
    return Registry(attributions, bodies, unsure, then)


def _parent_then(one: _Kept, body: Body, places: Gazetteer) -> str | None:
    """The government above a place's or a township's in the year of a Report, where it is another today."""
    place, office = one.identity.place, one.identity.office
    if place is None or body.parent_id is None or office.department or office.zone:
        return None
    above = place if office.town else places.above(place, one.year)
    parent = f"{places.unit(above)}-gov" if above is not None else None
    return parent if parent != body.parent_id else None


def _assigned(
    one: _Kept,
    longer: Mapping[str, set[tuple[str, ...]]],
    zones: Mapping[str, set[Division]],
    places: Gazetteer,
) -> Body:
    identity = one.identity
    unlisted = identity.unlisted
    if identity.moved is not None:
        identity = identity._replace(place=identity.moved)
    if identity.rule is LinkRule.UNLISTED and not unlisted and len(zoned := zones[identity.office.zone]) == 1:
        identity = identity._replace(place=next(iter(zoned)))  # 西咸新区, where 陕西省西咸新区 reports too
    elif identity.rule is LinkRule.UNLISTED and unlisted:
        known = longer[unlisted[-1]]
        full = [
            path for path in known if path[-len(unlisted) :] == unlisted and len(path) == max(map(len, known))
        ]
        unlisted = full[0] if len(full) == 1 else unlisted
        if len(full) > 1:
            return _apart(one)
    return _apart(one) if identity.rule is LinkRule.APART else body_of(identity, unlisted, places)


def _longer_paths(kept: Sequence[_Kept]) -> dict[str, set[tuple[str, ...]]]:
    """Printed paths of unlisted places by their last name: 栖云县 and 云岭市栖云县."""
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for one in kept:
        if one.identity.unlisted:
            found[one.identity.unlisted[-1]].add(one.identity.unlisted)
    return found


def _placed_zones(kept: Sequence[_Kept]) -> dict[str, set[Division]]:
    """Places of the zones that are printed with one, by the zone's name."""
    found: dict[str, set[Division]] = defaultdict(set)
    for one in kept:
        if one.identity.place is not None and one.identity.office.zone:
            found[one.identity.office.zone].add(one.identity.place)
    return found


def _apart(one: _Kept) -> Body:
    return Body(
        body_id=f"apart-{one.report[:16]}{one.report[_HASH:]}",
        name=one.name or "",
        level=BodyLevel.OTHER,
        division_code=None,
        parent_id=None,
        kind="unknown",
    )


def _with_own_office(assigned: Sequence[tuple[_Kept, Body]]) -> set[str]:
    """Ids of governments whose office published another report than they did on the same year."""
    figures: dict[tuple[str, int | None, bool], set[str]] = defaultdict(set)
    for one, body in assigned:
        if body.is_government:
            figures[body.body_id, one.year, one.identity.office.is_office].add(one.figures or one.report)
    return {
        body_id
        for (body_id, year, is_office), own in figures.items()
        if is_office and (others := figures.get((body_id, year, False))) and own != others
    }


def _attribution(one: _Kept, body: Body, machine: Body, places: Gazetteer) -> Attribution:
    identity = one.identity
    rule = LinkRule.APART if machine.body_id.startswith("apart-") else identity.rule
    alternatives = (
        body_of(identity._replace(place=place, rule=LinkRule.ONLY), (), places).body_id
        for place in identity.alternatives
    )
    return Attribution(
        report=one.report,
        path=one.path,
        printed_name=one.name,
        year=one.year,
        body_id=body.body_id,
        rule=rule if one.decided is None else LinkRule.HUMAN,
        evidence=identity.evidence if one.decided is None else "bodies.csv",
        alternatives=tuple(alternatives),
        machine_id=machine.body_id,
    )


def _add_parents(bodies: dict[str, Body], places: Gazetteer, then: Iterable[str]) -> None:
    """The governments above, today and ``then``, though they have no Report here."""
    open_ids = [*(body.parent_id for body in bodies.values() if body.parent_id), *then]
    while open_ids:
        body_id = open_ids.pop()
        if body_id in bodies or not body_id:
            continue
        code = body_id.split("-")[0]
        known = places.coded.get(code, [])
        if not known or body_id != f"{code}-gov":
            continue
        place = known[0]
        parent = body_of(BodyIdentity(Office(), LinkRule.CHAIN, "", place), (), places)
        bodies[body_id] = parent
        if parent.parent_id:
            open_ids.append(parent.parent_id)
