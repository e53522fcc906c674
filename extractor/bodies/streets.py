"""Streets printed without their last character, as 天津, 武汉, 广州 do: 越秀区北京街 is 北京街道."""

import re
from collections.abc import Iterable, Iterator, Mapping

from extractor.bodies.chains import Chain
from extractor.bodies.gazetteer import Gazetteer, towns
from extractor.bodies.offices import Office, office_of
from extractor.ideographs import HAN
from extractor.records import Body

_STREET = re.compile(rf"(?:人民政府)?(?P<street>[{HAN}]{{1,8}}街)(?![道街])(?P<behind>.*)")
_DEPT, _TOWN = "-dept-", "-town-"


def with_street(rest: str, chains: Iterable[Chain], places: Gazetteer) -> str:
    """The words behind a place with the street in full, where the list has one so called there, and one only.

    A street that ends in 街 itself (金融街街道) is meant only where its office is printed.
    """
    match = _STREET.fullmatch(rest)
    if match is None:
        return rest
    uppers = [chain.last for chain in chains]
    listed = [
        name
        for name in (f"{match['street']}道", f"{match['street']}街道")
        if any(
            one.county == places.newest(upper).code
            or any(places.is_within(county, upper) for county in places.coded.get(one.county, ()))
            for one in towns().get(name, ())
            for upper in uppers
        )
    ]
    if len(listed) != 1 or (listed[0].endswith("街街道") and not match["behind"]):
        return rest
    full = listed[0] + match["behind"]
    return full if office_of(full) == Office(town=listed[0], is_office=office_of(full).is_office) else rest


def streets_alike(bodies: Mapping[str, Body]) -> Iterator[tuple[str, str, str]]:
    """What is printed as a street without its last character, and the street of the place so called."""
    for body_id in bodies:
        stem, of_department, department = body_id.partition(_DEPT)
        match = _STREET.fullmatch(department) if of_department else None
        if match is None or not _is_streets_own(match["behind"]):
            continue
        full = f"{match['street']}道"
        if (other := f"{stem}{_TOWN}{full}") in bodies:
            yield body_id, other, f"{match['street']} may be {full}"


def _is_streets_own(behind: str) -> bool:
    """Whether the words behind a street's name are the street's itself: 办事处, 党政办公室; not 财政所."""
    return not office_of(f"某某街道{behind}").department
