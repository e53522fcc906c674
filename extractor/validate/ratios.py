"""Checks of shares and of parts that the prose prints beside their whole."""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from extractor.records import Severity, Suspect
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.finding_words import plain, short
from extractor.validate.kinds_of_parts import kinds_of_parts
from extractor.validate.mentions import Mention, folded, number_span
from extractor.validate.shares import (
    ShareSeries,
    StatedShare,
    bare_shares_of,
    last_digit,
    parts_of,
    series_of,
)

_SLIP_POINTS = Decimal(3)
"""A single share that misses by more is taken to have another whole, and nothing is said."""
_RATE = re.compile(
    r"(?:办结|办复|答复|回复|公开|满意|完成|按时|达标|占)[^,，。;；\d]{0,6}率?(?:为|达|达到|到|的|:){0,4}$"
)
_MORE = re.compile(r"增|升|提高|超额|同比|环比|上年|计划|目标|\d+倍")
_EXHAUSTIVE = re.compile(r"其余|其他(?:方式|渠道|形式|途径|类)|分别")
_REST = re.compile(r"其[他它余]")
_LEAST_SHARES = 2
_CHANNELS = re.compile(r"信函|信件|邮件|当面|网站|网络|传真|邮寄|平台")
_OPEN_LIST = re.compile(r"等|包括|包含|含|主要|如[:：]|同时")


@check("ratio.stated", needs_text=True)
def shares_are_right(context: Context) -> Iterator[Draft]:
    """所列占比与数字不符 · A stated share is not the part divided by its whole.

    Compares: 100 × part / whole with the stated share, within half a unit of its last printed digit,
    or cut off behind that digit.
    Skipped: where the whole is not certain (no other share agrees and the parts do not add up to it)
    unless the share misses by at most three points; for approximate numbers.
    Example: 79 件，占总数的 62.3% of 127 件: 79/127 is 62.2 %.
    """
    for series in series_of(context):
        whole = Decimal(series.whole.count.value)
        for share in series.shares:
            gap = abs(Decimal(share.part.count.value) * 100 / whole - Decimal(share.share.count.value))
            if (
                share.agrees(whole)
                or share.is_cut_off(whole)
                or not (series.confirmed or gap <= _SLIP_POINTS)
            ):
                continue
            if series.confirmed or len(series.shares) == 1:
                yield _share_draft(context, series, share)


@check("shares.sum", needs_text=True)
def shares_make_a_whole(context: Context) -> Iterator[Draft]:
    """占比之和不为百分之百 · The shares of a complete list do not add up to 100 %.

    Compares: the sum of two or more shares of one sentence with 100, within half a unit of the last
    digit of each.
    Skipped: where the parts are printed beside the shares (ratio.stated looks at each); unless the list
    claims to be complete (其余, 其他); for lists with 其中 or 等.
    Example: 网络申请占60%，信函申请占30%，其他占20%.
    """
    for shares in bare_shares_of(context.mentions):
        words = shares[-1].before
        if _OPEN_LIST.search(words) or "其中" in words or not re.search(r"其余|其他|其它", words):
            continue
        total = sum((Decimal(share.count.value) for share in shares), Decimal(0))
        slack = sum((last_digit(share) / 2 for share in shares), Decimal(0))
        if abs(total - 100) > slack:
            listed = "、".join(plain(Decimal(share.count.value)) + "%" for share in shares)
            yield Draft(
                Severity.WARNING,
                f"各项占比 {listed} 之和为 {plain(total)}%，不等于 100%",
                f"the shares add up to {plain(total)} %, not 100 %",
                tuple(share.pointer for share in shares),
                total,
                100,
                tuple(number_span(share, context.text or "") for share in shares),
                Suspect.ISSUER,
            )


@check("ratio.over_hundred", needs_text=True)
def rates_are_at_most_whole(context: Context) -> Iterator[Draft]:
    """比率超过百分之百 · A rate of completion or a share is above 100 %.

    Compares: the stated rate with 100.
    Skipped: for growth, targets and comparisons with another year, which may be above 100 %.
    Example: 办结率 120%.
    """
    for mention in context.mentions:
        percent = mention.count.unit in ("%", "％")
        if percent and mention.count.value > 100 and _RATE.search(mention.clause):
            if _MORE.search(mention.clause):
                continue
            yield Draft(
                Severity.WARNING,
                f"比率 {plain(Decimal(mention.count.value))}% 超过 100%，请核对",
                f"a rate of {plain(Decimal(mention.count.value))} % is above 100 %",
                (mention.pointer,),
                Decimal(mention.count.value),
                100,
                (number_span(mention, context.text or ""),),
            )


