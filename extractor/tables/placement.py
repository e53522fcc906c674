"""In which columns the printed numbers of one row may stand: every placement with its cost.

Position is evidence, never proof: separators, blank lines and display columns make a placement cheap, the
printed order limits it, and the identities decide between those that remain.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from typing import NamedTuple

from extractor.tables.number_readings import Mark, NumberReading
from extractor.tables.style import Style, place
from extractor.tables.tokens import Kind, Token, without_blanks

JOINED = 1.5
"""Two neighbouring pieces are one number (1 2 for 12): near each other, or parted by the end of a line."""
CUT = 2.0
"""One piece is two neighbouring numbers (00 for 0 and 0)."""
DROPPED = 2.5
"""A piece is no number of this row (a page number, a list number)."""
UNSUPPORTED = 0.2
"""A placement by order alone, where nothing printed shows the place."""
AGAINST_POSITION = 1.5
"""A placement that the separators or the display columns speak against."""
LOST = 1.0
"""A number is missing from a table that prints its zeros."""
_SHIFT = 0.3
_MAX_PLACEMENTS = 160
_MAX_VARIANTS = 60

ReadToken = Callable[[Token], tuple[NumberReading, ...]]


class Pick(NamedTuple):
    """What is printed in a cell: its token(s) and the numbers it may stand for."""

    start: int
    end: int
    readings: tuple[NumberReading, ...]
    """Empty for a placeholder, and for a print that is no number."""
    unread: bool = False
    """Something is printed that is no number and does not say "nothing" either."""


def is_unread(item: Pick | None, value: int | None) -> bool:
    """Whether a print is none of the numbers that a sum can take: not known, and never 0."""
    return item is not None and value is None and (item.unread or bool(item.readings))


@dataclass(frozen=True, slots=True)
class Placement:
    """One way to spread the printed pieces over the columns."""

    picks: tuple[Pick | None, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to read a row: a placement with one reading chosen for every cell."""

    picks: tuple[Pick | None, ...]
    values: tuple[int | None, ...]
    """None where nothing is printed, or a placeholder."""
    marks: tuple[Mark | None, ...]
    cost: float
    derived: frozenset[int] = frozenset()
    """Positions of which nothing is printed and whose value was taken from the sum that they stand in."""


def pick(token: Token, read: ReadToken) -> Pick:
    """The pick of a single token."""
    readings = () if token.kind is Kind.PLACEHOLDER else read(token)
    return Pick(token.start, token.end, readings, not readings and token.kind is Kind.NUMBER)


def _by_fields(tokens: Sequence[Token], width: int, read: ReadToken) -> Iterator[Placement]:
    """Windows of the fields of separated lines that hold all figures."""
    fields = list(tokens)
    fields += [Token(Kind.BLANK, 0, 0, "", 0, -1, 0)] * max(0, width - len(fields))
    for shift in _shifts(fields, width):
        window = fields[shift : shift + width]
        picks = tuple(None if t.kind is Kind.BLANK else pick(t, read) for t in window)
        yield Placement(picks, _SHIFT * shift)
        if sum(t.kind is Kind.BLANK for t in window) == 1:  # further blanks are no run-over number's
            yield from _run_over(window, picks, _SHIFT * shift, read)


def _shifts(fields: Sequence[Token], width: int) -> list[int]:
    """Where windows of a row's width begin that hold all its figures."""
    filled = [i for i, token in enumerate(fields) if token.kind is not Kind.BLANK]
    shifts = range(len(fields) - width + 1)
    return [shift for shift in shifts if filled and shift <= filled[0] and filled[-1] < shift + width]


def windows(tokens: Sequence[Token], width: int) -> int:
    """In how many ways the fields of a separated line, more than a row has cells, may be its cells."""
    return len(_shifts(tokens, width))


