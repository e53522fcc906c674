"""What a digit run is."""

import re
from decimal import Decimal
from typing import NamedTuple

_RUN = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+|[,，][0-9０-９]{3}(?![0-9０-９]))*")
_ASCII = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


class DigitRun(NamedTuple):
    """One run: half-open canonical offsets and the characters of the run."""

    start: int
    end: int
    words: str

    @property
    def value(self) -> Decimal | None:
        """The number that the run spells; None for a run such as 2019.12.03."""
        plain = self.words.translate(_ASCII).replace(",", "")
        return Decimal(plain) if plain.count(".") <= 1 else None


def digit_runs(text: str) -> tuple[DigitRun, ...]:
    """The digit runs of a text, in order.

    A run is the longest stretch of digits, ASCII or full width, with what stands inside a number: a
    point between digits, or a comma before a group of exactly three. ``1,234.5`` and ``2019.12.03``
    are one run each, ``3，4`` are two; white space and other characters end a run.
    """
    return tuple(DigitRun(match.start(), match.end(), match.group()) for match in _RUN.finditer(text))


_DIGIT = re.compile(r"[0-9０-９]")


def any_digit(text: str, start: int, end: int) -> bool:
    """Whether a digit stands in ``text[start:end]``."""
    return _DIGIT.search(text, start, end) is not None
