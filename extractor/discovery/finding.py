"""What a run reads: the files that were named, and the documents in folders and archives."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from extractor.discovery.location import location_of, native_path, stem_of
from extractor.discovery.sniff import HEAD_BYTES, by_content, by_name
from extractor.discovery.walk import walk
from extractor.errors import DocumentError
from extractor.ingest import Member, head_of_member, is_archive, members
from extractor.opening import head_of

_PARTS = frozenset(
    {
        "[Content_Types].xml", "word/document.xml", "xl/workbook.xml", "mimetype", "META-INF/manifest.xml",
        "OFD.xml",
    }
)  # fmt: skip
"""Files that tell a document packed as ZIP (Word, OpenDocument, OFD) from an archive of documents; of most
kinds two, as a damaged one may have lost the first."""
_COPY = re.compile(
    r"^(?:copy of\b|副本|复件|拷贝)|(?:\bcopy|副本|复件|拷贝) ?(?:[(（]?\d{1,2}[)）]?)?$|[(（]\d{1,2}[)）]$",
    re.IGNORECASE,
)
"""How Windows, macOS, WPS and browsers call a copy: ``副本年报``, ``年报 - 副本 (2)``, ``年报(1)``."""


class Input(NamedTuple):
    """One file that is read."""

    location: str
    """As ``location_of`` writes it."""
    is_named: bool
    """Given by itself, not found in a folder or an archive."""


class PassedOver(NamedTuple):
    """One file or folder that is not read, and why."""

    location: str
    reason: str
    is_failure: bool
    """It may hold a document and could not be reached; otherwise it is none."""


class Discovered(NamedTuple):
    """All that was found in what was given, each entry once."""

    inputs: tuple[Input, ...]
    passed_over: tuple[PassedOver, ...]


def discover(given: Sequence[Path], own: Sequence[Path] = ()) -> Discovered:
    """Each entry behind ``given`` once, folders and archives walked; ``own`` are folders of results.

    A link to a file is an entry of its own: its content tells that it is a duplicate, as of a copy. What was
    found, not named, comes in the order of its walk, links and files called copies behind the others: of the
    same bytes the first stands for the rest.
    A path that does not exist is passed over as a failure: one mistyped path does not stop the others.
    """
    inputs: list[Input] = []
    passed: list[PassedOver] = []
    seen: set[Path] = set()
    for found in _entries(given, frozenset(path.resolve() for path in own)):
        if isinstance(found, PassedOver):
            passed.append(found)
            continue
        path, is_named = found
        try:
            path.resolve()
            entry = path.parent.resolve() / path.name
        except (OSError, RuntimeError):  # a link that leads to itself
            passed.append(PassedOver(location_of(path), "a link that leads nowhere", is_named))
            continue
        if entry in seen:
            continue
        seen.add(entry)
        for one in _inside(path, is_named):
            (inputs if isinstance(one, Input) else passed).append(one)  # type: ignore[arg-type]
    return Discovered(tuple(sorted(inputs, key=_standing)), tuple(passed))


def _standing(one: Input) -> int:
    """0 for what was named or looks like an original, 1 for what is called a copy, 2 for a link."""
    if one.is_named:
        return 0
    path = native_path(one.location)
    if path.is_symlink():
        return 2
    return int(_COPY.search(stem_of(one.location)) is not None)


def _entries(given: Sequence[Path], own: frozenset[Path]) -> Iterator[tuple[Path, bool] | PassedOver]:
    for path in given:
        try:
            is_folder, is_there = path.is_dir(), path.exists() or path.is_symlink()
        except (OSError, ValueError):
            is_folder, is_there = False, False
        if not is_there:
            yield PassedOver(location_of(path), "no such file or folder; check the path", is_failure=True)
        elif not is_folder:
            yield path, True
        else:
            for entry in walk(path, own):
                if entry.passed_over is None:
                    yield entry.path, False
                else:
                    yield PassedOver(location_of(entry.path), entry.passed_over, entry.is_failure)


def _inside(path: Path, is_named: bool) -> Iterator[Input | PassedOver]:
    """The file itself, or the files of the archive that it is."""
    location = location_of(path)
    reason = None if is_named else by_name(path)
    if reason is not None:
        yield PassedOver(location, reason, is_failure=False)
        return
    try:
        head = head_of(path, HEAD_BYTES)
    except OSError as error:
        yield PassedOver(location, f"cannot be opened ({error.strerror}); check its rights", is_failure=True)
        return
    found = _members(path) if is_archive(head) else None
    inside = list(_of_archive(path, found)) if found else []
    if any(isinstance(one, Input) for one in inside):
        yield from inside
        return
    reason = None if is_named else by_content(path, head)
    yield Input(location, is_named) if reason is None else PassedOver(location, reason, is_failure=False)


def _members(path: Path) -> list[Member] | None:
    """The files of an archive; None for a packed document, and for one that cannot be opened."""
    try:
        found = members(path, path.name)
    except (OSError, DocumentError):
        return None
    return None if not found or any(str(member.path) in _PARTS for member in found) else found


def _of_archive(path: Path, found: Sequence[Member]) -> Iterator[Input | PassedOver]:
    counted: Counter[str] = Counter()
    for member in found:
        counted[str(member.path)] += 1
        location = location_of(path, member, counted[str(member.path)])
        reason = _why_not(path, member)
        if reason is None:
            yield Input(location, is_named=False)
        else:
            yield PassedOver(location, reason, is_failure=False)


def _why_not(archive: Path, member: Member) -> str | None:
    path = member.path
    if any(part.startswith(".") or part == "__MACOSX" for part in path.parts[:-1] if part not in (".", "..")):
        return "in a hidden folder"
    if path.suffix.casefold() == ".zip":
        return "an archive inside of an archive; unpack it and give it by itself"
    return by_name(path) or by_content(path, head_of_member(archive, member.entry, HEAD_BYTES))
