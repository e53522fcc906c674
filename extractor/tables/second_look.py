"""A second look at the cells in doubt of a recognised page: their places out, numbers in."""

from collections.abc import Callable, Iterator, Sequence

from extractor.forms import form_with
from extractor.records import Cell, CellBasis, Document, Place, Table, Tables
from extractor.tables.grid import SecondReading
from extractor.tables.number_readings import read_number

SecondLook = Callable[[Sequence[Place]], Sequence[str]]
"""Reads places of the source once more and gives what is printed there, an empty text where it cannot say."""

_DOUBTED = frozenset({CellBasis.CONFLICT, CellBasis.AMBIGUOUS})
_MAX_PLACES = 80
"""More doubted cells than this are a damaged table, which a second look does not mend."""


def look_again(document: Document, tables: Tables, look: SecondLook) -> dict[str, SecondReading]:
    """Second readings of the doubted cells under sums, by table; only clean whole numbers count."""
    cells = [
        (name, row, column, place)
        for name, table in tables.items()
        for row, column, cell in _doubted(name, table)
        if (place := _place_of(cell, document)) is not None
    ]
    if not cells or len(cells) > _MAX_PLACES:
        return {}
    found: dict[str, dict[tuple[str, str], int]] = {}
    seen = look([place for *_, place in cells])
    for (name, row, column, _), text in zip(cells, seen, strict=True):
        number = _clean(text)
        if number is not None:
            found.setdefault(name, {})[row, column] = number
    return dict(found)


def _doubted(name: str, table: Table) -> Iterator[tuple[str, str, Cell]]:
    form = form_with(name, (row for row, cells in table.items() if cells is not None))
    for row, cells in table.items():
        for column, cell in (cells or {}).items():
            if cell.basis in _DOUBTED and (row, column) in form.covered:
                yield row, column, cell


def _place_of(cell: Cell, document: Document) -> Place | None:
    """Where the print of a cell stands, if it was recognised and nothing else stands in the same word."""
    if cell.evidence is None:
        return None
    places = document.places(cell.evidence.start, cell.evidence.end)
    if len(places) != 1 or places[0].confidence is None:
        return None
    page = document.pages[places[0].page - 1]
    whole = any((w.start, w.end) == (cell.evidence.start, cell.evidence.end) for w in page.words)
    return places[0] if whole else None


def _clean(text: str) -> int | None:
    """The number of a print without any mark of doubt."""
    readings = read_number(text.strip())
    if len(readings) != 1 or readings[0].mark is not None or readings[0].value != int(readings[0].value):
        return None
    return int(readings[0].value)
