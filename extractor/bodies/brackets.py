"""A place above that stands in brackets: 城关区人民政府（拉萨市）, （徐州市）鼓楼区教育局."""

import re

from extractor.bodies.gazetteer import Gazetteer
from extractor.ideographs import HAN

_PLACE_BEHIND = re.compile(rf"(?P<name>.+)[(（](?P<place>[{HAN}]{{2,}}?[省市州盟区县旗])[)）]")
_PLACE_BEFORE = re.compile(rf"[(（](?P<place>[{HAN}]{{2,}})[)）](?P<name>.+)")


def with_place_before(name: str, places: Gazetteer) -> str:
    """A name whose place above stands in brackets, with it where it belongs: 拉萨市城关区人民政府."""
    match = _PLACE_BEHIND.fullmatch(name) or _PLACE_BEFORE.fullmatch(name)
    if match is None or (match["place"] not in places.named and match["place"] not in places.stems):
        return name
    if match["name"].startswith(match["place"]):
        return match["name"]
    return match["place"] + match["name"]
