"""The body that an identity stands for: its id, its name, its level and what is above it."""

from collections.abc import Sequence

from extractor.bodies.corps import corps_level
from extractor.bodies.gazetteer import Gazetteer, towns
from extractor.bodies.named_body import BodyIdentity
from extractor.bodies.national_lines import is_vertical, shown_name
from extractor.bodies.offices import Office, words
from extractor.records import Body, BodyLevel

_INSTITUTIONS = (
    "学校",
    "小学",
    "中学",
    "幼儿园",
    "大学",
    "学院",
    "医院",
    "公司",
    "集团",
    "银行",
    "研究院",
    "研究所",
    "卫生院",
    "保健院",
    "卫生服务中心",
    "血站",
    "党校",
    "中心校",
    "图书馆",
    "博物馆",
    "文化馆",
    "电视台",
)
_RANKS = {1: BodyLevel.PROVINCE, 2: BodyLevel.CITY, 3: BodyLevel.COUNTY}


def body_of(identity: BodyIdentity, unlisted: Sequence[str], places: Gazetteer) -> Body:
    """The body of an identity that is not apart; ``unlisted``: its unlisted places in full."""
    office = identity.office
    if identity.national:
        name = identity.national
        return Body(
            body_id=f"cn-{name}",
            name=name,
            level=BodyLevel.OTHER if name in words().national else BodyLevel.MINISTRY,
            division_code=None,
            parent_id=None,
            kind="institution" if name in words().national else "ministry",
        )
    if identity.place is None:
        path, code, stem = tuple(unlisted), None, "-".join(("x", *unlisted))
        level = corps_level(path) or _level_of_words(path)
        upper = _unlisted_parent(path, places)
    else:
        newest = places.newest(identity.place)
        path = tuple(each.name for each in places.path(newest))
        code, stem = newest.code, places.unit(identity.place)
        level = _RANKS[newest.rank]
        above = places.above(newest)
        upper = f"{places.unit(above)}-gov" if above else None
    return Body(
        body_id=stem + office_suffix(office),
        name=_name(identity, path),
        level=_level(office, level),
        division_code=_code(code, office),
        division=(*path, office.town) if office.town else path,
        parent_id=_parent(stem, office, upper),
        kind=_kind(office),
    )


def _name(identity: BodyIdentity, path: Sequence[str]) -> str:
    office = identity.office
    if is_vertical(office.department):
        return shown_name(office, identity.stem or "".join(path))
    return "".join(path) + _office_name(office, path)


def office_body(government: Body) -> Body:
    """The government's own office, where it publishes a report of its own beside the government's."""
    return government.model_copy(
        update={
            "body_id": f"{government.body_id}-office",
            "name": f"{government.name}办公室",
            "level": BodyLevel.DEPARTMENT,
            "parent_id": government.body_id,
            "kind": "人民政府办公室",
        }
    )


def office_suffix(office: Office) -> str:
    """What an office adds to the id of its place."""
    parts = [
        f"-zone-{office.zone}" if office.zone else "",
        f"-town-{office.town}" if office.town else "",
        f"-dept-{office.department}" if office.department else "",
    ]
    return "".join(parts) or "-gov"


def _office_name(office: Office, path: Sequence[str]) -> str:
    if office.department:
        return f"{office.zone}{office.town}{office.department}"
    if office.town:
        return f"{office.zone}{office.town}" + ("办事处" if office.town.endswith("街道") else "人民政府")
    if office.zone:
        return f"{office.zone}管理委员会"
    if corps_level(path):
        return ""
    return "行政公署" if path and path[-1].endswith("地区") else "人民政府"


def _level(office: Office, of_place: BodyLevel) -> BodyLevel:
    if office.department:
        return BodyLevel.OTHER if office.department.endswith(_INSTITUTIONS) else BodyLevel.DEPARTMENT
    if office.town:
        return BodyLevel.TOWNSHIP
    return BodyLevel.ZONE if office.zone else of_place


def _kind(office: Office) -> str:
    if office.department:
        return "institution" if office.department.endswith(_INSTITUTIONS) else office.department
    return "township" if office.town else "zone" if office.zone else "government"


def _parent(stem: str, office: Office, upper: str | None) -> str | None:
    """The government above; none for departments that answer to their own line."""
    if is_vertical(office.department):
        return None
    if office.department:
        inner = Office(office.zone, office.town)
    elif office.town:
        inner = Office(office.zone)
    elif office.zone:
        inner = Office()
    else:
        return upper
    parent = stem + office_suffix(inner)
    return None if parent == "x-gov" else parent


def _code(code: str | None, office: Office) -> str | None:
    if code is None or not office.town:
        return code
    return next((one.code for one in towns().get(office.town, ()) if one.county == code), code)


def _level_of_words(path: Sequence[str]) -> BodyLevel:
    if not path:
        return BodyLevel.OTHER
    last = path[-1]
    if last.endswith(("省", "自治区")):
        return BodyLevel.PROVINCE
    if last.endswith(("市", "州", "盟", "地区")) and not (len(path) > 1 and path[-2].endswith(("市", "州"))):
        return BodyLevel.CITY
    return BodyLevel.COUNTY


def _unlisted_parent(path: Sequence[str], places: Gazetteer) -> str | None:
    """The government above, by the code of its place where that is in the list."""
    if len(path) < 2:
        return None
    for one in places.named.get(path[-2], ()):
        if tuple(each.name for each in places.path(one)) == tuple(path[:-1]):
            return f"{places.unit(one)}-gov"
    return "-".join(("x", *path[:-1], "gov"))
