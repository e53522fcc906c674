"""A table that is read in more than one place: in its section, and outside of it."""

from collections.abc import Sequence

from extractor.tables.choosing import TableRead, standing
from extractor.tables.copies import Copy, chosen, either
from extractor.tables.regions import Region

_HALF = 2
"""A reading with fewer than one of so many of the supported cells is none of a whole table."""


def of_places(
    found: Sequence[tuple[Region, TableRead]], characters: str, year: int | None
) -> TableRead | None:
    """The table of the report's year where headings say the years, else the one that the sums support best.

    Cells in which another well supported one differs are ambiguous: nothing says which counts.
    """
    if len(found) < 2:
        return found[0][1] if found else None
    own = chosen([Copy([], _heading(characters, start)) for (start, _), _ in found], year)
    headed = any(Copy([], _heading(characters, start)).year(year) for (start, _), _ in found)
    if headed and own is not None:
        return found[own][1]
    best = max(reversed(found), key=lambda each: _support(each[1]))[1]
    rivals = [read for _, read in found if read is not best and _HALF * _support(read) > _support(best) > 0]
    return either([best, *rivals])


def _heading(characters: str, start: int) -> str:
    """The line that ends where a stretch begins."""
    line = characters[:start].rstrip("\n")
    return line[line.rfind("\n") + 1 :] if start else ""


def _support(read: TableRead) -> int:
    supported, doubted = standing(read)
    return supported - doubted
