"""Figures far from the rest, by median and median absolute deviation.

A body's figure is held against those of its level, and against what the body itself printed in its other
years. Counts are compared by their logarithm: twice as many is as far as half as many. The distance is the
modified z-score of Iglewicz and Hoaglin (1993), 0.6745 (x - median) / MAD; they flag above 3.5 for normal
data, and real counts have heavier tails, so more is asked for here.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import expm1, log1p
from statistics import median
from typing import NamedTuple

FAR = 6.0
"""Distance from which a figure is shown: 3.5 is for normal data."""
LEAST_PEERS = 12
"""With fewer figures a median says little."""
LEAST_SPREAD = 0.18
"""MAD below which it is not taken: figures that are nearly all alike would make any other one far."""
LEAST_YEARS = 3
"""Years of its own beside which a body's figure is looked at."""
LEAST_FIGURE = 20
"""A figure that is not larger, nor any it is held against, says nothing: 1 and 4 differ by chance."""
_NORMAL = 0.6745


class ReportedFigure(NamedTuple):
    """One printed figure of one body and year."""

    key: str
    """Which figure: pointer of its cell."""
    level: str
    body_id: str
    year: int
    value: float


class Outlier(NamedTuple):
    """A figure far from the rest."""

    figure: ReportedFigure
    usual: float
    """The median that it is far from."""
    distance: float
    peers: int
    own: bool
    """Far from the body's own years, not from its level."""
    years: int = 1
    """Years in which the body is so far from its level; the farthest is given."""


class ReportedFigures:
    """The figures of all bodies, kept small: numbers in arrays, names once."""

    def __init__(self) -> None:
        self._bodies: list[str] = []
        self._known: dict[str, int] = {}
        self._columns: dict[tuple[str, str], tuple[array[int], array[int], array[float]]] = defaultdict(
            lambda: (array("l"), array("h"), array("d"))
        )

    def add(self, figure: ReportedFigure) -> None:
        """Keep a figure."""
        at = self._known.setdefault(figure.body_id, len(self._bodies))
        if at == len(self._bodies):
            self._bodies.append(figure.body_id)
        bodies, years, values = self._columns[figure.key, figure.level]
        bodies.append(at)
        years.append(figure.year)
        values.append(figure.value)

    def outliers(self) -> Iterator[Outlier]:
        """All figures that are far off, each once: against the body's own years where those say so."""
        for (key, level), (bodies, years, values) in sorted(self._columns.items()):
            figures = [
                ReportedFigure(key, level, self._bodies[body], year, value)
                for body, year, value in zip(bodies, years, values, strict=True)
            ]
            if len(figures) >= LEAST_PEERS:
                own = list(_against_own_years(figures))
                seen = {(each.figure.body_id, each.figure.year) for each in own}
                yield from own
                yield from _farthest(
                    each
                    for each in _against_level(figures)
                    if (each.figure.body_id, each.figure.year) not in seen
                )


def _farthest(found: Iterable[Outlier]) -> Iterator[Outlier]:
    """One outlier a body: one that is far from its level is so in most years."""
    by_body: dict[str, list[Outlier]] = defaultdict(list)
    for each in found:
        by_body[each.figure.body_id].append(each)
    for own in by_body.values():
        yield max(own, key=lambda each: abs(each.distance))._replace(years=len(own))


def _against_level(figures: list[ReportedFigure]) -> Iterator[Outlier]:
    logs = [log1p(figure.value) for figure in figures]
    middle = median(logs)
    spread = max(median(abs(each - middle) for each in logs), LEAST_SPREAD)
    for figure, each in zip(figures, logs, strict=True):
        distance = _NORMAL * (each - middle) / spread
        if abs(distance) > FAR and max(figure.value, expm1(middle)) >= LEAST_FIGURE:
            yield Outlier(figure, expm1(middle), distance, len(figures) - 1, own=False)


def _against_own_years(figures: list[ReportedFigure]) -> Iterator[Outlier]:
    """Far from the median of the body's other years, by how much figures of the level move at all."""
    by_body: dict[str, list[ReportedFigure]] = defaultdict(list)
    for figure in figures:
        by_body[figure.body_id].append(figure)
    moves = [move for own in by_body.values() if len(own) > LEAST_YEARS for move in _moves(own)]
    if len(moves) < LEAST_PEERS:
        return
    middle = median(change for _, _, change in moves)
    spread = max(median(abs(change - middle) for _, _, change in moves), LEAST_SPREAD)
    for figure, usual, change in moves:
        distance = _NORMAL * (change - middle) / spread
        if abs(distance) > FAR and max(figure.value, usual) >= LEAST_FIGURE:
            yield Outlier(figure, usual, distance, len(by_body[figure.body_id]) - 1, own=True)


def _moves(own: Iterable[ReportedFigure]) -> Iterator[tuple[ReportedFigure, float, float]]:
    """Each figure, the median of the other years, and the step between them in logarithms."""
    listed = list(own)
    for figure in listed:
        usual = median(other.value for other in listed if other.year != figure.year)
        yield figure, usual, log1p(figure.value) - log1p(usual)
