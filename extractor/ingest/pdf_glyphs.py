"""What PDFium says of one page: glyphs with boxes, drawn lines, pictures."""

import ctypes
import math
from collections import Counter
from typing import Any, NamedTuple

from extractor.ingest.rulings import RuledLine
from extractor.records import Box

_THIN = 3.0
"""A filled shape up to this many points thick is a line."""
_SHORT = 4.0
_WHITE = 245
_INVISIBLE = 3
"""Text render mode 3: neither filled nor stroked."""
_TINY = 2.0
_ASCENT, _DESCENT = 0.88, 0.12
_DOUBLE = 0.15
"""Equal glyphs closer than this share of their size are one printed twice; a second 1 of 11 is at .25."""
_MAX_PATHS = 20_000


class Glyph(NamedTuple):
    """One character with its place, in points from the top left corner of the upright page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> float:
        """Height of the line that it stands in, about the font size."""
        return self.bottom - self.top


class Turn(NamedTuple):
    """A clockwise turn by quarters of a page that is ``width`` by ``height`` before it."""

    quarters: int
    width: float
    height: float

    def box(self, box: Box) -> Box:
        """The box after the turn."""
        left, top, right, bottom = box
        if self.quarters == 1:
            return self.height - bottom, left, self.height - top, right
        if self.quarters == 2:
            return self.width - right, self.height - bottom, self.width - left, self.height - top
        if self.quarters == 3:
            return top, self.width - right, bottom, self.width - left
        return box

    @property
    def size(self) -> tuple[float, float]:
        """Width and height after the turn."""
        return (self.height, self.width) if self.quarters % 2 else (self.width, self.height)

    def back(self) -> "Turn":
        """The turn that undoes this one."""
        return Turn(-self.quarters % 4, *self.size)


class PageContent(NamedTuple):
    """One page, upright; ``shown`` turns upright boxes into boxes of the page as it is shown."""

    width: float
    height: float
    shown: Turn
    glyphs: tuple[Glyph, ...]
    across: tuple[RuledLine, ...]
    down: tuple[RuledLine, ...]
    hidden: str
    unmapped: int
    """Glyphs for which the font does not say which characters they are."""
    picture_share: float
    """Share of the page that its largest picture covers."""
    invisible: bool
    """The text is an invisible layer over a picture."""


class _Shapes(NamedTuple):
    across: list[Box]
    down: list[Box]
    backgrounds: list[Box]
    picture: float


def read_page(page: Any) -> PageContent:
    """Everything on one pypdfium2 page."""
    left, bottom, right, top = page.get_cropbox()
    to_shown = Turn(page.get_rotation() // 90 % 4, right - left, top - bottom)
    origin = (left, top)
    shapes = _shapes(page, origin, (right - left) * (top - bottom))
    raw, angles, mapless = _raw_glyphs(page, origin)
    quarters = (angles.most_common(1)[0][0] if angles else 0) % 4
    # from the page's own space straight to upright: against the direction in which the text runs
    upright = Turn(quarters, right - left, top - bottom)
    visible, hidden, invisible = _visible(raw, shapes, (right - left, top - bottom))
    glyphs = tuple(_without_doubles([_stood_up(glyph, upright) for glyph in visible]))
    lines_across, lines_down = (shapes.across, shapes.down)
    if quarters % 2:
        lines_across, lines_down = lines_down, lines_across
    width, height = upright.size
    return PageContent(
        width,
        height,
        Turn((to_shown.quarters - quarters) % 4, width, height),
        glyphs,
        tuple(_rule(upright.box(box), flat=True) for box in lines_across),
        tuple(_rule(upright.box(box), flat=False) for box in lines_down),
        hidden,
        mapless,
        shapes.picture,
        invisible,
    )


def _rule(box: Box, flat: bool) -> RuledLine:
    left, top, right, bottom = box
    return RuledLine((top + bottom) / 2, left, right) if flat else RuledLine((left + right) / 2, top, bottom)


class _Look(NamedTuple):
    """What all glyphs of one text object share; ``size`` in points on the page."""

    invisible: bool
    white: bool
    size: float


class _RawGlyph(NamedTuple):
    text: str
    box: Box
    origin: tuple[float, float]
    look: _Look


def _raw_glyphs(page: Any, origin: tuple[float, float]) -> tuple[list[_RawGlyph], Counter[int], int]:
    """Glyphs in the page's own space (top down), quarter turns of the text, glyphs without map."""
    from pypdfium2 import raw as c

    text_page = page.get_textpage()
    handle = text_page.raw
    rect, angles, mapless = c.FS_RECTF(), Counter[int](), 0
    looks: dict[int, _Look] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    found: list[_RawGlyph] = []
    high = 0
    for index in range(c.FPDFText_CountChars(handle)):
        code = c.FPDFText_GetUnicode(handle, index)
        if code in (0x20, 0x0D, 0x0A, 0x09, 0xA0, 0x3000, 0xFFFE, 0x02, 0xAD):
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if not c.FPDFText_GetLooseCharBox(handle, index, ctypes.byref(rect)):
            continue
        if _is_unmapped(c, handle, index, code):
            mapless += 1
        box = (rect.left - origin[0], origin[1] - rect.top, rect.right - origin[0], origin[1] - rect.bottom)
        c.FPDFText_GetCharOrigin(handle, index, x, y)
        look = _look(c, handle, index, looks)
        start = (x.value - origin[0], origin[1] - y.value)
        found.append(_RawGlyph(chr(code) if code >= 0x20 else "\ufffd", box, start, look))
        # PDFium counts clockwise: text that runs upwards has three quarters
        angles[-round(c.FPDFText_GetCharAngle(handle, index) / (math.pi / 2)) % 4] += 1
    text_page.close()
    return found, angles, mapless


