"""Whether the numbers of one line are those of a whole row: the row's own sums hold."""

from collections.abc import Sequence

from extractor.forms import Layout, TableForm


def adds_up(values: Sequence[int], form: TableForm) -> bool:
    """Whether numbers, one for each column, hold the sums inside of some row of a form that has any."""
    if form.layout is Layout.LINE:
        return False
    checked: set[tuple[str, ...]] = set()
    for row in form.rows:
        keys = tuple(column.key for column in row.columns)
        if len(keys) != len(values) or keys in checked:
            continue
        checked.add(keys)
        found = dict(zip(((row.key, key) for key in keys), values, strict=True))
        sums = [each for each in form.sums if each.row == row.key]
        if sums and all(
            sum(found[ref] for ref in each.left) == sum(found[ref] for ref in each.right) for each in sums
        ):
            return True
    return False
