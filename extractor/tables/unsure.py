"""What is not certain of a solved table: rows that are not in the text, rows whose place is not certain.

Nothing printed is nothing known. A row that is not in the text stays null, unless it is the only one and
the sums over printed cells leave one number for each of its cells. A row whose place is in doubt keeps its
numbers as printed, each with the reason; nothing is proved by its sums, and nothing inferred from them.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from decimal import Decimal

from extractor.forms import CellRef, TableForm
from extractor.records import Cell, CellBasis
from extractor.tables.explained import ExplainedGrid
from extractor.tables.grid import Grid, Unit
from extractor.tables.number_readings import read_number
from extractor.tables.optional import NO_ROW, unknown
from extractor.tables.placement import windows
from extractor.tables.style import Style, shows_places
from extractor.tables.tokens import Kind, Line, without_blanks

Cells = dict[str, dict[str, Cell]]

SHORT = "该行缺数字,列位置不能确定 / the row has lost numbers: which columns are left is not certain"
SURPLUS = "该行数字多于列数,且列合计不符 / more numbers than columns, and sums over several rows fail"
ALONE = "该行未印出,由合计关系推出 / the row is not printed; it follows from the sums"
BLANK_PART = "空白,合计要求另有数字 / blank, and its sum asks for a number"
TAKEN = "由未印出的行推出,不能确定 / it follows only from rows that are not certain"
_OPEN = frozenset({CellBasis.CONFLICT, CellBasis.AMBIGUOUS})
_NUMBERED = frozenset({CellBasis.PROVED, CellBasis.PRINTED})


def doubt_rows(table: Cells, doubts: Mapping[str, str]) -> None:
    """Let the rows keep what is printed as printed, each cell with the reason."""
    for row, reason in doubts.items():
        table[row] = {column: _doubted(cell, reason) for column, cell in table[row].items()}


def doubt_cells(table: Cells, cells: Iterable[CellRef], reason: str) -> None:
    """Let single cells keep what is printed as printed, with the reason."""
    for row, column in cells:
        table[row][column] = _doubted(table[row][column], reason)


def _doubted(cell: Cell, reason: str) -> Cell:
    if cell.basis in _OPEN or cell.basis is CellBasis.BLANK:
        return cell
    if cell.basis in _NUMBERED:
        return unproved(cell, reason)
    return opened(cell, reason)


def unproved(cell: Cell, reason: str) -> Cell:
    """A cell whose number is as printed and rests on no sum."""
    return cell.model_copy(update={"basis": CellBasis.PRINTED, "identities": (), "reason": reason})


def opened(cell: Cell, reason: str) -> Cell:
    """A cell whose number is only one that it may be; nothing at all where a 0 was inferred for no print."""
    if cell.raw is None and not cell.value:
        return Cell(value=None, raw=None, basis=CellBasis.BLANK, evidence=None)
    choices = (*cell.alternatives, *(() if cell.value is None else (cell.value,)))
    update = {
        "basis": CellBasis.AMBIGUOUS,
        "value": None,
        "alternatives": tuple(dict.fromkeys(choices)),
        "identities": (),
        "reason": reason,
    }
    return cell.model_copy(update=update)


def leave_unprinted_blank(table: Cells) -> None:
    """Blocks that print nothing at all hold no number, unless a blank is seen to be a 0 in one that does."""
    printed = [cells for cells in table.values() if any(cell.raw is not None for cell in cells.values())]
    if any(_is_seen_zero(cell) for cells in printed for cell in cells.values()):
        return
    for row, cells in table.items():
        if all(cell.raw is None for cell in cells.values()):
            table[row] = {
                column: opened(cell, "") if cell.basis is CellBasis.INFERRED and not cell.value else cell
                for column, cell in cells.items()
            }


def _is_seen_zero(cell: Cell) -> bool:
    return cell.raw is None and cell.basis is CellBasis.INFERRED and not cell.value


def open_blank_parts(table: Cells, form: TableForm) -> None:
    """A blank part beside a total that asks for more, or a blank total: lost, or the issuer's slip.

    Of a row that is wholly blank beside such a one nothing is known.
    """
    totals = {each.total for each in form.sums}
    lost = False
    for row, cells in table.items():
        for column, cell in cells.items():
            if cell.raw is None and cell.value and (row, column) in totals:
                lost = True
            elif cell.basis is CellBasis.INFERRED and cell.value:
                table[row][column] = opened(cell, BLANK_PART)
                lost = True
    for row, cells in table.items() if lost else ():
        if all(cell.raw is None for cell in cells.values()):
            table[row] = {column: unknown(NO_ROW) for column in cells}


def short_rows_in_doubt(grid: Grid, style: Style, lost_rows: bool) -> list[str]:
    """Rows that lost numbers in a table that prints some zeros, where neither places nor sums show which.

    Numbers may be missing where every sum of the table holds without them; but no sum sees in which column
    a lone 0 stands, unless it alone is missing: a row of zeros adds up to 0 whichever of them is not printed.
    Nor do sums hold where rows whose places are open print no total: numbers may have moved in all of them.
    Of a table that prints its zeros, and not all rows of which are short, ``gaps`` says more.
    """
    if not style.some_zeros:
        return []
    explained = ExplainedGrid(grid)
    short, unsummed = [], 0
    for unit, start in zip(grid.units, grid.problem.offsets, strict=True):
        lost = len(unit.cells) - len(without_blanks(unit.tokens))
        if 0 < lost < len(unit.cells) and not _is_placed(unit, style):
            short.append(unit.key)
            unsummed += lost > 1 and any(explained.picks[start + total] is None for _, total in unit.sums)
    if style.prints_zeros:
        return short if _lacks_a_column(grid.units, short) else []
    if short and (
        lost_rows or unsummed > 1 or _lacks_a_column(grid.units, short) or not all(explained.holds.values())
    ):
        return short
    zeros = {unit.key for unit in grid.units if _is_of_zeros_in_any_place(unit)}
    return [key for key in short if key in zeros]


def _lacks_a_column(units: Sequence[Unit], short: Sequence[str]) -> bool:
    """Whether a whole column is not printed, and it may be any: all rows are short and show no blank.

    The last number of each is no less than the others together: a total, or the last of the parts.
    """
    return len(units) == len(short) and all(map(_may_end_in_its_sum, units))


def _may_end_in_its_sum(unit: Unit) -> bool:
    if any(token.kind is Kind.BLANK for token in unit.tokens):
        return False
    readings = [read_number(token.text) for token in unit.tokens]
    *parts, last = [each[0].value if each else Decimal(0) for each in readings]
    return sum(parts) <= last


def _is_placed(unit: Unit, style: Style) -> bool:
    """Whether the print shows the places of a short row; too many fields with several numbers do not."""
    if len(without_blanks(unit.tokens)) > 1 and windows(unit.tokens, len(unit.cells)) > 1:
        return False
    return shows_places(unit.tokens, len(unit.cells), style)


def surplus_rows_in_doubt(grid: Grid) -> list[str]:
    """Rows that leave out a printed number so that their own sum holds, while sums over several rows fail."""
    explained = ExplainedGrid(grid)
    found = []
    for unit, start in zip(grid.units, grid.problem.offsets, strict=True):
        figures = without_blanks(unit.tokens)
        cells = range(start, start + len(unit.cells))
        read = [item for cell in cells if (item := explained.picks[cell]) is not None]
        left = [t for t in figures if not any(item.start <= t.start < item.end for item in read)]
        if left and any(map(explained.fails_across, cells)):
            found.append(unit.key)
    return found


def _is_of_zeros_in_any_place(unit: Unit) -> bool:
    """Whether a row prints nothing but zeros, and its sums leave open what is not printed."""
    figures = without_blanks(unit.tokens)
    summed = any(len(parts) + 1 == len(unit.cells) for parts, _ in unit.sums)
    return all(t.text == "0" for t in figures) and not (summed and len(figures) + 1 == len(unit.cells))


def short_blocks_in_doubt(table: Mapping[str, Mapping[str, Cell]], unit: Unit, style: Style) -> list[str]:
    """Blocks of one line of numbers that lost some of them, where neither places nor sums show which.

    A whole block whose parts make up a total that is not 0 stands where it does; as many numbers between
    two such blocks as there are cells are those cells.
    """
    short = 0 < len(unit.cells) - len(without_blanks(unit.tokens)) < len(unit.cells)
    if not short or (len(unit.tokens) >= len(unit.cells) and all(t.field >= 0 for t in unit.tokens)):
        return []
    uncertain = style.some_zeros and not shows_places(unit.tokens, len(unit.cells), style)
    if not uncertain and not any(_is_unsupported(cells) for cells in table.values()):
        return []
    found: list[str] = []
    stretch: list[str] = []
    for row, cells in table.items():
        if all(cell.raw for cell in cells.values()) and cells["total"].value and _is_supported(cells):
            found += _short(stretch, table)
            stretch = []
        else:
            stretch.append(row)
    return found + _short(stretch, table)


def _is_supported(cells: Mapping[str, Cell]) -> bool:
    return all(cell.basis in (CellBasis.PROVED, CellBasis.REPAIRED) for cell in cells.values())


def _is_unsupported(cells: Mapping[str, Cell]) -> bool:
    return any(cell.basis in (CellBasis.PRINTED, CellBasis.CONFLICT) for cell in cells.values())


def _short(rows: list[str], table: Mapping[str, Mapping[str, Cell]]) -> list[str]:
    return rows if any(cell.raw is None for row in rows for cell in table[row].values()) else []


ORDER = "行列次序与表式不同,数字可能属于别的行列 / rows or columns are not in the form's order"


def order_in_doubt(lines: Sequence[Line], form: TableForm) -> bool:
    """Whether whole labels name the rows, or the columns, in another order than the form's.

    Labels side by side on one line, and labels that each stand before numbers of their own, are compared;
    labels that are broken over lines say nothing of the order.
    """
    rows = [(*row.labels, *row.group) for row in form.rows]
    columns = [column.labels for column in form.rows[0].columns]
    own: list[str] = []
    for line in lines:
        words = [token.text.strip("|：: ") for token in line.tokens]
        if _is_out_of_order(words, rows) or _is_out_of_order(words, columns, repeated=True):
            return True
        if line.figures:
            own += words
    names = [row.labels for row in form.rows]
    stand_alone = all(any(word in labels for word in own) for labels in names)
    return stand_alone and _is_out_of_order(own, names)


def _is_out_of_order(
    words: Sequence[str], labels: Sequence[Sequence[str]], *, repeated: bool = False
) -> bool:
    """Whether the words that are labels come in another order; the same label may serve several.

    ``repeated``: the labels stand once for each row, and one misread would look like another order, so that
    only a whole first set of them tells.
    """
    places = [next((at for at, names in enumerate(labels) if word in names), None) for word in words]
    found = [place for place in places if place is not None]
    if not repeated:
        first = list(dict.fromkeys(found))
        return first != sorted(first)
    begins = next((at for at, place in enumerate(places) if place is not None), 0)
    side_by_side = places[begins : begins + len(labels)]
    whole = [place for place in side_by_side if place is not None]
    turned = whole[whole.index(0) :] + whole[: whole.index(0)] if 0 in whole else whole
    # a set that only begins elsewhere stands behind a label that was misread
    return len(set(whole)) == len(labels) and turned != sorted(turned)


def leave_lost(table: Cells, form: TableForm, lost: Set[str], doubts: Iterable[str]) -> None:
    """Nothing is known of the cells of lost rows, unless one row alone is lost and its sums all hold.

    What one sum leaves for such a row is an offer: without a sum inside the row nothing confirms it.
    """
    kept = not list(doubts) and len(lost) == 1 and all(_adds_up(table[row], row, form) for row in lost)
    for row in lost:
        table[row] = {
            column: _of_lost_row(cell, _confirmed(form, row, column)) if kept else unknown(NO_ROW)
            for column, cell in table[row].items()
        }
    if lost and not kept:
        for row, cells in table.items():
            if all(cell.raw is None for cell in cells.values()):
                table[row] = {column: unknown(NO_ROW) for column in cells}
        _take_back(table, form, lost)


def _of_lost_row(cell: Cell, confirmed: bool) -> Cell:
    return cell.model_copy(update={"reason": ALONE}) if confirmed or not cell.value else opened(cell, ALONE)


def _confirmed(form: TableForm, row: str, column: str) -> bool:
    """Whether a sum inside the row stands over the cell."""
    return any((row, column) in each.cells for each in form.sums if each.row == row)


def _adds_up(cells: Mapping[str, Cell], row: str, form: TableForm) -> bool:
    """Whether every cell of a lost row was inferred, and the sums inside the row hold."""
    if any(cell.basis is not CellBasis.INFERRED for cell in cells.values()):
        return False
    inside = [each for each in form.sums if each.row == row and {key for key, _ in each.cells} == {row}]
    return all(_total(each.left, cells) == _total(each.right, cells) for each in inside)


def _total(refs: Iterable[CellRef], cells: Mapping[str, Cell]) -> Decimal:
    return sum((cells[column].value or Decimal(0) for _, column in refs), Decimal(0))


def _take_back(table: Cells, form: TableForm, lost: Set[str]) -> None:
    """Open what was inferred from sums across rows alone; where most rows are lost, all of it."""
    most = 2 * len(lost) > len(form.rows)
    own = {each.id for each in form.sums if each.row is not None}
    for row in form.row_keys:
        for column, cell in (table[row] if row not in lost else {}).items():
            if cell.basis is CellBasis.INFERRED and (most or not own.intersection(cell.identities)):
                table[row][column] = opened(cell, TAKEN)
