"""Pictures of pages: drawn lines give the cells, each cell and each line is recognised by itself."""

from typing import Any, NamedTuple

from extractor.errors import TooLargeError
from extractor.ingest.composing import RawCell, RawGrid, TextRun, joined
from extractor.ingest.formats import DocumentLimits
from extractor.ingest.page_layout import LaidPage, PlacedTable
from extractor.ingest.page_lines import PageLine, lines_of
from extractor.ingest.placed import Glyph, Turn
from extractor.ingest.recogniser import Image, Recognised, find_lines, read_lines, require
from extractor.ingest.rulings import RuledTable, find_tables, is_plausible
from extractor.ingest.scan_cleaning import cleaned, ink
from extractor.ingest.scan_lines import drawn_lines
from extractor.records import Box

RENDER_DPI = 200
"""Resolution at which pages of a PDF are rendered for recognition."""
_TOLERANCE_INCHES = 0.05
_TABLE_WIDTH = 0.25
"""Share of the page's width that a table covers at least."""
_NARROW_INCHES = 0.1
"""Columns narrower than this hold no number of one digit with paper around it."""
_SPECK = 7
"""Ink of less than these pixels both ways does not make a line of print; a point inside of one stays."""
_DASH = 4
"""Pixels across of the shortest minus, which is smaller than a speck may be."""
_PAD = 6
_MARGIN = 3
"""Pixels inside of a cell's box that belong to the drawn line."""
_TIGHT, _TIGHT_SHARE, _FEWEST_CELLS, _MOST_PIXELS = 7, 0.5, 8, 12_000_000
"""Print nearer to the middle of a cell's border than these pixels, in so many of its cells, is read enlarged:
of a screenshot of a page with cells of 1 px of padding 9 of 200 numbers were read, at twice its size all."""
_BORDER = 9
"""Pixels on both sides of a cell's border in which the drawn line may wander."""
_AROUND, _LEAST_HEIGHT, _FAINT = 40, 200, 2
"""Pixels of paper around print that is looked for, the lowest such picture, and ink in a row that is none."""
_POINTS = 72.0
_LEGIBLE_LENGTH, _LEGIBLE_SCORE = 2.0, 0.75
"""Ideographs a word and their score: a page that gave 4.2 and 0.95 gave 1.6 and 0.70 at most on its sides or
head; a page that is only hard to read costs three more readings."""


class Scan(NamedTuple):
    """A picture of a page."""

    picture: Image
    dots_per_inch: float
    original: Image = None
    """The picture before it was brought to this resolution."""


class _Strip(NamedTuple):
    """One line of print to be recognised: where it stands and what it looks like."""

    box: Box
    picture: Image


def render_page(page: Any, limits: DocumentLimits, dots_per_inch: int = RENDER_DPI) -> Scan:
    """A page of a PDF as a picture, as it is shown; smaller where it would have too many pixels."""
    width, height = page.get_size()
    scale = dots_per_inch / _POINTS
    pixels = width * height * scale * scale
    if pixels > limits.max_pixels:
        scale *= (limits.max_pixels / pixels) ** 0.5
    return Scan(page.render(scale=scale).to_numpy(), scale * _POINTS)


def read_scan(scan: Scan, number: int, name: str) -> LaidPage:
    """Recognise one page; one that lies on its side or its head is turned, its boxes stay as it is shown."""
    require(name)
    if min(scan.picture.shape[:2]) < 20:
        raise TooLargeError(f"{name}: the picture is too small to hold print; give a larger one")
    scan = at_resolution(scan, RENDER_DPI)
    page = _read_upright(scan, number)
    if is_legible(page):
        return page
    return max([page, *(_read_turned(scan, number, quarters) for quarters in (1, 2, 3))], key=_legible_print)


def _read_turned(scan: Scan, number: int, quarters: int) -> LaidPage:
    """The page read after as many clockwise quarter turns."""
    import numpy as np

    turned = Scan(np.ascontiguousarray(np.rot90(scan.picture, -quarters)), scan.dots_per_inch)
    page = _read_upright(turned, number)
    return page._replace(shown=Turn(-quarters % 4, page.width, page.height))


