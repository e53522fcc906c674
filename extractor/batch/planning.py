"""What a run will do: which files, each content once, and what is there already."""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes

from extractor.errors import UsageError
from extractor.store import Failure, NewItem, StageResult, Store, stage_results

_ENCODED = "bytes:"


class FoundFile(NamedTuple):
    """One content and where it lies."""

    sha256: str
    path: Path
    size_bytes: int
    same_content: tuple[Path, ...]


class Plan(NamedTuple):
    """What a run will do, before it starts."""

    documents: int
    duplicates: int
    """Further files with the bytes of another."""
    unreadable: tuple[tuple[str, str], ...]
    """Files that could not be opened, and why."""
    reused: int
    known_failures: int
    """Documents that were refused before under the same configuration."""
    to_read: int
    to_ask: int
    """Documents that a model will be asked about; 0 without a model."""
    tokens: int
    """Estimate for them."""

    def sentence(self) -> str:
        """The plan on one line."""
        parts = [f"{self.documents} documents"]
        if self.duplicates:
            parts.append(f"{self.duplicates} more files with the same content")
        if self.unreadable:
            parts.append(f"{len(self.unreadable)} that cannot be opened")
        known = f", {self.known_failures} known failures" if self.known_failures else ""
        asked = f", about {_short(self.tokens)} tokens" if self.to_ask else ""
        doing = max(self.to_read, self.to_ask)
        return f"{', '.join(parts)}: reused {self.reused}{known}, will run {doing}{asked}"


def find_files(folders: Sequence[Path], suffixes: frozenset[str]) -> list[Path]:
    """Files below ``folders`` with one of ``suffixes``, in the order of their names; hidden ones left out.

    A file that is named itself is taken whatever its suffix. UsageError for a path that does not exist.
    """
    found: dict[str, Path] = {}
    for folder in folders:
        if not folder.exists():
            raise UsageError(f"{folder}: no such file or folder; check the path")
        for path in _walk(folder, suffixes) if folder.is_dir() else [folder]:
            found.setdefault(os.path.abspath(path), Path(os.path.abspath(path)))
    return list(found.values())


def find_documents(files: Sequence[Path], limit: int | None) -> tuple[list[FoundFile], list[tuple[str, str]]]:
    """Each content once, in the order of the files, and the files that could not be opened."""
    by_hash: dict[str, FoundFile] = {}
    unreadable: list[tuple[str, str]] = []
    for path in files:
        if limit is not None and len(by_hash) >= limit:
            break
        try:
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
                size = os.fstat(file.fileno()).st_size
        except OSError as error:
            unreadable.append((path_text(path), error.strerror or str(error)))
            continue
        known = by_hash.get(sha256)
        if known is None:
            by_hash[sha256] = FoundFile(sha256, path, size, ())
        else:
            by_hash[sha256] = known._replace(same_content=(*known.same_content, path))
    return list(by_hash.values()), unreadable


class Known(NamedTuple):
    """What earlier runs left behind for one document."""

    rules: StageResult | None = None
    final: StageResult | None = None


def known_results(
    store: Store, hashes: Sequence[str], rules_hash: str, model_hash: str | None
) -> dict[str, Known]:
    """Results that can be reused; a model's only for the Report by rule that it was made from."""
    rules = store.read(lambda connection: stage_results(connection, "rules", rules_hash, hashes))
    firsts = {sha256: results[0] for sha256, results in rules.items()}
    if model_hash is None:
        return {sha256: Known(first, first) for sha256, first in firsts.items()}
    asked = store.read(lambda connection: stage_results(connection, "model", model_hash, hashes))
    known: dict[str, Known] = {}
    for sha256, first in firsts.items():
        if first.failure is not None:
            known[sha256] = Known(first, first)
            continue
        fitting = [r for r in asked.get(sha256, ()) if r.key.input_hash == first.report_sha256]
        known[sha256] = Known(first, fitting[0] if fitting else None)
    return known


def items_of(found: Sequence[FoundFile], known: dict[str, Known]) -> list[NewItem]:
    """The documents of a run, with the Reports that are there already."""
    items = []
    for one in found:
        final = known.get(one.sha256, Known()).final
        items.append(
            NewItem(
                sha256=one.sha256,
                path=path_text(one.path),
                name=one.path.name.encode("utf-8", "replace").decode("utf-8"),
                size_bytes=one.size_bytes,
                same_content=json.dumps([path_text(path) for path in one.same_content]),
                report_id=final.report_id if final else None,
            )
        )
    return items


def known_failures(found: Sequence[FoundFile], known: dict[str, Known]) -> dict[str, Failure]:
    """Documents that were refused before under the same configuration, by hash."""
    finals = ((one.sha256, known.get(one.sha256, Known()).final) for one in found)
    return {sha256: final.failure for sha256, final in finals if final and final.failure}


def path_text(path: Path) -> str:
    """A path as text that every database takes; file names need not be UTF-8 (GBK ones are not)."""
    raw = os.fsencode(path)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _ENCODED + quote(raw)
    return text


def path_of(text: str) -> str:
    """The path that ``path_text`` wrote."""
    return os.fsdecode(unquote_to_bytes(text.removeprefix(_ENCODED))) if text.startswith(_ENCODED) else text


def _walk(folder: Path, suffixes: frozenset[str]) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(parent, name)
            if not name.startswith(".") and path.suffix.lower() in suffixes and path.stem.lower() != "readme":
                yield path


def _short(number: int) -> str:
    for size, letter in ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return f"{number / size:.1f} {letter}"
    return str(number)
