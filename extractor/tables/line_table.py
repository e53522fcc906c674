"""Tables of one line of numbers, whose rows stand side by side, as 表四."""

from extractor.forms import TableForm
from extractor.records import TableReading
from extractor.tables.cell_verdicts import judge
from extractor.tables.choosing import TableRead
from extractor.tables.digit_modes import LITERAL, choose_mode, modes_of
from extractor.tables.gaps import uncertain_cells
from extractor.tables.grid import Unit, read_unit, solve_grid
from extractor.tables.lost_cells import doubt_beside_unplaced, open_beside_lost_totals
from extractor.tables.one_line import (
    are_blocks_run_together,
    header_cues,
    line_placements,
    line_shape,
    line_tokens,
    looks_complete,
)
from extractor.tables.placement import shown_places
from extractor.tables.short_fields import without_places
from extractor.tables.sources import Spread, TableSources, leave_open, options_of, spread_of, sums_inside
from extractor.tables.style import Style, learn_style
from extractor.tables.tokens import Line, without_blanks
from extractor.tables.units import amount_units
from extractor.tables.unsummed import read_other_kinds
from extractor.tables.unsure import (
    ORDER,
    SHORT,
    doubt_cells,
    doubt_rows,
    leave_unprinted_blank,
    open_blank_parts,
    order_in_doubt,
    short_blocks_in_doubt,
)

_MIN_CUES = 3
MORE_NUMBERS = (
    "表中散列的数字多于格数,归属不能确定 / more numbers than cells stand one below the other: whose they are "
    "is not certain"
)
"""A block of zeros adds up wherever it is taken from."""


def read_line(
    lines: list[Line], form: TableForm, sources: TableSources, before: Style | None
) -> TableRead | None:
    """A table whose rows stand side by side on one line of numbers."""
    tokens = without_places(line_tokens(lines, form), form.cell_count)
    cues = header_cues(form)
    labels = sum(len(cues.findall(t.text)) for line in lines for t in line.tokens)
    if sum(bool(t.text) for t in tokens) < line_shape(form).block and labels < _MIN_CUES:
        return None
    cells = tuple(form.column_of)
    unit = Unit(form.key, cells, sums_inside(cells, form), tokens, True, weights=form.weight_of)
    style = learn_style([(tokens, len(cells))], lines, form.rows[0].columns)
    # a line that shows its places and prints no zero says for itself that a blank is one
    fielded = any(token.field >= 0 for token in tokens)
    shown = fielded or len(shown_places(tokens, len(cells), style)) == 1
    shown = shown and not any(token.text == "0" for token in tokens)
    style = style._replace(
        lead_shows=False,
        base_gap=style.base_gap if before is None else before.base_gap,
        gap_step=style.gap_step if before is None else before.gap_step,
        sound=before is not None and before.sound,
        prints_zeros=looks_complete(tokens, form)
        or style.prints_zeros
        or (before is not None and before.prints_zeros and not shown),
        some_zeros=style.some_zeros or (before is not None and before.some_zeros and not shown),
    )
    spreads: dict[str, Spread | None] = {}
    if len(without_blanks(tokens)) < len(cells) and are_blocks_run_together(tokens, lines, form):
        spreads = {unit.key: spread_of(unit)}
    options, mode, tried = choose_mode(
        [unit],
        form.sums,
        LITERAL if spreads else modes_of(lines),
        lambda read: [
            options_of(unit, style, read, spreads, sources.second)
            if spreads
            else read_unit(unit, style, read, line_placements(tokens, form, style, read), sources.second)
        ],
    )
    grid = solve_grid([unit], form.sums, options, style, sources.score)
    reading = TableReading(table=form.key, reading=mode, tried=tried)
    table = judge(grid, sources.text)
    read_other_kinds(table, form, amount_units(sources.region, form), doubled=mode == "undoubled")
    if shown:
        open_blank_parts(table, form)
    open_beside_lost_totals(table, form)
    doubt_beside_unplaced(table, form)
    if line_shape(form).ends_in_total:
        doubt_rows(table, dict.fromkeys(short_blocks_in_doubt(table, unit, style), SHORT))
    doubt_cells(table, uncertain_cells(grid, style), SHORT)
    leave_unprinted_blank(table)
    if len(without_blanks(tokens)) > len(cells) and len({token.line for token in tokens}) > 1:
        doubt_rows(table, dict.fromkeys(form.row_keys, MORE_NUMBERS))
    if order_in_doubt(lines, form):
        doubt_rows(table, dict.fromkeys(form.row_keys, ORDER))
    leave_open([unit] if unit.key in spreads and spreads[unit.key] is None else [], table, sources.text)
    return TableRead(table, reading)