def is_legible(page: LaidPage) -> bool:
    """Whether its words are more than single characters, and the recogniser was sure of most of them."""
    words = _words(page)
    if not words:
        return True
    length = sum(ideographs for ideographs, _ in words)
    return length >= _LEGIBLE_LENGTH * len(words) and _legible_print(page) >= _LEGIBLE_SCORE * length


def _legible_print(page: LaidPage) -> float:
    """Ideographs of the page in words of several, each counted by the recogniser's score."""
    return sum(ideographs * score for ideographs, score in _words(page) if ideographs > 1)


def _words(page: LaidPage) -> list[tuple[int, float]]:
    """Ideographs and score of each recognised stretch that has ideographs."""
    pieces: list[TextRun] = []
    for item in page.items:
        if isinstance(item, PlacedTable):
            pieces += (piece for cell in item.grid.cells for piece in cell.pieces)
        else:
            pieces += item.pieces
    counted = ((sum(c >= "\u3400" for c in piece.text), piece.confidence or 0.0) for piece in pieces)
    return [(ideographs, score) for ideographs, score in counted if ideographs]


def _read_upright(scan: Scan, number: int, enlarged: int = 1) -> LaidPage:
    """The page; one whose print stands close to its borders is read at twice its size."""
    grey = cleaned(scan.picture, scan.dots_per_inch)
    mask = ink(grey)
    across, down, lines = drawn_lines(mask, scan.dots_per_inch)
    tables = [
        table
        for table in find_tables(across, down, _TOLERANCE_INCHES * scan.dots_per_inch)
        if table.box[2] - table.box[0] >= _TABLE_WIDTH * grey.shape[1]
        and is_plausible(table, _NARROW_INCHES * scan.dots_per_inch)
    ]
    lines = _on_borders(lines, tables)
    clean, mask = _without(grey, lines), mask & ~lines
    if enlarged == 1 and grey.size <= _MOST_PIXELS and _is_tight(tables, mask):
        return _read_upright(_twice(scan), number, enlarged=2)
    scale = _POINTS / scan.dots_per_inch / enlarged
    items: list[PageLine | PlacedTable] = [_table(table, clean, mask, scale) for table in tables]
    items += _free_lines(clean, tables, scale)
    items.sort(key=lambda item: item.top)
    height, width = grey.shape
    turn = Turn(0, width * scale, height * scale)
    return LaidPage(number, width * scale, height * scale, turn, tuple(items), recognised=True)


def at_resolution(scan: Scan, dots_per_inch: int) -> Scan:
    """The picture at the resolution for which sizes in pixels are meant."""
    import cv2

    factor = dots_per_inch / scan.dots_per_inch
    if 0.95 < factor < 1.05:
        return scan
    way = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    picture = cv2.resize(scan.picture, None, fx=factor, fy=factor, interpolation=way)
    return Scan(picture, float(dots_per_inch), scan.picture)


def _twice(scan: Scan) -> Scan:
    """The picture at twice its size, its lengths as if it were a larger page."""
    import cv2

    height, width = scan.picture.shape[:2]
    printed = scan.picture if scan.original is None else scan.original
    picture = cv2.resize(printed, (2 * width, 2 * height), interpolation=cv2.INTER_CUBIC)
    return Scan(picture, scan.dots_per_inch)


def _is_tight(tables: list[RuledTable], mask: Image) -> bool:
    """Whether most cells have print so close to their left border that it would be taken for the line's."""
    import numpy as np

    printed = tight = 0
    for table in tables:
        for cell in table.cells:
            left, top, right, bottom = (int(side) for side in table.box_of(cell))
            ink_of = np.count_nonzero(mask[top + _MARGIN : bottom - _MARGIN + 1, left:right], axis=0)
            where = np.flatnonzero(ink_of[: right - left - _MARGIN])
            printed += where.size > 0
            tight += where.size > 0 and int(where[0]) < _TIGHT
    return printed >= _FEWEST_CELLS and tight > _TIGHT_SHARE * printed


