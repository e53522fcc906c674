"""Tables printed in another arrangement than the form's: the printed header decides which column is which.

Columns that changed places, that are left out or added, the total in front, rows and columns exchanged. The
lines come out as the form has them; where a header contradicts the form's order and cannot be followed, the
table is in doubt.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor.forms import Layout, TableForm
from extractor.tables.certain import clear_row
from extractor.tables.column_runs import from_columns
from extractor.tables.heads import Head, contradicts, read_heads
from extractor.tables.labels import bare, row_texts
from extractor.tables.named_rows import named_rows
from extractor.tables.optional import left_out
from extractor.tables.tiled import tiled_rows
from extractor.tables.tokens import Kind, Line, Token, without_blanks
from extractor.tables.turned import listed
from extractor.tables.turned import turned as turned_lines
from extractor.tables.under_blocks import under_blocks
from extractor.tables.under_heads import line_under_heads
from extractor.tables.whole_parts import whole_parts

COLUMN_ORDER = (
    "表头的列顺序与表式不同,数字无法逐列对应 / the header has its columns in another order than the form"
)
_MOST_ADD_UP = 0.5
"""Of the rows under a header that has another order than the form's: where fewer add up, it was misread."""


class Arranged(NamedTuple):
    """Lines in the arrangement of the form, and why the columns are not certain, if they are not."""

    lines: list[Line]
    doubt: str | None = None
    form: TableForm | None = None
    """The form without the rows and columns that the table does not print, if it lacks some."""
    untold: tuple[str, ...] = ()
    """Rows whose columns the header does not tell, while it has those of others in another order."""


def arranged(lines: list[Line], form: TableForm) -> Arranged | None:
    """The lines as the form arranges them; None where they are printed so, or no header says otherwise."""
    turned = turned_lines(lines, form)
    if turned is not None:
        return Arranged(*turned)
    if form.layout is not Layout.LINE:
        blocks = under_blocks(lines, form)
        if blocks is not None:
            return Arranged(blocks)
        tiled = tiled_rows(lines, form)
        if tiled is not None:
            other = _under_heads(tiled.lines, form) or Arranged(tiled.lines)
            return other._replace(doubt=other.doubt or tiled.doubt)
        parts = from_columns(lines, form) or whole_parts(lines, form)
        return _under_heads(lines, form) if parts is None else Arranged(parts.lines, parts.doubt)
    if len(form.rows) == 1:
        return _one_row(lines, form)
    named = named_rows(lines, form)
    if named is not None:
        return Arranged(
            [named.line], named.doubt, left_out(form, rows=named.missing) if named.missing else None
        )
    placed = line_under_heads(lines, form)
    if placed is not None:
        return Arranged([line for line in lines if not line.figures] + [placed[0]], placed[1])
    return None


def _one_row(lines: list[Line], form: TableForm) -> Arranged | None:
    """The one line of numbers of a form of one row, as its labels say: beside each number, or above them."""
    below = listed(lines, form)
    if below is None:
        return _under_heads(lines, form)
    missing = {(at, form.rows[0].columns) for at in below[1]}
    return Arranged(below[0], None, left_out(form, columns=missing) if missing else None)


class _Group(NamedTuple):
    """The lines of one row, with the header that it stands under."""

    lines: list[Line]
    head: Head | None
    heads: tuple[Head, ...] = ()
    """That header, or the last one above, as it is read for each set of columns that it names."""
    row: int | None = None


