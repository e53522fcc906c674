"""Captions: of which year a table is, and of whose, by the words above it.

A caption stands right above its table, or over an annex of several tables: then it heads them all.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from extractor.ideographs import HAN
from extractor.records import Section, Span

NamesAnother = Callable[[str], str | None]
"""The body that a caption names, where it is another one than the report's."""

_YEAR = re.compile(
    r"(?<![\d〔\[])(?<!截至)(?<!截止)(?<!截至到)(?<!截止到)"
    r"(?P<year>20[0-3]\d)(?!\d|\]|〕|[)）]\d*号"
    r"|年?\d{1,2}月(?!1日)|年?\d{1,2}月1日(?<!1月1日)"
    r"|年?(?:度)?(?:[最国统]\w{0,3})?(?:新?版|新修|修[订改正]|格式|式样|样式|模板|表式|起|以来|底|末))"
)
"""A year that is no file number (〔2021〕3号), no day (截至2023年1月10日), no version (2021版)."""
_RANGE = re.compile(r"(?<!\d)(20[0-3]\d)年?[-—–~至到]+(20[0-3]\d)(?!\d)")
_RELATIVE = re.compile(
    r"(?:(?P<before>[上前去]一?年度?|去年度?)|(?P<this>[本今当]年度?))"
    rf"(?=数据|数字|情况|统计|表|报告|[^{HAN}]|$)"
)
_NO_CAPTION = re.compile(
    r"[。；;,，《]|印发|填[报表](?:时间|日期)|制表(?:时间|日期)|打印|[发公]布(?:时间|日期)|更新|来源|说明"
)
_BEGINS = re.compile(r"[附表(（【\[“\"]|(?:20|[上前去本今当]一?年|下属|所属|直属)")
_ENDS = re.compile(r"(?:数据|数字|情况|表|报告|年度?|对照|对比|一览|汇总|合计|如下|[:：)）】\]”\"])$")
_COUNTED = re.compile(
    r"20\d\d|附[表件录]?\d+|表\d+|[(（]\d{1,2}[)）]|^\d{1,2}[、.．]|\d{1,2}[月日]|〔\d+〕|\d+号|第\d+[条项款]"
)
"""Digits that a caption may print: of years, days and numbers of tables, none of a cell."""
_LONGEST = 60
_RANKS = {"附件": 4, "附录": 4, "附表": 3, "附": 3, "表": 1}
_RANK_OF_A_YEAR = 2
_KIND = re.compile(r"\W*(附件|附表|附录|附|表(?=[一二三四五\d]))")
"""What heads what: 附件 附表, these the numbered tables and titles in them, and so does a year by itself."""
_NUMBERED = re.compile(r"\W*(?:第?[一二三四五六七八九十]{1,3}(?:部分|章)?[、.．]|[1-9][、.．](?!\d))")
_REACH = 40
"""Lines above its first number in which the caption of a table stands, headers of a cell a line included."""
_ABOVE = 3
_EMPTY = re.compile(r"(?<!\d)[|\s]+|[|\s]+(?!\d)")
_SENTENCE = re.compile(r"[。；;]")
_EDGES = "| \t\u3000"


class Caption(NamedTuple):
    """What the words above a table say of it."""

    span: Span
    year: int | None
    body: str | None
    """Another body than the report's."""

    def is_foreign(self, this: int | None) -> bool:
        """Whether the table is of another year or of another body than the report."""
        return self.body is not None or (this is not None and self.year not in (None, this))


