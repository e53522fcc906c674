"""Section five cut as finely as a writer may cut it: at every mark, with the number before a piece taken off.

Which pieces belong together, and what they say, is for the weights; here it is only said where they stand.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_NUMBER = re.compile(
    r"[ \t]*(?:(?P<p>[(（][一二三四五六七八九十\d]{1,3}[)）])|(?P<c>[①-⑳])"
    r"|(?P<s>[一二三四五六七八九十]{1,2}(?:是要?|要|、))|(?P<d>\d{1,2}(?:[.．、](?!\d)|(?=\t))[ ]?)"
    r"|(?P<q>(?:第[一二三四五六七八九十]|其[一二三四五])(?:[,，、]|是)?)"
    r"|(?P<w>(?:首先|其次|再次|再者|最后)[,，]?))"
)
_MARK = re.compile(
    r"[,，、;；。!?！？:：\n\t]|[—–-]{1,2}|[→⇒>]|(?<=[^,，;；。:：\n、])(?=[①-⑳])"
    r"|(?<=[^,，;；。:：\n、])(?=[(（][一二三四五六七八九十\d]{1,2}[)）][^,，。])"
)
_KINDS = dict.fromkeys(",，", ",") | dict.fromkeys(";；", ";") | dict.fromkeys("。!！?？", ".")
_KINDS |= dict.fromkeys(":：", ":") | {"、": "、", "\n": "n", "\t": "t"}
_NOTHING = "0"
_AROUND = " \t(（)）.．、,，是要第其"
_INDEXES = {character: index for index, character in enumerate("一二三四五六七八九十", 1)}
_INDEXES |= {character: index for index, character in enumerate("①②③④⑤⑥⑦⑧⑨⑩", 1)}
_INDEXES |= {"首": 1, "次": 2, "再": 3, "最": 9}


class Atom(NamedTuple):
    """A piece of section five between two marks, in offsets of the text."""

    start: int
    end: int
    words: str
    number: str
    """The kind of number that stands before it (p c s d q w); empty where none does."""
    ordinal: int
    before: str
    """The mark before it: , 、 ; . : n (a line) t (a column) - (a dash) 0 (only a number)."""
    after: str


def atoms_of(text: str) -> list[Atom]:
    """The pieces of a section in order, without marks, numbers and outer blanks."""
    found: list[Atom] = []
    before, waiting = "n", ("", 0)
    for low, high, after in _cuts(text):
        number, start = _numbered(text, low, high)
        end = high
        while start < end and text[start] in " \t":
            start += 1
        while end > start and text[end - 1] in " \t":
            end -= 1
        if start >= end:
            waiting = number if number[0] else waiting
            before = after if after in "n.;:" or before == _NOTHING else before
            continue
        kind, index = number if number[0] else waiting
        found.append(Atom(start, end, text[start:end], kind, index, before, after))
        before, waiting = after, ("", 0)
    return found


def _cuts(text: str) -> Iterator[tuple[int, int, str]]:
    """Stretches between marks, with the kind of the mark behind; nothing is cut within quotation marks."""
    quoted, at = _quoted(text), 0
    number = _NUMBER.match(text, at)
    for match in _MARK.finditer(text):
        place, mark = match.start(), match[0]
        inside = place in quoted and mark != "\n"
        in_number = number is not None and number.start() <= place < number.end()
        if place < at or inside or in_number or (mark in ("-", ",", "，") and _joins(text, place)):
            continue
        yield at, place, _KINDS.get(mark[:1], "-") if mark else _NOTHING
        at = match.end()
        number = _NUMBER.match(text, at)
    yield at, len(text), "n"


def _joins(text: str, at: int) -> bool:
    """Whether a comma stands in a number, or a dash is one of a name."""
    if text[at] == "-":
        return True
    return 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()


def _quoted(text: str) -> frozenset[int]:
    inside: set[int] = set()
    depth = 0
    for at, character in enumerate(text):
        if character in "“《‘":
            depth += 1
        if depth:
            inside.add(at)
        if character in "”》’":
            depth = max(0, depth - 1)
        elif character == "\n":
            depth = 0
    return frozenset(inside)


def _numbered(text: str, low: int, high: int) -> tuple[tuple[str, int], int]:
    """The number that a stretch begins with, as its kind and what it counts, and where it ends."""
    match = _NUMBER.match(text, low, high)
    if match is None:
        return ("", 0), low
    printed = match[0].strip(_AROUND)
    index = int(printed) if printed.isascii() and printed.isdigit() else _INDEXES.get(printed[:1], 0)
    return (match.lastgroup or "", index), match.end()
