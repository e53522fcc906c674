"""Arithmetic mistakes of the issuer, planted on purpose: they must be reported, never repaired."""

from random import Random

from extractor.evaluation.noise.printing import Printed, PrintedCell


def plant_slips(printed: Printed, count: int, rng: Random) -> None:
    """``count`` figures of 表三 and 表四 that the issuer got wrong, totals as often as parts.

    The kinds are those seen in real reports: off by a little, one digit wrong, left at 0.
    """
    for _ in range(count):
        table = rng.choice(("applications", "applications", "disputes"))
        rows = list(printed[table].values())
        row = rng.choice(rows)
        column = "total" if rng.random() < 0.4 else rng.choice(list(row))
        if table == "applications" and rng.random() < 0.25:
            row = printed[table]["processed"]
        _slip(row[column], rng)


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