def _under_heads(lines: Sequence[Line], form: TableForm) -> Arranged | None:
    """The rows with their numbers in the form's order wherever the header above them has another one."""
    under = list(_with_heads(lines, form))
    read = [head for group in under for head in group.heads]
    if any(head.untold for head in read):
        return Arranged(list(lines), COLUMN_ORDER)
    if all(_is_as_form(head) and head.rival is None for head in read):
        return None if read else _contradicted(lines, form)
    groups = list(_headed(under, form))
    printed = {id(each.head): each.head for each in groups if each.head is not None}
    heads = {at: _settled(head, groups, form) for at, head in printed.items()}
    strange = [head for head in heads.values() if not _is_as_form(head)]
    share = (_adding_up(printed[at], head, groups, form) for at, head in heads.items() if head in strange)
    contradicted = any(each is not None and each < _MOST_ADD_UP for each in share)
    if not strange:
        return None
    if any(_has_more(group, heads) for group in groups):
        return _contradicted(lines, form)  # there is a column whose label was not read
    found: list[Line] = []
    followed = not contradicted
    for own, head, _, _ in groups:
        order = None if head is None else heads[id(head)]
        if order is None or _is_as_form(order):
            found += own
            continue
        moved = _moved(own, order, _totals(order, form))
        followed = followed and moved is not None
        found += own if moved is None else [moved]
    added = all(head.own == tuple(range(len(head.columns))) for head in strange)
    if added and not followed:
        return None  # columns were added at an end: the rows may be read without them
    missing = {(at, head.columns) for head in strange for at in _not_printed(head, form)}
    left = left_out(form, columns=missing) if missing else None
    return Arranged(found, None if followed else COLUMN_ORDER, left, tuple(_untold(groups, strange, form)))


def _is_as_form(head: Head) -> bool:
    """Whether rows below a header have their numbers where the form has them."""
    return head.is_usual and not head.has_gap


def _untold(groups: Sequence[_Group], strange: Sequence[Head], form: TableForm) -> Iterator[str]:
    """The rows of several columns below a header in another order that does not tell theirs."""
    orders = {(head.columns, head.printed) for head in strange}
    for group in groups:
        if group.head is not None or group.row is None or not any(line.figures for line in group.lines):
            continue
        row = form.rows[group.row]
        if len(row.columns) > 1 and any((head.columns, head.printed) in orders for head in group.heads):
            yield row.key


def _contradicted(lines: Sequence[Line], form: TableForm) -> Arranged | None:
    """The lines as they are, in doubt, where what is legible of a header is not in the form's order."""
    heads = [line for line in lines if not line.figures]
    if any(contradicts(line, columns, form.corner) for line in heads for columns in form.column_sets):
        return Arranged(list(lines), COLUMN_ORDER)
    return None


def _has_more(group: _Group, heads: Mapping[int, Head]) -> bool:
    """Whether a row prints more numbers than its header, which leaves out a column, has columns."""
    head = None if group.head is None else heads[id(group.head)]
    if head is None or not head.missing:
        return False
    figures = without_blanks([t for line in group.lines for t in line.tokens if t.kind is not Kind.LABEL])
    return len(figures) > len(head.printed)


def _not_printed(head: Head, form: TableForm) -> tuple[int, ...]:
    """The columns of which nothing is known; totals that are not printed follow from their parts."""
    totals = _totals(head, form)
    return tuple(at for at in head.missing if at not in totals)


def _with_heads(lines: Sequence[Line], form: TableForm) -> Iterator[_Group]:
    """The rows, each with the last header above it, be it theirs or not; lines without figures have none."""
    above: list[Line] = []
    heads: tuple[Head, ...] = ()
    for group in _groups(lines):
        if not any(line.figures for line in group):
            above += group
            yield _Group(group, None)
            continue
        if above:
            heads = read_heads(above, form) or heads
            above = []
        yield _Group(group, None, heads)


def _headed(groups: Sequence[_Group], form: TableForm) -> Iterator[_Group]:
    """The rows, each with the last header above as it is read for the columns of that row."""
    texts = [row_texts(row) for row in form.rows]
    row: int | None = None
    for own, _, heads, _ in groups:
        row = _last_row(own, texts, row)
        yield _Group(own, _applying(heads, row, form), heads, row)


def _settled(head: Head, groups: Sequence[_Group], form: TableForm) -> Head:
    """Of two orders that a header allows, the one under which more rows add up."""
    if head.rival is None:
        return head
    other = head._replace(printed=head.rival)
    own, others = (_adding_up(head, order, groups, form) for order in (head, other))
    if own is None or others is None:  # nothing but zeros
        return other if other.is_usual else head
    if own == others and head.places:
        return head if _stand_under(head, groups) else other
    return other if others > own else head


def _stand_under(head: Head, groups: Sequence[_Group]) -> bool:
    """Whether the figures of most whole rows stand under the labels of a header, one under each."""
    told, under = 0, 0
    for group in groups:
        figures = without_blanks([t for line in group.lines for t in line.tokens if t.kind is not Kind.LABEL])
        if group.head is not head or len(figures) != len(head.places) or len(group.lines) > 1:
            continue
        told += 1
        nearest = (min(head.places, key=lambda at, own=token: abs(at - own.column)) for token in figures)  # type: ignore[misc]
        under += tuple(nearest) == head.places
    return 2 * under > told


