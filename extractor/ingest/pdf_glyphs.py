"""What PDFium says of one page: the glyphs that a reader sees with their boxes, drawn lines, pictures."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from extractor.ingest.pdf_marks import marked_glyphs
from extractor.ingest.pdf_notes import read_notes, spread
from extractor.ingest.pdf_seen import Look, RawGlyph, unseen
from extractor.ingest.pdf_shapes import darkness, read_shapes
from extractor.ingest.placed import Glyph, Turn
from extractor.ingest.rulings import RuledLine
from extractor.records import Box

_INVISIBLE = 3
"""Text render mode 3: neither filled nor stroked."""
_ASCENT, _DESCENT = 0.88, 0.12
_DOUBLE = 0.15
"""Equal glyphs closer than this share of their size are one printed twice; a second 1 of 11 is at .25."""


class PageContent(NamedTuple):
    """One page, upright; ``shown`` turns upright boxes into boxes of the page as it is shown."""

    width: float
    height: float
    shown: Turn
    glyphs: tuple[Glyph, ...]
    across: tuple[RuledLine, ...]
    down: tuple[RuledLine, ...]
    left_out: dict[str, list[str]]
    """Words that no reader sees, by reason."""
    unmapped: int
    """Glyphs for which the font does not say which characters they are."""
    picture_share: float
    """Share of the page that its largest picture covers."""
    invisible: bool
    """The text is an invisible layer over a picture."""


def read_page(page: Any, fields: Any = None) -> PageContent:
    """Everything on one pypdfium2 page; ``fields`` is the form of the file, if it has one."""
    left, bottom, right, top = page.get_cropbox()
    to_shown = Turn(page.get_rotation() // 90 % 4, right - left, top - bottom)
    origin, size = (left, top), (right - left, top - bottom)
    shapes = read_shapes(page, origin, size[0] * size[1])
    raw, angles, mapless = _raw_glyphs(page, origin)
    quarters = (angles.most_common(1)[0][0] if angles else 0) % 4
    # from the page's own space straight to upright: against the direction in which the text runs
    upright = Turn(quarters, *size)
    reasons, invisible = unseen(page, raw, shapes, size)
    notes = read_notes(page, fields, origin)
    glyphs = [_stood_up(glyph, upright) for index, glyph in enumerate(raw) if index not in reasons]
    glyphs = _without_doubles(glyphs)
    lines_across, lines_down = (shapes.across, shapes.down)
    if quarters % 2:
        lines_across, lines_down = lines_down, lines_across
    across = [_rule(upright.box(box), flat=True) for box in lines_across]
    marks, across = marked_glyphs(glyphs, across, [upright.box(box) for box in notes.struck])
    left_out = _by_reason((reason, raw[index].text) for index, reason in reasons.items())
    for reason, words in _by_reason((reason, glyphs[index].text) for index, reason in marks.items()).items():
        left_out.setdefault(reason, []).extend(words)
    glyphs = [glyph for index, glyph in enumerate(glyphs) if index not in marks]
    glyphs += [
        Glyph(text, *upright.box(box)) for words, place in notes.printed for text, box in spread(words, place)
    ]
    width, height = upright.size
    return PageContent(
        width,
        height,
        Turn((to_shown.quarters - quarters) % 4, width, height),
        tuple(glyphs),
        tuple(across),
        tuple(_rule(upright.box(box), flat=False) for box in lines_down),
        left_out,
        mapless,
        shapes.picture,
        invisible,
    )


def _by_reason(found: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Neighbouring glyphs that are left out for one reason are one word."""
    words: dict[str, list[str]] = {}
    last = None
    for reason, text in found:
        if reason == last:
            words[reason][-1] += text
        else:
            words.setdefault(reason, []).append(text)
        last = reason
    return words


def _rule(box: Box, flat: bool) -> RuledLine:
    left, top, right, bottom = box
    return RuledLine((top + bottom) / 2, left, right) if flat else RuledLine((left + right) / 2, top, bottom)


def _raw_glyphs(page: Any, origin: tuple[float, float]) -> tuple[list[RawGlyph], Counter[int], int]:
    """Glyphs in the page's own space (top down), quarter turns of the text, glyphs without map."""
    from pypdfium2 import raw as c

    text_page = page.get_textpage()
    handle = text_page.raw
    rect, angles, mapless = c.FS_RECTF(), Counter[int](), 0
    looks: dict[int, Look] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    found: list[RawGlyph] = []
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
        turned = c.FPDFText_GetCharAngle(handle, index) / (math.pi / 2)
        text = chr(code) if code >= 0x20 else "\ufffd"
        found.append(RawGlyph(text, box, start, look, abs(turned - round(turned)) * 90))
        # PDFium counts clockwise: text that runs upwards has three quarters
        angles[-round(turned) % 4] += 1
    text_page.close()
    return found, angles, mapless


def _is_unmapped(c: Any, handle: Any, index: int, code: int) -> bool:
    private = 0xE000 <= code < 0xF900
    return code < 0x20 or private or code == 0xFFFD or c.FPDFText_HasUnicodeMapError(handle, index) == 1


def _look(c: Any, handle: Any, index: int, known: dict[int, Look]) -> Look:
    """The look of the text object of a glyph; asked once an object."""
    item = c.FPDFText_GetTextObject(handle, index)
    key = ctypes.cast(item, ctypes.c_void_p).value or 0
    if key not in known:
        mode = c.FPDFTextObj_GetTextRenderMode(item) if item else 0
        matrix = c.FS_MATRIX()
        c.FPDFText_GetMatrix(handle, index, ctypes.byref(matrix))
        size = c.FPDFText_GetFontSize(handle, index) * math.hypot(matrix.c, matrix.d)
        known[key] = Look(mode == _INVISIBLE, darkness(c, item) if item else 255, size, key)
    return known[key]


def _stood_up(glyph: RawGlyph, upright: Turn) -> Glyph:
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
