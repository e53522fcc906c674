"""Checks of what the prose says about applications and documents against the tables."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.filled import FilledTable
from extractor.validate.mentions import Mention, covers_whole_body, year_agrees
from extractor.validate.stated import Printed, differs, stated

_UNIT = re.compile(r"^(?:件|条|份|宗|起|项|例|封|个|次|人次)")
_THING = (
    r"(?:[并和及、与]?(?:办结|办理|处理|答复|回复|登记|受理|接收)|到|了|的|各类|有效|公民|法人|社会公众|公众|群众|"
    r"政府信息|信息|公开|依申请|申请|事项|件数|数量|总数|总量|件|共计|总计|合计|共|为|有)*"
)
_RECEIVED = re.compile(rf"(?:收到|受理|接收|新收|接到)(?P<thing>{_THING})[:为]?$")
_ANSWERED = re.compile(rf"(?:答复|回复|办结|办理|办理完毕|处理)(?P<thing>{_THING})[:为]?$")
_OF_DISCLOSURE = re.compile(r"依申请公开|公开(?:的)?申请|申请公开")
_DONE_WORDS = re.compile(r"办结|办理|处理|答复|回复")
_AFTER_APPLICATION = re.compile(
    r"^(?:件|条|份|宗|起|项|例|封|个|次)(?:次|次的|的)?(?:书面|有效)?(?:政府)?(?:信息)?(?:依申请公开|公开(?:的)?申请|公开事项的申请|申请公开)"
)
_NOT_DONE = re.compile(r"(?:未|没有|尚未|无法|不予|不|拟|待|按时|按期|超期|逾期)$")
_OUTCOME_WORDS = {
    "granted": r"(?<!不)(?<!部分)(?<!主动)(?:予以公开|同意公开|全部公开)",
    "partial": r"(?<!不)(?:予以部分公开|同意部分公开|部分公开)",
    "denied": r"(?:不予公开|不同意公开)",
    "unable": r"无法提供",
    "refused": r"不予处理",
}
_OUTCOMES = {
    key: re.compile(rf"{words}(?:的|答复|处理|决定|申请|有|共|为|类|情形|:)*$")
    for key, words in _OUTCOME_WORDS.items()
}
_DOCUMENTS = re.compile(
    r"(制定|制发|制作|出台|印发)(?:了|并公开|并公布|和公开)?(?:行政)?规范性文件(?:共计|共|数量|为)*$"
)


def received_mentions(context: Context) -> Iterator[Mention]:
    """Counts that say how many applications were received, whatever their scope."""
    for mention in context.mentions:
        if _speaks_of_applications(mention, _RECEIVED) and not _is_answered(mention):
            yield mention


def answered_mentions(context: Context) -> Iterator[Mention]:
    """Counts that say how many applications were answered (收到并答复 too), whatever their scope."""
    for mention in context.mentions:
        if _is_answered(mention):
            yield mention


@stated("prose.applications.received", received_mentions)
def received(context: Context) -> Printed | None:
    """收到申请数与表格不符 · Applications received: prose against table.

    Compares: 共收到/受理…申请 N 件 with the total of 本年新收, or with 本年新收 plus 上年结转.
    Skipped: where the sentence speaks of a part, a channel, another body, another period, an
    approximate number; where another such sentence agrees with the table; where the cell is in doubt.
    A note only for 全区, 全市 …, since the table may hold the issuer's own cases alone.
    Example: 全年共收到政府信息公开申请 41 件 beside a table total of 40.
    """
    table = context.applications
    new = _total(table, "new")
    if table is None or new is None:
        return None
    allowed = frozenset({new, new + (_total(table, "carried_in") or 0)})
    return Printed(min(allowed), allowed, "本年新收总计", "new/total", (table.pointer(("new", "total")),))


@stated("prose.applications.answered", answered_mentions)
def answered(context: Context) -> Printed | None:
    """答复申请数与表格不符 · Applications answered: prose against table.

    Compares: 共答复/办结/办理…申请 N 件 with the total of （七）总计, with 本年新收, and with 本年新收
    plus 上年结转, since 办理 may mean any of them.
    Skipped: as for prose.applications.received.
    Example: 共答复政府信息公开申请 4 件 beside （七）总计 2 and 本年新收 2.
    """
    table = context.applications
    done, new = _total(table, "processed"), _total(table, "new")
    if table is None or done is None or new is None:
        return None
    allowed = frozenset({done, new, new + (_total(table, "carried_in") or 0)})
    pointer = table.pointer(("processed", "total"))
    return Printed(min(allowed), allowed, "（七）总计", "processed/total", (pointer,))


def _outcome_check(group: str, chinese: str) -> Callable[[Context], Iterator[Draft]]:
    def run(context: Context) -> Iterator[Draft]:
        table = context.applications
        if table is None:
            return
        of_group = dict(table.form.outcomes).get(group, ())
        rows = [row for row in of_group if table.cell((row, "total")) is not None]
        cells = [table.sure(row, "total") for row in rows]
        doubtful = any(
            table.value(row, "total") is not None and cell is None
            for row, cell in zip(rows, cells, strict=True)
        )
        if doubtful or all(cell is None for cell in cells):
            return
        right = sum((cell for cell in cells if cell is not None), Decimal(0))
        for mention in _outcome_mentions(context, group):
            if mention.count.value != right:
                pointers = tuple(table.pointer((r, "total")) for r in rows)
                printed = Printed(right, frozenset({right}), chinese, group, pointers)
                yield differs(context, mention, printed)

    run.__doc__ = f"""办理结果“{chinese}”与表格不符 · Outcome {group}: prose against table.

    Compares: {chinese} N 件 with the sum of the totals of its rows.
    Skipped: unless the sentence before it names a number of applications that agrees with the table,
    which shows that both speak of the same body; where a cell of the group is in doubt.
    Example: 共收到申请 40 件，其中{chinese} 9 件 beside a table that prints 5 for it.
    """
    return run


for _group, _chinese in (
    ("granted", "予以公开"),
    ("partial", "部分公开"),
    ("denied", "不予公开"),
    ("unable", "无法提供"),
    ("refused", "不予处理"),
):
    check(f"prose.applications.{_group}", needs_text=True)(_outcome_check(_group, _chinese))


def _issued_mentions(context: Context) -> Iterator[Mention]:
    for mention in context.mentions:
        if _DOCUMENTS.search(mention.before) and re.match(r"^[件个份部项]", mention.after):
            yield mention


@stated("prose.documents.issued", _issued_mentions)
def documents_issued(context: Context) -> Printed | None:
    """制发规范性文件数与表格不符 · Normative documents issued: prose against table.

    Compares: 制定/制发/印发规范性文件 N 件 with made and published (form 2019) or issued (form 2021).
    Skipped: where the sentence speaks of a part, another body or another period; where another such
    sentence agrees with the table; where the cell is blank.
    Example: 全年制发规范性文件 9 件 beside 本年制发件数 7.
    """
    table = context.proactive
    if table is None:
        return None
    columns = [key for row, key in table.form.column_of if row == "normative_documents"]
    column = next((key for key in ("issued", "made") if key in columns), None)
    right = None if column is None else table.sure("normative_documents", column)
    if column is None or right is None:
        return None
    ref = ("normative_documents", column)
    allowed = frozenset({right, table.sure("normative_documents", "published") or right})
    return Printed(min(allowed), allowed, table.name(ref), "/".join(ref), (table.pointer(ref),))


def _is_answered(mention: Mention) -> bool:
    received = _RECEIVED.search(mention.before)
    if received is not None and not _DONE_WORDS.search(received["thing"]):
        return False
    return _speaks_of_applications(mention, _ANSWERED if received is None else _RECEIVED)


def _speaks_of_applications(mention: Mention, pattern: re.Pattern[str]) -> bool:
    match = pattern.search(mention.before)
    if match is None or _NOT_DONE.search(mention.before[: match.start()]):
        return False
    if re.search(r"建议|提案|复议|诉讼|投诉|信访|信件|举报", mention.clause.rsplit("申请", 1)[0][-12:]):
        return False
    if "申请" in match["thing"]:
        about = "公开" in match["thing"] or _OF_DISCLOSURE.search(mention.previous + mention.before)
        return bool(about and _UNIT.match(mention.after))
    return bool(_AFTER_APPLICATION.match(mention.after))


def _outcome_mentions(context: Context, group: str) -> Iterator[Mention]:
    """Outcome counts after a number of applications that agrees with the table, in the same breath."""
    stated = [m for m in context.mentions if _OUTCOMES[group].search(m.before) and _UNIT.match(m.after)]
    if not stated:
        return
    totals = (*received_mentions(context), *answered_mentions(context))
    anchors = [mention for mention in totals if _agrees_with_table(context, mention)]
    for mention in stated:
        anchor = max((a for a in anchors if a.end <= mention.start), key=lambda a: a.end, default=None)
        if anchor is None or context.text is None or mention.start - anchor.end > 200:
            continue
        between = context.text[anchor.end : mention.start]
        if not re.search(
            r"网络|互联网|信函|邮|当面|部门|街道|各镇|单位|本级|层面|收到|受理|\n\s*\n|上年|结转", between
        ):
            yield mention


def _agrees_with_table(context: Context, mention: Mention) -> bool:
    table = context.applications
    if not covers_whole_body(mention, context.report) or not year_agrees(mention, context.year):
        return False
    done, new = _total(table, "processed"), _total(table, "new")
    return mention.count.value in (done, new) and done == new


def _total(table: FilledTable | None, row: str) -> Decimal | None:
    return None if table is None else table.sure(row, "total")
