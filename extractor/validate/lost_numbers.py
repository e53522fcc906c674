"""Checks of the prose for holes: a measure word whose number is gone, and print that says nothing."""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from extractor.forms import table_keys
from extractor.ideographs import HAN
from extractor.lexicon import one_of
from extractor.records import Severity, Span, Suspect
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.finding_words import short

_NUMBER_BEFORE = re.compile(
    r"[\d０-９〇零一二三四五六七八九十百千万亿两几半余多数干约nNxXｘ＿_.．%％/]\s*$|单位[:： ]*$"
)
_REACH = 12
_CLAUSE_END = r"(?=[ \t]*(?:[，。；、,;)）]|其中|$))"
_UNIT = re.compile(
    rf"[条篇件元份次个项场人%％]{_CLAUSE_END}|年(?<=[自至到从于]年)[ \t]*\d{{0,2}}月\d{{0,2}}日", re.MULTILINE
)
"""Where a measure word may end, a share or a date."""
_HOLE = re.compile(
    rf"(?:{one_of('lost.measures')}|余(?:[条件份篇次个项场]|人次)|(?<=[率为长降加少到达占])[%％]|年.*日)$"
)
"""What says so with nothing before it that could be its number."""
_LONGEST = 4
_MARKS = "?？□囗■▇#＃*＊×\ufffd◆●"
_GARBLED_NUMBER = re.compile(
    rf"(?<=[{HAN}])[{_MARKS}]{{1,12}}"
    rf"(?=余?(?:{one_of('lost.measures')}|[条件份篇次个项期场家]{_CLAUSE_END}|[%％]|万?元))",
    re.MULTILINE,
)
_NO_WORDS = re.compile(
    rf"(?P<sign>[{_MARKS}])(?P=sign){{7,200}}"
    rf"|(?:锟斤拷|烫烫|屯屯|锘[匡縄]|鈥[{HAN}]?|[ÃÂâåæçèé][\u0080-\u00bf]){{2,200}}"
)
"""Characters of a text that was decoded in the wrong way, or of a font without characters."""
_MOST = 5
"""So many of one kind say that the text is of another kind."""
Find = Callable[[str, tuple[int, int]], Iterator[tuple[int, int]]]


@check("prose.number_missing", needs_text=True)
def numbers_stand_before_their_measures(context: Context) -> Iterator[Draft]:
    """正文数字缺失 · A measure word, a share or a date of the prose has no number before it.

    Compares: the characters before a measure word that ends a clause with a number in any writing.
    Skipped: for words that end in a measure word (头条, 文件, 首篇), for vague numbers (多条), and for
    tables.
    Example: 全年公开政府信息条，收到申请件。
    """
    yield from _drafts(
        context,
        _holes,
        "“{}”处缺少数字，可能漏读，也可能原文如此",
        "a number is missing at {}: lost in reading or never printed",
    )


@check("prose.garbled", needs_text=True)
def prose_is_readable(context: Context) -> Iterator[Draft]:
    """正文有乱码 · Signs of no meaning stand in the prose where words or a number should.

    Compares: runs of one mark, characters of a wrong decoding, and marks before a measure word with print.
    Skipped: for tables, which have checks of their own.
    Example: 公开政府信息□□□条; 锟斤拷锟斤拷.
    """
    yield from _drafts(
        context,
        _marks,
        "“{}”处为乱码，内容未能读出，请对照原文",
        "the print at {} says nothing: its words or its number were not read",
    )


def _drafts(context: Context, find: Find, chinese: str, english: str) -> Iterator[Draft]:
    text = context.text or ""
    for index, section in enumerate(context.report.sections):
        if section.key in table_keys():
            continue
        body = section.body.start, section.body.end
        for first, end in islice(find(text, body), _MOST):
            start = max(body[0], text.rfind("\n", 0, first) + 1, first - _REACH)
            words = short(" ".join(text[start:end].split()))
            yield Draft(
                Severity.WARNING,
                chinese.format(words),
                english.format(repr(words)),
                (f"/sections/{index}/body",),
                evidence=(Span.of(text, start, end),),
                suspect=Suspect.EITHER,
            )


def _holes(text: str, body: tuple[int, int]) -> Iterator[tuple[int, int]]:
    for unit in _UNIT.finditer(text, *body):
        hole = _HOLE.search(text, max(body[0], unit.start() - _LONGEST), unit.end())
        if hole and not _NUMBER_BEFORE.search(text, max(body[0], hole.start() - _REACH), hole.start()):
            yield hole.span()


def _marks(text: str, body: tuple[int, int]) -> Iterator[tuple[int, int]]:
    for pattern in (_GARBLED_NUMBER, _NO_WORDS):
        yield from (match.span() for match in islice(pattern.finditer(text, *body), _MOST))
