"""Files are written whole or not at all."""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from extractor.errors import UsageError


@contextmanager
def atomic_writer(path: Path) -> Iterator[TextIO]:
    """A UTF-8 text file that appears under ``path`` only when the block ends without an error.

    Line ends are written as they are, so that offsets into the text hold for the file. A device or pipe
    (``/dev/null``, a FIFO) is written to, never replaced. Raises UsageError where the folder cannot be
    written to.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        with path.open("w", encoding="utf-8", newline="") as file:
            yield file
        return
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}; choose another place") from error
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            yield file
        _make_readable(temporary)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_text(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` as a whole; UsageError where that is not possible."""
    try:
        with atomic_writer(path) as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}; choose another place") from error


def print_json(content: Any) -> None:
    """One JSON value on stdout, as ``--json`` promises; names that are no UTF-8 are escaped."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = json.dumps(content, indent=2)
    sys.stdout.write(text + "\n")


def write_bytes(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``; UsageError where that is not possible."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}; choose another place") from error


def make_folder(path: Path) -> None:
    """Make the folder and its parents; UsageError where that is not possible."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {path}: {error.strerror}; choose another place") from error


def _make_readable(temporary: str) -> None:
    # mkstemp makes files for their owner only; results get the rights that open() would give.
    mask = os.umask(0)
    os.umask(mask)
    os.chmod(temporary, 0o666 & ~mask)
