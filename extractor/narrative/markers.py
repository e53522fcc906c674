"""List numbers of a text and the tree of items that they make."""

import re
from dataclasses import dataclass, field

from extractor.grammar import chinese_value
from extractor.ideographs import HAN
from extractor.lexicon import one_of

_N = "[一二三四五六七八九十]{1,3}"
LIST_NUMBER = rf"(?:[(（]?(?:{_N}|\d{{1,2}})[)）、.．]|[一二三四五六七八九十]是|[①-⑳])"
"""How a list is numbered, wherever only that matters."""
NUMBER_OF_LABEL = r"(?:[一二三四五六七八九十]|\d{1,2}|[①-⑳])"
"""The number of a label (问题1:, 措施②:), which begins no item of a list."""
_OF_A_LABEL = re.compile(rf"(?:{one_of('roles.issue_nouns')}|{one_of('roles.remedy_nouns')})$")
_NUMBERED_LABEL = re.compile(rf"{_OF_A_LABEL.pattern[:-1]}{NUMBER_OF_LABEL}:$")
_ENDS = tuple("。;!?")
TAIL = "tail"
"""Kind of the paragraphs behind the last item of a list that do not belong to it."""
_START = r"(?:^|(?<=[\n。;:!?,)”]))"
_HARD_START = r"(?:^|(?<=[\n。;:!?”]))"
_MARKER = re.compile(
    rf"{_HARD_START}(?:(?P<cn>{_N})[、.．](?!{_N}[、是])|(?P<num>\d{{1,2}})(?:[、．]|"
    rf"\.(?!\d))|(?P<numparen>\d{{1,2}})[)])"
    rf"|(?:^|(?<=[\n。;:!?,”{HAN}]))(?:[(](?P<pcn>{_N})[)][、.]?|[(](?P<pnum>\d{{1,2}})[)][、.]?)"
    rf"|{_START}(?:(?P<shi>{_N})(?:是|要)(?!否|非|切|的)|(?P<nshi>\d)是|"
    rf"(?P<di>第{_N})(?:[,、:]|个(?:{one_of('roles.issue_nouns')})?是)|(?P<xian>首先|其次|再次|最后|再者)[,、:]?|(?P<fang>另?一(?:方面|[个则条](?=是)))[,:是]|"
    r"其(?P<qi>[一二三四五六])[,、:])"
    r"|(?P<circ>[①-⑳])"
    rf"|(?<=,)(?P<seq>\d{{1,2}})[、.．](?=[{HAN}])"
)
_FIRST = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 9}


def is_list_lead(words: str) -> bool:
    """Whether words lead in a list of facts; a label with a number (难题一:) leads in one fact."""
    return words.endswith(":") and _NUMBERED_LABEL.search(words) is None


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
        if (
            kind == "circ"
            and text.startswith(":", match.end())
            and _OF_A_LABEL.search(text, 0, match.start())
        ):
            continue
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
    _cut_tails(root, text)
    return root


def _cut_tails(item: ListItem, text: str) -> None:
    """Part what stands behind a list from its last item, where each item before is one paragraph."""
    for child in item.children:
        _cut_tails(child, text)
    *before, last = item.children or [item]
    if not before or last.children or last.kind == "head" or any(each.kind != last.kind for each in before):
        return
    if any("\n" in text[each.start : each.end].strip() for each in before):
        return
    own = text[last.start : last.end]
    cut = own.find("\n", len(own) - len(own.lstrip()))
    open_ended = all(text[each.start : each.end].strip()[-1:] not in _ENDS for each in before)
    if cut < 0 or not own[cut:].strip() or not (open_ended or own[:cut].rstrip()[-1:] in _ENDS):
        return
    tail = ListItem(TAIL, 0, last.start + cut, last.end, last.end)
    last.end = last.own_end = last.start + cut
    item.children.append(tail)


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
    if kind == "fang":
        return 2 if word.startswith("另") else 1
    if kind == "circ":
        return ord(word) - ord("①") + 1
    if word.isdigit():
        return int(word)
    value = chinese_value(word.removeprefix("第"))
    return 0 if value is None else int(value)
