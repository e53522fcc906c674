"""A reading of a generated document against what was planted: cells as every suite judges them, and slips."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from extractor.evaluation.noise import GeneratedDocument
from extractor.evaluation.noise_gold import gold_of_generated
from extractor.evaluation.scoring import ScoredItem, Verdict
from extractor.evaluation.scoring.table_cells import score_cells
from extractor.evaluation.scoring.warnings import CellKey, Flags
from extractor.forms import form_with
from extractor.records import Cell, Finding, Tables


class CellOutcome(StrEnum):
    """A verdict seen by whoever must trust the table: was a person warned, and was the truth named."""

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
    """One judged cell with what was planted there."""

    item: ScoredItem
    key: CellKey
    raw: str | None
    damage: tuple[str, ...]
    offered: bool
    """The true value stands among the alternatives."""

    @property
    def outcome(self) -> CellOutcome:
        """The verdict together with the warning."""
        if self.item.verdict is Verdict.RIGHT:
            return CellOutcome.RIGHT_FLAGGED if self.item.flagged else CellOutcome.RIGHT
        if self.item.flagged:
            return CellOutcome.OFFERED if self.offered else CellOutcome.WRONG_FLAGGED
        delivered = self.item.verdict in (Verdict.WRONG, Verdict.FABRICATED)
        return CellOutcome.SILENT if delivered else CellOutcome.MISSING

    @property
    def accepted(self) -> bool:
        """No person is asked to look, and no figure is missing."""
        return not self.item.flagged and self.outcome is not CellOutcome.MISSING


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


class NoiseScore(NamedTuple):
    """All cells and slips of one document."""

    cells: tuple[ScoredCell, ...]
    slips: tuple[ScoredSlip, ...]


def score_reading(
    document: GeneratedDocument, tables: Tables, findings: Sequence[Finding] = ()
) -> NoiseScore:
    """Every cell of the truth judged, and every value that was read where the document has none.

    Where the document prints nothing, or a sign for nothing, null is as right as the true value if
    that is 0. Findings of severity info do not flag.
    """
    flags = Flags(tables, findings)
    items = score_cells(tables, gold_of_generated(document), flags)
    cells = tuple(_planted(item, document, tables) for item in items)
    return NoiseScore(cells, tuple(_slips(document, tables, flags)))


def _planted(item: ScoredItem, document: GeneratedDocument, tables: Tables) -> ScoredCell:
    table, row, column = key = _key(item)
    truth = document.truth.get(table, {}).get(row, {}).get(column)
    cell = _cell(tables, key)
    if truth is None:
        return ScoredCell(item, key, None, ("no such cell",), False)
    offered = cell is not None and truth.value in cell.alternatives
    return ScoredCell(item, key, truth.raw, truth.damage, offered)


def _key(item: ScoredItem) -> CellKey:
    table, row, column = item.key.split(".")
    return table, row, column


def _cell(tables: Tables, key: CellKey) -> Cell | None:
    table, row, column = key
    cells = (tables.get(table) or {}).get(row) or {}
    found: Cell | None = cells.get(column)
    return found


def _slips(document: GeneratedDocument, tables: Tables, flags: Flags) -> Iterator[ScoredSlip]:
    broken = _broken_identities(document)
    for table, rows in document.truth.items():
        for row, columns in rows.items():
            for column, truth in columns.items():
                if not truth.slip:
                    continue
                key = (table, row, column)
                sums = [cells for cells in broken if key in cells]
                cell = _cell(tables, key)
                # A swapped digit hides what the issuer printed; the cell's own verdict judges that.
                legible = "swap" not in truth.damage
                yield ScoredSlip(
                    key=key,
                    breaks_identity=bool(sums),
                    changed=legible and cell is not None and cell.value not in (None, truth.value),
                    reported=any(flags.cell(each) for cells in sums for each in cells),
                    named=flags.cell(key),
                )


def _broken_identities(document: GeneratedDocument) -> list[frozenset[CellKey]]:
    """The cells of each sum that the issuer's own figures break."""
    broken = []
    for table, figures in document.truth.items():
        for identity in form_with(table, figures, document.form).sums:
            left, right = (
                sum(figures[row][column].value for row, column in side)
                for side in (identity.left, identity.right)
            )
            if left != right:
                broken.append(frozenset((table, row, column) for row, column in identity.cells))
    return broken
