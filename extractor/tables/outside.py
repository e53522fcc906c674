"""A table that is read in more than one place: in its section, and outside of it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extractor.records import Cell, Span, Table
from extractor.tables.captions import Caption
from extractor.tables.choosing import TableRead, standing
from extractor.tables.copies import either
from extractor.tables.unsure import opened

_HALF = 2
"""A reading with fewer than one of so many of the supported cells is none of a whole table."""


class TableInPlace(NamedTuple):
    """A table as it was read in one place."""

    read: TableRead
    caption: Caption | None

    def place(self, text: str) -> Span:
        """From its first to its last number."""
        spans = [
            c.evidence for cells in self.read.table.values() for c in (cells or {}).values() if c.evidence
        ]
        return Span.of(text, min(s.start for s in spans), max(s.end for s in spans))


def of_places(found: Sequence[TableInPlace], text: str, year: int | None) -> TableRead | None:
    """The table of the report's year where captions say the years, else the one that the sums support best.

    Cells in which another well supported one differs are ambiguous: nothing says which counts. Where there
    is but the table of another year or of another body, all its numbers are in doubt.
    """
    if not found:
        return None
    own = [each for each in found if each.caption is None or not each.caption.is_foreign(year)]
    if not own:
        return _of_another(_best(found), year)
    named = [each for each in own if each.caption is not None and each.caption.year == year]
    kept = named[0] if len(named) == 1 else _best(own)
    others = [each for each in found if each is not kept and (len(named) == 1 or each not in own)]
    rivals = (
        [] if len(named) == 1 else [each.read for each in own if each is not kept and _rivals(each, kept)]
    )
    read = either([kept.read, *rivals])
    spans = tuple(sorted((each.place(text) for each in others), key=lambda span: span.start))
    reading = read.reading.model_copy(update={"others": (*read.reading.others, *spans)})
    return read._replace(reading=reading) if spans else read


def _best(found: Sequence[TableInPlace]) -> TableInPlace:
    return max(reversed(found), key=lambda each: _support(each.read))


def _rivals(one: TableInPlace, best: TableInPlace) -> bool:
    return _HALF * _support(one.read) > _support(best.read) > 0


def _support(read: TableRead) -> int:
    supported, doubted = standing(read)
    return supported - doubted


def _of_another(found: TableInPlace, year: int | None) -> TableRead:
    """The reading with every number in doubt, and the caption that says why."""
    caption = found.caption
    assert caption is not None, "nothing else says that a table is of another year or body"
    whose = caption.body or f"{caption.year}年"
    reason = (
        f"表题“{caption.span.quote}”指{whose}，不是本报告的{'' if caption.body else f'{year}年'}数据 / "
        f"by its caption the table is of {caption.body or caption.year}, not of this report's "
        f"{'body' if caption.body else year}"
    )
    table: Table = {row: cells and _opened(cells, reason) for row, cells in found.read.table.items()}
    return found.read._replace(table=table)


def _opened(cells: Mapping[str, Cell], reason: str) -> dict[str, Cell]:
    return {column: cell if cell.value is None else opened(cell, reason) for column, cell in cells.items()}
