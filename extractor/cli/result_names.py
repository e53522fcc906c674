"""What the results of each input are called."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from extractor.cli.terminal import Terminal
from extractor.discovery import PassedOver, discover, shown_path, stem_of
from extractor.discovery.location import INSIDE, file_name

_LONGEST = 240
"""Bytes of a result's name, so that the longest ending still fits into the 255 that file systems allow."""


class Job(NamedTuple):
    """One file to read and the name of its results."""

    location: str
    name: str
    """Results are ``name.json`` and ``name.txt``, or ``name.error.json``."""

    @property
    def file_name(self) -> str:
        """The file's own name, without folders."""
        return file_name(self.location)

    @property
    def path(self) -> str:
        """The whole path, as people read it."""
        return shown_path(self.location)

    @property
    def is_in_archive(self) -> bool:
        """Whether it lies inside of an archive."""
        return INSIDE in self.location

    @property
    def label(self) -> str:
        """What messages call it."""
        archive, inside, member = self.path.rpartition(INSIDE)
        return f"{Path(archive).name}/{member}" if inside else Path(self.path).name


class InputPlan(NamedTuple):
    """What a run will read."""

    jobs: tuple[Job, ...]
    passed_over: tuple[PassedOver, ...]


def plan(inputs: Sequence[Path], out: Path | None = None) -> InputPlan:
    """The files behind ``inputs``, each once, folders walked in the order of their entries' names.

    The folder ``out`` is left alone. Results are named after the file's stem; where that name is taken, the
    later file gets ``stem-2``, ``stem-3``, … and nothing is overwritten.
    """
    found = discover(inputs, () if out is None else (out,))
    taken: set[str] = set()
    jobs = [Job(one.location, free_name(stem_of(one.location), taken)) for one in found.inputs]
    return InputPlan(tuple(jobs), found.passed_over)


_NAMED_AT_MOST = 5
"""Files of one reason that are named on the terminal; inputs.csv names all."""


def tell_passed_over(passed_over: Sequence[PassedOver], terminal: Terminal) -> None:
    """One line a failure, one line a reason for what is no document."""
    by_reason: dict[str, list[str]] = {}
    for one in passed_over:
        if one.is_failure:
            terminal.failure(f"failed at discovery: {shown_path(one.location)}: {one.reason}")
        else:
            by_reason.setdefault(one.reason, []).append(Path(shown_path(one.location)).name)
    for reason, names in by_reason.items():
        more = f" and {len(names) - _NAMED_AT_MOST} more" if len(names) > _NAMED_AT_MOST else ""
        terminal.note(f"skipped, {reason}: {', '.join(names[:_NAMED_AT_MOST])}{more}")


def result_files(name: str) -> tuple[str, str, str]:
    """File names of a Report, its canonical text and its error record."""
    return f"{name}.json", f"{name}.txt", f"{name}.error.json"


def free_name(stem: str, taken: set[str]) -> str:
    """A name for results that is not taken, after the stem of the file; it is taken now."""
    stem = _shortened(stem)
    # Compared without case: some file systems do not tell A.json from a.json.
    name, number = stem, 1
    while any(file.casefold() in taken for file in result_files(name)):
        number += 1
        name = f"{stem}-{number}"
    taken.update(file.casefold() for file in result_files(name))
    return name


def _shortened(stem: str) -> str:
    raw = stem.encode("utf-8")
    if len(raw) <= _LONGEST:
        return stem
    digest = hashlib.sha256(raw).hexdigest()[:8]
    return raw[: _LONGEST - 9].decode("utf-8", "ignore") + f"-{digest}"
