"""Rows of which nothing is printed, not even the label: what the sums still say about them.

A table that was cut off has lost several rows. The solver then finds the cheapest row that would mend the
sums; but as long as several rows are lost, another of them may hold the number just as well.
"""

from collections.abc import Sequence, Set
from decimal import Decimal

from extractor.forms import TableForm, outcome_rows
from extractor.records import Cell, CellBasis

_BALANCE = (("new", "carried_in"), ("processed", "carried_out"))
_OPEN = (CellBasis.AMBIGUOUS, CellBasis.CONFLICT)
_BALANCED = frozenset(row for side in _BALANCE for row in side)


def undecided_cells(
    table: dict[str, dict[str, Cell]], form: TableForm, lost: Set[str]
) -> list[tuple[str, str]]:
    """(row, column) of the cells of lost rows whose inferred number the sums do not force.

    Forced is a number that is the only unknown of a sum, and 0 where a sum holds without all lost rows.
    """
    if len(lost) < 2:
        return []
    outcomes = outcome_rows(form)
    found = []
    for column in (each.key for each in form.rows[0].columns):
        forced = _forced(table, column, outcomes, lost)
        found += [(row, column) for row in lost if row not in forced]
    return found


def _sum(table: dict[str, dict[str, Cell]], column: str, rows: Sequence[str], lost: Set[str]) -> Decimal:
    return sum((table[row][column].value or Decimal(0) for row in rows if row not in lost), Decimal(0))


def _forced(
    table: dict[str, dict[str, Cell]], column: str, outcomes: Sequence[str], lost: Set[str]
) -> set[str]:
    """Lost rows whose cell in a column follows from a sum of that column, all others of which are sure."""
    if any(cells[column].basis in _OPEN for row, cells in table.items() if row not in lost):
        return set()
    forced: set[str] = set()
    received, answered = (_sum(table, column, side, lost) for side in _BALANCE)
    if len(lost & _BALANCED) <= 1 or received == answered:
        forced |= lost & _BALANCED
    if "processed" not in lost and _sum(table, column, outcomes, lost) == answered - _sum(
        table, column, ("carried_out",), lost
    ):
        forced |= lost & set(outcomes)
    if "processed" in lost and not lost & {"new", "carried_in"}:
        known = _sum(table, column, (*outcomes, "carried_out"), lost)
        forced |= lost if known == received else set()
    return forced
