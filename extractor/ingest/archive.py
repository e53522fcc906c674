"""Files inside of a ZIP archive, in a stable order and within limits; nothing is ever unpacked to disk."""

import io
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from extractor.errors import DamagedFileError, ProtectedFileError, TooLargeError
from extractor.ingest.formats import DEFAULT_LIMITS, DocumentLimits

_MAX_MEMBERS = 5_000
_MANY_FILES = 5
"""An archive of many files may unpack to this many times what one file may."""
_MAX_RATIO = 200
_RATIO_FROM = 10_000_000
_UTF8_NAMES = 0x800
_ENCRYPTED = 0x1


class Member(NamedTuple):
    """One file of an archive."""

    entry: int
    """Its place in the archive's directory: names may repeat."""
    path: PurePosixPath
    """As the archive says, with names of Chinese Windows decoded; only for naming, never for writing."""


def is_archive(head: bytes) -> bool:
    """Whether the first bytes are those of a ZIP file; a DOCX file begins like one too."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def members(source: Path | bytes, name: str, limits: DocumentLimits = DEFAULT_LIMITS) -> list[Member]:
    """All files, sorted by path. DamagedFileError or TooLargeError for the archive as a whole."""
    entries = _open(source, name).infolist()
    if len(entries) > _MAX_MEMBERS:
        raise TooLargeError(f"{name}: {len(entries)} files are more than the limit of {_MAX_MEMBERS}")
    unpacked, most = sum(entry.file_size for entry in entries), _MANY_FILES * limits.max_unpacked_bytes
    if unpacked > most:
        raise TooLargeError(f"{name}: it would unpack to {unpacked} bytes, more than {most}; split it")
    found = [
        Member(index, PurePosixPath(_name(entry)))
        for index, entry in enumerate(entries)
        if not entry.is_dir()
    ]
    return sorted(found, key=lambda member: (member.path.parts, member.entry))


def read_member(source: Path | bytes, entry: int, name: str, max_bytes: int) -> bytes:
    """The bytes of one file. ProtectedFileError, TooLargeError or DamagedFileError, one line each."""
    archive = _open(source, name)
    found = archive.infolist()[entry]
    if found.flag_bits & _ENCRYPTED:
        raise ProtectedFileError(f"{name}: the archive asks for a password; unpack it yourself")
    if found.file_size > max_bytes:
        raise TooLargeError(
            f"{name}: {found.file_size} bytes are more than the limit of {max_bytes}; raise --max-bytes"
        )
    if found.file_size > _RATIO_FROM and found.file_size > _MAX_RATIO * max(found.compress_size, 1):
        raise TooLargeError(f"{name}: it is packed like a bomb; leave it out")
    try:
        with archive.open(found) as file:
            return file.read(max_bytes + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise DamagedFileError(f"{name}: it cannot be unpacked; fetch the archive again") from error


def head_of_member(source: Path | bytes, entry: int, size: int) -> bytes:
    """The first bytes of one file; none where it cannot be unpacked: reading it says why."""
    try:
        with _open(source, "").open(_open(source, "").infolist()[entry]) as file:
            return file.read(size)
    except (DamagedFileError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError):
        return b""


def _open(source: Path | bytes, name: str) -> zipfile.ZipFile:
    try:
        if isinstance(source, Path):
            state = source.stat()
            return _opened(source, state.st_mtime_ns, state.st_size)
        return zipfile.ZipFile(io.BytesIO(source))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise DamagedFileError(f"{name}: the archive is cut off or damaged; fetch it again") from error


@lru_cache(maxsize=1)
def _opened(path: Path, _changed: int, _size: int) -> zipfile.ZipFile:
    # Files of one archive are read one after the other: its directory is read once.
    return zipfile.ZipFile(path)


def _name(entry: zipfile.ZipInfo) -> str:
    """Without the flag the name is in whatever code page the packer's machine had, here mostly GBK."""
    if entry.flag_bits & _UTF8_NAMES:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename
