"""What is certain of a table that lost numbers, whatever stood in its gaps.

A row that is short of numbers, with nothing in its print that shows in which cells they stand, is read in
the way that its sums like best. Here all ways are asked: every way to place what a row prints that its own
sum allows, less those that no numbers of the other rows could go with. A cell is certain where one number is
left for it.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from extractor.tables.explained import ExplainedGrid
from extractor.tables.grid import Grid, Unit
from extractor.tables.placement import shown_places
from extractor.tables.solver import Sum
from extractor.tables.style import Style
from extractor.tables.tokens import without_blanks

_Range = tuple[int, int]
"""The least and the greatest number that a cell may hold."""
_ANY = (0, 10**9)
_MOST_ROUNDS = 12


class _Row(NamedTuple):
    """A row with gaps."""

    start: int
    ways: tuple[tuple[_Range, ...], ...]
    """What may stand in its cells, for each way to place its numbers."""


def uncertain_cells(grid: Grid, style: Style) -> set[tuple[str, str]]:
    """Cells, as (row, column), that could be others if the numbers that a table lost stood elsewhere.

    Only where the table prints its zeros: where it leaves them out, a gap is a 0. A single line of numbers
    has no sums over several rows, so that some zeros are enough there; where its sums hold with a 0 in every
    gap, and the table before it has lost nothing, the gaps are taken for zeros.
    """
    line = len(grid.units) == 1
    if not (style.prints_zeros or (line and style.some_zeros)) or (line and style.sound and all_hold(grid)):
        return set()
    explained = ExplainedGrid(grid)
    units = zip(grid.units, grid.problem.offsets, strict=True)
    rows = [row for unit, start in units if (row := _row(explained, unit, start, style)) is not None]
    if not rows:
        return set()
    ranges = _narrowed(rows, grid.problem.sums, [(n, n) for n in map(explained.known, range(_size(grid)))])
    cells = [cell for unit in grid.units for cell in unit.cells]
    return {
        cells[at]
        for row in rows
        for at in range(row.start, row.start + len(row.ways[0]))
        if explained.sums_of[at] and ranges[at] != (explained.known(at), explained.known(at))
    }


def all_hold(grid: Grid) -> bool:
    """Whether every sum of a table holds by what is printed, a gap being 0."""
    explained = ExplainedGrid(grid)
    return all(explained.holds.values()) and not explained.derived and not explained.primary.free


def _size(grid: Grid) -> int:
    return sum(len(unit.cells) for unit in grid.units)


def _row(explained: ExplainedGrid, unit: Unit, start: int, style: Style) -> _Row | None:
    """The ways to place the numbers of a row; None if it has no gaps."""
    width = len(unit.cells)
    printed = {at: explained.values[start + at] or 0 for at in range(width) if explained.picks[start + at]}
    if len(printed) == width:
        return None
    blocks = _blocks(unit)
    if not blocks:
        return _Row(
            start, (tuple((printed[at], printed[at]) if at in printed else _ANY for at in range(width)),)
        )
    shown = shown_places(unit.tokens, width, style)
    if shown == {tuple(printed)} and len(without_blanks(unit.tokens)) == len(printed):
        way = (each for low, high in blocks for each in _as_placed(printed, low, high))
        return _Row(start, (tuple(way),))
    # a dash in a row that lost numbers may be what is left of a page number: - -
    numbers = [number for at, number in printed.items() if explained.values[start + at] is not None]
    if len(blocks) == 1:
        ways = [_filled(way, numbers, width) for way in _ways(numbers, width)]
    else:
        ways = [_over_all_splits(blocks, numbers)]
    return _Row(start, tuple(ways) or ((_ANY,) * width,))


def _blocks(unit: Unit) -> list[_Range]:
    """Start and end of the sums inside a row, if they stand side by side and their totals last; else none."""
    found, at = [], 0
    for parts, total in unit.sums:
        if (*parts, total) != tuple(range(at, total + 1)):
            return []
        found.append((at, total + 1))
        at = total + 1
    return found if at == len(unit.cells) else []


def _as_placed(printed: dict[int, int], low: int, high: int) -> tuple[_Range, ...]:
    inside = {at - low: number for at, number in printed.items() if low <= at < high}
    return _filled(tuple(inside), list(inside.values()), high - low)


def _filled(way: Sequence[int], numbers: Sequence[int], width: int) -> tuple[_Range, ...]:
    """What may stand in the cells of a block whose last is the sum of the others, its numbers placed so."""
    placed = dict(zip(way, numbers, strict=True))
    gaps = [at for at in range(width - 1) if at not in placed]
    parts = sum(number for at, number in placed.items() if at < width - 1)
    total = placed.get(width - 1)
    left = _ANY[1] if total is None else max(0, total - parts)
    gap = (left if len(gaps) == 1 and total is not None else 0, left)
    whole = (parts, _ANY[1] if gaps else parts)
    return tuple(
        (placed[at], placed[at]) if at in placed else whole if at == width - 1 else gap for at in range(width)
    )


def _ways(numbers: Sequence[int], width: int) -> Iterator[tuple[int, ...]]:
    """All ways to place numbers in a block whose last cell is the sum of the others."""
    for way in combinations(range(width), len(numbers)):
        if len(way) == width:
            fits = sum(numbers[:-1]) == numbers[-1]
        else:
            fits = not way or way[-1] != width - 1 or sum(numbers[:-1]) <= numbers[-1]
        if fits:
            yield way


def _over_all_splits(blocks: Sequence[_Range], numbers: Sequence[int]) -> tuple[_Range, ...]:
    """What may stand in the cells of blocks side by side, however the numbers are shared out among them."""
    reach = [{0}]
    for low, high in blocks:
        reach.append({end for at in reach[-1] for end in _ends(at, high - low, numbers)})
    found: list[_Range] = []
    ends = {len(numbers)}
    for (low, high), begins in reversed(list(zip(blocks, reach, strict=False))):
        width = high - low
        splits = {(at, end) for at in begins for end in _ends(at, width, numbers) if end in ends}
        every = [
            _filled(w, numbers[at:end], width) for at, end in splits for w in _ways(numbers[at:end], width)
        ]
        found = [*_hull(every or [(_ANY,) * width]), *found]
        ends = {at for at, _ in splits}
    return tuple(found)


def _ends(at: int, width: int, numbers: Sequence[int]) -> Iterator[int]:
    """Where a block may end that begins with a number."""
    for end in range(at, min(at + width, len(numbers)) + 1):
        if next(_ways(numbers[at:end], width), None) is not None:
            yield end


def _hull(ways: Iterable[Sequence[_Range]]) -> list[_Range]:
    return [(min(low for low, _ in cell), max(high for _, high in cell)) for cell in zip(*ways, strict=True)]


def _narrowed(rows: Sequence[_Row], sums: Sequence[Sum], ranges: list[_Range]) -> list[_Range]:
    """The numbers that every cell may hold so that all sums can hold; a sum that cannot says nothing."""
    for row in rows:
        ranges[row.start : row.start + len(row.ways[0])] = _hull(row.ways)
    for _ in range(_MOST_ROUNDS):
        before = list(ranges)
        for total in sums:
            _narrow_sum(total, ranges)
        for row in rows:
            own = ranges[row.start : row.start + len(row.ways[0])]
            fitting = [way for way in row.ways if all(map(_overlap, way, own))]
            if fitting:
                both = zip(own, _hull(fitting), strict=True)
                ranges[row.start : row.start + len(own)] = [(max(a, c), min(b, d)) for (a, b), (c, d) in both]
        if ranges == before:
            break
    return ranges


def _overlap(one: _Range, other: _Range) -> bool:
    return max(one[0], other[0]) <= min(one[1], other[1])


def _narrow_sum(total: Sum, ranges: list[_Range]) -> None:
    sides = ((total.plus, total.minus), (total.minus, total.plus))
    for own, other in sides:
        low = sum(ranges[cell][0] for cell in other) - sum(ranges[cell][1] for cell in own)
        high = sum(ranges[cell][1] for cell in other) - sum(ranges[cell][0] for cell in own)
        for cell in own:
            least, most = ranges[cell]
            if least < most and _overlap((least, most), narrow := (low + most, high + least)):
                ranges[cell] = (max(least, narrow[0]), min(most, narrow[1]))
                low, high = low + most - ranges[cell][1], high + least - ranges[cell][0]
