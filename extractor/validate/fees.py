"""Checks of what the report says about fees for processing information, in one place and another."""

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.records import Severity, Suspect
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.finding_words import plain
from extractor.validate.mentions import Mention, number_span, speaks_of_whole_body

_FEE = r"(?:信息(?:公开)?(?:信息)?处理费|信息公开(?:相关|处理)?费用?|检索费|信息处理费用?|收费)"
_NONE_CHARGED = re.compile(
    rf"(?:未|没有|无|免)(?:向[^,，]{{0,12}})?(?:产生|收取|发生)?(?:任何|过)?(?:政府|依申请公开)*{_FEE}"
)
_CHARGED = re.compile(
    rf"(?:收取|收|征收|产生)[^,，未不]{{0,12}}{_FEE}[^,，未不\d]{{0,8}}$|{_FEE}(?:共计|共|合计|总计|为|收取|总额|金额|收入|:)*$"
)
_IN_YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


@check("fees.section_six", needs_text=True)
def fee_statements_agree(context: Context) -> Iterator[Draft]:
    """信息处理费前后不一 · The report says that no fee was charged and also names an amount, or two.

    Compares: 未收取…信息处理费 with each amount of the fee, and the amounts with one another; usually
    section six against section one.
    Skipped: where a sentence names a part of the body or another year; for amounts of other fees.
    Example: 2021年未收取信息处理费 in section six, 收取信息处理费 320 元 in section one.
    """
    text = context.text or ""
    amounts = [
        (mention, yuan) for mention in context.mentions if (yuan := _yuan(context, mention)) is not None
    ]
    if not amounts:
        return
    first, value = amounts[0]
    for mention, yuan in amounts[1:]:
        if yuan != value:
            yield Draft(
                Severity.WARNING,
                f"信息处理费一处为 {plain(value)} 元，一处为 {plain(yuan)} 元，请核对",
                f"the processing fee is {plain(value)} yuan here and {plain(yuan)} yuan there",
                (first.pointer, mention.pointer),
                value,
                yuan,
                (number_span(first, text), number_span(mention, text)),
                Suspect.ISSUER,
            )
    for sentence in context.sentences:
        years = set(re.findall(r"(20\d\d)年", sentence.words))
        if not _NONE_CHARGED.search(sentence.words) or years - {str(context.year)}:
            continue
        for mention, yuan in amounts:
            if yuan and speaks_of_whole_body(sentence.words, context.report):
                yield Draft(
                    Severity.WARNING,
                    f"一处称未收取信息处理费，一处为 {plain(yuan)} 元，请核对",
                    f"one place says that no fee was charged, another {plain(yuan)} yuan",
                    (mention.pointer,),
                    0,
                    yuan,
                    (sentence.span, number_span(mention, text)),
                    Suspect.ISSUER,
                )


def _yuan(context: Context, mention: Mention) -> Decimal | None:
    """Amount of the processing fee in yuan, if the mention is one of the whole body and year."""
    unit = mention.count.unit
    if unit not in _IN_YUAN or not _CHARGED.search(mention.before):
        return None
    years = set(re.findall(r"(20\d\d)年", mention.before))
    if years - {str(context.year)} or not speaks_of_whole_body(mention.before, context.report):
        return None
    return Decimal(mention.count.value) * _IN_YUAN[unit]
