"""What a reader of a page sees: hidden, struck-out and raised print is taken out of the tree, and named.

The tree keeps its shape: an element that is not shown stays as an empty ``del`` that carries the words which
stood in it; print that is only made invisible leaves its element empty.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from extractor.ingest.html_css import Declared, StyleSheets
from extractor.ingest.unseen import HIDDEN, RAISED, STRUCK, is_note_mark

Element = Any
LEFT_OUT = "extractor-left-out"
"""Attribute of an element some of whose words were left out: the reason, a colon, the words."""
_TINY_PIXELS = 1.99
_FAR = 999.0
"""Pixels to the left or above at which print stands beside the page."""
_CLEAR = 0.05
_PALE = 245
_POINTS = {"px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "": 1.0}
_LENGTH = re.compile(r"(-?\d{0,6}\.?\d{1,6})(px|pt|em|rem|in|cm|mm|%)?")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML forbids: an element takes no text with one of them, though a page may hold it."""
_HEX = re.compile(r"#([0-9a-f]{3,8})\b")
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+%?))?\s*\)")
_COLOUR_NAMES = {"white": (255, 255, 255), "black": (0, 0, 0), "snow": (255, 250, 250)}
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
_CELLS = frozenset({"td", "th"})
_TYPED = frozenset({"", "text", "number", "tel", "search"})


class _State(NamedTuple):
    """What children inherit."""

    visible: bool = True
    pixels: float = 16.0
    colour: tuple[int, ...] | None = None
    ground: tuple[int, ...] | None = None
    pictured: bool = False
    """Something that is no plain colour lies behind the print."""
    indented: bool = False
    coloured_inside: bool = False
    """The colour was chosen inside of a cell, not for the cell."""


def leave_out_unseen(root: Element, body: Element, shown: Callable[[Element], bool] | None) -> None:
    """Take what no reader sees out of the body; ``shown`` names elements that a script shows all the same.

    Where ``shown`` is None nothing is taken for hidden, only struck-out and raised print is left out.
    """
    sheets = StyleSheets([node.text or "" for node in root.iter("style") if _is_for_screen(node)])
    states: dict[Element, _State] = {}
    for node in [*body.iterancestors(), body]:
        states[node] = _State()
    gone: set[Element] = set()
    for node in list(body.iter()):
        parent = node.getparent()
        if parent in gone:
            gone.add(node)
            continue
        if not isinstance(node.tag, str):
            continue
        declared = sheets.declared_for(node, node.get("style"))
        state = states.get(parent, _State())
        reason = _reason(node, declared, state, shown)
        if reason is not None:
            gone.add(node)
            _take_out(node, reason)
            continue
        states[node] = state = _inherited(node, declared, state) if declared or _has_look(node) else state
        if shown is not None and (_folds_away(node) or not _is_printed(node, state)):
            _blank(node)


def _is_for_screen(node: Element) -> bool:
    media = (node.get("media") or "all").lower()
    return "print" not in media or "screen" in media


def _reason(
    node: Element, declared: Declared, state: _State, shown: Callable[[Element], bool] | None
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
        or (display is None and _is_unshown_by_itself(node))
    ):
        return True
    moving = any(declared.get(name, "none") not in ("none", "0s", "0") for name in _MOVING)
    clear = "opacity" in declared and _number(declared["opacity"], 1.0) < _CLEAR
    clear = clear or bool(re.search(r"opacity\(\s*0*(?:\.0+)?%?\s*\)", declared.get("filter", "")))
    if clear and not moving:
        return True
    return _is_away(declared) or _is_cut(declared)


_MOVING = ("animation", "animation-name", "-webkit-animation", "-webkit-animation-name", "transition")


def _is_unshown_by_itself(node: Element) -> bool:
    closed = node.tag in _UNSHOWN_TAGS and node.get("open") is None
    folded = node.tag != "summary" and node.getparent() is not None and _folds_away(node.getparent())
    return closed or folded or node.get("hidden") is not None or node.get("popover") is not None


def _folds_away(node: Element) -> bool:
    """Whether it is closed inside of a cell: its heading alone is seen. Sections that unfold are read."""
    closed = node.tag == "details" and node.get("open") is None
    return closed and any(above.tag in _CELLS for above in node.iterancestors())


def _is_away(declared: Declared) -> bool:
    """Moved off the page."""
    if declared.get("position", "static") != "static":
        away = [_pixels(declared.get(side)) for side in ("left", "top", "right")]
        if any(place <= -_FAR for place in away):
            return True
    transform = declared.get("transform", "")
    if re.search(r"scale[xy]?\(\s*0*(?:\.0+)?\s*[,)]", transform):
        return True
    moved = re.search(r"translate[xy3d]*\(\s*(-[\d.]+\w+)", transform)
    return _pixels(declared.get("margin-left")) <= -_FAR or (moved is not None and _pixels(moved[1]) <= -_FAR)


