"""Checks of numbers that no sum proves and look like slips of a print: printed twice, moved by a place."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.forms import CellRef, Layout
from extractor.records import CellBasis, Severity, Suspect
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.filled import FilledTable

_DOUBLED = re.compile(r"([1-9]\d+)\1")
"""Two digits or more, and the same once again."""


@check("table.doubled")
def numbers_are_printed_once(context: Context) -> Iterator[Draft]:
    """数字疑似重复印出 · A number that no sum proves is the same two or more digits twice.

    Compares: the digits with themselves; the value stays as printed.
    Skipped: for cells under sums that hold, and where the prose or another cell states the same number.
    Example: 37423742 for 行政许可, where 3742 was meant.
    """
    for table in context.tables:
        for ref, cell in table.all_cells:
            match = _DOUBLED.fullmatch(cell.raw or "") if cell.basis is CellBasis.PRINTED else None
            if match is None or cell.value is None or _stated_elsewhere(context, table, ref):
                continue
            yield Draft(
                Severity.WARNING,
                f"{table.name(ref)} 印为 {cell.raw}，疑为 {match[1]} 重复印出，请对照原文",
                f"{'/'.join(ref)} is printed as {cell.raw}, which is {match[1]} twice; compare the document",
                (table.pointer(ref),),
                cell.value,
                Decimal(match[1]),
                () if cell.evidence is None else (cell.evidence,),
                Suspect.EITHER,
            )


def _stated_elsewhere(context: Context, table: FilledTable, ref: CellRef) -> bool:
    value = table.value(*ref)
    if any(table.value(*other) == value for other, _ in table.all_cells if other != ref):
        return True
    return any(Decimal(count.value) == value for count in context.report.narrative.counts)


@check("table.row_end")
def last_numbers_keep_their_places(context: Context) -> Iterator[Draft]:
    """行末总计为空 · The last total of a line is blank: the numbers before it may have moved to the left.

    Compares: the last printed number of the block with the sum of those before it, and the other blocks of
    the line with their sums.
    Skipped: where the last number is less than the sum of those before it and all other sums hold.
    Example: 3, 1, 5, 9 and nothing under 结果维持, 结果纠正, 其他结果, 尚未审结, 总计: 9 may be the total.
    """
    for table in context.tables:
        if table.form.layout is not Layout.LINE or not table.form.sums:
            continue
        refs = tuple(table.form.column_of)
        last = next((each for each in table.form.sums if each.total == refs[-1]), None)
        if last is None or not _is_bare(table, refs[-1]):
            continue
        parts = [table.value(*ref) for ref in last.left]
        if any(part is None for part in parts):
            continue
        moved = refs if context.failures(table) else (*last.left, refs[-1])
        if moved is refs or _may_be_total([part for part in parts if part is not None]):
            printed = [cell for ref in moved if (cell := table.cell(ref)) is not None and cell.evidence]
            yield Draft(
                Severity.WARNING,
                f"{table.form.line_name} 末格总计为空，前面各数可能整体错前一格，请对照原表",
                "the last total of the line is blank: the numbers before it may stand one place too far left",
                tuple(table.pointer(ref) for ref in moved),
                None,
                None,
                tuple(cell.evidence for cell in (printed[0], printed[-1]) if cell.evidence is not None),
                Suspect.EITHER,
            )


_UNPRINTED = (CellBasis.INFERRED, CellBasis.BLANK, CellBasis.AMBIGUOUS)


def _is_bare(table: FilledTable, ref: CellRef) -> bool:
    cell = table.cell(ref)
    return cell is not None and cell.evidence is None and cell.basis in _UNPRINTED


def _may_be_total(parts: Sequence[Decimal]) -> bool:
    """Whether the last number can be the sum of those before it and of one that is lost."""
    return len(parts) > 1 and parts[-1] > 0 and parts[-1] >= sum(parts[:-1], Decimal(0))
