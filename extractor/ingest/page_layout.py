"""The content of one page in reading order: lines and grids, page furniture told apart."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from extractor.ingest.composing import Composer, RawCell, RawGrid, TextRun, joined
from extractor.ingest.formats import Parsed
from extractor.ingest.page_lines import PageLine, lines_of
from extractor.ingest.pdf_glyphs import PageContent
from extractor.ingest.placed import Glyph, Turn
from extractor.ingest.rulings import RuledTable, find_tables
from extractor.ingest.text_columns import ColumnBlock, FlowLine, find_columns
from extractor.records import DocumentGrid, GridCell

_TOLERANCE = 2.5
"""Points that two ends of drawn lines may be apart and still meet."""
_PAGE_NUMBER = re.compile(
    r"(?:[-—–~·]\s*)?(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[-—–~·])?(?:\s*[/，,]?\s*(?:共\s*)?\d{1,3}\s*页?)?"
)
_MARGIN = 0.12
"""Page furniture stands in this share of the page's height at its top and bottom."""
_REPEATED = 3
_DOUBT = 0.7
"""Scores below this are named; clean figures score above 0.99."""
_GAP_OF_COLUMNS = 3


class PlacedTable(NamedTuple):
    """A grid and where it stands."""

    top: float
    bottom: float
    grid: RawGrid


class LaidPage(NamedTuple):
    """One page ready to be written down; boxes are upright, ``shown`` turns them."""

    number: int
    width: float
    height: float
    shown: Turn
    items: tuple[PageLine | PlacedTable, ...]
    recognised: bool = False


def lay_out(page: PageContent, number: int) -> LaidPage:
    """Ruled tables as grids, everything else as lines, from the top down."""
    tables = find_tables(page.across, page.down, _TOLERANCE)
    inside: dict[int, dict[int, list[Glyph]]] = {index: {} for index in range(len(tables))}
    rest: list[Glyph] = []
    for glyph in page.glyphs:
        x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
        for index, table in enumerate(tables):
            if (cell := table.cell_at(x, y)) is not None:
                inside[index].setdefault(cell, []).append(glyph)
                break
        else:
            rest.append(glyph)
    items: list[PageLine | PlacedTable] = [
        PlacedTable(table.box[1], table.box[3], _grid(table, inside[index]))
        for index, table in enumerate(tables)
        if inside[index]
    ]
    items += _free_lines(rest)
    items.sort(key=lambda item: item.top)
    return LaidPage(number, page.width, page.height, page.shown, tuple(items))


def _free_lines(glyphs: Sequence[Glyph]) -> list[PageLine]:
    """Lines outside of ruled tables; those with gaps of columns keep their places, prose is closed up."""
    if not glyphs:
        return []
    plain, aligned = lines_of(glyphs), lines_of(glyphs, aligned=True)
    return [
        spread if _has_columns(line) or _beside(plain, index) else line
        for index, (line, spread) in enumerate(zip(plain, aligned, strict=True))
    ]


def _has_columns(line: PageLine) -> bool:
    return any(piece.gap >= _GAP_OF_COLUMNS for piece in line.pieces)


def _beside(lines: Sequence[PageLine], index: int) -> bool:
    """Whether a short line stands between lines with columns, as a wrapped label does."""
    line = lines[index]
    if len(line.text) > 30:
        return False
    near = [*lines[max(index - 2, 0) : index], *lines[index + 1 : index + 3]]
    return any(_has_columns(other) for other in near)


def _grid(table: RuledTable, content: dict[int, list[Glyph]]) -> RawGrid:
    cells = []
    for index, cell in enumerate(table.cells):
        lines = [list(line.pieces) for line in lines_of(content.get(index, ()))]
        cells.append(RawCell(cell.row, cell.column, cell.rows, cell.columns, _closed(joined(lines))))
    return RawGrid(len(table.ys) - 1, len(table.xs) - 1, tuple(cells))


def _closed(pieces: Sequence[TextRun]) -> tuple[TextRun, ...]:
    """Gaps inside of a cell are at most one space: its place is said by the grid."""
    return tuple(piece._replace(gap=min(piece.gap, 1)) for piece in pieces)


