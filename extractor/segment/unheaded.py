"""A report of a few sentences without any heading: known by its title and the work that it tells of."""

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.records import SectionKey
from extractor.segment.heading_lines import Heading, HeadingLine
from extractor.segment.headings import PROBLEM_CUE, PROBLEM_WORDS
from extractor.segment.kind import announces_report

_HEAD = 12
"""Lines in which the title stands, below the way to the page."""
_WORK = re.compile(r"公开.{0,40}?\d+(?:余|多)?[条件篇项次份期]|\d+(?:余|多)?[条件篇项次份期].{0,12}公开")
_NONE = re.compile(r"(?:没有|未|无).{0,12}?(?:公开|申请|信息)")
_SENTENCE = re.compile(r"[。;；]$|[,，].{4,}")
_PREAMBLE = re.compile(
    r"根据.{0,40}《|依据.{0,40}《|本报告|统计期限|电子版|联系(?:电话|地址)|如对|现将.{0,40}如下"
)
_BEGINNING = re.compile(
    r"(?:[一二三四五六七八九十\d][、.．]|[(（][一二三四五六七八九十\d][)）])?(?:但|仍)?(?P<words>[^:：,，。]{2,20})[:：,，。]"
)
"""The words with which a paragraph begins: 存在的问题:."""


def unheaded(lines: Sequence[HeadingLine]) -> list[Heading]:
    """An overview without a heading, and section five where a paragraph begins with its words.

    Only behind a report's own title with a year, and where a sentence says how much was published, or that
    nothing was.
    """
    title = _title(lines)
    if title is None:
        return []
    body = lines[title + 1 :]
    skipped = next((at for at, line in enumerate(body) if _tells(line)), None)
    if skipped is None:
        return []
    found = [Heading(SectionKey.OVERVIEW, body[skipped].start, body[skipped].start, 0.0)]
    problems = next((line for line in body[skipped + 1 :] if _is_on_problems(line)), None)
    if problems is not None:
        found.append(Heading(SectionKey.PROBLEMS, problems.start, problems.start, 0.0))
    return found


def _title(lines: Sequence[HeadingLine]) -> int | None:
    """Index of the line in which the title of a report ends."""
    head = lines[:_HEAD]
    for at, (line, after) in enumerate(pairwise([*head, HeadingLine(0, 0, "")])):
        if announces_report(line.text):
            return at
        if after.text and announces_report(line.text + after.text):
            return at + 1
    return None


def _tells(line: HeadingLine) -> bool:
    told = _WORK.search(line.text) or _NONE.search(line.text)
    return bool(told and _SENTENCE.search(line.text) and not _PREAMBLE.match(line.text))


def _is_on_problems(line: HeadingLine) -> bool:
    begins = _BEGINNING.match(line.text)
    words = begins["words"] if begins else ""
    return bool(PROBLEM_WORDS.fullmatch(words) and PROBLEM_CUE.search(words))
