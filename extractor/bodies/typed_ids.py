"""Ids of bodies that people type: whether there is, or may be, such a body, and what it is."""

import re
from collections.abc import Collection

from extractor.bodies.gazetteer import Gazetteer
from extractor.bodies.known import body_of, office_body
from extractor.bodies.named_body import BodyIdentity
from extractor.bodies.offices import Office, words
from extractor.records import Body, LinkRule

_UNLISTED = re.compile(r"x-.+")
_MINISTRY = re.compile(r"cn-(?P<name>.+)")
_PARTS = re.compile(
    r"(?P<place>[0-9]{6}|x(?:-.+?)?)(?:-gov(?P<office>-office)?"
    r"|(?:-zone-(?P<zone>.+?))?(?:-town-(?P<town>.+?))?(?:-dept-(?P<department>.+))?)"
)
"""An id as ``office_suffix`` makes it."""
LOOKS = (
    "320829-gov, 320829-dept-水利局, 320829-town-高良涧街道, 320829-zone-经济开发区 "
    "(the code of the place first), cn-教育部, x-… for a place in no list"
)


def doubt_of(body_id: str, known: Collection[str], places: Gazetteer) -> str:
    """Why a typed id is likely a mistake; empty where it is known, or of a listed place and well formed."""
    if body_id in known:
        return ""
    parts, ministry = _PARTS.fullmatch(body_id), _MINISTRY.fullmatch(body_id)
    if parts is not None and (code := parts["place"]).isdecimal() and code != body_id:
        first = {places.unit(one) for one in places.coded.get(code, ())}
        if code in first:
            return ""
        if first:
            meant = " or ".join(sorted(body_id.replace(code, one, 1) for one in first))
            return f"unknown body id {body_id!r}: this place's ids begin with its first code: {meant}"
        return f"unknown body id {body_id!r}: no place has the code {code}; ids look like {LOOKS}"
    if (ministry is not None and _is_national(ministry["name"])) or _UNLISTED.fullmatch(body_id):
        return ""
    return f"unknown body id {body_id!r}: ids look like {LOOKS}"


def body_of_id(body_id: str, places: Gazetteer) -> Body | None:
    """The body that an id stands for, described as where its name is read; None for an id of one's own."""
    if (ministry := _MINISTRY.fullmatch(body_id)) is not None:
        national = ministry["name"]
        found = BodyIdentity(Office(), LinkRule.NATIONAL, "", national=national)
        return body_of(found, (), places) if _is_national(national) else None
    parts = _PARTS.fullmatch(body_id)
    if parts is None:
        return None
    office = Office(parts["zone"] or "", parts["town"] or "", parts["department"] or "")
    code, *unlisted = parts["place"].split("-")
    place = next((one for one in places.coded.get(code, ()) if places.unit(one) == code), None)
    if place is None and code != "x":
        return None
    body = body_of(BodyIdentity(office, LinkRule.HUMAN, "", place), unlisted, places)
    body = office_body(body) if parts["office"] else body
    return body if body.body_id == body_id else None


def _is_national(name: str) -> bool:
    return name in words().ministries.values() or name in words().national