def _adding_up(head: Head, order: Head, groups: Sequence[_Group], form: TableForm) -> float | None:
    """The share of the rows below a header, zeros aside, that add up in an order; None where none tells."""
    total = None if order.missing else next(iter(_totals(order, form)), None)
    told, holding = 0, 0
    for group in groups if total is not None else ():
        cells = [t.text for line in group.lines for t in line.tokens if t.kind is not Kind.LABEL and t.text]
        if group.head is not head or len(cells) != len(order.printed) or not all(map(str.isdecimal, cells)):
            continue
        own = [int(cell) for cell, at in zip(cells, order.printed, strict=True) if at is not None]
        told += any(own)
        holding += any(own) and 2 * int(cells[order.printed.index(total)]) == sum(own)
    return holding / told if told else None


def _totals(head: Head, form: TableForm) -> list[int]:
    row = next(row for row in form.rows if row.columns == head.columns)
    totals = {column for key, column in form.parts_of if key == row.key}
    return [at for at, column in enumerate(head.columns) if column.key in totals]


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that belong to one row: those of a number each, up to the next label; every other line alone."""
    group: list[Line] = []
    for line in lines:
        goes_on = (
            group and line.figures and not line.separated and not _labels(line) and not group[-1].separated
        )
        if group and not (goes_on and group[-1].figures):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _labels(line: Line) -> list[Token]:
    return [token for token in line.tokens if token.kind is Kind.LABEL]


def _last_row(group: Sequence[Line], texts: Sequence[tuple[str, ...]], before: int | None) -> int | None:
    """The row that the last label of some lines names, else the one that was named before."""
    labels = [bare(token.text) for line in group for token in _labels(line)]
    named = [row for label in labels if label and (row := clear_row(label, texts)) is not None]
    return named[-1] if named else before


def _applying(heads: Sequence[Head], row: int | None, form: TableForm) -> Head | None:
    """A header as it is read for the columns of a row; of a nameless row if it reads alike for all rows."""
    if row is not None:
        return next((head for head in heads if head.columns == form.rows[row].columns), None)
    told = {head.columns for head in heads}
    alike = len({head.printed for head in heads}) == 1
    return heads[0] if alike and all(each.columns in told for each in form.rows) else None


def _moved(group: Sequence[Line], head: Head, totals: Container[int]) -> Line | None:
    """The numbers of a row in the form's order; None where they do not stand under the header one by one."""
    labels = [token for line in group for token in _labels(line)]
    cells = [token for line in group for token in line.tokens if token.kind is not Kind.LABEL]
    first = group[0]
    if head.fields and len(group) == 1 and first.separated:
        width = max(token.field for token in first.tokens) + 1
        found = _in_fields(cells, head) if width == head.width else None
    else:
        figures = without_blanks(cells)
        found = dict(zip(head.printed, figures, strict=True)) if len(figures) == len(head.printed) else None
        if not figures or (found is None and not any(t.kind is Kind.NUMBER for t in figures)):
            found = {}
    if found is None:
        return None
    blank = Token(Kind.BLANK, 0, 0, "", first.number, 0, 0)
    kept = [at for at in range(len(head.columns)) if at in head.own or at in totals]
    placed = (
        found.get(at, blank)._replace(field=field + 1, line=first.number) for field, at in enumerate(kept)
    )
    labels = [token for token in labels if not head.fields or token.field < head.fields[0]]
    return Line(first.number, (*labels, *placed), separated=True, drawn=True)


def _in_fields(cells: Sequence[Token], head: Head) -> dict[int | None, Token] | None:
    """The one figure of each field by its column; None where a field holds two, or has no heading."""
    names = dict(zip(head.fields, head.printed, strict=True))
    found: dict[int | None, Token] = {}
    for token in without_blanks(cells):
        if token.field not in names:
            if token.field > head.fields[0]:
                return None
            continue  # the number of the row
        at = names[token.field]
        if at is not None and at in found:
            return None
        found[at] = token
    return found
