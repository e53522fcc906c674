"""Rows whose labels and numbers came apart: counted between the rows that kept theirs on one line.

A converter that takes tables out of a page and writes the wrapped labels before or behind them leaves the
groups of numbers in their order, some with their label, others without. Where as many whole groups stand
between two rows that kept their label as the form has rows between them, they are those rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

_MIN_ANCHORS = 5
_MIN_WIDTH = 3
_TOLD_SHARE = 0.7
_NEAR = 4
"""Labels may have changed places over so many rows."""


class NumberGroup(NamedTuple):
    """A group of numbers: its place among the items of the table, its size, and whose label it has."""

    item: int
    figures: int
    owners: tuple[int, ...]
    """Rows of which the label right before it on its line is the whole label."""


class Beginning(NamedTuple):
    """Bare text beside some numbers, and what follows down to the next ones."""

    head: str
    rest: str


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


def by_beginnings(
    groups: Sequence[NumberGroup],
    labels: Mapping[int, Beginning],
    texts: Sequence[tuple[str, ...]],
    width: int,
) -> dict[int, list[int]] | None:
    """Row to the item of its group, where all rows are whole and hardly any label stands on one line.

    In narrow columns a label goes on below its numbers: what stands beside these is its beginning. Where the
    text has just as many whole groups as the form rows, beside each the beginning of the label of the row in
    its place, and most of it from there to the next, the order says whose they are.
    """
    whole = [group.item for group in groups if group.figures > 1]
    if width < _MIN_WIDTH or len(whole) != len(texts) or any(0 < g.figures - 1 < width - 1 for g in groups):
        return None
    for item, own in zip(whole, texts, strict=True):
        head, rest = labels[item]
        shares = (
            LCSseq.similarity(label, head + rest) / len(label) for label in own if label.startswith(head)
        )
        if max(shares, default=0.0) < _TOLD_SHARE:
            return None
    return {row: [item] for row, item in enumerate(whole)}


def unsure_rows(
    groups: Sequence[NumberGroup], rows: int, width: int, given: Mapping[int, Sequence[int]]
) -> frozenset[int]:
    """Rows near a whole group that belongs to none: its numbers may be theirs, and theirs another's.

    These are the rows between the two next rows that kept their label, since the sums of the columns hold
    in whatever row a group stands. Where none are between them, labels may have changed places: then these
    are the rows from one of the two to the next that was given no numbers. ``given`` are the rows' items.
    """
    kept = anchored(groups, width)
    taken = {item for items in given.values() for item in items}
    unsure: set[int] = set()
    for group in groups if width >= _MIN_WIDTH else ():
        if group.item in taken or group.figures < width or group.owners:
            continue
        low = max((row for row, g in kept if g.item < group.item), default=-1)
        high = min((row for row, g in kept if g.item > group.item), default=rows)
        between = range(low + 1, high)
        unsure.update(between or _to_an_empty_row(low, high, [r for r in range(rows) if r not in given]))
    return frozenset(unsure)


def unsure_beside_strange(
    strange: Iterable[int], rows: int, given: Mapping[int, Sequence[int]]
) -> frozenset[int]:
    """Rows of any width near numbers with a label of their own that no row of the form has.

    Labels of several tables may have changed places: where no row is left between the two next ones that
    were given numbers, those are unsure up to the next row that was given none.
    """
    empty = [row for row in range(rows) if row not in given]
    unsure: set[int] = set()
    for item in strange:
        low = max((row for row, items in given.items() if max(items) < item), default=-1)
        high = min((row for row, items in given.items() if min(items) > item), default=rows)
        if high == low + 1:
            unsure |= _to_an_empty_row(low, high, empty)
    return frozenset(unsure)


def _to_an_empty_row(low: int, high: int, empty: Sequence[int]) -> set[int]:
    """The rows from two neighbours to the next on either side that was given no numbers, if near."""
    found: set[int] = set()
    for row in (row for row in empty if low - _NEAR <= row < low):
        found.update(range(row, low + 1))
    for row in (row for row in empty if high < row <= high + _NEAR):
        found.update(range(high, row + 1))
    return found
