"""The lines drawn on a picture of a page, told from long strokes of its characters.

A border is straight, thin and alone, and an upright one ends on level ones. The strokes of characters chain
over tight lines of print too, but with gaps between the characters, and other strokes join them. So level
lines are told by their ink; upright strokes are cut where level lines cross them, and each piece must stand
from line to line, be as thick as the others, and mostly have others in line with it.
"""

from typing import Any, NamedTuple

from extractor.ingest.recogniser import Image
from extractor.ingest.rulings import RuledLine

_ACROSS_INCHES, _DOWN_INCHES = 0.5, 0.1
"""Shorter strokes than this may belong to a character; rows are lower than columns are wide."""
_GAP_INCHES = 0.03
_SOLID = 0.96
"""Share of a line that is inked, crossings aside; chains of strokes have gaps between the characters."""
_BREAKS = 1 / 150
"""Breaks a pixel that a solid line may have; chains of strokes had one in 15 to 60."""
_WORN, _DOTTED = 0.8, 0.35
"""The same share of a line that is worn, and of one drawn in dots or dashes."""
_DOTS = 0.06
"""Breaks a pixel of length from which a line is dotted, and not a chain of strokes."""
_LEVEL_JOINED = 0.6, 0.2
"""Share of its length at which print may touch a level line, a solid and another one: rows stand close."""
_UPRIGHT_JOINED, _IN_LINE_JOINED = 0.03, 0.35
"""The same for an upright piece by itself, and for one that stands in line with such pieces."""
_IN_LINE = 4.0
_ALIKE = 2.0
"""Pixels by which the borders of a page differ in thickness."""
_ALONE_INCHES, _END_INCHES = 0.35, 0.06
_OPEN = 0.4
"""Share of the page's width from which a level line needs no upright ones at its ends."""
_BESIDE = (1, 4)
"""Pixels from a stroke in which print beside it is looked for; the stroke is thickened by one already."""
_CROSSING = 3
"""Pixels above and below a level line that belong to its crossings."""
_SHORTEST = 6


class DrawnLines(NamedTuple):
    """Horizontal and vertical lines in pixels, and a mask of all long strokes, those of print included."""

    across: list[RuledLine]
    down: list[RuledLine]
    strokes: Any


class _Ink(NamedTuple):
    """A stroke: its length, the share of it that is inked, breaks, and the share joined by other print."""

    length: int
    inked: float
    breaks: int
    joined: float

    @property
    def is_solid(self) -> bool:
        return self.inked >= _SOLID and self.breaks <= 1 + self.length * _BREAKS

    @property
    def is_worn(self) -> bool:
        is_dotted = self.inked >= _DOTTED and self.breaks >= _DOTS * self.length
        return self.inked >= _WORN or is_dotted


def drawn_lines(mask: Image, dots_per_inch: float) -> DrawnLines:
    """The borders on the page; ``mask`` is white where something is printed."""
    wide, tall = (_strokes(mask, dots_per_inch, flat) for flat in (True, False))
    across, zone = _level(mask, wide, tall)
    down = _upright(mask, tall, zone, _ALONE_INCHES * dots_per_inch)
    across = _ending_on(across, down, _END_INCHES * dots_per_inch, _OPEN * mask.shape[1])
    return DrawnLines(across, down, wide | tall)


def _strokes(mask: Image, dots_per_inch: float, flat: bool) -> Any:
    """All strokes of some length in one direction, bridged over small gaps."""
    import cv2
    import numpy as np

    gap = max(int(_GAP_INCHES * dots_per_inch), 3)
    length = int((_ACROSS_INCHES if flat else _DOWN_INCHES) * dots_per_inch)
    shape, bridge, thick = ((length, 1), (gap, 1), (1, 3)) if flat else ((1, length), (1, gap), (3, 1))
    # Thickened across first: a line that is not quite level is broken into steps.
    strokes = cv2.dilate(mask, np.ones(thick[::-1], np.uint8))
    strokes = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, np.ones(bridge[::-1], np.uint8))
    return cv2.morphologyEx(strokes, cv2.MORPH_OPEN, np.ones(shape[::-1], np.uint8))


def _level(mask: Any, wide: Any, tall: Any) -> tuple[list[RuledLine], Any]:
    """Level lines, and where they can be crossed."""
    import cv2
    import numpy as np

    crossed = cv2.dilate(tall, np.ones((1, 2 * _CROSSING + 1), np.uint8)) > 0
    zone = np.zeros_like(mask)
    found = []
    for left, top, width, height, own, place in _components(wide):
        ink = _ink(own, mask[place] > 0, crossed[place])
        solid, other = _LEVEL_JOINED
        if (ink.is_solid and ink.joined <= solid) or (ink.is_worn and ink.joined <= other):
            found.append(RuledLine(top + height / 2, float(left), float(left + width)))
            zone[place] |= np.where(own, np.uint8(255), np.uint8(0))
    return found, cv2.dilate(zone, np.ones((2 * _CROSSING + 1, 1), np.uint8))