@check("parts.sum", needs_text=True)
def parts_add_up(context: Context) -> Iterator[Draft]:
    """分项之和与总数不符 · Parts do not add up to their whole.

    Compares: the sum of the parts in a bracket, after 其中 or after a colon with the number before them.
    Skipped: unless the list claims to be complete (其余, 其他方式, 分别; or a bracket of channels of
    applications; or every part has its right share of the whole, 其他 the last) or all parts say the same
    kind of thing of themselves (channel, applicant, outcome, full or part time); for lists with 等 or
    包括; where units differ; for approximate numbers. A note only where the parts of a list without
    shares are more than the whole and may overlap (channels of publication), and where outcomes are fewer.
    Example: 公开 261 条，其中网站 50 条，微信 147 条，其他方式 60 条; 收到 20 件，其中当面 9 件，信函 5 件，
    网络 4 件.
    """
    told = set()
    for whole, parts, overlap in (*_listed(context), *_with_shares(context)):
        told.add(whole.index)
        left, right = _sides(whole, parts)
        if left != right:
            yield _parts_draft(context, whole, parts, note=overlap and left > right)
    for found in kinds_of_parts(context.mentions, context.text or ""):
        left, right = _sides(found.whole, found.parts)
        if found.whole.index in told or left == right or (found.overlap and left < right):
            continue
        note = found.overlap if left > right else not found.complete
        yield _parts_draft(context, found.whole, found.parts, note=note)


def _sides(whole: Mention, parts: Sequence[Mention]) -> tuple[Decimal, Decimal]:
    return sum((Decimal(part.count.value) for part in parts), Decimal(0)), Decimal(whole.count.value)


def _parts_draft(context: Context, whole: Mention, parts: Sequence[Mention], *, note: bool) -> Draft:
    left, right = _sides(whole, parts)
    return Draft(
        Severity.INFO if note else Severity.WARNING,
        f"分项 {'+'.join(plain(Decimal(part.count.value)) for part in parts)} = {plain(left)}，"
        f"总数为 {plain(right)}（“{short(whole.count.evidence.quote)}”），请核对",
        f"the parts add up to {plain(left)}, the whole is {plain(right)}",
        (whole.pointer, *(part.pointer for part in parts)),
        left,
        right,
        tuple(number_span(mention, context.text or "") for mention in (whole, *parts)),
        Suspect.EITHER,
    )


_Parts = tuple[Mention, tuple[Mention, ...], bool]
"""A whole, its parts, and whether the parts may overlap."""


def _listed(context: Context) -> Iterator[_Parts]:
    """Lists in brackets or after 其中 that claim to be complete."""
    for whole, parts, between in parts_of(context.mentions, context.text or ""):
        words = folded(between)
        bracket_of_channels = words.lstrip("件条份宗")[:1] == "(" and _CHANNELS.search(words)
        if not _OPEN_LIST.search(words) and (_EXHAUSTIVE.search(words) or bracket_of_channels):
            yield whole, parts, True


def _with_shares(context: Context) -> Iterator[_Parts]:
    """Lists whose every part has its right share of the whole, the last one being the rest."""
    for series in series_of(context):
        last = series.shares[-1].part
        agreeing = all(share.agrees(Decimal(series.whole.count.value)) for share in series.shares)
        if len(series.shares) > _LEAST_SHARES and agreeing and _REST.match(last.count.evidence.quote):
            yield series.whole, tuple(share.part for share in series.shares), False


def _share_draft(context: Context, series: ShareSeries, share: StatedShare) -> Draft:
    part, whole = Decimal(share.part.count.value), Decimal(series.whole.count.value)
    stated = Decimal(share.share.count.value)
    digits = min(share.step, Decimal("0.1"))
    due = (part * 100 / whole).quantize(digits, ROUND_HALF_UP)
    text = context.text or ""
    return Draft(
        Severity.WARNING,
        f"{plain(part)}/{plain(whole)} 为 {plain(due)}%，正文称占 {plain(stated)}%，请核对",
        f"{plain(part)} of {plain(whole)} is {plain(due)} %, the prose says {plain(stated)} %",
        (share.share.pointer, share.part.pointer, series.whole.pointer),
        due,
        stated,
        tuple(number_span(mention, text) for mention in (series.whole, share.part, share.share)),
        Suspect.ISSUER if series.confirmed else Suspect.EITHER,
    )
