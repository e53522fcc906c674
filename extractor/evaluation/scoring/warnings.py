"""Which facts of a Report a person is asked to look at."""

from collections.abc import Iterator, Sequence

from extractor.records import Cell, CellBasis, Finding, Severity, Tables

MOST_NAMED = 30
"""A finding that names more places than this warns of none: it covers half a table.

The longest identity, a column of outcomes with its total, names 23.
"""
_DOUBTS = (CellBasis.CONFLICT, CellBasis.AMBIGUOUS)
CellKey = tuple[str, str, str]
"""(table, row, column)."""


class Flags:
    """Cells in doubt and findings, asked by place. A finding that names half a table warns of nothing."""

    def __init__(self, tables: Tables, findings: Sequence[Finding]) -> None:
        self._pointers = tuple(
            pointer
            for finding in findings
            if finding.severity is not Severity.INFO and len(finding.where) <= MOST_NAMED
            for pointer in finding.where
        )
        doubted = {key for key, cell in _all_cells(tables) if cell.basis in _DOUBTS}
        named = {key for key in map(_pointed, self._pointers) if key is not None}
        self._cells = frozenset(doubted | named)

    def cell(self, key: CellKey) -> bool:
        """Whether the cell is in doubt by its basis, or a finding points at it."""
        return key in self._cells

    def at(self, pointer: str) -> bool:
        """Whether a finding points at this place or into it."""
        return any(each == pointer or each.startswith(pointer + "/") for each in self._pointers)


def _pointed(pointer: str) -> CellKey | None:
    parts = pointer.strip("/").split("/")
    return (parts[1], parts[2], parts[3]) if len(parts) >= 4 and parts[0] == "tables" else None


def _all_cells(tables: Tables) -> Iterator[tuple[CellKey, Cell]]:
    for table, row, column, cell in tables.cells():
        yield (table, row, column), cell
