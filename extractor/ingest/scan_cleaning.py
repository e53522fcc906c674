"""A picture of a page made upright and clean."""

import math

from extractor.ingest.perspective import rectangular
from extractor.ingest.recogniser import Image

_MAX_SKEW_DEGREES = 8.0
_LEVEL_ENOUGH_DEGREES = 0.05
_LONG_INCHES = 1.2
_HALF_INKED = 90


def cleaned(picture: Image, dots_per_inch: float) -> Image:
    """Grey, level and rectangular."""
    import cv2

    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    angle = skew(grey, dots_per_inch)
    if abs(angle) > _LEVEL_ENOUGH_DEGREES:
        height, width = grey.shape
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        grey = cv2.warpAffine(
            grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
    return rectangular(grey, ink(grey), dots_per_inch)


def ink(grey: Image) -> Image:
    """White where something is printed."""
    import cv2

    blurred = cv2.GaussianBlur(grey, (3, 3), 0)
    # a local threshold: photographs are lit unevenly
    return cv2.adaptiveThreshold(blurred, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 15)


def skew(grey: Image, dots_per_inch: float) -> float:
    """Degrees by which the page must be turned counter-clockwise to be level."""
    angle = _skew_of_lines(grey, dots_per_inch)
    return _skew_of_text(grey) if angle is None else angle


def _skew_of_lines(grey: Image, dots_per_inch: float) -> float | None:
    import cv2
    import numpy as np

    # at half the resolution: as exact over such lengths, at a quarter of the cost
    length = int(_LONG_INCHES * dots_per_inch / 2)
    small = cv2.resize(ink(grey), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    found = cv2.HoughLinesP(
        np.where(small > _HALF_INKED, np.uint8(255), np.uint8(0)),
        1,
        np.pi / 1440,
        threshold=length // 2,
        minLineLength=length,
        maxLineGap=4,
    )
    if found is None:
        return None
    angles, weights = [], []
    for x0, y0, x1, y1 in np.asarray(found).reshape(-1, 4)[:2000]:
        angle = math.degrees(math.atan2(float(y1 - y0), float(x1 - x0)))
        if abs(angle) <= _MAX_SKEW_DEGREES:
            angles.append(angle)
            weights.append(math.hypot(float(x1 - x0), float(y1 - y0)))
    if len(angles) < 3:
        return None
    order = np.argsort(angles)
    total = np.cumsum(np.asarray(weights)[order])
    return float(np.asarray(angles)[order][np.searchsorted(total, total[-1] / 2)])


def _skew_of_text(grey: Image) -> float:
    """The turn at which lines of print stand out most: rows of pixels differ most from each other."""
    import cv2
    import numpy as np

    scale = 800 / max(grey.shape)
    small = cv2.resize(ink(grey), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    height, width = small.shape

    def sharpness(angle: float) -> float:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        profile = cv2.warpAffine(small, matrix, (width, height)).sum(axis=1, dtype=np.float64)
        return float(((profile[1:] - profile[:-1]) ** 2).sum())

    best = max(np.arange(-4.0, 4.01, 0.5), key=sharpness)
    return float(max(np.arange(best - 0.4, best + 0.41, 0.1), key=sharpness))
