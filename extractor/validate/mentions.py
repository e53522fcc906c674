"""Numbers of the prose in their sentence, and whose numbers they are.

A count of the prose may be compared with a table only if it speaks of the same thing, the same body
and the same year. What cannot be shown to agree is left alone: a false alarm costs more trust than a
missed slip.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property

import cjkfold

from extractor.ground import number_place
from extractor.records import Count, CountPeriod, Report, SectionKey, Span

_DIGITS = str.maketrans("０１２３４５６７８９．，％（）：；", "0123456789.,%():;")
_ROUND = re.compile(r"[百千万亿]$")
_SENTENCE_END = re.compile(r"[。；;！？!?]")
_HEADING_LINE = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十\d]{1,3}\s*[、.．]|第[一二三四五六七八九十]+[章节])"
    r"[^。；，,;\n]{0,40}$"
)
_SENTENCE = re.compile(r"[^\s。；;！？!?](?:[^。；;！？!?\n]|\n(?!\s*\n))*")
_RADICAL = re.compile(r"[\u2e80-\u2fdf]")
_REACH = 240
"""How far, in characters, the words before a number are looked at."""

_PART = re.compile(
    r"其中|互联网|网络|网上|线上|线下|信函|信件|邮件|邮寄|电子|当面|现场|窗口|传真|网站|平台|书面|自然人|企业|"
    r"法人|上年|上一年|去年|上年度|结转|累计|历年|以来|同比|增长|增加|减少|下降|相比|平均|转办|分别|新增|含|包括|"
    r"第[一二三四1-4]季度|上半年|下半年|月份|本级|层面|试点"
)
_NARROW = re.compile(
    r"部门|街道|镇办|镇街|乡镇|各[镇乡市县区级科单委局]|镇[（(]|单位|办公室|办公厅|委办|直属|下属|所属|科室|"
    r"(?:人民)?政府(?!信息|公开|网|门户|工作|依申请)|[区县市]直|局(?!限)|委员会|集团|学校|医院|系统"
)
_WIDE = re.compile(r"全[省市区县州盟旗镇乡局委院校]|[全各]系统|辖区")
_GOVERNMENT = re.compile(
    r"(?:人民政府|街道办事处|街道办|街道|管理委员会|管委会|镇政府|乡政府|[省市区县州盟旗镇乡區縣鎮鄉])$"
)


@dataclass(frozen=True)
class Mention:
    """One count with the place of its number and the words around it.

    ``before`` and ``after`` are the words of the same sentence without white space, full-width signs
    folded; ``start`` and ``end`` are the canonical offsets of the number itself.
    """

    index: int
    count: Count
    start: int
    end: int
    before: str
    after: str
    previous: str

    @property
    def pointer(self) -> str:
        """JSON pointer of the count inside the Report."""
        return f"/narrative/counts/{self.index}"

    @property
    def clause(self) -> str:
        """The words between the last comma and the number."""
        return re.split(r"[,，:]", self.before)[-1]


def even(text: str) -> str:
    """``text`` at its own length, full-width digits and signs as ASCII, radicals as characters."""
    return (cjkfold.fold(text) if _RADICAL.search(text) else text).translate(_DIGITS)


def folded(text: str) -> str:
    """``even(text)`` without white space."""
    return _closed(even(text))


def _closed(text: str) -> str:
    return "".join(text.split())


def number_of(words: str) -> Decimal | None:
    """The value of one printed run of digits (ASCII or full width), or None."""
    try:
        return Decimal(words.translate(_DIGITS).replace(",", ""))
    except InvalidOperation:
        return None


def mentions_of(report: Report, text: str) -> tuple[Mention, ...]:
    """The exact counts of the report whose number has one place in their evidence, in text order."""
    found, words = [], even(text)
    for index, count in enumerate(report.narrative.counts):
        place = _place(count, text)
        if place is not None:
            previous, before = _sentence_before(words, place[0])
            after = _closed(_SENTENCE_END.split(words[place[1] : place[1] + 80], maxsplit=1)[0])
            found.append(Mention(index, count, *place, before, after, previous))
    return tuple(sorted(found, key=lambda mention: (mention.start, mention.end)))


def _place(count: Count, text: str) -> tuple[int, int] | None:
    """Where a count's exact number stands; None for round ones (3.6万), which agree with many numbers."""
    span, place = count.evidence, None if count.approximate else number_place(count)
    if place is None or text[span.start : span.end] != span.quote or _ROUND.search(text[slice(*place)]):
        return None
    return place


