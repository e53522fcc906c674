"""Places of a recognised page read once more, from a larger and smoother picture than the first time."""

from collections.abc import Iterator, Sequence
from typing import Any

from extractor.errors import UnreadableError
from extractor.ingest.formats import PICTURES, DocumentLimits, Format
from extractor.ingest.recogniser import Image, read_lines, require
from extractor.ingest.scan_cleaning import cleaned
from extractor.ingest.scans import Scan, at_resolution, cut, render_page
from extractor.records import Box, Place

_DPI = 300
"""The first reading sees the page at 200 dpi."""
_POINTS = 72.0


def reread(kind: Format, raw: bytes, name: str, limits: DocumentLimits, places: Sequence[Place]) -> list[str]:
    """What the recogniser sees in each place; boxes are those of its first reading, in points.

    Raises DocumentError where the file cannot be opened any more.
    """
    require(name)
    import cv2

    pictures: list[Image] = []
    order: list[int] = []
    for number, scan in pages_as_pictures(kind, raw, name, limits, {place.page for place in places}):
        grey = cv2.medianBlur(cleaned(at_resolution(scan, _DPI).picture, _DPI), 3)
        for index, place in enumerate(places):
            if place.page == number:
                pictures.append(_cut(grey, place.box))
                order.append(index)
    found = [""] * len(places)
    for index, seen in zip(order, read_lines(pictures), strict=True):
        found[index] = seen.text.strip()
    return found


def _cut(grey: Image, box: Box) -> Image:
    left, top, right, bottom = (round(side * _DPI / _POINTS) for side in box)
    height, width = grey.shape
    left, top = min(max(left, 0), width - 1), min(max(top, 0), height - 1)
    return cut(grey, left, top, max(right, left + 1), max(bottom, top + 1))


def pages_as_pictures(
    kind: Format,
    raw: bytes,
    name: str,
    limits: DocumentLimits,
    numbers: set[int],
    dots_per_inch: int = _DPI,
) -> Iterator[tuple[int, Scan]]:
    """The pictures of the pages that are asked for, counted from 1; those of a PDF in this resolution."""
    if kind in PICTURES:
        from extractor.ingest.pictures import frames

        for number, (picture, own) in enumerate(frames(raw, name, limits), start=1):
            if number in numbers:
                yield number, Scan(picture, own)
        return
    if kind is not Format.PDF:
        raise UnreadableError(f"{name}: only pictures and PDF files have places to look at again")
    from extractor.ingest.pdf import open_pdf

    document: Any = open_pdf(raw, name)
    try:
        for number in sorted(numbers):
            yield number, render_page(document[number - 1], limits, dots_per_inch)
    finally:
        document.close()
