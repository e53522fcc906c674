"""Checks of what the prose says about reconsideration and litigation, and of claims of completeness."""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from extractor.records import Severity, Span, Suspect
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.filled import FilledTable
from extractor.validate.finding_words import plain
from extractor.validate.mentions import (
    Mention,
    Sentence,
    speaks_of_whole_body,
)
from extractor.validate.stated import Printed, differs_in_cases, stated

_CASE_WORDS = r"(?:申请|案件|案|事项|数量|的|共计|共|为|有|发生|:)*"
_RECONSIDERATION = re.compile(rf"行政复议{_CASE_WORDS}$")
_LITIGATION = re.compile(rf"行政诉讼{_CASE_WORDS}$")
_BOTH = re.compile(
    r"行政复议[^,，]{0,12}(?:、|和|及|或|与)[^,，]{0,8}行政诉讼|行政诉讼[^,，]{0,12}(?:、|和|及|或|与)[^,，]{0,8}行政复议"
)
_CASE_UNIT = re.compile(r"^(?:件|起|宗|例|次|个)")
_NO_CASES = re.compile(
    r"(?:未发生|没有发生|未出现|无|没有|未收到|未有)(?:因|任何|涉及|有关|与)?[^,。;，；纠败]{0,30}?行政复议"
    r"(?:申请|案件|事项|情况)?(?P<both>[、和及或与]?(?:被)?(?:提起|引发)?(?:的)?行政诉讼)?(?:案件|申请|事项|的?情况|的?情形|现象)?$"
)
_IN_TIME = (
    r"(?:按时|按期|及时|如期|依法|依规|依法依规|按规定|按要求|按照?(?:规定|要求|程序)|"
    r"在?法定(?:期限|时限|时间)内?|在?规定(?:期限|时限|时间)内|在?[0-9]+个?工作日内)"
)
_DONE = (
    r"(?:办结|办毕|办理完(?:毕|成|结)|处理完(?:毕|成|结)|办理并答复|办复完毕|结案|答复完(?:毕|成|结)|"
    r"完成(?:办理|答复|办结)|"
    r"办理(?:、|并)?办结|(?:办理|作出?了?|予以|进行)?(?:答复|回复)(?:了)?(?:申请人|当事人)?(?=$|[,。;，；]))"
)
_ALL_DONE = re.compile(
    rf"(?:所有|全部|全体)[^,，;；]{{0,14}}申请(?:件)?(?:已经?|得到|予以|能|在?年内|在?当年){{0,3}}{_IN_TIME}{{0,5}}{_DONE}"
    rf"|(?:全部|均|都|悉数|全数|一律|逐一|件件)(?:已经?|得到|予以|能)?{_IN_TIME}{{0,5}}(?:已经?|予以|得到)?{_DONE}"
    r"|全部(?:在)?(?:年内|当年)(?:办结|办理完成|处理完成|答复)"
    r"|(?:办结|答复)率均?(?:为|达到|达|是)?(?:100%|百分之百)|(?:100%|百分之百)(?:办结|答复)"
    r"|(?:无|没有|未有|不存在)(?:任何|一件|一)?"
    r"(?:结转|积压|遗留|(?:超期|逾期)?未办(?:结|理完(?:毕|成|结))?|超期)(?:的)?(?:件|申请|情况)?"
    r"|(?:零|0)(?:结转|积压)"
)
_ABOUT_APPLICATIONS = re.compile(r"公开(?:的)?申请|依申请公开|申请公开")
_BARE_APPLICATIONS = re.compile(r"申请(?![人表书材者复撤执强])")
_OTHER_APPLICATIONS = re.compile(
    r"许可|审批|救助|补贴|补助|贷款|资助|仲裁|认定|登记|执照|资质|资格|住房|低保|专利|商标|项目|入学|援助|执行|减免|退税"
)
"""Of what else people apply for: 申请 alone is not for disclosure beside these."""
_MAY_BE_ALL_DONE = re.compile(
    r"(?:全部|所有|均|都|悉数|全数|一律|逐一|件件|事事)"
    r"(?:(?!由|专人|指定|安排|参与|通过|做到|登记|认真|研判|告知|补正|书面|当场|召开|会商|经.{1,6}[审签核]|邮件|平台|系统|流程|台账|质量|说明)[^,，;；]){0,14}"
    r"(?:办[理结毕]|答复(?!书|文书|意见)|处理|处置|结案|回复|了结|完结|完毕)"
    r"|(?:无|零|没有|未有?|不存在)[^,，;；]{0,6}(?:积压|结转|遗留|拖延|未办|未答复)"
)
"""Words on finishing that are no claim that can be read: 均依法依规办理. How (均由专人办理) is none."""
_NOT_ALL = re.compile(
    r"除|其余|尚|正在|结转|未办结|期限内|到期|未到|在[次翌]年|应[于在]|应当?在|渠道|当面|现场"
    r"|(?:予以|不予|可以|部分)公开的|不(?:明确|属于|存在)|齐全的|已经?(?:办结|答复)的|(?:办结|答复)的[^,，;；均都]{0,10}[0-9]+件"
)
"""What takes a part out: the rest, what is due (到期的) or finished (办结的48件), what came one way."""
_SHORT_SENTENCE = 24
_FINISHED = re.compile("办|答复|结案|回复|处[理置]")
_SUBJECT = re.compile(
    r"公开|信息|发布|会议|任务|工作|问题|事项|文件|我|本[局镇乡县市区街办委院单]|[二三四五六七八九十]是"
)
"""A sentence with one of these has a subject of its own."""
_MEANT = re.compile(r"将|确保|力争|争取|要求|务必|应当|下一步")
"""Before a claim: what is meant to be, not what is."""
_OTHER_MATTERS = re.compile(r"建议|提案|复议|诉讼|信件|投诉|举报|热线|工单|留言|信箱|咨询|其中")


