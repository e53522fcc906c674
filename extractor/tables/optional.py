"""Tables of which a document prints some rows only, as the annexed tables of 2008 to 2018.

A row that is not printed is no blank row: nothing is inferred for it. A sum that lacks rows is kept where
what is printed adds up, since the others are 0 then, and where the printed parts exceed their total, since no
part is below 0; otherwise they may hold the rest.
"""

from collections.abc import Container, Iterator, Mapping

from extractor.forms import CellRef, Column, Identity, Row, TableForm
from extractor.records import Cell, CellBasis
from extractor.tables.alignment import Placed
from extractor.tables.tokens import without_blanks


def as_printed(form: TableForm, placed: Mapping[str, Placed]) -> TableForm:
    """The form with the rows and sums that a document prints."""
    rows = tuple(row for row in form.rows if row.key in placed)
    if not rows or len(rows) == len(form.rows):
        return form
    return _with(form, rows, tuple(_kept(form, placed)))


def _kept(form: TableForm, placed: Mapping[str, Placed]) -> Iterator[Identity]:
    for identity in form.identities:
        if all(row in placed for row, _ in identity.cells):
            yield identity
            continue
        left, right = (
            tuple(ref for ref in side if ref[0] in placed) for side in (identity.left, identity.right)
        )
        if left and right and identity in form.sums and _tells(left, right, form, placed):
            yield Identity(id=identity.id, left=left, right=right, says=identity.says, check=identity.check)


def _tells(
    left: tuple[CellRef, ...], right: tuple[CellRef, ...], form: TableForm, placed: Mapping[str, Placed]
) -> bool:
    """Whether a sum that lacks rows says something: what is printed adds up, or its parts exceed their total.

    False where a row prints anything but plain numbers.
    """
    sides = []
    for side in (left, right):
        numbers = [_number(ref, form, placed) for ref in side]
        if None in numbers:
            return False
        sides.append(sum(number or 0 for number in numbers))
    return sides[0] == sides[1] or (sides[0] > sides[1] and len(right) == 1)


def _number(ref: CellRef, form: TableForm, placed: Mapping[str, Placed]) -> int | None:
    figures = without_blanks(placed[ref[0]].tokens)
    columns = [column.key for column in form.row_of[ref[0]].columns]
    if len(figures) != len(columns):
        return None
    text = figures[columns.index(ref[1])].text
    return int(text) if text.isdecimal() else None


NO_COLUMN = "该列未印出 / the column is not printed"
NO_ROW = "该行未印出 / the row is not printed"


def left_out(
    form: TableForm, rows: Container[str] = (), columns: Container[tuple[int, tuple[Column, ...]]] = ()
) -> TableForm:
    """The form without some rows (by key) or columns (place and all columns of the row)."""
    kept = tuple(
        row.model_copy(update={"columns": _columns_but(row.columns, columns)})
        for row in form.rows
        if row.key not in rows
    )
    there = {(row.key, column.key) for row in kept for column in row.columns}
    sums = tuple(each for each in form.identities if there.issuperset(each.cells))
    return _with(form, kept, sums)


def _with(form: TableForm, rows: tuple[Row, ...], identities: tuple[Identity, ...]) -> TableForm:
    values = {name: getattr(form, name) for name in TableForm.model_fields}
    return TableForm.model_construct(**{**values, "rows": rows, "identities": identities})


def _columns_but(
    columns: tuple[Column, ...], out: Container[tuple[int, tuple[Column, ...]]]
) -> tuple[Column, ...]:
    return tuple(column for at, column in enumerate(columns) if (at, columns) not in out)


def with_left_out(table: dict[str, dict[str, Cell]], form: TableForm) -> dict[str, dict[str, Cell]]:
    """The table with the rows and columns that were left out, of which nothing is known."""
    return {
        row.key: {column.key: table[row.key].get(column.key, unknown(NO_COLUMN)) for column in row.columns}
        if row.key in table
        else {column.key: unknown(NO_ROW) for column in row.columns}
        for row in form.rows
    }


def unknown(reason: str) -> Cell:
    """A cell of which nothing is printed, and nothing known."""
    return Cell(value=None, raw=None, basis=CellBasis.BLANK, evidence=None, reason=reason)
