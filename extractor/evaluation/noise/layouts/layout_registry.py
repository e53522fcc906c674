"""All layouts by name."""

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from extractor.evaluation.noise.grids import PrintGrid
from extractor.evaluation.noise.layouts import line_layouts, markup_layouts, pages, separated_layouts


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
        PrintLayout("cell_lines", line_layouts.cell_lines, keeps_blanks=True),
        PrintLayout("cell_lines_spaced", line_layouts.cell_lines_spaced, keeps_blanks=False),
        PrintLayout("doubled", line_layouts.cell_lines, keeps_blanks=True, doubles=True),
        PrintLayout("row_lines", line_layouts.row_lines, keeps_blanks=False, spaced=True),
        PrintLayout("glued", line_layouts.glued, keeps_blanks=False, spaced=True),
        PrintLayout("pipes", separated_layouts.pipes, keeps_blanks=True),
        PrintLayout("pipe_cells", separated_layouts.pipe_cells, keeps_blanks=True),
        PrintLayout("pipe_lines", separated_layouts.pipe_lines, keeps_blanks=True),
        PrintLayout("tabs", separated_layouts.tabs, keeps_blanks=True),
        PrintLayout("markdown", markup_layouts.markdown, keeps_blanks=True),
        PrintLayout("html", markup_layouts.html, keeps_blanks=True),
        PrintLayout("pdf_columns", pages.pdf_columns, keeps_blanks=True),
        PrintLayout("pdf_vertical", pages.pdf_vertical, keeps_blanks=False, spaced=True),
        PrintLayout("pdf_flow", pages.pdf_flow, keeps_blanks=False, spaced=True),
    )
}
