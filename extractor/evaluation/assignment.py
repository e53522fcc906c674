"""Optimal one-to-one pairing of two lists (the assignment problem)."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

Similarity = Callable[[int, int], float]


class Pairing(NamedTuple):
    """Left index to right index, and what is left over on either side."""

    pairs: dict[int, int]
    left_over: tuple[int, ...]
    right_over: tuple[int, ...]


def pair_optimally(left: int, right: int, similarity: Similarity) -> Pairing:
    """The pairs with the greatest sum of similarities; pairs of similarity 0 or less are not made.

    ``similarity(i, j)`` compares left item i with right item j. Only items that resemble something
    enter the search, so long lists of which few overlap stay cheap.
    """
    scores = {(i, j): score for i in range(left) for j in range(right) if (score := similarity(i, j)) > 0}
    rows, columns = sorted({i for i, _ in scores}), sorted({j for _, j in scores})
    size = max(len(rows), len(columns))
    costs = [
        [
            -scores.get((rows[i], columns[j]), 0.0) if i < len(rows) and j < len(columns) else 0.0
            for j in range(size)
        ]
        for i in range(size)
    ]
    pairs = {
        rows[i]: columns[j]
        for i, j in enumerate(_least_cost(costs))
        if i < len(rows) and j < len(columns) and (rows[i], columns[j]) in scores
    }
    taken = set(pairs.values())
    return Pairing(
        dict(sorted(pairs.items())),
        tuple(i for i in range(left) if i not in pairs),
        tuple(j for j in range(right) if j not in taken),
    )


def _least_cost(costs: Sequence[Sequence[float]]) -> list[int]:
    """Column of each row in a cheapest assignment of a square matrix.

    Shortest augmenting paths with potentials (Kuhn-Munkres in the form of Jonker and Volgenant, 1987),
    O(n³); indexes are shifted by one so that 0 means "none".
    """
    size = len(costs)
    row_potential, column_potential = [0.0] * (size + 1), [0.0] * (size + 1)
    row_of = [0] * (size + 1)
    for row in range(1, size + 1):
        row_of[0] = row
        came_from = _augment(costs, row_of, row_potential, column_potential)
        column = came_from.pop()
        while column:
            before = came_from[column]
            row_of[column] = row_of[before]
            column = before
    columns = [0] * size
    for column in range(1, size + 1):
        columns[row_of[column] - 1] = column - 1
    return columns


def _augment(
    costs: Sequence[Sequence[float]],
    row_of: list[int],
    row_potential: list[float],
    column_potential: list[float],
) -> list[int]:
    """Grow a tree of tight edges to a free column; predecessors of the columns, then that column."""
    size = len(costs)
    slack, came_from, done = [float("inf")] * (size + 1), [0] * (size + 1), [False] * (size + 1)
    column = 0
    while row_of[column]:
        done[column] = True
        row, step, nearest = row_of[column], float("inf"), 0
        for other in range(1, size + 1):
            if done[other]:
                continue
            reduced = costs[row - 1][other - 1] - row_potential[row] - column_potential[other]
            if reduced < slack[other]:
                slack[other], came_from[other] = reduced, column
            if slack[other] < step:
                step, nearest = slack[other], other
        for other in range(size + 1):
            if done[other]:
                row_potential[row_of[other]] += step
                column_potential[other] -= step
            else:
                slack[other] -= step
        column = nearest
    return [*came_from, column]
