"""Rows whose labels and numbers came apart: counted between the rows that kept theirs on one line.

A converter that takes tables out of a page and writes the wrapped labels before or behind them leaves the
groups of numbers in their order, some with their label, others without. Where as many whole groups stand
between two rows that kept their label as the form has rows between them, they are those rows.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

_MIN_ANCHORS = 5
_MIN_WIDTH = 3


class NumberGroup(NamedTuple):
    """A group of numbers: its place among the items of the table, its size, and whose label it has."""

    item: int
    figures: int
    owners: tuple[int, ...]
    """Rows of which the label right before it on its line is the whole label."""


def anchored(groups: Sequence[NumberGroup], width: int) -> list[tuple[int, NumberGroup]]:
    """(row, group) of the groups that kept their label, if they stand in the order of the form."""
    found: list[tuple[int, NumberGroup]] = []
    for group in groups:
        if group.owners and group.figures <= width:
            row = next((r for r in group.owners if not found or r > found[-1][0]), None)
            if row is None:
                return []
            found.append((row, group))
    return found


def count_between(groups: Sequence[NumberGroup], rows: int, width: int) -> dict[int, list[int]] | None:
    """Row to the items of its group, where all counts agree; else None.

    Single figures between the groups are page numbers and list numbers, and belong to no row.
    """
    kept = anchored(groups, width)
    if width < _MIN_WIDTH or sum(group.figures == width for _, group in kept) < _MIN_ANCHORS:
        return None
    found = {row: [group.item] for row, group in kept}
    ends = [(-1, -1), *((row, group.item) for row, group in kept), (rows, 1 + max(g.item for g in groups))]
    for (low, first), (high, last) in pairwise(ends):
        between = [g for g in groups if first < g.item < last and g.figures > 1]
        if between and (
            len(between) != high - low - 1 or any(g.owners or g.figures != width for g in between)
        ):
            return None
        found |= {low + 1 + i: [group.item] for i, group in enumerate(between)}
    return found


def unsure_rows(
    groups: Sequence[NumberGroup], rows: int, width: int, given: Callable[[int], bool]
) -> frozenset[int]:
    """Rows near a whole group that belongs to none: its numbers may be theirs, and theirs another's.

    These are the rows between the two next rows that kept their label, since the sums of the columns hold
    in whatever row a group stands. ``given`` says whether an item was given to a row.
    """
    kept = anchored(groups, width)
    unsure: set[int] = set()
    for group in groups if width >= _MIN_WIDTH else ():
        if given(group.item) or group.figures < width or group.owners:
            continue
        low = max((row for row, g in kept if g.item < group.item), default=-1)
        high = min((row for row, g in kept if g.item > group.item), default=rows)
        unsure.update(range(low + 1, high))
    return frozenset(unsure)
