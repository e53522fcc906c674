"""Check of the paragraphs of the prose: whether the end of one was lost in the middle."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.forms import table_keys
from extractor.ideographs import HAN, ONE_TO_TEN
from extractor.records import Severity, Span
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.finding_words import short

_ITEM_AHEAD = re.compile(
    rf"[ \t\u3000]*(?:[（(][{ONE_TO_TEN}\d]{{1,2}}[)）]|[{ONE_TO_TEN}]{{1,2}}[、.．是]|[1-9][、.．](?!\d)"
    rf"|第[{ONE_TO_TEN}]|[①-⑨])(?!项)"
)
_LABEL_AHEAD = re.compile(rf"[ \t\u3000]*[{HAN}]{{2,12}}[:：](?=[{ONE_TO_TEN}]是|[（(]?[{ONE_TO_TEN}\d])")
"""A label with the first item of another list behind it (改进措施：一是…)."""
_FIRST = re.compile(r"(?:^|[:：。\s])(?:一是|[（(]一[)）]|1[.．、](?!\d)|[（(]1[)）]|①|第一[，,、])")
_LATER = re.compile(
    r"[二三四五六七八九]是|[（(][二三四五六七八九][)）]|[2-9][.．、](?!\d)|[（(][2-9][)）]|[②-⑨]|第[二三四五六七八九][，,、]"
)
_OPEN_END = re.compile(rf"[{HAN}\dA-Za-z%][，,、]?$")
_IS_SENTENCE = re.compile(r"[，,。；;]")
_NO_PROSE = re.compile(
    r"联系|电话|地址|邮编|附件|网址|http|版权|主办|承办|备案|来源|发布(?:时间|日期|机构|机关|单位|[人者于]|[:：])|浏览|打印|上一篇|下一篇|责任编辑|编辑[：:]|[|\t]"
    r"|20\d\d年\d{1,2}月(?:\d{1,2}日?)?$|[（(][^（()）]*$"
)
_HEADING = re.compile(rf"{_ITEM_AHEAD.pattern}[^。；;]{{0,32}}[^。；;，,、]")
"""A numbered line of two clauses without a full stop is a heading, or an item as headings are printed."""
_CLAUSES = re.compile(r"[。；;]")
_SPACE = " \t\u3000\r|"
_WRAPPED = 2
"""So many sentences that go over the end of a line say that the lines are wrapped."""
_SHORTEST = 12


@check("paragraph.cut", needs_text=True)
def paragraphs_end(context: Context) -> Iterator[Draft]:
    """段落未完 · A paragraph of the prose breaks off in the middle of a sentence.

    Compares: the end of the last line before a heading, an item of a list, the label of another list or the
    end of a section with the marks that end a sentence, and a semicolon behind an item of a list with the
    item that should follow it.
    Skipped: for headings and other lines without a comma, for tables, contact lines and signatures; where the
    lines of a section are wrapped, all but its last.
    Example: …通过门户网站主动公 right before 二、主动公开政府信息情况.
    """
    text = context.text or ""
    for index, section in enumerate(context.report.sections):
        if section.key in table_keys():
            continue
        start = section.body.start
        lines = text[start : section.body.end].split("\n")
        printed = [line.rstrip(_SPACE) for line in lines if line.strip(_SPACE)]
        wrapped = _are_wrapped(printed)
        following = iter([*printed[1:], None])
        for line in lines:
            words = line.rstrip(_SPACE)
            after = next(following) if words else ""
            ends = after is None or (not wrapped and (_ITEM_AHEAD.match(after) or _LABEL_AHEAD.match(after)))
            if (ends and _breaks_off(words)) or _goes_on_in_nothing(words, after):
                end = start + len(words)
                yield Draft(
                    Severity.WARNING,
                    f"段落在“……{short(words[-16:])}”处中断，句子未完，可能漏读",
                    "a paragraph breaks off in the middle of a sentence: its end may be lost",
                    (f"/sections/{index}/body",),
                    evidence=(Span.of(text, end - min(len(words), 16), end),),
                )
            start += len(line) + 1


def _are_wrapped(lines: Sequence[str]) -> bool:
    """Whether sentences of a section go over the ends of its lines, as in a text made of a page."""
    over = (one for one, other in pairwise(lines) if _breaks_off(one) and not _ITEM_AHEAD.match(other))
    return sum(1 for _ in over) >= _WRAPPED


def _goes_on_in_nothing(words: str, after: str | None) -> bool:
    """Whether an item of a list ends in a semicolon, and no later one follows it."""
    if not words.endswith(("；", ";")):
        return False
    first = _FIRST.search(words)
    if first is None or _LATER.search(words, first.end()):
        item = first or _LATER.search(words)
        return item is not None and (after is None or not _is_item(after))
    return after is None or _LATER.match(after.lstrip(_SPACE)) is None


def _is_item(line: str) -> bool:
    return line.endswith(("；", ";")) or _ITEM_AHEAD.match(line) is not None


def _breaks_off(words: str) -> bool:
    sentence = _CLAUSES.split(words)[-1]
    return (
        len(words) >= _SHORTEST
        and _OPEN_END.search(words) is not None
        and _IS_SENTENCE.search(words) is not None
        and _NO_PROSE.search(sentence) is None
        and len(re.findall(rf"[{HAN}]", sentence)) > 1
        and _HEADING.fullmatch(words) is None
    )
