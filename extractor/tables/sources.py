"""What both kinds of tables are read with: the sources of one table, and the choices of a unit's numbers."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from extractor.forms import CellRef, TableForm
from extractor.records import Cell, CellBasis, Span
from extractor.tables.alignment import Aligner
from extractor.tables.cuts import cut_by_sums
from extractor.tables.grid import Score, SecondReading, Unit, read_unit
from extractor.tables.placement import Placement, ReadToken, Variant
from extractor.tables.style import Style
from extractor.tables.tokens import without_blanks

_RUN_ON = "单元格数字连写,无法断开 / the numbers of several cells are printed as one and cannot be parted"

Spread = Callable[[ReadToken], list[Placement]]
"""The placements of a unit, given how to read a token."""


class TableSources(NamedTuple):
    """What is known of one table besides its lines."""

    text: str
    region: str
    second: SecondReading
    score: Score
    aligner: Aligner


_Sums = tuple[tuple[tuple[int, ...], int], ...]


def sums_inside(cells: Sequence[CellRef], form: TableForm) -> _Sums:
    """The sums whose cells are all among these, as positions of the parts and of the total."""
    at = {cell: position for position, cell in enumerate(cells)}
    return tuple(
        (tuple(at[cell] for cell in identity.left), at[identity.total])
        for identity in form.sums
        if identity.total is not None and identity.row is not None and set(identity.cells) <= at.keys()
    )


def spread_of(unit: Unit) -> Spread | None:
    """How the run-together numbers of a unit can be cut so that its sums hold; None if in no way."""
    parts = len(unit.sums[0][0]) if unit.sums else 0
    if not parts or (parts + 1) * len(unit.sums) != len(unit.cells):
        return None
    return cut_by_sums(without_blanks(unit.tokens), len(unit.sums), parts)


def options_of(
    unit: Unit, style: Style, read: ReadToken, spreads: Mapping[str, Spread | None], second: SecondReading
) -> tuple[Variant, ...]:
    """The placements and readings of a unit: by its cuts where cells were run together."""
    if unit.key not in spreads:
        return read_unit(unit, style, read, second=second)
    spread = spreads[unit.key]
    return read_unit(unit._replace(tokens=()), style, read, spread(read) if spread else ())


def leave_open(units: Sequence[Unit], table: dict[str, dict[str, Cell]], text: str) -> None:
    """Call the cells of units ambiguous whose print could not be cut into them."""
    for unit in units:
        figures = without_blanks(unit.tokens)
        if not figures:
            continue
        evidence = Span.of(text, figures[0].start, figures[-1].end)
        for row, column in unit.cells:
            table[row][column] = Cell(
                value=None, raw=evidence.quote, basis=CellBasis.AMBIGUOUS, evidence=evidence, reason=_RUN_ON
            )
