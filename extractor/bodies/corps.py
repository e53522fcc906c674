"""The Production and Construction Corps: divisions and regiments, which no list of divisions has."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from extractor.records import BodyLevel

_DIGITS = "一二三四五六七八九十"
_DIVISION = re.compile(rf"(?:农业建设|农)?第?(?P<number>[{_DIGITS}]{{1,2}}|\d{{1,2}})师(?![范资生大院傅])")
_REGIMENT = re.compile(r"第?(?P<number>[一二三四五六七八九十百〇零\d]{1,5})团(?:场)?(?!委)")
_LEVELS = (BodyLevel.PROVINCE, BodyLevel.CITY, BodyLevel.COUNTY)


class Corps(NamedTuple):
    """``corps.toml``."""

    root: str
    spellings: tuple[str, ...]
    other_names: Mapping[str, str]
    cities: Mapping[str, tuple[str, str]]
    """Code and name of the city that a division runs."""


@cache
def corps() -> Corps:
    """The Corps, read once."""
    loaded = tomllib.loads((files("extractor.bodies") / "data" / "corps.toml").read_text(encoding="utf-8"))
    cities = {division: tuple(line.split()[:2]) for division, line in loaded["cities"].items()}
    return Corps(
        loaded["root"],
        tuple(sorted(loaded["spellings"], key=len, reverse=True)),
        loaded["other_names"],
        {division: (code, name) for division, (code, name) in cities.items()},
    )


def corps_path(name: str) -> tuple[tuple[str, ...], str] | None:
    """The Corps, division and regiment that a name begins with, and what is behind; None for another name.

    新疆生产建设兵团第八师石河子市教育局 is of (新疆生产建设兵团, 第八师): division and city are one.
    """
    spelling = next((each for each in corps().spellings if name.startswith(each)), "")
    rest = name[len(spelling) :]
    path = [corps().root]
    division, rest = _division(rest)
    if division:
        path.append(division)
        rest = rest.removeprefix(corps().cities.get(division, ("", ""))[1])
        regiment = _REGIMENT.match(rest)
        if regiment is not None:
            path.append(f"{_number(regiment['number'])}团")
            rest = rest[regiment.end() :]
    elif not spelling:
        return None
    return tuple(path), rest


def _division(rest: str) -> tuple[str, str]:
    for other, name in corps().other_names.items():
        if rest.startswith(other):
            return name, rest[len(other) :]
    match = _DIVISION.match(rest)
    if match is None:
        return "", rest
    number = _number(match["number"])
    if not 1 <= number <= len(_DIGITS) + 4:
        return "", rest
    return f"第{_written(number)}师", rest[match.end() :]


def _written(number: int) -> str:
    return _DIGITS[number - 1] if number <= len(_DIGITS) else f"十{_DIGITS[number - 11]}"


def _number(printed: str) -> int:
    """143 of 一四三, 一百四十三 and 143; 62 of 六十二."""
    if printed.isdecimal():
        return int(printed)
    values = [("〇零" + _DIGITS[:9]).find(each) for each in printed]
    if not set(printed) & set("十百"):
        return int("".join(str(max(0, value - 1)) for value in values))
    total = pending = 0
    for each, value in zip(printed, values, strict=True):
        if each in "十百":
            total += (pending or 1) * (10 if each == "十" else 100)
            pending = 0
        else:
            pending = max(0, value - 1)
    return total + pending


def corps_level(path: Sequence[str]) -> BodyLevel | None:
    """The level of a body of the Corps; None for a path that is not the Corps'."""
    return _LEVELS[len(path) - 1] if path and path[0] == corps().root and len(path) <= len(_LEVELS) else None


def city_stem(body_id: str) -> str:
    """The id with the division's city in place of the division: what may be the same body; else the id."""
    for division, (code, _) in corps().cities.items():
        stem = f"x-{corps().root}-{division}-"
        if body_id.startswith(stem) and "团" not in body_id[len(stem) :].split("-")[0]:
            return f"{code}-{body_id[len(stem) :]}"
    return body_id
