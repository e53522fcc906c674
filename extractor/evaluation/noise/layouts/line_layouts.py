"""Layouts that put a cell or a row on a line."""

from random import Random

from extractor.evaluation.noise.grids import GridRow, PrintCell, PrintGrid


def cell_lines(grid: PrintGrid, rng: Random) -> str:
    """Word to text: one cell a line behind a tab, merged cells as empty lines, rows apart."""
    indent = rng.choice(("\t", "\t", "", "  "))
    wrap = rng.random() < 0.5
    rows = []
    for row in grid.rows:
        cells = [cell.printed for cell in row]
        if wrap:
            cells = [_wrapped(cell, indent) for cell in row]
        rows.append("".join(f"{indent}{cell}\n" for cell in cells))
    return "\n" + "\n".join(rows) + "\n"


def _wrapped(cell: PrintCell, indent: str) -> str:
    # Narrow header cells of 表二 keep the line break that the author put into them.
    if cell.leaf and cell.printed.startswith(("本年新", "对外公开")):
        return f"{cell.printed[:3]}\n{indent}{cell.printed[3:]}"
    return cell.printed


def cell_lines_spaced(grid: PrintGrid, rng: Random) -> str:
    """One cell a line with an empty line after each; blank and merged cells leave nothing."""
    pads = rng.choice((("",), ("", " ", "  "), ("", "　")))
    cells = (cell for row in grid.rows for cell in row if cell.text)
    printed = []
    for cell in cells:
        before, after = (rng.choice(pads), rng.choice(pads)) if cell.number else ("", "")
        printed.append(f"{before}{cell.printed}{after}\n\n")
    return "\n" + "".join(printed)


def row_lines(grid: PrintGrid, rng: Random) -> str:
    """A whole row on one line, ``label n n n n n n n``; group labels before the row or above it."""
    gap = rng.choice((" ", " ", "  "))
    above = rng.random() < 0.5
    return "\n".join(_row_line(row, gap, gap, above) for row in grid.rows) + "\n"


def glued(grid: PrintGrid, rng: Random) -> str:
    """As row_lines with the label glued to the first number, ``予以公开24 0 0``."""
    above = rng.random() < 0.5
    return "\n".join(_row_line(row, "", " ", above) for row in grid.rows) + "\n"


def _row_line(row: GridRow, after_label: str, gap: str, above: bool) -> str:
    labels = [cell.printed for cell in row if cell.number is None and cell.text]
    numbers = gap.join(cell.printed for cell in row if cell.number and cell.text)
    if not any(cell.number for cell in row):
        return " ".join(labels)
    own = labels[-1] if labels else ""
    groups = "".join(f"{label}\n" if above else f"{label} " for label in labels[:-1])
    return f"{groups}{own}{after_label if own and numbers else ''}{numbers}"
