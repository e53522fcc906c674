"""What a reader of a page sees: hidden, struck-out and raised print is taken out of the tree, and named.

The tree keeps its shape: an element that is not shown stays as an empty ``del`` that carries the words which
stood in it; print that is only made invisible leaves its element empty.
"""

import re
from collections.abc import Callable
from typing import Any

from extractor.ingest.html_css import Declared, StyleSheets
from extractor.ingest.html_looks import (
    CLEAR,
    FAR,
    LENGTH,
    HtmlLook,
    has_look,
    inherited,
    is_inside_a_cell,
    is_moving,
    is_printed,
    number,
    pixels,
)
from extractor.ingest.unseen import HIDDEN, RAISED, STRUCK, is_note_mark

Element = Any
LEFT_OUT = "extractor-left-out"
"""Attribute of an element some of whose words were left out: the reason, a colon, the words."""
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML forbids: an element takes no text with one of them, though a page may hold it."""
_STYLES_CUT = (
    "页面的样式规则过多，只应用了一部分：被样式隐藏的文字可能已读入 / The page has more style rules than are "
    "applied: print that they hide may have been read"
)
_BLOCKS = frozenset(
    [
        "td",
        "th",
        "p",
        "li",
        "div",
        "dd",
        "dt",
        "caption",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "body",
        "section",
    ]
)
_STRUCK_TAGS = frozenset({"del", "s", "strike"})
_RAISED_TAGS = frozenset({"sup", "sub"})
_UNSHOWN_TAGS = frozenset({"dialog"})
_READING_TAGS = frozenset({"rt", "rtc", "rp"})
"""What stands small above other print: how it is read aloud."""
_TYPED = frozenset({"", "text", "number", "tel", "search"})


def leave_out_unseen(
    root: Element, body: Element, shown: Callable[[Element], bool] | None
) -> tuple[str, ...]:
    """Take what no reader sees out of the body; ``shown`` names elements that a script shows all the same.

    Where ``shown`` is None nothing is taken for hidden, only struck-out and raised print is left out. What
    could not be looked at is told.
    """
    sheets = StyleSheets([node.text or "" for node in root.iter("style") if _is_for_screen(node)])
    states: dict[Element, HtmlLook] = {}
    for node in [*body.iterancestors(), body]:
        states[node] = HtmlLook()
    gone: set[Element] = set()
    for node in list(body.iter()):
        parent = node.getparent()
        if parent in gone:
            gone.add(node)
            continue
        if not isinstance(node.tag, str):
            continue
        declared = sheets.declared_for(node, node.get("style"))
        state = states.get(parent, HtmlLook())
        reason = _reason(node, declared, state, shown)
        if reason is not None:
            gone.add(node)
            _take_out(node, reason)
            continue
        states[node] = state = inherited(node, declared, state) if declared or has_look(node) else state
        if shown is not None and (_folds_away(node) or not is_printed(node, state)):
            _blank(node)
    return (_STYLES_CUT,) * sheets.is_used_up


def _is_for_screen(node: Element) -> bool:
    media = (node.get("media") or "all").lower()
    return "print" not in media or "screen" in media


def _reason(
    node: Element, declared: Declared, state: HtmlLook, shown: Callable[[Element], bool] | None
) -> str | None:
    """Why nothing of an element is read; None where it is."""
    if node.tag == "input":
        _type_in(node)
        return None
    if shown is not None and _is_unshown(node, declared) and not shown(node):
        return HIDDEN
    if _is_struck(node, declared):
        return STRUCK
    if node.tag in _READING_TAGS or (_is_raised(node, declared) and _is_mark(node)):
        return RAISED
    return None


def _type_in(node: Element) -> None:
    """What stands in a field of a form inside of a table is print like any other."""
    value = node.get("value") or ""
    inside = any(above.tag == "td" for above in node.iterancestors())
    if inside and (node.get("type") or "").lower() in _TYPED and re.search(r"\d", value):
        node.tag, node.text = "span", _FORBIDDEN.sub("", value)


def _is_unshown(node: Element, declared: Declared) -> bool:
    display = declared.get("display")
    if (
        display == "none"
        or declared.get("content-visibility") == "hidden"
        or _is_folded(node)
        or (display is None and _is_unshown_by_itself(node))
    ):
        return True
    clear = "opacity" in declared and number(declared["opacity"], 1.0) < CLEAR
    clear = clear or bool(re.search(r"opacity\(\s*0*(?:\.0+)?%?\s*\)", declared.get("filter", "")))
    if clear and not is_moving(declared):
        return True
    return _is_away(declared) or _is_cut(declared)


def _is_unshown_by_itself(node: Element) -> bool:
    closed = node.tag in _UNSHOWN_TAGS and node.get("open") is None
    return closed or node.get("hidden") is not None or node.get("popover") is not None


def _is_folded(node: Element) -> bool:
    """Whether it stands in what is closed, behind the heading: no look of its own unfolds it."""
    above = node.getparent()
    return node.tag != "summary" and above is not None and _folds_away(above)


def _folds_away(node: Element) -> bool:
    """Whether it is closed inside of a cell: its heading alone is seen. Sections that unfold are read."""
    closed = node.tag == "details" and node.get("open") is None
    return closed and is_inside_a_cell(node)


def _is_away(declared: Declared) -> bool:
    """Moved off the page."""
    if declared.get("position", "static") != "static":
        away = [pixels(declared.get(side)) for side in ("left", "top", "right")]
        if any(place <= -FAR for place in away):
            return True
    transform = declared.get("transform", "")
    if re.search(r"scale[xy]?\(\s*0*(?:\.0+)?\s*[,)]", transform):
        return True
    moved = re.search(r"translate[xy3d]*\(\s*(-[\d.]+\w+)", transform)
    return pixels(declared.get("margin-left")) <= -FAR or (moved is not None and pixels(moved[1]) <= -FAR)


def _is_cut(declared: Declared) -> bool:
    """Nothing of it is left by a clip or by a box without size."""
    clip, path = declared.get("clip", ""), declared.get("clip-path", "")
    if re.match(r"rect\(\s*(?:0|1px)", clip) and declared.get("position") in ("absolute", "fixed"):
        edges = [pixels(edge) for edge in re.split(r"[\s,]+", clip[5:].strip(" )"))]
        if len(edges) == 4 and (edges[2] - edges[0] <= 1 or abs(edges[1] - edges[3]) <= 1):
            return True
    if re.match(r"inset\(\s*(?:[5-9]\d|100)(?:\.\d+)?%|circle\(\s*0", path):
        return True
    cuts = [declared.get(name, "visible") for name in ("overflow", "overflow-x", "overflow-y")]
    if all(cut == "visible" for cut in cuts):
        return False
    sides = [declared[name] for name in ("height", "max-height", "width", "max-width") if name in declared]
    return any(LENGTH.match(side) is not None and pixels(side) <= 1 for side in sides)


def _is_struck(node: Element, declared: Declared) -> bool:
    line = declared.get("text-decoration-line", declared.get("text-decoration"))
    return node.tag in _STRUCK_TAGS if line is None else "line-through" in line


def _is_raised(node: Element, declared: Declared) -> bool:
    height = declared.get("vertical-align")
    if height is None:
        return node.tag in _RAISED_TAGS
    return height in ("super", "sub", "text-top") or (LENGTH.match(height) is not None and pixels(height) > 1)


def _is_mark(node: Element) -> bool:
    """Whether raised print is a note mark beside other print, not a unit's power or all that a cell holds."""
    words = "".join("".join(node.itertext()).split())
    block = next((above for above in node.iterancestors() if above.tag in _BLOCKS), None)
    before = (node.getprevious().tail if node.getprevious() is not None else node.getparent().text) or ""
    if block is None or not is_note_mark(words, before):
        return False
    length = 0
    for part in block.itertext():  # no further than needed: a block may hold any number of marks
        length += len("".join(part.split()))
        if length > len(words):
            return True
    return False


def _take_out(node: Element, reason: str) -> None:
    words = _words("".join(node.itertext()))
    node.clear(keep_tail=True)  # a tail set anew would be refused for a control character
    node.tag = "del"
    if words:
        node.set(LEFT_OUT, f"{reason}:{words}")


def _blank(node: Element) -> None:
    """Without its own words; those of its children have looks of their own."""
    own = [node.text or ""]
    node.text = None
    for child in node:
        own.append(child.tail or "")
        child.tail = None
    if words := _words("".join(own)):
        node.set(LEFT_OUT, f"{HIDDEN}:{words}")


def _words(text: str) -> str:
    return "".join(c for c in text if not c.isspace() and c.isprintable())[:200]
