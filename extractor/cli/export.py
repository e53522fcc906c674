"""``extractor export`` and ``extractor batch export``: from a store or a folder of Reports to files."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from extractor.across import across_years
from extractor.batch import run_named
from extractor.cli.batch_run import opened
from extractor.cli.body_files import NO_FILES, BodyFiles, beside_store, body_files
from extractor.cli.exported import ReadFolder, StoredReports
from extractor.cli.forms import known_forms
from extractor.cli.terminal import Terminal
from extractor.discovery import file_name, shown_path
from extractor.errors import ExtractorError, UsageError
from extractor.export import (
    FORMATS,
    Account,
    Exported,
    ExportItem,
    FileOutcome,
    accounts_of_folder,
    below,
    check_formats,
    common_folder,
    export,
)
from extractor.review.persistence import ReviewStore
from extractor.settings import load
from extractor.store import RunRow, Store, inputs_of_run, open_store_to_read, plans


class ExportChoice(NamedTuple):
    """What is exported, and how."""

    folder: Path | None
    db: str | None
    run: str | None
    everything: bool
    formats: str
    bom: bool
    raw: bool = False
    machine: bool = False
    """Without the corrections of people."""
    flags: Mapping[str, object] = MappingProxyType({})
    """Settings given on the command line."""
    with_text: bool = False
    """JSON lines hold the canonical text."""


def run(chosen: ExportChoice, out: Path, terminal: Terminal) -> None:
    """Export a folder of Reports or a store; says what was written."""
    settings = load(chosen.flags)
    known_forms(settings.forms)
    formats = check_formats(
        part for part in chosen.formats.replace("all", ",".join(FORMATS)).split(",") if part
    )
    if (chosen.folder is None) == (chosen.db is None):
        raise UsageError("say what to export: a folder of Reports, or a store with --db")
    if chosen.folder is not None:
        known = accounts_of_folder(chosen.folder)
        files = body_files(settings, chosen.folder)
        items = across_years(ReadFolder(chosen.folder), files)
        done = export(
            items, out, formats, accounts=known, bom=chosen.bom, raw=chosen.raw, with_text=chosen.with_text
        )
        _tell(done, terminal)
        _tell_doubts(files, terminal)
        return
    with opened(chosen.db or "", must_exist=True, opening=open_store_to_read) as store:
        run = None if chosen.everything else run_named(store, chosen.run)
        common = _common_folder(store, run)
        accounts = accounts_of_run(store, run, common) if run else iter(())
        files = body_files(settings, beside_store(chosen.db or ""))
        items = items_of_store(store, run, common, files, machine=chosen.machine)
        rows = _certificate_rows(store, terminal) if "xlsx" in formats and not chosen.machine else ()
        done = export(
            items,
            out,
            formats,
            accounts=accounts,
            bom=chosen.bom,
            raw=chosen.raw,
            with_text=chosen.with_text,
            certificate=rows,
        )
        _tell(done, terminal)
        _tell_doubts(files, terminal)


def _tell_doubts(files: BodyFiles, terminal: Terminal) -> None:
    for doubt in files.population.doubts():
        terminal.note(doubt)


def _certificate_rows(store: Store, terminal: Terminal) -> Sequence[tuple[str, str, str]]:
    """The newest certificate of the store as rows for the workbook; none where there is none."""
    if not store.read(plans):
        return ()
    from extractor.cli.certify import certificate_of, sheet_rows

    try:
        return tuple(sheet_rows(certificate_of(ReviewStore(store), None)))
    except ExtractorError as error:
        terminal.note(f"the workbook has no certificate: {error}")
        return ()


def items_of_store(
    store: Store, run: RunRow | None, common: str, files: BodyFiles = NO_FILES, *, machine: bool = False
) -> Iterator[ExportItem]:
    """The Reports of a run in the order of its plan; without a run the newest of each document.

    With the corrections of people, unless ``machine``, their bodies, and the findings across the years.
    """
    return across_years(StoredReports(store, run, common, machine=machine), files)


_OUTCOMES = {"done": FileOutcome.READ, "failed": FileOutcome.FAILED, "skipped": FileOutcome.SKIPPED}


def accounts_of_run(store: Store, run: RunRow, common: str) -> Iterator[Account]:
    """What became of every file of a run."""
    for one in inputs_of_run(store, run.run_id):
        outcome = _OUTCOMES.get(one.state, FileOutcome.WAITING)
        yield Account(
            path=below(shown_path(one.path), common),
            outcome=FileOutcome.DUPLICATE if one.first_path and outcome is FileOutcome.READ else outcome,
            reason=one.reason,
            duplicate_of=below(shown_path(one.first_path), common),
            document=file_name(one.first_path or one.path) if outcome is FileOutcome.READ else "",
            sha256=one.sha256,
        )


def _common_folder(store: Store, run: RunRow | None) -> str:
    return common_folder(shown_path(one.path) for one in inputs_of_run(store, run.run_id)) if run else ""


def _tell(exported: Exported, terminal: Terminal) -> None:
    names = ", ".join(path.name for path in exported.files)
    terminal.note(f"{exported.documents} documents exported to {exported.files[0].parent}: {names}")