def _on_borders(lines: Any, tables: list[RuledTable]) -> Any:
    """Long strokes that run where cells end; elsewhere a long stroke may be a part of a character."""
    import cv2
    import numpy as np

    borders = np.zeros_like(lines)
    for table in tables:
        for cell in table.cells:
            left, top, right, bottom = (round(side) for side in table.box_of(cell))
            cv2.rectangle(borders, (left, top), (right, bottom), 255, thickness=2 * _BORDER + 1)
    return cv2.dilate(lines & borders, np.ones((3, 3), np.uint8))


def _without(grey: Image, lines: Any) -> Image:
    """The picture with some pixels painted over in the colour of the paper."""
    import numpy as np

    picture = grey.copy()
    picture[lines > 0] = int(np.median(grey))
    return picture


def _table(table: RuledTable, picture: Image, mask: Image, scale: float) -> PlacedTable:
    strips: list[_Strip] = []
    owners: list[int] = []
    for index, cell in enumerate(table.cells):
        for strip in _strips(picture, mask, table.box_of(cell)):
            strips.append(strip)
            owners.append(index)
    read = read_lines([strip.picture for strip in strips])
    lines: dict[int, list[list[TextRun]]] = {}
    for owner, strip, found in zip(owners, strips, read, strict=True):
        if found.text.strip():
            lines.setdefault(owner, []).append([_piece(strip.box, found, scale)])
    cells = tuple(
        RawCell(cell.row, cell.column, cell.rows, cell.columns, joined(lines.get(index, [])))
        for index, cell in enumerate(table.cells)
    )
    grid = RawGrid(len(table.ys) - 1, len(table.xs) - 1, cells)
    return PlacedTable(table.box[1] * scale, table.box[3] * scale, grid)


def _piece(box: Box, found: Recognised, scale: float) -> TextRun:
    left, top, right, bottom = box
    # A lone upright stroke is a one or a letter; the separator of fields must not stand for it.
    text = found.text.strip().replace("|", "l")
    return TextRun(text, (left * scale, top * scale, right * scale, bottom * scale), round(found.score, 3))


def _strips(picture: Image, mask: Image, box: Box) -> list[_Strip]:
    """The lines of print in a cell, by the rows of pixels that hold ink."""
    import numpy as np

    left, top, right, bottom = (int(side) for side in box)
    left, top, right, bottom = left + _MARGIN, top + _MARGIN, right - _MARGIN + 1, bottom - _MARGIN + 1
    inner = mask[top:bottom, left:right]
    if min(inner.shape) < _SPECK:
        return []
    inner = _without_specks(inner)
    found = []
    for first, last in _bands(np.count_nonzero(inner, axis=1)):
        columns = np.flatnonzero(np.count_nonzero(inner[first:last], axis=0))
        if columns.size == 0:
            continue
        x0, x1 = left + int(columns[0]), left + int(columns[-1]) + 1
        y0, y1 = top + first, top + last
        found.append(_Strip((x0, y0, x1, y1), cut(picture, x0, y0, x1, y1)))
    return found


def cut(picture: Image, x0: int, y0: int, x1: int, y1: int) -> Image:
    """The picture of a line with a margin of paper around it, in three channels."""
    import cv2
    import numpy as np

    pad = max(_PAD, (y1 - y0) // 4)
    crop = picture[max(y0 - 2, 0) : y1 + 2, max(x0 - 2, 0) : x1 + 2]
    paper = int(np.percentile(crop, 90))
    crop = cv2.copyMakeBorder(crop, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=paper)
    return cv2.cvtColor(crop, cv2.COLOR_GRAY2BGR)


def grey_of(picture: Image) -> Image:
    """The picture in one channel."""
    import cv2

    return picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)


def _without_specks(mask: Image) -> Image:
    import cv2
    import numpy as np

    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(mask), connectivity=8)
    height, width = mask.shape
    # What is left of a drawn line that is not quite level runs along the edge of the cell.
    flat = (stats[:, 3] <= 4) & (stats[:, 2] > 0.6 * width)
    along = flat | ((stats[:, 2] <= 4) & (stats[:, 3] > 0.8 * height))
    edge = (stats[:, 0] == 0) | (stats[:, 1] == 0)
    edge |= (stats[:, 0] + stats[:, 2] >= width) | (stats[:, 1] + stats[:, 3] >= height)
    keep = (np.maximum(stats[:, 2], stats[:, 3]) >= _SPECK) & ~(along & edge)
    keep[0] = False
    for dash in _dashes(stats, keep):
        keep[dash] = True
    return np.where(keep[labels], mask, 0)


