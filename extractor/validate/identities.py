"""Checks of the printed sums of the official tables."""

from collections.abc import Iterator

from extractor.forms import Quantity, Relation
from extractor.records import Severity, Span, Suspect
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.failing_sums import FailingIdentity, checkable
from extractor.validate.filled import FilledTable
from extractor.validate.finding_words import plain
from extractor.validate.slips import likely_slip

_TYPED = frozenset({"text/html", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"})
"""Media types whose digits were typed, never recognised from a picture."""
_MANY = 4
_MOST_NAMED = 4
"""Cells of a side that a message names."""
_UNRELIABLE_SHARE = 3
"""More than one in so many identities failing means that the reading slipped, not the issuer."""


@check("identity.applications.row")
def rows_add_up(context: Context) -> Iterator[Draft]:
    """申请表每行之和 · A row of the applications table adds up to its total.

    Compares: natural + business + research + social + legal + other_org with the total of the row.
    Skipped: where a blank cell could still make the sum right; a blank counts as 0 where its row (for
    a total, its column) prints any number, but a blank total is unknown.
    Example: 22, 0, 0, 0, 0, 0 with 总计 4: left 22, right 4; the cells in conflict are named.
    """
    yield from _drafts(context, "identity.applications.row")


@check("identity.applications.column")
def columns_add_up(context: Context) -> Iterator[Draft]:
    """申请表每列勾稽 · A column of the applications table balances.

    Compares: in each of the seven columns, new + carried_in with processed + carried_out, and the sum
    of the outcome rows with processed.
    Skipped: as for rows; a blank （七）总计 is unknown, never 0.
    Example: 本年新收 40, 上年结转 0, （七）总计 39, 结转下年度 0: left 40, right 39.
    """
    yield from _drafts(context, "identity.applications.column")


@check("identity.disputes.block")
def blocks_add_up(context: Context) -> Iterator[Draft]:
    """复议诉讼表每栏之和 · A block of the disputes table adds up to its total.

    Compares: upheld + corrected + other + pending with the total, for reconsideration, direct
    litigation and litigation after reconsideration.
    Skipped: where a blank cell could still make the sum right.
    Example: 结果维持 10, 结果纠正 1, 其他 0, 尚未审结 0, 总计 0: left 11, right 0.
    """
    yield from _drafts(context, "identity.disputes.block")


@check("identity.sum")
def declared_sums_hold(context: Context) -> Iterator[Draft]:
    """表内合计不符 · A sum that the form declares, and that no other check names, does not hold.

    Compares: the two sides of every other sum or relation (not more than) in the form's file.
    Skipped: where a blank cell could still make the sum right.
    Example: a user's own form says that 予以许可 and 不予许可 are no more than 受理; 30 and 2 beside 31.
    """
    yield from _drafts(context, None)


@check("table.unreliable")
def most_sums_hold(context: Context) -> Iterator[Draft]:
    """表格整体存疑 · So many sums fail that the table was probably misread.

    Compares: the number of failing identities with the number that could be checked.
    Skipped: below four failures, or where no more than a third of the identities fails.
    Example: a page break shifts the columns: 12 of 32 sums fail; look at the layout before the cells.
    """
    for table in context.tables:
        failed = len(context.failures(table))
        known = checkable(table) if failed >= _MANY else 0
        if known and failed * _UNRELIABLE_SHARE > known:
            yield Draft(
                Severity.ERROR,
                f"{known} 个可核对的勾稽关系中有 {failed} 个不成立，请先核对表格版面是否读错",
                f"{failed} of {known} sums fail: check first whether the layout of the table was misread",
                (f"/tables/{table.form.key}",),
                failed,
                known,
                suspect=Suspect.READING,
            )


_NAMED = frozenset({"identity.applications.row", "identity.applications.column", "identity.disputes.block"})
"""Checks of their own; all other sums are reported by identity.sum."""


def _drafts(context: Context, check_id: str | None) -> Iterator[Draft]:
    for table in context.tables:
        for failure in context.failures(table):
            named = failure.identity.check if failure.identity.check in _NAMED else None
            if named == check_id:
                yield _draft(context, table, failure)


def _draft(context: Context, table: FilledTable, failure: FailingIdentity) -> Draft:
    names = "、".join(table.name(ref) for ref in failure.cells[:4])
    pointers = tuple(table.pointer(ref) for ref in failure.cells)
    cells = [table.cell(ref) for ref in failure.cells]
    spans = tuple(cell.evidence for cell in cells if cell is not None and cell.evidence is not None)
    remedy = _remedy(table, failure)
    left, right = plain(failure.left), plain(failure.right)
    sign = "≠" if failure.identity.relation is Relation.EQUAL else ">"
    keys = ", ".join("/".join(ref) for ref in failure.cells[:4])
    return Draft(
        Severity.ERROR,
        f"勾稽关系不成立：{_sides(table, failure)}，{left} {sign} {right}，请核对 {names}{remedy[0]}",
        f"sum {failure.identity.id} fails: {left} against {right}; look at {keys}{remedy[1]}",
        pointers,
        failure.left,
        failure.right,
        _without_repeats(spans),
        _suspect(context, table, failure),
    )


def _sides(table: FilledTable, failure: FailingIdentity) -> str:
    """What the sum compares, in Chinese."""
    identity = failure.identity
    says = identity.says or _sides_by_name(table, failure)
    if identity.row is not None:
        return f"{table.row_name(identity.row)} {says}"
    if identity.column is not None:
        return f"{table.form.column_of[identity.cells[0]].labels[0]}列 {says}"
    return says


def _sides_by_name(table: FilledTable, failure: FailingIdentity) -> str:
    left, right = (
        "、".join(table.name(ref) for ref in side[:_MOST_NAMED]) + ("等" if len(side) > _MOST_NAMED else "")
        for side in (failure.identity.left, failure.identity.right)
    )
    return f"{left}之和与{right}"


def _remedy(table: FilledTable, failure: FailingIdentity) -> tuple[str, str]:
    """What would satisfy the sum: the value that each suspect cell would need, with the likely slip."""
    chinese, english = [], []
    for ref in failure.cells[:3]:
        value = table.value(*ref)
        if value is None:
            continue
        gap = failure.right - failure.left
        needed = value + gap if ref in failure.identity.left else value - gap
        if needed >= 0 or table.form.column_of[ref].quantity is Quantity.SIGNED:
            slip = likely_slip(table, ref, needed)
            chinese.append(f"{table.name(ref)} 为 {plain(needed)}{f'（{slip.chinese}）' if slip else ''}")
            english.append(f"{'/'.join(ref)} = {plain(needed)}{f' ({slip.english})' if slip else ''}")
    if not chinese:
        return "", ""
    return f"；若 {' 或 '.join(chinese)} 则相符", f"; {' or '.join(english)} would satisfy it"


def _suspect(context: Context, table: FilledTable, failure: FailingIdentity) -> Suspect:
    """Who is to blame: the reading where a print was not a plain number, the issuer where it cannot be.

    A web page or a Word file holds the digits that its issuer typed; a plain text may come from OCR.
    """
    cells = [table.cell(ref) for ref in failure.cells]
    clean = all(
        cell is not None and cell.raw is not None and cell.value is not None and cell.raw == plain(cell.value)
        for cell in cells
    )
    if not clean:
        return Suspect.READING
    typed = context.report.source.media_type in _TYPED
    return Suspect.ISSUER if typed and len(context.failures(table)) < _MANY else Suspect.EITHER


def _without_repeats(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(spans))
