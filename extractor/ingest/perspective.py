"""A photographed page made rectangular again, by the lines that are drawn on it.

Seen from an angle, drawn lines stay straight but no longer run parallel: how much a horizontal line falls
depends on its height on the page, how much a vertical one leans on its place across.
"""

import math
from typing import Any, NamedTuple

from extractor.ingest.recogniser import Image

_MAX_DEGREES = 6.0
_LENGTH_INCHES = 0.8
_MIN_LINES = 4
_MIN_SPREAD = 0.2
"""Share of the page over which lines must be spread, so that their directions can be told apart."""
_LEAST_PIXELS = 3.0
"""Corners that move less than this stay: print is cut out of cells with that much room."""
_ROUNDS = 3
_REDUCED = 2
"""Lines are sought in a picture smaller by this."""


class Lean(NamedTuple):
    """Direction of a family of lines: ``base`` in the middle of the page, ``growth`` more a pixel further."""

    base: float
    growth: float


def rectangular(grey: Image, mask: Image, dots_per_inch: float) -> Image:
    """The picture with its drawn lines level and upright; as it is where they are or where there are few.

    ``mask`` is white where something is printed.
    """
    import cv2
    import numpy as np

    height, width = grey.shape
    flat, upright = (lean_of(mask, dots_per_inch, wide) for wide in (True, False))
    if flat is None or upright is None:
        return grey
    corners = [(x * width / 2, y * height / 2) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    seen = [_crossing(flat, upright, x, y) for x, y in corners]
    if max(math.dist(a, b) for a, b in zip(corners, seen, strict=True)) < _LEAST_PIXELS:
        return grey
    middle = np.array([width / 2, height / 2], np.float32)
    matrix = cv2.getPerspectiveTransform(
        np.array(seen, np.float32) + middle, np.array(corners, np.float32) + middle
    )
    return cv2.warpPerspective(
        grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


def _crossing(flat: Lean, upright: Lean, x: float, y: float) -> tuple[float, float]:
    """Where the horizontal line through (0, y) and the vertical one through (x, 0) meet."""
    fall, lean = flat.base + flat.growth * y, upright.base + upright.growth * x
    across = (x + lean * y) / (1 - fall * lean)
    return across, y + fall * across


def lean_of(mask: Image, dots_per_inch: float, wide: bool) -> Lean | None:
    """The directions of the long lines of a family; None where too few are drawn or they disagree."""
    import numpy as np

    lines = _segments(mask, dots_per_inch, wide)
    if len(lines) < _MIN_LINES:
        return None
    place, slope, weight = (np.array(values) for values in zip(*lines, strict=True))
    extent = mask.shape[0] if wide else mask.shape[1]
    kept = np.ones(len(place), bool)
    base = growth = 0.0
    for _ in range(_ROUNDS):
        if kept.sum() < _MIN_LINES or np.ptp(place[kept]) < _MIN_SPREAD * extent:
            return None
        growth, base = np.polyfit(place[kept], slope[kept], 1, w=np.sqrt(weight[kept]))
        off = np.abs(slope - (base + growth * place))
        kept = off <= max(3 * float(np.median(off[kept])), 0.001)
    steepest = abs(base) + abs(growth) * extent / 2
    return Lean(float(base), float(growth)) if steepest <= math.tan(math.radians(_MAX_DEGREES)) else None


def _segments(mask: Image, dots_per_inch: float, wide: bool) -> list[tuple[float, float, float]]:
    """Long strokes as (place in the middle of the page, slope, length), from the middle of the picture."""
    import cv2
    import numpy as np

    length = int(_LENGTH_INCHES * dots_per_inch / _REDUCED)
    small = cv2.resize(mask, None, fx=1 / _REDUCED, fy=1 / _REDUCED, interpolation=cv2.INTER_AREA)
    shape = (length // 4, 1) if wide else (1, length // 4)
    strokes: Any = cv2.morphologyEx(
        np.where(small > 60, np.uint8(255), np.uint8(0)), cv2.MORPH_OPEN, np.ones(shape[::-1], np.uint8)
    )
    found = cv2.HoughLinesP(
        strokes, 1, np.pi / 1440, threshold=length // 2, minLineLength=length, maxLineGap=6
    )
    height, width = mask.shape
    lines = []
    for x0, y0, x1, y1 in [] if found is None else _REDUCED * np.asarray(found, float).reshape(-1, 4)[:3000]:
        a, b = (x0 - width / 2, y0 - height / 2), (x1 - width / 2, y1 - height / 2)
        if not wide:
            a, b = a[::-1], b[::-1]
        run, rise = b[0] - a[0], b[1] - a[1]
        if abs(rise) <= math.tan(math.radians(_MAX_DEGREES)) * abs(run):
            slope = rise / run
            lines.append((a[1] - slope * a[0], slope, math.hypot(run, rise)))
    return lines
