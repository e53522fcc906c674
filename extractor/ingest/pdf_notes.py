"""What a PDF page shows beside its own text: fields of a form, typed remarks, striking out."""

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

from extractor.records import Box

_HIDDEN_FLAGS = 0x02 | 0x20
"""Hidden, or not shown on the screen."""
_MOST = 5_000
_WIDE = 1.0
_NARROW = 0.5
_LARGEST = 11.0
_LONGEST = 4_000


class PageNotes(NamedTuple):
    """Boxes in the page's own space, top down."""

    printed: list[tuple[str, Box]]
    """What fields and typed remarks show."""
    struck: list[Box]


def read_notes(page: Any, fields: Any, origin: tuple[float, float]) -> PageNotes:
    """Fields with their values, and places that are struck out by a remark."""
    from pypdfium2 import raw as c

    found = PageNotes([], [])
    for index in range(min(c.FPDFPage_GetAnnotCount(page), _MOST)):
        note = c.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        try:
            kind = c.FPDFAnnot_GetSubtype(note)
            if c.FPDFAnnot_GetFlags(note) & _HIDDEN_FLAGS:
                continue
            box = _box(c, note, origin)
            if box is not None:
                _add(c, note, kind, (fields, box), found)
        finally:
            c.FPDFPage_CloseAnnot(note)
    return found


def _add(c: Any, note: Any, kind: int, place: tuple[Any, Box], found: PageNotes) -> None:
    fields, box = place
    words = ""
    if kind == c.FPDF_ANNOT_STRIKEOUT:
        found.struck.append(box)
    elif kind == c.FPDF_ANNOT_WIDGET and fields is not None:
        shown = c.FPDFAnnot_GetFormFieldType(fields, note)
        if shown in (c.FPDF_FORMFIELD_TEXTFIELD, c.FPDF_FORMFIELD_COMBOBOX, c.FPDF_FORMFIELD_LISTBOX):
            words = _string(lambda buffer, size: c.FPDFAnnot_GetFormFieldValue(fields, note, buffer, size), c)
    elif kind == c.FPDF_ANNOT_FREETEXT:
        words = _string(lambda buffer, size: c.FPDFAnnot_GetStringValue(note, b"Contents", buffer, size), c)
    if words.strip():
        found.printed.append((words.strip(), box))


def _box(c: Any, note: Any, origin: tuple[float, float]) -> Box | None:
    rect = c.FS_RECTF()
    if not c.FPDFAnnot_GetRect(note, ctypes.byref(rect)):
        return None
    sides = sorted((rect.left, rect.right)), sorted((rect.bottom, rect.top))
    return sides[0][0] - origin[0], origin[1] - sides[1][1], sides[0][1] - origin[0], origin[1] - sides[1][0]


def _string(ask: Any, c: Any) -> str:
    size = int(ask(None, 0))
    if not 2 < size <= 2 * _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(ctypes.cast(buffer, ctypes.POINTER(c.FPDF_WCHAR)), size)
    return buffer.raw[:size].decode("utf-16-le", errors="replace").rstrip("\x00")


def spread(words: str, box: Box) -> Iterator[tuple[str, Box]]:
    """Characters of a field with places, from its left and from its top."""
    left, top, right, bottom = box
    lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    size = max(min((bottom - top) / len(lines), _LARGEST), 1.0)
    longest = max(sum(_NARROW if c.isascii() else _WIDE for c in line) for line in lines)
    size = min(size, (right - left) / longest) if longest else size
    middle = (top + bottom) / 2 - size * len(lines) / 2
    for number, line in enumerate(lines):
        x, y = left, middle + number * size
        for character in line:
            width = size * (_NARROW if character.isascii() else _WIDE)
            if not character.isspace():
                yield character, (x, y, x + width, y + size)
            x += width
