"""Ids of bodies that people type: whether there is, or may be, such a body."""

import re
from collections.abc import Collection

from extractor.bodies.gazetteer import Gazetteer
from extractor.bodies.offices import words

_CODED = re.compile(r"(?P<code>[0-9]{6})-(?:gov(?:-office)?|(?:zone|town|dept)-.+)")
_UNLISTED = re.compile(r"x-.+")
_MINISTRY = re.compile(r"cn-(?P<name>.+)")
LOOKS = (
    "320829-gov, 320829-dept-水利局, 320829-town-高良涧街道, 320829-zone-经济开发区 "
    "(the code of the place first), cn-教育部, x-… for a place in no list"
)


def doubt_of(body_id: str, known: Collection[str], places: Gazetteer) -> str:
    """Why a typed id is likely a mistake; empty where it is known, or of a listed place and well formed."""
    if body_id in known:
        return ""
    coded, ministry = _CODED.fullmatch(body_id), _MINISTRY.fullmatch(body_id)
    if coded is not None:
        code = coded["code"]
        first = {places.unit(one) for one in places.coded.get(code, ())}
        if code in first:
            return ""
        if first:
            meant = " or ".join(sorted(body_id.replace(code, one, 1) for one in first))
            return f"unknown body id {body_id!r}: this place's ids begin with its first code: {meant}"
        return f"unknown body id {body_id!r}: no place has the code {code}; ids look like {LOOKS}"
    is_listed = ministry is not None and (
        ministry["name"] in words().ministries.values() or ministry["name"] in words().national
    )
    if is_listed or _UNLISTED.fullmatch(body_id):
        return ""
    return f"unknown body id {body_id!r}: ids look like {LOOKS}"
