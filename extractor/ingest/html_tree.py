"""An HTML page's bytes become a tree without scripts, styles, comments and hidden elements."""

import re
from itertools import pairwise
from typing import Any, NamedTuple

from extractor.errors import DamagedFileError, DecodingError, MissingExtraError
from extractor.ingest.decoding import decode, decode_with_losses
from extractor.ingest.html_scripts import is_named, names_shown
from extractor.ingest.html_seen import leave_out_unseen
from extractor.ingest.html_source import PROGRAMS, HtmlSource, count_chinese, fit_source

Element = Any
"""An lxml element; lxml carries no types of its own."""

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs"}
_NEXT_PAGE = re.compile(
    r"(?:</(?:html|body)\s*>|(?<=\S)\s{0,20}<!doctype[^<>]{0,200}>)\s{0,200}(?=<html\b)", re.I
)
"""Where a page ends and another begins: not where a script writes one."""
_BEFORE_PAGE = re.compile(r"\A(?:\s++|<%.*?%>|<\?.*?\?>|<!--.*?-->)++", re.DOTALL)
_PAGE_TAG = re.compile(r"<!doctype[^<>]{0,200}>|</?(?:html|body)\b[^<>]{0,2000}>", re.IGNORECASE)
_HEAD_END = re.compile(r"</head\s*>|<body\b", re.IGNORECASE)
_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "svg",
        "canvas",
        "audio",
        "video",
        "map",
        "select",
        "option",
        "datalist",
        "button",
        "link",
        "meta",
        "applet",
    ]
)

_LISTS = PROGRAMS | {"select", "option", "datalist"}
"""Programs, and the lists that a visitor chooses from: places, years."""
_MANY_CHINESE = 200
"""More than a player or an old browser is told."""
_UNREAD = {
    "comment": ("未结束的注释内", "they stand in a comment that has no end"),
    "script": ("未结束的脚本内", "they stand in a script that has no end"),
    "style": ("未结束的样式表内", "they stand in a style sheet that has no end"),
    "parser": ("页面源码中另", "they stand in the source of the page, and what reads pages passed over them"),
}


class HtmlPage(NamedTuple):
    """A parsed page and what was lost on the way."""

    body: Element
    title: str
    metas: dict[str, str]
    """Content of the meta elements by their name in lower case."""
    encoding: str
    notes: tuple[str, ...]
    source: str
    unread: dict[str, int]
    """Chinese characters that were not read, by what they stand in."""


def parse_page(raw: bytes, name: str, hidden_too: bool = False) -> HtmlPage:
    """Decode and parse; what the page hides stays out unless it is asked for.

    Raises MissingExtraError without lxml, DamagedFileError where there is no element.
    """
    text, encoding, notes = _decoded(raw, name)
    root, fit = _parsed(_as_one_page(_without_declaration(text)), name)
    title = " ".join("".join(node.itertext()) for node in root.iter("title"))
    metas = {
        (node.get("name") or node.get("property") or "").lower(): node.get("content") or ""
        for node in root.iter("meta")
    }
    body = root.find("body")
    body = root if body is None else body
    lost = fit.chinese - _chinese_of(root)
    names = names_shown(node.text or "" for node in root.iter("script"))
    unseen = leave_out_unseen(root, body, None if hidden_too else lambda node: is_named(node, names))
    unread = {name: count for name, count in (*fit.unread.items(), ("parser", lost)) if count > 0}
    unread = {**unread, **_dropped(body)}
    notes = (*notes, *fit.notes, *unseen, *_unread_notes(unread))
    return HtmlPage(body, " ".join(title.split()), metas, encoding, notes, fit.text, unread)


def _parsed(text: str, name: str) -> tuple[Element, HtmlSource]:
    """The root of the tree and the source it was made of."""
    try:
        from lxml import etree, html
    except ImportError as error:
        raise MissingExtraError(
            f"{name}: this is an HTML page; to read it: pip install 'gongkai-extractor[html]'"
        ) from error
    for never_implied in (False, True):
        fit = fit_source(text, never_implied)
        parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
        try:
            root = html.document_fromstring(fit.text, parser=parser)
        except (etree.LxmlError, ValueError) as error:
            raise DamagedFileError(
                f"{name}: no HTML element can be read from it; fetch the page again"
            ) from error
        if not any("depth" in entry.message for entry in parser.error_log.filter_from_fatals()):
            break
    return root, fit


def _chinese_of(root: Element) -> int:
    """Chinese characters of a tree, but for its programs."""
    return sum(
        (0 if node.tag in PROGRAMS else count_chinese(node.text or "")) + count_chinese(node.tail or "")
        for node in root.iter()
    )


def _dropped(body: Element) -> dict[str, int]:
    """Empty the elements that hold no text of a page; the many Chinese characters of some, by their name."""
    from lxml import etree

    found = []
    walker = etree.iterwalk(body, events=("start",))
    for _, node in walker:
        if node.tag in _DROPPED and node is not body:
            walker.skip_subtree()
            found.append(node)
    held: dict[str, int] = {}
    for node in found:
        if node.tag not in _LISTS:
            held[node.tag] = held.get(node.tag, 0) + _chinese_of(node) - count_chinese(node.tail or "")
        node.clear(keep_tail=True)
        node.tag = "del"
    return {name: count for name, count in held.items() if count >= _MANY_CHINESE}


def _unread_notes(unread: dict[str, int]) -> list[str]:
    notes = []
    for name, count in unread.items():
        chinese, english = _UNREAD.get(name, (f"{name}元素内", f"they stand in a {name} element"))
        notes.append(f"{chinese}有{count}个汉字未读 / {count} Chinese character(s) were not read: {english}")
    return notes


def _without_declaration(text: str) -> str:
    """The page from its first element: before it stand declarations, comments and code of a server."""
    # lxml refuses text with an encoding declaration, since it has been decoded already.
    return _BEFORE_PAGE.sub("", text.replace("\x00", ""), count=1)


def _as_one_page(text: str) -> str:
    """Pages that were saved one behind the other, as one: a parser keeps the first body only."""
    borders = [match.end() for match in _NEXT_PAGE.finditer(text)]
    if not borders:
        return text
    bodies = (_without_head(text[low:high]) for low, high in pairwise((*borders, len(text))))
    return "\n".join((_PAGE_TAG.sub("", text[: borders[0]]), *bodies))


def _without_head(page: str) -> str:
    """What stands in the body of a page."""
    end = _HEAD_END.search(page)
    return _PAGE_TAG.sub("", page[end.end() :] if end else page)


def _decoded(raw: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    try:
        decoded = decode(raw, name)
    except DecodingError:
        match = _DECLARED.search(raw[:4096])
        said = match[1].decode("ascii").lower() if match else None
        lossy, lost = decode_with_losses(raw, name, _WIDER.get(said or "", said))
        return lossy.text.removeprefix("\ufeff"), lossy.encoding, tuple(lost)
    notes = (f"{decoded.cut_bytes} byte(s) of an unfinished character at the end",) * bool(decoded.cut_bytes)
    return decoded.text.removeprefix("\ufeff"), decoded.encoding, notes
