"""An HTML page's bytes become a tree without scripts, styles, comments and hidden elements."""

import re
from typing import Any, NamedTuple

from extractor.errors import DamagedFileError, DecodingError, MissingExtraError
from extractor.ingest.decoding import decode

Element = Any
"""An lxml element; lxml carries no types of its own."""

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs"}
_MOST_LOST = 0.002
"""Share of characters that a page may lose to broken bytes before it is refused."""
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
        "textarea",
        "link",
        "meta",
        "applet",
    ]
)
_STYLE_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE_SELECTOR = re.compile(r"[.#][\w-]+")
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0*(?:\.0*)?(?![.\d])"
    r"|font-size\s*:\s*(?:0|1(?:\.\d+)?)(?:px|pt)?(?![\w.%])|font-size\s*:\s*0*\.\d+(?:px|pt)"
    r"|(?:left|top|text-indent|margin-left)\s*:\s*-\d{4,}(?:\.\d+)?(?:px|pt|em)"
    r"|clip\s*:\s*rect\(\s*0",
    re.IGNORECASE,
)
_WHITE = r"(?:#fff(?:fff)?|white|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))(?![\w(])"
_WHITE_TEXT = re.compile(rf"(?<![\w-])color\s*:\s*{_WHITE}", re.IGNORECASE)
_BACKGROUND = re.compile(r"(?<![\w-])background(?:-color|-image)?\s*:", re.IGNORECASE)


class HtmlPage(NamedTuple):
    """A parsed page and what was lost on the way."""

    body: Element
    title: str
    metas: dict[str, str]
    """Content of the meta elements by their name in lower case."""
    encoding: str
    notes: tuple[str, ...]
    source: str


def parse_page(raw: bytes, name: str) -> HtmlPage:
    """Decode and parse; MissingExtraError without lxml, DamagedFileError where there is no element."""
    try:
        from lxml import etree, html
    except ImportError as error:
        raise MissingExtraError(
            f"{name}: this is an HTML page; to read it install the extra: pip install 'extractor[html]'"
        ) from error
    text, encoding, notes = _decoded(raw, name)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(_without_declaration(text), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise DamagedFileError(
            f"{name}: no HTML element can be read from it; fetch the page again"
        ) from error
    title = " ".join("".join(node.itertext()) for node in root.iter("title"))
    metas = {
        (node.get("name") or node.get("property") or "").lower(): node.get("content") or ""
        for node in root.iter("meta")
    }
    hidden = _hidden_selectors(root)
    body = root.find("body")
    body = root if body is None else body
    for node in list(body.iter()):
        _drop_if_unseen(node, hidden)
    return HtmlPage(body, " ".join(title.split()), metas, encoding, notes, text)


HIDDEN_MARK = "extractor-hidden"
"""Attribute that stays on an emptied hidden element and holds the words that were in it."""


def _drop_if_unseen(node: Element, hidden: frozenset[str]) -> None:
    if not isinstance(node.tag, str):
        _empty(node)
    elif node.tag in _DROPPED:
        _empty(node)
        node.tag = "del"
    elif _is_hidden(node, hidden):
        words = "".join("".join(node.itertext()).split())
        _empty(node)
        node.tag = "del"
        if words:
            node.set(HIDDEN_MARK, "".join(c for c in words if c.isprintable())[:200])


def _empty(node: Element) -> None:
    tail = node.tail
    node.clear()
    node.tail = tail


def _is_hidden(node: Element, hidden: frozenset[str]) -> bool:
    if not node.attrib:
        return False
    if node.get("hidden") is not None or (node.tag == "input"):
        return True
    style = node.get("style")
    if style and (_HIDING.search(style) or (_WHITE_TEXT.search(style) and not _on_background(node))):
        return True
    if not hidden:
        return False
    marks = {f".{name}" for name in (node.get("class") or "").split()}
    return bool(hidden & marks) or f"#{node.get('id')}" in hidden


def _on_background(node: Element) -> bool:
    """Whether white print has something behind it that makes it visible."""
    while node is not None and isinstance(node.tag, str):
        if node.tag in ("td", "th"):
            return True  # cells are coloured by style sheets that are not at hand
        if _BACKGROUND.search(node.get("style") or "") or node.get("bgcolor") or node.get("background"):
            return True
        node = node.getparent()
    return False


def _hidden_selectors(root: Element) -> frozenset[str]:
    """Classes and ids that the page's own style sheet hides on screen; simple selectors only."""
    found = set()
    for node in root.iter("style"):
        if "print" in (node.get("media") or "") and "screen" not in (node.get("media") or ""):
            continue
        sheet = re.sub(r"@media\s+print\s*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", node.text or "")
        for selectors, rules in _STYLE_RULE.findall(sheet):
            if _HIDING.search(rules):
                found |= {s.strip() for s in selectors.split(",") if _SIMPLE_SELECTOR.fullmatch(s.strip())}
    return frozenset(found)


def _without_declaration(text: str) -> str:
    # lxml refuses text with an encoding declaration, since it has been decoded already.
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""))


def _decoded(raw: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    try:
        decoded = decode(raw, name)
    except DecodingError:
        return _declared(raw, name)
    notes = (f"{decoded.cut_bytes} byte(s) of an unfinished character at the end",) * bool(decoded.cut_bytes)
    return decoded.text.removeprefix("\ufeff"), decoded.encoding, notes


def _declared(raw: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    """A page with a few broken bytes is read as it declares itself, and says what was lost."""
    match = _DECLARED.search(raw[:4096])
    names = [match[1].decode("ascii").lower()] if match else []
    for declared in (*names, "utf-8", "gb18030"):
        encoding = _WIDER.get(declared, declared)
        try:
            text = raw.decode(encoding, errors="replace")
        except LookupError:
            continue
        lost = text.count("\ufffd")
        if lost <= _MOST_LOST * len(text):
            note = f"{lost} character(s) of the page could not be decoded as {encoding} and stand as U+FFFD"
            return text, encoding, (note,)
    raise DecodingError(
        f"{name}: no encoding explains the bytes of this page; save it as UTF-8 and try again"
    )
