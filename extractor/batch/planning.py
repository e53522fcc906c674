"""What a run will do: which files, each content once, and what is there already."""

import hashlib
import json
from collections.abc import Sequence
from typing import NamedTuple

from extractor.discovery import Discovered, PassedOver, file_name, read_location
from extractor.errors import DocumentError, Failure
from extractor.store import NewItem, StageResult, Store, keys_of_parts, part_path, stage_results


class FoundFile(NamedTuple):
    """One content and where it lies."""

    sha256: str
    location: str
    size_bytes: int
    same_content: tuple[str, ...]


class RunPlan(NamedTuple):
    """What a run will do, before it starts."""

    documents: int
    duplicates: int
    """Further files with the bytes of another."""
    passed_over: tuple[PassedOver, ...]
    """Files that are not read, and why."""
    reused: int
    known_failures: int
    """Documents that were refused before under the same configuration."""
    to_read: int
    to_ask: int
    """Documents that a model will be asked about; 0 without a model."""
    tokens: int
    """Estimate for them."""

    def facts(self) -> dict[str, object]:
        """The plan for a machine: numbers only; the store and the export name the files."""
        return {**self._asdict(), "passed_over": len(self.passed_over)}

    def sentence(self) -> str:
        """The plan on one line."""
        parts = [f"{self.documents} documents"]
        if self.duplicates:
            parts.append(f"{self.duplicates} more files with the same content")
        failed = sum(one.is_failure for one in self.passed_over)
        if failed:
            parts.append(f"{failed} that cannot be opened")
        if len(self.passed_over) > failed:
            parts.append(f"{len(self.passed_over) - failed} skipped")
        known = f", {self.known_failures} known failures" if self.known_failures else ""
        asked = f", about {_short(self.tokens)} tokens" if self.to_ask else ""
        doing = max(self.to_read, self.to_ask)
        return f"{', '.join(parts)}: reused {self.reused}{known}, will run {doing}{asked}"


def find_documents(
    discovered: Discovered, limit: int | None, max_bytes: int
) -> tuple[list[FoundFile], list[PassedOver]]:
    """Each content once, in the order of the files, and the files that are not read, with why."""
    by_hash: dict[str, FoundFile] = {}
    passed_over = list(discovered.passed_over)
    for one in discovered.inputs:
        if limit is not None and len(by_hash) >= limit:
            break
        try:
            sha256, size = _hashed(one.location, max_bytes)
        except DocumentError as error:
            passed_over.append(PassedOver(one.location, str(error), is_failure=True))
            continue
        known = by_hash.get(sha256)
        if known is None:
            by_hash[sha256] = FoundFile(sha256, one.location, size, ())
        else:
            by_hash[sha256] = known._replace(same_content=(*known.same_content, one.location))
    return list(by_hash.values()), passed_over


def _hashed(location: str, max_bytes: int) -> tuple[str, int]:
    raw = read_location(location, max_bytes)
    return hashlib.sha256(raw).hexdigest(), len(raw)


class KnownDocument(NamedTuple):
    """What earlier runs left behind for one document."""

    rules: StageResult | None = None
    final: StageResult | None = None


def known_results(
    store: Store, hashes: Sequence[str], rules_hash: str, model_hash: str | None
) -> dict[str, KnownDocument]:
    """Results that can be reused; a model's only for the Report by rule that it was made from."""
    rules = store.read(lambda connection: stage_results(connection, "rules", rules_hash, hashes))
    firsts = {sha256: results[0] for sha256, results in rules.items()}
    if model_hash is None:
        return {sha256: KnownDocument(first, first) for sha256, first in firsts.items()}
    asked = store.read(lambda connection: stage_results(connection, "model", model_hash, hashes))
    known: dict[str, KnownDocument] = {}
    for sha256, first in firsts.items():
        if first.failure is not None:
            known[sha256] = KnownDocument(first, first)
            continue
        fitting = [r for r in asked.get(sha256, ()) if r.key.input_hash == first.report_sha256]
        known[sha256] = KnownDocument(first, fitting[0] if fitting else None)
    return known


def with_known_parts(
    store: Store,
    found: Sequence[FoundFile],
    known: dict[str, KnownDocument],
    rules_hash: str,
    model_hash: str | None,
) -> tuple[list[FoundFile], dict[str, KnownDocument]]:
    """The files with the further reports that earlier runs found in them, each a document of its own."""
    all_found, all_known = list(found), dict(known)
    files = {
        one.sha256: one
        for one in found
        if (rules := known.get(one.sha256, KnownDocument()).rules) and rules.report_id
    }
    number = 2
    while files:
        keys = keys_of_parts(list(files), number)
        results = known_results(store, list(keys), rules_hash, model_hash)
        files = {keys[key]: files[keys[key]] for key in results}
        for key in results:
            whole = files[keys[key]]
            all_found.append(FoundFile(key, part_path(whole.location, number), 0, ()))
        all_known.update(results)
        number += 1
    return all_found, all_known


def items_of(found: Sequence[FoundFile], known: dict[str, KnownDocument]) -> list[NewItem]:
    """The documents of a run, with the Reports that are there already."""
    items = []
    for one in found:
        final = known.get(one.sha256, KnownDocument()).final
        items.append(
            NewItem(
                sha256=one.sha256,
                path=one.location,
                name=file_name(one.location),
                size_bytes=one.size_bytes,
                same_content=json.dumps(one.same_content),
                report_id=final.report_id if final else None,
            )
        )
    return items


def known_failures(found: Sequence[FoundFile], known: dict[str, KnownDocument]) -> dict[str, Failure]:
    """Documents that were refused before under the same configuration, by hash."""
    finals = ((one.sha256, known.get(one.sha256, KnownDocument()).final) for one in found)
    return {sha256: final.failure for sha256, final in finals if final and final.failure}


def _short(number: int) -> str:
    for size, letter in ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return f"{number / size:.1f} {letter}"
    return str(number)
