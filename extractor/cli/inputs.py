"""Which files are read, in which order, and what their results are called."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from extractor.errors import DocumentError, UsageError
from extractor.ingest import Member, is_archive, members

_TEXT = (".txt", ".text", ".md", ".htm", ".html", ".shtml")
_BINARY = (".docx", ".doc", ".wps", ".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
SUFFIXES = frozenset((*_TEXT, *_BINARY))
"""What is read when a folder or an archive is walked, but for its README. A file that is named is always
tried, and what a file is decides its content alone."""
TEXT_SUFFIXES = SUFFIXES
"""The name under which batch runs know it."""
_ARCHIVE = ".zip"


class Job(NamedTuple):
    """One file to read and the name of its results."""

    path: Path
    name: str
    """Results are ``name.json`` and ``name.txt``, or ``name.error.json``."""
    member: Member | None = None
    """The file inside of the archive ``path``."""

    @property
    def file_name(self) -> str:
        """The file's own name, without folders."""
        return self.member.path.name if self.member else self.path.name

    @property
    def label(self) -> str:
        """What messages call it."""
        return f"{self.path.name}/{self.member.path}" if self.member else self.path.name


class InputPlan(NamedTuple):
    """What a run will read."""

    jobs: tuple[Job, ...]
    skipped: tuple[Path, ...]
    """Files of walked folders and archives in no format that is read, or a README."""


def plan(inputs: Sequence[Path], out: Path | None = None) -> InputPlan:
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
        inside = _members(path, named)
        if inside is not None:
            for member in inside:
                if _is_wanted(member.path):
                    jobs.append(Job(path, _free_name(member.path.stem, taken), member))
                else:
                    skipped.append(path / member.path)
        elif named or _is_wanted(Path(path.name)) or path.suffix.lower() == _ARCHIVE:
            jobs.append(Job(path, _free_name(path.stem, taken)))
        else:
            skipped.append(path)
    return InputPlan(tuple(jobs), tuple(skipped))


def _is_wanted(path: PurePath) -> bool:
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts[-8:] if part not in (".", ".."))
    return path.suffix.lower() in SUFFIXES and path.stem.casefold() != "readme" and not hidden


def _members(path: Path, named: bool) -> list[Member] | None:
    """The files of an archive; None for what is none, or none that can be opened: reading says why."""
    if not (named or path.suffix.lower() == _ARCHIVE):
        return None
    try:
        with path.open("rb") as file:
            head = file.read(4)
        if not is_archive(head):
            return None
        found = members(path, path.name)
    except (OSError, DocumentError):
        return None
    # A Word file is an archive too; its parts are no documents.
    parts = {str(member.path) for member in found}
    return None if "[Content_Types].xml" in parts or not any(_is_wanted(m.path) for m in found) else found


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
