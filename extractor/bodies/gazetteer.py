"""The list of places: which names, codes and parents a place had in which years, and what became of it."""

import csv
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from extractor.errors import UsageError

_DATA = files("extractor.bodies") / "data"


class Division(NamedTuple):
    """A place under one name, code and parent, and the years in which it had them."""

    code: str
    name: str
    parent: str
    """Code of the place above; empty for a province."""
    since: int
    """0: before 2008."""
    until: int
    """9999: still."""

    @property
    def rank(self) -> int:
        """1 province, 2 prefecture, 3 county."""
        return 1 if not self.parent else 2 if self.code.endswith("00") else 3

    def held(self, year: int | None) -> bool:
        """Whether it was so called when a report on ``year`` was written: in that year or the next."""
        return year is None or self.since - 1 <= year <= self.until + 1


class _Endings(NamedTuple):
    """``places.toml``."""

    sorts: tuple[str, ...]
    peoples: tuple[str, ...]
    town_sorts: tuple[str, ...]
    shortened: dict[str, list[str]]
    usual: dict[str, str]


@cache
def _endings() -> _Endings:
    loaded = tomllib.loads((_DATA / "places.toml").read_text(encoding="utf-8"))
    return _Endings(
        tuple(loaded["sorts"]),
        tuple(loaded["peoples"]),
        tuple(loaded["town_sorts"]),
        loaded["shortened"],
        loaded["usual"],
    )


class Town(NamedTuple):
    """A township or street of the list."""

    name: str
    code: str
    """Nine digits."""
    county: str
    """Code of its county."""


class Gazetteer:
    """All places by name; ``unit`` says which of them are one place through the years."""

    def __init__(
        self,
        divisions: Iterable[Division],
        became: Iterable[tuple[str, str, str, str]],
        taken_in: Mapping[tuple[str, str], Sequence[tuple[int, str, str]]] = MappingProxyType({}),
    ) -> None:
        self.taken_in = taken_in
        """Year, code and name of the places that a place took in, by its code and name."""
        self.named: dict[str, list[Division]] = defaultdict(list)
        self.coded: dict[str, list[Division]] = defaultdict(list)
        self._first: dict[tuple[str, str], tuple[str, str]] = {}
        for one in divisions:
            self.named[one.name].append(one)
            self.coded[one.code].append(one)
        self._next: dict[tuple[str, str], tuple[str, str]] = {}
        for old_code, old_name, new_code, new_name in became:
            old, new = (old_code, old_name), (new_code, new_name)
            if old != new:
                self._first.setdefault(new, old)
                self._next[old] = new
        self.stems: dict[str, list[Division]] = defaultdict(list)
        for name, known in list(self.named.items()):
            for ending in _endings().shortened.get(name[-3:], ()):
                self._add_name(stem_of(name) + ending, known)
        for name, code in _endings().usual.items():
            self._add_name(name, self.coded.get(code, ()))
        for name, places in self.named.items():
            if (stem := stem_of(name)) != name and len(stem) >= 2:
                self.stems[stem] += [one for one in places if one.name == name]
        self.longest = max(map(len, self.named), default=0)
        self._shortened: dict[str, list[Division]] = defaultdict(list)
        for one in (each for known in self.coded.values() for each in known if _is_shortened(each)):
            self._shortened[one.name[0] + one.name[-1]].append(one)

    @cached_property
    def but_for_one(self) -> Mapping[str, list[Division]]:
        """Places by their names with one character left out: 洪_区."""
        found: dict[str, list[Division]] = defaultdict(list)
        for one in (each for known in self.coded.values() for each in known):
            for at in range(len(one.name)):
                found[f"{one.name[:at]}_{one.name[at + 1 :]}"].append(one)
        return found

    def _add_name(self, name: str, known: Sequence[Division]) -> None:
        here = self.named[name]
        here += [one for one in known if one not in here]

    def shortened(self, words: str, *, below: bool) -> list[Division]:
        """Autonomous places and banners that the words are short for: 前郭县, 科右中旗, 博州.

        The words keep the first character, what sort of place it is, and some between in their order. None
        where the list has a place so called. ``below``: behind a place above; one character alone is a
        county only there, and no prefecture where a district elsewhere has the stem (巴州区).
        """
        if len(words) < _SHORTEST or words in self.named:
            return []
        known = [
            one
            for one in self._shortened.get(words[0] + words[-1], ())
            if is_in_order(words[:-1], one.name[:-1])
        ]
        if below or len(words) > _SHORTEST or words[-1] in "旗盟":
            return known
        return known if words[-1] == "州" and words not in self.stems else []

    def unit(self, division: Division) -> str:
        """The code that the place had first: one place keeps it through renamings."""
        key = (division.code, division.name)
        seen = {key}
        while (before := self._first.get(key)) is not None and before not in seen:
            seen.add(before)
            key = before
        return key[0]

    def newest(self, division: Division) -> Division:
        """The place as it is called last."""
        key = (division.code, division.name)
        seen = {key}
        while (after := self._next.get(key)) is not None and after not in seen:
            seen.add(after)
            key = after
        found = [one for one in self.coded[key[0]] if one.name == key[1]]
        return max(found, key=lambda one: one.until) if found else division

    def above(self, division: Division, year: int | None = None) -> Division | None:
        """The place above, as it was called in the year."""
        found = self.coded.get(division.parent, [])
        held = [one for one in found if one.held(year)] or found
        return max(held, key=lambda one: one.until) if held else None

    def path(self, division: Division, year: int | None = None) -> tuple[Division, ...]:
        """The place and all above it, the province first."""
        chain = [division]
        while (upper := self.above(chain[0], year)) is not None and len(chain) < 4:
            chain.insert(0, upper)
        return tuple(chain)

    def is_within(self, division: Division, upper: Division) -> bool:
        """Whether a place lies in another, in any year."""
        parents = {division.parent}
        for _ in range(3):
            if upper.code in parents:
                return True
            parents = {one.parent for code in parents for one in self.coded.get(code, ())}
        return False

    def held(self, name: str, year: int | None) -> list[Division]:
        """The places of that name, those of the year if there are any."""
        found = self.named.get(name, [])
        return [one for one in found if one.held(year)] or list(found)


