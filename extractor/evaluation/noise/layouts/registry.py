"""All layouts by name."""

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from extractor.evaluation.noise.grids import PrintGrid
from extractor.evaluation.noise.layouts import lines, markup, pages, separated


class PrintLayout(NamedTuple):
    """One way of printing tables.

    ``keeps_blanks`` says whether an empty cell leaves a trace (an empty field, a gap at its place).
    ``doubles`` says that the converter doubled characters, ``spaced`` that one space separates
    numbers, so that a space inside a number cannot be told from a separator.
    """

    name: str
    render: Callable[[PrintGrid, Random], str]
    keeps_blanks: bool
    doubles: bool = False
    spaced: bool = False


LAYOUTS = {
    layout.name: layout
    for layout in (
        PrintLayout("cell_lines", lines.cell_lines, keeps_blanks=True),
        PrintLayout("cell_lines_spaced", lines.cell_lines_spaced, keeps_blanks=False),
        PrintLayout("doubled", lines.cell_lines, keeps_blanks=True, doubles=True),
        PrintLayout("row_lines", lines.row_lines, keeps_blanks=False, spaced=True),
        PrintLayout("glued", lines.glued, keeps_blanks=False, spaced=True),
        PrintLayout("pipes", separated.pipes, keeps_blanks=True),
        PrintLayout("pipe_cells", separated.pipe_cells, keeps_blanks=True),
        PrintLayout("pipe_lines", separated.pipe_lines, keeps_blanks=True),
        PrintLayout("tabs", separated.tabs, keeps_blanks=True),
        PrintLayout("markdown", markup.markdown, keeps_blanks=True),
        PrintLayout("html", markup.html, keeps_blanks=True),
        PrintLayout("pdf_columns", pages.pdf_columns, keeps_blanks=True),
        PrintLayout("pdf_vertical", pages.pdf_vertical, keeps_blanks=False, spaced=True),
        PrintLayout("pdf_flow", pages.pdf_flow, keeps_blanks=False, spaced=True),
    )
}
