"""All tables of a document: several readings of each, and the one that the sums support best."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.forms import (
    CellRef,
    Edition,
    Layout,
    Quantity,
    Row,
    TableForm,
    annex_edition,
    edition_of,
    printed_form,
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
from extractor.tables.arranged import Arranged, arranged
from extractor.tables.certain import BEFORE_LOST, before_lost
from extractor.tables.choosing import ReadLines, TableRead, choose
from extractor.tables.cuts import are_run_together, cut_by_sums, only_cut
from extractor.tables.digit_modes import choose_mode, labels_look_doubled, looks_doubled
from extractor.tables.drawn import drawn_lines, short_rows
from extractor.tables.grid import (
    Grid,
    Score,
    SecondReading,
    Unit,
    holding_sums,
    prefer_printed_totals,
    read_unit,
    solve_grid,
)
from extractor.tables.one_line import (
    are_blocks_run_together,
    header_cues,
    line_placements,
    line_shape,
    line_tokens,
    looks_complete,
)
from extractor.tables.optional import as_printed
from extractor.tables.placement import Placement, ReadToken, Variant
from extractor.tables.regions import table_regions
from extractor.tables.style import Style, learn_style, shows_places
from extractor.tables.tokens import Line, read_lines, without_blanks
from extractor.tables.told import told_lines
from extractor.tables.units import amount_units
from extractor.tables.unsummed import read_other_kinds, read_unsummed
from extractor.tables.unsure import (
    ORDER,
    SHORT,
    doubt_rows,
    leave_lost,
    open_blank_parts,
    order_in_doubt,
    short_blocks_in_doubt,
    short_rows_in_doubt,
)
from extractor.tables.verdicts import judge
from extractor.tables.words import as_words, with_words

_MIN_LABELLED_ROWS = 5
_MIN_LABELLED_UNSUMMED = 3
_MIN_CUES = 3
_RUN_ON = "单元格数字连写,无法断开 / the numbers of several cells are printed as one and cannot be parted"
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


_Sums = tuple[tuple[tuple[int, ...], int], ...]


def _sums_inside(cells: Sequence[CellRef], form: TableForm) -> _Sums:
    """The sums whose cells are all among these, as positions of the parts and of the total."""
    at = {cell: position for position, cell in enumerate(cells)}
    return tuple(
        (tuple(at[cell] for cell in identity.left), at[identity.total])
        for identity in form.sums
        if identity.total is not None and identity.row is not None and set(identity.cells) <= at.keys()
    )


def _units(rows: Sequence[Row], placed: Mapping[str, Placed], form: TableForm) -> tuple[Unit, ...]:
    units = []
    for row in rows:
        there = placed.get(row.key, Placed((), False))
        cells = tuple((row.key, column.key) for column in row.columns)
        units.append(Unit(row.key, cells, _sums_inside(cells, form), there.tokens, there.labelled))
    return tuple(units)


def _infer_totals(table: dict[str, dict[str, Cell]], form: TableForm, grid: Grid) -> None:
    """Where a whole row of totals is blank, give it the sums of its parts if the other sums over it hold."""
    holds = holding_sums(grid.problem)
    for key in form.total_rows:
        if any(cell.raw is not None or cell.value is not None for cell in table[key].values()):
            continue
        sums = [each for each in form.across if each.total is not None and each.total[0] == key]
        if not any(table[row][column].raw for each in sums for row, column in each.left):
            continue
        for each in sums:
            others = [other.id for other in form.across if other is not each and each.total in other.cells]
            parts = [table[row][column] for row, column in each.left]
            doubtful = any(part.basis in (CellBasis.AMBIGUOUS, CellBasis.CONFLICT) for part in parts)
            if each.total is None or doubtful or not others or not holds.issuperset(others):
                continue
            table[key][each.total[1]] = Cell(
                value=sum((part.value or Decimal(0) for part in parts), Decimal(0)),
                raw=None,
                basis=CellBasis.INFERRED,
                evidence=None,
                identities=(each.id, *others),
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
    parts = len(unit.sums[0][0]) if unit.sums else 0
    if not parts or (parts + 1) * len(unit.sums) != len(unit.cells):
        return None
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
        if not figures:
            continue
        evidence = Span.of(text, figures[0].start, figures[-1].end)
        for row, column in unit.cells:
            table[row][column] = Cell(
                value=None, raw=evidence.quote, basis=CellBasis.AMBIGUOUS, evidence=evidence, reason=_RUN_ON
            )


def _is_lost(row: Row, placed: Mapping[str, Placed], form: TableForm, style: Style) -> bool:
    """Whether the numbers of a row are not in the text: not its label, or it alone where zeros are printed.

    A label that the header prints, too (总计), is none of the row, unless it stands between the labels of the
    rows before and behind it.
    """
    if row.key not in placed:
        return True
    if any(token.text for token in placed[row.key].tokens):
        return False
    if placed[row.key].tokens and not style.prints_zeros:
        return False  # a row of blank fields
    if style.prints_zeros:
        return True
    at = form.row_keys.index(row.key)
    beside = (*form.row_keys[max(0, at - 1) : at], *form.row_keys[at + 1 : at + 2])
    is_framed = len(beside) == 2 and all(key in placed and placed[key].labelled for key in beside)
    return not is_framed and any(label in form.headers for label in row.labels)


def _doubted_rows(placed: Mapping[str, Placed], form: TableForm, lost: Container[str]) -> dict[str, str]:
    """Row to why it is not certain that its numbers are its own."""
    found = {key: there.doubt for key, there in placed.items() if there.doubt}
    printed = [key in placed and any(token.text for token in placed[key].tokens) for key in form.row_keys]
    kept = [there or key not in lost for there, key in zip(printed, form.row_keys, strict=True)]
    for row in (row for row in before_lost(kept) if printed[row]):
        found.setdefault(form.row_keys[row], BEFORE_LOST)
    return found


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


def _is_summed(row: Row, form: TableForm) -> bool:
    """Whether a row stands under sums, or could: its numbers are whole ones."""
    if any((row.key, column.key) in form.covered for column in row.columns):
        return True
    return all(column.quantity is Quantity.COUNT for column in row.columns)


def _too_few_labels(placed: Mapping[str, Placed], form: TableForm, least: int) -> bool:
    return sum(p.labelled for p in placed.values()) < min(least, (len(form.rows) + 1) // 2)


def _read_rows(lines: list[Line], form: TableForm, sources: _Sources) -> TableRead | None:
    """A table with a line of numbers for each row: rows under sums by these, the others by their print."""
    placed = sources.aligner(lines, form)
    if form.optional:
        form = as_printed(form, placed)
    summed = [row for row in form.rows if form.sums and _is_summed(row, form)]
    read = _read_summed(lines, form, sources, placed) if summed else _read_plain(lines, form, sources, placed)
    if read is None or len(summed) in (0, len(form.rows)):
        return read
    rest = _read_plain(lines, form, sources, placed)
    plain = {} if rest is None else {row.key: rest.table[row.key] for row in form.rows if row not in summed}
    return read._replace(table={key: plain.get(key, cells) for key, cells in read.table.items()})


def _read_summed(
    lines: list[Line], form: TableForm, sources: _Sources, placed: Mapping[str, Placed]
) -> TableRead | None:
    if _too_few_labels(placed, form, _MIN_LABELLED_ROWS) and not _is_complete(placed, form):
        return None
    units = _units(form.rows, placed, form)
    spreads: dict[str, Spread | None] = {}
    if _is_run_together(placed, form, lines):
        spreads = {u.key: _spread(u) for u in units if 0 < len(without_blanks(u.tokens)) < len(u.cells)}
    style = learn_style([(u.tokens, len(u.cells)) for u in units], lines, form.rows[0].columns)
    lost = {row.key for row in form.rows if _is_lost(row, placed, form, style)}
    units = tuple(unit._replace(lost=unit.key in lost) for unit in units)
    doubled = not spreads and looks_doubled(lines)
    options, mode, tried = choose_mode(
        units,
        form.sums,
        doubled,
        lambda read: [_options(unit, style, read, spreads, sources.second) for unit in units],
    )
    grid = solve_grid(units, form.sums, prefer_printed_totals(units, options), style, sources.score)
    table = judge(grid, sources.text)
    read_other_kinds(table, form, amount_units(sources.region, form), doubled=mode == "undoubled")
    _infer_totals(table, form, grid)
    _doubt(
        ((key, column) for key, there in placed.items() if there.unsure for column in table[key]),
        table,
        _UNSURE,
    )
    doubts = _doubted_rows(placed, form, lost)
    for row in short_rows_in_doubt(grid, style, bool(lost)):
        doubts.setdefault(row, SHORT)
    leave_lost(table, form, lost, (row for row, reason in doubts.items() if reason != BEFORE_LOST))
    doubt_rows(table, doubts)
    _leave_open(
        [unit for unit in units if unit.key in spreads and spreads[unit.key] is None], table, sources.text
    )
    return TableRead(table, TableReading(table=form.key, reading=mode, tried=tried), style)


def _is_complete(placed: Mapping[str, Placed], form: TableForm) -> bool:
    """Whether at least half the cells of the form are printed."""
    return sum(sum(bool(t.text) for t in p.tokens) for p in placed.values()) * 2 >= form.cell_count


def _read_line(
    lines: list[Line], form: TableForm, sources: _Sources, before: Style | None
) -> TableRead | None:
    """A table whose rows stand side by side on one line of numbers."""
    tokens = line_tokens(lines, form)
    cues = header_cues(form)
    labels = sum(len(cues.findall(t.text)) for line in lines for t in line.tokens)
    if sum(bool(t.text) for t in tokens) < line_shape(form).block and labels < _MIN_CUES:
        return None
    cells = tuple(form.column_of)
    unit = Unit(form.key, cells, _sums_inside(cells, form), tokens, True)
    style = learn_style([(tokens, len(cells))], lines, form.rows[0].columns)
    # a line that shows its places and prints no zero says for itself that a blank is one
    shown = shows_places(tokens, len(cells), style) and not any(token.text == "0" for token in tokens)
    style = style._replace(
        lead_shows=False,
        base_gap=style.base_gap if before is None else before.base_gap,
        gap_step=style.gap_step if before is None else before.gap_step,
        prints_zeros=looks_complete(tokens, form)
        or style.prints_zeros
        or (before is not None and before.prints_zeros and not shown),
        some_zeros=style.some_zeros or (before is not None and before.some_zeros and not shown),
    )
    spreads: dict[str, Spread | None] = {}
    if len(without_blanks(tokens)) < len(cells) and are_blocks_run_together(tokens, lines, form):
        spreads = {unit.key: _spread(unit)}
    options, mode, tried = choose_mode(
        [unit],
        form.sums,
        not spreads and looks_doubled(lines),
        lambda read: [
            _options(unit, style, read, spreads, sources.second)
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
    if line_shape(form).ends_in_total:
        doubt_rows(table, dict.fromkeys(short_blocks_in_doubt(table, unit, style), SHORT))
    if order_in_doubt(lines, form):
        doubt_rows(table, dict.fromkeys(form.row_keys, ORDER))
    _leave_open([unit] if unit.key in spreads and spreads[unit.key] is None else [], table, sources.text)
    return TableRead(table, reading)


def _read_plain(
    lines: list[Line], form: TableForm, sources: _Sources, placed: Mapping[str, Placed]
) -> TableRead | None:
    """Rows over which no sum stands: position and the kind of number are all there is."""
    illegible: tuple[Row, ...] = ()
    if _is_run_together(placed, form, lines):
        placed, illegible = _cut_rows(placed, form)
    figures = sum(bool(t.text) for p in placed.values() for t in p.tokens)
    if _too_few_labels(placed, form, _MIN_LABELLED_UNSUMMED) and figures < form.cell_count / 2:
        return None
    width = max(len(row.columns) for row in form.rows)
    wide = [
        (placed[row.key].tokens, width)
        for row in form.rows
        if row.key in placed and len(row.columns) == width
    ]
    doubled = looks_doubled(lines)
    table = read_unsummed(
        placed,
        form,
        learn_style(wide, lines, form.rows[0].columns),
        sources.text,
        (doubled, amount_units(sources.region, form)),
    )
    lost = {row.key for row in form.rows if row.key not in placed or not placed[row.key].tokens}
    doubt_rows(table, _doubted_rows(placed, form, lost))
    leave_lost(table, form, {row.key for row in form.rows if row.key not in placed}, ())
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


def read_tables(
    document: Document,
    characters: str,
    sections: Sequence[Section],
    form: str,
    second: Mapping[str, SecondReading] | None = None,
    aligner: Aligner = align,
) -> TablesRead:
    """Read the official tables out of their sections, or of a document of another form.

    ``characters`` is the folded text of equal length. A table that is not in the document is None.
    Where the document has a grid, it is read by that as well, and the sums choose. ``second`` may bring an
    independent second reading of cells, by table; where it agrees with the number that the sums ask for, a
    conflict becomes a repair. ``aligner`` gives the printed numbers to the rows of tables that have some;
    a table of one line of numbers has none.
    """
    edition = _edition_of(form, characters, sections)
    if edition is None:
        return TablesRead(Tables(), ())
    tables: dict[str, Table | None] = {each.key: None for each in edition.tables}
    readings = []
    style: Style | None = None
    regions = table_regions(characters, sections, edition)
    for key in tables:
        if key not in regions:
            continue
        start, end = regions[key]
        region = characters[start:end]
        own = _printed(edition, key, region)
        sources = _Sources(document.text, region, (second or {}).get(key, {}), document.score, aligner)
        lines = with_words(read_lines(characters, start, end, own), own)
        reader = _reader(own, sources, style)
        other = None
        if edition.years is not None:  # what turned tables and tables in words look like is known of these
            told = told_lines(characters, start, end, own)
            other = Arranged(told) if told is not None else arranged(lines, own)
        if other is not None:
            read = _read_arranged(reader, other)
        elif aligner is align:
            drawn = drawn_lines(lines, document.grids, own, characters)
            read = choose(reader, lines, drawn, short_rows(lines, document.grids))
        else:  # a model is asked once
            read = reader(lines)
        if read is not None:
            table, style = as_words(read.table, lines), read.style
            unprinted = [row for row in edition.variants_of(key)[0].row_keys if row not in table]
            tables[key] = {**table, **dict.fromkeys(unprinted)}
            readings.append(read.reading)
    if edition.annex:  # a report on 2008 to 2018 has none of the later tables
        tables = {**dict.fromkeys(Tables.model_fields), **tables} if any(tables.values()) else {}
    return TablesRead(Tables(**tables), tuple(readings))


def _edition_of(form: str, characters: str, sections: Sequence[Section]) -> Edition | None:
    """The edition that the document follows; of a report on 2008 to 2018 that of its annexed table."""
    if form != FormName.LEGACY:
        return edition_of(form)
    bodies = [section.body for section in sections if section.key is SectionKey.ANNEX]
    found = (annex_edition(characters[body.start : body.end]) for body in bodies)
    return next((edition for edition in found if edition is not None), None)


def _read_arranged(read: ReadLines, other: Arranged) -> TableRead | None:
    """The reading of lines in another arrangement than the form's, its places in doubt where they are."""
    found = read(other.lines)
    if found is not None and other.doubt is not None:
        doubted = {row: dict(cells) for row, cells in found.table.items() if cells is not None}
        doubt_rows(doubted, dict.fromkeys(doubted, other.doubt))
        found = found._replace(table=doubted)
    return found


def _printed(edition: Edition, key: str, region: str) -> TableForm:
    form = printed_form(edition, key, region)
    assert form is not None, f"{key} is a table of {edition.id}"
    return form


def _reader(form: TableForm, sources: _Sources, before: Style | None) -> ReadLines:
    """How the lines of one table are read."""
    if form.layout is Layout.LINE:
        return lambda lines: _read_line(lines, form, sources, before)
    return lambda lines: _read_rows(lines, form, sources)
