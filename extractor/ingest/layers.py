"""An invisible text layer over a scan is believed only where the picture says the same."""

import re
from typing import NamedTuple

from extractor.ingest.page_lines import lines_of
from extractor.ingest.pdf_glyphs import PageContent
from extractor.ingest.recogniser import Image, read_lines
from extractor.ingest.scans import Scan, cut, grey_of
from extractor.records import Box

_POINTS = 72.0
_SURE = 0.8
_MOST = 600
"""Words with figures of a page that are compared."""
_FIGURES = re.compile(r"\d")


class LayerDifference(NamedTuple):
    """A word of the layer and what its place on the picture shows."""

    layer: str
    picture: str


def layer_differences(scan: Scan, content: PageContent) -> list[LayerDifference]:
    """Words with figures for which a sure reading of the picture has other figures."""
    words: list[tuple[str, Box]] = [
        (piece.text, content.shown.box(piece.box))
        for line in lines_of(content.glyphs)
        for piece in line.pieces
        if piece.box is not None and _FIGURES.search(piece.text)
    ][:_MOST]
    grey, scale = grey_of(scan.picture), scan.dots_per_inch / _POINTS
    seen = read_lines([_cut(grey, box, scale) for _, box in words])
    return [
        LayerDifference(word, found.text)
        for (word, _), found in zip(words, seen, strict=True)
        if found.score >= _SURE and _figures(found.text) and _figures(found.text) != _figures(word)
    ]


def _figures(text: str) -> str:
    return "".join(_FIGURES.findall(text))


def _cut(grey: Image, box: Box, scale: float) -> Image:
    height, width = grey.shape
    left, top, right, bottom = (round(side * scale) for side in box)
    left, top = min(max(left, 0), width - 2), min(max(top, 0), height - 2)
    return cut(grey, left, top, max(min(right, width), left + 1), max(min(bottom, height), top + 1))
