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
    found: dict[tuple[str, int | None], int] = {}
    for number, row in enumerate(rows, start=2):
        try:
            year = int(row["year"]) if (row.get("year") or "").strip() else None
            found[row["code"].strip(), year] = int(row["population"].replace(",", ""))
        except (KeyError, ValueError, AttributeError) as error:
            raise UsageError(
                f"{path}, line {number}: code, population and year are wanted ({error})"
            ) from error
    return Population(found)