def _sentence_before(text: str, start: int) -> tuple[str, str]:
    """(previous sentence of the same paragraph, words before ``start`` in its own sentence)."""
    window = text[max(0, start - _REACH) : start]
    lines = window.split("\n")
    for place in range(len(lines) - 2, -1, -1):
        line = lines[place]
        if _HEADING_LINE.match(line) or (line.rstrip().endswith(("。", "；", ";")) and lines[place]):
            lines = lines[place + 1 :]
            break
    parts = _SENTENCE_END.split("\n".join(lines))
    return (_closed(parts[-2]) if len(parts) > 1 else ""), _closed(parts[-1])


def issuer_of(report: Report) -> str:
    """The folded name of the issuing body; empty where it is unknown."""
    return folded(report.issuer.value) if isinstance(report.issuer.value, str) else ""


def own_names(report: Report) -> re.Pattern[str] | None:
    """A pattern of the words by which the issuing body speaks of itself as a whole, or None.

    Above the township, 区政府 may mean the whole district or its office alone, so the name of such a
    government is no proof of scope; its bare place name (张店区) needs no proof.
    """
    issuer = issuer_of(report)
    if not issuer:
        return None
    if not _GOVERNMENT.search(issuer):
        words, names = r"局|委员会|委|办公室|办|厅|院|部|校|中心|机关|单位|处|公司|会|署", [issuer]
    elif re.search(r"[镇乡](?:(?:人民)?政府)?$|街道(?:办(?:事处)?)?$", issuer):
        stem = re.sub(r"(?:人民)?政府$|办事处$|街道办$", "", issuer)
        words, names = r"镇|乡|街道|办事处|机关|单位", [issuer, stem, re.split(r"[市县区]", stem)[-1] or stem]
    else:
        words, names = r"省|市|区|县|州|盟|旗|管委会", []
    if names:
        names.append(re.sub(r"^(?:[^省市县区州]{2,8}[省市县区州])+(?=.{3,})", "", issuer))
    named = "|".join(re.escape(name) for name in sorted({*names}, key=len, reverse=True) if name)
    return re.compile(f"[我本](?:{words})" + (f"|{named}" if named else ""))


def covers_whole_body(mention: Mention, report: Report) -> bool:
    """Whether the number can only be about the whole issuing body and the whole report year.

    True where the sentence names no narrower or wider body, no channel, no part and no other period.
    """
    count = mention.count
    until_now = re.search(r"截[至止]到?(?:目前|年底|20\d\d年(?:年底|底|12月31日))", mention.before)
    if count.period is CountPeriod.CUMULATIVE or (count.period is CountPeriod.OTHER and not until_now):
        return False
    scope = folded(count.scope or "")
    if _PART.search(mention.before) or _PART.search(scope):
        return False
    if re.search(r"层面|本级|组成部门", mention.previous):
        return False
    return speaks_of_whole_body(f"{mention.before},{scope}", report)


def speaks_of_whole_body(words: str, report: Report) -> bool:
    """Whether folded words name no body narrower or wider than the issuer.

    全区, 全市 … agree with the tables of a government, not with those of one of its offices.
    """
    own = own_names(report)
    rest = words if own is None else own.sub("", words)
    if _NARROW.search(rest):
        return False
    issuer = issuer_of(report)
    return not _WIDE.search(rest) or bool(_GOVERNMENT.search(issuer))


def names_all_below(mention: Mention) -> bool:
    """Whether the sentence counts 全区, 全市 …: the tables may still hold the issuer's own cases only."""
    return bool(_WIDE.search(mention.before) or re.search(r"各级|行政机关", mention.before))


@dataclass(frozen=True)
class Sentence:
    """One sentence of the prose."""

    span: Span

    @cached_property
    def words(self) -> str:
        """The sentence without white space, full-width signs folded."""
        return folded(self.span.quote)

    @property
    def clauses(self) -> tuple[str, ...]:
        """The words between commas."""
        return tuple(re.split(r"[,，]", self.words))


def sentences_of(
    report: Report, text: str, keys: Sequence[SectionKey], but: Callable[[str], bool] | None = None
) -> Iterator[Sentence]:
    """Sentences of the given sections, split at 。；！？ and at blank lines, but those that ``but`` names."""
    for section in report.sections:
        if section.key in keys:
            for match in _SENTENCE.finditer(text, section.body.start, section.body.end):
                if but is None or not but(match[0]):
                    yield Sentence(Span.of(text, *match.span()))


def year_agrees(mention: Mention, year: int | None) -> bool:
    """False where the sentence dates the number to another year than the report's."""
    years = re.findall(r"(20\d\d)年", mention.before)
    return year is None or not years or int(years[-1]) == year


def number_span(mention: Mention, text: str) -> Span:
    """The span of the evidence of the count, which holds the number."""
    return Span.of(text, mention.count.evidence.start, mention.count.evidence.end)
