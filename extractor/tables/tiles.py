"""In which order a converter wrote the cells of rows: whole columns, and one stretch of columns in bands.

A converter of PDF gathers cells that stand near each other. What comes of it are tiles: columns written from
above to below, and where rows are of unequal height bands of rows, each written column by column or, where
two columns stand close, row by row. How they were cut is not printed. Every way that these rules allow is
tried, and counts where every row adds up.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise

RowSum = tuple[tuple[int, ...], tuple[int, ...]]
"""The columns on the two sides of a sum inside of a row."""
Cells = tuple[tuple[int, ...], ...]
"""Row by row, for each column the place of its number in the run."""
_MOST = 24
"""So many different ways that add up, and nothing can be told."""


def tilings(values: Sequence[int], rows: int, width: int, sums: Sequence[RowSum]) -> list[Cells] | None:
    """The ways to put a run of numbers into rows that differ in a number; None for too many."""
    found: dict[tuple[int, ...], Cells] = {}
    for low in range(width):
        for high in range(low + 1, width + 1):
            if high == low + 1 and low:
                continue  # whole columns only: one way
            banded = _Banded(values, rows, (low, high, width), sums)
            ways = banded.ways()
            if ways is None:
                return None
            found = {_numbers(values, way): way for way in ways} | found
            if len(found) > _MOST:
                return None
    return list(found.values())


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


class _Banded:
    """Whole columns, but for the columns ``low`` to ``high``, which are cut into bands of rows."""

    def __init__(
        self, values: Sequence[int], rows: int, columns: tuple[int, int, int], sums: Sequence[RowSum]
    ) -> None:
        self.values, self.rows, self.sums = values, rows, sums
        self.low, self.high, self.width = columns
        self.behind: dict[int, list[Cells] | None] = {rows: [()]}

    def ways(self) -> list[Cells] | None:
        """All that add up and differ in a number; None for too many. From the last row upwards."""
        for first in range(self.rows - 1, -1, -1):
            found: dict[tuple[int, ...], Cells] = {}
            for cells, after in self._bands(first):
                rest = self.behind[after]
                if rest is None:
                    return None
                found |= {_numbers(self.values, (*cells, *tail)): (*cells, *tail) for tail in rest}
                if len(found) > _MOST:
                    return None
            self.behind[first] = list(found.values())
        return self.behind[0]

    def _bands(self, first: int) -> Iterator[tuple[Cells, int]]:
        """Bands from a row on that add up, each with the row behind it."""
        for after in range(first + 1, self.rows + 1):
            if not self.behind[after]:
                continue
            groupings = _groupings(self.high - self.low)
            for grouping in groupings[:1] if after == first + 1 else groupings:
                cells = self._band(first, after, grouping)
                if cells is not None:
                    yield cells, after

    def _band(self, first: int, after: int, grouping: Sequence[tuple[int, int]]) -> Cells | None:
        height = after - first
        begin = self.low * self.rows + first * (self.high - self.low)
        found = []
        for row in range(height):
            inside = [
                begin + start * height + row * size + at for start, size in grouping for at in range(size)
            ]
            before = (at * self.rows + first + row for at in range(self.low))
            behind = (at * self.rows + first + row for at in range(self.high, self.width))
            cells = (*before, *inside, *behind)
            if not self._adds_up(cells):
                return None
            found.append(cells)
        return tuple(found)

    def _adds_up(self, cells: Sequence[int]) -> bool:
        values = self.values
        return all(
            sum(values[cells[at]] for at in left) == sum(values[cells[at]] for at in right)
            for left, right in self.sums
        )
