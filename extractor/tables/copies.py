"""Several tables of one kind in one section: last year's beside this year's, one scope beside another.

A table begins anew where names of rows that were printed come again with numbers. Captions say whose each is.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor.forms import Layout, TableForm
from extractor.records import Cell, Span, Table
from extractor.tables.captions import year_of
from extractor.tables.choosing import TableRead, against
from extractor.tables.heads import read_head
from extractor.tables.labels import bare
from extractor.tables.named_rows import is_whole, parts_of
from extractor.tables.tokens import Kind, Line, Token, without_blanks

UNTOLD = (
    "本节有几张同类表格,无法确定以哪一张为准 / "
    "the section has several such tables, and nothing says which counts"
)


class Copy(NamedTuple):
    """The lines of one of several tables, and the words before its first row."""

    lines: list[Line]
    caption: str

    def year(self, this: int | None) -> int | None:
        """The year that the caption names, given the year of the report."""
        return year_of(self.caption, this)

    def place(self, text: str) -> Span:
        """From its first to its last token."""
        tokens = [token for line in self.lines for token in line.tokens if token.text]
        return Span.of(text, min(t.start for t in tokens), max(t.end for t in tokens))


def copies_of(lines: Sequence[Line], form: TableForm, characters: str, start: int) -> list[Copy]:
    """The tables of this form among the lines of a region that begins at ``start``: mostly one."""
    firsts = _starts_by_rows(lines, form)
    if len(firsts) < 2 and form.layout is Layout.LINE:
        firsts = _starts_of_lines(lines, form)
    if len(firsts) < 2:
        return [Copy(list(lines), "")]
    begins = [_back_to_header(lines, first) for first in firsts]
    begins[0] = 0
    ends = [*begins[1:], len(lines)]
    found = []
    for begin, first, end in zip(begins, firsts, ends, strict=True):
        low = lines[begin - 1].tokens[-1].end if begin else start
        found.append(Copy(list(lines[begin:end]), characters[low : lines[first].tokens[0].start]))
    joined = _side_by_side(found, form)
    return [Copy(joined, "")] if joined is not None else found


def chosen(copies: Sequence[Copy], this: int | None) -> int | None:
    """Which table is the report's own by the years of the captions; None where they do not say."""
    if len(copies) == 1:
        return 0
    years = [copy.year(this) for copy in copies]
    own = [at for at, year in enumerate(years) if year == this and this is not None]
    if len(own) == 1:
        return own[0]
    unnamed = [at for at, year in enumerate(years) if year is None]
    return unnamed[0] if this is not None and not own and len(unnamed) == 1 else None


def either(reads: Sequence[TableRead]) -> TableRead:
    """The first reading, with the cells in which another differs as ambiguous."""
    first, *others = reads
    table: Table = first.table
    for other in others:
        table = {
            row: cells
            and {
                column: against(cell, _cell(other.table, row, column), UNTOLD)
                for column, cell in cells.items()
            }
            for row, cells in table.items()
        }
    return first._replace(table=table)


def _cell(table: Table, row: str, column: str) -> Cell | None:
    return (table.get(row) or {}).get(column)


def _names(form: TableForm) -> Mapping[str, int]:
    """Labels to rows, those of several rows left out."""
    found: dict[str, int] = {}
    twice = set()
    for at, row in enumerate(form.rows):
        for label in (*row.labels, *(group + label for group in row.group for label in row.labels)):
            twice |= {label} if found.setdefault(label, at) != at else set()
    return {label: at for label, at in found.items() if label not in twice}


def _marks(lines: Sequence[Line], form: TableForm) -> Iterator[tuple[int, int]]:
    """(index of the line of its label, row) of every row whose whole label stands before numbers."""
    names = _names(form)
    named: tuple[int, int] | None = None
    for index, line in enumerate(lines):
        for token in line.tokens:
            if token.kind is Kind.LABEL:
                row = names.get(bare(token.text))
                named = (index, row) if row is not None else named if index == (named or (-1,))[0] else None
            elif token.text and named is not None:
                yield named
                named = None


def _starts_by_rows(lines: Sequence[Line], form: TableForm) -> list[int]:
    """Lines of the first row of each table, where rows come again."""
    tables: list[dict[int, int]] = [{}]
    for index, row in _marks(lines, form):
        if row in tables[-1]:
            tables.append({})
        tables[-1][row] = index
    least = (len(form.rows) + 1) // 2
    if any(len(table) < least for table in tables):
        return []
    return [min(table.values()) for table in tables]


def _starts_of_lines(lines: Sequence[Line], form: TableForm) -> list[int]:
    """Lines of the first numbers of each whole line of numbers that stands under a header."""
    index = {line.number: at for at, line in enumerate(lines)}
    whole = [part for part in parts_of(lines) if part.names and is_whole(part, form)]
    return [index[part.figures[0].line] for part in whole]


def _back_to_header(lines: Sequence[Line], first: int) -> int:
    """The first of the lines without numbers right before a line."""
    at = first
    while at and not lines[at - 1].figures:
        at -= 1
    return at


def _side_by_side(copies: Sequence[Copy], form: TableForm) -> list[Line] | None:
    """The rows of a table that was printed in pieces with some of its columns each; None for whole tables."""
    if form.layout is Layout.LINE:
        return None
    columns: list[int] = []
    rows: list[dict[int, list[Token]]] = []
    for copy in copies:
        head = read_head([line for line in copy.lines if not line.figures], form, 0.0)
        if head is None or head.columns != form.rows[0].columns or len(head.own) < len(head.printed):
            return None
        columns += head.own
        rows.append(_figures(copy.lines, form, len(head.own)))
    if sorted(columns) != list(range(len(form.rows[0].columns))):
        return None
    found: list[Line] = []
    for row in sorted(set().union(*rows)):
        cells = [token for each in rows for token in each.get(row, [])]
        if len(cells) != len(columns):
            return None
        number = cells[0].line
        label = Token(Kind.LABEL, cells[0].start, cells[0].start, form.rows[row].labels[0], number, 0, 0)
        placed = (cells[columns.index(at)]._replace(field=at + 1, line=number) for at in range(len(columns)))
        found.append(Line(number, (label, *placed), separated=True, drawn=True))
    return found


def _figures(lines: Sequence[Line], form: TableForm, width: int) -> dict[int, list[Token]]:
    """The numbers behind each row's label, where they are as many as its columns."""
    starts = list(_marks(lines, form))
    ends = [index for index, _ in starts[1:]] + [len(lines)]
    found = {}
    for (begin, row), end in zip(starts, ends, strict=True):
        tokens = [t for line in lines[begin:end] for t in line.tokens if t.kind is not Kind.LABEL]
        figures = without_blanks(tokens)
        if len(figures) == width:
            found[row] = figures
    return found
