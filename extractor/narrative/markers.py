"""List numbers of a text and the tree of items that they make."""

import re
from dataclasses import dataclass, field

from extractor.grammar import chinese_value

_N = "[一二三四五六七八九十]{1,3}"
LIST_NUMBER = rf"(?:[(（]?(?:{_N}|\d{{1,2}})[)）、.．]|[一二三四五六七八九十]是|[①-⑳])"
"""How a list is numbered, wherever only that matters."""
_START = r"(?:^|(?<=[\n。;:!?,)”]))"
_HARD_START = r"(?:^|(?<=[\n。;:!?”]))"
_MARKER = re.compile(
    rf"{_HARD_START}(?:(?P<cn>{_N})[、.．](?!{_N}[、是])|(?P<num>\d{{1,2}})(?:[、．]|"
    rf"\.(?!\d))|(?P<numparen>\d{{1,2}})[)])"
    rf"|(?:^|(?<=[\n。;:!?,”\u4e00-\u9fff]))(?:[(](?P<pcn>{_N})[)][、.]?|[(](?P<pnum>\d{{1,2}})[)][、.]?)"
    rf"|{_START}(?:(?P<shi>{_N})(?:是|要)(?!否|非|切|的)|(?P<nshi>\d)是|"
    rf"(?P<di>第{_N})[,、:]|(?P<xian>首先|其次|再次|最后|再者)[,、:]?)"
    r"|(?P<circ>[①-⑳])"
    r"|(?<=,)(?P<seq>\d{1,2})、(?=[\u4e00-\u9fff])"
)
_FIRST = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 9}


@dataclass
class ListItem:
    """One numbered item: its number's kind and value, where its words stand, and the items in it.

    ``start`` is the first character after the number, ``own_end`` where the first child's number
    begins (or ``end``), ``end`` where the next item of its level begins.
    """

    kind: str
    index: int
    start: int
    own_end: int
    end: int
    children: list["ListItem"] = field(default_factory=list)


def find_items(text: str, headings: list[tuple[int, int]]) -> ListItem:
    """The tree of numbered items of ``text`` under a root that spans it all.

    ``headings`` are unnumbered headings ``(start, end)``; each is an item of kind "head" above all
    numbers. A kind of number opens a level below the item that it first appears in, and returns to
    that level wherever it appears again.
    """
    marks = [(start, start, "head", 1) for start, _ in headings]
    taken = {start for start, _ in headings}
    for match in _MARKER.finditer(text):
        kind = match.lastgroup or ""
        index = _index(kind, match[kind])
        if kind == "seq":
            # behind a comma a number is one of a list only if it goes on with it: 1、…,2、…
            if index != next((mark[3] for mark in reversed(marks) if mark[2] == "num"), -1) + 1:
                continue
            kind = "num"
        if match.start() not in taken:
            marks.append((match.start(), match.end(), kind, index))
    marks.sort()
    root = ListItem("root", 0, 0, len(text), len(text))
    stack = [root]
    top: set[str] = set()
    for start, content, kind, index in marks:
        _close(stack, kind, start, top)
        parent = stack[-1]
        if parent is root:
            top.add(kind)
        if not parent.children:
            parent.own_end = start
        item = ListItem(kind, index, content, len(text), len(text))
        parent.children.append(item)
        stack.append(item)
    return root


def _close(stack: list[ListItem], kind: str, at: int, top: set[str]) -> None:
    """End the items that a number of this kind at ``at`` does not belong to."""
    depth = next((i for i, item in enumerate(stack) if item.kind == kind), None)
    if depth is None and (kind == "head" or kind in top):
        depth = 1
    while depth is not None and len(stack) > depth:
        item = stack.pop()
        item.end = at
        if not item.children:
            item.own_end = at


def _index(kind: str, word: str) -> int:
    if kind == "xian":
        return _FIRST[word]
    if kind == "circ":
        return ord(word) - ord("①") + 1
    if word.isdigit():
        return int(word)
    value = chinese_value(word.removeprefix("第"))
    return 0 if value is None else int(value)
