"""Places of the disputes numbers: fifteen cells in three blocks on one printed line."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from extractor.tables.placement import LOST, UNSUPPORTED, Pick, Placement, ReadToken, Style, pick, placements
from extractor.tables.tokens import Kind, Token

BLOCK = 5
_BLOCKS = 3
_LIMIT = 120


def _value(item: Pick | None) -> Decimal:
    return item.readings[0].value if item is not None and item.readings else Decimal(0)


def _block_fits(cells: Sequence[Pick | None]) -> bool:
    """Whether the parts of a block add up to its total, or the total alone is not printed."""
    parts = sum((_value(item) for item in cells[:-1]), Decimal(0))
    return parts == _value(cells[-1]) if cells[-1] is not None else True


def _blocks(picks: Sequence[Pick], left: int) -> Iterator[tuple[Pick | None, ...]]:
    """All ways to spread the picks over the blocks that are left so that every block adds up."""
    if left == 0:
        if not picks:
            yield ()
        return
    for taken in range(min(BLOCK, len(picks)), -1, -1):
        if len(picks) - taken > BLOCK * (left - 1):
            break
        for places in combinations(range(BLOCK), taken):
            cells: list[Pick | None] = [None] * BLOCK
            for place, item in zip(places, picks[:taken], strict=True):
                cells[place] = item
            if _block_fits(cells):
                for rest in _blocks(picks[taken:], left - 1):
                    yield (*cells, *rest)


def dispute_placements(tokens: Sequence[Token], style: Style, read: ReadToken) -> list[Placement]:
    """Placements of the disputes tokens where fewer than fifteen are printed and no field shows the place.

    Empty where the ordinary placements serve.
    """
    width = BLOCK * _BLOCKS
    figures = [token for token in tokens if token.kind is not Kind.BLANK]
    if not figures or len(figures) >= width or any(token.field >= 0 for token in tokens):
        return []
    picks = [pick(token, read) for token in figures]
    cost = UNSUPPORTED + (LOST * (width - len(figures)) if len(figures) > width - 3 else 0.0)
    found: list[Placement] = []
    for cells in _blocks(picks, _BLOCKS):
        # the earliest places first: of readings with equal values one is as good as another
        blanks_before = sum(1 for i, item in enumerate(cells) if item is not None and None in cells[:i])
        found.append(Placement(cells, cost + blanks_before * 1e-3))
        if len(found) >= _LIMIT:
            break
    found.sort(key=lambda placement: placement.cost)
    if found:
        return found
    return (
        placements(tokens, width, style, read)
        if width - len(figures) <= 2
        else [Placement((*picks, *[None] * (width - len(figures))), cost)]
    )
