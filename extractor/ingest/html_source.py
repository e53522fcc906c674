"""The source of a page made fit for the parser, so that it drops nothing; linear in its length."""

import re
from typing import NamedTuple

_DEEPEST = 1500
"""The parser stops, and drops all that follows, at 2,048 open elements."""
_MANY_ATTRIBUTES = 20_000
"""Characters of a tag; the parser compares each attribute with all others of its tag."""
_KEPT_ATTRIBUTES = 4_000
_EMBEDDED = re.compile(r"data:[\w/+.;=-]{0,200},[^\"'<>\s]{1000,}", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]{0,40})")
_TAG_END = re.compile(r"[\"'>]")
_VOID = frozenset(
    {"area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta"}
    | {"param", "source", "track", "wbr"}
)
_SERVER_CODE = (("<%", "%>"), ("<?php", "?>"))
"""Code of the server in a page that was not sent by one."""
_RAW = frozenset({"script", "style", "textarea", "title"})
_CLOSED_BY_OTHERS = frozenset(
    ("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "colgroup")
)


class HtmlSource(NamedTuple):
    """What is given to the parser, and what was left out of it."""

    text: str
    notes: tuple[str, ...]


def fit_source(text: str) -> HtmlSource:
    """Without embedded pictures, attributes by the thousand and nesting beyond what the parser takes."""
    for opening, closing in _SERVER_CODE:
        text = _without(text, opening, closing)
    text, embedded = _EMBEDDED.subn("", text)
    notes = []
    if embedded:
        notes.append(
            f"页面内嵌的{embedded}个文件（图片等）未读 / {embedded} embedded file(s) of the page "
            "(picture or the like) were not read"
        )
    parts: list[str] = []
    depth = dropped = last = place = 0
    open_dropped: list[str] = []
    while match := _TAG.search(text, place):
        closes, name = match[1], match[2].lower()
        end = _end_of_tag(text, match.end())
        place = end
        if end - match.start() > _MANY_ATTRIBUTES:
            parts += (text[last : match.start() + _KEPT_ATTRIBUTES].rpartition(" ")[0], ">")
            last = end
        if name in _RAW and not closes:
            close = re.compile(rf"</{name}", re.IGNORECASE).search(text, end)
            place = close.start() if close else len(text)
        if name in _VOID or name in _CLOSED_BY_OTHERS or text[end - 2 : end] == "/>":
            continue
        if not closes:
            depth += 1
            if depth > _DEEPEST:
                dropped += 1
                open_dropped.append(name)
                parts.append(text[last : match.start()])
                last = max(end, last)
        elif depth:
            depth -= 1
            if open_dropped and open_dropped[-1] == name:
                open_dropped.pop()
                parts.append(text[last : match.start()])
                last = max(end, last)
    if dropped:
        notes.append(
            f"页面嵌套超过{_DEEPEST}层，{dropped}个元素只读其文字 / The page nests over {_DEEPEST} elements "
            f"deep: of {dropped} element(s) only the words were read"
        )
    parts.append(text[last:])
    return HtmlSource("".join(parts), tuple(notes))


def _without(text: str, begin: str, end: str) -> str:
    """The text without all stretches from one mark to another."""
    if begin not in text:
        return text
    parts = []
    while True:
        before, opened, rest = text.partition(begin)
        parts.append(before)
        _, closed, text = rest.partition(end)
        if not opened or not closed:
            return "".join(parts) + (rest if opened else "")


def _end_of_tag(text: str, place: int) -> int:
    """Behind the tag that is open at ``place``; quoted values may hold what closes a tag."""
    while match := _TAG_END.search(text, place):
        if match[0] == ">":
            return match.end()
        quote = text.find(match[0], match.end())
        if quote < 0:
            # never closed: then it is no quote
            return text.find(">", place) + 1 or len(text)
        place = quote + 1
    return len(text)
