"""What the sums of a table can and cannot do, told before any document is read.

A sum follows from others where its equation is a combination of theirs; a cell is always 0 where a
combination of sums leaves nothing but cells of one sign. One misprinted number breaks the sums that its cell
stands in: if no other cell breaks the same ones, the cell is known. A marked misprint, a letter in a number,
is repaired by any sum. Rows of one label are told apart by what else is printed beside them, if at all.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from extractor.forms.form_parts import CellRef, Identity, TableForm

_Equation = dict[CellRef, Fraction]
APART = 0.1
"""Weights that differ by less leave explanations tied: the solver takes 0.45 of a price of 5.0 for equal."""


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
    suspects: Mapping[CellRef, tuple[CellRef, ...]]
    """Cells that their weight makes the first to blame, with the others that could as well be the one."""

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
    alike = _alike(form)
    return Analysis(
        form,
        {cell: _fate(others) for cell, others in alike.items()},
        tuple(redundant),
        _zero_in(form, reduced),
        dict(_suspects(form, alike)),
    )


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


def always_zero(form: TableForm, sums: Sequence[Identity]) -> tuple[CellRef, ...]:
    """The cells that these sums allow no other number than 0."""
    return _zero_in(form, _reduce(sums)[0])


def _zero_in(form: TableForm, reduced: Sequence[_Equation]) -> tuple[CellRef, ...]:
    zero = {
        cell
        for equation in reduced
        if len({value > 0 for value in equation.values()}) == 1
        for cell in equation
    }
    return tuple(cell for cell in form.column_of if cell in zero)


def _alike(form: TableForm) -> dict[CellRef, tuple[CellRef, ...] | None]:
    """The cells that break the same sums as each one, itself among them; None where it breaks none."""
    broken: dict[CellRef, list[tuple[str, int]]] = {cell: [] for cell in form.column_of}
    for identity in form.sums:
        for cell in identity.cells:
            broken[cell].append((identity.id, 1 if cell in identity.left else -1))
    by_signs: dict[frozenset[tuple[str, int]], list[CellRef]] = defaultdict(list)
    for cell, signs in broken.items():
        by_signs[frozenset(signs)].append(cell)
        by_signs[frozenset((name, -sign) for name, sign in signs)].append(cell)
    return {cell: tuple(by_signs[frozenset(signs)]) if signs else None for cell, signs in broken.items()}


def _fate(alike: tuple[CellRef, ...] | None) -> Fate:
    if alike is None:
        return Fate.SILENT
    return Fate.LOCATED if len(alike) == 1 else Fate.FOUND


def _suspects(
    form: TableForm, alike: Mapping[CellRef, tuple[CellRef, ...] | None]
) -> Iterator[tuple[CellRef, tuple[CellRef, ...]]]:
    for cell, same in alike.items():
        others = tuple(other for other in same or () if other != cell)
        weight = form.weight_of.get(cell, 1.0)
        if others and all(form.weight_of.get(other, 1.0) >= weight + APART for other in others):
            yield cell, others


def rows_alike(form: TableForm) -> list[tuple[str, str]]:
    """Pairs of rows that nothing printed tells apart: one label, in one group, bracket and block.

    Rows below totals of their own are told apart: one 其他情形数 below 行政复议数, one below 行政诉讼数.
    """
    seen: dict[tuple[str | tuple[str, ...], ...], str] = {}
    found: list[tuple[str, str]] = []
    for row in form.rows:
        above = _total_above(form, row.key)
        for label in row.labels:
            first = seen.setdefault((label, row.group, row.bracket, row.block, row.code, above), row.key)
            if first != row.key:
                found.append((first, row.key))
    return list(dict.fromkeys(found))


def _total_above(form: TableForm, row: str) -> str:
    """The row printed above this one that is the total of it and others; empty where there is none."""
    order = form.row_keys
    totals = [each.total[0] for each in form.sums if each.total and row in {key for key, _ in each.left}]
    return next((key for key in totals if order.index(key) < order.index(row)), "")
