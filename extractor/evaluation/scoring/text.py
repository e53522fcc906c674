"""Comparing places and names."""

from functools import cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from opencc import OpenCC

LEAST_OVERLAP = 0.5
"""Two spans with less than half of their characters in common are two statements."""


class HasOffsets(Protocol):
    """Anything with half-open offsets."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """One past the last."""


def overlap(one: HasOffsets, other: HasOffsets) -> float:
    """Characters in common by characters of either (intersection over union), 0 to 1."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(0, shared) / (max(one.end, other.end) - min(one.start, other.start) or 1)


def folded(words: str) -> str:
    """Words without white space, radicals and traditional forms."""
    from cjkfold import fold

    return str(_simplified().convert(fold("".join(words.split()))))


@cache
def _simplified() -> "OpenCC":
    from opencc import OpenCC

    return OpenCC("t2s")
