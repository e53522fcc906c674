"""Checks that every doubtful cell of a table is named by a finding."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from extractor.forms import CellRef, Quantity
from extractor.records import Cell, CellBasis, Severity, Span, Suspect
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.filled import FilledTable
from extractor.validate.finding_words import plain, short

_WHOLE_COLUMN = 3
"""So many blanks in one column are one trouble of the column, not one of each row."""
_Cells = list[tuple[CellRef, Cell]]


@check("table.conflict")
def conflicts_are_named(context: Context) -> Iterator[Draft]:
    """单元格存在矛盾 · A printed cell is in conflict, and no failing sum names it yet.

    Compares: what is printed with the values that would fit (the cell's alternatives).
    Skipped: for cells that a finding identity.* of the same table names already.
    Example: two cells could each explain a gap of 4: both are named, with what each would have to be.
    """
    for table in context.tables:
        named = {ref for failure in context.failures(table) for ref in failure.cells}
        for ref, cell in _with_basis(table, CellBasis.CONFLICT):
            if ref not in named:
                yield _cell_draft(table, ref, cell, Severity.ERROR)


@check("table.ambiguous")
def ambiguities_are_named(context: Context) -> Iterator[Draft]:
    """单元格有多种读法 · Several readings of a cell fit.

    Compares: the reading that was kept with the cell's alternatives.
    Skipped: where the whole table is another year's (`table.caption`); one finding for each row, naming its
    ambiguous cells only.
    Example: a row printed with five of its seven numbers: which two are missing cannot be told.
    """
    for table in context.tables:
        several = [each for each in _with_basis(table, CellBasis.AMBIGUOUS) if not is_of_another(each[1])]
        for row, cells in _by_row(several):
            first = cells[0][1]
            options = "、".join(plain(value) for value in first.alternatives[:4])
            chinese, english = _of_first(table.name(cells[0][0]), first, options)
            yield Draft(
                Severity.WARNING,
                f"{table.row_name(row)} 有 {len(cells)} 个单元格存在多种读法{chinese}，请对照原文",
                f"{len(cells)} cell(s) of row {row} can be read in several ways{english}; "
                "compare with the document",
                tuple(table.pointer(ref) for ref, _ in cells),
                first.value,
                options or None,
                _evidence(cells),
                Suspect.READING,
            )


def is_of_another(cell: Cell) -> bool:
    """Whether a number is in doubt because the caption says that the table is of another year or body."""
    return cell.basis is CellBasis.AMBIGUOUS and (cell.reason or "").startswith("表题“")


def _of_first(name: str, cell: Cell, options: str) -> tuple[str, str]:
    """What is said of the first cell: what it may be too, or its print where that is no number."""
    if options:
        return f"（如 {name} 也可能为 {options}）", f" (first one: {options})"
    if cell.raw is None or cell.value is not None:
        return "", ""
    return f"（如 {name} 印为“{short(cell.raw)}”）", f" (first one: printed {short(cell.raw)!r})"


@check("table.words")
def words_are_named(context: Context) -> Iterator[Draft]:
    """单元格内为文字 · Words stand where a number is due: the value is null, and it is no blank.

    Compares: nothing; the words are in ``raw``.
    Skipped: never; one finding for each row.
    Example: 见附件 under 本年制发件数, the numbers stand in a file of their own.
    """
    for table in context.tables:
        printed = _with_basis(table, CellBasis.PRINTED)
        for row, cells in _by_row([item for item in printed if item[1].value is None]):
            words = "、".join(f"“{short(cell.raw)}”" for _, cell in cells)
            is_run = all((cell.raw or "").strip().replace(",", "").isdecimal() for _, cell in cells)
            chinese, english = ("过长的数字串", "digits without end") if is_run else ("文字", "words")
            yield Draft(
                Severity.WARNING,
                f"{table.row_name(row)} 有 {len(cells)} 个单元格印的是{chinese}（{words}）而非数字，其值为空",
                f"{len(cells)} cell(s) of row {row} hold {english} ({words}) and no number: null, not blank",
                tuple(table.pointer(ref) for ref, _ in cells),
                evidence=_evidence(cells),
                suspect=Suspect.ISSUER,
            )


@check("table.repaired")
def repairs_are_named(context: Context) -> Iterator[Draft]:
    """单元格已修复 · A marked reading artefact was undone; the print is kept in ``raw``.

    Compares: what is printed with the value that the sums leave as the only reading.
    Skipped: never; cells with the same reason share one finding, which names each of them.
    Example: a converter doubled every character, 22 is printed for 2.
    """
    for table in context.tables:
        cells = sorted(_with_basis(table, CellBasis.REPAIRED), key=lambda item: item[1].reason or "")
        for reason, group in groupby(cells, key=lambda item: item[1].reason or ""):
            same = list(group)
            ref, cell = same[0]
            value = "—" if cell.value is None else plain(cell.value)
            yield Draft(
                Severity.INFO,
                f"{len(same)} 个单元格按勾稽关系修复"
                f"（如 {table.name(ref)} 原文“{short(cell.raw)}”读作 {value}）"
                f"{f'：{reason}' if reason else ''}",
                f"{len(same)} cell(s) repaired by the sums (first: {'/'.join(ref)}, printed "
                f"{short(cell.raw)!r}, read as {value})",
                tuple(table.pointer(each) for each, _ in same),
                short(cell.raw),
                cell.value,
                _evidence(same),
                Suspect.READING,
            )


@check("table.inferred")
def inferences_are_named(context: Context) -> Iterator[Draft]:
    """空白单元格由勾稽关系推出 · Nothing is printed; the sums leave exactly one number, and it is not 0.

    Compares: the blank with the number that the sums force.
    Skipped: for an inferred 0, which says no more than the blank. One finding for each row or column.
    Example: the row （七）总计 is blank beside 172 applications: its total is inferred as 172.
    """
    for table in context.tables:
        inferred = [item for item in _with_basis(table, CellBasis.INFERRED) if item[1].value]
        for cells in _by_line(inferred):
            ref, cell = cells[-1]
            value = plain(cell.value) if cell.value is not None else ""
            yield Draft(
                Severity.INFO,
                f"{len(cells)} 个单元格未填，按勾稽关系推出（{table.name(ref)} = {value}）",
                f"{len(cells)} blank cell(s) inferred from the sums ({'/'.join(ref)} = {value})",
                tuple(table.pointer(each) for each, _ in cells),
                None,
                cell.value,
                suspect=Suspect.ISSUER,
            )


@check("table.total_blank")
def totals_are_printed(context: Context) -> Iterator[Draft]:
    """总计未填 · A total is blank beside parts that are not 0, and could not be inferred.

    Compares: the sum of the parts of a row with its blank total.
    Skipped: where all parts are 0 or blank.
    Example: 结果维持 4, 其他结果 1, 总计 blank.
    """
    for table in context.tables:
        for identity in table.form.sums:
            if identity.row is None or identity.total is None:
                continue
            total = table.cell(identity.total)
            values = (table.value(*ref) for ref in identity.left)
            parts = sum((value for value in values if value is not None), Decimal(0))
            if total is not None and total.value is None and total.basis is not CellBasis.PRINTED and parts:
                yield Draft(
                    Severity.WARNING,
                    f"{table.row_name(identity.row)} 总计未填，各项之和为 {plain(parts)}",
                    f"the total of row {identity.row} is blank; its parts add up to {plain(parts)}",
                    (table.pointer(identity.total),),
                    parts,
                    None,
                    suspect=Suspect.EITHER,
                )


@check("cell.quantity")
def quantities_are_possible(context: Context) -> Iterator[Draft]:
    """数值类型不符 · A number of things is negative or not whole.

    Compares: the value of a counting cell with 0 and with itself rounded down.
    Skipped: for signed changes (本年增/减) and amounts of money.
    Example: -3 in a column of applications.
    """
    for table in context.tables:
        counting = {
            (row.key, column.key)
            for row in table.form.rows
            for column in row.columns
            if column.quantity is Quantity.COUNT
        }
        for ref, cell in table.all_cells:
            value = cell.value
            if value is not None and ref in counting and (value < 0 or value != int(value)):
                yield Draft(
                    Severity.ERROR,
                    f"{table.name(ref)} 的值 {plain(value)} 不是非负整数，请核对",
                    f"{'/'.join(ref)} is {plain(value)}, not a whole number from 0 upwards",
                    (table.pointer(ref),),
                    value,
                    None,
                    _evidence([(ref, cell)]),
                    Suspect.READING,
                )


def _cell_draft(table: FilledTable, ref: CellRef, cell: Cell, severity: Severity) -> Draft:
    options = "、".join(plain(value) for value in cell.alternatives[:4])
    printed = short(cell.raw)
    return Draft(
        severity,
        f"{table.name(ref)} 印作“{printed}”，与勾稽关系矛盾{f'；若为 {options} 则相符' if options else ''}",
        f"{'/'.join(ref)} is printed {printed!r} and contradicts the sums"
        f"{f'; {options} would satisfy them' if options else ''}",
        (table.pointer(ref),),
        printed,
        options or None,
        _evidence([(ref, cell)]),
        Suspect.EITHER,
    )


def _with_basis(table: FilledTable, basis: CellBasis) -> _Cells:
    return table.by_basis.get(basis, [])


def _by_row(cells: _Cells) -> Iterator[tuple[str, _Cells]]:
    for row, group in groupby(cells, key=lambda item: item[0][0]):
        yield row, list(group)


def _by_line(cells: _Cells) -> Iterator[_Cells]:
    """Cells by row, but those of a column that has three or more of them by column."""
    columns = Counter(column for (_, column), _ in cells)
    for column, count in columns.items():
        if count >= _WHOLE_COLUMN:
            yield [item for item in cells if item[0][1] == column]
    for _, group in _by_row([item for item in cells if columns[item[0][1]] < _WHOLE_COLUMN]):
        yield group


def _evidence(cells: _Cells) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(cell.evidence for _, cell in cells if cell.evidence is not None))
