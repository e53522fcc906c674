"""Opening a file of somebody's folder: it is looked at first, and nothing waits for ever.

What a name stands for may change between the look and the opening, so the opened thing is looked at again.
Files that the system makes up while they are read (under ``/proc``) are of no size: to read one may give
without end, wait for what never comes, or tell what the reader's own process holds.
"""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from extractor.errors import TooLargeError, UnreadableError

_WITHOUT_WAITING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_WITHOUT_WAITING |= getattr(os, "O_BINARY", 0)


def open_regular(path: Path) -> BinaryIO:
    """A regular file, opened; IsADirectoryError or another OSError where it cannot be, or is none."""
    # To open a device may already do something: what is none is not opened.
    _check_regular(path.stat().st_mode)
    descriptor = os.open(path, _WITHOUT_WAITING)
    try:
        _check_regular(os.fstat(descriptor).st_mode)
    except OSError:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def head_of(path: Path, size: int) -> bytes:
    """The first bytes of a file; nothing of what is no regular file or of no size."""
    try:
        with open_regular(path) as file:
            return file.read(size) if os.fstat(file.fileno()).st_size else b""
    except NoFileError:
        return b""


def read_file(path: Path, name: str, max_bytes: int) -> bytes:
    """All bytes of a file, at most ``max_bytes``; ``name`` is what messages call it.

    Raises UnreadableError where nothing can be read (a pipe or a device among them), TooLargeError before a
    large file is read.
    """
    try:
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size > max_bytes:
                raise TooLargeError(
                    f"{name}: {size} bytes are more than the limit of {max_bytes}; raise --max-bytes"
                )
            raw = file.read(max_bytes + 1) if size else b""
    except NoFileError as error:
        raise UnreadableError(f"{name}: {error}, no file; give a file") from error
    except (OSError, ValueError) as error:  # ValueError: no path of any system
        why = getattr(error, "strerror", None) or str(error)
        raise UnreadableError(
            f"{name}: cannot be opened ({why}); check that it is there and its rights"
        ) from error
    if len(raw) > max_bytes:
        raise TooLargeError(f"{name}: it grew past the limit of {max_bytes} bytes; raise it with --max-bytes")
    return raw


class NoFileError(OSError):
    """It is no regular file; the message says what it is."""


def kind_of(mode: int) -> str:
    """What an entry of a folder is that is no regular file."""
    kinds = (
        (stat.S_ISFIFO, "a named pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
        (stat.S_ISDIR, "a folder"),
    )
    return next((name for holds, name in kinds if holds(mode)), "a special file")


def _check_regular(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise NoFileError(kind_of(mode))
