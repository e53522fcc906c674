"""What parts the numbers of a row from its label and from what follows: the same in nearly all rows.

Where a row lacks it, a piece of the text is lost there, and whatever took it may have taken digits: of
行政强制, a line end, a tab and 144 a lost stretch leaves 行政强制44. Over such rows no sum tells.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from extractor.tables.alignment import Placed
from extractor.tables.tokens import Token, without_blanks

UNPARTED = (
    "数字前后缺少其他行都有的分隔,数字可能不全 / what parts numbers from labels in all other rows is missing "
    "here: digits may be lost"
)
PARTED = (
    "页码等文字插在该行数字中间,数字的先后可能已变 / something else, a page number say, stands between "
    "the numbers of this row: their order may have changed"
)
_FOREIGN = re.compile(r"\d|页")
_LEAST_ROWS = 4
_MOST_SHARE = 0.25


def unparted_rows(placed: Mapping[str, Placed], widths: Mapping[str, int], text: str) -> list[str]:
    """Rows before whose first number, or behind whose last, another sign stands than in nearly all others.

    Behind whole rows only, and only a line end where others print more: notes may follow any number.
    """
    figures = {key: own for key, there in placed.items() if (own := without_blanks(there.tokens))}
    whole = {key: own for key, own in figures.items() if len(own) == widths[key]}
    behind = {key: _behind(own, text) for key, own in whole.items()}
    ends = [key for key in _unlike_others(behind) if not behind[key]]
    return [*_unlike_others({key: _before(own, text) for key, own in figures.items()}), *ends]


def _before(figures: Sequence[Token], text: str) -> str:
    """What stands right before the first number; all letters are one sign."""
    sign = text[max(0, figures[0].start - 1) : figures[0].start]
    return "a" if sign.isalpha() else sign


def _behind(figures: Sequence[Token], text: str) -> str:
    """What stands behind the last number on its line."""
    line, _, _ = text[figures[-1].end :].partition("\n")
    return line.strip(" ")[:1]


def _unlike_others(signs: Mapping[str, str]) -> list[str]:
    usual, count = Counter(signs.values()).most_common(1)[0] if signs else ("", 0)
    few = len(signs) >= _LEAST_ROWS and len(signs) - count <= _MOST_SHARE * len(signs)
    return [key for key, sign in signs.items() if sign != usual] if few else []


def parted_rows(placed: Mapping[str, Placed], text: str) -> Iterator[str]:
    """Rows between whose numbers, each on a line of its own, stands a number that is none of the row.

    A converter that goes on there with another page, or another part of one, keeps no order within the row.
    """
    for key, there in placed.items():
        lines = [token for token in there.tokens if token.text]
        gaps = (text[a.end : b.start] for a, b in pairwise(lines) if a.line != b.line and a.end <= b.start)
        if any(_FOREIGN.search(gap) for gap in gaps):
            yield key
