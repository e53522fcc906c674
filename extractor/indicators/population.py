"""Inhabitants of places, from a file that the user gives."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from extractor.errors import UsageError
from extractor.indicators.computing import Indicator
from extractor.indicators.definitions import POPULATION

_YEARS = range(1990, 3000)
_FEWEST = 1000
"""Persons: no city, county or province has so few; a file of ten thousands (万人) has."""
_MOST = 1000
"""Applications by 10,000 inhabitants that a place cannot have."""
_SHOWN = 5
_OF_A_PLACE = re.compile(r"[0-9]{6}(?:-gov)?|[^-]+(?:-[^-]+)*-gov")


@dataclass(frozen=True)
class Population:
    """Inhabitants by code or body id, and year; it remembers what was asked for."""

    of: Mapping[tuple[str, int | None], int]
    _asked: set[str] = field(default_factory=set)
    _odd: list[str] = field(default_factory=list)

    def inhabitants(self, names: Iterable[str | None], year: int | None) -> int | None:
        """Of the first of these codes or ids that the file has for the year, or without a year."""
        for name in names:
            if name is not None:
                self._asked.add(name)
                found = self.of.get((name, year), self.of.get((name, None)))
                if found is not None:
                    return found
        return None

    def weigh(self, body: str, year: int | None, indicators: Iterable[Indicator]) -> None:
        """Remember a report with more applications by inhabitants than can be."""
        for one in indicators:
            if POPULATION in one.definition.denominator and one.value is not None and one.value > _MOST:
                self._odd.append(f"{body} {year}: {one.definition.id} is {one.value:.0f}")

    def doubts(self) -> Iterator[str]:
        """Once all was asked for: what of the file no body has, and what comes out too large, a line each."""
        unused = sorted({code for code, _ in self.of} - self._asked)
        if unused:
            more = f" and {len(unused) - _SHOWN} more" if len(unused) > _SHOWN else ""
            yield f"population: no government here has the code {', '.join(unused[:_SHOWN])}{more}"
        for odd in self._odd[:_SHOWN]:
            yield f"population: {odd}; is the number of inhabitants in persons?"


def read_population(path: Path | None) -> Population:
    """The file: CSV with the columns code (six or nine digits, or a body id), population, and year if known.

    Nothing where no file is named. Raises UsageError where it cannot be read.
    """
    if path is None:
        return Population({})
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: cannot be read as a list of inhabitants ({error})") from error
    head = tuple(rows[0] if rows else ())
    if len(head) == 1 and re.search("[;\t]", head[0] or ""):
        raise UsageError(f"{path}: its columns are not divided by commas; save it as CSV with commas")
    if lacking := {"code", "population"}.difference(head):
        raise UsageError(
            f"{path}: lacks the column{'s' * (len(lacking) > 1)} {', '.join(sorted(lacking))};"
            " wanted are code, population and, if known, year"
        )
    found: dict[tuple[str, int | None], int] = {}
    for number, row in enumerate(rows, start=2):
        code, year, people = _row(row, f"{path}, line {number}")
        if found.setdefault((code, year), people) != people:
            raise UsageError(
                f"{path}, line {number}: {code} has {found[code, year]} inhabitants in another line of the"
                " same year; leave one"
            )
    return Population(found)


def _row(row: Mapping[str, str | None], where: str) -> tuple[str, int | None, int]:
    code = (row["code"] or "").strip()
    people = _whole((row["population"] or "").replace(",", "").strip())
    printed = (row.get("year") or "").strip()
    year = _whole(printed)
    if not code or not people or (printed and year is None):
        raise UsageError(
            f"{where}: code, population (a whole number of persons) and year are wanted; it says"
            f" {code or 'nothing'}, {row['population'] or 'nothing'}, {printed or 'no year'}"
        )
    if year is not None and year not in _YEARS:
        raise UsageError(f"{where}: {printed} is no year; write it in four digits, as 2022")
    if people < _FEWEST and _OF_A_PLACE.fullmatch(code):
        raise UsageError(
            f"{where}: {code} has {people} inhabitants; persons are wanted, not ten thousands (万)"
        )
    return code, year, people


def _whole(printed: str) -> int | None:
    return int(printed) if printed.isascii() and printed.isdigit() else None
