"""Which issues a remedy addresses, as far as the report says so."""

import re
from collections.abc import Sequence

_AGAINST = re.compile(
    r"(?:针对|对于|为解决|解决好?|围绕)([^,。;:]{3,40}?)(?:的)?(?:问题|不足|现象|情况|短板)"
)
ORDINAL = (
    r"(?:针对|对于?)(?:第?(?P<first>[一二三四五六七八九1-9])(?:个|项|条|类|点)?(?:问题|不足|短板|方面)|"
    r"(?:[上前]述)?问题(?P<behind>[一二三四五六七八九1-9])(?![\d年个项]))"
)
"""How a remedy names a problem by its number."""
_ORDINAL_PROBLEM = re.compile(ORDINAL)
_ORDINAL_BEFORE = re.compile(rf"{ORDINAL}[^,;。]{{0,6}}[,:]?$")
_DIGITS = "一二三四五六七八九"
_ENOUGH = 0.6
_TOO_COMMON = re.compile(r"政府信息公开|政务公开|信息公开|工作|出现|目前|当前|存在")
_STOP = re.compile(r"[的和与及、“”()之前出现部分存在各单位]")


def addressed_by_words(remedy: str, issues: Sequence[str], before: str = "") -> tuple[int, ...]:
    """Issues that the remedy names: by ordinal, or by words most of which stand in one issue.

    ``before``: the words right before the remedy, which may hand over to it (针对第一个问题,).
    """
    ordinal = _ORDINAL_BEFORE.search(before) or _ORDINAL_PROBLEM.search(remedy)
    if ordinal:
        number = ordinal["first"] or ordinal["behind"]
        index = int(number) - 1 if number.isascii() else _DIGITS.index(number)
        return (index,) if index < len(issues) else ()
    named = set()
    for match in _AGAINST.finditer(remedy):
        shares = [_shared(match[1], issue) for issue in issues]
        best = max(shares, default=0.0)
        if best >= _ENOUGH and shares.count(best) == 1:
            named.add(shares.index(best))
    return tuple(sorted(named))


def _shared(words: str, issue: str) -> float:
    words = _STOP.sub("", _TOO_COMMON.sub("", words))
    grams = {words[i : i + 2] for i in range(len(words) - 1)}
    if len(grams) < 4:
        return 0.0
    return sum(gram in issue for gram in grams) / len(grams)


def pairs(told: list[tuple[int, ...]], issues: int) -> list[tuple[int, ...]]:
    """Pair two numbered lists of equal length by their order; what a remedy names itself stays."""
    if len(told) != issues or issues < 2:
        return told
    return [named or (index,) for index, named in enumerate(told)]
