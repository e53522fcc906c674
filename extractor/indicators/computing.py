"""Indicators of one Report, each with the basis of its cells and an interval where one is in doubt."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from extractor.indicators.definitions import POPULATION, Definition, definitions, names_cell
from extractor.records import BodyLevel, Cell, CellBasis, Report, SectionKey

_RANK = (
    CellBasis.HUMAN,
    CellBasis.PROVED,
    CellBasis.PRINTED,
    CellBasis.INFERRED,
    CellBasis.REPAIRED,
    CellBasis.BLANK,
    CellBasis.AMBIGUOUS,
    CellBasis.CONFLICT,
)
"""From what is surest to what is least sure: a value is as sure as its least sure cell."""
_DOUBTFUL = (CellBasis.AMBIGUOUS, CellBasis.CONFLICT)
_NEW_DEADLINE_YEAR = 2018
"""Reports on years up to this one came out under the regulation of 2007: 31 March for every body. The new one
is of 15 May 2019: from reports on 2019 on departments have until 31 January."""
_ALTERNATIVES = "other"
"""Rows that begin so stand for each other: the form of 2021 prints one or three of them."""


_Key = tuple[str, str, str]


class Circumstances(NamedTuple):
    """What an indicator needs beside the Report."""

    level: BodyLevel | None = None
    population: int | None = None


class Indicator(NamedTuple):
    """The value of one indicator."""

    definition: Definition
    value: Decimal | None
    """None where a cell is not known, or the denominator is 0."""
    low: Decimal | None
    high: Decimal | None
    """The interval, where a cell has several readings; both are the value where none has."""
    basis: str
    """Basis of the least sure cell; of days that of the day; empty where there is no value."""
    cells: tuple[str, ...]
    """JSON pointers of what it rests on."""


class _Part(NamedTuple):
    """One cell that counts."""

    pointer: str
    value: Decimal | None
    """None where several readings fit."""
    low: Decimal
    high: Decimal
    basis: CellBasis


def indicators_of(report: Report, around: Circumstances = Circumstances()) -> tuple[Indicator, ...]:  # noqa: B008
    """All indicators of a Report, in the order of the definitions."""
    cells = {(table, row, column): cell for table, row, column, cell in report.tables.cells()}
    lost = tuple(
        (table, row)
        for table, rows in report.tables.items()
        for row, filled in rows.items()
        if filled is None
    )
    known = _Cells(cells, tuple(cells), lost)
    return tuple(
        _measured(each, report, around) if each.measure else _ratio(each, known, around)
        for each in definitions()
    )


class _Cells(NamedTuple):
    """The cells of a Report."""

    of: Mapping[_Key, Cell]
    keys: tuple[_Key, ...]
    lost: tuple[tuple[str, str], ...]
    """Rows that the document does not print."""


def _ratio(definition: Definition, cells: _Cells, around: Circumstances) -> Indicator:
    above = _parts(definition.numerator, cells)
    below = _parts([each for each in definition.denominator if each != POPULATION], cells)
    people = around.population if POPULATION in definition.denominator else None
    if above is None or below is None or (POPULATION in definition.denominator and not people):
        return Indicator(definition, None, None, None, "", ())
    parts = {part.pointer: part for part in (*above, *below)}
    low, value, high = _quotient(definition, above, below, people)
    value = None if any(part.value is None for part in parts.values()) else value
    basis = max((part.basis for part in parts.values()), key=_RANK.index, default=CellBasis.BLANK)
    if low is None and high is None:
        return Indicator(definition, None, None, None, "", tuple(parts))
    return Indicator(definition, value, low, high, str(basis), tuple(parts))


def _quotient(
    definition: Definition, above: Iterable[_Part], below: Iterable[_Part], people: int | None
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """(least, as read, most). A part of both sides moves both together."""
    top, bottom = list(above), list(below)
    if people is not None:
        each_of = [sum((get(part) for part in top), Decimal(0)) for get in (_low, _value, _high)]
        return _triple(definition.per * each / people for each in each_of)
    shared = {part.pointer for part in top}
    rest = [part for part in bottom if part.pointer not in shared]
    has_shared = len(rest) < len(bottom)
    found = []
    for of_top, of_rest in ((_low, _high), (_value, _value), (_high, _low)):
        numerator = sum((of_top(part) for part in top), Decimal(0))
        denominator = sum((of_rest(part) for part in rest), Decimal(0)) + (numerator if has_shared else 0)
        found.append(_share(definition, numerator, denominator))
    return found[0], found[1], found[2]


def _share(definition: Definition, numerator: Decimal, denominator: Decimal) -> Decimal | None:
    if denominator <= 0:
        return None
    value = definition.per * numerator / denominator
    return min(value, Decimal(definition.per)) if definition.is_share and numerator <= denominator else value


def _triple(values: Iterable[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    low, value, high = values
    return low, value, high


def _low(part: _Part) -> Decimal:
    return part.low


def _value(part: _Part) -> Decimal:
    return part.low if part.value is None else part.value


def _high(part: _Part) -> Decimal:
    return part.high


def _parts(patterns: Iterable[str], cells: _Cells) -> tuple[_Part, ...] | None:
    """The cells that the patterns name; None where one of them is not known, or a pattern names none."""
    found: list[_Part] = []
    for pattern in patterns:
        named = _named(pattern, cells.keys)
        if not named or _is_torn(pattern, cells.lost):
            return None
        for key in named:
            part = _part(key, cells.of)
            if part is None:
                return None
            found.append(part)
    return tuple(found)


@lru_cache(maxsize=4096)
def _named(pattern: str, keys: tuple[_Key, ...]) -> tuple[_Key, ...]:
    return tuple(key for key in keys if names_cell(pattern, *key))


def _is_torn(pattern: str, lost: Iterable[tuple[str, str]]) -> bool:
    """Whether a row that the pattern means is not in the document: the sum would be too small."""
    column = pattern.rsplit(".", 1)[1]
    return any(
        names_cell(pattern, table, row, column) for table, row in lost if not row.startswith(_ALTERNATIVES)
    )


def _part(key: _Key, cells: Mapping[_Key, Cell]) -> _Part | None:
    """A cell as it counts: a blank is 0 where its row prints any number."""
    cell = cells[key]
    pointer = "/tables/" + "/".join(key)
    if cell.value is None and not cell.alternatives:
        row = (each for (table, name, _), each in cells.items() if (table, name) == key[:2])
        if cell.raw or not any(each.value is not None for each in row):
            return None
        return _Part(pointer, Decimal(0), Decimal(0), Decimal(0), CellBasis.BLANK)
    readings = [Decimal(each) for each in cell.alternatives] if cell.basis in _DOUBTFUL else []
    value = None if cell.value is None else Decimal(cell.value)
    readings += [] if value is None else [value]
    return _Part(pointer, value, min(readings), max(readings), cell.basis) if readings else None


def _measured(definition: Definition, report: Report, around: Circumstances) -> Indicator:
    value, basis, pointer = _MEASURES[definition.measure](report, around)
    if value is None:
        return Indicator(definition, None, None, None, "", ())
    return Indicator(definition, Decimal(value), Decimal(value), Decimal(value), basis, (pointer,))


_Measured = tuple[int | None, str, str]


def _days_after(month: int, day: int) -> Callable[[Report, Circumstances], _Measured]:
    def days(report: Report, _: Circumstances) -> _Measured:
        published, year = report.published_on, report.report_year.value
        if published is None or not isinstance(published.value, date) or not isinstance(year, int):
            return None, "", ""
        late = (published.value - date(year + 1, month, day)).days
        return late, str(published.basis), "/published_on"

    return days


def _days_late(report: Report, around: Circumstances) -> _Measured:
    """After the day that the regulation in force sets for the body; 0 where in time."""
    year = report.report_year.value
    if not isinstance(year, int) or around.level is None:
        return None, "", ""
    if year <= _NEW_DEADLINE_YEAR or around.level in (BodyLevel.PROVINCE, BodyLevel.CITY, BodyLevel.COUNTY):
        late = _days_after(3, 31)(report, around)
    elif around.level in (BodyLevel.DEPARTMENT, BodyLevel.MINISTRY):
        late = _days_after(1, 31)(report, around)
    else:
        return None, "", ""  # for townships and zones the regulation names no day
    return (None if late[0] is None else max(0, late[0])), late[1], late[2]


def _overview_characters(report: Report, _: Circumstances) -> _Measured:
    for section in report.sections:
        if section.key is SectionKey.OVERVIEW:
            return sum(not character.isspace() for character in section.body.quote), "printed", "/sections"
    return None, "", ""


_MEASURES: Mapping[str, Callable[[Report, Circumstances], _Measured]] = {
    "days_after_31_january": _days_after(1, 31),
    "days_after_31_march": _days_after(3, 31),
    "days_late": _days_late,
    "overview_characters": _overview_characters,
}
