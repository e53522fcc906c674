"""Lines drawn on a page become tables of cells; the same for PDF paths and for pictures."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.records import Box

_MAX_LINES = 4000
"""More drawn lines than this on one page are a drawing, not a table."""
_MOST_COLUMNS, _MOST_NARROW = 24, 0.3
"""The widest form has 15 columns; merged cells of another table may add places where one begins."""
_COVERED = 0.7
"""Share of a cell's side that must be drawn for the side to be there."""


class RuledLine(NamedTuple):
    """A horizontal or vertical line: ``at`` across its direction, from ``start`` to ``end`` along it."""

    at: float
    start: float
    end: float


class RuledCell(NamedTuple):
    """A cell between drawn lines."""

    row: int
    column: int
    rows: int
    columns: int


class RuledTable(NamedTuple):
    """Cells of one table; ``owner`` maps each elementary (row, column) to an index of ``cells``."""

    box: Box
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[RuledCell, ...]
    owner: dict[tuple[int, int], int]

    def cell_at(self, x: float, y: float) -> int | None:
        """Index of the cell under a point; None outside of the table."""
        left, top, right, bottom = self.box
        if not (left <= x <= right and top <= y <= bottom):
            return None
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        return self.owner[row, column]

    def box_of(self, cell: RuledCell) -> Box:
        """Where a cell stands on the page."""
        return (
            self.xs[cell.column],
            self.ys[cell.row],
            self.xs[cell.column + cell.columns],
            self.ys[cell.row + cell.rows],
        )


def find_tables(across: Iterable[RuledLine], down: Iterable[RuledLine], tolerance: float) -> list[RuledTable]:
    """Tables from the top down, from horizontal and vertical lines; at least two columns and two rows."""
    horizontal, vertical = merged(across, tolerance), merged(down, tolerance)
    if len(horizontal) + len(vertical) > _MAX_LINES:
        return []
    tables = [
        table
        for h, v in _components(horizontal, vertical, tolerance)
        if (table := _table(h, v, tolerance)) is not None
    ]
    return sorted(tables, key=lambda table: (table.box[1], table.box[0]))


def is_plausible(table: RuledTable, narrow: float) -> bool:
    """Whether what lines make is a table of the kind that forms have: not too many columns, few too narrow.

    What is none is read line by line, by the places of its figures.
    """
    widths = [right - left for left, right in pairwise(table.xs)]
    return len(widths) <= _MOST_COLUMNS and sum(width < narrow for width in widths) <= _MOST_NARROW * len(
        widths
    )


def merged(rules: Iterable[RuledLine], tolerance: float) -> list[RuledLine]:
    """Pieces of one line joined: places within ``tolerance`` are one place, gaps up to it are none."""
    levels = _levels((rule.at for rule in rules_list) if (rules_list := list(rules)) else (), tolerance)
    by_level: dict[float, list[RuledLine]] = {}
    for rule in rules_list:
        by_level.setdefault(levels[rule.at], []).append(rule)
    found = []
    for level, pieces in by_level.items():
        pieces.sort(key=lambda rule: rule.start)
        start, end = pieces[0].start, pieces[0].end
        for piece in pieces[1:]:
            if piece.start > end + tolerance:
                found.append(RuledLine(level, start, end))
                start = piece.start
                end = piece.end
            end = max(end, piece.end)
        found.append(RuledLine(level, start, end))
    return found


def _levels(places: Iterable[float], tolerance: float) -> dict[float, float]:
    """Each place with the middle of the cluster that it belongs to."""
    clusters: list[list[float]] = []
    for place in sorted(set(places)):
        if clusters and place - clusters[-1][-1] <= tolerance and place - clusters[-1][0] <= 2 * tolerance:
            clusters[-1].append(place)
        else:
            clusters.append([place])
    return {place: (cluster[0] + cluster[-1]) / 2 for cluster in clusters for place in cluster}


def _components(
    across: Sequence[RuledLine], down: Sequence[RuledLine], tolerance: float
) -> list[tuple[list[RuledLine], list[RuledLine]]]:
    """Lines that touch each other, directly or through others."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, h in enumerate(across):
        for j, v in enumerate(down):
            if (
                h.start - tolerance <= v.at <= h.end + tolerance
                and v.start - tolerance <= h.at <= v.end + tolerance
            ):
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[RuledLine], list[RuledLine]]] = {}
    for index in range(len(parent)):
        sides = groups.setdefault(root(index), ([], []))
        if index < len(across):
            sides[0].append(across[index])
        else:
            sides[1].append(down[index - len(across)])
    return list(groups.values())


def _table(across: list[RuledLine], down: list[RuledLine], tolerance: float) -> RuledTable | None:
    if len(across) < 2 or not down:
        return None
    # A table may be open at its sides: then its horizontal lines say how far it reaches.
    xs = _places([v.at for v in down] + [h.start for h in across] + [h.end for h in across], 2 * tolerance)
    ys = _places([h.at for h in across], tolerance)
    rows, columns = len(ys) - 1, len(xs) - 1
    if columns < 2 or rows < 1 or rows * columns > 20_000:
        return None
    owner = _owners(across, down, xs, ys)
    groups: dict[int, list[tuple[int, int]]] = {}
    for place, group in owner.items():
        groups.setdefault(group, []).append(place)
    if len(groups) < 3:
        return None
    cells: list[RuledCell] = []
    index_of: dict[int, int] = {}
    for group, places in sorted(groups.items(), key=lambda item: min(item[1])):
        top, left = min(row for row, _ in places), min(column for _, column in places)
        bottom, right = max(row for row, _ in places), max(column for _, column in places)
        index_of[group] = len(cells)
        cells.append(RuledCell(top, left, bottom - top + 1, right - left + 1))
    box = (xs[0], ys[0], xs[-1], ys[-1])
    return RuledTable(
        box, tuple(xs), tuple(ys), tuple(cells), {place: index_of[group] for place, group in owner.items()}
    )


def _places(values: list[float], tolerance: float) -> list[float]:
    return sorted(set(_levels(values, tolerance).values()))


def _owners(
    across: list[RuledLine], down: list[RuledLine], xs: list[float], ys: list[float]
) -> dict[tuple[int, int], int]:
    """Elementary cells joined wherever no line is drawn between them."""
    rows, columns = len(ys) - 1, len(xs) - 1
    parent = list(range(rows * columns))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    horizontal, vertical = _by_place(across, ys), _by_place(down, xs)
    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not _drawn(vertical.get(column + 1, []), ys[row], ys[row + 1]):
                parent[root(here + 1)] = root(here)
            if row + 1 < rows and not _drawn(horizontal.get(row + 1, []), xs[column], xs[column + 1]):
                parent[root(here + columns)] = root(here)
    return {(row, column): root(row * columns + column) for row in range(rows) for column in range(columns)}


def _by_place(rules: list[RuledLine], places: list[float]) -> dict[int, list[RuledLine]]:
    found: dict[int, list[RuledLine]] = {}
    for rule in rules:
        nearest = min(range(len(places)), key=lambda index: abs(places[index] - rule.at))
        found.setdefault(nearest, []).append(rule)
    return found


def _drawn(rules: list[RuledLine], start: float, end: float) -> bool:
    covered = sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules)
    return covered >= _COVERED * (end - start)
