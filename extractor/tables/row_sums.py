"""Whether the numbers of one line are those of a whole row: the row's own sums hold."""

from collections.abc import Sequence

from extractor.forms import Layout, Row, TableForm


def adds_up(values: Sequence[int], form: TableForm) -> bool:
    """Whether numbers, one for each column, hold the sums inside of some row of a form that has any.

    Where the form prints its rows side by side, they are those of all rows.
    """
    if form.layout is Layout.LINE:
        return _holds(values, form.rows, form)
    return any(_holds(values, (row,), form) for row in {row.columns: row for row in form.rows}.values())


def _holds(values: Sequence[int], rows: Sequence[Row], form: TableForm) -> bool:
    places = [(row.key, column.key) for row in rows for column in row.columns]
    sums = [each for each in form.sums if each.row in {row.key for row in rows}]
    if len(places) != len(values) or not sums:
        return False
    found = dict(zip(places, values, strict=True))
    return all(sum(found[ref] for ref in each.left) == sum(found[ref] for ref in each.right) for each in sums)
