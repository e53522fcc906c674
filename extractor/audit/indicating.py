"""Derived indicators of every report: a sheet of the workbook, and what the charts need of them."""

from collections import defaultdict

from extractor.audit.books import Book, BookColumn, BookSheet, Value
from extractor.audit.word_search import shown
from extractor.indicators import Circumstances, Indicator, Population, definitions, indicators_of
from extractor.records import Attribution, Body, Report

DRAWN = "granted_or_partial_share"
"""The share that the page draws over the years."""


class IndicatorRows:
    """Takes one report after the other; a value in doubt is written as its interval."""

    def __init__(self, workbook: Book, population: Population) -> None:
        self._population = population
        heads = [BookColumn("机关 body", 34), BookColumn("层级 level", 12), BookColumn("年度 year", 8)]
        heads += [BookColumn(f"{each.chinese} {each.id} ({each.unit})", 14) for each in definitions()]
        self._sheet: BookSheet = workbook.sheet("指标 indicators", heads)
        self.rates: dict[int, list[float]] = defaultdict(list)
        """Year to the shares, 0 to 1, that are drawn."""

    def add(self, body: Body, one: Attribution, report: Report) -> None:
        """Write the indicators of one report."""
        level = body.level if one.is_certain else None
        people = None
        if body.is_government and one.is_certain:
            people = self._population.inhabitants((body.body_id, body.division_code), one.year)
        found = indicators_of(report, Circumstances(level, people))
        self._population.weigh(body.name, one.year, found)
        self._sheet.add([body.name, str(body.level), one.year, *map(_written, found)])
        drawn = next(each for each in found if each.definition.id == DRAWN)
        if one.year is not None and drawn.value is not None and drawn.low == drawn.high:
            self.rates[one.year].append(float(drawn.value) / drawn.definition.per)

    def close(self) -> None:
        """Finish the sheet."""
        self._sheet.close()


def _written(indicator: Indicator) -> Value:
    if indicator.low is not None and indicator.high is not None and indicator.low != indicator.high:
        return f"{shown(round(indicator.low, 2))}–{shown(round(indicator.high, 2))}"
    return None if indicator.value is None else round(indicator.value, 4)
