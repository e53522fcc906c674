"""How the print of a page looks after its styles: what an element takes over, whether its words are seen."""

import re
from typing import Any, NamedTuple

from extractor.ingest.html_css import Declared
from extractor.ingest.html_nesting import CELLS

Element = Any
FAR = 999.0
"""Pixels to the left or above at which print stands beside the page."""
CLEAR = 0.05
"""Print that is hardly more than see-through."""
_TINY_PIXELS = 1.99
_PALE = 245
_POINTS = {"px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "": 1.0}
LENGTH = re.compile(r"(-?\d{0,6}\.?\d{1,6})(px|pt|em|rem|in|cm|mm|%)?")
"""A length of a style: its number and its unit."""
_HEX = re.compile(r"#([0-9a-f]{3,8})\b")
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+%?))?\s*\)")
_COLOUR_NAMES = {"white": (255, 255, 255), "black": (0, 0, 0), "snow": (255, 250, 250)}
_MOVING = ("animation", "animation-name", "-webkit-animation", "-webkit-animation-name", "transition")


class HtmlLook(NamedTuple):
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


def has_look(node: Element) -> bool:
    """Whether an attribute of its own gives it a colour."""
    return any(node.get(name) is not None for name in ("bgcolor", "background", "color"))


def inherited(node: Element, declared: Declared, state: HtmlLook) -> HtmlLook:
    """How an element looks that stands in another: ``state`` is the look of that one."""
    visibility = declared.get("visibility")
    if visibility is not None and visibility != "inherit":
        state = state._replace(visible=visibility not in ("hidden", "collapse") or is_moving(declared))
    size = declared.get("font-size") or _size_of_font(declared.get("font"))
    if size is not None and (match := LENGTH.match(size)):
        unit = match[2] or ""
        factor = state.pixels / 100 if unit == "%" else state.pixels if unit == "em" else _POINTS[unit]
        state = state._replace(pixels=float(match[1]) * factor)
    if "text-indent" in declared:
        state = state._replace(indented=pixels(declared["text-indent"]) <= -FAR)
    colour = declared.get("color") or (node.get("color") or "").lower()
    if colour:
        inside = node.tag not in CELLS and is_inside_a_cell(node)
        state = state._replace(colour=_colour(colour), coloured_inside=inside)
    return _on_ground(node, declared, state)


def _size_of_font(font: str | None) -> str | None:
    """The size in a shorthand such as ``bold 12px/1.5 serif``."""
    found = re.search(r"(?:^|\s)(\d{0,6}\.?\d{1,6}(?:px|pt|r?em|%)|0)(?=[/\s])", font or "")
    return found[1] if found else None


def _on_ground(node: Element, declared: Declared, state: HtmlLook) -> HtmlLook:
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


def is_printed(node: Element, state: HtmlLook) -> bool:
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
        in_cell = node.tag in CELLS or is_inside_a_cell(node)
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
        clear = match[4] is not None and number(match[4].rstrip("%"), 1.0) < CLEAR
        return () if clear else tuple(min(int(part[:4]), 255) for part in match.groups()[:3])
    if value.strip() == "transparent":
        return ()
    return next((rgb for name, rgb in _COLOUR_NAMES.items() if re.search(rf"\b{name}\b", value)), None)


def pixels(value: str | None) -> float:
    """A length in pixels; 0 for what is none."""
    match = LENGTH.match(value.strip()) if value else None
    return float(match[1]) * _POINTS.get(match[2] or "", 1.0) if match else 0.0


def number(value: str, default: float) -> float:
    """The number that a value begins with."""
    match = re.match(r"\d{0,6}\.?\d{1,9}", value.strip())
    return float(match[0]) if match else default


def is_moving(declared: Declared) -> bool:
    """Whether it comes into view in time."""
    return any(declared.get(name, "none") not in ("none", "0s", "0") for name in _MOVING)


def is_inside_a_cell(node: Element) -> bool:
    """Whether a cell of a table is around it."""
    return any(above.tag in CELLS for above in node.iterancestors())
