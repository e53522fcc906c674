"""Numbers that a table lost one by one: what follows from no sum of printed cells is not known.

A blank is 0 only where something says so: the total beside it, or a table that leaves its zeros out. Where a
row prints neither its total nor all parts, though others do, the blanks may be what was lost; where several
parts are not printed and the total asks for more than is printed, nothing says in which of them it stands.
"""

from collections.abc import Container, Mapping, Set

from extractor.forms import CellRef, Identity, TableForm
from extractor.grammar.plain import plain
from extractor.records import Cell, CellBasis
from extractor.tables.unsure import Cells, opened, unproved

LOST_TOTAL = (
    "该行合计未印出,空白处不一定为0 / the row's total is not printed: a blank beside it need not be 0"
)
OPEN_PARTS = "合计所依据的数本身未定 / not printed, and what it is the sum of is open"
UNPLACED = "所在合计中另有数字位置不能确定 / other numbers of its sum may stand elsewhere"
_ZERO = frozenset({"0", "00", "O", "o"})


def open_beside_lost_totals(table: Cells, form: TableForm) -> None:
    """Open what was inferred in rows of which too much is not printed.

    Tables that print no zero anywhere leave their zeros out; if they print no total either, nothing in them
    says that a blank is one.
    """
    sums = [each for each in form.sums if each.row is not None and each.total is not None]
    there = {(row, column) for row, cells in table.items() for column, cell in cells.items() if cell.raw}
    totals = sum(each.total in there for each in sums)
    zeros = _prints_zeros(table)
    nothing_told = not totals and not zeros
    last = None if form.across else (form.rows[-1].key, form.rows[-1].columns[-1].key)
    for each in sums:
        ends_blank = zeros and each.total == last and _ends_blank(each, there)
        if (nothing_told and there) or ends_blank or _has_lost(each, there, table):
            for row, column in each.cells:
                cell = table[row][column]
                if cell.basis is CellBasis.INFERRED and not _is_forced(cell, (row, column), form, table):
                    table[row][column] = opened(cell, LOST_TOTAL)
                elif _rests_on(cell, each) or (ends_blank and cell.basis is CellBasis.PRINTED):
                    table[row][column] = unproved(cell, LOST_TOTAL)


def open_beside_open_parts(table: Cells, form: TableForm, doubted: Container[str]) -> None:
    """Open a number that is not printed where no sum of it is sure.

    A sum is not sure if cells of it are open or stand in rows whose place is in doubt, nor if nothing of it
    is printed: a stray number behind a label makes a total, wherever it stands in the row. In a row whose own
    sum fails, any number may be another row's: the ends of two rows make one where what parted them is lost.
    """
    open_cells = {
        (row, column)
        for row, cells in table.items()
        for column, cell in cells.items()
        if row in doubted
        or cell.basis in (CellBasis.AMBIGUOUS, CellBasis.CONFLICT)
        or (cell.basis is CellBasis.PRINTED and _is_broken(cells))
    }
    if not open_cells:
        return
    by_id = {each.id: each for each in form.sums}
    there = {(row, column) for row, cells in table.items() for column, cell in cells.items() if cell.raw}
    zeros = _prints_zeros(table)
    for row, cells in table.items():
        inferred = {column: cell for column, cell in cells.items() if cell.basis is CellBasis.INFERRED}
        unsure = {
            column
            for column, cell in inferred.items()
            if (cell.value or zeros) and cell.identities and _is_unsure(cell, by_id, open_cells, there)
        }
        if unsure and not any(cell.raw for cell in cells.values()):
            unsure = set(inferred)  # of a row that is not printed all or nothing is known
        table[row] = {
            column: opened(cell, OPEN_PARTS) if column in unsure else cell for column, cell in cells.items()
        }


def doubt_beside_unplaced(table: Cells, form: TableForm) -> None:
    """Take nothing for proved or 0 by a sum that holds wherever its other numbers stand.

    Where the place of a number is open, or what stands in a cell, its sum says nothing of others.
    """
    unplaced = {
        (row, column)
        for row, cells in table.items()
        for column, cell in cells.items()
        if cell.basis is CellBasis.AMBIGUOUS and cell.value is None
    }
    if not unplaced:
        return
    by_id = {each.id: each for each in form.sums}
    for row, cells in table.items():
        for column, cell in cells.items():
            sums = [by_id[key].cells for key in cell.identities if key in by_id]
            if not sums or any(unplaced.isdisjoint(refs) for refs in sums):
                continue
            if cell.basis is CellBasis.PROVED:
                table[row][column] = unproved(cell, UNPLACED)
            elif cell.basis is CellBasis.INFERRED:
                table[row][column] = opened(cell, OPEN_PARTS)


def doubt_in_unplaced_rows(table: Cells, form: TableForm) -> None:
    """Take no number for proved by its column alone where the places of others of its row are open.

    In a row that lost some, a 0 that suits one column may as well be that of the next.
    """
    inside = {each.id for each in form.sums if each.row is not None}
    for row, cells in table.items():
        if not any(cell.basis is CellBasis.AMBIGUOUS and cell.value is None for cell in cells.values()):
            continue
        for column, cell in cells.items():
            if cell.basis is CellBasis.PROVED and inside.isdisjoint(cell.identities):
                table[row][column] = unproved(cell, UNPLACED)


def _is_broken(row: Mapping[str, Cell]) -> bool:
    return any(cell.basis is CellBasis.CONFLICT for cell in row.values())


def _prints_zeros(table: Cells) -> bool:
    return any(plain(cell.raw or "") in _ZERO for cells in table.values() for cell in cells.values())


def _is_unsure(
    cell: Cell, by_id: Mapping[str, Identity], open_cells: Set[CellRef], there: Set[CellRef]
) -> bool:
    sums = [by_id[key].cells for key in cell.identities if key in by_id]
    return all(not open_cells.isdisjoint(refs) or there.isdisjoint(refs) for refs in sums)


def _rests_on(cell: Cell, identity: Identity) -> bool:
    return cell.basis is CellBasis.PROVED and set(cell.identities) <= {identity.id}


def _ends_blank(identity: Identity, there: Set[CellRef]) -> bool:
    """Whether a line ends in all parts and no total: a part may be lost, and what stood behind it have moved.

    Where more is printed behind, it stands where the line has it.
    """
    return identity.total not in there and there >= set(identity.left)


def _has_lost(identity: Identity, there: set[CellRef], table: Cells) -> bool:
    """Whether a row's sum leaves open what stands in the parts that are not printed."""
    parts = [table[row][column] for row, column in identity.left if (row, column) in there]
    missing = len(identity.left) - len(parts)
    if identity.total is None or not parts or not missing:
        return False
    if identity.total not in there:
        return True
    total = table[identity.total[0]][identity.total[1]].value
    return missing > 1 and total is not None and total > sum(part.value or 0 for part in parts)


def _is_forced(cell: Cell, ref: CellRef, form: TableForm, table: Cells) -> bool:
    """Whether a sum over several rows holds of which it is the only cell that is not printed."""
    return any(
        identity.id in cell.identities
        and all(other == ref or table[other[0]][other[1]].raw for other in identity.cells)
        for identity in form.across
    )
