"""Places of a Report: reading a value by its pointer, and what a place is called in both languages."""

from collections.abc import Iterator
from typing import NamedTuple

from extractor.forms import table_keys
from extractor.records import NARRATIVE_LISTS, Cell, Fact, Report

HEADER = ("issuer", "title", "report_year", "period/start", "period/end", "published_on")


class CellPlace(NamedTuple):
    """A cell of an official table."""

    table: str
    row: str
    column: str

    @property
    def pointer(self) -> str:
        """JSON pointer into the Report."""
        return f"/tables/{self.table}/{self.row}/{self.column}"


class FactPlace(NamedTuple):
    """A fact of the prose by its list and stable key."""

    list: str
    key: str

    @property
    def pointer(self) -> str:
        """Stable pointer."""
        return f"/narrative/{self.list}/{self.key}"


def cell_place(pointer: str) -> CellPlace | None:
    """The cell that a pointer names; None where it names something else."""
    parts = pointer.split("/")
    if len(parts) == 5 and parts[:2] == ["", "tables"] and parts[2] in table_keys():
        return CellPlace(*parts[2:])
    return None


def fact_place(pointer: str) -> FactPlace | None:
    """The fact of the prose that a pointer names, or a place inside of it; else None."""
    parts = pointer.split("/")
    if len(parts) >= 4 and parts[:2] == ["", "narrative"] and parts[2] in NARRATIVE_LISTS and parts[3]:
        return FactPlace(parts[2], parts[3])
    return None


def header_name(pointer: str) -> str | None:
    """``issuer``, ``period/start`` … where the pointer names a header fact."""
    name = pointer.removeprefix("/").removesuffix("/value")
    return name if name in HEADER else None


def canonical(pointer: str) -> str:
    """The one pointer under which decisions about a place stand in the log; another one as it is.

    An issuer is ``/issuer`` and nothing else: under two names, two people would decide it, each unaware
    of the other.
    """
    name, fact = header_name(pointer), fact_place(pointer)
    return f"/{name}" if name is not None else fact.pointer if fact is not None else pointer


def header_fact(report: Report, name: str) -> Fact | None:
    """A header fact; None where the report date was not found."""
    if name.startswith("period/"):
        return report.period.start if name == "period/start" else report.period.end
    fact: Fact | None = getattr(report, name)
    return fact


def cell_at(report: Report, place: CellPlace) -> Cell | None:
    """The cell; None where the table or the row is not in the document."""
    row = (report.tables.get(place.table) or {}).get(place.row)
    return None if row is None else row.get(place.column)


def cells_of(report: Report) -> Iterator[tuple[CellPlace, Cell]]:
    """All cells in printed order."""
    for table, row, column, cell in report.tables.cells():
        yield CellPlace(table, row, column), cell