def _run_over(
    window: Sequence[Token], picks: tuple[Pick | None, ...], cost: float, read: ReadToken
) -> Iterator[Placement]:
    """Placements in which a number ran over into the field of its neighbour: 44 and a blank for 4 and 4."""
    for index, (token, after) in enumerate(pairwise(window)):
        if token.kind is Kind.NUMBER and after.kind is Kind.BLANK:
            for left, right in _halves(token, read):
                yield Placement((*picks[:index], left, right, *picks[index + 2 :]), cost + LOST)


def _nearest(figures: Sequence[Token], style: Style) -> set[tuple[int, ...]]:
    """Columns of a line's figures by display position; empty if two of them fall on one column."""
    places = tuple(place(token, style) for token in figures)
    return {places} if all(a < b for a, b in pairwise(places)) else set()


def _by_gaps(figures: Sequence[Token], width: int, style: Style) -> set[tuple[int, ...]]:
    """Columns of figures on lines of their own, each further blank line being a blank cell.

    Empty unless such blank lines stand for blank cells in this table. Where blank lines before the first
    number may also part it from the header, every start is possible.
    """
    if not style.shows_gaps:
        return set()
    lead = style.blanks_before(figures[0]) if style.gap_step else figures[0].gap // style.blank_lines
    places = [0]
    for token in figures[1:]:
        places.append(places[-1] + 1 + style.blanks_before(token))
    # without any blank line before it, the first number stands in the first cell
    starts = [lead] if style.lead_shows or not lead else range(width - places[-1])
    return {tuple(start + p for p in places) for start in starts if start + places[-1] < width}


def _shown(figures: Sequence[Token], width: int, style: Style) -> set[tuple[int, ...]]:
    """Columns of figures, fewer than the row has cells and in no fields, by where they stand."""
    same_line = len({token.line for token in figures}) == 1
    if style.columns and same_line and figures[0].field < 0:
        return _nearest(figures, style)
    if same_line and (len(figures) > 1 or not style.shows_gaps):
        return set()  # lines say nothing of the places on one of them
    return _by_gaps(figures, width, style)


def shown_places(tokens: Sequence[Token], width: int, style: Style) -> set[tuple[int, ...]]:
    """The ways to place the figures of a row that its print shows; none where it shows their order only."""
    figures = without_blanks(tokens)
    if len(figures) >= width or not figures:
        return {tuple(range(width))} if len(figures) == width else set()
    if not any(token.field >= 0 for token in tokens):
        return _shown(figures, width, style)
    filled = [i for i, token in enumerate(tokens) if token.kind is not Kind.BLANK]
    return {tuple(i - shift for i in filled) for shift in _shifts(tokens, width)}


def _place(picks: Sequence[Pick], places: Sequence[int], width: int, cost: float) -> Placement:
    cells: list[Pick | None] = [None] * width
    for column, item in zip(places, picks, strict=True):
        cells[column] = item
    return Placement(tuple(cells), cost)


def _too_few(figures: Sequence[Token], width: int, style: Style, read: ReadToken) -> Iterator[Placement]:
    picks = [pick(token, read) for token in figures]
    missing = (LOST if style.prints_zeros else 0.0) * (width - len(figures))
    shown = _shown(figures, width, style)
    for places in combinations(range(width), len(figures)):
        if not shown:
            yield _place(picks, places, width, missing + UNSUPPORTED)
        else:
            yield _place(picks, places, width, missing + (0.0 if places in shown else AGAINST_POSITION))
    if len(figures) == width - 1:
        yield from _cut_one(figures, picks, style, read)


def _cut_one(
    figures: Sequence[Token], picks: Sequence[Pick], style: Style, read: ReadToken
) -> Iterator[Placement]:
    """Placements in which one piece is two numbers."""
    for index, token in enumerate(figures):
        for halves in _halves(token, read):
            yield Placement((*picks[:index], *halves, *picks[index + 1 :]), CUT)


def _halves(token: Token, read: ReadToken) -> Iterator[tuple[Pick, Pick]]:
    """A piece cut into two numbers at every place."""
    for at in range(1, len(token.text)):
        left = token._replace(text=token.text[:at], end=token.start + at)
        right = token._replace(text=token.text[at:], start=token.start + at)
        first, second = (Pick(t.start, t.end, _marked(read(t), Mark.MERGED)) for t in (left, right))
        if first.readings and second.readings:
            yield first, second


