"""A department's name in full and without joints: 住建局 and 住房和城乡建设局 are 住房城乡建设局."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from extractor.ideographs import HAN

_JOINTS = re.compile(r"[和与及、·\s]")
_OWN_OFFICE = re.compile(
    r"(?<=[局委厅会院处])(?:局?机关|办公室|综合办|综合科|秘书科|行政科|政务公开办公室)(?:本级)?$|(?<=[局委厅会院处])本级$"
)
_ENDING = re.compile(r"(?P<stem>.+?)(?P<end>委员会|局|厅|委|办公室|办|中心|处|署|队|站|所|院|馆|室|部|会)")
FULL_ENDING = {"委": "委员会", "办": "办公室"}
_BRANCH = re.compile(
    rf"(?<=局)(?P<place>[{HAN}]{{2,6}}?)(?<![开发园新景])[区县市旗](?=(?:分局|支局|大队|分中心)$)"
)
"""公安局南湖区分局 is 公安局南湖分局; 开发区分局 stays."""
_COMPANY = re.compile(r"(?P<group>集团)?(?:股份)?有限(?:责任)?公司$")
_OVERSEEN = re.compile(r"(?<=.{2})(?<![会局])监管$")
"""食品药品监管 is 食品药品监督管理; an organ's 监管局 is so called."""


class _Departments(NamedTuple):
    """``departments.toml``."""

    short: Mapping[str, str]
    whole: Mapping[str, str]
    inside: Mapping[str, str]
    families: tuple[tuple[tuple[str, str], ...], ...]
    """Fields of work that are joined in one department, each as (printed, in full)."""


@cache
def _departments() -> _Departments:
    text = (files("extractor.bodies") / "data" / "departments.toml").read_text(encoding="utf-8")
    loaded = tomllib.loads(text)
    families = [
        tuple((printed, one.split("|")[0]) for one in family for printed in one.split("|"))
        for family in loaded["families"].values()
    ]
    return _Departments(loaded["short"], loaded["whole"], loaded["inside"], tuple(families))


def department_key(printed: str) -> str:
    """The name that all spellings of a department have in its id."""
    known = _departments()
    name = _OWN_OFFICE.sub("", re.sub(r"[(（].*?[)）]", "", printed)) or printed
    name = re.sub(r"^(?:人民政府|政府)(?=.{2})", "", _JOINTS.sub("", name))
    for short, full in known.inside.items():
        name = name.replace(short, full)
    name = _BRANCH.sub(r"\g<place>", name)
    name = _COMPANY.sub(lambda match: match["group"] or "有限公司", name)
    name = re.sub(r"管委会$", "管理委员会", known.whole.get(name, name))
    name = _OWN_OFFICE.sub("", name)
    match = _ENDING.fullmatch(name)
    if match is None:
        return name
    return _stem_in_full(match["stem"]) + FULL_ENDING.get(match["end"], match["end"])


def department_stem(department: str) -> str:
    """A normalised name without its last word: 生态环境 of 生态环境局."""
    match = _ENDING.fullmatch(department)
    return department if match is None else match["stem"]


@cache
def _stem_in_full(stem: str) -> str:
    stem = _OVERSEEN.sub("监督管理", stem)
    known = _departments().short
    if stem in known:
        return known[stem]
    found = {"".join(words) for family in _departments().families for words in _read(stem, family)}
    return found.pop() if len(found) == 1 else stem


def _read(stem: str, family: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, ...]]:
    """Ways of reading a stem as two and more fields of work that are joined: 文广旅体."""
    open_ways: list[tuple[str, tuple[str, ...]]] = [(stem, ())]
    while open_ways:
        rest, words = open_ways.pop()
        if not rest:
            if len(words) > 1:
                yield words
            continue
        for printed, full in family:
            if rest.startswith(printed) and full not in words:
                open_ways.append((rest[len(printed) :], (*words, full)))
