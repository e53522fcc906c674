"""Tables of which a document prints some rows only, as the annexed tables of 2008 to 2018.

A row that is not printed is no blank row: nothing is inferred for it. A sum that lacks rows is kept where
what is printed adds up, since the others are 0 then; where it does not, they may hold the rest.
"""

from collections.abc import Iterator, Mapping

from extractor.forms import CellRef, Identity, TableForm
from extractor.tables.alignment import Placed
from extractor.tables.tokens import without_blanks


def as_printed(form: TableForm, placed: Mapping[str, Placed]) -> TableForm:
    """The form with the rows and sums that a document prints."""
    rows = tuple(row for row in form.rows if row.key in placed)
    if not rows or len(rows) == len(form.rows):
        return form
    values = {name: getattr(form, name) for name in TableForm.model_fields}
    return TableForm.model_construct(**{**values, "rows": rows, "identities": tuple(_kept(form, placed))})


def _kept(form: TableForm, placed: Mapping[str, Placed]) -> Iterator[Identity]:
    for identity in form.identities:
        if all(row in placed for row, _ in identity.cells):
            yield identity
            continue
        left, right = (
            tuple(ref for ref in side if ref[0] in placed) for side in (identity.left, identity.right)
        )
        if left and right and identity in form.sums and _add_up(left, right, form, placed):
            yield Identity(id=identity.id, left=left, right=right, says=identity.says, check=identity.check)


def _add_up(
    left: tuple[CellRef, ...], right: tuple[CellRef, ...], form: TableForm, placed: Mapping[str, Placed]
) -> bool:
    """Whether the plain numbers of the cells add up; False where a row prints anything else."""
    sides = []
    for side in (left, right):
        numbers = [_number(ref, form, placed) for ref in side]
        if None in numbers:
            return False
        sides.append(sum(number or 0 for number in numbers))
    return sides[0] == sides[1]


def _number(ref: CellRef, form: TableForm, placed: Mapping[str, Placed]) -> int | None:
    figures = without_blanks(placed[ref[0]].tokens)
    columns = [column.key for column in form.row_of[ref[0]].columns]
    if len(figures) != len(columns):
        return None
    text = figures[columns.index(ref[1])].text
    return int(text) if text.isdecimal() else None
