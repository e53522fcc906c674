"""What the sums of a table can and cannot do, told before any document is read.

A sum follows from others where its equation is a combination of theirs; a cell is always 0 where a
combination of sums leaves nothing but cells of one sign. One misprinted number breaks the sums that its cell
stands in: if no other cell breaks the same ones, the cell is known. A marked misprint, a letter in a number,
is repaired by any sum.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from extractor.forms.model import CellRef, Identity, TableForm

_Equation = dict[CellRef, Fraction]


class Fate(StrEnum):
    """What becomes of one misprinted number."""

    LOCATED = "located"
    """Sums break, and no other single cell breaks the same ones."""
    FOUND = "found"
    """Sums break, but several cells could be the one."""
    SILENT = "silent"
    """No sum goes over the cell."""


class Analysis(NamedTuple):
    """What is true of the sums of one table."""

    form: TableForm
    fates: Mapping[CellRef, Fate]
    redundant: tuple[Identity, ...]
    """Sums that follow from those declared before them."""
    always_zero: tuple[CellRef, ...]
    """Cells that the sums allow no other number than 0: the declaration contradicts itself."""

    @property
    def uncovered(self) -> tuple[CellRef, ...]:
        """Cells that no sum covers: what is misprinted there is not noticed."""
        return tuple(cell for cell, fate in self.fates.items() if fate is Fate.SILENT)

    @property
    def counts(self) -> Counter[Fate]:
        """How many cells share each fate."""
        return Counter(self.fates.values())


def analyse(form: TableForm) -> Analysis:
    """The analysis of one table."""
    reduced, redundant = _reduce(form.sums)
    return Analysis(form, _fates(form), tuple(redundant), tuple(_always_zero(form, reduced)))


def _equation(identity: Identity) -> _Equation:
    left = dict.fromkeys(identity.left, Fraction(1))
    return left | dict.fromkeys(identity.right, Fraction(-1))


def _reduce(sums: Sequence[Identity]) -> tuple[list[_Equation], list[Identity]]:
    """The sums in reduced echelon form, and those that add nothing to the ones before them."""
    rows: list[tuple[CellRef, _Equation]] = []
    redundant = []
    for identity in sums:
        equation = _equation(identity)
        for pivot, row in rows:
            _subtract(equation, row, equation.get(pivot, Fraction(0)))
        if not equation:
            redundant.append(identity)
            continue
        pivot = next(iter(equation))
        factor = equation[pivot]
        equation = {cell: value / factor for cell, value in equation.items()}
        for _, row in rows:
            _subtract(row, equation, row.get(pivot, Fraction(0)))
        rows.append((pivot, equation))
    return [row for _, row in rows], redundant


def _subtract(equation: _Equation, row: _Equation, factor: Fraction) -> None:
    for cell, value in row.items() if factor else ():
        left = equation.get(cell, Fraction(0)) - factor * value
        if left:
            equation[cell] = left
        else:
            equation.pop(cell, None)


def _always_zero(form: TableForm, reduced: Sequence[_Equation]) -> Iterator[CellRef]:
    zero = {
        cell
        for equation in reduced
        if len({value > 0 for value in equation.values()}) == 1
        for cell in equation
    }
    yield from (cell for cell in form.column_of if cell in zero)


def _fates(form: TableForm) -> dict[CellRef, Fate]:
    broken: dict[CellRef, list[tuple[str, int]]] = {cell: [] for cell in form.column_of}
    for identity in form.sums:
        for cell in identity.cells:
            broken[cell].append((identity.id, 1 if cell in identity.left else -1))
    by_signs: dict[frozenset[tuple[str, int]], list[CellRef]] = defaultdict(list)
    for cell, signs in broken.items():
        by_signs[frozenset(signs)].append(cell)
        by_signs[frozenset((name, -sign) for name, sign in signs)].append(cell)
    return {
        cell: Fate.SILENT
        if not signs
        else Fate.LOCATED
        if len(by_signs[frozenset(signs)]) == 1
        else Fate.FOUND
        for cell, signs in broken.items()
    }
