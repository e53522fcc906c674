"""Second names in brackets: another sign at the same door, 应急管理局（地震局）, asked beside a 地震局."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from extractor.bodies.folding import folded
from extractor.bodies.gazetteer import stem_of
from extractor.bodies.known import office_suffix
from extractor.bodies.national_lines import local_office
from extractor.records import Attribution, Body

_IN_BRACKETS = re.compile(r"[(（]([^()（）]{2,})[)）]")
_SORTS = "省市州盟区县旗"
_DEPT = "-dept-"
_BARE = "x-zone-"


def plates_alike(
    bodies: Mapping[str, Body], attributions: Iterable[Attribution]
) -> Iterator[tuple[str, str, str]]:
    """Bodies of which one prints the other's name as a second one in brackets."""
    for one in attributions:
        if not one.is_certain or one.printed_name is None or one.body_id not in bodies:
            continue
        for second in _IN_BRACKETS.findall(folded(one.printed_name)):
            for plate in second.split("、"):
                other = _body_of_plate(bodies[one.body_id], plate)
                if other in bodies and other != one.body_id:
                    first, last = sorted((one.body_id, other))
                    yield first, last, f"{plate} is printed as a second name of {bodies[one.body_id].name}"


def _body_of_plate(body: Body, plate: str) -> str:
    """Id of the body that a second name would be of its own, in the same place."""
    for place in body.division:
        plate = plate.removeprefix(place)
    if len(plate) > 1 and plate[0] in _SORTS:
        plate = plate[1:]  # 区地震局
    stem = body.body_id.split(_DEPT)[0].removesuffix("-gov")
    return stem + office_suffix(local_office(plate))


def zones_of_districts(reporting: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Zones and districts whose committee and government are one under two names: 苏州高新区, 虎丘区."""
    for zone, district in _zones_and_districts():
        if zone in reporting and district in reporting:
            first, second = sorted((zone, district))
            yield first, second, "a zone and a district that one body runs"


def bare_zones_alike(bodies: Mapping[str, Body]) -> Iterator[tuple[str, str, str]]:
    """Zones printed without a place, and those of the place that such a name begins with: 武陵源风景区."""
    bare = {body_id.removeprefix(_BARE): body_id for body_id in bodies if body_id.startswith(_BARE)}
    for body_id, body in bodies.items():
        _, of_zone, zone = body_id.partition("-zone-")
        other = bare.get(stem_of(body.division[-1]) + zone) if of_zone and body.division else None
        if other is not None and other != body_id:
            yield body_id, other, "a zone printed with its place and without"


@cache
def _zones_and_districts() -> tuple[tuple[str, str], ...]:
    text = (files("extractor.bodies") / "data" / "zones_districts.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return tuple((zone, district) for zone, district in lines[1:])