def _reconsiderations(context: Context) -> Iterator[Mention]:
    return (mention for mention in context.mentions if _is_case(mention, _RECONSIDERATION))


def _litigations(context: Context) -> Iterator[Mention]:
    return (mention for mention in context.mentions if _is_case(mention, _LITIGATION))


@stated("prose.disputes.reconsideration", _reconsiderations, differs_in_cases)
def reconsiderations(context: Context) -> Printed | None:
    """复议件数与表格不符 · Reconsideration cases: prose against table.

    Compares: 行政复议 N 件 with the total of reconsideration, with and without pending cases. Prose may
    count filed cases where the table counts decided ones, so this is a note only.
    Skipped: where reconsideration and litigation share one number; where the sentence speaks of a part,
    another body or period, or not of information disclosure; where another sentence agrees.
    Example: 被申请行政复议 9 件 beside a table total of 8. In 无…行政复议；…行政诉讼 2 件 the 2 is no
    reconsideration.
    """
    return _printed_cases(context, ("reconsideration",), "行政复议")


@stated("prose.disputes.litigation", _litigations, differs_in_cases)
def litigations(context: Context) -> Printed | None:
    """诉讼件数与表格不符 · Litigation cases: prose against table.

    Compares: 行政诉讼 N 件 with the two litigation totals together, with and without pending cases.
    Skipped: as for prose.disputes.reconsideration.
    Example: 提起行政诉讼 2 件 beside 未经复议直接起诉 3 and 复议后起诉 0.
    """
    return _printed_cases(context, ("litigation_direct", "litigation_after_review"), "行政诉讼")


@check("claim.no_disputes", needs_text=True)
def claims_of_no_disputes_hold(context: Context) -> Iterator[Draft]:
    """称无复议诉讼而表格有数 · The prose says that there was no case, the table counts some.

    Compares: 未发生…行政复议（、行政诉讼） with the totals of the blocks that it names.
    Skipped: where the sentence names a part of the body, speaks of lost cases only (被纠错、败诉), or the
    cells are in doubt.
    Example: 全年未发生因政府信息公开被申请行政复议的情况 beside a reconsideration total of 3.
    """
    table = context.disputes
    if table is None:
        return
    for sentence in context.sentences:
        if "复" not in sentence.span.quote:
            continue
        match = next((found for clause in sentence.clauses if (found := _NO_CASES.search(clause))), None)
        if match is None or not speaks_of_whole_body(sentence.words, context.report):
            continue
        blocks = ["reconsideration"]
        if match["both"]:
            blocks += ["litigation_direct", "litigation_after_review"]
        right = _sum(table, tuple(blocks))
        if right:
            yield Draft(
                Severity.WARNING,
                f"正文称未发生，表格复议诉讼总计为 {plain(right)} 件，请核对",
                f"the prose says there was no case, the table counts {plain(right)}",
                tuple(table.pointer((block, "total")) for block in blocks),
                0,
                right,
                (sentence.span,),
            )


@check("claim.all_finished", needs_text=True)
def claims_of_completion_hold(context: Context) -> Iterator[Draft]:
    """称全部办结而有结转 · All applications are said to be finished, the table carries some over.

    Compares: 全部办结, 均已按要求办理完成, 所有申请均已办结, 办结率100%, 无结转, 全部答复 in a sentence on
    applications, in any section, with the total of 结转下年度.
    Skipped: for 按时办结率; for what is meant to be (将, 确保); where the sentence names a part of the body,
    other matters (提案, 信件, 救助申请), an exception (除, 其余, 结转) or a part (到期的,
    本年办结的, 不予公开的); where the cell is in doubt.
    Example: 均已办结 beside 结转下年度继续办理 1.
    """
    for carried, pointer, span in _beside_carried_over(context, _claims_all):
        yield Draft(
            Severity.WARNING,
            f"正文称申请已全部办结，表格结转下年度继续办理为 {plain(carried)} 件，请核对",
            f"all applications are said to be finished, the table carries {plain(carried)} over",
            (pointer,),
            0,
            carried,
            (span,),
            Suspect.ISSUER,
        )


