"""How a run of a Word file looks, after its styles: hidden, struck out, raised, or of the ground's colour."""

from itertools import islice
from typing import Any

from extractor.ingest.docx_numbering import W
from extractor.ingest.package_parts import Package
from extractor.ingest.unseen import HIDDEN, RAISED, STRUCK

Element = Any

_TOGGLES = ("vanish", "webHidden", "strike", "dstrike")
"""Properties that a paragraph's and a character's style together switch off again."""
_OFF = frozenset({"0", "false", "off"})
_TINY_HALF_POINTS = 4
_RAISED_HALF_POINTS = 4
_LOWEST_ROW = 40
"""Twentieths of a point of a row of fixed height in which no print can be seen."""
_DEEPEST_STYLE = 20
_FIRST_FEW = 4
"""Children among which properties are looked for: bookmarks may stand before them."""

Properties = dict[str, str]


class Looks:
    """The styles of a file, and the looks that they give."""

    def __init__(self, package: Package) -> None:
        self._styles: dict[str, Element] = {}
        self._known: dict[str, Properties] = {}
        self._default = ""
        root = package.xml("word/styles.xml")
        self._document: Properties = {}
        if root is None:
            return
        self._document = _own(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for style in root.iterchildren(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            self._styles[name] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
                self._default = name

    def reason(self, run: Element, paragraph: Element) -> str | None:
        """Why a run is left out; None where it is read. Raised print has still to be a mark."""
        own = run.find(f"{W}rPr")
        looks = self._effective(own, paragraph)
        if any(looks.get(name) == "on" for name in ("vanish", "webHidden")):
            return HIDDEN
        if _half_points(looks.get("sz"), 99) <= _TINY_HALF_POINTS or self._is_pale(looks, run):
            return HIDDEN
        if any(looks.get(name) == "on" for name in ("strike", "dstrike")):
            return STRUCK
        raised = looks.get("vertAlign") in ("superscript", "subscript")
        lifted = abs(_half_points(looks.get("position"), 0)) >= _RAISED_HALF_POINTS
        return RAISED if raised or lifted else None

    def _effective(self, own: Element | None, paragraph: Element) -> Properties:
        properties = _properties_of(paragraph)
        style = None if properties is None else properties.find(f"{W}pStyle")
        paragraph_style = _value(style) or self._default
        character_style = None if own is None else _value(own.find(f"{W}rStyle"))
        found = dict(self._document)
        under = self._of_style(paragraph_style)
        found.update(under)
        over = self._of_style(character_style) if character_style else {}
        for name, value in over.items():
            twice = name in _TOGGLES and value == "on" and under.get(name) == "on"
            found[name] = "off" if twice else value
        found.update(_own(own))
        return found

    def _of_style(self, name: str) -> Properties:
        if name not in self._known:
            chain: list[Properties] = []
            seen: str | None = name
            while seen in self._styles and len(chain) < _DEEPEST_STYLE:
                style = self._styles[seen]
                chain.append(_own(style.find(f"{W}rPr")))
                seen = _value(style.find(f"{W}basedOn"))
            found: Properties = {}
            for properties in reversed(chain):
                found.update(properties)
            self._known[name] = found
        return self._known[name]

    def _is_pale(self, looks: Properties, run: Element) -> bool:
        """Printed in the colour of what lies behind it."""
        colour = looks.get("color", "").upper()
        ground = looks.get("shd") or _ground(run)
        return bool(colour) and colour == (ground or "FFFFFF").upper()


def is_flat(row: Element) -> bool:
    """Whether a row is hidden, or so low that nothing of it shows."""
    if _is_on(row.find(f"{W}trPr/{W}hidden")):
        return True
    height = row.find(f"{W}trPr/{W}trHeight")
    if height is None or height.get(f"{W}hRule") != "exact":
        return False
    value = height.get(f"{W}val", "")
    return value.isdecimal() and int(value[:9]) <= _LOWEST_ROW


def _own(properties: Element | None) -> Properties:
    """The properties that are asked for here, of one rPr."""
    found: Properties = {}
    if properties is None:
        return found
    for name in _TOGGLES:
        mark = properties.find(f"{W}{name}")
        if mark is not None:
            found[name] = "on" if _is_on(mark) else "off"
    for name in ("sz", "vertAlign", "position", "color"):
        value = _value(properties.find(f"{W}{name}"))
        if value is not None:
            found[name] = value
    shade = properties.find(f"{W}shd")
    if shade is not None:
        found["shd"] = _fill(shade)
    elif properties.find(f"{W}highlight") is not None:
        found["shd"] = "highlight"
    return found


def _ground(run: Element) -> str | None:
    """The colour behind a run: of its paragraph, its cell, its table."""
    for node in run.iterancestors(f"{W}p", f"{W}tc", f"{W}tbl"):
        properties = _properties_of(node)
        shade = None if properties is None else properties.find(f"{W}shd")
        if shade is not None:
            return _fill(shade)
        if node.tag == f"{W}tbl" and properties is not None and properties.find(f"{W}tblStyle") is not None:
            return "by the table's style"
    return None


def _properties_of(node: Element) -> Element | None:
    """The properties of a paragraph, cell or table: they come first in it.

    A search through the children would go through all runs of a paragraph for each of its runs.
    """
    wanted = f"{node.tag}Pr"
    return next((child for child in islice(node.iterchildren(), _FIRST_FEW) if child.tag == wanted), None)


def _fill(shade: Element) -> str:
    fill = shade.get(f"{W}fill", "auto")
    patterned = shade.get(f"{W}val", "clear") not in ("clear", "nil") or shade.get(f"{W}themeFill")
    return "FFFFFF" if fill == "auto" and not patterned else "patterned" if patterned else fill


def _is_on(mark: Element | None) -> bool:
    return mark is not None and mark.get(f"{W}val", "true") not in _OFF


def _value(element: Element | None) -> str | None:
    found: str | None = None if element is None else element.get(f"{W}val")
    return found


def _half_points(value: str | None, default: int) -> int:
    digits = (value or "").lstrip("-")
    return int(digits[:6]) if digits.isdecimal() else default
