"""Checks of one body's reports against those of the year before."""

from collections.abc import Iterator
from decimal import Decimal

from extractor.records import Report, Severity, Span
from extractor.validate.check_registry import Draft, year_check
from extractor.validate.context import Context
from extractor.validate.filled import FilledTable
from extractor.validate.finding_words import plain


@year_check("carry.applications")
def carried_applications_arrive(before: Report, after: Report) -> Iterator[Draft]:
    """结转数前后年不符 · Applications carried over do not arrive in the next year's report.

    Compares: carried_in of this year with carried_out of the year before, total and each kind of
    applicant where the totals agree.
    Skipped: where a cell is blank or in doubt; where the reports are not of consecutive years.
    Example: 结转下年度 3 in the report on 2020, 上年结转 2 in that on 2021.
    """
    old, new = Context(before).applications, Context(after).applications
    if old is None or new is None:
        return
    columns = [column.key for column in new.form.rows[0].columns]
    drafts = []
    for column in reversed(columns):
        left, right = new.sure("carried_in", column), old.sure("carried_out", column)
        if left is not None and right is not None and left != right:
            drafts.append(_carry_draft(new, column, left, right))
            if column == "total":
                break
    yield from drafts


@year_check("carry.in_force")
def documents_in_force_balance(before: Report, after: Report) -> Iterator[Draft]:
    """现行有效件数前后年不平 · Documents in force do not balance with the year before.

    Compares: in_force of this year with in_force of the year before + issued − repealed, for rules and
    normative documents.
    Skipped: unless both reports are of one form that has these columns and all four cells are read;
    documents that lapsed by themselves are not printed, so this is a warning that either side may explain.
    Example: 26 in force, then 7 issued and 3 repealed, and 29 instead of 30 in force.
    """
    if before.form != after.form:
        return
    old, new = Context(before).proactive, Context(after).proactive
    if old is None or new is None:
        return
    for row in ("rules", "normative_documents"):
        base = old.sure(row, "in_force")
        issued, repealed, left = (new.sure(row, key) for key in ("issued", "repealed", "in_force"))
        if base is None or issued is None or repealed is None or left is None:
            continue
        right = base + issued - repealed
        if left != right:
            yield Draft(
                Severity.WARNING,
                f"{new.row_name(row)} 现行有效 {plain(left)} 件，上年 {plain(base)}"
                f" + 制发 {plain(issued)} − 废止 {plain(repealed)} = {plain(right)} 件，请核对",
                f"{row}: {plain(left)} in force, but {plain(base)} + {plain(issued)} - {plain(repealed)}"
                f" = {plain(right)}",
                tuple(new.pointer((row, key)) for key in ("issued", "repealed", "in_force")),
                left,
                right,
                _evidence(new, (row, "in_force")),
            )


@year_check("years.issuer")
def names_are_printed_alike(before: Report, after: Report) -> Iterator[Draft]:
    """机关名称前后年写法不同 · Two years of one body were compared although its name is printed differently.

    Compares: the issuer of this year with that of the year before, of one body by docs/bodies.md.
    Skipped: where they are equal. Two names are one body where their place (through renamings) and what the
    body is there are the same.
    Example: 栖云县人民政府 on 2021, 栖云县人民政府办公室 on 2022.
    """
    left, right = str(after.issuer.value), str(before.issuer.value)
    if left != right:
        yield Draft(
            Severity.INFO,
            f"本年机关写作“{left}”，上年写作“{right}”，已按同一机关比对，请核对是否同一机关",
            f"the issuer is printed {left} here and {right} the year before; they were compared as one body",
            ("/issuer",),
            left,
            right,
            after.issuer.evidence,
        )


def _carry_draft(table: FilledTable, column: str, left: Decimal, right: Decimal) -> Draft:
    name = table.name(("carried_in", column))
    return Draft(
        Severity.WARNING,
        f"{name} 为 {plain(left)}，上年报告结转下年度为 {plain(right)}，请核对两年报告",
        f"carried_in/{column} is {plain(left)}, the report of the year before carried out {plain(right)}",
        (table.pointer(("carried_in", column)),),
        left,
        right,
        _evidence(table, ("carried_in", column)),
    )


def _evidence(table: FilledTable, ref: tuple[str, str]) -> tuple[Span, ...]:
    cell = table.cell(ref)
    return () if cell is None or cell.evidence is None else (cell.evidence,)
