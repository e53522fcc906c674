"""Looking for words in a section: white space inside them does not matter, places stay exact."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.records import Report, Section, SectionKey, Span

_CLAUSE_ENDS = "，。；！？,;!?\n"
_CLAUSE_END = re.compile(rf"[{_CLAUSE_ENDS.replace(',', '')}]|,(?!\d{{3}})|(?<!\d),")
"""The end of a clause; the comma of 1,204 is none."""
_SENTENCE_ENDS = "。！？!?\n"
_MATTER_END = re.compile(rf"[{_SENTENCE_ENDS}；;]")
_FEW = 24
"""So many characters that belong to no statement say nothing: an introduction, a heading."""
_TOPIC = re.compile(r"(?:方面|工作中|情况如下|上|中)\s*$")
"""A clause that ends so names what the next ones speak of: 政策解读方面，全年发布12篇."""
_AMOUNT = re.compile(
    r"(?:[\d０-９][\d０-９,.，]*|[一二三四五六七八九十百千两]+)\s*(?:余|多|万|亿|千)*\s*"
    r"(?:条|件|篇|次|期|个|项|份|场|部|人|起|宗|批|则|幅|册|封|通|例|轮)"
)
"""A number of things: no year, telephone number, list number, hour."""
_NO_WORDS = re.compile(r"[\s，。；：、,.;:（）()\d一二三四五六七八九十是]")


def section_of(report: Report, key: SectionKey) -> Section | None:
    """The section of this key; the longest where a report has several."""
    found = [section for section in report.sections if section.key == key]
    return max(found, key=lambda section: len(section.body.quote), default=None)


def length_of(span: Span) -> int:
    """Characters without white space."""
    return sum(not character.isspace() for character in span.quote)


def find_words(span: Span, words: Sequence[str]) -> Iterator[Span]:
    """Where one of the words stands, in the order of the text; line breaks inside a word do not matter.

    The parts of a word with … in it (办理…留言) stand in one clause in this order.
    """
    return _found(span, [_pattern(word) for word in sorted(words, key=len, reverse=True)])


def find_apart(span: Span, words: Sequence[str]) -> Iterator[Span]:
    """Where a word of four characters and more stands in one clause in two parts, others between."""
    halves = [
        _GAP.join((re.escape(word[:at]), re.escape(word[at:])))
        for word in words
        if _APART not in word
        for at in range(_PART, len(word) - _PART + 1)
    ]
    return _found(span, halves) if halves else iter(())


def names_one(label: str, words: Sequence[str]) -> bool:
    """Whether one of the words stands in what a number is a number of."""
    return any(re.search(_pattern(word), label) for word in words)


_APART = "…"
_GAP = f"[^{_CLAUSE_ENDS}]{{0,30}}?"
_PART = 2


def _pattern(word: str) -> str:
    return _GAP.join(re.escape(part.strip()) for part in re.split(f"{_APART}+", word) if part.strip())


def _found(span: Span, patterns: Sequence[str]) -> Iterator[Span]:
    places = [index for index, character in enumerate(span.quote) if not character.isspace()]
    dense = "".join(span.quote[index] for index in places)
    for match in re.finditer("|".join(patterns), dense):
        start, end = places[match.start()], places[match.end() - 1] + 1
        yield _part(span, start, end)


class Clause(NamedTuple):
    """The clause that a word stands in."""

    span: Span
    is_matter: bool
    """It names with the word what all of it speaks of: 政策解读方面，全年发布12篇."""


def own_clause(span: Span, found: Span) -> Clause:
    """The clause that ``found`` stands in, up to the next comma; a list with 、 stays together.

    One that only names its matter (规范性文件方面，…) goes on to the end of what is said of it.
    """
    low, high = found.start - span.start, found.end - span.start
    start = max((end.end() for end in _CLAUSE_END.finditer(span.quote) if end.end() <= low), default=0)
    stop = _next(span.quote, high, _CLAUSE_END)
    is_matter = _TOPIC.search(span.quote[start:stop]) is not None
    if is_matter:
        stop = _next(span.quote, stop, _MATTER_END)
    return Clause(_part(span, start, stop), is_matter)


def _next(text: str, start: int, ends: re.Pattern[str]) -> int:
    match = ends.search(text, start)
    return match.start() if match is not None else len(text)


def has_amount(text: str) -> bool:
    """Whether a number of things is printed."""
    return _AMOUNT.search(text) is not None


def uncovered(span: Span, known: Sequence[Span]) -> Span | None:
    """The longest sentence that no known span touches; None where only few words are left over."""
    left: list[Span] = []
    start = 0
    for match in re.finditer(f"[^{_SENTENCE_ENDS}]+[{_SENTENCE_ENDS}]?", span.quote):
        start = match.start()
        sentence = _part(span, start, match.end())
        if not any(sentence.overlaps(each) for each in known):
            left.append(sentence)
    rest = max(left, key=lambda each: len(_NO_WORDS.sub("", each.quote)), default=None)
    return rest if rest is not None and len(_NO_WORDS.sub("", rest.quote)) >= _FEW else None


def shown(value: Decimal) -> str:
    """A number as a person writes it."""
    return f"{value.normalize():f}" if value else "0"


def _part(span: Span, start: int, end: int) -> Span:
    return Span.unchecked(start=span.start + start, end=span.start + end, quote=span.quote[start:end])
