"""The XML parts of an Office package, read with limits and without entities."""

import io
import posixpath
import zipfile
import zlib
from typing import Any

from extractor.errors import DamagedFileError, MissingExtraError, ProtectedFileError, TooLargeError
from extractor.ingest.formats import DocumentLimits

Element = Any
"""An lxml element; lxml carries no types of its own."""

_MAX_RATIO = 200
_RATIO_FROM = 10_000_000
"""Small parts may shrink as they like; a large one that shrinks by more than the ratio is a bomb."""
_OLD, _NEW = b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/"
_STRICT = tuple(
    (_OLD + name, _NEW + family + b"/2006/" + rest)
    for name, family, rest in (
        (b"wordprocessingml/main", b"wordprocessingml", b"main"),
        (b"drawingml/main", b"drawingml", b"main"),
        (b"drawingml/wordprocessingDrawing", b"drawingml", b"wordprocessingDrawing"),
        (b"spreadsheetml/main", b"spreadsheetml", b"main"),
        (b"officeDocument/relationships", b"officeDocument", b"relationships"),
        (b"officeDocument/math", b"officeDocument", b"math"),
    )
)
"""Names of ISO 29500 Strict and those of the usual kind for the same elements."""


class Package:
    """An opened DOCX or XLSX file."""

    def __init__(self, raw: bytes, name: str, limits: DocumentLimits) -> None:
        self._name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise DamagedFileError(f"{name}: the file is cut off or damaged; fetch it again") from error
        unpacked = sum(entry.file_size for entry in self._archive.infolist())
        if unpacked > limits.max_unpacked_bytes:
            raise TooLargeError(
                f"{name}: it would unpack to {unpacked} bytes, more than the limit of "
                f"{limits.max_unpacked_bytes}; leave it out"
            )
        self.names = frozenset(self._archive.namelist())

    def read(self, part: str) -> bytes | None:
        """The bytes of a part; None where the package has none."""
        if part not in self.names:
            return None
        entry = self._archive.getinfo(part)
        if entry.flag_bits & 1:
            raise ProtectedFileError(f"{self._name}: it asks for a password; save it without one")
        if entry.file_size > _RATIO_FROM and entry.file_size > _MAX_RATIO * max(entry.compress_size, 1):
            raise TooLargeError(f"{self._name}: {part} is packed like a bomb; leave the file out")
        try:
            with self._archive.open(entry) as file:
                return file.read(entry.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise DamagedFileError(
                f"{self._name}: {part} cannot be unpacked; fetch the file again"
            ) from error

    def xml(self, part: str) -> Element | None:
        """The root element of a part; None where the package has none."""
        content = self.read(part)
        if content is None:
            return None
        for strict, transitional in _STRICT:
            content = content.replace(strict, transitional)
        return parse_xml(content, f"{self._name}: {part}")

    def related(self, part: str, identifier: str) -> str | None:
        """The part that another one names by an id of a relationship."""
        folder, _, name = part.rpartition("/")
        root = self.xml(f"{folder}/_rels/{name}.rels")
        for relation in () if root is None else root.iterchildren():
            if relation.get("Id") == identifier and relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
                return target.lstrip("/") if target.lstrip("/") in self.names else None
        return None


def parse_xml(content: bytes, what: str) -> Element:
    """Parse without entities, network or external subsets; a document type is refused outright."""
    try:
        from lxml import etree
    except ImportError as error:
        raise MissingExtraError(
            f"{what}: to read Word files and spreadsheets: pip install 'gongkai-extractor[docx]'"
        ) from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise DamagedFileError(f"{what} is no well-formed XML ({error.msg}); fetch the file again") from error
    if root.getroottree().docinfo.doctype:
        raise DamagedFileError(
            f"{what} declares a document type, which Office never writes; leave the file out"
        )
    return root
