"""Which files are read, in which order, and what their results are called."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from extractor.errors import UsageError

TEXT_SUFFIXES = frozenset({".txt", ".text", ".md"})
"""What is read when a folder is walked, but for its README. A file that is named is always tried."""


class Job(NamedTuple):
    """One file to read and the name of its results."""

    path: Path
    name: str
    """Results are ``name.json`` and ``name.txt``, or ``name.error.json``."""


class Plan(NamedTuple):
    """What a run will read."""

    jobs: tuple[Job, ...]
    skipped: tuple[Path, ...]
    """Files of walked folders that are no text files, or a README."""


def plan(inputs: Sequence[Path], out: Path | None = None) -> Plan:
    """The files behind ``inputs``, each once, folders walked in the order of their entries' names.

    Hidden entries and the folder ``out`` itself are left alone. Results are named after the file's
    stem; where that name is taken, the later file gets ``stem-2``, ``stem-3``, … and nothing is
    overwritten. Raises UsageError for a path that does not exist.
    """
    for path in inputs:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder; check the path")
    jobs: list[Job] = []
    skipped: list[Path] = []
    seen: set[Path] = set()
    taken: set[str] = set()
    for path, named in _files(inputs, out):
        real = path.resolve()
        if real in seen:
            continue
        seen.add(real)
        if named or (path.suffix.lower() in TEXT_SUFFIXES and path.stem.casefold() != "readme"):
            jobs.append(Job(path, _free_name(path.stem, taken)))
        else:
            skipped.append(path)
    return Plan(tuple(jobs), tuple(skipped))


def result_files(name: str) -> tuple[str, str, str]:
    """File names of a Report, its canonical text and its error record."""
    return f"{name}.json", f"{name}.txt", f"{name}.error.json"


def _files(inputs: Iterable[Path], out: Path | None) -> Iterator[tuple[Path, bool]]:
    own = out.resolve() if out is not None else None
    for path in inputs:
        if path.is_dir():
            for file in _walk(path, own):
                yield file, False
        else:
            yield path, True


def _walk(folder: Path, own: Path | None) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        parent = Path(here)
        # In place: os.walk then visits the remaining folders in this order.
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and (parent / name).resolve() != own
        )
        for name in sorted(files):
            if not name.startswith("."):
                yield parent / name


def _free_name(stem: str, taken: set[str]) -> str:
    # Compared without case: some file systems do not tell A.json from a.json.
    name, number = stem, 1
    while any(file.casefold() in taken for file in result_files(name)):
        number += 1
        name = f"{stem}-{number}"
    taken.update(file.casefold() for file in result_files(name))
    return name
