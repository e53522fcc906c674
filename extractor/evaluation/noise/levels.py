"""Named noise levels: the rows of the target table, and a few that are measured beside them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """Rates of everything that may go wrong. All are chances between 0 and 1 but ``slips``."""

    name: str
    title: str
    text_noise: bool = False
    """Each harmless operator may act: radicals, full width, furniture, 件, notes, thousands, splits, gaps."""
    letters: float = 0.0
    """Of the values, one digit as a letter."""
    labels: float = 0.0
    """Of the characters of labels and of the headings of the table sections."""
    swaps: float = 0.0
    """Of the values, one digit for another."""
    lost: float = 0.0
    """Of the values, nothing printed."""
    slips: tuple[int, int] = (0, 0)
    """Least and most wrong figures of the issuer in 表三 and 表四."""
    blanks: bool = False
    """Zeros printed as blanks or dashes, or a total left blank, in layouts that keep blanks."""
    dropped: bool = False
    """Zeros printed as blanks in layouts that drop them: some places cannot be decided."""
    broken: float = 0.0
    """Of the values, run together with a neighbour or split over two cells."""
    reordered: float = 0.0
    """Of the rows of numbers, changed places with the row below, label and all."""


LEVELS = {
    level.name: level
    for level in (
        Level("clean", "no noise"),
        Level("text", "text noise only", text_noise=True),
        Level("marked", "marked misreads: letters 2 %, label characters 2 %", letters=0.02, labels=0.02),
        Level("swaps-1", "digit for digit in 1 % of values", swaps=0.01),
        Level("swaps-3", "swaps 3 %, label characters 5 %, lost 1 %", swaps=0.03, labels=0.05, lost=0.01),
        Level("slips", "1-3 issuer slips, clean text", slips=(1, 3)),
        Level(
            "slips-ocr",
            "1-3 issuer slips, letters 2 %, label characters 2 %, swaps 1 %",
            slips=(1, 3),
            letters=0.02,
            labels=0.02,
            swaps=0.01,
        ),
        Level("blanks", "zeros or totals left blank, blanks kept", blanks=True),
        Level("blanks-dropped", "zeros left blank, blanks dropped", dropped=True),
        Level("broken", "neighbours merged or split over cells, 0.5 % of values each", broken=0.005),
        Level("reordered", "2 % of the rows change places with the row below", reordered=0.02),
    )
}
"""Levels by name. ``clean`` to ``slips-ocr`` are the rows of the target table."""
TARGET_LEVELS = ("clean", "text", "marked", "swaps-1", "swaps-3", "slips", "slips-ocr")
