"""What is said about every cell once the sums are explained: see CellBasis."""

from decimal import Decimal
from typing import NamedTuple

from extractor.records import Cell, CellBasis, Span
from extractor.tables.explained import ExplainedGrid
from extractor.tables.grid import Grid
from extractor.tables.number_readings import Mark
from extractor.tables.placement import Pick

_MAX_ALTERNATIVES = 8

_REASONS = {
    Mark.LETTERS: "数字中混有字母或符号 / a letter or sign stands in the number",
    Mark.DOUBLED: "字符重复印出 / every character is printed twice",
    Mark.SPLIT: "一个数被拆成两段 / the number is printed in two pieces",
    Mark.MERGED: "相邻两数连在一起 / two neighbouring numbers are printed as one",
    Mark.LEADING_ZERO: "数字前多一个0 / the number starts with 0",
    Mark.REREAD: "第二次识别与合计关系一致 / a second reading agrees with the sums",
}
_BLANK_ZERO = "空白,合计关系要求为0 / blank, and the sums require 0"
_BLANK_VALUE = "未印出,由合计关系推出 / not printed, it follows from the sums"
_UNREAD = "此处印有内容但读不成数字 / something is printed here that is no number"
_NO_COLUMN = (
    "每行都缺同样多的数,列位置不能确定 / every row lacks as many numbers: which columns these are is open"
)
_LONE = "未印出,仅由一个合计推出,无从核对 / not printed; it follows from one sum that nothing checks"
_SPENT = "所在合计缺一个数,无法核对 / the only sum that could prove it has lost a number"


class CellVerdict(NamedTuple):
    """What is said about one cell."""

    basis: CellBasis
    value: int | None = None
    alternatives: tuple[int, ...] = ()
    identities: tuple[str, ...] = ()
    reason: str | None = None


def _ambiguous(*values: int | None, value: int | None = None, reason: str | None = None) -> CellVerdict:
    choices = tuple(sorted({v for v in values if v is not None}))
    return CellVerdict(CellBasis.AMBIGUOUS, value, choices, reason=reason)


def _on_printed(explained: ExplainedGrid, cell: int) -> CellVerdict:
    value, mark = explained.values[cell], explained.marks[cell]
    if cell in explained.free or explained.is_doubtful(cell):
        return _on_conflict(explained, cell)
    proving = explained.proving(cell)
    if mark is not None:
        if not proving:
            return _ambiguous(value, value=value, reason=_REASONS[mark])
        return CellVerdict(CellBasis.REPAIRED, value, (), proving, _REASONS[mark])
    if explained.has_lost_its_sums(cell):
        return _ambiguous(value, value=value, reason=_SPENT)
    return CellVerdict(CellBasis.PROVED if proving else CellBasis.PRINTED, value, (), proving)


def _on_conflict(explained: ExplainedGrid, cell: int) -> CellVerdict:
    choices = tuple(sorted(explained.free.get(cell, ())))
    # of tied explanations one may mend every sum by a cell of which nothing is printed: then none fails
    failing = tuple(total.id for total in explained.failing(cell) or explained.sums_of[cell])
    return CellVerdict(CellBasis.CONFLICT, explained.values[cell], choices, failing)


def _on_unprinted(explained: ExplainedGrid, cell: int) -> CellVerdict:
    value, identities = explained.implied(cell)
    unsupported = explained.is_doubtful(cell) or (explained.may_be_lost(cell) and not explained.proving(cell))
    if cell in explained.derived and unsupported:
        return _ambiguous(value)
    free = explained.free.get(cell, set())
    if free and not (cell in explained.primary.free and explained.is_sole()):
        return _ambiguous(*free, explained.values[cell] or 0)
    if value is None:
        return CellVerdict(CellBasis.BLANK)
    if cell in explained.lone and not explained.is_lost(cell):
        return _ambiguous(value, reason=_LONE)
    return CellVerdict(CellBasis.INFERRED, value, (), identities, _BLANK_VALUE if value else _BLANK_ZERO)


def _on_unread(explained: ExplainedGrid, cell: int) -> CellVerdict:
    """A print that is no number and no dash (111a, >, 17余): open, with what the sums would ask for."""
    return _ambiguous(*explained.free.get(cell, ()), *explained.others.get(cell, ()), reason=_UNREAD)


def decide(explained: ExplainedGrid, cell: int) -> CellVerdict:
    """The verdict on one cell of an explained table."""
    if cell in explained.unread:
        return _on_unread(explained, cell)
    if explained.is_usual and explained.marks[cell] is None and explained.is_printed(cell):
        proving = explained.proving(cell)
        basis = CellBasis.PROVED if proving else CellBasis.PRINTED
        return CellVerdict(basis, explained.values[cell], (), proving)
    rivals = explained.rival_values(cell)
    if cell in explained.misplaced:
        return _ambiguous(*rivals, explained.values[cell], reason=_NO_COLUMN)
    if rivals:
        return _ambiguous(*rivals, *explained.free.get(cell, ()), explained.values[cell] or 0)
    if explained.is_printed(cell):
        return _on_printed(explained, cell)
    return _on_unprinted(explained, cell)


def _cell(verdict: CellVerdict, item: Pick | None, text: str) -> Cell:
    evidence = None if item is None else Span.of(text, item.start, item.end)
    return Cell.unchecked(
        value=None if verdict.value is None else Decimal(verdict.value),
        raw=None if evidence is None else evidence.quote,
        basis=verdict.basis,
        evidence=evidence,
        alternatives=tuple(Decimal(v) for v in verdict.alternatives[:_MAX_ALTERNATIVES]),
        identities=verdict.identities,
        reason=verdict.reason,
    )


def judge(grid: Grid, text: str) -> dict[str, dict[str, Cell]]:
    """Row to column to Cell for every cell of a solved grid."""
    explained = ExplainedGrid(grid)
    table: dict[str, dict[str, Cell]] = {}
    cells = (cell for unit in grid.units for cell in unit.cells)
    for index, (row, column) in enumerate(cells):
        verdict = decide(explained, index)
        table.setdefault(row, {})[column] = _cell(verdict, explained.picks[index], text)
    return table
