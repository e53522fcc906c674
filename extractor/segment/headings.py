"""How the headings of the six sections are printed, as data.

Matched against a folded line without white space. To teach a new variant of a heading, add it here.
"""

import re
from typing import NamedTuple

from extractor.ideographs import HAN
from extractor.lexicon import one_of, pattern
from extractor.records import SectionKey


class HeadingPattern(NamedTuple):
    """A heading's wording and how sure it makes us."""

    key: SectionKey
    wording: re.Pattern[str]
    certainty: float
    """1 for wording that only the heading uses, less for words that subheadings use too."""


def _pattern(key: SectionKey, wording: str, certainty: float = 1.0) -> HeadingPattern:
    return HeadingPattern(key, re.compile(wording), certainty)


HEADINGS: tuple[HeadingPattern, ...] = (
    _pattern(SectionKey.OVERVIEW, r"(?:政府信息公开)?(?:工作)?的?总体(?:工作)?情况(?:概述)?"),
    _pattern(SectionKey.OVERVIEW, r"(?:政府信息公开)?(?:工作)?的?基本情况", 0.8),
    _pattern(SectionKey.OVERVIEW, r"(?:工作)?(?:概述|概况|综述)", 0.8),
    _pattern(SectionKey.PROACTIVE, r"(?:行政机关)?主动公开政府信息(?:的)?(?:数据)?情况(?:统计)?"),
    _pattern(SectionKey.PROACTIVE, r"政府信息主动公开(?:的)?情况", 0.8),
    _pattern(SectionKey.PROACTIVE, r"主动公开(?:工作)?情况", 0.4),
    _pattern(
        SectionKey.APPLICATIONS,
        r"(?:行政机关)?收到和处理政府信息(?:公开)?申请(?:的)?(?:数据)?(?:情况)?(?:统计)?",
    ),
    _pattern(SectionKey.APPLICATIONS, r"(?:政府信息)?依申请公开(?:政府信息)?(?:工作|办理)?情况", 0.4),
    _pattern(
        SectionKey.DISPUTES,
        r"(?:因)?(?:行政机关)?政府信息公开(?:工作)?(?:被)?(?:申请|提起)?行政.?复议[、和及,]?(?:被)?(?:提起)?"
        r"(?:行政)?诉讼(?:的)?(?:情况)?(?:统计)?",
    ),
    _pattern(SectionKey.DISPUTES, r"行政复议[、和及,](?:提起)?行政诉讼情况", 0.8),
    _pattern(
        SectionKey.PROBLEMS,
        r"(?:政府信息公开)?(?:工作)?(?:中)?(?:存在|面临)的?(?:主要|突出)?(?:问题|不足|困难)(?:和不足|与不足)?"
        r"(?:[及和与、,以]+(?:下一步)?(?:的)?(?:改进|整改|工作)(?:情况|措施|意见|打算|计划|方向|建议)*|$)",
    ),
    _pattern(
        SectionKey.PROBLEMS,
        r"(?:存在的?)?(?:主要)?(?:问题|不足)[及和与、以]*(?:下一步)?(?:改进|整改).{0,6}",
        0.9,
    ),
    _pattern(
        SectionKey.OTHER,
        r"(?:其他|其它|其他的)(?:需要|需|应当)?(?:报告|说明)?(?:报告|说明)的?(?:有关)?(?:事项|情况|问题)",
    ),
    _pattern(SectionKey.OTHER, r"需要?(?:报告|说明)的其[他它](?:有关)?(?:事项|情况|问题)"),
    _pattern(SectionKey.OTHER, r"其[他它](?:有关|重要)?事项", 0.6),
    _pattern(SectionKey.OTHER, r"其[他它](?:工作|需要?)?(?:情况|说明|的)*$", 0.5),
)

