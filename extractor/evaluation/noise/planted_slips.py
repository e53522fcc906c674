"""Arithmetic mistakes of the issuer, planted on purpose: they must be reported, never repaired."""

from collections.abc import Mapping
from random import Random

from extractor.evaluation.noise.printing import Printed, PrintedCell
from extractor.forms import TableForm


def plant_slips(printed: Printed, forms: Mapping[str, TableForm], count: int, rng: Random) -> None:
    """``count`` figures under sums that the issuer got wrong, totals as often as parts.

    The kinds are those seen in real reports: off by a little, one digit wrong, left at 0.
    """
    tables = [form for form in forms.values() for _ in range(2 if form.total_rows else 1) if form.sums]
    for _ in range(count if tables else 0):
        form = rng.choice(tables)
        rows = printed[form.key]
        row = rng.choice(list(rows))
        columns = list(rows[row])
        totals = [column for column in columns if (row, column) in form.parts_of]
        column = totals[-1] if rng.random() < 0.4 and totals else rng.choice(columns)
        if form.total_rows and rng.random() < 0.25:
            row = min(form.total_rows)
        _slip(rows[row][column], rng)


def _slip(cell: PrintedCell, rng: Random) -> None:
    value = int(cell.value)
    wrong = rng.choice(
        (value + rng.randint(1, 3), max(value - rng.randint(1, 3), 0), _one_digit(value, rng), 0)
    )
    if wrong == value:
        wrong = value + rng.randint(1, 9)
    cell.value, cell.raw, cell.slip = wrong, f"{wrong}", True


def _one_digit(value: int, rng: Random) -> int:
    text = f"{value}"
    place = rng.randrange(len(text))
    digits = "123456789" if place == 0 and len(text) > 1 else "0123456789"
    return int(text[:place] + rng.choice(digits) + text[place + 1 :])
