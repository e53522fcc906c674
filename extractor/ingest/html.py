"""HTML pages: the report's own container becomes lines and grids."""

import re

from extractor.forms import prints_other_form
from extractor.ingest.composing import Composer
from extractor.ingest.formats import DocumentLimits, Parsed
from extractor.ingest.html_container import Container, Weights, find_container, has_headings, is_chrome
from extractor.ingest.html_nesting import INLINE
from extractor.ingest.html_refusal import refuse_if_no_report
from extractor.ingest.html_seen import LEFT_OUT
from extractor.ingest.html_tables import grid_of, nested_tables, squeezed
from extractor.ingest.html_tree import Element, HtmlPage, parse_page
from extractor.ingest.unseen import HIDDEN, left_out_notes

_BUTTONS = re.compile(
    r"(?:当前位置|您(?:现在)?(?:的位置|所在的位置)|首页\s*[>›»]|分享到|【?\s*(?:打印|关闭|字体)|字体\s*[:：]|字号|浏览(?:次数|量)"
    r"|点击(?:数|率|量)|阅读(?:次数|量)|上一[篇条]|下一[篇条]|扫一扫|返回顶部|责任编辑).{0,120}"
)
_PUBLISHED = ("pubdate", "publishdate", "article:published_time", "publish_date")
_TITLES = ("articletitle", "og:title", "title")
_DATE_SHOWN = re.compile(r"(?:发布|成文|印发|公开)?(?:日期|时间|時間)\s*[:：]")
_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
_FEW_HEADINGS = 3
_FIRST, _FIRST_WORDS = 500, 12


def read_html(raw: bytes, name: str, limits: DocumentLimits, whole: bool = True) -> Parsed:
    """The text of the report on a page; a ``whole`` page raises NoReportError where it holds none."""
    page, container = _shown(raw, name)
    composer = Composer()
    composer.notes.extend(page.notes)
    head = _head(page, container)
    for line in head:
        composer.add_line(line)
    composer.notes.extend(left_out_notes(_left_out(container.element)))
    _Flow(composer, container.weights).walk(container.element)
    parsed = composer.parsed(page.encoding)
    if whole and not container.anchors and not has_headings(parsed.text) and not _is_other_form(parsed.text):
        refuse_if_no_report(page, parsed.text[sum(map(len, head)) + len(head) :], name)
    return parsed


def _is_other_form(text: str) -> bool:
    """Whether the page prints a form that has none of the headings of a yearly report."""
    return prints_other_form("".join(text.split()))


def _shown(raw: bytes, name: str) -> tuple[HtmlPage, Container]:
    """The page as it is shown; with all that it hides where only that holds the report."""
    page = parse_page(raw, name)
    container = find_container(page)
    if container.anchors >= _FEW_HEADINGS or HIDDEN not in _left_out(page.body):
        return page, container
    whole = parse_page(raw, name, hidden_too=True)
    found = find_container(whole)
    if found.anchors <= container.anchors + _FEW_HEADINGS:
        return page, container
    note = (
        "页面的报告正文被样式隐藏（由脚本显示或在其他标签页），仍已读取 / The page hides its report "
        "(a script or a tab shows it); it was read all the same"
    )
    return whole._replace(notes=(*whole.notes, note)), found


def _left_out(root: Element) -> dict[str, list[str]]:
    """Words that no reader sees under an element, by reason."""
    found: dict[str, list[str]] = {}
    for node in root.iter():
        reason, _, words = (node.get(LEFT_OUT) or "").partition(":")
        if words:
            found.setdefault(reason, []).append(words)
    return found


def _head(page: HtmlPage, container: Container) -> list[str]:
    """Title and date where only the page's own metadata names them."""
    lines = []
    body = "".join(container.element.itertext())
    if not container.title_inside:
        titles = [page.metas.get(key, "") for key in _TITLES] + [page.title]
        lines += [squeezed(title) for title in titles if title.strip()][:1]
    if not _DATE_SHOWN.search(body[:1500]):
        dates = [match[0] for key in _PUBLISHED if (match := _DAY.search(page.metas.get(key, "")))]
        lines += [f"发布日期：{day}" for day in dates[:1]]
    return lines


class _Flow:
    """Walks the elements in document order and writes lines; tables that hold data become grids."""

    def __init__(self, composer: Composer, weights: Weights) -> None:
        self._composer = composer
        self._weights = weights
        self._line: list[str] = []
        self._counters: dict[Element, int] = {}
        self._preformatted = 0
        self._nested: dict[Element, int] = {}

    def walk(self, root: Element) -> None:
        """Write everything under ``root``; no recursion, since pages nest as deep as they like."""
        from lxml import etree

        self._nested = nested_tables(root, self._weights.text)
        walker = etree.iterwalk(root, events=("start", "end"))
        skipped: set[Element] = set()
        for event, node in walker:
            if event == "start":
                if self._start(node, root):
                    skipped.add(node)
                    walker.skip_subtree()
            else:
                self._end(node, node in skipped, root)
        self._flush()

    def _start(self, node: Element, root: Element) -> bool:
        """Open an element; true where what is inside has been dealt with."""
        if node is not root and is_chrome(node, self._weights):
            self._flush()
            return True
        if node.tag == "table":
            self._flush()
            grid = grid_of(node, self._weights.text, self._nested)
            if grid is not None:
                self._composer.add_grid(grid)
                return True
        if node.tag == "br" or node.tag not in INLINE:
            self._flush()
        if node.tag == "pre":
            self._preformatted += 1
        if node.tag == "li":
            self._number(node)
        self._text(node.text)
        return False

    def _end(self, node: Element, skipped: bool, root: Element) -> None:
        if not skipped and node.tag not in INLINE:
            self._flush()
        if node.tag == "pre" and not skipped:
            self._preformatted -= 1
        if node is not root:
            self._text(node.tail)

    def _number(self, item: Element) -> None:
        """The number that a browser prints before an item of an ordered list."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return
        start = re.fullmatch(r"\s*(\d{1,4})\s*", parent.get("start") or "1")
        first = int(start[1]) if start else 1
        self._counters[parent] = self._counters.get(parent, first - 1) + 1
        if not re.match(r"[（(]?[\d一二三四五六七八九十]+[、.．)）是]", _first_words(item)):
            self._line.append(f"{self._counters[parent]}.")

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if not self._preformatted:
            self._line.append(text)
            return
        first, *more = text.split("\n")
        self._line.append(first)
        for line in more:
            self._flush()
            self._line.append(line)

    def _flush(self) -> None:
        raw, self._line = "".join(self._line), []
        line = raw.rstrip() if self._preformatted else squeezed(raw)
        if line.strip() and not _BUTTONS.fullmatch(line.strip()):
            self._composer.add_line(line)


def _first_words(item: Element) -> str:
    """The first characters of an element, without white space."""
    words = ""
    for piece in item.itertext():
        words += "".join(piece[:_FIRST].split())
        if len(words) >= _FIRST_WORDS:
            break
    return words
