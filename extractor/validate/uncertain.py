"""Checks that name what is printed in a table but not certain, and rows that are not printed at all."""

from collections.abc import Iterator
from itertools import groupby

from extractor.forms import Layout
from extractor.records import Cell, CellBasis, Severity, Span, Suspect
from extractor.validate.cell_checks import is_of_another
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.filled import FilledTable

_ROWS_AT_ONCE = 4
"""A finding that names more rows than this would warn of nothing."""
_NAMED = 6
_FEW_LOST = 2
"""Where a sum lacks more rows, nothing stands out that should be looked at."""


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
    Points also at numbers that no sum holds for, beside one row or two of their sum that are missing.
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
            (
                *(f"/tables/{table.form.key}/{row}" for row in missing),
                *map(table.pointer, _left_unchecked(table, missing)),
            ),
            len(missing),
            0,
            () if last is None else (last,),
            Suspect.READING,
        )


def _left_unchecked(table: FilledTable, missing: list[str]) -> list[tuple[str, str]]:
    """Printed numbers that no sum holds for, beside one row or two of a sum that are not printed."""
    found: dict[tuple[str, str], None] = {}
    for identity in table.form.sums:
        rows = {row for row, _ in identity.cells}
        if 0 < len(rows.intersection(missing)) <= _FEW_LOST:
            found.update(dict.fromkeys(ref for ref in identity.cells if _is_bare(table.cell(ref))))
    return list(found)


def _is_bare(cell: Cell | None) -> bool:
    return cell is not None and cell.basis is CellBasis.PRINTED and cell.value is not None and not cell.reason


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


@check("table.block_blank")
def blocks_are_printed(context: Context) -> Iterator[Draft]:
    """整块未印数字 · Blocks of a table of one line print nothing beside others with numbers: null, not 0.

    Compares: the blocks without any print with those of the form.
    Skipped: where no block prints a number (`table.empty`); one finding for a table.
    Example: five numbers under 行政复议 and nothing under 行政诉讼: left blank, or lost?
    """
    for table in context.tables:
        if table.form.layout is not Layout.LINE:
            continue
        blank = [
            row for row, cells in table.cells.items() if cells and all(map(_is_bare_blank, cells.values()))
        ]
        if not blank or len(blank) == len(table.rows):
            continue
        yield Draft(
            Severity.WARNING,
            f"{'、'.join(map(table.row_name, blank))} 整块未印任何数字，其值为空而非 0，"
            "请核对是未填写还是未读出",
            f"nothing is printed in {', '.join(blank)}: null, not 0; left blank, or not read?",
            tuple(f"/tables/{table.form.key}/{row}" for row in blank),
            len(blank),
            0,
            suspect=Suspect.EITHER,
        )


def _is_bare_blank(cell: Cell) -> bool:
    return cell.basis is CellBasis.BLANK and cell.raw is None and not cell.reason


@check("table.columns_missing")
def columns_are_printed(context: Context) -> Iterator[Draft]:
    """表格有列未印出 · The header of a table leaves out columns of the form: they are null, never zeros.

    Compares: the columns of the form with those that the printed header names.
    Skipped: for rows that are not printed; totals that are not printed follow from their parts.
    Example: a header 自然人, 商业企业, 科研机构, 社会公益组织, 法律服务机构, 总计: nothing is known of 其他.
    """
    for table in context.tables:
        refs = [ref for ref, cell in table.all_cells if _is_of_no_column(cell)]
        if not refs:
            continue
        names = dict.fromkeys(table.form.column_of[ref].labels[0] for ref in refs)
        yield Draft(
            Severity.WARNING,
            f"表头未列“{'、'.join(names)}”，相应各格为空而非 0，请对照原表",
            f"the header does not name {', '.join(dict.fromkeys(c for _, c in refs))}: "
            "these cells are null, not 0; compare with the document",
            tuple(map(table.pointer, refs)),
            len(refs),
            0,
            suspect=Suspect.READING,
        )


def _is_of_no_column(cell: Cell) -> bool:
    return cell.basis is CellBasis.BLANK and cell.raw is None and (cell.reason or "").startswith("该列")


@check("table.caption")
def tables_are_the_reports_own(context: Context) -> Iterator[Draft]:
    """表题指他年或他机关 · The only table of its kind is of another year or body, by its caption.

    Compares: nothing; the reason stands in each cell, whose number is in doubt.
    Skipped: never; one finding for each table.
    Example: an annex 附表:2021年度数据 to the report on 2022, and no other table.
    """
    for table in context.tables:
        cells = [cell for _, cell in table.all_cells if is_of_another(cell)]
        if not cells:
            continue
        chinese, _, english = (cells[0].reason or "").partition(" / ")
        spans = sorted((c.evidence for c in cells if c.evidence is not None), key=lambda span: span.start)
        yield Draft(
            Severity.WARNING,
            f"{table.form.name}：{chinese}，各值存疑，请核对",
            f"{table.form.key}: {english}; its values are in doubt",
            (f"/tables/{table.form.key}",),
            evidence=(*_caption(context, cells[0], spans), *_ends(spans)),
            suspect=Suspect.EITHER,
        )


def _caption(context: Context, cell: Cell, spans: list[Span]) -> tuple[Span, ...]:
    quote = (cell.reason or "").partition("“")[2].partition("”指")[0]
    at = context.text.rfind(quote, 0, spans[0].start) if context.text and spans else -1
    return () if at < 0 else (Span.of(context.text or "", at, at + len(quote)),)


@check("table.several")
def one_table_of_a_kind(context: Context) -> Iterator[Draft]:
    """同类表格不止一张 · A section holds several tables of one kind: of years, or of scopes.

    Compares: nothing; where they stand is told by how the table was read.
    Skipped: never. Information only where captions say which table is the report's own; else the cells in
    which the tables differ are ambiguous.
    Example: the tables of 2021 and of 2022 in one section of the report on 2022.
    """
    for reading in context.report.run.readings:
        if not reading.others:
            continue
        table = next((each for each in context.tables if each.form.key == reading.table), None)
        cells = (
            []
            if table is None
            else [ref for ref, cell in table.all_cells if (cell.reason or "").startswith("本节有几张")]
        )
        pointers = (
            (f"/tables/{reading.table}",) if table is None or not cells else tuple(map(table.pointer, cells))
        )
        yield Draft(
            Severity.WARNING if cells else Severity.INFO,
            f"本节共有 {len(reading.others) + 1} 张同类表格，"
            + ("标题未说明以哪张为准，不同之处各值并列，请确定" if cells else "已按标题取本报告自己的一张"),
            f"{len(reading.others) + 1} tables of this kind: "
            + (
                "no caption says which counts; where they differ, both numbers are named"
                if cells
                else "by its caption the report's own was taken"
            ),
            pointers,
            len(reading.others) + 1,
            1,
            reading.others,
            Suspect.READING,
        )
