"""The sections of reports on 2008 to 2018: by the wording of their headings, never by number or order."""

import re
from collections.abc import Sequence

from extractor.lexicon import pattern
from extractor.records import Section, SectionKey, Span
from extractor.segment.lines import Heading, HeadingLine, end_of, lines_of

_WORDINGS = (
    (SectionKey.DISPUTES, pattern("headings.legacy.disputes")),
    (SectionKey.PROBLEMS, pattern("headings.legacy.problems")),
    (SectionKey.FEES, pattern("headings.legacy.fees")),
    (SectionKey.OTHER, pattern("headings.legacy.other")),
    (SectionKey.ANNEX, pattern("headings.legacy.annex")),
    (SectionKey.APPLICATIONS, pattern("headings.legacy.applications")),
    (SectionKey.CONSULTATIONS, pattern("headings.legacy.consultations")),
    (SectionKey.RESOURCES, pattern("headings.legacy.resources")),
    (SectionKey.PROACTIVE, pattern("headings.legacy.proactive")),
    (SectionKey.OVERVIEW, pattern("headings.legacy.overview")),
)
"""In the order in which their words decide: 因申请行政复议的情况 is of disputes, 人员和收费 of fees."""
_CHINESE = "一二三四五六七八九十"
_CHINESE_NUMBER = re.compile(
    r"第(?P<part>[一二三四五六七八九十]{1,2})(?:部分|章)[、.．,:：]*|"
    r"(?P<number>[一二三四五六七八九十]{1,2})(?:部分)?[、.．,:：]+"
)
_OTHER_STYLES = (
    re.compile(r"[1-9１-９][、.．](?!\d)"),
    re.compile(r"[【\[](?=[^】\]\d]{2,20}[】\]])"),
    re.compile(r"[（(](?P<number>[一二三四五六七八九十]{1,2})[)）][、.．,:：]*"),
    re.compile(r"(?=[^\d,，。;；:：!?《》]{2,24}(?<=情况|概述|概况|措施|问题|事项|附表|不足|打算)[:：]?$)"),
)
"""How headings are numbered where none has a Chinese number: 1., （一）, not at all."""
_BRACKETED = re.compile(r"[^】\]]{2,20}[】\]]")
"""The words of a heading in brackets of its own: 【主动公开】."""
_NAMED_INSIDE = re.compile(
    r"(?:(?<=[。;；])|^)\s*[一二三四五六七八九十]{1,2}\s*、\s*(?P<words>[^。;；,，:：\d]{2,14}[:：])"
)
_BEFORE_COLON = re.compile(r"[^。;；,，:：\d]{2,14}[:：]")
"""Words that head what stands behind them on the same line, where they name a section: 三、申请公开:0件."""
_LEAST_HEADINGS = 3
"""So many different sections do lines in brackets or without a number name before they are headings."""
_INSIDE = re.compile(
    r"(?<![一二三四五六七八九十第（(])[一二三四五六七八九十]{1,2}\s*、\s*(?=(?:[^。;；,，]{2,34}?(?:情\s*况|措\s*施|"
    r"事\s*项|问\s*题|附\s*表|说\s*明)|概\s*述|概\s*况|基\s*本\s*概))"
)
_END_OF_HEADING = re.compile(
    r"(?:情况|措施|事项|问题|附表|说明|不足|建议|方向|打算)(?:[)）])?(?=[（(一二三四五1我本\d。:：]|\d{4}年)|概述|概况"
)
_BARE = re.compile(r"(?:概述|概况|基本概况|附表|附件\d?|附录|指标统计表)[:：]?")
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
_MAX_HEADING = 40
_PLAIN_HEADING = 24
"""A line of this length is a heading although it holds a comma."""
_LONG_LINE = 120
_SHORT_LINE = 20
_SENTENCE = 24


