"""Lines that head a section of a report on 2008 to 2018: how they are numbered, where their words end."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from extractor.ideographs import ONE_TO_TEN
from extractor.lexicon import pattern
from extractor.records import SectionKey
from extractor.segment.heading_lines import Heading, HeadingLine, end_of

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
_CAPITALS = "壹贰叁肆伍陆柒捌玖拾"
_CHINESE = re.compile(
    rf"第(?P<part>[{ONE_TO_TEN}]{{1,2}})(?:部分|章|节)[、.．,:：]*|"
    rf"(?P<number>[{ONE_TO_TEN}]{{1,2}})(?:部分)?[、.．,:：]+"
)
_PLAIN = re.compile(
    rf"(?!第?[{ONE_TO_TEN}{_CAPITALS}]{{1,2}}(?:部分|章|节)?[、.．,:：]|[（(【\[■◆●▲★☆※□◇○◎►▶➢➤•◼])(?!附[表件录])"
    r"(?!.*(?:报告|总结|汇报|年报|如下|数量?)[:：]?$)(?=(?:20\d\d年度?)?[^\d,，。;；:：!?《》]{2,24}[:：]?$)|"
    r"(?=[^。;；,，:：\d]{2,14}[:：].)"
)
"""A heading without any number, alone on its line or with a colon before what it heads."""
_STYLES = (
    re.compile(r"[1-9][、.．](?!\d)"),
    re.compile(
        rf"(?P<number>[{ONE_TO_TEN}])(?![、是方个期套份次日月项要来则部级])"
        rf"(?=[^{ONE_TO_TEN}\d.．,:：]{{2,24}}$)"
    ),
    re.compile(r"[1-9](?![、年月日项条件名人次个份位])(?=[^\d.．,:：%％,。;；]{2,24}$)"),
    re.compile(rf"(?P<number>[{_CAPITALS}])[、.．,:：]+"),
    re.compile(r"[【\[](?=[^】\]\d]{2,20}[】\]])"),
    re.compile(rf"[（(](?P<number>[{ONE_TO_TEN}]{{1,2}}|[{_CAPITALS}])[)）][、.．,:：]*"),
    re.compile(r"[（(][1-9][)）][、.．,:：]*"),
    re.compile(r"[■◆●▲★☆※□◇○◎►▶➢➤•◼]+"),
    _PLAIN,
)
"""How headings are numbered where none has a Chinese number: 1., 一 概述, 1 概述, 壹、, （一）, ■, or not."""
_LEAST_HEADINGS = 3
"""So many different sections do lines of another style than 一、 and 1. name before they are headings."""
_INNER = 3
"""A numbering that begins so often at one numbers the items inside of sections."""
_BRACKETED = re.compile(r"[^】\]]{2,20}[】\]]")
"""The words of a heading in brackets of its own: 【主动公开】."""
_BEFORE_COLON = re.compile(r"[^。;；,，:：\d]{2,14}[:：]")
"""Words that head what stands behind them on the same line, where they name a section: 三、申请公开:0件."""
_BEFORE_SPACE = re.compile(r"\s*(?P<words>[^\s。;；,，:：\d]{2,24})[ \t\u3000]+(?=\S.*[。;；])")
"""The same with white space between them: 一、概述 2012年我镇…。"""
_END_OF_HEADING = re.compile(
    r"(?:情况|措施|事项|问题|附表|说明|不足|建议|方向|打算)(?:[)）])?(?=[（(一二三四五1我本\d。:：]|\d{4}年)|概述|概况"
)
_LAST_WORDS = "情况|概述|概况|措施|问题|事项|附表|不足|打算"
_WHOLE = re.compile(rf"(?:{_LAST_WORDS}|综述|[。:：;；])$")
"""How a heading ends that is not broken at the end of the line."""
_REST = re.compile(rf"(?:{_LAST_WORDS})[:：]?$")
"""How the rest of a broken one ends."""
_BEGINS_ANEW = re.compile(r"概述|概况|综述|(?:总体|基本)情况")
_BARE = re.compile(r"(?:概述|概况|基本概况|附表|附件\d?|附录|指标统计表)[:：]?")
_MAX_HEADING = 40
_PLAIN_HEADING = 24
"""A line of this length is a heading although it holds a comma."""
_REST_OF_HEADING = 14
_PAGE_NUMBER = re.compile(r"[.…·\d]+$")


class _Words(NamedTuple):
    """The words of a heading, and where they end in the text."""

    text: str
    end: int


def legacy_key(words: str) -> SectionKey | None:
    """The section that words name."""
    return next((key for key, wording in _WORDINGS if wording.search(words)), None)


def without_contents(lines: Sequence[HeadingLine]) -> list[HeadingLine]:
    """The lines without a table of contents: lines in a row that all stand once more below."""
    last = {line.text: index for index, line in enumerate(lines)}
    again = [last.get(_PAGE_NUMBER.sub("", line.text), index) > index for index, line in enumerate(lines)]
    listed: set[int] = set()
    run: list[int] = []
    for index, repeated in enumerate([*again, False]):
        if repeated:
            run.append(index)
            continue
        if len(run) >= _LEAST_HEADINGS and last[_PAGE_NUMBER.sub("", lines[run[0]].text)] > run[-1]:
            listed.update(run)
        run = []
    return [line for index, line in enumerate(lines) if index not in listed]


def legacy_headings(lines: Sequence[HeadingLine], characters: str) -> list[Heading]:
    """Numbered headings that say what they head, and those without words that go on counting."""
    style, names_sections = _style_of(lines, characters)
    found: list[Heading] = []
    count = 0
    for index, line in enumerate(lines):
        numbering = style.match(line.text)
        if numbering is None:
            if _BARE.fullmatch(line.text):
                found.append(Heading(legacy_key(line.text) or SectionKey.OTHER, line.start, line.end, 0.5))
            continue
        words = _words(line, numbering.end(), characters)
        if words is None:
            continue
        if style is not _PLAIN and index + 1 < len(lines):
            words = _unbroken(words, line, lines[index + 1], style)
        key, number = legacy_key(words.text), _number(numbering)
        if key is None and number == 1 and not count and names_sections:
            key = SectionKey.OVERVIEW
        if key is None and (number is None or number != count + 1 or not count):
            continue  # an item of a list
        if key is not None and number == 1 and count > 1 and not _BEGINS_ANEW.search(words.text):
            continue  # a list inside a section begins anew
        count = number or count + 1
        found.append(Heading(key or SectionKey.OTHER, line.start, words.end, 1.0 if key else 0.4))
    return found


def _style_of(lines: Sequence[HeadingLine], characters: str) -> tuple[re.Pattern[str], bool]:
    """How this report numbers its headings: by Chinese numbers unless they name less than another style does.

    Chinese numbers of lists inside of the sections (一、个别干部认识不足) name less than the headings do.
    Also whether so many headings name sections that the first, in words of its own, is the overview.
    """
    first, inner = _named(lines, _CHINESE, characters)
    if len(first) >= _LEAST_HEADINGS and not inner:
        return _CHINESE, True
    figures, *others = _STYLES
    named = [(len(first), _CHINESE), (len(_named(lines, figures, characters)[0]), figures)]
    rarer = ((len(_named(lines, style, characters)[0]), style) for style in others)
    named += [each for each in rarer if each[0] >= _LEAST_HEADINGS]
    most, style = max(named, key=lambda each: each[0])
    return style, most >= _LEAST_HEADINGS


def _named(
    lines: Sequence[HeadingLine], style: re.Pattern[str], characters: str
) -> tuple[set[SectionKey], bool]:
    """The sections that lines of this style name, and whether they are numbered anew again and again."""
    keys: set[SectionKey] = set()
    numbers = Counter[int | None]()
    for line in lines:
        numbering = style.match(line.text)
        if numbering is None:
            continue
        numbers[_number(numbering)] += 1
        words = _words(line, numbering.end(), characters)
        key = legacy_key(words.text) if words is not None else None
        if key is not None:
            keys.add(key)
    return keys, numbers[1] >= _INNER


def _number(numbering: re.Match[str]) -> int | None:
    groups = numbering.groupdict()
    word = groups.get("number") or groups.get("part")
    if word is None:
        return None
    numerals = _CAPITALS if word[0] in _CAPITALS else ONE_TO_TEN
    if len(word) == 1:
        return numerals.index(word) + 1
    return 10 + numerals.index(word[1]) + 1 if word[0] == numerals[9] else None


def _words(line: HeadingLine, offset: int, characters: str) -> _Words | None:
    """The heading's words; None where the line is a sentence and no heading."""
    words = line.text[offset:]
    bracketed = _BRACKETED.match(words) if line.text[:offset].endswith(("【", "[")) else None
    if bracketed is not None:
        return _Words(words[: bracketed.end() - 1], end_of(line, characters, offset + bracketed.end()))
    named = _BEFORE_COLON.match(words)
    if named is not None and named.end() < len(words) and legacy_key(named[0]) is not None:
        return _Words(named[0][:-1], end_of(line, characters, offset + named.end()))
    spaced = _BEFORE_SPACE.match(characters, end_of(line, characters, offset), line.end) if offset else None
    if spaced is not None and legacy_key(spaced["words"]) is not None:
        return _Words(spaced["words"], spaced.end("words"))
    clause = re.search(
        r"[。;；]" if len(words) <= _PLAIN_HEADING else r"[。;；,，]", words.rstrip("。:：;；")
    )
    if len(words) <= _MAX_HEADING and not clause:
        return _Words(words, line.end)
    stop = _END_OF_HEADING.search(words, 0, _MAX_HEADING + 4)
    if stop is None:
        return None
    return _Words(words[: stop.end()], end_of(line, characters, offset + stop.end()))


def _unbroken(words: _Words, line: HeadingLine, after: HeadingLine, style: re.Pattern[str]) -> _Words:
    """The words with their rest on the next line, where a page broke the heading."""
    if words.end != line.end or _WHOLE.search(words.text):
        return words
    rest = after.text
    whole = words.text + rest
    broken = (
        len(rest) <= _REST_OF_HEADING
        and _REST.search(rest)
        and not style.match(rest)
        and legacy_key(whole) is not None
    )
    return _Words(whole, after.end) if broken else words
