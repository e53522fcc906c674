"""Which glyphs of a PDF page does nobody see? Asked of the rendered page: what changes without them.

That covers whatever hides print: white ink, a shape or a picture over it, a clip, a layer that is switched
off. A page whose fonts the machine cannot draw says nothing; there only the ink and the place are judged.
"""

import ctypes
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from extractor.ingest.pdf_shapes import WHITE, Shapes
from extractor.ingest.unseen import COVERED, HIDDEN, WATERMARK
from extractor.records import Box

_TINY = 2.0
_SCALE = 1.2
"""Pixels a point of the renderings that are compared."""
_CHANGE = 12
"""Levels of grey by which a pixel changes where a visible glyph is taken away."""
_MOST_UNSEEN = 0.4
"""A larger share of the glyphs unseen means that the fonts cannot be drawn here."""
_INSIDE = 0.1
"""Share of a glyph's width at either side that belongs to its neighbours."""
_MOST_LOOKS = 60
"""Text objects of a page that are looked at one by one."""
_MOST_PAIRS = 400_000
"""Pairs of glyphs of a page that are compared; more are no page that anybody reads."""
_TILTED = 8.0
"""Degrees between print and the edges of the page; a crooked scan is less."""
_LARGER = 1.8
_PALE = 140
_LAYER = 0.8
_WHOLE_PICTURE = 0.5


class Look(NamedTuple):
    """What all glyphs of one text object share; ``size`` in points on the page."""

    invisible: bool
    darkness: int
    size: float
    item: int
    """Address of the text object."""


class RawGlyph(NamedTuple):
    """A glyph in the page's own space, top down; ``tilt`` in degrees from the nearest quarter turn."""

    text: str
    box: Box
    origin: tuple[float, float]
    look: Look
    tilt: float = 0.0


def unseen(
    page: Any, glyphs: Sequence[RawGlyph], shapes: Shapes, size: tuple[float, float]
) -> tuple[dict[int, str], bool]:
    """Reason by index of the glyphs that are left out; whether all text is a layer behind a picture."""
    reasons: dict[int, str] = {}
    for index, glyph in enumerate(glyphs):
        x, y = _middle(glyph.box)
        outside = not (0 <= x <= size[0] and 0 <= y <= size[1])
        if outside or glyph.look.size < _TINY:
            reasons[index] = HIDDEN
        elif glyph.tilt > _TILTED:
            reasons[index] = WATERMARK
    changes = _Changes(page, glyphs, size)
    covered = [index for index in range(len(glyphs)) if index not in reasons and not changes.shows(index)]
    pictured = shapes.picture > _WHOLE_PICTURE
    faint = [index for index in range(len(glyphs)) if glyphs[index].look.invisible]
    if pictured and max(len(faint), len(covered)) > _LAYER * len(glyphs) > 0:
        return reasons, True
    reasons.update((index, HIDDEN) for index in faint)
    if len(covered) <= _MOST_UNSEEN * len(glyphs):
        reasons.update((index, COVERED) for index in covered if index not in reasons)
        reasons.update(list(_overprinted(glyphs, reasons, changes)))
        marks = {glyphs[index].look.item for index, reason in reasons.items() if reason == WATERMARK}
        whole = (index for index, glyph in enumerate(glyphs) if glyph.look.item in marks)
        reasons.update((index, WATERMARK) for index in whole)
    if not pictured:
        reasons.update((index, HIDDEN) for index in _white(glyphs, changes))
    return reasons, False


def _white(glyphs: Sequence[RawGlyph], changes: "_Changes") -> Iterable[int]:
    """White glyphs on white paper; over other print they change the page and still say nothing."""
    for index, glyph in enumerate(glyphs):
        if glyph.look.darkness <= WHITE and changes.is_on_paper(index):
            yield index


def _overprinted(
    glyphs: Sequence[RawGlyph], reasons: dict[int, str], changes: "_Changes"
) -> Iterable[tuple[int, str]]:
    """Glyphs in one place with others: which of them can be seen, and which is a watermark behind them."""
    pairs = list(_overlapping(glyphs, reasons))
    checked: dict[int, bool] = {}
    for one, other in pairs:
        for index in (one, other):
            if index not in checked and len({glyphs[i].look.item for i in checked}) <= _MOST_LOOKS:
                checked[index] = changes.shows_alone(index)
    for one, other in pairs:
        if not checked.get(one, True):
            yield one, COVERED
        elif not checked.get(other, True):
            yield other, COVERED
        else:
            large, small = sorted((one, other), key=lambda index: -glyphs[index].look.size)
            behind = glyphs[large].look
            if behind.size >= _LARGER * glyphs[small].look.size and behind.darkness <= _PALE:
                yield large, WATERMARK


