"""Places of the disputes numbers: fifteen cells in three blocks on one printed line."""

from collections.abc import Sequence

from extractor.tables.placement import LOST, UNSUPPORTED, Pick, Placement, ReadToken, pick, placements
from extractor.tables.style import Style, shows_places
from extractor.tables.tokens import Kind, Token

BLOCK = 5
_WIDTH = 3 * BLOCK
_LIMIT = 300
_MAX_STEPS = 20_000


def _value(item: Pick | None) -> int:
    return int(item.readings[0].value) if item is not None and item.readings else 0


def _block_fits(cells: Sequence[Pick | None], blank_totals: bool) -> bool:
    """Whether the parts of a block add up to its total, or the total alone is not printed."""
    if blank_totals and cells[-1] is None:
        return True
    return sum(map(_value, cells[:-1])) == _value(cells[-1])


class _Spreader:
    """Finds the places of numbers in three blocks that add up; a zero counts like a blank.

    Zeros go to the first free place, since moving them changes no value; every other number is tried
    in every place behind its forerunner.
    """

    def __init__(self, picks: Sequence[Pick], *, blank_totals: bool) -> None:
        self.picks = picks
        self.blank_totals = blank_totals
        self.steps = 0
        self.found: dict[tuple[int, ...], tuple[Pick | None, ...]] = {}

    def spread(self, index: int = 0, cells: tuple[Pick | None, ...] = ()) -> None:
        """Try all places of the picks from ``index`` on behind the cells that are filled."""
        self.steps += 1
        if self.steps > _MAX_STEPS or len(self.found) >= _LIMIT:
            return
        if index == len(self.picks):
            full = cells + (None,) * (_WIDTH - len(cells))
            if self._fits(full, len(cells) // BLOCK * BLOCK, _WIDTH):
                self.found.setdefault(tuple(map(_value, full)), full)
            return
        item = self.picks[index]
        last = _WIDTH - (len(self.picks) - index)
        for place in range(len(cells), last + 1):
            longer = (*cells, *[None] * (place - len(cells)), item)
            if self._fits(longer, len(cells) // BLOCK * BLOCK, len(longer) // BLOCK * BLOCK):
                self.spread(index + 1, longer)
                if _value(item) == 0:
                    break

    def _fits(self, cells: Sequence[Pick | None], start: int, end: int) -> bool:
        blocks = (cells[b : b + BLOCK] for b in range(start, end, BLOCK))
        return all(_block_fits(block, self.blank_totals) for block in blocks)


def _spread(picks: Sequence[Pick]) -> list[tuple[Pick | None, ...]]:
    """Places that add up; only if there are none, those with totals of which nothing is printed."""
    for blank_totals in (False, True):
        spreader = _Spreader(picks, blank_totals=blank_totals)
        spreader.spread()
        if spreader.found:
            return list(spreader.found.values())
    return []


def dispute_placements(tokens: Sequence[Token], style: Style, read: ReadToken) -> list[Placement]:
    """Placements of the disputes tokens where fewer than fifteen are printed and nothing shows the place.

    Empty where the ordinary placements serve.
    """
    figures = [token for token in tokens if token.kind is not Kind.BLANK]
    if not figures or shows_places(tokens, _WIDTH, style):
        return []
    picks = [pick(token, read) for token in figures]
    missing = _WIDTH - len(figures)
    cost = UNSUPPORTED + (LOST * missing if style.prints_zeros else 0.0)
    found = [Placement(cells, cost) for cells in _spread(picks)]
    if style.prints_zeros:
        found += placements(tokens, _WIDTH, style, read)
    if not found:
        found.append(Placement((*picks, *[None] * missing), cost))
    return found