def write_pages(pages: Sequence[LaidPage], composer: Composer) -> None:
    """All pages without page numbers and running heads; grids of drawn and of undrawn tables beside them."""
    heads = _running_heads(pages)
    kept = [_without_furniture(page, heads) for page in pages]
    blocks = find_columns(_flow(kept))
    lines: dict[int, tuple[tuple[int, int], ...]] = {}
    for page in kept:
        width, height = page.shown.size
        composer.begin_page(page.number, round(width, 1), round(height, 1), page.recognised)
        for item in page.items:
            if isinstance(item, PlacedTable):
                cells = tuple(c._replace(pieces=_shown(c.pieces, page)) for c in item.grid.cells)
                composer.add_grid(item.grid._replace(cells=cells))
            else:
                lines[len(lines)] = composer.add_line(_shown(item.pieces, page))
    for block in blocks:
        composer.note_grid(_noted(block, lines))


def _without_furniture(page: LaidPage, heads: frozenset[str]) -> LaidPage:
    kept = tuple(
        item for item in page.items if isinstance(item, PlacedTable) or not _is_furniture(item, page, heads)
    )
    return page._replace(items=kept)


def _flow(pages: Sequence[LaidPage]) -> Iterator[FlowLine | None]:
    """All lines in their order, numbered through; None for a table with drawn lines."""
    number = count()
    for page in pages:
        for item in page.items:
            yield None if isinstance(item, PlacedTable) else FlowLine(next(number), page.width, item)


def _noted(block: ColumnBlock, lines: Mapping[int, Sequence[tuple[int, int]]]) -> DocumentGrid:
    """The grid of a block; ``lines`` gives the stretches of text of the pieces of each line."""
    cells = []
    for row, (index, found) in enumerate(block.rows):
        pieces = lines[index]
        for cell in found:
            # an empty cell stands where the next piece begins, behind the last one at the end of the line
            start = pieces[cell.first][0] if cell.first < len(pieces) else pieces[-1][1]
            end = pieces[cell.last - 1][1] if cell.last > cell.first else start
            cells.append(GridCell(row=row, column=cell.column, columns=cell.columns, start=start, end=end))
    return DocumentGrid(
        start=lines[block.rows[0][0]][0][0],
        end=lines[block.rows[-1][0]][-1][1],
        height=len(block.rows),
        width=block.width,
        cells=tuple(cells),
    )


def with_doubts(parsed: Parsed) -> Parsed:
    """Parsed with a note on the figures that the character recogniser doubts, if there are any."""
    doubted = [
        f"{parsed.text[word.start : word.end][:20]} (page {page.number})"
        for page in parsed.pages
        for word in page.words
        if word.confidence is not None
        and word.confidence < _DOUBT
        and any(c.isdigit() for c in parsed.text[word.start : word.end])
    ]
    if not doubted:
        return parsed
    note = f"{len(doubted)} figure(s) were recognised with doubt: {', '.join(doubted[:8])}"
    return parsed._replace(notes=(*parsed.notes, note))


def _shown(pieces: Sequence[TextRun], page: LaidPage) -> tuple[TextRun, ...]:
    def turned(piece: TextRun) -> TextRun:
        if piece.box is None:
            return piece
        left, top, right, bottom = (round(side, 1) for side in page.shown.box(piece.box))
        return piece._replace(box=(left, top, right, bottom))

    return tuple(turned(piece) for piece in pieces)


def _in_margin(line: PageLine, page: LaidPage) -> bool:
    return line.bottom < _MARGIN * page.height or line.top > (1 - _MARGIN) * page.height


def _outermost(page: LaidPage) -> list[PageLine]:
    """The first and the last item of a page, where they are lines in the margin."""
    ends = [page.items[0], page.items[-1]] if page.items else []
    return [item for item in ends if isinstance(item, PageLine) and _in_margin(item, page)]


def _key(line: PageLine) -> str:
    return re.sub(r"\d+", "#", "".join(line.text.split()))


def _running_heads(pages: Sequence[LaidPage]) -> frozenset[str]:
    """What stands in the margin of at least three pages and half of them, figures aside."""
    count = Counter(key for page in pages for key in {_key(line) for line in _outermost(page)})
    return frozenset(key for key, n in count.items() if n >= _REPEATED and 2 * n >= len(pages))


def _is_furniture(line: PageLine, page: LaidPage, heads: frozenset[str]) -> bool:
    if not _in_margin(line, page) or line not in _outermost(page):
        return False
    text = line.text.strip()
    return bool(_PAGE_NUMBER.fullmatch(text)) or (_key(line) in heads and page.number > 1)
