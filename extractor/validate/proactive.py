"""Plausibility of the proactive table, whose cells stand in no identity, and of money units."""

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.forms import CellRef, Quantity
from extractor.records import Cell, Severity, Suspect
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.filled import FilledTable
from extractor.validate.finding_words import plain, short
from extractor.validate.mentions import folded, number_of

_MONEY = re.compile(r"(\d[\d,]*(?:\.\d+)?)(亿|万|千)?(元)?")
_IN_WAN = {"亿": Decimal(10_000), "万": Decimal(1), "千": Decimal("0.1"), None: Decimal("0.0001")}
_HUGE_WAN = Decimal(10_000_000)
"""1000亿元: more than any single body buys or charges in a year, so the header's 万元 was ignored."""


@check("unit.implausible")
def money_units_fit(context: Context) -> Iterator[Draft]:
    """金额单位存疑 · An amount does not fit its unit 万元.

    Compares: the amount with what its printed unit gives; a bare number with a limit of 1000亿元.
    Skipped: for blank cells and for prints that hold more than one number.
    Example: 251000元 stored as 251000 instead of 25.1; 2140000000 bare under the header 万元.
    """
    for table in context.tables:
        for ref, cell in table.all_cells:
            if table.form.column_of[ref].quantity is not Quantity.AMOUNT or cell.value is None:
                continue
            due = _amount_wan(cell)
            if due is not None and due != cell.value:
                yield _unit_draft(table, ref, cell, due)
            elif Decimal(cell.value) >= _HUGE_WAN:
                yield _unit_draft(table, ref, cell, Decimal(cell.value) / 10_000)


@check("proactive.documents")
def documents_fit(context: Context) -> Iterator[Draft]:
    """文件数量存疑 · More documents were published this year than in total.

    Compares: published with total_published (form 2019); issued with in_force (form 2021).
    Skipped: where either is blank or the total is 0 in a body that only reports the year.
    Example: 本年新公开数量 14, 对外公开总数量 2.
    """
    table = context.proactive
    if table is None:
        return
    for row in ("rules", "normative_documents"):
        keys = {column for key, column in table.form.column_of if key == row}
        small, large = ("published", "total_published") if "published" in keys else ("issued", "in_force")
        left, right = table.value(row, small), table.value(row, large)
        if left is not None and right and left > right:
            yield Draft(
                Severity.INFO,
                f"{table.name((row, small))} {plain(left)} 大于"
                f" {table.name((row, large))} {plain(right)}，请核对",
                f"{row}: {small} {plain(left)} is more than {large} {plain(right)}",
                (table.pointer((row, small)), table.pointer((row, large))),
                left,
                right,
                tuple(
                    cell.evidence
                    for cell in (table.cell((row, small)), table.cell((row, large)))
                    if cell is not None and cell.evidence is not None
                ),
            )


@check("proactive.change")
def changes_leave_items(context: Context) -> Iterator[Draft]:
    """项目增减存疑 · More items were dropped than there were.

    Compares: previous_items + change with 0 (form 2019).
    Skipped: where either is blank.
    Example: 上一年项目数量 12, 本年增/减 -15.
    """
    table = context.proactive
    if table is None:
        return
    for row in table.form.rows:
        if not any(column.key == "change" for column in row.columns):
            continue
        before, change = table.value(row.key, "previous_items"), table.value(row.key, "change")
        if before is not None and change is not None and before + change < 0:
            yield Draft(
                Severity.WARNING,
                f"{table.row_name(row.key)} 上一年项目数量 {plain(before)}、本年增/减 {plain(change)}，"
                "合计为负，请核对",
                f"row {row.key}: {plain(before)} items and a change of {plain(change)} leave less than none",
                (table.pointer((row.key, "previous_items")), table.pointer((row.key, "change"))),
                before,
                change,
            )


@check("proactive.procurement")
def procurement_agrees(context: Context) -> Iterator[Draft]:
    """采购数量与金额不一致 · Money was spent on no project.

    Compares: procurement projects with the amount (form 2019).
    Skipped: where either is blank; projects without an amount are possible.
    Example: 采购项目数量 0, 采购总金额 120.5.
    """
    table = context.proactive
    if table is None or "procurement" not in table.rows:
        return
    projects, amount = table.value("procurement", "projects"), table.value("procurement", "amount")
    if projects == 0 and amount:
        yield Draft(
            Severity.INFO,
            f"政府集中采购项目数量为 0，采购总金额为 {plain(amount)} 万元，请核对",
            f"no procurement project, but an amount of {plain(amount)} (10,000 yuan)",
            (table.pointer(("procurement", "projects")), table.pointer(("procurement", "amount"))),
            projects,
            amount,
        )


def _amount_wan(cell: Cell) -> Decimal | None:
    """The amount in 万元 that a print with its own unit gives; None without a unit or several numbers."""
    found = _MONEY.findall(folded(cell.raw or ""))
    if len(found) != 1 or not (found[0][1] or found[0][2]):
        return None
    digits, scale, _ = found[0]
    value = number_of(digits)
    return None if value is None else value * _IN_WAN[scale or None]


def _unit_draft(table: FilledTable, ref: CellRef, cell: Cell, due: Decimal) -> Draft:
    value = Decimal(cell.value or 0)
    reading = bool(re.search(r"元|万|亿|千", cell.raw or ""))
    return Draft(
        Severity.ERROR if reading else Severity.WARNING,
        f"{table.name(ref)} 印作“{short(cell.raw)}”，存为 {plain(value)} 万元，"
        f"按单位应为 {plain(due)} 万元，请核对单位",
        f"{'/'.join(ref)} is printed {short(cell.raw)!r} and stored as {plain(value)}, "
        f"its unit suggests {plain(due)} (10,000 yuan)",
        (table.pointer(ref),),
        value,
        due,
        (cell.evidence,) if cell.evidence is not None else (),
        Suspect.READING if reading else Suspect.ISSUER,
    )
