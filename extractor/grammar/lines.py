"""The lines of a text by their offsets: what is asked of each is answered once, however long it is."""

import re
from bisect import bisect_right
from itertools import accumulate


class LinesOf:
    """The lines of one text and what patterns found in them."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._starts = [0, *accumulate(len(line) + 1 for line in self._lines[:-1])]
        self._answers: dict[tuple[int, re.Pattern[str]], bool] = {}

    def has(self, pattern: re.Pattern[str], start: int, end: int) -> bool:
        """Whether the pattern is found in one of the lines that a stretch touches; asked once and kept."""
        first, last = (bisect_right(self._starts, at) - 1 for at in (start, end))
        return any(self._has(pattern, line) for line in range(first, last + 1))

    def _has(self, pattern: re.Pattern[str], line: int) -> bool:
        key = (line, pattern)
        if key not in self._answers:
            self._answers[key] = pattern.search(self._lines[line]) is not None
        return self._answers[key]
