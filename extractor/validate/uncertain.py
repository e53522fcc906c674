"""Checks that name what is printed in a table but not certain, and rows that are not printed at all."""

from collections.abc import Iterator
from itertools import groupby

from extractor.records import Cell, CellBasis, Severity, Span, Suspect
from extractor.validate.context import Context
from extractor.validate.filled import FilledTable
from extractor.validate.registry import Draft, check

_ROWS_AT_ONCE = 4
"""A finding that names more rows than this would warn of nothing."""
_NAMED = 6


@check("table.place")
def places_are_certain(context: Context) -> Iterator[Draft]:
    """数字归属不确定 · Numbers are printed, but it is not certain that they belong to these cells.

    Compares: nothing; the reason stands in each cell.
    Skipped: never; neighbouring rows with one reason share a finding, at most four of them.
    Example: the label of a row is lost and a neighbouring row is, too: its numbers may be either's.
    """
    for table in context.tables:
        rows = [
            (row, reason)
            for row in table.rows
            if (reason := next((c.reason for c in _doubted(table, row)), None)) is not None
        ]
        for reason, group in groupby(rows, key=lambda item: item[1]):
            keys = [row for row, _ in group]
            for at in range(0, len(keys), _ROWS_AT_ONCE):
                yield _draft(table, keys[at : at + _ROWS_AT_ONCE], reason)


def _doubted(table: FilledTable, row: str) -> list[Cell]:
    cells = table.cells.get(row) or {}
    return [cell for cell in cells.values() if _is_doubted(cell)]


def _is_doubted(cell: Cell) -> bool:
    return cell.basis is CellBasis.PRINTED and cell.value is not None and bool(cell.reason)


def _draft(table: FilledTable, rows: list[str], reason: str) -> Draft:
    refs = [
        (row, column)
        for row in rows
        for column, cell in (table.cells.get(row) or {}).items()
        if _is_doubted(cell)
    ]
    chinese, _, english = reason.partition(" / ")
    spans = [
        cell.evidence for ref in refs if (cell := table.cell(ref)) is not None and cell.evidence is not None
    ]
    return Draft(
        Severity.WARNING,
        f"{'、'.join(map(table.row_name, rows))}：{chinese}，请对照原表",
        f"{', '.join(rows)}: {english or chinese}; compare with the document",
        tuple(table.pointer(ref) for ref in refs),
        evidence=_ends(spans),
        suspect=Suspect.READING,
    )


def _ends(spans: list[Span]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys((spans[0], spans[-1]))) if spans else ()


@check("table.rows_missing")
def rows_are_printed(context: Context) -> Iterator[Draft]:
    """表格有行未印出 · Rows of a table are not in the text: they are null, never zeros.

    Compares: the rows of the form with those that are printed.
    Skipped: for tables that are absent; one finding for all rows of a table, with the place where it ends.
    Example: a table that breaks off after 本机关不掌握相关政府信息.
    """
    for table in context.tables:
        missing = [row for row in table.rows if _is_missing(table, row)]
        inferred = [row for row in table.rows if _is_inferred(table, row)]
        if len(inferred) == 1:
            yield _inferred_row(table, inferred[0])
        if not missing or len(missing) == len(table.rows):
            continue
        names = "、".join(map(table.row_name, missing[:_NAMED]))
        last = max(
            (c.evidence for _, c in table.all_cells if c.evidence is not None),
            key=lambda span: span.end,
            default=None,
        )
        broken_off = list(table.rows)[-len(missing) :] == missing
        yield Draft(
            Severity.WARNING,
            f"文本中有 {len(missing)} 行未印出（{names}{'等' if len(missing) > _NAMED else ''}）"
            f"{'，表格到此中断' if broken_off else ''}，其值为空而非 0",
            f"{len(missing)} row(s) of the {table.form.key} table are not in the text"
            f"{': it breaks off here' if broken_off else ''}; their values are null, not 0",
            tuple(f"/tables/{table.form.key}/{row}" for row in missing),
            len(missing),
            0,
            () if last is None else (last,),
            Suspect.READING,
        )


def _is_missing(table: FilledTable, row: str) -> bool:
    cells = (table.cells.get(row) or {}).values()
    return bool(cells) and all(c.basis is CellBasis.BLANK and c.raw is None and bool(c.reason) for c in cells)


def _is_inferred(table: FilledTable, row: str) -> bool:
    """Whether a row that is not in the text was inferred as a whole: its cells say so."""
    cells = (table.cells.get(row) or {}).values()
    return len(cells) > 1 and all(
        c.basis is CellBasis.INFERRED and c.raw is None and (c.reason or "").startswith("该行") for c in cells
    )


def _inferred_row(table: FilledTable, row: str) -> Draft:
    columns = table.cells[row] or {}
    return Draft(
        Severity.WARNING,
        f"{table.row_name(row)} 未印出，各值由勾稽关系推出，请对照原表",
        f"row {row} is not in the text; its values follow from the sums: compare with the document",
        tuple(table.pointer((row, column)) for column in columns),
        suspect=Suspect.READING,
    )
