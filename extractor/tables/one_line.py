"""Tables whose rows stand side by side on one printed line, as the disputes do: their numbers and places."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from extractor.forms import TableForm
from extractor.tables.heads import column_named
from extractor.tables.labels import bare
from extractor.tables.placement import LOST, UNSUPPORTED, Pick, Placement, ReadToken, pick, placements
from extractor.tables.style import Style, shows_places
from extractor.tables.tokens import Kind, Line, Token, without_blanks

_MAY_LACK = 2
"""A line that lacks so many of the table's numbers is the whole line of numbers."""
_MIN_PART = 3
"""A line of so many numbers in such a table is a part of it; a shorter one may be a page number."""
_LIMIT = 300
_MAX_STEPS = 20_000


class LineShape(NamedTuple):
    """How the numbers of a table stand on its line."""

    width: int
    """Numbers on the whole line."""
    block: int
    """Numbers of one row."""
    ends_in_total: bool
    """Every row is as wide as the others, and its last number is the sum of those before it."""


def line_shape(form: TableForm) -> LineShape:
    """The shape of a table of layout ``line``."""
    widths = {len(row.columns) for row in form.rows}
    totals = all(
        form.parts_of.get((row.key, row.columns[-1].key))
        == tuple((row.key, column.key) for column in row.columns[:-1])
        for row in form.rows
    )
    return LineShape(form.cell_count, len(form.rows[0].columns), totals and len(widths) == 1)


@cache
def header_cues(form: TableForm) -> re.Pattern[str]:
    """The pattern of what only the table's header prints; labels of its columns where none are declared."""
    words = form.cues or tuple(label for row in form.rows for c in row.columns for label in c.labels)
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def looks_complete(tokens: Sequence[Token], form: TableForm) -> bool:
    """Whether nearly all numbers of the table are printed."""
    return sum(bool(token.text) for token in tokens) >= form.cell_count - _MAY_LACK


def _value(item: Pick | None) -> int:
    return int(item.readings[0].value) if item is not None and item.readings else 0


def _block_fits(cells: Sequence[Pick | None], blank_totals: bool) -> bool:
    """Whether the parts of a block add up to its total, or the total alone is not printed."""
    if blank_totals and cells[-1] is None:
        return True
    return sum(map(_value, cells[:-1])) == _value(cells[-1])


class _Spreader:
    """Finds the places of numbers in blocks that add up; a zero counts like a blank.

    Zeros go to the first free place, since moving them changes no value; every other number is tried
    in every place behind its forerunner.
    """

    def __init__(self, picks: Sequence[Pick], shape: LineShape, *, blank_totals: bool) -> None:
        self.picks = picks
        self.width, self.block = shape.width, shape.block
        self.blank_totals = blank_totals
        self.steps = 0
        self.found: dict[tuple[int, ...], tuple[Pick | None, ...]] = {}

    def spread(self, index: int = 0, cells: tuple[Pick | None, ...] = ()) -> None:
        """Try all places of the picks from ``index`` on behind the cells that are filled."""
        self.steps += 1
        if self.steps > _MAX_STEPS or len(self.found) >= _LIMIT:
            return
        if index == len(self.picks):
            full = cells + (None,) * (self.width - len(cells))
            if self._fits(full, len(cells), self.width):
                self.found.setdefault(tuple(map(_value, full)), full)
            return
        item = self.picks[index]
        last = self.width - (len(self.picks) - index)
        for place in range(len(cells), last + 1):
            longer = (*cells, *[None] * (place - len(cells)), item)
            if self._fits(longer, len(cells), len(longer)):
                self.spread(index + 1, longer)
                if _value(item) == 0:
                    break

    def _fits(self, cells: Sequence[Pick | None], start: int, end: int) -> bool:
        """Whether the blocks add up that end between two lengths of the line."""
        first, last = start // self.block * self.block, end // self.block * self.block
        blocks = (cells[b : b + self.block] for b in range(first, last, self.block))
        return all(_block_fits(block, self.blank_totals) for block in blocks)


