"""A comparison of models as CSV: every figure that the page and the JSON hold."""

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.evaluation.side_by_side import Contender, SuiteComparison
from extractor.formulas import guarded

_ABOUT = tuple(name for name in Contender.model_fields if name not in ("title", "unanswered", "documents"))
_COLUMNS = (
    *("suite", "documents", "splits", "run", "figure", "value", "low", "high", "n", "method"),
    *("difference", "difference_low", "difference_high", "p", "verdict", "reference"),
    *_ABOUT,
    "unanswered",
)


def as_csv(choices: Sequence[SuiteComparison]) -> str:
    """All figures, one run and figure a line.

    ``settled.FIELD.right|wrong|silent`` are numbers of facts, of the n on which the runs differ.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for choice in choices:
        splits = ", ".join(f"{n} {split}" for split, n in choice.splits.items())
        for place, contender in enumerate(choice.contenders):
            facts = [_shown(getattr(contender, name)) for name in _ABOUT]
            head = (choice.suite, choice.documents, splits, contender.title)
            for numbers in (*_figures(choice, place), *_settled(choice, place)):
                cells = (*head, *map(_shown, numbers), *facts, sum(contender.unanswered.values()))
                writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in cells])
    return stream.getvalue()


def _figures(choice: SuiteComparison, place: int) -> Iterator[tuple[object, ...]]:
    for row in choice.rows:
        cell = row.cells[place]
        figure = cell.figure
        numbers = (figure.value, figure.low, figure.high, figure.n, figure.method)
        yield row.name, *numbers, cell.difference, cell.low, cell.high, cell.p, cell.verdict, row.reference


def _settled(choice: SuiteComparison, place: int) -> Iterator[tuple[object, ...]]:
    for one in choice.settled:
        if one.run == place + 1:
            for how in ("right", "wrong", "silent"):
                nothing = ("",) * 6
                name = f"settled.{one.field}.{how}"
                yield name, getattr(one, how), "", "", one.disputed, "none", *nothing


def _shown(value: object) -> str:
    if value is None:
        return ""
    return format(Decimal(repr(value)).normalize(), "f") if isinstance(value, float) else str(value)
