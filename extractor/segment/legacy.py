"""The sections of reports on 2008 to 2018: by the wording of their headings, never by number or order."""

import re
from collections.abc import Sequence

from extractor.records import Section, SectionKey, Span
from extractor.segment.heading_lines import Heading, HeadingLine, lines_of
from extractor.segment.legacy_headings import legacy_headings, legacy_key, without_contents

_NAMED_INSIDE = re.compile(
    r"(?:(?<=[。;；])|^)\s*[一二三四五六七八九十]{1,2}\s*、\s*(?P<words>[^。;；,，:：\d]{2,14}[:：])"
)
_INSIDE = re.compile(
    r"(?<![一二三四五六七八九十第（(])[一二三四五六七八九十]{1,2}\s*、\s*(?=(?:[^。;；,，]{2,34}?(?:情\s*况|措\s*施|"
    r"事\s*项|问\s*题|附\s*表|说\s*明)|概\s*述|概\s*况|基\s*本\s*概))"
)
_TABLE_HEADER = re.compile(r"^(?:指标名称|统计指标|指标)|计量单位|指标代码|(?:单位|条|件).{0,4}统计数")
_TABLE_TITLE = re.compile(
    r"附[表件录][一二三四\d]?(?:[:：].{0,40})?|.{0,30}(?:指标|情况)?统计(?:指标)?表(?:[(（].{0,20})?"
)
_LONGEST_TITLE = 60
_BEFORE_ANY_ANNEX = 300
_PREAMBLE = re.compile(
    r"《[^》]{0,40}》|本(?:年度|年)?报告?(?:由|是|根据|中所列|的电子|全文|包括)|统计期限|统计时限|电子版|如对|报告如下|年度报告|"
    r"发布(?:时间|日期)|来源|索引号|访问量|字体|当前位置|全文包括|联系电话|引言"
)
_WORK_DONE = re.compile(r"(?<![第\d])\d+(?:余|多)?[件条篇次场期份名人宗]|\d+%")
_LONG_LINE = 120
_SHORT_LINE = 20
_SENTENCE = 24


def find_legacy_sections(text: str, characters: str) -> tuple[Section, ...]:
    """The sections of canonical ``text``, whose folded form of equal length is ``characters``.

    Two headings may make two sections of one key (公文类… and 主动公开… are both of proactive disclosure).
    What stands before the first heading and is no preamble is an overview whose heading is lost.
    """
    lines = without_contents(lines_of(characters, _cuts, _LONG_LINE, _SHORT_LINE))
    found = _with_annex(legacy_headings(lines, characters), lines)
    found = _with_overview(found, lines, len(text))
    ends = [after.start for after in found[1:]] + [len(text)] * bool(found)
    return tuple(
        Section(
            key=heading.key,
            heading=Span.of(text, heading.start, heading.end),
            body=Span.of(text, heading.end, end),
        )
        for heading, end in zip(found, ends, strict=True)
    )


def _cuts(raw: str) -> list[int]:
    named = (match.start() for match in _NAMED_INSIDE.finditer(raw) if legacy_key(match["words"]) is not None)
    return sorted({*(match.start() for match in _INSIDE.finditer(raw)), *named})


def _with_annex(found: list[Heading], lines: Sequence[HeadingLine]) -> list[Heading]:
    """The annexed table as the last section: the numbered rows inside it are no headings."""
    first = found[0].end if found else _BEFORE_ANY_ANNEX
    announced = next((h for h in found if h.key is SectionKey.ANNEX), None)
    line = next((each for each in lines if each.start >= first and _is_table_head(each)), None)
    if line is None or (announced is not None and announced.start <= line.start):
        start = announced
    else:
        titled = not _TABLE_HEADER.search(line.text)
        start = Heading(SectionKey.ANNEX, line.start, line.end if titled else line.start, 0.0)
    if start is None:
        return found
    return [*(heading for heading in found if heading.start < start.start), start]


def _is_table_head(line: HeadingLine) -> bool:
    return len(line.text) <= _LONGEST_TITLE and bool(
        _TABLE_HEADER.search(line.text) or _TABLE_TITLE.fullmatch(line.text)
    )


def _with_overview(found: list[Heading], lines: Sequence[HeadingLine], length: int) -> list[Heading]:
    """What the report says before its first heading, unless that is its preamble alone."""
    first = found[0].start if found else length
    before = [line for line in lines if line.start < first]
    start = next(
        (index for index, line in enumerate(before) if _is_prose(line)),
        None,
    )
    if start is None or (found and found[0].key is SectionKey.OVERVIEW and not _tells(before[start:])):
        return found
    return [Heading(SectionKey.OVERVIEW, before[start].start, before[start].start, 0.0), *found]


def _is_prose(line: HeadingLine) -> bool:
    """Whether a line before the first heading tells of the work, and is neither title nor preamble."""
    told = _WORK_DONE.search(line.text) is not None
    return told if _PREAMBLE.search(line.text) else told or len(line.text) >= _SENTENCE


def _tells(lines: Sequence[HeadingLine]) -> bool:
    return any(_WORK_DONE.search(line.text) for line in lines)
