"""Whether two names are surely of two bodies: another department, another place.

A place that both names begin with says nothing, as all departments of a county share it. Short forms
(卫健委 of 卫生健康委员会), names left without their place, offices of a body and places that rose in rank
(黛溪县, 黛溪市) are the same body, or may be.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from extractor.header.body_names import without_own_office

_NO_PLACE = re.compile(
    "市场|市政(?!府)|市容|城市|都市|县域|区块|区划|区域|社区|乡村|城乡|乡镇|城镇|村镇|村民|村委|旅行社|街道(?!办|$|人大|党)"
)
"""Words in the names of departments that hold the sign of a place."""
_SIGN = re.compile("省|市|县|区|旗|州|盟|街道|镇|乡|苏木")
_TOWN = ("镇", "乡", "街道", "苏木")
_GOVERNMENT = re.compile(
    r"(?:人民|街道)?(?:政府|办事处|管理委员会|管委会|行政公署|行署|党工?委|办公[室厅]|党政综合|党政|办)*"
    r"(?:(?:政务|政府信息|信息)公开\S*)?"
)
_SORT = re.compile(r"(?:委员会|[局厅委院署司部办处站所队])$")
_GENERIC = re.compile("管理|服务|监督|工作|行政|事务|中心|综合")


class _Parts(NamedTuple):
    place: str
    office: str
    """What the body is there; empty for a government and its offices."""


def surely_differ(first: str, second: str) -> bool:
    """Whether two names cannot be of one body."""
    names = [re.sub(r"[(（][^)）]*[)）]", "", without_own_office(name)) for name in (first, second)]
    one, other = map(_parts, names)
    apart = bool(one.place and other.place) and not _same_place(one.place, other.place)
    if one.office and other.office:
        return apart or not _alike(one.office, other.office)
    if not (one.office or other.office):
        return apart or _town_of_one(one.place, other.place)
    government = other if one.office else one
    return government.place.endswith(_TOWN) and (apart or _town_of_one(one.place, other.place))


def is_below_county(name: str) -> bool:
    """Whether a name with its place is that of a department or a town, of no government of a county."""
    parts = _parts(without_own_office(name))
    return bool(parts.place) and (bool(parts.office) or parts.place.endswith(_TOWN))


def _parts(name: str) -> _Parts:
    masked = _NO_PLACE.sub(lambda match: "×" * len(match.group()), name)
    end = max((match.end() for match in _SIGN.finditer(masked)), default=0)
    office = name[end:]
    return _Parts(name[:end], "" if _GOVERNMENT.fullmatch(office) else office)


def _same_place(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return _within(shorter, longer) or longer[:-1].endswith(shorter[:-1]) or one[-3:] == other[-3:]


def _town_of_one(one: str, other: str) -> bool:
    """Whether a town's name goes on where the name of its county ends: 黛溪市, 黛溪市青石镇."""
    shorter, longer = sorted((one, other), key=len)
    return bool(shorter) and longer.startswith(shorter) and longer != shorter and longer.endswith(_TOWN)


def _alike(one: str, other: str) -> bool:
    """Whether two departments may be one: a short form, an old name, one that became the other, a slip."""
    shorter, longer = sorted((_SORT.sub("", one), _SORT.sub("", other)), key=len)
    if _within(shorter, longer) or shorter[:1] == longer[:1]:
        return True
    pairs = [
        {a + b for part in _GENERIC.split(words) for a, b in pairwise(part)} for words in (shorter, longer)
    ]
    return bool(pairs[0] & pairs[1]) or _is_renamed(one, other) or _is_renamed(other, one)


def _is_renamed(later: str, earlier: str) -> bool:
    """Whether a reform made the one department of the other."""
    lines = _reforms()
    return any(
        any(word in later for word in after) and any(word in earlier for word in before)
        for after, before in lines
    )


@cache
def _reforms() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    text = (files("extractor.header") / "renamed.toml").read_text(encoding="utf-8")
    return tuple(
        (tuple(later.split()), tuple(earlier.split())) for later, earlier in tomllib.loads(text).items()
    )


def _within(shorter: str, longer: str) -> bool:
    """Whether all signs of the shorter one stand in the longer one, in order."""
    rest = iter(longer)
    return all(sign in rest for sign in shorter)
