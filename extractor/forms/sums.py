"""From declared sums to identities: which cells each of them adds up.

A declaration names its two sides by keys: of columns where it stands in ``each = "row"``, of rows where it
stands in ``each = "column"``, and of cells (``row.column``) where it lists them. ``*`` is every key, ``-key``
takes one out again, and a key may end in ``*``.
"""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from itertools import groupby
from typing import NamedTuple

from extractor.forms.form_parts import CellRef, Identity, Relation, Row


class Declared(NamedTuple):
    """One sum as the file declares it."""

    id: str
    left: str
    right: str
    each: str = "cell"
    relation: Relation = Relation.EQUAL
    says: str = ""
    check: str = ""
    only: str = "*"
    """Rows or columns for which it is declared."""


class SelectionError(ValueError):
    """A side names a key that the table does not have; ``chinese`` says so in Chinese."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.chinese = chinese


def identities_for(table: str, rows: Sequence[Row], declared: Sequence[Declared]) -> Iterator[Identity]:
    """The identities of a table; those of one column (or row) stand together.

    SelectionError where a side names what the table does not have, or nothing at all.
    """
    for each, group in groupby(declared, key=lambda one: one.each):
        same = list(group)
        if each == "row":
            yield from _by_row(table, rows, same)
        elif each == "column":
            yield from _by_column(table, rows, same)
        else:
            cells = {f"{row.key}.{c.key}": (row.key, c.key) for row in rows for c in row.columns}
            yield from (_identity(f"{table}.{one.id}", cells, one) for one in same)


def select(expression: str, keys: Sequence[str]) -> tuple[str, ...]:
    """The keys that an expression names, in the order of ``keys``; SelectionError for an unknown one."""
    chosen: set[str] = set()
    for word in expression.split():
        pattern = word.removeprefix("-")
        named = {key for key in keys if fnmatchcase(key, pattern)}
        if not named:
            known = " ".join(keys)
            raise SelectionError(f"没有 {pattern!r}；可用的有 {known}", f"{pattern!r} names none of: {known}")
        chosen = chosen - named if word.startswith("-") else chosen | named
    return tuple(key for key in keys if key in chosen)


def _by_row(table: str, rows: Sequence[Row], declared: Sequence[Declared]) -> Iterator[Identity]:
    for row in rows:
        cells = {column.key: (row.key, column.key) for column in row.columns}
        for one in declared:
            if row.key in select(one.only, [each.key for each in rows]):
                yield _identity(f"{table}.{one.id}.{row.key}", cells, one)


def _by_column(table: str, rows: Sequence[Row], declared: Sequence[Declared]) -> Iterator[Identity]:
    columns = list(dict.fromkeys(column.key for row in rows for column in row.columns))
    for key in columns:
        cells = {row.key: (row.key, key) for row in rows if any(c.key == key for c in row.columns)}
        for one in declared:
            if key in select(one.only, columns):
                first, _, rest = one.id.partition(".")
                name = f"{table}.{first}.{key}" + (f".{rest}" if rest else "")
                yield _identity(name, cells, one)


def _identity(name: str, cells: dict[str, CellRef], declared: Declared) -> Identity:
    left, right = (
        tuple(cells[key] for key in select(side, list(cells))) for side in (declared.left, declared.right)
    )
    if not left or not right:
        raise SelectionError("有一边是空的", "a side of the sum is empty")
    if twice := set(left) & set(right):
        cell = ".".join(min(twice))
        raise SelectionError(f"{cell} 在等式两边都有", f"{cell} stands on both sides")
    return Identity(
        id=name,
        left=left,
        right=right,
        relation=declared.relation,
        says=declared.says,
        check=declared.check,
    )
