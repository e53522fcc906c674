"""Header facts: issuer, title, report year, period, date of publication."""

import re
from collections.abc import Sequence
from datetime import date

from extractor.grammar import find_dates, with_ideographs
from extractor.narrative.titles import ORGANISATION, Title, TitleLine, find_title
from extractor.records import Basis, Document, Fact, Folded, Header, Period

_HEAD = 2500
_TAIL = 900
_PERIOD_WORDS = re.compile(
    r"统计(?:数据)?(?:的)?(?:期限|时限|时间|周期|范围|时段|口径)|(?:所列|有关|相关|本报告|"
    r"统计)?数据(?:的)?(?:统计)?(?:期限|时限|时间|起止)?|期限|起止"
)
_REACH = 90
_UNDER_TITLE = 4
_RANGE_JOINT = re.compile(r"(?:起)?[ ,，]*(?:[-—–~]+|至|到|截至|截止)[ ]*")
_SIGNED = re.compile(
    r"(?P<body>[^,。;:|\d]{0,40}?)[(]?(?P<date>(?:(?:19|20)\d\d|"
    r"二[〇○零]\S{2})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日|"
    r"(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2})[)]?"
)
_DATED = re.compile(
    r"(?:发布|发文|公开|成文|生成|更新|印发|公布|信息)?(?:日期|时间)[:： ]*(?P<date>(?:19|"
    r"20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?)"
)
_BARE_DATE = re.compile(
    r"[•·*\s]*(?P<date>(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?)(?: ?\d{1,2}:\d{2}(?::\d{2})?)?"
    r"(?: ?(?:来源|浏览|字体|阅读|点击|访问|作者|[【\[(]).*)?$"
)
_MADE_BY = re.compile(
    r"由([^,。;:(（]{4,30}?)(?:负责|组织|汇总|综合)?编制|编制(?:单位|机关)[:：]([^,。;\n]{3,30})"
)
_NAMED = re.compile(
    r"(?:公布|发布|编制|作出|撰写|现将|"
    r"《)(?:完成)?(?P<body>[\u4e00-\u9fff]{0,30}?)(?P<year>(?:19|20)\d\d)年(?:度)?"
    r"(?:本级)?(?:政府)?信息公开(?:工作)?(?:年度|情况)?(?:工作)?报告"
)
"""A report that names itself in its first sentences, where the page's title was lost."""
_OURSELVES = re.compile(r"[我本该全][\u4e00-\u9fff]{0,2}")
"""我镇, 本机关: a word for the body that writes, and no name."""
_PUBLISHER = re.compile(
    r"(?:发布机构|发布单位|公开主体|发文机关|信息来源|"
    r"发布机关)[:：]([^,。;:\n]{3,30}?)(?=[|\s]|$|发布|发文|索引|成文|公开|来源)"
)
_BODY_LINE = re.compile(r"[^,。;:|\d、《》]{3,40}")
_OFFICE = re.compile(
    r"(?:人民政府|政府|办公[室厅]|委员会|局|厅|委|院|署|中心|办事处|管委会|部|司|站|所|队|"
    r"办|公司|银行|大学|学校)$"
)


def read_header(document: Document, folded: Folded) -> Header:
    """Header facts of a report; what the document does not state is a Fact without a value.

    ``folded`` is the prose folding of the whole document. Two places may make one value (a title over
    two lines, a body named in full only by title and signature together): each is evidence.
    """
    lines = _printed_lines(document.text, folded)
    head = [line for line in lines if line.start < _HEAD]
    source = _Source(document, folded)
    title = find_title(head)
    period = _period(source, title.year if title else None)
    year = _report_year(source, title, period)
    return Header(
        issuer=_issuer(source, lines, title),
        title=_title(source, title),
        report_year=year,
        period=period,
        published_on=_published(source, lines, title),
    )


def _printed_lines(source: str, folded: Folded) -> list[TitleLine]:
    """The lines as the document breaks them: folding joins lines that may be a title and what follows it."""
    text, offsets = folded.text, folded.offsets
    starts = [0]
    for at in range(1, len(text)):
        low, high = offsets[at - 1], offsets[at]
        if source[low] == "\n" or (high - low > 1 and "\n" in source[low:high]):
            starts.append(at)
    ends = [*starts[1:], len(text)]
    lines = [TitleLine(low, high, text[low:high]) for low, high in zip(starts, ends, strict=True)]
    return [
        TitleLine(line.start, line.end - 1, line.text[:-1]) if line.text.endswith("\n") else line
        for line in lines
        if line.text.strip("\n")
    ]


class _Source:
    def __init__(self, document: Document, folded: Folded) -> None:
        self.document = document
        self.folded = folded
        self.text = folded.text

    def fact(self, value: date | int | str | None, *places: tuple[int, int]) -> Fact:
        """A Fact by rule with its evidence, or the Fact that nothing is stated."""
        if value is None:
            return Fact(value=None, basis=Basis.NOT_STATED)
        evidence = tuple(self.folded.span(self.document.text, *place) for place in places)
        return Fact(value=value, basis=Basis.RULE, evidence=evidence)

    def words(self, start: int, end: int) -> str:
        """The words as printed, but for radicals, which are ideographs badly read."""
        source = self.document.text
        return with_ideographs("".join(source[offset] for offset in self.folded.offsets[start:end]))


