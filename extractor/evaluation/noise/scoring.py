"""Scores a reading of a generated document cell by cell against the truth."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from math import sqrt
from typing import NamedTuple

from extractor.evaluation.noise.documents import GeneratedDocument, TruthCell
from extractor.forms import (
    APPLICATIONS_ONE_OTHER,
    APPLICATIONS_THREE_OTHER,
    DISPUTES,
    Identity,
    identities_of,
)
from extractor.records import Cell, CellBasis, Finding, Severity, Tables

COVERED = ("applications", "disputes")
"""Tables whose every cell stands in an identity."""
MOST_NAMED = 30
"""A finding that names more cells than this warns of none: it covers half a table.

The longest identity, a column of outcomes with its total, names 23.
"""
_DOUBTS = (CellBasis.CONFLICT, CellBasis.AMBIGUOUS)
CellKey = tuple[str, str, str]
"""(table, row, column)."""


class Verdict(StrEnum):
    """How one cell came out."""

    RIGHT = "right"
    RIGHT_FLAGGED = "right_flagged"
    """Right, but a person is asked to look at it."""
    OFFERED = "offered"
    """Wrong or open and flagged, with the true value among the alternatives."""
    WRONG_FLAGGED = "wrong_flagged"
    """Wrong or open and flagged, the true value not named."""
    SILENT = "silent"
    """A wrong value that nothing warns of."""
    MISSING = "missing"
    """No value and no doubt where the document has a figure."""


class ScoredCell(NamedTuple):
    """One cell with its verdict. ``expected`` and ``got`` are numbers or None, printed as text."""

    key: CellKey
    verdict: Verdict
    basis: str
    accepted: bool
    """No person is asked to look, and no figure is missing."""
    raw: str | None
    damage: tuple[str, ...]
    expected: str
    got: str


class ScoredSlip(NamedTuple):
    """One planted slip of the issuer."""

    key: CellKey
    breaks_identity: bool
    changed: bool
    """The reading delivers another number than the document prints."""
    reported: bool
    """A flag stands on a cell of a sum that the slip breaks."""
    named: bool
    """A flag stands on the slip's own cell."""


class Score(NamedTuple):
    """All cells and slips of one document."""

    cells: tuple[ScoredCell, ...]
    slips: tuple[ScoredSlip, ...]


def score_reading(document: GeneratedDocument, tables: Tables, findings: Sequence[Finding] = ()) -> Score:
    """Every cell of the truth judged, and every cell that was read where the document has none.

    Where the document prints nothing, or a sign for nothing, null is as right as the true value if
    that is 0. Where a figure got lost or a total was left blank, null is ``MISSING``, since only
    the identities can say what it was. Findings of severity info do not flag.
    """
    flagged = flagged_cells(tables, findings)
    cells = [
        _judge((table, row, column), truth, _cell(tables, table, row, column), flagged)
        for table, rows in document.truth.items()
        for row, columns in rows.items()
        for column, truth in columns.items()
    ]
    cells.extend(_invented(document, tables, flagged))
    return Score(tuple(cells), tuple(_slips(document, tables, flagged)))


def flagged_cells(tables: Tables, findings: Sequence[Finding]) -> frozenset[CellKey]:
    """Cells that a person is asked to look at: in doubt by their basis, or named by a finding."""
    flagged = {key for key, cell in _all_cells(tables) if cell.basis in _DOUBTS}
    for finding in findings:
        named = {key for key in map(_pointed, finding.where) if key is not None}
        if finding.severity is not Severity.INFO and len(named) <= MOST_NAMED:
            flagged |= named
    return frozenset(flagged)


def _pointed(pointer: str) -> CellKey | None:
    parts = pointer.strip("/").split("/")
    return (parts[1], parts[2], parts[3]) if len(parts) >= 4 and parts[0] == "tables" else None


def _all_cells(tables: Tables) -> Iterator[tuple[CellKey, Cell]]:
    for name in ("proactive", *COVERED):
        for row, cells in (getattr(tables, name) or {}).items():
            for column, cell in (cells or {}).items():
                yield (name, row, column), cell