def _dashes(stats: Any, keep: Any) -> list[int]:
    """Specks that are a minus: flat, and right before print, at the height of its middle."""
    import numpy as np

    left, top, width, height = (stats[:, side] for side in range(4))
    found = []
    for index in np.flatnonzero(~keep & (width >= _DASH) & (width >= 1.3 * height)):
        middle = top[index] + height[index] / 2
        inside = keep & (top + 0.25 * height <= middle) & (middle <= top + 0.75 * height)
        gap = left - (left[index] + width[index])
        if index and np.any(inside & (gap >= 0) & (gap <= height)):
            found.append(int(index))
    return found


def _bands(profile: Any) -> list[tuple[int, int]]:
    """First and last rows of the lines of print, from the ink in each row of pixels."""
    bands: list[tuple[int, int]] = []
    start = None
    for row, amount in enumerate([*profile.tolist(), 0]):
        if amount and start is None:
            start = row
        elif not amount and start is not None:
            bands.append((start, row))
            start = None
    tallest = max((last - first for first, last in bands), default=0)
    merged: list[tuple[int, int]] = []
    for first, last in bands:
        # Parts of one character (二, 三, ：) leave empty rows between them, but only narrow ones.
        if merged and first - merged[-1][1] <= 0.35 * tallest and last - merged[-1][0] <= 1.3 * tallest:
            merged[-1] = (merged[-1][0], last)
        else:
            merged.append((first, last))
    return merged


def _free_lines(picture: Image, tables: list[RuledTable], scale: float) -> list[PageLine]:
    """Everything outside of the tables, found by the detector."""
    import cv2
    import numpy as np

    rest = picture.copy()
    paper = int(np.median(picture))
    for table in tables:
        left, top, right, bottom = (int(side) for side in table.box)
        rest[max(top - 3, 0) : bottom + 3, max(left - 3, 0) : right + 3] = paper
    boxes = _found(rest)
    crops = [rest[max(int(b[1]), 0) : int(b[3]) + 1, max(int(b[0]), 0) : int(b[2]) + 1] for b in boxes]
    known = [(box, crop) for box, crop in zip(boxes, crops, strict=True) if crop.size]
    read = read_lines([cv2.cvtColor(crop, cv2.COLOR_GRAY2BGR) for _, crop in known])
    glyphs = []
    scores = {}
    for (box, _), found in zip(known, read, strict=True):
        if found.text.strip():
            glyph = Glyph(found.text.strip(), *(side * scale for side in box))
            scores[glyph.left, glyph.text] = round(found.score, 3)
            glyphs.append(glyph)
    return [_scored(line, scores) for line in lines_of(glyphs)]


def _found(rest: Image) -> list[Box]:
    """Boxes of lines of print; only that height of the page is looked at in which anything is printed."""
    import cv2
    import numpy as np

    printed = np.flatnonzero(np.count_nonzero(ink(rest), axis=1) > _FAINT)
    if printed.size == 0:
        return []
    top, bottom = max(int(printed[0]) - _AROUND, 0), int(printed[-1]) + _AROUND
    part = cv2.cvtColor(rest[top:bottom], cv2.COLOR_GRAY2BGR)
    if part.shape[0] < _LEAST_HEIGHT:
        part = cv2.copyMakeBorder(
            part, 0, _LEAST_HEIGHT - part.shape[0], 0, 0, cv2.BORDER_CONSTANT, value=(255, 255, 255)
        )
    return [(left, up + top, right, down + top) for left, up, right, down in find_lines(part)]


def _scored(line: PageLine, scores: dict[tuple[float, str], float]) -> PageLine:
    pieces = tuple(
        piece._replace(confidence=scores.get((piece.box[0], piece.text)) if piece.box else None)
        for piece in line.pieces
    )
    return line._replace(pieces=pieces)
