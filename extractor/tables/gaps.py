"""What is certain of a table that lost numbers, whatever stood in its gaps.

A row that is short of numbers, with nothing in its print that shows in which cells they stand, is read in the
way that its sums like best. Here all ways are asked: a number is certain where every way to place what the row
prints, that its own sum allows, puts that number there, or where a sum over certain cells leaves no other.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from extractor.tables.explained import ExplainedGrid
from extractor.tables.grid import Grid, Unit
from extractor.tables.placement import shown_places
from extractor.tables.solver import Sum
from extractor.tables.style import Style
from extractor.tables.tokens import without_blanks

_Item = tuple[int, int]
"""A print of a row: the position at which it was read, and its number."""
_Way = tuple[int, ...]
"""Of each print of a block the position in it."""


def uncertain_cells(grid: Grid, style: Style) -> set[tuple[str, str]]:
    """Cells, as (row, column), that could be others if the numbers that a table lost stood elsewhere.

    Only where the table prints zeros: where it leaves them out, a gap is a 0.
    """
    if not style.some_zeros:
        return set()
    explained = ExplainedGrid(grid)
    cells = [cell for unit in grid.units for cell in unit.cells]
    open_cells: set[int] = set()
    doubtful = False
    for unit, start in zip(grid.units, grid.problem.offsets, strict=True):
        items = _items(explained, unit, start)
        gaps = {start + at for at in range(len(unit.cells))} - {start + at for at, _ in items}
        open_cells |= gaps
        if gaps and items and not _is_placed(unit, items, style):
            moving = {start + at for at, _ in items if at in _moving(items, unit)}
            open_cells |= moving
        doubtful = doubtful or bool(gaps)
    if not doubtful:
        return set()
    _close(open_cells, grid.problem.sums, explained)
    return {cells[cell] for cell in open_cells}


def _items(explained: ExplainedGrid, unit: Unit, start: int) -> list[_Item]:
    read = range(len(unit.cells))
    return [(at, explained.values[start + at] or 0) for at in read if explained.picks[start + at] is not None]


def _is_placed(unit: Unit, items: Sequence[_Item], style: Style) -> bool:
    """Whether the print shows one way to place the numbers, and they were read so."""
    shown = shown_places(unit.tokens, len(unit.cells), style)
    return shown == {tuple(at for at, _ in items)} and len(without_blanks(unit.tokens)) == len(items)


def _blocks(unit: Unit) -> list[tuple[int, int]]:
    """Start and end of the sums inside a row, if they stand side by side and their totals last; else none."""
    found, at = [], 0
    for parts, total in unit.sums:
        if (*parts, total) != tuple(range(at, total + 1)):
            return []
        found.append((at, total + 1))
        at = total + 1
    return found if at == len(unit.cells) else []


def _moving(items: Sequence[_Item], unit: Unit) -> set[int]:
    """Positions of a short row whose number is another one, or none, in some way that its sums allow."""
    blocks = _blocks(unit)
    numbers = [number for _, number in items]
    reach = [{0}]
    for low, high in blocks:
        reach.append({end for at in reach[-1] for end in _ends(at, high - low, numbers)})
    if not blocks or len(items) not in reach[-1]:
        return set()
    seen: dict[int, set[int | None]] = {}
    ends = {len(items)}
    for (low, high), begins in reversed(list(zip(blocks, reach, strict=False))):
        fitting = {(at, end) for at in begins for end in _ends(at, high - low, numbers) if end in ends}
        for at, end in fitting:
            for way in _ways(numbers[at:end], high - low):
                placed = dict(zip(way, numbers[at:end], strict=True))
                for place in range(high - low):
                    seen.setdefault(low + place, set()).add(placed.get(place))
        ends = {at for at, _ in fitting}
    return {at for at, number in items if seen.get(at) != {number}}


def _ends(at: int, width: int, numbers: Sequence[int]) -> Iterator[int]:
    """Where a block may end that begins with a number."""
    for end in range(at, min(at + width, len(numbers)) + 1):
        if next(_ways(numbers[at:end], width), None) is not None:
            yield end


def _ways(numbers: Sequence[int], width: int) -> Iterator[_Way]:
    """All ways to place numbers in a block of which the last cell is the sum of the others."""
    for way in combinations(range(width), len(numbers)):
        if len(way) == width:
            fits = sum(numbers[:-1]) == numbers[-1]
        else:
            fits = not way or way[-1] != width - 1 or sum(numbers[:-1]) <= numbers[-1]
        if fits:
            yield way


def _close(open_cells: set[int], sums: Sequence[Sum], explained: ExplainedGrid) -> None:
    """Take out the open cells for which a sum over certain ones leaves the number that was read."""
    before = -1
    while before != len(open_cells):
        before = len(open_cells)
        for total in sums:
            left = [cell for cell in total.plus if cell in open_cells]
            right = [cell for cell in total.minus if cell in open_cells]
            if left and right or not (left or right):
                continue
            rest = sum(explained.known(c) for c in total.minus if c not in open_cells)
            rest -= sum(explained.known(c) for c in total.plus if c not in open_cells)
            rest = rest if left else -rest
            unknown = left or right
            if rest == 0 or (rest > 0 and len(unknown) == 1):
                open_cells -= {c for c in unknown if explained.known(c) == (rest if len(unknown) == 1 else 0)}