def _cell(tables: Tables, table: str, row: str, column: str) -> Cell | None:
    cells = (getattr(tables, table) or {}).get(row) or {}
    found: Cell | None = cells.get(column)
    return found


def _judge(key: CellKey, truth: TruthCell, cell: Cell | None, flagged: frozenset[CellKey]) -> ScoredCell:
    doubt = key in flagged
    verdict = _verdict(truth, cell, doubt)
    return ScoredCell(
        key=key,
        verdict=verdict,
        basis=cell.basis.value if cell else "absent",
        accepted=not doubt and verdict is not Verdict.MISSING,
        raw=truth.raw,
        damage=truth.damage,
        expected=f"{truth.value}",
        got=f"{cell.value if cell else None}",
    )


def _verdict(truth: TruthCell, cell: Cell | None, doubt: bool) -> Verdict:
    nothing_printed = truth.raw is None or "dash" in truth.damage
    if cell is None:
        return Verdict.RIGHT if nothing_printed and truth.value == 0 else Verdict.MISSING
    if cell.value == truth.value or (cell.value is None and nothing_printed and truth.value == 0):
        return Verdict.RIGHT_FLAGGED if doubt else Verdict.RIGHT
    if doubt:
        return Verdict.OFFERED if truth.value in cell.alternatives else Verdict.WRONG_FLAGGED
    return Verdict.MISSING if cell.value is None else Verdict.SILENT


def _invented(
    document: GeneratedDocument, tables: Tables, flagged: frozenset[CellKey]
) -> Iterator[ScoredCell]:
    """Cells with a value in rows that the document does not print."""
    for key, cell in _all_cells(tables):
        table, row, column = key
        if cell.value is None or column in document.truth.get(table, {}).get(row, {}):
            continue
        verdict = Verdict.WRONG_FLAGGED if key in flagged else Verdict.SILENT
        yield ScoredCell(
            key,
            verdict,
            cell.basis.value,
            key not in flagged,
            None,
            ("no such cell",),
            "None",
            f"{cell.value}",
        )


def _slips(document: GeneratedDocument, tables: Tables, flagged: frozenset[CellKey]) -> Iterator[ScoredSlip]:
    broken = _broken_identities(document)
    for table in COVERED:
        for row, columns in document.truth[table].items():
            for column, truth in columns.items():
                if not truth.slip:
                    continue
                sums = [cells for cells in broken if (table, row, column) in cells]
                cell = _cell(tables, table, row, column)
                # A swapped digit hides what the issuer printed; the cell's own verdict judges that.
                legible = "swap" not in truth.damage
                yield ScoredSlip(
                    key=(table, row, column),
                    breaks_identity=bool(sums),
                    changed=legible and cell is not None and cell.value not in (None, truth.value),
                    reported=any(key in flagged for cells in sums for key in cells),
                    named=(table, row, column) in flagged,
                )


def _broken_identities(document: GeneratedDocument) -> list[frozenset[CellKey]]:
    """The cells of each sum that the issuer's own figures break."""
    broken = []
    for table in COVERED:
        figures = document.truth[table]
        for identity in _identities(table, figures):
            left, right = (
                sum(figures[row][column].value for row, column in side)
                for side in (identity.left, identity.right)
            )
            if left != right:
                broken.append(frozenset((table, row, column) for row, column in identity.cells))
    return broken


def _identities(table: str, figures: dict[str, dict[str, TruthCell]]) -> tuple[Identity, ...]:
    if table == "disputes":
        return identities_of(DISPUTES)
    return identities_of(APPLICATIONS_ONE_OTHER if "other" in figures else APPLICATIONS_THREE_OTHER)


def wilson(wrong: int, total: int, z: float = 1.96) -> tuple[float, float] | None:
    """Wilson's score interval of a share, 95 % by default; None where nothing was counted."""
    if total == 0:
        return None
    share, square = wrong / total, z * z
    centre = (share + square / (2 * total)) / (1 + square / total)
    spread = z * sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    return max(centre - spread, 0.0), min(centre + spread, 1.0)
