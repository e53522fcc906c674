"""What a statutory form is made of: editions, tables, rows, columns and the sums that stand over them."""

import re
from enum import StrEnum
from functools import cached_property

from extractor.records import Record

CellRef = tuple[str, str]
"""(row key, column key)."""


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
    prints: str
    """The header as the form prints it."""
    english: str = ""
    unit: str = ""
    under: str = ""
    """Header that is printed above several columns, this one among them."""
    share: float | None = None
    """How often cases fall into this column where a table is made up, beside its neighbours."""
    most: int | None = None
    """The largest number of this column where a table is made up."""


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
    prints: str
    """The label as the form prints it, with its list mark."""
    english: str = ""
    name: str
    """Short Chinese name that a finding uses; says more than a bare 总计."""
    block: str = ""
    """Title line above this row and its neighbours, which have column headers of their own."""
    bracket: str = ""
    """Outermost label beside this row and its neighbours, e.g. 三、本年度办理结果."""
    code: str = ""
    """Number of the row that is printed in a column of its own (代码); no figure of the row."""
    share: float | None = None
    """How often cases end in this row where a table is made up, beside its neighbours."""


class Group(Record):
    """Rows under a common label."""

    key: str
    label: str
    prints: str
    english: str = ""


class Relation(StrEnum):
    """How the two sides of a sum stand to each other."""

    EQUAL = "="
    AT_MOST = "<="
    """The left side is never more than the right one."""


class Identity(Record):
    """One printed sum: the cells of ``left`` add up to those of ``right`` (or to no more)."""

    id: str
    left: tuple[CellRef, ...]
    right: tuple[CellRef, ...]
    relation: Relation = Relation.EQUAL
    says: str = ""
    """What it compares, in Chinese, for a finding; the row or column is named before it."""
    check: str = ""
    """Id of the finding that reports it where it fails."""

    @cached_property
    def cells(self) -> tuple[CellRef, ...]:
        """All cells that stand in the identity."""
        return self.left + self.right

    @cached_property
    def total(self) -> CellRef | None:
        """The cell that is the sum of the left side; None for a relation between several cells."""
        single = len(self.right) == 1 and self.relation is Relation.EQUAL
        return self.right[0] if single else None

    @cached_property
    def row(self) -> str | None:
        """The row that it stands in; None where it goes over several."""
        return self.left[0][0] if len({row for row, _ in self.cells}) == 1 else None

    @cached_property
    def column(self) -> str | None:
        """The column that it stands in; None where it goes over several."""
        return self.left[0][1] if len({column for _, column in self.cells}) == 1 else None


class Layout(StrEnum):
    """How the numbers of a table are printed."""

    ROWS = "rows"
    """A line of numbers beside each row's label, as in 表二 and 表三."""
    LINE = "line"
    """All rows side by side on one line of numbers, as in 表四."""


