"""Every entry of a folder, in a stable order, without ever waiting, looping or leaving the folder."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from extractor.opening import kind_of


class FolderEntry(NamedTuple):
    """One entry of a folder."""

    path: Path
    passed_over: str | None = None
    """Why it cannot be read; None for a regular file."""
    is_failure: bool = False
    """Somebody should look at it; otherwise it is only said."""


def walk(folder: Path, own: frozenset[Path] = frozenset()) -> Iterator[FolderEntry]:
    """All entries below ``folder``, files before folders, by name; the folders ``own`` are left alone.

    Links to files are entries like others; links to folders are named and not followed, so that no loop and
    no foreign place is walked. Hidden folders are named as a whole.
    """
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                names = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield FolderEntry(here, f"the folder cannot be opened ({error.strerror})", is_failure=True)
            continue
        inner = []
        for entry in names:
            path = here / entry.name
            if _is_folder(entry):
                if entry.name.startswith(".") or entry.name == "__MACOSX":
                    yield FolderEntry(path, "a hidden folder")
                elif path.resolve() not in own:
                    inner.append(path)
                continue
            yield _entry(path)
        waiting.extend(reversed(inner))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _entry(path: Path) -> FolderEntry:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if path.is_symlink():
            return FolderEntry(path, "a link that leads nowhere")
        return FolderEntry(path, f"cannot be looked at ({error.strerror})", is_failure=True)
    if stat.S_ISREG(mode):
        return FolderEntry(path)
    what = "a link to a folder, not followed" if stat.S_ISDIR(mode) else kind_of(mode)
    return FolderEntry(path, what)
