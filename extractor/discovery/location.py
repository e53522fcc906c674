"""Where an input lies, as text that every database takes: a path, or a file inside of an archive.

A file inside of an archive is called ``/folder/reports.zip!/2020/report.txt``, the second of two entries of
one name ``…/report.txt!2``, the second of several reports in one file ``…/report.txt!#2``.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote_to_bytes

from extractor.discovery.file_names import told_name, told_path
from extractor.errors import UnreadableError
from extractor.ingest import Member, members, read_member
from extractor.opening import read_file

INSIDE = "!/"
_AGAIN = "!"
_PART = re.compile(r"!#(?=\d+$)")
"""Before the number of a report in a file that holds several; see ``extractor.store.parts``."""
_ENCODED = "bytes:"


def path_text(path: Path) -> str:
    """A path as text that every database takes; file names need not be UTF-8 (GBK ones are not)."""
    raw = os.fsencode(path)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _ENCODED + quote(raw)


def _native(text: str) -> str:
    return os.fsdecode(unquote_to_bytes(text.removeprefix(_ENCODED))) if text.startswith(_ENCODED) else text


def location_of(path: Path, member: Member | None = None, again: int = 1) -> str:
    """The location of a file, or of the ``again``-th entry of its name in the archive ``path``."""
    if member is None:
        return path_text(path)
    return f"{path_text(path)}{INSIDE}{member.path}{f'{_AGAIN}{again}' if again > 1 else ''}"


def shown_path(location: str) -> str:
    """A location as people read it, in characters that every file and every page can hold."""
    return _PART.sub("#", _by_name(location, told_path))


def native_path(location: str) -> Path:
    """The path on disk of a file, or of the archive that it lies in."""
    archive, inside, _ = location.partition(INSIDE)
    whole = Path(_native(location))
    is_whole = not inside or os.path.lexists(whole) or os.path.isdir(_native(archive))
    return whole if is_whole else Path(_native(archive))


def _by_name(location: str, told: Callable[[str], str]) -> str:
    archive, inside, member = location.partition(INSIDE)
    return told(_native(archive)) + inside + told(member)


def file_name(location: str) -> str:
    """The file's own name without folders, in characters that can be written as UTF-8."""
    return told_name(_own_name(location).name)


def stem_of(location: str) -> str:
    """The file's own name without folders and ending, for naming its results."""
    return PurePosixPath(file_name(location)).stem


def _own_name(location: str) -> PurePosixPath:
    return PurePosixPath(_without_number(_PART.sub("#", _by_name(location, str))))


def _without_number(shown: str) -> str:
    """The path of a file in an archive without the number that tells entries of one name apart."""
    before, mark, number = shown.rpartition(_AGAIN)
    return before if mark and number.isdecimal() and INSIDE in before else shown


def read_location(location: str, max_bytes: int) -> bytes:
    """The bytes that lie there, at most ``max_bytes``.

    Raises UnreadableError where nothing can be read (a pipe or a device among them), TooLargeError before a
    large file is read, DamagedFileError or ProtectedFileError for an archive.
    """
    path = Path(_native(location))
    if INSIDE in location and not os.path.lexists(path):
        return _from_archive(location, max_bytes)
    return read_file(path, file_name(location), max_bytes)


def _from_archive(location: str, max_bytes: int) -> bytes:
    archive, _, inside = location.partition(INSIDE)
    wanted = _without_number(location).partition(INSIDE)[2]
    again = inside.removeprefix(wanted).removeprefix(_AGAIN) or "1"
    path = Path(_native(archive))
    same = [member for member in members(path, told_name(path.name)) if str(member.path) == wanted]
    try:
        entry = same[int(again) - 1].entry
    except (IndexError, ValueError) as error:
        raise UnreadableError(
            f"{told_name(path.name)}: it holds no {wanted} any more; start a new run for it"
        ) from error
    return read_member(path, entry, f"{told_name(path.name)}/{wanted}", max_bytes)