def _is_unmapped(c: Any, handle: Any, index: int, code: int) -> bool:
    private = 0xE000 <= code < 0xF900
    return code < 0x20 or private or code == 0xFFFD or c.FPDFText_HasUnicodeMapError(handle, index) == 1


def _look(c: Any, handle: Any, index: int, known: dict[int, _Look]) -> _Look:
    """The look of the text object of a glyph; asked once an object."""
    item = c.FPDFText_GetTextObject(handle, index)
    key = ctypes.cast(item, ctypes.c_void_p).value or 0
    if key not in known:
        mode = c.FPDFTextObj_GetTextRenderMode(item) if item else 0
        matrix = c.FS_MATRIX()
        c.FPDFText_GetMatrix(handle, index, ctypes.byref(matrix))
        size = c.FPDFText_GetFontSize(handle, index) * math.hypot(matrix.c, matrix.d)
        known[key] = _Look(mode == _INVISIBLE, bool(item) and _is_white(c, item), size)
    return known[key]


def _is_white(c: Any, item: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not c.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return False
    return alpha.value == 0 or min(red.value, green.value, blue.value) >= _WHITE


def _visible(
    raw: list[_RawGlyph], shapes: _Shapes, size: tuple[float, float]
) -> tuple[list[_RawGlyph], str, bool]:
    """Glyphs that a reader sees, the words of the others, and whether all text is a layer under a picture."""
    layer = shapes.picture > 0.5 and sum(glyph.look.invisible for glyph in raw) > 0.8 * len(raw) > 0
    visible, hidden = [], []
    for glyph in raw:
        left, top, right, bottom = glyph.box
        x, y = (left + right) / 2, (top + bottom) / 2
        outside = not (0 <= x <= size[0] and 0 <= y <= size[1])
        unseen = glyph.look.invisible and not layer
        pale = glyph.look.white and not _inside_any(shapes.backgrounds, x, y) and not shapes.picture > 0.5
        if outside or glyph.look.size < _TINY or unseen or pale:
            hidden.append(glyph.text)
        else:
            visible.append(glyph)
    return visible, "".join(hidden), layer


def _inside_any(boxes: list[Box], x: float, y: float) -> bool:
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)


def _stood_up(glyph: _RawGlyph, upright: Turn) -> Glyph:
    """The glyph on the upright page, as high as its font: boxes of fonts are not to be relied on."""
    left, _, right, _ = upright.box(glyph.box)
    x, y = glyph.origin
    base = upright.box((x, y, x, y))[1]
    return Glyph(glyph.text, left, base - _ASCENT * glyph.look.size, right, base + _DESCENT * glyph.look.size)