def _overlapping(glyphs: Sequence[RawGlyph], reasons: dict[int, str]) -> Iterable[tuple[int, int]]:
    """Pairs of glyphs of different text objects, one of which has its middle inside of the other."""
    cells: dict[tuple[int, int], list[int]] = {}
    side, steps = 24.0, 0
    for index, glyph in enumerate(glyphs):
        if index not in reasons:
            x, y = _middle(glyph.box)
            cells.setdefault((int(x / side), int(y / side)), []).append(index)
    for index, glyph in enumerate(glyphs):
        if index in reasons:
            continue
        left, top, right, bottom = _inner(glyph.box)
        if right - left > 20 * side or bottom - top > 20 * side:
            continue
        for column in range(int(left / side), int(right / side) + 1):
            for row in range(int(top / side), int(bottom / side) + 1):
                for other in cells.get((column, row), ()):
                    steps += 1
                    if steps > _MOST_PAIRS:
                        return
                    x, y = _middle(glyphs[other].box)
                    same = glyphs[other].look.item == glyph.look.item or _is_double(glyph, glyphs[other])
                    if not same and left < x < right and top < y < bottom:
                        yield index, other


def _is_double(one: RawGlyph, other: RawGlyph) -> bool:
    """The second print of fake bold."""
    near = abs(one.box[0] - other.box[0]) < 0.25 * max(one.look.size, 1.0)
    return one.text == other.text and near


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _inner(box: Box) -> Box:
    room = _INSIDE * (box[2] - box[0])
    return box[0] + room, box[1], box[2] - room, box[3]


class _Changes:
    """What taking text away changes on the rendered page."""

    def __init__(self, page: Any, glyphs: Sequence[RawGlyph], size: tuple[float, float]) -> None:
        self._page = page
        self._glyphs = glyphs
        self._without: dict[int, Any] = {}
        if not glyphs:
            return
        self._turn = -page.get_rotation() % 360
        self._whole = self._rendered()
        self._scale = (self._whole.shape[1] / size[0], self._whole.shape[0] / size[1])
        self._bare = self._rendered({glyph.look.item for glyph in glyphs})

    def shows(self, index: int) -> bool:
        """Whether the place of a glyph looks other without all text."""
        return not self._glyphs[index].look.item or self._differs(index, self._bare)

    def shows_alone(self, index: int) -> bool:
        """Whether the place of a glyph looks other without its own text object."""
        item = self._glyphs[index].look.item
        if item not in self._without:
            self._without = {item: self._rendered({item})}  # one is kept: a picture of the page is large
        return self._differs(index, self._without[item])

    def is_on_paper(self, index: int) -> bool:
        """Whether most of what lies behind a glyph is as white as its ink."""
        behind = self._bare[self._place(index)]
        levels: list[int] = sorted(behind.ravel().tolist())
        return not levels or levels[len(levels) // 2] >= 255 - WHITE

    def _differs(self, index: int, other: Any) -> bool:
        place = self._place(index)
        one, two = self._whole[place], other[place]
        if one.size == 0:
            return True
        return int(abs(one.astype("int16") - two).max()) >= _CHANGE

    def _place(self, index: int) -> tuple[slice, slice]:
        left, top, right, bottom = _inner(self._glyphs[index].box)
        rows = slice(max(int(top * self._scale[1]), 0), int(bottom * self._scale[1]) + 1)
        return rows, slice(max(int(left * self._scale[0]), 0), int(right * self._scale[0]) + 1)

    def _rendered(self, without: Iterable[int] = ()) -> Any:
        from pypdfium2 import raw as c

        items = [ctypes.cast(ctypes.c_void_p(item), c.FPDF_PAGEOBJECT) for item in without if item]
        for item in items:
            c.FPDFPageObj_SetIsActive(item, False)
        try:
            picture = self._page.render(scale=_SCALE, grayscale=True, rotation=self._turn).to_numpy()
        finally:
            for item in items:
                c.FPDFPageObj_SetIsActive(item, True)
        return picture.reshape(picture.shape[:2])
