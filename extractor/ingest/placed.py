"""Glyphs and boxes on a page, and turns of the page by quarters."""

from typing import NamedTuple

from extractor.records import Box


class Glyph(NamedTuple):
    """One character with its place, in points from the top left corner of the upright page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> float:
        """Height of the line that it stands in, about the font size."""
        return self.bottom - self.top


class Turn(NamedTuple):
    """A clockwise turn by quarters of a page that is ``width`` by ``height`` before it."""

    quarters: int
    width: float
    height: float

    def box(self, box: Box) -> Box:
        """The box after the turn."""
        left, top, right, bottom = box
        if self.quarters == 1:
            return self.height - bottom, left, self.height - top, right
        if self.quarters == 2:
            return self.width - right, self.height - bottom, self.width - left, self.height - top
        if self.quarters == 3:
            return top, self.width - right, bottom, self.width - left
        return box

    @property
    def size(self) -> tuple[float, float]:
        """Width and height after the turn."""
        return (self.height, self.width) if self.quarters % 2 else (self.width, self.height)

    def back(self) -> "Turn":
        """The turn that undoes this one."""
        return Turn(-self.quarters % 4, *self.size)
