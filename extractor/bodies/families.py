"""Families: whether a government's figures are those of the bodies below it, where its report says so."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.bodies.body_registry import Registry
from extractor.bodies.covers import Covers, CoverStatement, covers_of
from extractor.bodies.family import Family, FamilySum
from extractor.bodies.family_findings import (
    children_missing,
    children_twice,
    sums_differ,
)
from extractor.bodies.figures import ReportVersion, figures_of
from extractor.bodies.gazetteer import towns
from extractor.bodies.shelf import Shelf
from extractor.records import Attribution, Body, BodyLevel


def families_of(
    registry: Registry, shelf: Shelf, failed: Mapping[tuple[str, int | None], Sequence[str]] | None = None
) -> Iterator[Family]:
    """Every family and year, the parents in the order of their ids; one family and year in memory at a time.

    ``failed``: paths of files that could not be read, by body and year, as their names say.
    """
    by_body = {body.body_id: attributions for body, attributions in registry.by_body()}
    for parent_id, below in sorted(registry.children().items(), key=lambda pair: pair[0]):
        parent = registry.bodies.get(parent_id)
        if parent is None:
            continue
        own = by_body.get(parent_id, [])
        last = {child.body_id: max(one.year or 0 for one in by_body[child.body_id]) for child, _ in below}
        years = {one.year for _, attributions in below for one in attributions} | {one.year for one in own}
        for year in sorted(year for year in years if year is not None):
            yield _family(parent, year, own, _not_gone(below, last, year), shelf, failed or {})


def _not_gone(
    below: Sequence[tuple[Body, Sequence[Attribution]]], last: Mapping[str, int], year: int
) -> list[tuple[Body, Sequence[Attribution]]]:
    """Without the bodies that reported below the government before the year, and since below another."""
    return [
        (child, own)
        for child, own in below
        if year <= (newest := max(one.year or 0 for one in own)) or newest == last[child.body_id]
    ]


def _family(
    parent: Body,
    year: int,
    own: Sequence[Attribution],
    below: Sequence[tuple[Body, Sequence[Attribution]]],
    shelf: Shelf,
    failed: Mapping[tuple[str, int | None], Sequence[str]],
) -> Family:
    versions = _versions(own, year, shelf)
    version = versions[0] if versions else None
    statement = CoverStatement(Covers.NOT_STATED)
    if version is not None:
        key = version.attribution.report
        statement = covers_of(shelf.report(key), shelf.text(key))
    children = {
        child.body_id: found
        for child, attributions in below
        if (found := _versions(attributions, year, shelf))
    }
    expected = tuple(
        child
        for child, attributions in below
        if _is_expected(attributions, year) or (child.body_id, year) in failed
    )
    missing = tuple(child for child in expected if child.body_id not in children)
    family = Family(
        parent,
        year,
        version,
        statement,
        children,
        expected,
        missing,
        tuple(path for child in missing for path in failed.get((child.body_id, year), ())),
        _unlisted_towns(parent, [child for child, _ in below]),
        (),
        (),
    )
    sums = tuple(_sums(family)) if version is not None else ()
    family = family._replace(sums=sums)
    findings = (*children_missing(family), *children_twice(family), *sums_differ(family))
    return family._replace(findings=findings)


def _versions(attributions: Sequence[Attribution], year: int, shelf: Shelf) -> tuple[ReportVersion, ...]:
    """The Reports of a year, the most complete first."""
    found = [
        ReportVersion(one, figures_of(shelf.report(one.report), one.report))
        for one in attributions
        if one.year == year
    ]
    return tuple(sorted(found, key=lambda one: -one.figures.filled))


def _is_expected(attributions: Sequence[Attribution], year: int) -> bool:
    """Whether a body is to be expected in a year: between its first report and its last, or the year after.

    One that was set up later, or taken in before, is not missing.
    """
    years = [one.year for one in attributions if one.year is not None]
    return bool(years) and min(years) <= year <= max(years) + 1


def _unlisted_towns(parent: Body, below: Sequence[Body]) -> tuple[str, ...]:
    """Townships of the list that never report, where others of the county do."""
    if parent.level is not BodyLevel.COUNTY or parent.division_code is None:
        return ()
    here = {child.division[-1] for child in below if child.level is BodyLevel.TOWNSHIP}
    if not here:
        return ()
    listed = (one.name for found in towns().values() for one in found if one.county == parent.division_code)
    return tuple(sorted(set(listed) - here))


def _sums(family: Family) -> Iterator[FamilySum]:
    """Every cell of the parent with what the children that it covers add up to."""
    covered = [
        versions
        for child in family.expected
        if family.statement.includes(child) and (versions := family.children.get(child.body_id))
    ]
    if not covered or family.version is None:
        return
    for key in family.version.figures.cells:
        parent = family.version.figures.counted(key)
        if parent is None or parent.low is None:
            continue
        cells = [
            [
                cell
                for one in versions
                if (cell := one.figures.counted(key)) is not None and cell.low is not None
            ]
            for versions in covered
        ]
        known = [each for each in cells if each]
        if not known:
            continue
        low = sum((min(cell.low for cell in each if cell.low is not None) for each in known), Decimal(0))
        high = sum((max(cell.high for cell in each if cell.high is not None) for each in known), Decimal(0))
        yield FamilySum(key, parent, low, high, len(known))