def _upright(mask: Any, tall: Any, zone: Any, alone: float) -> list[RuledLine]:
    """Pieces of upright lines, each from one level line to the next.

    Those up to ``alone`` long have others in line with them.
    """
    import numpy as np

    thick: list[int] = []
    sure: list[RuledLine] = []
    doubtful: list[RuledLine] = []
    turned, ends = np.ascontiguousarray(mask.T), np.ascontiguousarray(zone.T) > 0
    for left, top, width, height, own, place in _components(np.where(ends, 0, tall.T)):
        if width < _SHORTEST or not (
            _touches(ends, left - 1, top, height) and _touches(ends, left + width, top, height)
        ):
            continue
        ink = _ink(own, turned[place] > 0, None)
        line = RuledLine(top + height / 2, float(left - 2 * _CROSSING), float(left + width + 2 * _CROSSING))
        if (ink.is_solid or ink.is_worn) and ink.joined <= _UPRIGHT_JOINED:
            sure.append(line)
            thick.append(height)
        elif ink.is_worn and ink.joined <= _IN_LINE_JOINED:
            doubtful.append(line)
    usual = float(np.median(np.repeat(thick, [max(int(_length(line)), 1) for line in sure]))) if sure else 0.0
    sure = [line for line, height in zip(sure, thick, strict=True) if abs(height - usual) <= _ALIKE]
    places = np.array([line.at for line in (*sure, *doubtful)])
    in_line = [int(np.sum(np.abs(places - line.at) <= _IN_LINE)) for line in sure]
    sure = [line for line, n in zip(sure, in_line, strict=True) if n > 1 or _length(line) > alone]
    places = np.array([line.at for line in sure])
    return sure + [line for line in doubtful if places.size and np.abs(places - line.at).min() <= _IN_LINE]


def _length(line: RuledLine) -> float:
    return line.end - line.start


def _ending_on(across: list[RuledLine], down: list[RuledLine], room: float, long: float) -> list[RuledLine]:
    """Level lines that end on upright ones; those of a table that is open at its sides are ``long``."""
    import numpy as np

    places = np.array([(line.at, line.start, line.end) for line in down]).reshape(-1, 3)

    def meets(line: RuledLine, end: float) -> bool:
        near = np.abs(places[:, 0] - end) <= room
        return bool((near & (places[:, 1] - room <= line.at) & (line.at <= places[:, 2] + room)).any())

    return [
        line
        for line in across
        if _length(line) >= long or (meets(line, line.start) and meets(line, line.end))
    ]


def _touches(zone: Any, column: int, top: int, height: int) -> bool:
    inside = 0 <= column < zone.shape[1]
    return inside and bool(zone[top : top + height, column].any())


def _components(strokes: Any) -> Any:
    """(left, top, width, height, its pixels, where these stand) of each stroke, with room above and below."""
    import cv2
    import numpy as np

    count, labels, boxes, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(strokes), connectivity=8)
    for number in range(1, count):
        left, top, width, height = (int(side) for side in boxes[number][:4])
        place = slice(max(top - _BESIDE[1], 0), top + height + _BESIDE[1]), slice(left, left + width)
        yield left, top, width, height, labels[place] == number, place


def _ink(own: Any, inked: Any, crossed: Any) -> _Ink:
    """What a stroke along the rows looks like, aside from where it is crossed."""
    import numpy as np

    free = np.ones(own.shape[1], bool) if crossed is None else ~(crossed & own).any(axis=0)
    length = int(free.sum())
    if length < _CROSSING:  # nothing but crossings: a short side between lines
        return _Ink(length, 1.0, 0, 0.0)
    on = (inked & own).any(axis=0)[free]
    beside = _grown(own, _BESIDE[1]) & ~_grown(own, _BESIDE[0] - 1)
    joined = (inked & beside).any(axis=0)[free]
    return _Ink(length, float(on.mean()), int(np.count_nonzero(on[1:] & ~on[:-1])), float(joined.mean()))


def _grown(own: Any, pixels: int) -> Any:
    """The stroke made thicker at both sides."""
    import cv2
    import numpy as np

    if pixels <= 0:
        return own
    return cv2.dilate(own.astype(np.uint8), np.ones((2 * pixels + 1, 1), np.uint8)) > 0
