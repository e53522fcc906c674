"""What PDFium says of the drawings on a page: drawn lines and the largest picture."""

import ctypes
from typing import Any, NamedTuple

from extractor.records import Box

_THIN = 3.0
"""A filled shape up to this many points thick is a line."""
_SHORT = 4.0
WHITE = 10
"""Fills this little darker than the paper do not show."""
_MAX_PATHS = 20_000


class Shapes(NamedTuple):
    """Boxes in the page's own space, top down; ``picture`` is the share of its largest picture."""

    across: list[Box]
    down: list[Box]
    picture: float


def darkness(c: Any, item: Any) -> int:
    """How far the fill of an object is from white, 0 to 255; 0 too where it is see-through."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not c.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return 255
    return int((255 - min(red.value, green.value, blue.value)) * alpha.value // 255)


def read_shapes(page: Any, origin: tuple[float, float], area: float) -> Shapes:
    """All drawings of a page of this ``area``."""
    from pypdfium2 import raw as c

    across: list[Box] = []
    down: list[Box] = []
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
        white = not stroked.value and darkness(c, item.raw) <= WHITE
        wide, high = box[2] - box[0], box[3] - box[1]
        if min(wide, high) <= _THIN:
            if not white and max(wide, high) > _SHORT:
                (across if wide >= high else down).append(box)
            continue
        if not white and (stroked.value or not filled.value):
            _outline(c, item, origin, across, down)
    return Shapes(across, down, picture)


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
