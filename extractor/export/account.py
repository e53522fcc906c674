"""``inputs.csv``: what became of every file that was found."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from extractor.formulas import bare, guarded
from extractor.tidy import sound

ACCOUNT = "inputs.csv"
"""Name of the account, beside the Reports and in an export."""


class FileOutcome(StrEnum):
    """What became of a file."""

    READ = "read"
    DUPLICATE = "duplicate"
    FAILED = "failed"
    SKIPPED = "skipped"
    WAITING = "waiting"


class Account(NamedTuple):
    """One file and what became of it."""

    path: str
    outcome: FileOutcome
    reason: str = ""
    """Why it was not read; nothing for one that was."""
    duplicate_of: str = ""
    """The path of the first file with the same bytes."""
    document: str = ""
    """Name under which its Report stands in the other files."""
    sha256: str = ""


def write_account(
    path: Path, accounts: Iterable[Account], *, bom: bool = False, raw: bool = False
) -> Counter[FileOutcome]:
    """Write ``inputs.csv``: one row a file, one column a field of Account; how many files of each outcome.

    A field that a spreadsheet would take for a formula gets an apostrophe in front, unless ``raw``; it is
    taken away again by ``each_account``: strangers choose the names of files.
    """
    guard = str if raw else guarded
    number: Counter[FileOutcome] = Counter()
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Account._fields)
        # Names of files need not be characters that UTF-8 knows.
        for one in accounts:
            number[one.outcome] += 1
            writer.writerow([guard(sound(field)) for field in one])
    return number


def read_account(path: Path) -> list[Account]:
    """The rows of an ``inputs.csv``; none where there is no such file."""
    return list(each_account(path))


def each_account(path: Path) -> Iterator[Account]:
    """The rows of an ``inputs.csv`` one by one; none where there is no such file."""
    if not path.is_file():
        return
    known = set(FileOutcome)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            if len(row) == len(Account._fields) and row[1] in known:
                place, outcome, *others = map(bare, row)
                yield Account(place, FileOutcome(outcome), *others)


def counted(number: Mapping[FileOutcome, int]) -> str:
    """``7 read, 1 duplicate, 2 failed``: read and failed always, the others where there are any."""
    always = (FileOutcome.READ, FileOutcome.FAILED)
    return ", ".join(f"{number.get(one, 0)} {one}" for one in FileOutcome if number.get(one) or one in always)
