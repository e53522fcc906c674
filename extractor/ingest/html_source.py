"""The source of a page made fit for the parser, so that it drops nothing; linear in its length."""

import re
import sys
from html import unescape
from typing import NamedTuple

from extractor.ideographs import HAN
from extractor.ingest.html_nesting import CELLS, INLINE, OpenElements

_MANY_ATTRIBUTES = 20_000
"""Characters of a tag; the parser compares each attribute with all others of its tag."""
_KEPT_ATTRIBUTES = 4_000
_EMBEDDED = re.compile(r"data:[\w/+.;=-]{0,200},[^\"'<>\s]{1000,}", re.IGNORECASE)
_TAG = re.compile(r"<(?:(!--)|(/?)([A-Za-z][\w:-]{0,40}))")
_TAG_END = re.compile(r"=\s*+([\"'])|>")
_VOID = frozenset(
    {"area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta"}
    | {"param", "source", "track", "wbr", "html", "head", "body"}
)
"""Elements that hold nothing, or that a page has once."""
_ONCE = frozenset({"body", "html"})
"""What stands behind their end is shown all the same."""
_SERVER_CODE = (("<%", "%>"), ("<?php", "?>"))
"""Code of the server in a page that was not sent by one."""
_RAW = frozenset({"iframe", "script", "style", "textarea", "title"})
"""What is in them is no element."""
PROGRAMS = frozenset({"script", "style"})
"""Elements that hold no print."""
_SET_ASIDE = frozenset(
    {"applet", "audio", "button", "canvas", "datalist", "frameset", "map", "noscript", "object"}
    | {"select", "svg", "template", "video", "nav", "aside", "footer"}
)
"""Elements whose words are not the report's: believed where they have an end."""
_COMMENT_END = re.compile(r"--!?>")
_CHINESE = re.compile(rf"[{HAN}]+")


class HtmlSource(NamedTuple):
    """What is given to the parser, and what was left out of it."""

    text: str
    notes: tuple[str, ...]
    chinese: int
    """Chinese characters that the parser has to give back."""
    unread: dict[str, int]
    """Chinese characters by what holds them and has no end."""


def count_chinese(text: str, low: int = 0, high: int = sys.maxsize) -> int:
    """Chinese characters of a stretch of source, those written as numbers too."""
    if text.find("&#", low, high) >= 0:
        text, low, high = unescape(text[low:high]), 0, sys.maxsize
    return sum(map(len, _CHINESE.findall(text, low, high)))


def fit_source(text: str, never_implied: bool = False) -> HtmlSource:
    """Without embedded pictures, attributes by the thousand and nesting beyond what the parser takes.

    ``never_implied``: every element without an end tag counts as open, for a parser that has refused the
    page as it is fit otherwise.
    """
    for opening, closing in _SERVER_CODE:
        text = _without(text, opening, closing)
    text, embedded = _EMBEDDED.subn("", text)
    scan = _Scan(text, never_implied)
    scan.run()
    notes = []
    if embedded:
        notes.append(
            f"页面内嵌的{embedded}个文件（图片等）未读 / {embedded} embedded file(s) of the page "
            "(picture or the like) were not read"
        )
    if dropped := scan.elements.dropped:
        notes.append(
            f"页面嵌套过深，{dropped}个元素只读其文字，其中的表格不成表 / The page nests too deep; "
            f"of {dropped} element(s) only the words were read: tables among them are none"
        )
    return HtmlSource("".join(scan.parts), tuple(notes), scan.chinese, scan.unread)


class _Scan:
    """One walk over the tags of a source."""

    def __init__(self, text: str, never_implied: bool) -> None:
        self.elements = OpenElements(never_implied)
        self.parts: list[str] = []
        self.chinese = 0
        self.unread: dict[str, int] = {}
        self._text = text
        self._never_implied = never_implied
        self._copied = 0
        self._last = ""

    def run(self) -> None:
        """Fill the parts."""
        place = 0
        while match := _TAG.search(self._text, place):
            self.chinese += count_chinese(self._text, place, match.start())
            place = self._comment(match.end()) if match[1] else self._tag(match)
        self.chinese += count_chinese(self._text, place)
        self.parts.append(self._text[self._copied :])
        self.elements.end_all()
        for part in self.elements.without_end:
            self.parts[part] = ""

    def _comment(self, place: int) -> int:
        """Behind a comment."""
        if end := _COMMENT_END.search(self._text, place - 2):
            return end.end()
        return self._endless("comment", place)

    def _endless(self, name: str, place: int) -> int:
        """To the end of a page of which the rest is no text."""
        self.unread[name] = count_chinese(self._text, place)
        return len(self._text)

    def _tag(self, match: re.Match[str]) -> int:
        """Behind a tag, and behind what is in it if that is no element."""
        low, closes, name = match.start(), bool(match[2]), match[3].lower()
        high, quote = _end_of_tag(self._text, match.end())
        if quote:
            self._write(low, high, self._text[low:high].replace(quote, ""))
        elif high - low > _MANY_ATTRIBUTES:
            self._write(low, high, self._text[low : low + _KEPT_ATTRIBUTES].rpartition(" ")[0] + ">")
        if name in _ONCE and closes:
            self._write(low, high, "")
        if name in _RAW and not closes:
            return self._raw(name, low, high)
        if name not in _VOID and (self._never_implied or self._text[high - 2 : high] != "/>"):
            self._nest(name, closes, low, high)
        return high

    def _raw(self, name: str, low: int, high: int) -> int:
        close = re.compile(rf"</{name}", re.IGNORECASE).search(self._text, high)
        if close is None and name in PROGRAMS:
            return self._endless(name, high)
        if close is None:
            self._write(low, high, "")
            return high
        if name not in PROGRAMS:
            self.chinese += count_chinese(self._text, high, close.start())
        return close.end()

    def _nest(self, name: str, closes: bool, low: int, high: int) -> None:
        is_own_part = name in _SET_ASIDE and not closes
        if is_own_part:
            self._write(low, high, self._text[low:high])
        if closes:
            is_kept = self.elements.end(name)
        else:
            is_kept = self.elements.begin(name, len(self.parts) - 1 if is_own_part else None)
        if not is_kept:
            self._write(low, high, "" if name in INLINE else " " if name in CELLS else "<br>")

    def _write(self, low: int, high: int, instead: str) -> None:
        """Put something in the place of a tag; the last that is put there stands."""
        if self._copied == high:
            self.parts[-1] = instead
            return
        between = self._text[self._copied : low]
        if self._last == "<br>" and instead in (" ", "<br>") and not between.strip():
            instead = ""  # one break of a line is enough
        self._last = (instead or self._last) if not between.strip() else instead
        self.parts += (between, instead)
        self._copied = high


def _without(text: str, begin: str, end: str) -> str:
    """The text without all stretches from one mark to another."""
    parts, place = [], 0
    while (low := text.find(begin, place)) >= 0 and (high := text.find(end, low + len(begin))) >= 0:
        parts.append(text[place:low])
        place = high + len(end)
    return "".join((*parts, text[place:])) if parts else text


def _end_of_tag(text: str, place: int) -> tuple[int, str]:
    """Behind the tag that is open at ``place``, and a quote in it that has no end.

    Quoted values may hold what closes a tag.
    """
    start = place
    while match := _TAG_END.search(text, place):
        if match[0] == ">":
            return match.end(), ""
        quote = text.find(match[1], match.end())
        if quote < 0:
            # never closed: then it is no quote
            return text.find(">", start) + 1 or len(text), match[1]
        place = quote + 1
    return len(text), ""
