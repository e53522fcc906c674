"""Compare the tables of a Report with the gold labels, cell by cell and strictly."""

from collections.abc import Iterator
from decimal import Decimal

from extractor.evaluation.gold import Gold, Row, columns_of
from extractor.records import Cell, CellBasis, Report, Severity, Table

_TRUSTED = {CellBasis.PROVED, CellBasis.PRINTED, CellBasis.INFERRED, CellBasis.REPAIRED}
_NEEDS_EVIDENCE = {CellBasis.PROVED, CellBasis.PRINTED, CellBasis.REPAIRED, CellBasis.CONFLICT}
_MOST_POINTERS = 12


def table_differences(report: Report, gold: Gold) -> list[str]:
    """Differences of all tables."""
    found: list[str] = []
    for name in dict.fromkeys((*(gold.tables or ()), *(key for key, _ in report.tables.items()))):
        labels, table = gold.labels_of(name), report.tables.get(name)
        if labels is None or table is None:
            if labels is not None:
                found.append(f"{name}: the table is in the document, got null")
            elif table is not None:
                found.append(f"{name}: the table is not in the document, got a table")
            continue
        found += _rows(report, gold, name, table)
    return found


def _rows(report: Report, gold: Gold, name: str, table: Table) -> Iterator[str]:
    labels: dict[str, Row | None] = gold.labels_of(name) or {}
    for row in table:
        if table[row] is not None and labels.get(row) is None:
            yield f"{name}.{row}: this report does not print the row"
    for row, values in labels.items():
        if values is None:
            continue
        cells = table.get(row)
        if cells is None:
            yield f"{name}.{row}: row missing"
            continue
        columns = columns_of(name, row, gold.header.form, (key for key in labels if labels[key] is not None))
        assert len(columns) == len(values), f"gold of {gold.document}: {name}.{row}"
        for column in set(cells) - set(columns):
            yield f"{name}.{row}.{column}: unknown column"
        for column, expected in zip(columns, values, strict=True):
            cell = cells.get(column)
            if cell is None:
                yield f"{name}.{row}.{column}: cell missing"
            else:
                yield from _cell(report, gold, f"{name}.{row}.{column}", cell, expected)


def _cell(report: Report, gold: Gold, place: str, cell: Cell, expected: Decimal | None) -> Iterator[str]:
    others = [None if value is None else Decimal(str(value)) for value in gold.may_be.get(place, ())]
    if cell.value != expected and cell.value not in others:
        silent = cell.basis in _TRUSTED and not _warned(report, place)
        yield (
            f"{place}: expected {_show(expected)}, got {_show(cell.value)} "
            f"({cell.basis}, printed {cell.raw!r}){' SILENT' if silent else ''}"
        )
        return
    if cell.value == expected:
        yield from _basis(gold, place, cell, expected)
    wanted = gold.raw.get(place)
    if wanted is not None and "".join(wanted.split()) != "".join((cell.raw or "").split()):
        yield f"{place}: expected print {wanted!r}, got {cell.raw!r}"
    if cell.basis in _NEEDS_EVIDENCE and cell.evidence is None:
        yield f"{place}: {cell.basis} without evidence"
    missing = set(gold.alternatives.get(place, ())) - set(cell.alternatives)
    if missing:
        named = [_show(value) for value in cell.alternatives]
        yield f"{place}: alternatives {[_show(value) for value in missing]} not named, got {named}"


def _basis(gold: Gold, place: str, cell: Cell, expected: Decimal | None) -> Iterator[str]:
    ordinary = "printed" if place.startswith("proactive") else "proved"
    allowed = gold.basis.get(place, "blank" if expected is None else ordinary).split("|")
    if cell.basis.value not in allowed:
        yield f"{place}: expected basis {' or '.join(allowed)}, got {cell.basis}"


def _warned(report: Report, place: str) -> bool:
    """Whether a finding points at this very cell; one that points everywhere is no warning."""
    pointer = "/tables/" + place.replace(".", "/")
    return any(
        finding.severity is not Severity.INFO
        and len(finding.where) <= _MOST_POINTERS
        and pointer in finding.where
        for finding in report.findings
    )


def _show(value: Decimal | None) -> str:
    return "blank" if value is None else f"{value:f}"
