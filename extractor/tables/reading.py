"""All three tables of a document: several readings of each, and the one that the sums support best."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.forms import (
    APPLICATIONS_ONE_OTHER,
    APPLICATIONS_THREE_OTHER,
    DISPUTES,
    PROACTIVE_2019,
    PROACTIVE_2021,
    Row,
    TableForm,
    identities_of,
    outcome_rows,
)
from extractor.records import (
    Cell,
    CellBasis,
    Document,
    FormName,
    Section,
    SectionKey,
    Span,
    Table,
    TableReading,
    Tables,
)
from extractor.tables.alignment import Aligner, Placed, align
from extractor.tables.choosing import ReadLines, TableRead, choose
from extractor.tables.cuts import are_run_together, cut_by_sums, only_cut
from extractor.tables.digit_modes import choose_mode, labels_look_doubled, looks_doubled
from extractor.tables.disputes import (
    BLOCK,
    DISPUTE_LABELS,
    are_blocks_run_together,
    dispute_placements,
    dispute_tokens,
)
from extractor.tables.drawn import drawn_lines, short_rows
from extractor.tables.grid import (
    Grid,
    Score,
    SecondReading,
    Unit,
    read_unit,
    residual,
    solve_grid,
)
from extractor.tables.lost import undecided_cells
from extractor.tables.placement import Placement, ReadToken, Variant
from extractor.tables.proactive import amounts_in_yuan, read_proactive
from extractor.tables.style import Style, learn_style
from extractor.tables.tokens import Line, read_lines, without_blanks
from extractor.tables.verdicts import judge

_THREE_OTHER = re.compile(r"逾期|补正、|收费通知|缴纳费用|不再处理")
_MIN_LABELLED_ROWS = 5
_RUN_ON = "单元格数字连写,无法断开 / the numbers of several cells are printed as one and cannot be parted"
_LOST = "该行未印出,另有其他行缺失 / the row is not printed, and other rows are lost, too"
_UNSURE = (
    "标签与数字分离,附近另有一行数字未归入任何行 / labels and numbers stand apart, "
    "and a whole row of numbers near here belongs to no row"
)


Spread = Callable[[ReadToken], list[Placement]]
"""The placements of a unit, given how to read a token."""


class _Sources(NamedTuple):
    """What is known of one table besides its lines."""

    text: str
    region: str
    second: SecondReading
    score: Score
    aligner: Aligner


class TablesRead(NamedTuple):
    """The tables of a document and how each was read."""

    tables: Tables
    readings: tuple[TableReading, ...]


def _application_units(placed: Mapping[str, Placed], form: TableForm) -> tuple[Unit, ...]:
    units = []
    for row in form.rows:
        there = placed.get(row.key, Placed((), False))
        cells = tuple((row.key, column.key) for column in row.columns)
        last = len(cells) - 1
        units.append(Unit(row.key, cells, ((tuple(range(last)), last),), there.tokens, there.labelled))
    return tuple(units)


def _infer_processed(table: dict[str, dict[str, Cell]], form: TableForm, grid: Grid) -> None:
    """Where the whole row 总计 is blank, give it the sums of the outcomes if the balance holds."""
    row = table["processed"]
    if any(cell.raw is not None or cell.value is not None for cell in row.values()):
        return
    printed = any(cell.raw for key in outcome_rows(form) for cell in table[key].values())
    holds = {s.id for s in grid.problem.sums if residual(grid.problem, s) == 0}
    for column in row:
        balance = f"applications.column.{column}.balance"
        doubtful = any(
            table[key][column].basis in (CellBasis.AMBIGUOUS, CellBasis.CONFLICT)
            for key in outcome_rows(form)
        )
        if not printed or doubtful or balance not in holds:
            continue
        total = sum((table[key][column].value or Decimal(0) for key in outcome_rows(form)), Decimal(0))
        row[column] = Cell(
            value=total,
            raw=None,
            basis=CellBasis.INFERRED,
            evidence=None,
            identities=(f"applications.column.{column}.processed", balance),
            reason="总计行空白,由各行合计推出 / the total row is blank; it follows from the rows",
        )


def _is_run_together(placed: Mapping[str, Placed], form: TableForm, lines: Sequence[Line]) -> bool:
    """Whether the cells of rows are printed without anything between them."""
    if any(line.run_on for line in lines):
        return True
    rows = [(placed[r.key].tokens, len(r.columns)) for r in form.rows if r.key in placed]
    return are_run_together(rows) and not labels_look_doubled(lines)


def _spread(unit: Unit) -> Spread | None:
    """How the run-together numbers of a unit can be cut so that its sums hold; None if in no way."""
    parts = len(unit.sums[0][0])
    return cut_by_sums(without_blanks(unit.tokens), len(unit.sums), parts)


def _options(
    unit: Unit, style: Style, read: ReadToken, spreads: Mapping[str, Spread | None], second: SecondReading
) -> tuple[Variant, ...]:
    if unit.key not in spreads:
        return read_unit(unit, style, read, second=second)
    spread = spreads[unit.key]
    return read_unit(unit._replace(tokens=()), style, read, spread(read) if spread else ())


def _leave_open(units: Sequence[Unit], table: dict[str, dict[str, Cell]], text: str) -> None:
    """Call the cells of units ambiguous whose print could not be cut into them."""
    for unit in units:
        figures = without_blanks(unit.tokens)
        evidence = Span.of(text, figures[0].start, figures[-1].end)
        for row, column in unit.cells:
            table[row][column] = Cell(
                value=None, raw=evidence.quote, basis=CellBasis.AMBIGUOUS, evidence=evidence, reason=_RUN_ON
            )


def _is_lost(row: Row, placed: Mapping[str, Placed], form: TableForm) -> bool:
    """Whether nothing of a row is printed; a label that the header prints, too (总计), is none of the row."""
    if row.key not in placed:
        return True
    return not placed[row.key].tokens and any(label in form.headers for label in row.labels)


def _is_inferred(table: dict[str, dict[str, Cell]], at: tuple[str, str]) -> bool:
    return table[at[0]][at[1]].basis is CellBasis.INFERRED


def _doubt(cells: Iterable[tuple[str, str]], table: dict[str, dict[str, Cell]], reason: str) -> None:
    """Call cells ambiguous whose value the sums seem to support, but need not be theirs."""
    for row, column in cells:
        cell = table[row][column]
        choices = (*cell.alternatives, *(() if cell.value is None else (cell.value,)))
        table[row][column] = cell.model_copy(
            update={
                "basis": CellBasis.AMBIGUOUS,
                "value": None,
                "alternatives": tuple(dict.fromkeys(choices)),
                "identities": (),
                "reason": reason,
            }
        )


def _read_applications(lines: list[Line], form: TableForm, sources: _Sources) -> TableRead | None:
    placed = sources.aligner(lines, form)
    if sum(p.labelled for p in placed.values()) < _MIN_LABELLED_ROWS and not _is_complete(placed, form):
        return None
    units = _application_units(placed, form)
    spreads: dict[str, Spread | None] = {}
    if _is_run_together(placed, form, lines):
        spreads = {u.key: _spread(u) for u in units if 0 < len(without_blanks(u.tokens)) < len(u.cells)}
    style = learn_style([(u.tokens, len(u.cells)) for u in units], lines, form.rows[0].columns)
    identities = identities_of(form)
    doubled = not spreads and looks_doubled(lines)
    options, mode, tried = choose_mode(
        units,
        identities,
        doubled,
        lambda read: [_options(unit, style, read, spreads, sources.second) for unit in units],
    )
    grid = solve_grid(units, identities, options, style, sources.score)
    table = judge(grid, sources.text)
    _infer_processed(table, form, grid)
    _doubt(
        ((key, column) for key, there in placed.items() if there.unsure for column in table[key]),
        table,
        _UNSURE,
    )
    lost = {row.key for row in form.rows if _is_lost(row, placed, form)}
    inferred = (at for at in undecided_cells(table, form, lost) if _is_inferred(table, at))
    _doubt(inferred, table, _LOST)
    _leave_open(
        [unit for unit in units if unit.key in spreads and spreads[unit.key] is None], table, sources.text
    )
    return TableRead(table, TableReading(table=form.key, reading=mode, tried=tried), style)


def _is_complete(placed: Mapping[str, Placed], form: TableForm) -> bool:
    """Whether at least half the cells of the form are printed."""
    return sum(sum(bool(t.text) for t in p.tokens) for p in placed.values()) * 2 >= form.cell_count


def _read_disputes(lines: list[Line], sources: _Sources, before: Style | None) -> TableRead | None:
    tokens = dispute_tokens(lines)
    labels = sum(len(DISPUTE_LABELS.findall(t.text)) for line in lines for t in line.tokens)
    if sum(bool(t.text) for t in tokens) < BLOCK and labels < 3:
        return None
    cells = tuple((row.key, column.key) for row in DISPUTES.rows for column in row.columns)
    sums = tuple((tuple(range(5 * b, 5 * b + 4)), 5 * b + 4) for b in range(3))
    unit = Unit("disputes", cells, sums, tokens, True)
    style = learn_style([(tokens, len(cells))], lines, DISPUTES.rows[0].columns)
    style = style._replace(
        lead_shows=False,
        base_gap=style.base_gap if before is None else before.base_gap,
        gap_step=style.gap_step if before is None else before.gap_step,
        prints_zeros=sum(bool(t.text) for t in tokens) >= 13,
    )
    spreads: dict[str, Spread | None] = {}
    if len(without_blanks(tokens)) < len(cells) and are_blocks_run_together(tokens, lines):
        spreads = {unit.key: _spread(unit)}
    identities = identities_of(DISPUTES)
    options, mode, tried = choose_mode(
        [unit],
        identities,
        not spreads and looks_doubled(lines),
        lambda read: [
            _options(unit, style, read, spreads, sources.second)
            if spreads
            else read_unit(unit, style, read, dispute_placements(tokens, style, read), sources.second)
        ],
    )
    grid = solve_grid([unit], identities, options, style, sources.score)
    reading = TableReading(table=DISPUTES.key, reading=mode, tried=tried)
    table = judge(grid, sources.text)
    _leave_open([unit] if unit.key in spreads and spreads[unit.key] is None else [], table, sources.text)
    return TableRead(table, reading)


def _read_proactive(lines: list[Line], form: TableForm, sources: _Sources) -> TableRead | None:
    placed = sources.aligner(lines, form)
    illegible: tuple[Row, ...] = ()
    if _is_run_together(placed, form, lines):
        placed, illegible = _cut_rows(placed, form)
    figures = sum(bool(t.text) for p in placed.values() for t in p.tokens)
    if sum(p.labelled for p in placed.values()) < 3 and figures < form.cell_count / 2:
        return None
    wide = [(placed[row.key].tokens, 3) for row in form.rows if row.key in placed and len(row.columns) == 3]
    doubled = looks_doubled(lines)
    table = read_proactive(
        placed,
        form,
        learn_style(wide, lines, form.rows[0].columns),
        sources.text,
        (doubled, amounts_in_yuan(sources.region)),
    )
    for row in illegible:
        cells = tuple((row.key, column.key) for column in row.columns)
        _leave_open([Unit(row.key, cells, (), placed[row.key].tokens, True)], table, sources.text)
    return TableRead(table, TableReading(table=form.key, reading="undoubled" if doubled else "literal"))


def _cut_rows(placed: Mapping[str, Placed], form: TableForm) -> tuple[Mapping[str, Placed], tuple[Row, ...]]:
    """The rows of a table over which no sum stands, cut into cells, and those that could not be."""
    illegible = []
    for row in form.rows:
        figures = without_blanks(placed[row.key].tokens) if row.key in placed else []
        if 0 < len(figures) < len(row.columns):
            pieces = only_cut(figures, row.columns)
            if pieces is None:
                illegible.append(row)
            else:
                placed = {**placed, row.key: placed[row.key]._replace(tokens=pieces)}
    return placed, tuple(illegible)


def applications_form(form: FormName, region: str) -> TableForm:
    """Which applications table is printed: with one row 其他处理, or with three."""
    if form is FormName.FORM_2021 and _THREE_OTHER.search("".join(region.split())):
        return APPLICATIONS_THREE_OTHER
    return APPLICATIONS_ONE_OTHER


def read_tables(
    document: Document,
    characters: str,
    sections: Sequence[Section],
    form: FormName,
    second: Mapping[str, SecondReading] | None = None,
    aligner: Aligner = align,
) -> TablesRead:
    """Read the official tables out of the table sections.

    ``characters`` is the folded text of equal length. A table that is not in the document is None.
    Where the document has a grid, it is read by that as well, and the sums choose. ``second`` may bring an
    independent second reading of cells, by table; where it agrees with the number that the sums ask for, a
    conflict becomes a repair. ``aligner`` gives the printed numbers to the rows of the two tables that have
    some; the disputes are one row of numbers.
    """
    tables: dict[str, Table | None] = {}
    readings = []
    style: Style | None = None
    bodies = {section.key: section.body for section in sections}
    for key in (SectionKey.PROACTIVE, SectionKey.APPLICATIONS, SectionKey.DISPUTES):
        body = bodies.get(key)
        if body is None:
            continue
        region = characters[body.start : body.end]
        own = _form_of(key, form, region)
        sources = _Sources(document.text, region, (second or {}).get(key, {}), document.score, aligner)
        lines = read_lines(characters, body.start, body.end, own)
        reader = _reader(own, sources, style)
        if aligner is align:
            drawn = drawn_lines(lines, document.grids, own, characters)
            read = choose(reader, lines, drawn, short_rows(lines, document.grids))
        else:  # a model is asked once
            read = reader(lines)
        if read is not None:
            table, style = read.table, read.style
            if key is SectionKey.APPLICATIONS and form is FormName.FORM_2021 and "other" in table:
                table = {**table, **dict.fromkeys(("other_no_correction", "other_no_fee", "other_misc"))}
            tables[key] = table
            readings.append(read.reading)
    return TablesRead(Tables(**tables), tuple(readings))


def _form_of(key: SectionKey, form: FormName, region: str) -> TableForm:
    if key is SectionKey.APPLICATIONS:
        return applications_form(form, region)
    if key is SectionKey.DISPUTES:
        return DISPUTES
    return PROACTIVE_2021 if form is FormName.FORM_2021 else PROACTIVE_2019


def _reader(form: TableForm, sources: _Sources, before: Style | None) -> ReadLines:
    """How the lines of one table are read."""
    if form is DISPUTES:
        return lambda lines: _read_disputes(lines, sources, before)
    if form.key == SectionKey.PROACTIVE:
        return lambda lines: _read_proactive(lines, form, sources)
    return lambda lines: _read_applications(lines, form, sources)