def _is_cut(declared: Declared) -> bool:
    """Nothing of it is left by a clip or by a box without size."""
    clip, path = declared.get("clip", ""), declared.get("clip-path", "")
    if re.match(r"rect\(\s*(?:0|1px)", clip) and declared.get("position") in ("absolute", "fixed"):
        edges = [_pixels(edge) for edge in re.split(r"[\s,]+", clip[5:].strip(" )"))]
        if len(edges) == 4 and (edges[2] - edges[0] <= 1 or abs(edges[1] - edges[3]) <= 1):
            return True
    if re.match(r"inset\(\s*(?:[5-9]\d|100)(?:\.\d+)?%|circle\(\s*0", path):
        return True
    cuts = [declared.get(name, "visible") for name in ("overflow", "overflow-x", "overflow-y")]
    if all(cut == "visible" for cut in cuts):
        return False
    sides = [declared[name] for name in ("height", "max-height", "width", "max-width") if name in declared]
    return any(_LENGTH.match(side) is not None and _pixels(side) <= 1 for side in sides)


def _is_struck(node: Element, declared: Declared) -> bool:
    line = declared.get("text-decoration-line", declared.get("text-decoration"))
    return node.tag in _STRUCK_TAGS if line is None else "line-through" in line


def _is_raised(node: Element, declared: Declared) -> bool:
    height = declared.get("vertical-align")
    if height is None:
        return node.tag in _RAISED_TAGS
    return height in ("super", "sub", "text-top") or (
        _LENGTH.match(height) is not None and _pixels(height) > 1
    )


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


def _has_look(node: Element) -> bool:
    return any(node.get(name) is not None for name in ("bgcolor", "background", "color"))


def _inherited(node: Element, declared: Declared, state: _State) -> _State:
    visibility = declared.get("visibility")
    if visibility is not None and visibility != "inherit":
        moving = any(declared.get(name, "none") not in ("none", "0s", "0") for name in _MOVING)
        state = state._replace(visible=visibility not in ("hidden", "collapse") or moving)
    size = declared.get("font-size") or _size_of_font(declared.get("font"))
    if size is not None and (match := _LENGTH.match(size)):
        unit = match[2] or ""
        factor = state.pixels / 100 if unit == "%" else state.pixels if unit == "em" else _POINTS[unit]
        state = state._replace(pixels=float(match[1]) * factor)
    if "text-indent" in declared:
        state = state._replace(indented=_pixels(declared["text-indent"]) <= -_FAR)
    colour = declared.get("color") or (node.get("color") or "").lower()
    if colour:
        inside = node.tag not in _CELLS and any(above.tag in _CELLS for above in node.iterancestors())
        state = state._replace(colour=_colour(colour), coloured_inside=inside)
    return _on_ground(node, declared, state)


def _size_of_font(font: str | None) -> str | None:
    """The size in a shorthand such as ``bold 12px/1.5 serif``."""
    found = re.search(r"(?:^|\s)(\d{0,6}\.?\d{1,6}(?:px|pt|r?em|%)|0)(?=[/\s])", font or "")
    return found[1] if found else None


def _on_ground(node: Element, declared: Declared, state: _State) -> _State:
    value = declared.get("background-color") or declared.get("background") or ""
    value = value or (node.get("bgcolor") or "").lower()
    if "url(" in value or "gradient" in value or node.get("background") or declared.get("background-image"):
        return state._replace(pictured=True)
    ground = _colour(value) if value else None
    if ground is not None and ground != ():
        return state._replace(ground=ground, pictured=False)
    return state._replace(pictured=True) if value and ground is None and not _names_nothing(value) else state


def _names_nothing(value: str) -> bool:
    return value.split()[0] in ("none", "transparent", "inherit", "initial", "0", "unset")


def _is_printed(node: Element, state: _State) -> bool:
    """Whether the own words of an element can be seen."""
    if not state.visible or state.pixels <= _TINY_PIXELS or state.indented:
        return False
    colour = state.colour
    if colour is None:
        return True
    if colour == ():  # see-through
        return False
    if state.pictured:
        return True
    if state.ground is None:
        if min(colour) < _PALE:
            return True
        # cells are coloured by style sheets that are not at hand; single words in them are not
        in_cell = node.tag in _CELLS or any(above.tag in _CELLS for above in node.iterancestors())
        return in_cell and not state.coloured_inside
    return max(abs(one - other) for one, other in zip(colour, state.ground, strict=True)) > 255 - _PALE


def _colour(value: str) -> tuple[int, ...] | None:
    """Red, green, blue; empty where it is see-through, None where the value names no colour known here."""
    if match := _HEX.search(value):
        digits = match[1] if len(match[1]) > 4 else "".join(digit * 2 for digit in match[1])
        if len(digits) == 8 and digits.endswith("00"):
            return ()
        return tuple(int(digits[at : at + 2], 16) for at in (0, 2, 4)) if len(digits) >= 6 else None
    if match := _RGB.search(value):
        clear = match[4] is not None and _number(match[4].rstrip("%"), 1.0) < _CLEAR
        return () if clear else tuple(min(int(part[:4]), 255) for part in match.groups()[:3])
    if value.strip() == "transparent":
        return ()
    return next((rgb for name, rgb in _COLOUR_NAMES.items() if re.search(rf"\b{name}\b", value)), None)


def _pixels(value: str | None) -> float:
    match = _LENGTH.match(value.strip()) if value else None
    return float(match[1]) * _POINTS.get(match[2] or "", 1.0) if match else 0.0


def _number(value: str, default: float) -> float:
    match = re.match(r"\d{0,6}\.?\d{1,9}", value.strip())
    return float(match[0]) if match else default


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
