"""Inhabitants of places, from a file that the user gives."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from extractor.errors import UsageError


class Population(NamedTuple):
    """Inhabitants by code or body id, and year."""

    of: Mapping[tuple[str, int | None], int]

    def inhabitants(self, names: Iterable[str | None], year: int | None) -> int | None:
        """Of the first of these codes or ids that the file has for the year, or without a year."""
        for name in names:
            if name is not None:
                found = self.of.get((name, year), self.of.get((name, None)))
                if found is not None:
                    return found
        return None


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
    if lacking := {"code", "population"} - set(rows[0] if rows else ()):
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
    return code, year, people


def _whole(printed: str) -> int | None:
    return int(printed) if printed.isascii() and printed.isdigit() else None
