"""In which order a converter wrote the cells of rows: whole columns, and stretches of columns in bands.

A converter of PDF gathers cells that stand near each other. What comes of it are tiles: columns written from
above to below, and where rows are of unequal height bands of rows, each written column by column or, where
columns stand close, row by row. How they were cut is not printed. Every way that these rules allow is
tried, and counts where every row adds up. Two stretches in bands are many more ways than one, and are to be
asked for only where one explains nothing.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise, product
from typing import NamedTuple

RowSum = tuple[tuple[int, ...], tuple[int, ...]]
"""The columns on the two sides of a sum inside of a row."""
Cells = tuple[tuple[int, ...], ...]
"""Row by row, for each column the place of its number in the run."""
_MOST = 24
"""So many different ways that add up, and nothing can be told."""
_PARAGRAPH = 2
_MOST_COLUMNS = 10
_MOST_STATES = 6_000
"""So many places in a search; a table of zeros goes on for ever."""


class _Band(NamedTuple):
    """Rows of a stretch of columns that were written together: groups of columns, each row by row."""

    first: int
    height: int
    begin: int
    """Where its numbers begin in the run."""
    grouping: tuple[tuple[int, int], ...]

    def cells(self, row: int) -> tuple[int, ...]:
        """The places of the numbers of a row in the run."""
        begin, at, height = self.begin, row - self.first, self.height
        return tuple(
            begin + start * height + at * size + place
            for start, size in self.grouping
            for place in range(size)
        )


class _TooManyError(Exception):
    """More ways than can be told apart or looked at."""


class NumberRun(NamedTuple):
    """Numbers in the order of the text."""

    values: Sequence[int]
    breaks: Sequence[int] = ()
    """What stands before each: 0 nothing, the line goes on; 1 the line's end; 2 a blank line or a label.

    If given, tiles are paragraphs: a tile begins behind a blank line and has none inside.
    """


def tilings(
    run: NumberRun, rows: int, columns: tuple[int, int], sums: Sequence[RowSum]
) -> list[Cells] | None:
    """The ways to put a run of numbers into rows that differ in a number; None for too many.

    ``columns`` are how many there are, and how many stretches of them are cut into bands.
    """
    if columns[0] > _MOST_COLUMNS:
        return None
    found: dict[tuple[int, ...], Cells] = {}
    for stretches in _stretches(*columns):
        try:
            ways = _Tiling(run, rows, stretches, sums).ways()
        except _TooManyError:
            return None
        found = {_numbers(run.values, way): way for way in ways} | found
        if len(found) > _MOST:
            return None
    return list(found.values())


def orders(rows: int, width: int) -> Iterator[Cells]:
    """The ways to write a few rows of neighbouring columns: these in groups, each group row by row."""
    for grouping in _groupings(width):
        yield tuple(
            tuple(start * rows + row * size + at for start, size in grouping for at in range(size))
            for row in range(rows)
        )


def _numbers(values: Sequence[int], cells: Cells) -> tuple[int, ...]:
    return tuple(values[at] for row in cells for at in row)


@cache
def _groupings(width: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    """All ways to part columns into neighbours, as (first, how many)."""
    found = []
    for count in range(width):
        for cuts in combinations(range(1, width), count):
            edges = (0, *cuts, width)
            found.append(tuple((low, high - low) for low, high in pairwise(edges)))
    return tuple(found)


@cache
def _stretches(width: int, banded: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    """The columns parted into single ones, written whole, and so many stretches that are cut into bands."""
    return tuple(
        tuple((low, low + size) for low, size in grouping)
        for grouping in _groupings(width)
        if sum(size > 1 for _, size in grouping) in (banded, max(0, banded - 1))
    )


class _Tiling:
    """The ways for given stretches of columns, from the last row upwards."""

    def __init__(
        self,
        run: NumberRun,
        rows: int,
        stretches: Sequence[tuple[int, int]],
        sums: Sequence[RowSum],
    ) -> None:
        self.values, self.breaks = run
        self.rows, self.stretches, self.sums = rows, stretches, sums
        self.known: dict[tuple[int, tuple[_Band | None, ...]], list[Cells]] = {}
        self.ending: dict[tuple[int, int], list[_Band]] = {}

    def ways(self) -> list[Cells]:
        """All that add up and differ in a number."""
        return self._above(self.rows, (None,) * len(self.stretches))

    def _above(self, row: int, open_bands: tuple[_Band | None, ...]) -> list[Cells]:
        """The rows above one, in which the bands that are open go on."""
        if row == 0:
            return [()]
        key = row, open_bands
        if key not in self.known:
            if len(self.known) > _MOST_STATES:
                raise _TooManyError
            found: dict[tuple[int, ...], Cells] = {}
            for bands in self._that_add_up(row - 1, open_bands):
                cells = tuple(at for band in bands for at in band.cells(row - 1))
                above = self._above(row - 1, tuple(None if b.first == row - 1 else b for b in bands))
                found |= {_numbers(self.values, (*each, cells)): (*each, cells) for each in above}
                if len(found) > _MOST:
                    raise _TooManyError
            self.known[key] = list(found.values())
        return self.known[key]

    def _that_add_up(self, row: int, open_bands: tuple[_Band | None, ...]) -> Iterator[tuple[_Band, ...]]:
        """A band for each stretch such that the row adds up: one has to be what the others leave."""
        choices = [self._bands(at, row + 1) if band is None else [band] for at, band in enumerate(open_bands)]
        by_weight: dict[tuple[int, ...], list[_Band]] = {}
        most = max(range(len(choices)), key=lambda at: len(choices[at]))
        for band in choices[most]:
            by_weight.setdefault(self._weights(most, band, row), []).append(band)
        others = [choices[at] if at != most else [None] for at in range(len(choices))]
        for chosen in product(*others):
            own = [self._weights(at, band, row) for at, band in enumerate(chosen) if band is not None]
            asked = (
                tuple(-sum(weights) for weights in zip(*own, strict=True)) if own else (0,) * len(self.sums)
            )
            for band in by_weight.get(asked, ()):
                yield tuple(band if each is None else each for each in chosen)

    def _weights(self, stretch: int, band: _Band, row: int) -> tuple[int, ...]:
        """What the cells of a band in a row add to the left side of each sum, less the right side."""
        low, high = self.stretches[stretch]
        cells = dict(zip(range(low, high), band.cells(row), strict=True))
        return tuple(
            sum(self.values[cells[at]] for at in left if at in cells)
            - sum(self.values[cells[at]] for at in right if at in cells)
            for left, right in self.sums
        )

    def _bands(self, stretch: int, after: int) -> list[_Band]:
        """The bands of a stretch that end above a row; of a single column there is one."""
        key = stretch, after
        if key not in self.ending:
            low, high = self.stretches[stretch]
            firsts = range(after) if high - low > 1 else (0,) if after == self.rows else ()
            bands = (
                self._band(stretch, (first, after), number)
                for first in firsts
                for number in range(len(_groupings(high - low)) if after - first > 1 else 1)
            )
            self.ending[key] = [band for band in bands if band is not None]
        return self.ending[key]

    def _band(self, stretch: int, rows: tuple[int, int], number: int) -> _Band | None:
        """A band; None where the paragraphs do not show it."""
        (low, high), (first, after) = self.stretches[stretch], rows
        height = after - first
        begin = low * self.rows + first * (high - low)
        grouping = _groupings(high - low)[number] if height > 1 else ((0, high - low),)
        tiles = [(begin + start * height, size) for start, size in grouping]
        if self.breaks and not all(self._is_shown(at, size, height, at == 0) for at, size in tiles):
            return None
        return _Band(first, height, begin, grouping)

    def _is_shown(self, begin: int, size: int, height: int, beside_labels: bool) -> bool:
        """Whether a tile is a paragraph: a row on each line, or beside its label; one row as it likes."""
        end = begin + size * height
        if self.breaks[begin] != _PARAGRAPH or (end < len(self.breaks) and self.breaks[end] != _PARAGRAPH):
            return False
        if height == 1:
            return True
        return all(
            self.breaks[at] == 0
            if (at - begin) % size
            else self.breaks[at] == 1 or (beside_labels and self.breaks[at] > 0)
            for at in range(begin + 1, end)
        )