def _marked(readings: tuple[NumberReading, ...], mark: Mark) -> tuple[NumberReading, ...]:
    return tuple(reading._replace(mark=reading.mark or mark) for reading in readings)


def _too_many(figures: Sequence[Token], width: int, read: ReadToken) -> Iterator[Placement]:
    """Placements in which neighbouring pieces are joined or pieces are left out."""
    surplus = len(figures) - width
    picks = [pick(token, read) for token in figures]
    if surplus > 2:
        yield Placement(tuple(picks[-width:]), DROPPED * surplus)
        yield Placement(tuple(picks[:width]), DROPPED * surplus)
        return
    for dropped in combinations(range(len(figures)), surplus):
        kept = [p for i, p in enumerate(picks) if i not in dropped]
        yield Placement(tuple(kept), DROPPED * surplus)
    for joins in combinations(_joints(figures), surplus):
        joined = _joined(figures, picks, set(joins), read)
        if joined is not None and len(joined) == width:
            yield Placement(tuple(joined), JOINED * surplus)


def _joints(figures: Sequence[Token]) -> list[int]:
    """Pieces that may be one number with the next: as near as any two on a line, or parted by its end.

    A cell that wraps breaks its number where its line ends; where each number has a line of its own, none is.
    What stands in two fields is not one number.
    """
    steps = [b.start - a.end for a, b in pairwise(figures) if a.line == b.line]
    near = min(steps, default=0) + 1
    return [
        at
        for at, (left, right) in enumerate(pairwise(figures))
        if (
            right.start - left.end <= near and (left.field == right.field or -1 in (left.field, right.field))
            if left.line == right.line
            else bool(steps)
        )
    ]


def _joined(
    figures: Sequence[Token], picks: Sequence[Pick], joins: set[int], read: ReadToken
) -> list[Pick] | None:
    cells, index = [], 0
    while index < len(figures):
        if index in joins:
            left, right = figures[index], figures[index + 1]
            both = left._replace(text=f"{left.text} {right.text}", end=right.end)
            readings = read(both)
            if not readings or index + 1 in joins:
                return None
            cells.append(Pick(left.start, right.end, readings))
            index += 2
        else:
            cells.append(picks[index])
            index += 1
    return cells


def placements(tokens: Sequence[Token], width: int, style: Style, read: ReadToken) -> list[Placement]:
    """All placements of a row's tokens, the cheapest first."""
    figures = without_blanks(tokens)
    if not figures:
        return [Placement((None,) * width, 0.0)]
    if len(figures) == width:
        return [Placement(tuple(pick(token, read) for token in figures), 0.0)]
    found: list[Placement] = []
    fielded = any(token.field >= 0 for token in tokens)
    if fielded and len(figures) < width:
        found += _by_fields(tokens, width, read)
    if len(figures) < width and not found:
        found += _too_few(figures, width, style, read)
    if len(figures) > width:
        found += _too_many(figures, width, read)
    found.sort(key=lambda placement: placement.cost)
    return found[:_MAX_PLACEMENTS]


def variants(placement: Placement) -> list[Variant]:
    """All choices of readings for a placement, the cheapest first; only whole numbers are choices."""
    options: list[tuple[NumberReading | None, ...]] = []
    for item in placement.picks:
        whole = () if item is None else tuple(r for r in item.readings if r.value == int(r.value))
        options.append(whole or (None,))
    wild = [len(option) for option in options if len(option) > 1]
    if len(wild) > 6:
        options = [option[:1] for option in options]
    found: list[Variant] = []
    for choice in product(*options):
        cost = placement.cost + sum(r.cost for r in choice if r is not None)
        values = tuple(None if r is None else int(r.value) for r in choice)
        marks = tuple(None if r is None else r.mark for r in choice)
        found.append(Variant(placement.picks, values, marks, cost))
    found.sort(key=lambda variant: variant.cost)
    return found[:_MAX_VARIANTS]