def _without_doubles(glyphs: list[Glyph]) -> list[Glyph]:
    """Without the second print of a glyph nearly in the same place, which makes fake bold."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    kept = []
    for glyph in glyphs:
        size = max(glyph.size, 1.0)
        column, row = int(glyph.left / size), int(glyph.top / size)
        places = [(glyph.text, column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        near = [other for place in places for other in seen.get(place, ())]
        slack = _DOUBLE * size
        if any(abs(other.left - glyph.left) < slack and abs(other.top - glyph.top) < slack for other in near):
            continue
        seen.setdefault((glyph.text, column, row), []).append(glyph)
        kept.append(glyph)
    return kept


def _shapes(page: Any, origin: tuple[float, float], area: float) -> _Shapes:
    from pypdfium2 import raw as c

    across: list[Box] = []
    down: list[Box] = []
    backgrounds: list[Box] = []
    picture = 0.0
    kinds = [c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE]
    for number, item in enumerate(page.get_objects(filter=kinds, max_depth=4)):
        if number > _MAX_PATHS:
            break
        box = _bounds(item, origin)
        if box is None:
            continue
        if item.type == c.FPDF_PAGEOBJ_IMAGE:
            picture = max(picture, abs((box[2] - box[0]) * (box[3] - box[1])) / max(area, 1.0))
            continue
        filled, stroked = ctypes.c_int(), ctypes.c_int()
        c.FPDFPath_GetDrawMode(item.raw, filled, stroked)
        if not filled.value and not stroked.value:
            continue
        white = not stroked.value and _is_white(c, item.raw)
        wide, high = box[2] - box[0], box[3] - box[1]
        if min(wide, high) <= _THIN:
            if not white and max(wide, high) > _SHORT:
                (across if wide >= high else down).append(box)
            continue
        if filled.value and not white:
            backgrounds.append(box)
        if not white and (stroked.value or not filled.value):
            _outline(c, item, origin, across, down)
    return _Shapes(across, down, backgrounds, picture)


def _outline(c: Any, item: Any, origin: tuple[float, float], across: list[Box], down: list[Box]) -> None:
    """The straight sides of a stroked path."""
    matrices = _matrices(item)
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = None
    for index in range(min(c.FPDFPath_CountSegments(item.raw), _MAX_PATHS)):
        segment = c.FPDFPath_GetPathSegment(item.raw, index)
        c.FPDFPathSegment_GetPoint(segment, x, y)
        point = (x.value, y.value)
        for matrix in matrices:
            point = matrix.on_point(*point)
        point = (point[0] - origin[0], origin[1] - point[1])
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO or last is None:
            start = last = point
            continue
        sides = [(last, point)] if kind == c.FPDF_SEGMENT_LINETO else []
        if c.FPDFPathSegment_GetClose(segment) and start is not None:
            sides.append((point, start))
        for one, other in sides:
            box = (
                min(one[0], other[0]),
                min(one[1], other[1]),
                max(one[0], other[0]),
                max(one[1], other[1]),
            )
            wide, high = box[2] - box[0], box[3] - box[1]
            if min(wide, high) <= _THIN and max(wide, high) > _SHORT:
                (across if wide >= high else down).append(box)
        last = point


def _matrices(item: Any) -> list[Any]:
    """The matrices from an object's own space to that of the page, innermost first."""
    matrices = [item.get_matrix()]
    container = item.container
    while container is not None:
        matrices.append(container.get_matrix())
        container = container.container
    return matrices


def _bounds(item: Any, origin: tuple[float, float]) -> Box | None:
    try:
        left, bottom, right, top = item.get_bounds()
    except Exception:  # noqa: BLE001 - PDFium cannot say; such an object draws nothing that we need
        return None
    container = item.container
    while container is not None:
        matrix = container.get_matrix()
        corners = [matrix.on_point(x, y) for x in (left, right) for y in (bottom, top)]
        left, right = min(x for x, _ in corners), max(x for x, _ in corners)
        bottom, top = min(y for _, y in corners), max(y for _, y in corners)
        container = container.container
    return (left - origin[0], origin[1] - top, right - origin[0], origin[1] - bottom)