WORDINGS: tuple[tuple[SectionKey, str], ...] = (
    (SectionKey.OVERVIEW, "总体情况"),
    (SectionKey.PROACTIVE, "主动公开政府信息情况"),
    (SectionKey.APPLICATIONS, "收到和处理政府信息公开申请情况"),
    (SectionKey.DISPUTES, "政府信息公开行政复议、行政诉讼情况"),
    (SectionKey.DISPUTES, "因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
    (SectionKey.PROBLEMS, "存在的主要问题及改进情况"),
    (SectionKey.OTHER, "其他需要报告的事项"),
)
"""The official wording, compared by edit distance where single characters are misread."""

NUMBERING = re.compile(
    r"(?P<main>第[一二三四五六七八九十]{1,2}(?:部分|章)[、丶﹑､.,:，．·]*"
    r"|[Ⅰ-Ⅹ][、丶﹑､.,:，．·]*"
    r"|第?[一二三四五六七八九十]{1,2}[、丶﹑､.,:，．·]+(?:[(（]附?表[一二三四1-4][)）])?|[1-9][、丶﹑､.,．](?!\d))"
    r"|(?P<sub>[(（][一二三四五六七八九十\d]{1,2}[)）][、.]?)"
)
"""List number before a heading: 一、, 5、 or 第五部分 of a main heading, （三） of a subheading."""

GARBLED_NUMBER = re.compile(r"[A-Za-z|\[\]{}·•*#'`.,]{1,2}(?=第?[一二三四五六七八九十]{1,2}[、.．])")
"""What a recogniser or a converter put before a list number: l五、."""

LOOK_ALIKE_NUMBER = re.compile(rf"[^{HAN}\s、丶﹑､．.。;；,，:：(（)）《》“”]{{0,2}}[{HAN}]?[、丶﹑､．.]")
"""What is left of a misread list number: 囗、 王、 5五、 or the sign alone. Never for one in a sentence."""

PROBLEM_CUE, PLAN_CUE = pattern("headings.problems"), pattern("headings.plans")
PROBLEM_WORDS = re.compile(rf"{one_of('headings.problems', 'headings.plans', 'headings.fillers')}+")
"""A heading of section five in any words: nothing but words of problems, plans and fillers."""

INSIDE_LINE = re.compile(
    r"(?:第?[一二三四五六七八九]{1,2}(?:部分)?[、.．,:]|[1-8]、)\s*(?:政府信息公开工作)?"
    r"(?:总\s*体\s*情\s*况|基本情况|概述|主动公开政府信息|(?:行政机关)?收到和处理政府信息|(?:因)?政府信息公开(?:工作)?(?:被)?(?:申请)?"
    r"(?:提起)?行政.?复议|(?:工作中?)?存在的?(?:主要)?(?:问题|不足)|(?:主要)?问题[与和及]|不足[与和及]|其[他它]需要)"
)
"""A numbered main heading in the middle of a long line, where a converter lost the line ends."""

FIRST_LABELS: tuple[tuple[SectionKey, re.Pattern[str]], ...] = (
    (SectionKey.PROACTIVE, re.compile(r"第二十条第?[(（]?[一1][)）]?项|信息内容\W*本年")),
    (
        SectionKey.APPLICATIONS,
        re.compile(r"本列数据的勾稽关系|^\W*申请人情况|^\W*(?:一、)?本年(?:度)?新收政府信息公开申请"),
    ),
    (
        SectionKey.DISPUTES,
        re.compile(r"^\W*行政复议\W*(?:行政诉讼\W*)?$|^\W*行政复议\W+行政诉讼|^\W*结?结果\W*维持\W*结?结果"),
    ),
)
"""The first words that a table prints: where a heading is lost, its section starts there."""

FIRST_WORDINGS: tuple[tuple[SectionKey, str], ...] = (
    (SectionKey.PROACTIVE, "第二十条第(一)项"),
    (SectionKey.APPLICATIONS, "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)"),
    (SectionKey.APPLICATIONS, "一、本年新收政府信息公开申请数量"),
    (SectionKey.DISPUTES, "行政复议行政诉讼"),
)
"""The same in full, compared by edit distance where single characters are misread."""
