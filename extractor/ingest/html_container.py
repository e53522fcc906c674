"""Where on a page is the report? Found by what it says, not by what the element is called."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from extractor.forms import other_form_names, other_table_titles
from extractor.ingest.html_tree import Element, HtmlPage

_NUMBERED = r"(?:[（(]?[一二三四五六七八九\d]{1,2}[)）]?[、.．,，\s]?)?"
_HEADINGS = re.compile(
    rf"{_NUMBERED}(?:总体情况|總體情況|基本情况|概述|主动公开政府信息(?:工作)?(?:的)?情况|主動公開政府信息情況"
    r"|(?:收到和处理|依申请公开)政府信息公开?申请(?:的)?情况|收到和處理政府信息公開申請情況"
    r"|.{0,20}行政复议.{0,12}行政诉讼(?:的)?(?:情况)?|.{0,20}行政復議.{0,12}行政訴訟情況"
    r"|(?:政府信息公开工作)?存在的?(?:主要)?问题.{0,12}|存在的主要問題.{0,12}|其他需要报告的(?:其他)?(?:事项|情况)"
    # of reports on 2008 to 2018
    r"|基本概况|概况|依申请公开.{0,16}情况|.{0,16}(?:收费|减免|申诉|咨询|复议|诉讼).{0,16}情况"
    r"|附表(?:[:：].{0,30})?"
    r"|其他需要報告的事項|自然人|结果维持|結果維持|本年新收政府信息公开申请数量)[：:。]?"
)
_TITLE = re.compile(
    r"(?:政府信息公开|政务公开|政府信息公開|信息公开).{0,12}(?:年度报告|年度報告|年报|工作报告)"
)
_SHORT = 60
_FEW_ANCHORS = 3
_CONTENT_SHARE = 0.7
_OWN_SHARE = 0.5
_LINKY = 0.6
_MANY_LINKS = 4
_LONGEST_LINK = 200
"""Around more text it leads nowhere: it was not closed."""
_CHROME_TAGS = frozenset({"nav", "footer", "aside"})
_INLINE = frozenset(
    [
        "p",
        "span",
        "strong",
        "b",
        "em",
        "i",
        "font",
        "u",
        "a",
        "td",
        "th",
        "tr",
        "tbody",
        "thead",
        "tfoot",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "label",
    ]
)


class Weights(NamedTuple):
    """Characters without white space under each element, all and those of links, and number of links."""

    text: dict[Element, int]
    links: dict[Element, int]
    link_count: dict[Element, int]


class Container(NamedTuple):
    """The element that holds the report and how many of its headings and labels stand in it."""

    element: Element
    anchors: int
    weights: Weights
    title_inside: bool


def find_container(page: HtmlPage) -> Container:
    """The smallest element around everything that looks like a part of the report, its title included."""
    weights = weigh(page.body)
    anchors = _anchors(page.body, weights, _HEADINGS)
    titles = _anchors(page.body, weights, _TITLE)
    tables: list[Element] = []
    if len(anchors) < _FEW_ANCHORS and not titles:  # a page of another form, perhaps
        titles = _worded(page.body, weights, other_form_names())
        tables = _worded(page.body, weights, other_table_titles())
    if anchors:
        order = {node: index for index, node in enumerate(page.body.iter())}
        titles = [title for title in titles if order[title] < order[anchors[0]]]
    node = _common(anchors) if len(anchors) >= _FEW_ANCHORS else _densest(page.body, weights)
    while node is not page.body and node.tag in _INLINE:
        node = node.getparent()
    if titles:
        # the title closest to the report; a title in a list of links was left out already
        holding = _held(titles)
        while node is not page.body and not holding[node]:
            node = node.getparent()
    holding = _held(tables)
    while node is not page.body and holding[node] < len(tables):
        node = node.getparent()
    # Labels of one table alone would lead to that table: the report has most of the page's own text.
    while node is not page.body and _own(node, weights) < _OWN_SHARE * _own(page.body, weights):
        node = node.getparent()
    return Container(node, len(anchors), weights, _held(titles)[node] > 0)


def _worded(body: Element, weights: Weights, words: Iterable[str]) -> list[Element]:
    """Short elements that hold one of the words."""
    return _anchors(body, weights, re.compile("|".join(map(re.escape, words))))


def _own(node: Element, weights: Weights) -> int:
    """Characters under an element that are no links."""
    return weights.text[node] - weights.links[node]


def has_headings(text: str) -> bool:
    """Whether a line of the text is such a heading, as in a page without elements for its lines."""
    return any(_HEADINGS.fullmatch("".join(line.split())) for line in text.split("\n") if len(line) <= _SHORT)


def is_chrome(node: Element, weights: Weights) -> bool:
    """Whether an element inside the container is navigation: mostly links, or named so by its tag."""
    if node.tag in _CHROME_TAGS:
        return True
    return (
        weights.link_count.get(node, 0) >= _MANY_LINKS
        and weights.links[node] >= _LINKY * weights.text[node]
        and node.tag not in ("html", "body")
    )


def weigh(body: Element) -> Weights:
    """Weights of all elements, in one pass from the leaves up."""
    from lxml import etree

    text: Counter[Element] = Counter()
    links: Counter[Element] = Counter()
    count: Counter[Element] = Counter()
    for _, node in etree.iterwalk(body, events=("end",)):
        text[node] += _length(node.text)
        if node.tag == "a" and node.get("href") and text[node] <= _LONGEST_LINK:
            links[node], count[node] = text[node], 1
        parent = node.getparent()
        if parent is not None and node is not body:
            text[parent] += text[node] + _length(node.tail)
            links[parent] += links[node]
            count[parent] += count[node]
    return Weights(text, links, count)


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _anchors(body: Element, weights: Weights, pattern: re.Pattern[str]) -> list[Element]:
    """Short elements without links whose whole text is such a heading or label; innermost not needed."""
    found = []
    for node in body.iter():
        if not 0 < weights.text[node] <= _SHORT or weights.links[node]:
            continue
        words = "".join("".join(node.itertext()).split())
        wanted = pattern.fullmatch(words) if pattern is _HEADINGS else pattern.search(words)
        if wanted and not _in_link(node, weights):
            found.append(node)
    return found


def _in_link(node: Element, weights: Weights) -> bool:
    return any(parent.tag == "a" and weights.text[parent] <= _LONGEST_LINK for parent in node.iterancestors())


def _common(nodes: list[Element]) -> Element:
    """The lowest element around all of them."""
    paths = [[*reversed(list(node.iterancestors())), node] for node in nodes]
    common = paths[0][0]
    for level in zip(*paths, strict=False):
        if any(other is not level[0] for other in level):
            break
        common = level[0]
    return common


def _densest(body: Element, weights: Weights) -> Element:
    """Down from the body as long as one child holds most of the text that is no link."""
    node = body
    while True:
        own = weights.text[node] - weights.links[node]
        best = max(node, key=lambda child: weights.text[child] - weights.links[child], default=None)
        if best is None or weights.text[best] - weights.links[best] < _CONTENT_SHARE * own or not own:
            return node
        node = best


def _held(nodes: list[Element]) -> Counter[Element]:
    """How many of them each element is or holds."""
    return Counter(outer for node in nodes for outer in (node, *node.iterancestors()))
