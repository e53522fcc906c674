"""What a statutory table is made of."""

from enum import StrEnum

from extractor.records import Record


class Quantity(StrEnum):
    """What kind of number a column holds."""

    COUNT = "count"
    """A whole number, 0 or more."""
    SIGNED = "signed"
    """A change: 增23, +15, 减13, -1, 0."""
    AMOUNT = "amount"
    """Money in 万元, with decimals."""


class Column(Record):
    """One column of a table."""

    key: str
    labels: tuple[str, ...]
    quantity: Quantity = Quantity.COUNT


class Row(Record):
    """One row of a table, with the labels that are printed for it.

    Labels are simplified Chinese without list numbers, white space and punctuation; the first is
    the official wording.
    """

    key: str
    labels: tuple[str, ...]
    columns: tuple[Column, ...]
    group: tuple[str, ...] = ()
    """Labels of the group that the row opens or stands in, e.g. 不予公开."""


class TableForm(Record):
    """One official table of one form."""

    key: str
    rows: tuple[Row, ...]
    headers: tuple[str, ...]
    """Header labels that stand above the rows, in printed order; they are no rows."""

    @property
    def row_keys(self) -> tuple[str, ...]:
        """Row keys in printed order."""
        return tuple(row.key for row in self.rows)

    @property
    def cell_count(self) -> int:
        """Number of cells of the form."""
        return sum(len(row.columns) for row in self.rows)
