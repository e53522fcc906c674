"""The lines of a document as headings are looked for in them."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.records import SectionKey

_LONG_LINE = 300
_SHORT_LINE = 60
_UNSEEN = r"\s\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
UNSEEN = re.compile(rf"[{_UNSEEN}]+")
"""White space and characters without width."""
_SPACE = re.compile(rf"[|{_UNSEEN}]+|\[[a-z]+:[^\]]*\]")


class HeadingLine(NamedTuple):
    """A printed line, or a part of a long one, with its place in the text."""

    start: int
    end: int
    text: str
    """Without white space."""


class Heading(NamedTuple):
    """A place where a section may start."""

    key: SectionKey
    start: int
    end: int
    """End of the heading's words: the body starts here."""
    score: float


def lines_of(
    characters: str, inside: Callable[[str], Sequence[int]], long: int = _LONG_LINE, short: int = _SHORT_LINE
) -> list[HeadingLine]:
    """The printed lines; a very long one, and one that starts with a heading and holds more, is also broken.

    So is one in which a heading touches the number of a table before it: no sentence does that.
    ``inside`` gives the places in a line where headings start; a line of up to ``short`` stays whole.
    """
    found, at = [], 0
    for raw in characters.split("\n"):
        cuts = [0]
        if len(raw) > short:
            starts = inside(raw)
            touching = any(raw[cut - 1].isdecimal() for cut in starts if cut)
            if len(raw) > long or touching or (len(starts) > 1 and not raw[: starts[0]].strip()):
                cuts += [cut for cut in starts if cut]
        for low, high in pairwise([*cuts, len(raw)]):
            part = raw[low:high]
            squeezed = _SPACE.sub("", part)
            if squeezed:
                lead = len(part) - len(part.lstrip())
                found.append(HeadingLine(at + low + lead, at + low + len(part.rstrip()), squeezed))
        at += len(raw) + 1
    return found


def end_of(line: HeadingLine, characters: str, length: int) -> int:
    """Offset behind the first ``length`` visible characters of the line."""
    seen, at = 0, line.start
    while at < line.end and seen < length:
        gap = _SPACE.match(characters, at, line.end)
        if gap:
            at = gap.end()
            continue
        seen += 1
        at += 1
    return at
