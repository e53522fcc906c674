"""The document's own grid as a reading beside the text: its header says which column a cell stands in.

The text alone counts fields or display columns; a grid knows for every cell what stands above it. Lines that
the grid cannot say more about stay as the text has them, and the sums choose between the readings.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from extractor.forms import TableForm
from extractor.records import DocumentGrid, GridCell
from extractor.tables.cell_words import is_words
from extractor.tables.labels import bare, fit
from extractor.tables.number_readings import is_placeholder
from extractor.tables.tokens import Kind, Line, Token, looks_numeric

_SURE_HEADER = 0.8
_WRAPPED_OVER = 4
"""Lines that the label of one column may be wrapped over."""


def drawn_lines(
    lines: Sequence[Line], grids: Iterable[DocumentGrid], form: TableForm, characters: str
) -> list[Line] | None:
    """The lines with the cells of the grids in place of fields; None where that says nothing more."""
    start = min((token.start for line in lines for token in line.tokens), default=0)
    end = max((token.end for line in lines for token in line.tokens), default=0)
    rows: dict[int, tuple[GridCell, ...]] = {}
    words = frozenset(token.text for line in lines for token in line.tokens if is_words(token))
    for grid in grids:
        if grid.start < end and start < grid.end:
            for cells in _rows_of_the_form(grid, form, characters, words):
                rows |= dict.fromkeys((cell.start for cell in cells if cell.end > cell.start), cells)
    if not rows:
        return None
    found = [_in_cells(line, rows) for line in lines]
    more = any(
        new is not old and any(token.kind is Kind.BLANK for token in new.tokens)
        for new, old in zip(found, lines, strict=True)
    )
    return found if more else None


def _rows_of_the_form(
    grid: DocumentGrid, form: TableForm, characters: str, words: frozenset[str]
) -> Iterable[tuple[GridCell, ...]]:
    """Cells of the rows whose headers are those of a row of the form, or of all rows side by side.

    ``words`` are those that stand in place of a number.
    """
    labels = {label: column.key for row in form.rows for column in row.columns for label in column.labels}
    wanted = {tuple(column.key for column in row.columns) for row in form.rows}
    wanted.add(tuple(column.key for row in form.rows for column in row.columns))
    above: dict[int, list[str]] = defaultdict(list)
    by_row: dict[int, list[GridCell]] = defaultdict(list)
    for cell in grid.cells:
        by_row[cell.row].append(cell)
    for _, cells in sorted(by_row.items()):
        printed = [characters[cell.start : cell.end].strip() for cell in cells]
        if not any(_is_figure(text) or text in words for text in printed):
            for cell, text in zip(cells, printed, strict=True):
                for column in range(cell.column, cell.column + cell.columns) if text else ():
                    above[column] = [*above[column][1 - _WRAPPED_OVER :], text]
            continue
        given = [
            (cell, key)
            for cell, text in zip(cells, printed, strict=True)
            if (not text or _is_figure(text) or text in words)
            and (key := _key(above[cell.column], labels)) is not None
        ]
        for width in sorted({len(keys) for keys in wanted}, reverse=True):
            if len(given) >= width and tuple(key for _, key in given[-width:]) in wanted:
                yield tuple(cell for cell, _ in given[-width:])
                break


def short_rows(lines: Sequence[Line], grids: Iterable[DocumentGrid]) -> frozenset[int]:
    """Numbers of the lines whose row of a grid has fewer cells than the grid has columns."""
    starts = {cell.start for grid in grids for cell in _in_short_rows(grid) if cell.end > cell.start}
    return frozenset(line.number for line in lines if any(token.start in starts for token in line.tokens))


def _in_short_rows(grid: DocumentGrid) -> list[GridCell]:
    covered = [0] * grid.height
    for cell in grid.cells:
        for row in range(cell.row, min(cell.row + cell.rows, grid.height)):
            covered[row] += cell.columns
    return [cell for cell in grid.cells if covered[cell.row] < grid.width]


def _is_figure(text: str) -> bool:
    return bool(text) and (is_placeholder(text) or looks_numeric(text))


def _key(above: Sequence[str], labels: Mapping[str, str]) -> str | None:
    """The column whose label the nearest lines of the header make up, read from below."""
    best, key = _SURE_HEADER, None
    for count in range(1, len(above) + 1):
        piece = bare("".join(above[-count:]))
        if piece in labels:
            return labels[piece]
        for label, column in labels.items():
            if (likeness := fit(piece, (label,))) > best:
                best, key = likeness, column
    return key


def _in_cells(line: Line, rows: Mapping[int, tuple[GridCell, ...]]) -> Line:
    """The line with one token for each cell of its row; as it is where its figures are not all in cells."""
    cells = next((rows[token.start] for token in line.tokens if token.start in rows), None)
    figures = [token for token in line.tokens if token.kind in (Kind.NUMBER, Kind.PLACEHOLDER)]
    if cells is None:
        return line
    labels = [token for token in line.tokens if token.kind is Kind.LABEL]
    found: list[Token] = []
    for field, cell in enumerate(cells):
        inside = [token for token in figures if cell.start <= token.start < cell.end]
        if len(inside) > 1:
            return line
        if inside:
            found.append(inside[0]._replace(field=field))
        else:
            found.append(Token(Kind.BLANK, cell.start, cell.start, "", line.number, field, 0))
    if sum(bool(token.text) for token in found) < len(figures):
        return line
    found[0] = found[0]._replace(gap=line.tokens[0].gap if not labels else 0)
    return Line(line.number, (*labels, *found), separated=True, drawn=True)