@check("claim.finished_unclear", needs_text=True)
def claims_of_completion_are_clear(context: Context) -> Iterator[Draft]:
    """似称全部办结而有结转 · Applications may be said to be all finished, the table carries some over.

    Compares: words on finishing all that are no clear claim (均依法依规办理, 件件有回复) with the total of
    结转下年度. A note: whether they contradict is for a reader to say.
    Skipped: as for claim.all_finished, and for what that reads.
    Example: 均依法依规处理 beside 结转下年度继续办理 1.
    """
    for carried, pointer, span in _beside_carried_over(context, _may_claim_all):
        yield Draft(
            Severity.INFO,
            f"正文似称申请均已办结，表格结转下年度继续办理为 {plain(carried)} 件，请人工判断",
            f"applications may be said to be all finished, the table carries {plain(carried)} over",
            (pointer,),
            0,
            carried,
            (span,),
        )


def _beside_carried_over(
    context: Context, is_claim: Callable[[str], bool]
) -> Iterator[tuple[Decimal, str, Span]]:
    """What is carried over, its cell, and the sentences on all applications that are such a claim."""
    table = context.applications
    carried = None if table is None else table.sure("carried_out", "total")
    if table is None or not carried:
        return
    for sentence in _sentences_on_all(context):
        if is_claim(sentence.words):
            yield carried, table.pointer(("carried_out", "total")), sentence.span


def _claims_all(words: str) -> bool:
    claim = _ALL_DONE.search(words)
    return claim is not None and not _is_no_claim(words, claim)


def _may_claim_all(words: str) -> bool:
    said = _MAY_BE_ALL_DONE.search(words)
    return said is not None and not _ALL_DONE.search(words) and not _is_no_claim(words, said)


def _sentences_on_all(context: Context) -> Iterator[Sentence]:
    """The sentences on applications of the whole body that take nothing out."""
    told = context.all_sentences
    for previous, sentence, following in zip((None, *told), told, (*told[1:], None), strict=False):
        if _excepts(sentence.words):
            continue
        named = "申" in sentence.span.quote and _is_about_applications(sentence, previous)
        if not named and not _goes_on(sentence, (previous, following)):
            continue
        if speaks_of_whole_body(sentence.words, context.report):
            yield sentence


def _excepts(words: str) -> bool:
    """Whether a sentence takes something out of its claim (除…外); the claim's own 无结转 is no exception."""
    return _NOT_ALL.search(_MAY_BE_ALL_DONE.sub("", _ALL_DONE.sub("", words))) is not None


def _is_no_claim(words: str, claim: re.Match[str]) -> bool:
    """Whether it is meant to be, or the share of what was finished in time (按时办结率), not of all."""
    before = words[: claim.start()]
    is_share = claim[0].startswith(("办结", "答复"))
    return bool(_MEANT.search(before) or (is_share and re.search(r"(?:按[时期]|及时)$", before)))


def _is_about_applications(sentence: Sentence, previous: Sentence | None) -> bool:
    """Whether a sentence is on applications for disclosure only; a bare 申请 is, a 救助申请 is not."""
    if _OTHER_MATTERS.search(sentence.words):
        return False
    if _ABOUT_APPLICATIONS.search(sentence.words):
        return True
    if not _BARE_APPLICATIONS.search(sentence.words):
        return False
    before = "" if previous is None else previous.words
    is_other = _OTHER_APPLICATIONS.search(sentence.words) or _names_others(before)
    return not is_other or bool(_ABOUT_APPLICATIONS.search(before))


def _goes_on(sentence: Sentence, beside: Sequence[Sentence | None]) -> bool:
    """Whether a sentence without a subject (已全部按时答复) tells of the applications of one beside it."""
    if len(sentence.words) > _SHORT_SENTENCE or not _FINISHED.search(sentence.words):
        return False
    bare = not _SUBJECT.search(sentence.words) and not _OTHER_MATTERS.search(sentence.words)
    named = (each for each in beside if each is not None and "申" in each.span.quote)
    return bare and any(_is_about_applications(each, None) for each in named)


def _names_others(words: str) -> bool:
    return re.search(rf"(?:{_OTHER_APPLICATIONS.pattern})[^,，;；]{{0,6}}申请", words) is not None


def _printed_cases(context: Context, blocks: tuple[str, ...], name: str) -> Printed | None:
    table = context.disputes
    right = None if table is None else _sum(table, blocks)
    if table is None or right is None:
        return None
    pending = sum((table.value(block, "pending") or Decimal(0) for block in blocks), Decimal(0))
    totals = (value for block in blocks if (value := table.value(block, "total")) is not None)
    pointers = tuple(table.pointer((block, "total")) for block in blocks)
    return Printed(right, frozenset({right, right - pending, *totals}), name, "/".join(blocks), pointers)


def _is_case(mention: Mention, pattern: re.Pattern[str]) -> bool:
    clause = mention.clause
    if not pattern.search(clause) or _BOTH.search(clause) or not _CASE_UNIT.match(mention.after):
        return False
    return "公开" in mention.before or "公开" in mention.previous


def _sum(table: FilledTable, blocks: tuple[str, ...]) -> Decimal | None:
    """Total over blocks; None where a total is doubtful or all are blank."""
    values = []
    for block in blocks:
        value = table.sure(block, "total")
        if value is None and table.value(block, "total") is not None:
            return None
        values.append(value)
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