class Teller(NamedTuple):
    """Reads captions of one document."""

    text: str
    characters: str
    """The folded text of equal length."""
    year: int | None
    """The year of the report."""
    names_another: NamesAnother

    def above(self, sections: Sequence[Section]) -> dict[int, Caption]:
        """Offset of the body of a table's section to the caption at or over its heading, if there is one.

        What heads a table of an annex heads those behind it, up to the next caption of its kind or above.
        """
        found: dict[int, Caption] = {}
        end, caption = -1, None
        for section in sorted(sections, key=lambda each: each.body.start):
            start, body = section.heading.start, section.body
            own = self._at(section)
            if own is None and caption is not None and start == end and _is_under(section, caption):
                own = caption
            if own is not None:
                found[body.start] = own
            end, caption = body.end, own
        return found

    def inside(self, start: int, first: int) -> Caption | None:
        """The caption between the start of a section's body and the first number of its table."""
        low = self.characters.rfind("\n", start, first)
        return next(self._upwards(start, low, _REACH), None) if low >= 0 else None

    def _at(self, section: Section) -> Caption | None:
        start, end = section.heading.start, section.heading.end
        if end > start and not _NUMBERED.match(section.heading.quote):
            said = self._says(start, end)
            said = said or self._leading(section.body.start, section.body.end)
            if said is not None:
                return said
        top = self.characters.rfind("\n", 0, start)
        low = max(0, start - _ABOVE * _LONGEST)
        return next(self._upwards(low, top, _ABOVE, only_captions=True), None) if top > 0 else None

    def _leading(self, low: int, high: int) -> Caption | None:
        """The caption among the lines with which a body begins, where they are captions all."""
        for _ in range(_ABOVE):
            low += len(self.characters[low:high]) - len(self.characters[low:high].lstrip())
            end = self.characters.find("\n", low, high)
            if end < 0 or not is_caption(_bare(self.characters[low:end])):
                return None
            if (said := self._says(low, end)) is not None:
                return said
            low = end
        return None

    def _upwards(self, low: int, high: int, reach: int, *, only_captions: bool = False) -> Iterator[Caption]:
        """Captions among the lines that end at ``high`` and before, up to the last sentence or row."""
        for _ in range(reach):
            if high <= low:
                return
            start = max(low, self.characters.rfind("\n", low, high) + 1)
            words = _bare(self.characters[start:high])
            said = self._says(start, high)
            if said is not None:
                yield said
            ends = only_captions or _SENTENCE.search(words) or _prints_cells(words)
            if ends and words and not is_caption(words):
                return
            high = start - 1

    def _says(self, start: int, end: int) -> Caption | None:
        words = _bare(self.characters[start:end])
        if not is_caption(words):
            return None
        year, body = year_of(words, self.year), self.names_another(words)
        if year is None and body is None:
            return None
        printed = self.text[start:end]
        inner = printed.strip(_EDGES)
        at = start + printed.index(inner)
        return Caption(Span.of(self.text, at, at + len(inner)), year, body)


def _bare(words: str) -> str:
    return _EMPTY.sub("", words)


def is_caption(words: str) -> bool:
    """Whether a line without white space may head a table: no sentence, and no digits of cells."""
    if not 2 <= len(words) <= _LONGEST or _NO_CAPTION.search(words):
        return False
    return not _prints_cells(words) and bool(_BEGINS.match(words) or _ENDS.search(words))


def _prints_cells(words: str) -> bool:
    return re.search(r"\d", _COUNTED.sub("", words)) is not None


def year_of(words: str, this: int | None) -> int | None:
    """The year that words name, the report's own where it is among several; else the last one."""
    if this is not None and any(int(m[1]) <= this <= int(m[2]) for m in _RANGE.finditer(words)):
        return this
    years = [(m.start(), int(m["year"])) for m in _YEAR.finditer(words)]
    if this is not None:
        years += [(m.start(), this - bool(m["before"])) for m in _RELATIVE.finditer(words)]
    if any(year == this for _, year in years):
        return this
    return max(years)[1] if years else None


def _is_under(section: Section, caption: Caption) -> bool:
    """Whether what heads a section is under the caption before it: 表2 under 附表1, never 附表2."""
    heading = section.heading.quote
    own, other = _KIND.match(heading), _KIND.match(caption.span.quote)
    rank = _RANKS[own[1]] if own else 0
    return rank < (_RANKS[other[1]] if other else _RANK_OF_A_YEAR)


def no_other(_words: str) -> str | None:
    """Of captions where it is not known whose the report is."""
    return None
