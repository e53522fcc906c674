"""The printed sums that every official table must satisfy."""

from functools import cache

from extractor.forms.model import TableForm
from extractor.forms.tables import (
    APPLICATIONS_ONE_OTHER,
    APPLICATIONS_THREE_OTHER,
    DISPUTES,
    outcome_rows,
)
from extractor.records import Record

CellRef = tuple[str, str]
"""(row key, column key)."""


class Identity(Record):
    """One sum: the cells of ``left`` add up to the same number as the cells of ``right``."""

    id: str
    left: tuple[CellRef, ...]
    right: tuple[CellRef, ...]

    @property
    def cells(self) -> tuple[CellRef, ...]:
        """All cells that stand in the identity."""
        return self.left + self.right


def _row_identities(form: TableForm) -> list[Identity]:
    return [
        Identity(
            id=f"{form.key}.row.{row.key}",
            left=tuple((row.key, column.key) for column in row.columns if column.key != "total"),
            right=((row.key, "total"),),
        )
        for row in form.rows
    ]


def _column_identities(form: TableForm) -> list[Identity]:
    found = []
    for column in form.rows[0].columns:
        key = column.key
        found.append(
            Identity(
                id=f"{form.key}.column.{key}.processed",
                left=tuple((row, key) for row in outcome_rows(form)),
                right=(("processed", key),),
            )
        )
        found.append(
            Identity(
                id=f"{form.key}.column.{key}.balance",
                left=(("new", key), ("carried_in", key)),
                right=(("processed", key), ("carried_out", key)),
            )
        )
    return found


@cache
def _identities(key: str, rows: tuple[str, ...]) -> tuple[Identity, ...]:
    if key == "disputes":
        return tuple(_row_identities(DISPUTES))
    for form in (APPLICATIONS_ONE_OTHER, APPLICATIONS_THREE_OTHER):
        if key == form.key and rows == form.row_keys:
            return tuple(_row_identities(form) + _column_identities(form))
    return ()


def identities_of(form: TableForm) -> tuple[Identity, ...]:
    """The identities of one table of one form.

    Applications: one per row (natural + … + other_org = total) and two per column
    (outcomes = processed; new + carried_in = processed + carried_out): 39 for the form of 2021, 37 for
    that of 2019. Disputes: one per block. Proactive: none.
    """
    return _identities(form.key, form.row_keys)