class TableForm(Record):
    """One official table of one form."""

    key: str
    edition: str
    variant: str = ""
    """Name of the variant; empty for the table as the form has it."""
    name: str
    title: str
    """Heading under which it stands."""
    english: str = ""
    layout: Layout = Layout.ROWS
    rows: tuple[Row, ...]
    headers: tuple[str, ...]
    """Header labels that stand above the rows, in printed order; they are no rows."""
    groups: tuple[Group, ...] = ()
    corner: str = ""
    """What stands above the labels of the rows."""
    over: str = ""
    """Header that is printed above all columns."""
    cues: tuple[str, ...] = ()
    """Pieces of words that only the header of this table prints."""
    line_name: str = ""
    """What a finding calls the line of numbers (layout ``line``)."""
    optional: bool = False
    """A document may print some of its rows only."""
    outcomes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Kinds of outcome that prose speaks of, with the rows of each."""
    unless: tuple[str, ...] = ()
    """Wordings that say that this variant is not the one that is printed."""
    identities: tuple[Identity, ...] = ()
    weights: tuple[tuple[CellRef, float], ...] = ()
    """Cells that are surer (above 1) or more doubtful (below 1) than the others when a sum fails."""

    def __hash__(self) -> int:
        """By name: forms are compared often and are large."""
        return hash((self.edition, self.key, self.variant))

    @property
    def row_keys(self) -> tuple[str, ...]:
        """Row keys in printed order."""
        return tuple(row.key for row in self.rows)

    @property
    def cell_count(self) -> int:
        """Number of cells of the form."""
        return sum(len(row.columns) for row in self.rows)

    @cached_property
    def column_sets(self) -> tuple[tuple["Column", ...], ...]:
        """The columns that its rows have, each set once; rows of one cell have none."""
        return tuple(dict.fromkeys(row.columns for row in self.rows if len(row.columns) > 1))

    @cached_property
    def row_of(self) -> dict[str, Row]:
        """Rows by key."""
        return {row.key: row for row in self.rows}

    @cached_property
    def weight_of(self) -> dict[CellRef, float]:
        """Weights by cell; a cell that is not named has 1."""
        return dict(self.weights)

    @cached_property
    def column_of(self) -> dict[CellRef, Column]:
        """Columns by cell, in printed order."""
        return {(row.key, column.key): column for row in self.rows for column in row.columns}

    @cached_property
    def sums(self) -> tuple[Identity, ...]:
        """The identities of counts whose two sides are equal: those that can prove a cell."""
        return tuple(
            each for each in self.identities if each.relation is Relation.EQUAL and self._only_counts(each)
        )

    @cached_property
    def checks(self) -> tuple[Identity, ...]:
        """Equal sides with money or changes in them: they prove nothing; where they differ is a finding."""
        return tuple(
            each
            for each in self.identities
            if each.relation is Relation.EQUAL and not self._only_counts(each)
        )

    def _only_counts(self, identity: Identity) -> bool:
        return all(self.column_of[cell].quantity is Quantity.COUNT for cell in identity.cells)

    @cached_property
    def across(self) -> tuple[Identity, ...]:
        """The sums that go over several rows."""
        return tuple(each for each in self.sums if each.row is None)

    @cached_property
    def parts_of(self) -> dict[CellRef, tuple[CellRef, ...]]:
        """Each total to the cells that add up to it, the sum of its row before any other."""
        found: dict[CellRef, tuple[CellRef, ...]] = {}
        for identity in self.sums:
            if identity.total is not None:
                found.setdefault(identity.total, identity.left)
        return found

    @cached_property
    def covered(self) -> frozenset[CellRef]:
        """The cells that stand in a sum."""
        return frozenset(cell for identity in self.sums for cell in identity.cells)

    @cached_property
    def total_rows(self) -> frozenset[str]:
        """Rows whose every cell is the total of other rows, e.g. （七）总计."""
        totals = {each.total for each in self.across if each.total is not None}
        return frozenset(
            row.key for row in self.rows if all((row.key, column.key) in totals for column in row.columns)
        )

    @cached_property
    def units(self) -> frozenset[str]:
        """Units that are printed beside the labels of counts, in a column of their own."""
        counts = (column for column in self.column_of.values() if column.quantity is Quantity.COUNT)
        return frozenset(column.unit for column in counts if column.unit)

    @cached_property
    def brackets(self) -> tuple[str, ...]:
        """The outermost labels beside rows."""
        return tuple(dict.fromkeys(row.bracket for row in self.rows if row.bracket))


class Edition(Record):
    """One edition of a statutory form: its tables, each with its variants."""

    id: str
    name: str
    years: tuple[int, int] | None = None
    """First and last report year that it is for; None for a form that no yearly report follows."""
    annex: bool = False
    """A table that yearly reports on 2008 to 2018 annex."""
    marks: tuple[str, ...] = ()
    """Regular expressions over text without white space that only this edition matches."""
    variants: tuple[tuple[TableForm, ...], ...]
    """For each table the form as it is, then its variants."""

    def __hash__(self) -> int:
        """By name: editions are compared often and are large."""
        return hash(self.id)

    @cached_property
    def mark(self) -> re.Pattern[str] | None:
        """The pattern of any of its marks; None where it has none."""
        return re.compile("|".join(f"(?:{mark})" for mark in self.marks)) if self.marks else None

    @property
    def tables(self) -> tuple[TableForm, ...]:
        """The tables in printed order, each as the form has it."""
        return tuple(forms[0] for forms in self.variants)

    def variants_of(self, table: str) -> tuple[TableForm, ...]:
        """The table of this key and its variants; empty where the edition has no such table."""
        return next((forms for forms in self.variants if forms[0].key == table), ())
