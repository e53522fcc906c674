"""The years of one body: what does not follow from the year before, what never changes, what is missing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from extractor.bodies.body_registry import Registry
from extractor.bodies.figures import CellKey, ReportVersion, figures_of
from extractor.bodies.repeats import Repeat, repeats
from extractor.bodies.shelf import Shelf
from extractor.bodies.year_findings import (
    carried,
    copied_text,
    missing_years,
    same_figures,
    unchanged_cells,
    versions_differ,
)
from extractor.records import Attribution, Body, Finding, PanelFinding, Report, SectionKey

Compare = Callable[[Report, Report], Iterable[Finding]]
"""Findings of a Report against that of the year before."""
PROSE = (SectionKey.OVERVIEW, SectionKey.PROBLEMS, SectionKey.OTHER)


class BodyYear(NamedTuple):
    """One year of a body."""

    year: int
    chosen: ReportVersion
    """The most complete Report of the year."""
    others: tuple[ReportVersion, ...]
    repeats: Mapping[SectionKey, Repeat]
    """By section of prose, what is copied from the year before; empty where that is not there."""
    lengths: Mapping[SectionKey, int]
    """Characters of each section of prose, without spaces."""


class Change(NamedTuple):
    """One cell in a year and in the year before."""

    year: int
    key: CellKey
    before: Decimal
    value: Decimal
    is_sure: bool
    """Whether neither is in doubt."""


class BodyYears(NamedTuple):
    """All years of a body with what they show."""

    body: Body
    years: tuple[BodyYear, ...]
    findings: tuple[PanelFinding, ...]

    def changes(self) -> Iterator[Change]:
        """Every cell that two consecutive years print."""
        for before, after in pairwise(self.years):
            if after.year != before.year + 1:
                continue
            for key, cell in after.chosen.figures.cells.items():
                old = before.chosen.figures.cells.get(key)
                if cell.value is not None and old is not None and old.value is not None:
                    yield Change(after.year, key, old.value, cell.value, old.is_sure and cell.is_sure)


class _Read(NamedTuple):
    """One Report while the years of its body are looked at."""

    version: ReportVersion
    report: Report
    text: str | None


def years_of(registry: Registry, shelf: Shelf, compare: Compare) -> Iterator[BodyYears]:
    """The years of every body that has Reports, one body after the other; what is apart has one year each."""
    for body, attributions in registry.by_body():
        yield body_years(body, attributions, shelf, compare)


def body_years(body: Body, attributions: Sequence[Attribution], shelf: Shelf, compare: Compare) -> BodyYears:
    """The years of one body; at most two years of Reports are in memory."""
    by_year: dict[int, list[Attribution]] = {}
    for one in attributions:
        if one.year is not None:
            by_year.setdefault(one.year, []).append(one)
    found: list[BodyYear] = []
    findings: list[PanelFinding] = []
    before: list[_Read] = []
    for year in sorted(by_year):
        now = [_read(one, shelf) for one in by_year[year]]
        now.sort(key=lambda one: -one.version.figures.filled)
        last = before if found and found[-1].year == year - 1 else []
        copied = _repeats(last[0], now[0]) if last else {}
        versions = [one.version for one in now]
        found.append(BodyYear(year, versions[0], tuple(versions[1:]), copied, _lengths(now[0])))
        if last:
            findings += _year_on_year(body, last, now, compare)
            findings += copied_text(body, year, last[0].version, now[0].version, copied)
        findings += versions_differ(body, year, [(one.version, one.report) for one in now])
        before = now
    findings += missing_years(body, [each.year for each in found])
    chosen = [(each.year, each.chosen) for each in found]
    findings += unchanged_cells(body, chosen)
    findings += same_figures(body, chosen)
    findings.sort(key=lambda one: (one.year or 0, one.check))
    return BodyYears(body, tuple(found), tuple(findings))


def _read(one: Attribution, shelf: Shelf) -> _Read:
    report = shelf.report(one.report)
    return _Read(ReportVersion(one, figures_of(report, one.report)), report, shelf.text(one.report))


def _year_on_year(
    body: Body, before: Sequence[_Read], after: Sequence[_Read], compare: Compare
) -> Iterator[PanelFinding]:
    """What every version of the year says against every version of the year before."""
    found: list[dict[tuple[str, tuple[str, ...]], PanelFinding]] = []
    for new in after:
        for old in before:
            told = compare(old.report, new.report)
            found.append(
                {
                    (each.check, each.where): carried(body, each, (old.version, new.version))
                    for each in told
                    if each.check.startswith("carry.")
                }
            )
    first, *others = found
    yield from (one for place, one in first.items() if all(place in each for each in others))


def _repeats(before: _Read, after: _Read) -> dict[SectionKey, Repeat]:
    if before.text is None or after.text is None:
        return {}
    found = {}
    for key in PROSE:
        old, new = _stretch(before, key), _stretch(after, key)
        if old is not None and new is not None:
            found[key] = repeats(old, new)
    return found


def _stretch(one: _Read, key: SectionKey) -> tuple[str, int, int] | None:
    section = next((each for each in one.report.sections if each.key == key), None)
    if section is None or one.text is None:
        return None
    return one.text, section.body.start, section.body.end


def _lengths(one: _Read) -> dict[SectionKey, int]:
    return {
        key: sum(not character.isspace() for character in text[low:high])
        for key in PROSE
        if (stretch := _stretch(one, key)) is not None
        for text, low, high in (stretch,)
    }
