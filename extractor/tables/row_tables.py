"""Tables with a line of numbers for each row, as 表二 and 表三: what stands in them and what the sums say."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.forms import Quantity, Row, TableForm
from extractor.records import Cell, CellBasis, TableReading
from extractor.tables.alignment import Placed
from extractor.tables.cell_verdicts import judge
from extractor.tables.certain import BEFORE_LOST, NO_LABEL, before_lost
from extractor.tables.choosing import TableRead
from extractor.tables.cuts import are_run_together, only_cut
from extractor.tables.digit_modes import LITERAL, choose_mode, labels_look_doubled, looks_doubled, modes_of
from extractor.tables.few_rows import are_sure
from extractor.tables.gaps import all_hold, uncertain_cells
from extractor.tables.grid import Grid, Unit, holding_sums, prefer_printed_totals, solve_grid
from extractor.tables.lost_cells import (
    doubt_in_unplaced_rows,
    open_beside_lost_totals,
    open_beside_open_parts,
)
from extractor.tables.optional import as_printed
from extractor.tables.partings import PARTED, UNPARTED, parted_rows, unparted_rows
from extractor.tables.short_fields import without_places
from extractor.tables.sources import Spread, TableSources, leave_open, options_of, spread_of, sums_inside
from extractor.tables.style import Style, learn_style
from extractor.tables.tokens import Line, without_blanks
from extractor.tables.units import amount_units
from extractor.tables.unsummed import read_other_kinds, read_unsummed
from extractor.tables.unsure import (
    SHORT,
    SURPLUS,
    doubt_cells,
    doubt_rows,
    leave_lost,
    short_rows_in_doubt,
    surplus_rows_in_doubt,
)

_MIN_LABELLED_ROWS = 5
_MIN_LABELLED_UNSUMMED = 3
_UNSURE = (
    "标签与数字分离,附近另有一行数字未归入任何行 / labels and numbers stand apart, "
    "and a whole row of numbers near here belongs to no row"
)


def read_rows(lines: list[Line], form: TableForm, sources: TableSources) -> TableRead | None:
    """A table with a line of numbers for each row: rows under sums by these, the others by their print."""
    placed = _without_places(sources.aligner(lines, form), form)
    if form.optional:
        form = as_printed(form, placed)
    summed = [row for row in form.rows if form.sums and _is_summed(row, form)]
    read = _read_summed(lines, form, sources, placed) if summed else _read_plain(lines, form, sources, placed)
    if read is None or len(summed) in (0, len(form.rows)):
        return read
    rest = _read_plain(lines, form, sources, placed)
    plain = {} if rest is None else {row.key: rest.table[row.key] for row in form.rows if row not in summed}
    return read._replace(table={key: plain.get(key, cells) for key, cells in read.table.items()})


def _without_places(placed: Mapping[str, Placed], form: TableForm) -> Mapping[str, Placed]:
    """The rows, those that lack a field of their line without places: which one is lost, nothing shows."""
    widths = {row.key: len(row.columns) for row in form.rows}
    return {
        key: there._replace(tokens=without_places(there.tokens, widths.get(key, 0)))
        for key, there in placed.items()
    }


def _read_summed(
    lines: list[Line], form: TableForm, sources: TableSources, placed: Mapping[str, Placed]
) -> TableRead | None:
    few = _too_few_labels(placed, form, _MIN_LABELLED_ROWS) and not _is_complete(placed, form)
    if few and not are_sure(lines, form, placed):
        return None
    units = _units(form.rows, placed, form)
    spreads: dict[str, Spread | None] = {}
    if _is_run_together(placed, form, lines):
        spreads = {u.key: spread_of(u) for u in units if 0 < len(without_blanks(u.tokens)) < len(u.cells)}
    style = learn_style([(u.tokens, len(u.cells)) for u in units], lines, form.rows[0].columns)
    lost = {row.key for row in form.rows if _is_lost(row, placed, form, style)}
    units = tuple(unit._replace(lost=unit.key in lost) for unit in units)
    options, mode, tried = choose_mode(
        units,
        form.sums,
        LITERAL if spreads else modes_of(lines),
        lambda read: [options_of(unit, style, read, spreads, sources.second) for unit in units],
    )
    grid = solve_grid(units, form.sums, prefer_printed_totals(units, options), style, sources.score)
    table = judge(grid, sources.text)
    read_other_kinds(table, form, amount_units(sources.region, form), doubled=mode == "undoubled")
    _doubt(
        ((key, column) for key, there in placed.items() if there.unsure for column in table[key]),
        table,
        _UNSURE,
    )
    doubts = _doubted_rows(placed, form, lost)
    for row in short_rows_in_doubt(grid, style, bool(lost)):
        doubts.setdefault(row, SHORT)
    for row in surplus_rows_in_doubt(grid):
        doubts.setdefault(row, SURPLUS)
    if lost or not all_hold(grid):
        for row in parted_rows(placed, sources.text):
            doubts.setdefault(row, PARTED)
    unclear = [row for row, reason in doubts.items() if reason != BEFORE_LOST]
    _infer_totals(table, form, grid, {*lost, *unclear})
    open_beside_lost_totals(table, form)
    leave_lost(table, form, lost, unclear)
    doubt_rows(table, doubts)
    doubt_cells(table, uncertain_cells(grid, style), SHORT)
    open_beside_open_parts(table, form, unclear)
    doubt_in_unplaced_rows(table, form)
    leave_open(
        [unit for unit in units if unit.key in spreads and spreads[unit.key] is None], table, sources.text
    )
    style = style._replace(sound=not lost and all_hold(grid))
    return TableRead(table, TableReading(table=form.key, reading=mode, tried=tried), style)


def _read_plain(
    lines: list[Line], form: TableForm, sources: TableSources, placed: Mapping[str, Placed]
) -> TableRead | None:
    """Rows over which no sum stands: position and the kind of number are all there is."""
    illegible: tuple[Row, ...] = ()
    if _is_run_together(placed, form, lines):
        placed, illegible = _cut_rows(placed, form)
    figures = sum(bool(t.text) for p in placed.values() for t in p.tokens)
    few = _too_few_labels(placed, form, _MIN_LABELLED_UNSUMMED) and figures < form.cell_count / 2
    if few and not are_sure(lines, form, placed):
        return None
    width = max(len(row.columns) for row in form.rows)
    wide = [
        (placed[row.key].tokens, width)
        for row in form.rows
        if row.key in placed and len(row.columns) == width
    ]
    doubled = looks_doubled(lines)
    style = learn_style(wide, lines, form.rows[0].columns)
    if not any(len(without_blanks(tokens)) == width for tokens, width in wide):
        style = style._replace(shows_gaps=False)  # no whole row shows how far apart its cells stand
    units = amount_units(sources.region, form)
    table = read_unsummed(placed, form, style, sources.text, (doubled, units))
    lost = {row.key for row in form.rows if row.key not in placed or not placed[row.key].tokens}
    widths = {row.key: len(row.columns) for row in form.rows}
    unparted = dict.fromkeys(unparted_rows(placed, widths, sources.text), UNPARTED)
    if style.prints_zeros:
        unparted |= dict.fromkeys(_short(placed, widths), SHORT)
    doubt_rows(table, unparted | _doubted_rows(placed, form, lost))
    leave_lost(table, form, {row.key for row in form.rows if row.key not in placed}, ())
    for row in illegible:
        cells = tuple((row.key, column.key) for column in row.columns)
        leave_open([Unit(row.key, cells, (), placed[row.key].tokens, True)], table, sources.text)
    return TableRead(table, TableReading(table=form.key, reading="undoubled" if doubled else "literal"))


def _short(placed: Mapping[str, Placed], widths: Mapping[str, int]) -> Iterator[str]:
    """Rows that lack numbers and show no empty field: what took them may have taken digits of the others."""
    for key, there in placed.items():
        if 0 < len(without_blanks(there.tokens)) < widths[key] and all(t.field < 0 for t in there.tokens):
            yield key


def _units(rows: Sequence[Row], placed: Mapping[str, Placed], form: TableForm) -> tuple[Unit, ...]:
    units = []
    for row in rows:
        there = placed.get(row.key, Placed((), False))
        cells = tuple((row.key, column.key) for column in row.columns)
        unit = Unit(row.key, cells, sums_inside(cells, form), there.tokens, there.labelled)
        units.append(unit._replace(weights=form.weight_of))
    return tuple(units)


def _infer_totals(
    table: dict[str, dict[str, Cell]], form: TableForm, grid: Grid, open_rows: Container[str]
) -> None:
    """Where a whole row of totals is blank, give it the sums of its parts if the other sums over it hold.

    Of rows that are lost or in doubt nothing is certain, so that their sum is not, either.
    """
    if any(row.key in open_rows and row.key not in form.total_rows for row in form.rows):
        return
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
    named = [found.get(key) != NO_LABEL for key in form.row_keys]
    for row in (row for row in before_lost(kept, named) if printed[row]):
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


def _is_complete(placed: Mapping[str, Placed], form: TableForm) -> bool:
    """Whether at least half the cells of the form are printed."""
    return sum(sum(bool(t.text) for t in p.tokens) for p in placed.values()) * 2 >= form.cell_count


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