_SHORTEST = 2
_LONG = 3


def _is_shortened(one: Division) -> bool:
    """Whether a place's name is so long that it is shortened in any way: 前郭尔罗斯蒙古族自治县."""
    return one.name.endswith(("自治州", "自治县", "自治旗")) or (
        one.name[-1] in "旗盟" and len(one.name) > _LONG
    )


def is_in_order(short: str, full: str) -> bool:
    """Whether the characters of one stand in the other, in their order."""
    rest = iter(full)
    return all(character in rest for character in short)


def stem_of(name: str) -> str:
    """The name without what sort of place it is: 洪泽 of 洪泽区, 恩施 of 恩施土家族苗族自治州."""
    stem = name
    for suffix in _endings().sorts:
        if stem.endswith(suffix) and len(stem) - len(suffix) >= 2:
            stem = stem[: -len(suffix)]
            break
    while (people := next((each for each in _endings().peoples if stem.endswith(each)), None)) is not None:
        if len(stem) - len(people) < 2:
            break
        stem = stem[: -len(people)]
    return stem[:-1] if stem in _endings().peoples and len(stem) > 2 else stem  # 东乡 of 东乡族自治县


@cache
def gazetteer(own: Path | None = None) -> Gazetteer:
    """The list that comes with the product, and the places of a file of one's own (the same columns).

    Raises UsageError for a file that cannot be read or lacks a column.
    """
    became = [*_became("successors.tsv"), *_became("successors_added.tsv")]
    divisions = [*_divisions(_rows("divisions.tsv")), *(_divisions(_own(own)) if own else ())]
    return Gazetteer(divisions, became, _taken_in())


@cache
def towns() -> dict[str, tuple[Town, ...]]:
    """The townships and streets of the list by name."""
    found: dict[str, list[Town]] = defaultdict(list)
    for row in _rows("townships.tsv"):
        for one in row["townships"].split(" "):
            found[one[3:]].append(Town(one[3:], row["county"] + one[:3], row["county"]))
    return {name: tuple(places) for name, places in found.items()}


@cache
def towns_by_stem() -> dict[str, tuple[Town, ...]]:
    """The same by their names without what sort they are."""
    found: dict[str, list[Town]] = defaultdict(list)
    for name, known in towns().items():
        found[town_stem(name)] += known
    return {stem: tuple(known) for stem, known in found.items()}


def town_stem(name: str) -> str:
    """A township's name without what sort it is, and whose: 常营 of 常营回族乡 and 常营地区."""
    ending = next((each for each in _endings().town_sorts if name.endswith(each)), "")
    stem = name[: len(name) - len(ending)]
    people = next(
        (each for each in _endings().peoples if stem.endswith(each) and len(stem) > len(each) + 1), ""
    )
    return stem[: len(stem) - len(people)] if ending else stem


def _became(name: str) -> Iterator[tuple[str, str, str, str]]:
    for row in _rows(name):
        if row["kind"] == "became":
            yield row["old_code"], row["old_name"], row["new_code"], row["new_name"]


def _taken_in() -> dict[tuple[str, str], list[tuple[int, str, str]]]:
    found: dict[tuple[str, str], list[tuple[int, str, str]]] = defaultdict(list)
    for name in ("successors.tsv", "successors_added.tsv"):
        for row in _rows(name):
            if row["kind"] == "taken_in":
                old = (int(row["year"]), row["old_code"], row["old_name"])
                found[row["new_code"], row["new_name"]].append(old)
    return found


def _divisions(rows: Iterable[dict[str, str]]) -> Iterator[Division]:
    for row in rows:
        since, until = row.get("since") or "0", row.get("until") or "9999"
        yield Division(row["code"], row["name"], row["parent"] or "", int(since), int(until))


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (_DATA / name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    yield from csv.DictReader(lines, delimiter="\t")


def _own(path: Path) -> list[dict[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as a list of places ({error}); check the path") from error
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    rows = list(csv.DictReader(lines, delimiter="\t" if lines and "\t" in lines[0] else ","))
    if not rows or not {"code", "name", "parent"} <= rows[0].keys():
        raise UsageError(f"{path}: a list of places has the columns code, name, parent (since, until)")
    try:
        list(_divisions(rows))
    except ValueError as error:
        raise UsageError(f"{path}: since and until are years ({error})") from error
    return rows
