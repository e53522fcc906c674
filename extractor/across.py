"""Reports of several bodies and years side by side: who each is of, what follows, what contradicts it."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from extractor.bodies import Registry, key_of, naming_of, why_no_report
from extractor.export import ExportItem
from extractor.indicators import Circumstances, Population, indicators_of
from extractor.pipeline import with_findings_across
from extractor.records import Body, Naming, Report
from extractor.validate import Series, SeriesPlace

_KEPT = 16
"""Reports kept in memory: the year before often lies right before."""


class Places(Protocol):
    """What people said of bodies, and how many live there."""

    @property
    def population(self) -> Population:
        """Inhabitants, by body or division and year."""
        ...

    def registry(self, namings: Iterable[Naming], text_of: Callable[[str], str]) -> Registry:
        """The bodies of Reports, what people said first."""
        ...


class ReportSource(Protocol):
    """Reports by their place in an export, none held in memory longer than it is asked for."""

    def items(self) -> Iterator[ExportItem]:
        """All of them in their order."""
        ...

    def item(self, index: int) -> ExportItem:
        """The one at a place."""
        ...

    def text(self, index: int) -> str | None:
        """Its canonical text, where it is at hand."""
        ...


def across_years(source: ReportSource, places: Places) -> Iterator[ExportItem]:
    """The items with their bodies, their indicators, and the findings across the years behind their own.

    Everything is read twice: what a body is called in one year may tell who it is in another.
    """
    registry, keys, twins = _registry(source, places)
    links = [registry.attributions[key] for key in keys]
    placed = (
        SeriesPlace(one.printed_name, one.body_id if one.is_certain else None, one.year) for one in links
    )
    series = Series([None if index in twins else one for index, one in enumerate(placed)])
    kept: OrderedDict[int, Report] = OrderedDict()

    def report_at(index: int) -> Report:
        if index not in kept:
            kept[index] = source.item(index).report
        while len(kept) > _KEPT:
            kept.popitem(last=False)
        return kept[index]

    for index, item in enumerate(source.items()):
        kept[index] = item.report
        body = registry.body(keys[index])
        report = with_findings_across(index, series, report_at)
        is_report = why_no_report(report) is None
        around = circumstances(body, links[index].year, places.population)
        indicators = indicators_of(report, around) if is_report else ()
        if body is not None:
            places.population.weigh(body.name, links[index].year, indicators)
        placed_item = item._replace(body=body, attribution=links[index], is_report=is_report)
        yield placed_item._replace(report=report, indicators=indicators)


def circumstances(body: Body | None, year: int | None, population: Population) -> Circumstances:
    """What the indicators need to know of a body."""
    if body is None:
        return Circumstances()
    inhabitants = None
    if body.is_government:
        inhabitants = population.inhabitants((body.body_id, body.division_code), year)
    return Circumstances(body.level, inhabitants)


def _registry(source: ReportSource, places: Places) -> tuple[Registry, list[str], set[int]]:
    """(bodies, key of each Report, indexes of those that another stands for or that are no report)."""
    namings: list[Naming] = []
    twins = set()
    at: dict[str, int] = {}
    for index, item in enumerate(source.items()):
        key = key_of(item.report, at)
        at[key] = index
        namings.append(naming_of(item.report, key, item.path))
        if item.duplicate_of is not None or not namings[-1].is_report:
            twins.add(index)
    registry = places.registry(namings, lambda key: source.text(at[key]) or "")
    return registry, list(at), twins