def find_legacy_sections(text: str, characters: str) -> tuple[Section, ...]:
    """The sections of canonical ``text``, whose folded form of equal length is ``characters``.

    Two headings may make two sections of one key (公文类… and 主动公开… are both of proactive disclosure).
    What stands before the first heading and is no preamble is an overview whose heading is lost.
    """
    lines = lines_of(characters, _cuts, _LONG_LINE, _SHORT_LINE)
    found = _with_annex(_headings(lines, characters), lines)
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
    named = (match.start() for match in _NAMED_INSIDE.finditer(raw) if _key(match["words"]) is not None)
    return sorted({*(match.start() for match in _INSIDE.finditer(raw)), *named})


def _headings(lines: Sequence[HeadingLine], characters: str) -> list[Heading]:
    """Numbered headings that say what they head, and those without words that go on counting."""
    style = _style_of(lines)
    found: list[Heading] = []
    count = 0
    for line in lines:
        numbering = style.match(line.text)
        if numbering is None:
            if _BARE.fullmatch(line.text):
                found.append(Heading(_key(line.text) or SectionKey.OTHER, line.start, line.end, 0.5))
            continue
        words, end = _words(line, numbering.end(), characters)
        if words is None:
            continue
        key, number = _key(words), _number(numbering)
        if key is None and (number is None or number != count + 1 or not count):
            continue  # an item of a list
        if (
            key is not None
            and number is not None
            and number == 1
            and count > 1
            and key is not SectionKey.OVERVIEW
        ):
            continue  # a list inside a section begins anew
        count = number or count + 1
        found.append(Heading(key or SectionKey.OTHER, line.start, end, 1.0 if key else 0.4))
    return found


def _style_of(lines: Sequence[HeadingLine]) -> re.Pattern[str]:
    """How this report numbers its headings: by Chinese numbers where any does, else as most headings are."""
    if _named(lines, _CHINESE_NUMBER):
        return _CHINESE_NUMBER
    figures, *others = _OTHER_STYLES
    names = [(len(_named(lines, style)), style) for style in others]
    names = [(len(_named(lines, figures)), figures), *(each for each in names if each[0] >= _LEAST_HEADINGS)]
    return max(names, key=lambda each: each[0])[1]


def _named(lines: Sequence[HeadingLine], style: re.Pattern[str]) -> set[SectionKey]:
    """The sections that lines of this style name."""
    numbered = ((line.text, style.match(line.text)) for line in lines)
    keys = (_key(text[match.end() :][:_MAX_HEADING]) for text, match in numbered if match is not None)
    return {key for key in keys if key is not None}


def _number(numbering: re.Match[str]) -> int | None:
    groups = numbering.groupdict()
    word = groups.get("number") or groups.get("part")
    if word is None:
        return None
    if len(word) == 1:
        return _CHINESE.index(word) + 1
    return 10 + _CHINESE.index(word[1]) + 1 if word[0] == "十" else None


def _words(line: HeadingLine, offset: int, characters: str) -> tuple[str | None, int]:
    """(the heading's words, where they end); None where the line is a sentence and no heading."""
    words = line.text[offset:]
    bracketed = _BRACKETED.match(words) if line.text[:offset].endswith(("【", "[")) else None
    if bracketed is not None:
        return words[: bracketed.end() - 1], end_of(line, characters, offset + bracketed.end())
    named = _BEFORE_COLON.match(words)
    if named is not None and named.end() < len(words) and _key(named[0]) is not None:
        return named[0][:-1], end_of(line, characters, offset + named.end())
    clause = re.search(
        r"[。;；]" if len(words) <= _PLAIN_HEADING else r"[。;；,，]", words.rstrip("。:：;；")
    )
    if len(words) <= _MAX_HEADING and not clause:
        return words, line.end
    stop = _END_OF_HEADING.search(words, 0, _MAX_HEADING + 4)
    if stop is None:
        return None, line.end
    return words[: stop.end()], end_of(line, characters, offset + stop.end())


def _key(words: str) -> SectionKey | None:
    return next((key for key, wording in _WORDINGS if wording.search(words)), None)


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
