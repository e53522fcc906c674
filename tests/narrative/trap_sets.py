"""Paragraphs of trainings and counts, read as whole reports: which values are right, in doubt, wrong."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from written_sets import PERIODS, TOPICS, YEAR

from extractor.pipeline import extract
from extractor.records import Count, Event, Report, Severity

FOLDER = Path(__file__).with_name("written")
FRAME = f"""青禾县柳林局{YEAR}年政府信息公开工作年度报告
一、总体情况
{{prose}}
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
无。
六、其他需要报告的事项
无。
"""


class Value(NamedTuple):
    """One value that is wanted or delivered: whether it is right, and whether a warning points at it."""

    what: str
    right: bool
    warned: bool


class _Fact(NamedTuple):
    pointer: str
    fact: Event | Count


def values(name: str = "traps") -> list[Value]:
    """Every value of every paragraph of one file."""
    return [value for text, labels in _paragraphs(name) for value in _values(text, labels)]


def warned_counts(text: str) -> list[tuple[Count, bool]]:
    """The counts of one paragraph, and whether a warning points at each."""
    report = extract(FRAME.format(prose=text))
    warned = _warned(report)
    counts = enumerate(report.narrative.counts)
    return [(count, _points(warned, f"/narrative/counts/{index}")) for index, count in counts]


def _paragraphs(name: str) -> Iterator[tuple[str, list[list[str]]]]:
    for block in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if lines:
            yield lines[0].replace("¶", "\n"), [line.split() for line in lines[1:]]


def _values(text: str, labels: list[list[str]]) -> Iterator[Value]:
    report = extract(FRAME.format(prose=text))
    warned = _warned(report)
    narrative = report.narrative
    counts = [_Fact(f"/narrative/counts/{i}", fact) for i, fact in enumerate(narrative.counts)]
    trainings = [_Fact(f"/narrative/trainings/{i}", fact) for i, fact in enumerate(narrative.trainings)]
    events = [_Fact(f"/narrative/events/{i}", fact) for i, fact in enumerate(narrative.events)]
    anything = any(pointer.startswith(("/narrative/trainings", "/narrative/events")) for pointer in warned)
    for kind, *label in labels:
        if kind == "C":
            yield from _count(text, label, counts, warned)
        elif kind == "T":
            yield from _training(text, label, trainings, warned, anything)
        else:
            yield from _event(text, label, events, warned)
    for fact in (*counts, *trainings):
        yield Value(f"extra {fact.fact.evidence.quote} | {text}", False, _points(warned, fact.pointer))


def _warned(report: Report) -> list[str]:
    return [
        pointer
        for finding in report.findings
        if finding.severity in (Severity.ERROR, Severity.WARNING)
        for pointer in finding.where
    ]


def _points(warned: list[str], pointer: str) -> bool:
    return any(place == pointer or place.startswith(f"{pointer}/") for place in warned)


def _count(text: str, label: list[str], counts: list[_Fact], warned: list[str]) -> Iterator[Value]:
    value, topics, periods, *scope = label
    found = next((each for each in counts if float(each.fact.value) == float(value)), None)
    if found is None:
        yield Value(f"missing {value} | {text}", False, False)
        return
    counts.remove(found)
    fact, doubt = found.fact, _points(warned, found.pointer)
    told = f"{value}: {fact.topic} {fact.period} {fact.scope} | {text}"
    yield Value(f"value {told}", True, doubt)
    yield Value(f"topic {told}", fact.topic in [TOPICS[topic] for topic in topics.split("/")], doubt)
    yield Value(f"period {told}", fact.period in [PERIODS[period] for period in periods.split("/")], doubt)
    for name in scope:
        wanted = name.removeprefix("@")
        right = fact.scope is None if wanted == "-" else wanted in (fact.scope or "")
        yield Value(f"scope {told}", right, doubt)


def _training(
    text: str, label: list[str], trainings: list[_Fact], warned: list[str], anything: bool
) -> Iterator[Value]:
    day, people = label
    wanted = None if day == "-" else date(YEAR, *map(int, day.split("-")))
    number = None if people == "-" else int(people)
    ranked = sorted(trainings, key=lambda each: (each.fact.start != wanted, each.fact.participants != number))
    if not ranked:
        yield Value(f"missing training {day} {people} | {text}", False, anything)
        return
    found = ranked[0]
    trainings.remove(found)
    fact, doubt = found.fact, _points(warned, found.pointer)
    told = f"{fact.start} {fact.participants}, not {day} {people} | {text}"
    yield Value(f"training {told}", True, doubt)
    yield Value(f"day {told}", fact.start == wanted, doubt)
    yield Value(f"people {told}", fact.participants == number, doubt)


def _event(text: str, label: list[str], events: list[_Fact], warned: list[str]) -> Iterator[Value]:
    kind, people = label
    found = next((each for each in events if each.fact.kind == kind), None)
    if found is None:
        yield Value(f"missing {kind} | {text}", False, False)
        return
    right = found.fact.participants == (None if people == "-" else int(people))
    yield Value(f"{kind} {found.fact.participants} | {text}", right, _points(warned, found.pointer))


def main() -> None:
    """Print what is wrong in each set, and its tally."""
    for name in ("traps", "traps_second", "traps_third", "traps_fourth", "traps_fifth"):
        found = values(name)
        wrong = [value for value in found if not value.right]
        for value in sorted(wrong, key=lambda value: value.warned):
            print("doubt " if value.warned else "SILENT", value.what)
        silent = [value for value in wrong if not value.warned]
        needless = [value for value in found if value.right and value.warned]
        print(
            f"{name}: {len(found)} values: {len(found) - len(wrong)} right ({len(needless)} of them warned), "
            f"{len(wrong) - len(silent)} wrong in doubt, {len(silent)} silent"
        )


if __name__ == "__main__":
    main()
