"""An HTML page's bytes become a tree without scripts, styles, comments and hidden elements."""

import re
from itertools import pairwise
from typing import Any, NamedTuple

from extractor.errors import DamagedFileError, DecodingError, MissingExtraError
from extractor.ingest.decoding import decode, decode_with_losses
from extractor.ingest.html_scripts import is_named, names_shown
from extractor.ingest.html_seen import leave_out_unseen
from extractor.ingest.html_source import fit_source

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


class HtmlPage(NamedTuple):
    """A parsed page and what was lost on the way."""

    body: Element
    title: str
    metas: dict[str, str]
    """Content of the meta elements by their name in lower case."""
    encoding: str
    notes: tuple[str, ...]
    source: str


def parse_page(raw: bytes, name: str, hidden_too: bool = False) -> HtmlPage:
    """Decode and parse; what the page hides stays out unless it is asked for.

    Raises MissingExtraError without lxml, DamagedFileError where there is no element.
    """
    try:
        from lxml import etree, html
    except ImportError as error:
        raise MissingExtraError(
            f"{name}: this is an HTML page; to read it: pip install 'gongkai-extractor[html]'"
        ) from error
    text, encoding, notes = _decoded(raw, name)
    fit = fit_source(_as_one_page(_without_declaration(text)))
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(fit.text, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise DamagedFileError(
            f"{name}: no HTML element can be read from it; fetch the page again"
        ) from error
    title = " ".join("".join(node.itertext()) for node in root.iter("title"))
    metas = {
        (node.get("name") or node.get("property") or "").lower(): node.get("content") or ""
        for node in root.iter("meta")
    }
    body = root.find("body")
    body = root if body is None else body
    names = names_shown(node.text or "" for node in root.iter("script"))
    unseen = leave_out_unseen(root, body, None if hidden_too else lambda node: is_named(node, names))
    for node in list(body.iter()):
        if not isinstance(node.tag, str):
            node.clear(keep_tail=True)
        elif node.tag in _DROPPED:
            node.clear(keep_tail=True)
            node.tag = "del"
    return HtmlPage(body, " ".join(title.split()), metas, encoding, (*notes, *fit.notes, *unseen), fit.text)


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
