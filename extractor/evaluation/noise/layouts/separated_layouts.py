"""Layouts with a separator between cells: pipes and tabs."""

from random import Random

from extractor.evaluation.noise.grids import GridRow, PrintGrid


def pipes(grid: PrintGrid, rng: Random) -> str:
    """Cells between pipes with merged cells dropped, so that rows differ in width.

    The cells that a merged cell swallowed come out as empty fields at the end of the row.
    """
    stray = rng.random() < 0.2
    rows = []
    for row in grid.rows:
        texts = [cell.printed for cell in row if not cell.merged]
        missing = grid.width - len(texts)
        tail = " |" + (" " + "|" * missing if missing > 0 else "")
        rows.append(" | ".join(texts) + tail)
        if stray and rng.random() < 0.2:
            rows.append("|" * rng.randint(1, 6))
    return "\n".join(rows) + "\n"


def pipe_cells(grid: PrintGrid, rng: Random) -> str:
    """One cell a line with a pipe behind it; a pipe alone opens a row or stands for a blank cell."""
    del rng
    rows = []
    for row in grid.rows:
        texts = [cell.printed for cell in row if not cell.merged]
        tail = "|" * max(0, grid.width - len(texts))
        cells = [f"{text} |" if text else "|" for text in texts]
        rows.append("\n".join(("|", *cells[:-1], f"{cells[-1]} {tail}".rstrip())))
    return "\n".join(rows) + "\n"


def pipe_lines(grid: PrintGrid, rng: Random) -> str:
    """One cell a line with a pipe on a line of its own behind every cell."""
    blank = rng.choice(("", "\n"))
    cells = [cell.printed or blank for row in grid.rows for cell in row if not cell.merged]
    return "".join(f"{text}\n|\n" if text.strip() else f"{text}|\n" for text in cells)


def tabs(grid: PrintGrid, rng: Random) -> str:
    """Tabs with blanks kept; some rows shifted by an empty field, some labels on their own line.

    From a page break on, the labels start at the left edge, whatever stood to their left before.
    """
    label_alone, shift = rng.choice((0.0, 0.1)), rng.choice((0.0, 0.15))
    page_break = rng.randrange(grid.header, len(grid.rows) * 2)
    rows = []
    for position, row in enumerate(grid.rows):
        left = [cell.printed for cell in row if cell.number is None]
        if not any(cell.number for cell in row):
            rows.append("\t".join(_with_empty_fields(row)))
            continue
        numbers = [cell.printed for cell in row if cell.number]
        if position >= page_break:
            left = [label for label in left if label][-1:]
        lead = [""] if rng.random() < shift or (len(left) == 1 and len(numbers) == 7) else []
        tail = [""] * rng.choice((0, 0, 1)) if shift else []
        if left and rng.random() < label_alone:
            rows.append("\t".join(left))
            left = [""]
        rows.append("\t".join((*left, *lead, *numbers, *tail)))
    return "\n".join(rows) + "\n"


def _with_empty_fields(row: GridRow) -> list[str]:
    return [text for cell in row for text in (cell.printed, *[""] * (cell.columns - 1))]
