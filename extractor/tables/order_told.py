"""What relations of a form tell of the order of its columns: no year has more than all years together.

A form with such a relation in each row (本年度 <= 历年累计) shows by its numbers whether its columns changed
places, whatever its header says, and confirms their order where it says nothing.
"""

from collections.abc import Mapping
from typing import NamedTuple

from extractor.forms import CellRef, Relation, TableForm
from extractor.records import Cell

_LEAST = 3
"""Rows whose numbers differ: fewer say nothing of the order."""
_SHARE = 0.8
"""Of these, the rows in which a relation holds where nothing but their numbers tells the order."""


class _Told(NamedTuple):
    """How many rows of a table speak for the form's order, and how many against it."""

    held: int
    broken: int


def speaks_against(table: Mapping[str, Mapping[str, Cell]], form: TableForm) -> bool:
    """Whether in most rows the greater number stands where the smaller one should."""
    held, broken = _told(table, form)
    return broken >= _LEAST and broken > held


def speaks_for(table: Mapping[str, Mapping[str, Cell]], form: TableForm) -> bool:
    """Whether nearly all rows have the greater number where it should stand."""
    held, broken = _told(table, form)
    return held >= _LEAST and held >= _SHARE * (held + broken)


def related_rows(form: TableForm) -> set[str]:
    """The rows in which such a relation stands."""
    return {
        each.row for each in form.identities if each.row is not None and each.relation is Relation.AT_MOST
    }


def _told(table: Mapping[str, Mapping[str, Cell]], form: TableForm) -> _Told:
    held = broken = 0
    for each in form.identities:
        if each.relation is not Relation.AT_MOST or each.row is None or len(each.cells) != len(each.left) + 1:
            continue
        low, high = _sum(table, each.left), _sum(table, each.right)
        if low is not None and high is not None:
            held += low < high
            broken += low > high
    return _Told(held, broken)


def _sum(table: Mapping[str, Mapping[str, Cell]], refs: tuple[CellRef, ...]) -> int | None:
    values = [table[row][column].value for row, column in refs if row in table]
    if len(values) < len(refs) or None in values:
        return None
    return int(sum(value for value in values if value is not None))