def _title(source: _Source, title: Title | None) -> Fact:
    if title is None:
        return source.fact(None)
    return source.fact("".join(source.words(*place) for place in title.stretches), *title.stretches)


def _report_year(source: _Source, title: Title | None, period: Period) -> Fact:
    if title is not None and title.year_at is not None:
        return source.fact(title.year, title.year_at)
    named = _NAMED.search(source.text, 0, _HEAD)
    if named is not None:
        return source.fact(int(named["year"]), named.span("year"))
    start = period.start.value
    if isinstance(start, date):
        return Fact(value=start.year, basis=Basis.RULE, evidence=period.start.evidence)
    return source.fact(None)


def _period(source: _Source, year: int | None) -> Period:
    """The first range of dates after the words that announce the period; else a whole year in the head."""
    text = source.text
    for match in _PERIOD_WORDS.finditer(text):
        for mention in find_dates(text[match.end() : match.end() + _REACH], year):
            if mention.first and mention.last and mention.first < mention.last:
                low, high = mention.start + match.end(), mention.end + match.end()
                joint = _RANGE_JOINT.search(text, low + 3, high)
                # A range of a few days is an event, not the period of the figures.
                if joint and (mention.last - mention.first).days > 27:
                    return Period(
                        start=source.fact(mention.first, (low, joint.start())),
                        end=source.fact(mention.last, (joint.end(), high)),
                    )
    return Period(start=source.fact(None), end=source.fact(None))


def _published(source: _Source, lines: Sequence[TitleLine], title: Title | None) -> Fact:
    """The signature's date, else the date given beside the title or in the page's metadata."""
    tail = len(source.text) - _TAIL
    title_at = title.stretches[0][0] if title else 0
    for line in reversed(lines):
        if line.start < tail or line.start <= title_at:
            break
        match = _SIGNED.fullmatch(line.text) or _DATED.search(line.text)
        if match:
            found = _dated(source, line, match)
            if found is not None:
                return found
    for line in lines:
        if line.start > title_at + 600:
            break
        match = _DATED.search(line.text) or _BARE_DATE.search(line.text) or _SIGNED.fullmatch(line.text)
        if match and len(line.text) < 200:
            found = _dated(source, line, match)
            if found is not None:
                return found
    return source.fact(None)


def _dated(source: _Source, line: TitleLine, match: re.Match[str]) -> Fact | None:
    low, high = match.span("date")
    for mention in find_dates(line.text[low:high]):
        if mention.first is not None:
            return source.fact(mention.first, (line.start + low, line.start + high))
    return None


def _issuer(source: _Source, lines: Sequence[TitleLine], title: Title | None) -> Fact:
    """The body: as the title names it, completed by the signature where the title only names a place."""
    body = "".join(source.words(*place) for place in title.body_at) if title else ""
    if title and body and _OFFICE.search(title.body):
        return source.fact(body, *title.body_at)
    signature = _signature(source, lines) or _below_title(lines, title)
    if signature is not None:
        low, high = signature
        signed = source.text[low:high]
        if title and title.body and _overlap(title.body, signed) >= 2:
            shared = _overlap(title.body, signed)
            return source.fact(body + source.words(low + shared, high), *title.body_at, signature)
        return source.fact(source.words(low, high), signature)
    named = _NAMED.search(source.text, 0, _HEAD)
    if named is not None and ORGANISATION.search(named["body"]) and not _OURSELVES.fullmatch(named["body"]):
        return source.fact(source.words(*named.span("body")), named.span("body"))
    for pattern, stretch in ((_PUBLISHER, source.text[:_HEAD]), (_MADE_BY, source.text[:_HEAD])):
        match = pattern.search(stretch)
        group = next((i for i in (1, 2) if match and i <= pattern.groups and match[i]), 0)
        if match and group and ORGANISATION.search(match[group]):
            return source.fact(source.words(*match.span(group)), match.span(group))
    return source.fact(body, *title.body_at) if title and body else source.fact(None)


def _below_title(lines: Sequence[TitleLine], title: Title | None) -> tuple[int, int] | None:
    """A line under the title that names the body in full (迎宾路街道 → 迎宾路街道办事处)."""
    if title is None or not title.body:
        return None
    end = title.stretches[-1][1]
    for line in [line for line in lines if line.start > end][:_UNDER_TITLE]:
        if (
            _BODY_LINE.fullmatch(line.text)
            and _OFFICE.search(line.text)
            and _overlap(title.body, line.text) >= 2
        ):
            return line.start, line.end
    return None


def _overlap(first: str, second: str) -> int:
    """Length of the longest end of ``first`` that ``second`` begins with."""
    return next((n for n in range(min(len(first), len(second)), 0, -1) if first.endswith(second[:n])), 0)


def _signature(source: _Source, lines: Sequence[TitleLine]) -> tuple[int, int] | None:
    """The body's name in the signature: on the line of the last date or on the line before it."""
    tail = len(source.text) - _TAIL
    for index in range(len(lines) - 1, 0, -1):
        line = lines[index]
        if line.start < tail:
            return None
        match = _SIGNED.fullmatch(line.text)
        if match is None:
            continue
        if _OFFICE.search(match["body"]):
            return line.start + match.start("body"), line.start + match.end("body")
        before = lines[index - 1]
        if not match["body"] and _BODY_LINE.fullmatch(before.text) and _OFFICE.search(before.text):
            return before.start, before.end
    return None
