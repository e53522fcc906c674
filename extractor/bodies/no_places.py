"""A place that no list has: what may be the name of one, and what is only written like it."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from extractor.ideographs import HAN


class _NoPlaces(NamedTuple):
    """``no_places.toml``."""

    none: re.Pattern[str]
    like: re.Pattern[str]
    of_offices: frozenset[str]


@cache
def _no_places() -> _NoPlaces:
    text = (files("extractor.bodies") / "data" / "no_places.toml").read_text(encoding="utf-8")
    loaded = tomllib.loads(text)
    none = [f"(?:{_any(loaded['areas'])})区$"]
    none.append(f"(?:{'|'.join(loaded['kinds'])})$")
    none += [f"^(?:{_any(before)}){sort}$" for sort, before in loaded["whole"].items()]
    sorts = ["自治县", "自治旗"]
    sorts += [f"{sort}(?!{_any(behind)})" for sort, behind in loaded["goes_on"].items()]
    like = rf"[{HAN}]{{2,7}}?(?:{'|'.join(sorts)})(?=.{{2}})"
    return _NoPlaces(re.compile("|".join(none)), re.compile(like), frozenset(loaded["of_offices"]))


def _any(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, words))


def is_no_place(printed: str) -> bool:
    """Whether words that end like a place's name are none: 开发区, 老区, 全市."""
    return _no_places().none.search(printed) is not None


def place_like(rest: str) -> str:
    """The words at the beginning that may be a place's name; 绿化市容管理局 begins with none."""
    match = _no_places().like.match(rest)
    if match is None or is_no_place(match[0]) or _no_places().of_offices.intersection(match[0]):
        return ""
    return match[0]
