"""Layouts in a markup: Markdown and HTML tables."""

from random import Random

from extractor.evaluation.noise.grids import PrintCell, PrintGrid


def markdown(grid: PrintGrid, rng: Random) -> str:
    """A Markdown table; merged cells are empty or repeat their label, as converters do."""
    repeat = rng.random() < 0.5
    above = [""] * grid.width
    lines = []
    for position, row in enumerate(grid.rows):
        texts: list[str] = []
        for cell in row:
            column = len(texts)
            inherited = above[column] if repeat and cell.merged else ""
            texts.append(cell.printed or inherited if cell.merged else cell.printed)
            texts.extend([texts[-1] if repeat and cell.number is None else ""] * (cell.columns - 1))
        above = texts
        lines.append("| " + " | ".join(texts) + " |")
        if position == 0:
            lines.append("|" + "---|" * grid.width)
    return "\n" + "\n".join(lines) + "\n\n"


def html(grid: PrintGrid, rng: Random) -> str:
    """An HTML table with its spans, on one line or one row a line."""
    joint = rng.choice(("", "\n"))
    rows = ["".join(_html_cell(cell) for cell in row if not cell.merged) for row in grid.rows]
    return joint.join(("<table>", *(f"<tr>{row}</tr>" for row in rows), "</table>")) + "\n"


def _html_cell(cell: PrintCell) -> str:
    spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return f"<td{spans}>{cell.printed}</td>"