def _spread(picks: Sequence[Pick], shape: LineShape) -> list[tuple[Pick | None, ...]]:
    """Places that add up; only if there are none, those with totals of which nothing is printed."""
    for blank_totals in (False, True):
        spreader = _Spreader(picks, shape, blank_totals=blank_totals)
        spreader.spread()
        if spreader.found:
            return list(spreader.found.values())
    return []


def line_placements(
    tokens: Sequence[Token], form: TableForm, style: Style, read: ReadToken
) -> list[Placement]:
    """Placements of the tokens where fewer than the form's are printed and nothing shows the place.

    Empty where the ordinary placements serve.
    """
    figures = without_blanks(tokens)
    shape = line_shape(form)
    if not figures or not shape.ends_in_total or shows_places(tokens, shape.width, style):
        return []
    picks = [pick(token, read) for token in figures]
    missing = shape.width - len(figures)
    cost = UNSUPPORTED + (LOST * missing if style.prints_zeros else 0.0)
    found = [Placement(cells, cost) for cells in _spread(picks, shape)]
    if style.prints_zeros:
        found += placements(tokens, shape.width, style, read)
    if not found:
        found.append(Placement((*picks, *[None] * missing), cost))
    return found


def line_tokens(lines: Sequence[Line], form: TableForm) -> tuple[Token, ...]:
    """The fields of the line of numbers, or all numbers behind the headers where there is no such line."""
    full = max(lines, key=lambda line: line.figures, default=None)
    if full is None:
        return ()
    fields = _cells_of(full)
    width, block, _ = line_shape(form)
    if not full.figures or full.figures >= width - _MAY_LACK or (full.separated and len(fields) >= width):
        return fields
    cues = header_cues(form)
    headers = [i for i, line in enumerate(lines) if any(cues.search(t.text) for t in line.tokens)]
    begin = headers[0] if headers else 0
    while begin and _is_a_column(lines[begin - 1], form):
        begin -= 1  # a list of columns whose first ones have no words of the header alone
    behind = [line for line in lines[begin:] if line.figures] or [full]
    if full.separated and len(fields) >= block:
        since = lines[lines.index(behind[0]) :]
        parts = [line for line in since if line.figures >= _MIN_PART or (line.separated and _cells_of(line))]
        return fields if len(parts) < 2 else _joined_cells(parts, width)
    return tuple(t._replace(field=-1) for line in behind for t in _cells_of(line) if t.text)


def _is_a_column(line: Line, form: TableForm) -> bool:
    """Whether a line is the label of a column and its one number."""
    labels = [token for token in line.tokens if token.kind is Kind.LABEL]
    named = [column_named(bare(token.text), form.rows[0].columns) for token in labels]
    return len(form.rows) == 1 and line.figures == 1 and len(named) == 1 and named[0] is not None


def are_blocks_run_together(tokens: Sequence[Token], lines: Sequence[Line], form: TableForm) -> bool:
    """Whether one piece for each block, or for all of them, has digits for all cells."""
    figures = without_blanks(tokens)
    digits = sum(len(token.text) for token in figures)
    short = len(figures) <= len(form.rows) and digits >= form.cell_count
    return short or any(line.run_on for line in lines)


def _cells_of(line: Line) -> tuple[Token, ...]:
    return tuple(token for token in line.tokens if token.kind is not Kind.LABEL)


def _joined_cells(parts: Sequence[Line], width: int) -> tuple[Token, ...]:
    """The cells of a line of numbers that a page break cut, or of blocks that stand below each other.

    Blanks are kept only where the fields make up the whole table, without or with the empty fields that the
    outer pipes of a line give; otherwise their places are unknown.
    """
    fields = [list(_cells_of(line)) for line in parts]
    inner = [cells[not cells[0].text : len(cells) - (not cells[-1].text)] for cells in fields]
    for choice in (fields, inner):
        if sum(map(len, choice)) == width:
            return tuple(token for cells in choice for token in cells)
    return tuple(token._replace(field=-1) for cells in fields for token in cells if token.text)
