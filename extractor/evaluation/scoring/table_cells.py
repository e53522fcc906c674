"""Cells of the official tables against gold."""

from collections.abc import Iterator
from decimal import Decimal

from extractor.evaluation.gold import Gold, LabelledCell, labelled_cells
from extractor.evaluation.scoring.items import ScoredItem, Stratum, Verdict
from extractor.evaluation.scoring.warnings import Flags
from extractor.records import Cell, CellBasis, Tables

ABSENT = "absent"
"""Basis of an item for which the Report has nothing."""
_DOUBTFUL = (CellBasis.AMBIGUOUS, CellBasis.CONFLICT)


def score_cells(tables: Tables, gold: Gold, flags: Flags) -> Iterator[ScoredItem]:
    """One item for each labelled cell and for each value where the document has no cell."""
    if gold.tables is None:
        return
    for table in dict.fromkeys((*gold.tables, *(key for key, _ in tables.items()))):
        labels = {label.pointer: label for label in labelled_cells(gold, table)}
        cells = dict(_cells(tables, table))
        for pointer, label in labels.items():
            cell = cells.get(pointer)
            yield _judged(table, label, cell, flags.cell(_key(pointer)))
        for pointer, cell in cells.items():
            if pointer not in labels and cell.value is not None:
                yield _invented(table, pointer, cell, flags.cell(_key(pointer)))


def shown(value: Decimal | int | None) -> str | None:
    """A number as it is written in a run."""
    return None if value is None else f"{Decimal(value).normalize():f}"


def stratum_of(value: Decimal | None) -> Stratum:
    """Where a cell with this true value is counted."""
    if value is None:
        return Stratum.BLANK
    return Stratum.NONZERO if value else Stratum.ZERO


def _stratum(label: LabelledCell, cell: Cell | None) -> Stratum:
    stratum = stratum_of(label.value)
    read_as_zero = cell is not None and cell.value == 0 and cell.value not in label.accepted
    return Stratum.BLANK_AS_ZERO if stratum is Stratum.BLANK and read_as_zero else stratum


def _cells(tables: Tables, table: str) -> Iterator[tuple[str, Cell]]:
    for row, columns in (tables.get(table) or {}).items():
        for column, cell in (columns or {}).items():
            yield f"{table}.{row}.{column}", cell


def _key(pointer: str) -> tuple[str, str, str]:
    table, row, column = pointer.split(".")
    return table, row, column


def _judged(table: str, label: LabelledCell, cell: Cell | None, flagged: bool) -> ScoredItem:
    return ScoredItem(
        field=f"cells.{table}",
        key=label.pointer,
        stratum=_stratum(label, cell),
        verdict=_verdict(label, cell),
        basis=cell.basis.value if cell else ABSENT,
        flagged=flagged,
        gold=shown(label.value),
        predicted=shown(cell.value) if cell else None,
        start=cell.evidence.start if cell and cell.evidence else None,
        end=cell.evidence.end if cell and cell.evidence else None,
    )


def _verdict(label: LabelledCell, cell: Cell | None) -> Verdict:
    value = cell.value if cell else None
    if cell is None and label.value is not None:
        return Verdict.OMITTED
    if value in label.accepted:
        return Verdict.RIGHT
    if value is None:
        return Verdict.ABSTAINED if cell and cell.basis in _DOUBTFUL else Verdict.OMITTED
    return Verdict.FABRICATED if label.value is None else Verdict.WRONG


def _invented(table: str, pointer: str, cell: Cell, flagged: bool) -> ScoredItem:
    return ScoredItem(
        field=f"cells.{table}",
        key=pointer,
        stratum=Stratum.BLANK if cell.value else Stratum.BLANK_AS_ZERO,
        verdict=Verdict.FABRICATED,
        basis=cell.basis.value,
        flagged=flagged,
        predicted=shown(cell.value),
        start=cell.evidence.start if cell.evidence else None,
        end=cell.evidence.end if cell.evidence else None,
    )
