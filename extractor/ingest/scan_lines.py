"""The lines drawn on a picture of a page, told from long strokes of its characters.

A border is straight, thin and alone, and an upright one ends on level ones. The strokes of characters chain
over tight lines of print too, but with gaps between the characters, and other strokes join them. So level
lines are told by their ink; upright strokes are cut where level lines cross them, and each piece must stand
from line to line, be as thick as the others, and mostly have others in line with it.
"""

from collections.abc import Iterator
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
_WANDER, _CORNER = 4, 10
"""Pixels to the side and beyond its ends by which a line that is drawn wanders."""


class DrawnLines(NamedTuple):
    """Horizontal and vertical lines in pixels, and a mask of their ink."""

    across: list[RuledLine]
    down: list[RuledLine]
    drawn: Any


class _Stroke(NamedTuple):
    """A stroke along the rows of a mask: what line it makes, its pixels, where these stand, its thickness."""

    line: RuledLine
    own: Any
    place: tuple[slice, slice]
    height: int


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
    import cv2
    import numpy as np

    wide, tall = (_strokes(mask, dots_per_inch, flat) for flat in (True, False))
    level = _level(mask, wide, tall)
    zone = cv2.dilate(_inked(level, mask.shape), np.ones((2 * _CROSSING + 1, 1), np.uint8))
    upright = _upright(mask, tall, zone, _ALONE_INCHES * dots_per_inch)
    down = [stroke.line for stroke in upright]
    level = _ending_on(level, down, _END_INCHES * dots_per_inch, _OPEN * mask.shape[1])
    drawn = _near(wide, _inked(level, mask.shape), flat=True)
    drawn |= _near(tall, _inked(upright, mask.shape[::-1]).T, flat=False)
    return DrawnLines([stroke.line for stroke in level], down, drawn)


def _near(strokes: Any, drawn: Any, flat: bool) -> Any:
    """Lines with the strokes of their direction that lie on them or go on from their ends."""
    import cv2
    import numpy as np

    room = (2 * _WANDER + 1, 2 * _CORNER + 1) if flat else (2 * _CORNER + 1, 2 * _WANDER + 1)
    around = cv2.dilate(np.ascontiguousarray(drawn), np.ones(room, np.uint8))
    return (around & strokes) | drawn


def _inked(strokes: list[_Stroke], shape: tuple[int, int]) -> Any:
    """A mask of the pixels of strokes."""
    import numpy as np

    found = np.zeros(shape, np.uint8)
    for stroke in strokes:
        found[stroke.place] |= np.where(stroke.own, np.uint8(255), np.uint8(0))
    return found


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


def _level(mask: Any, wide: Any, tall: Any) -> list[_Stroke]:
    """Level lines."""
    import cv2
    import numpy as np

    crossed = cv2.dilate(tall, np.ones((1, 2 * _CROSSING + 1), np.uint8)) > 0
    found = []
    solid, other = _LEVEL_JOINED
    for stroke in _components(wide, 0.0):
        ink = _ink(stroke.own, mask[stroke.place] > 0, crossed[stroke.place])
        if (ink.is_solid and ink.joined <= solid) or (ink.is_worn and ink.joined <= other):
            found.append(stroke)
    return found


def _upright(mask: Any, tall: Any, zone: Any, alone: float) -> list[_Stroke]:
    """Pieces of upright lines, each from one level line to the next.

    Those up to ``alone`` long have others in line with them. Where a level line ends on one from a side,
    it is crossed like others: that line is no print that joins it.
    """
    import cv2
    import numpy as np

    sure: list[_Stroke] = []
    doubtful: list[_Stroke] = []
    turned, ends = np.ascontiguousarray(mask.T), np.ascontiguousarray(zone.T) > 0
    met = cv2.dilate(np.ascontiguousarray(zone.T), np.ones((2 * _BESIDE[1] + 1, 1), np.uint8)) > 0
    for stroke in _components(np.where(ends, 0, tall.T), 2.0 * _CROSSING):
        rows, columns = stroke.place
        if columns.stop - columns.start < _SHORTEST:
            continue
        if not (
            ends[rows, max(columns.start - 1, 0)].any()
            and ends[rows, min(columns.stop, ends.shape[1] - 1)].any()
        ):
            continue
        ink = _ink(stroke.own, turned[stroke.place] > 0, met[stroke.place])
        if (ink.is_solid or ink.is_worn) and ink.joined <= _UPRIGHT_JOINED:
            sure.append(stroke)
        elif ink.is_worn and ink.joined <= _IN_LINE_JOINED:
            doubtful.append(stroke)
    lengths = [max(int(_length(stroke.line)), 1) for stroke in sure]
    usual = float(np.median(np.repeat([stroke.height for stroke in sure], lengths))) if sure else 0.0
    sure = [stroke for stroke in sure if abs(stroke.height - usual) <= _ALIKE]
    places = np.array([stroke.line.at for stroke in (*sure, *doubtful)])
    in_line = [int(np.sum(np.abs(places - stroke.line.at) <= _IN_LINE)) for stroke in sure]
    sure = [stroke for stroke, n in zip(sure, in_line, strict=True) if n > 1 or _length(stroke.line) > alone]
    places = np.array([stroke.line.at for stroke in sure])
    kept = [s for s in doubtful if places.size and np.abs(places - s.line.at).min() <= _IN_LINE]
    return sure + kept


def _length(line: RuledLine) -> float:
    return line.end - line.start


def _ending_on(level: list[_Stroke], down: list[RuledLine], room: float, long: float) -> list[_Stroke]:
    """Level lines that end on upright ones; those of a table that is open at its sides are ``long``."""
    import numpy as np

    places = np.array([(line.at, line.start, line.end) for line in down]).reshape(-1, 3)

    def meets(line: RuledLine, end: float) -> bool:
        near = np.abs(places[:, 0] - end) <= room
        return bool((near & (places[:, 1] - room <= line.at) & (line.at <= places[:, 2] + room)).any())

    return [
        stroke
        for stroke in level
        if _length(stroke.line) >= long
        or (meets(stroke.line, stroke.line.start) and meets(stroke.line, stroke.line.end))
    ]


def _components(strokes: Any, reach: float) -> Iterator[_Stroke]:
    """Each stroke along the rows, its line longer by ``reach`` at both ends, with room above and below."""
    import cv2
    import numpy as np

    count, labels, boxes, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(strokes), connectivity=8)
    for number in range(1, count):
        left, top, width, height = (int(side) for side in boxes[number][:4])
        place = slice(max(top - _BESIDE[1], 0), top + height + _BESIDE[1]), slice(left, left + width)
        line = RuledLine(top + height / 2, left - reach, left + width + reach)
        yield _Stroke(line, labels[place] == number, place, height)


def _ink(own: Any, inked: Any, crossed: Any) -> _Ink:
    """What a stroke along the rows looks like, aside from where it is crossed."""
    import numpy as np

    free = ~(crossed & own).any(axis=0)
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
