"""``extractor export`` and ``extractor batch export``: from a store or a folder of Reports to files."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from extractor.batch import run_named
from extractor.batch.planning import path_of
from extractor.cli.batch_run import opened
from extractor.cli.terminal import Terminal
from extractor.errors import UsageError
from extractor.export import FORMATS, Exported, ExportItem, check_formats, export, items_of_folder
from extractor.store import Store, newest_reports, reports_of_run


class Chosen(NamedTuple):
    """What is exported, and how."""

    folder: Path | None
    db: str | None
    run: str | None
    everything: bool
    formats: str
    bom: bool


def run(chosen: Chosen, out: Path, terminal: Terminal) -> None:
    """Export a folder of Reports or a store; says what was written."""
    formats = check_formats(
        part for part in chosen.formats.replace("all", ",".join(FORMATS)).split(",") if part
    )
    if (chosen.folder is None) == (chosen.db is None):
        raise UsageError("say what to export: a folder of Reports, or a store with --db")
    if chosen.folder is not None:
        _tell(export(items_of_folder(chosen.folder), out, formats, bom=chosen.bom), terminal)
        return
    with opened(chosen.db or "", must_exist=True) as store:
        items = items_of_store(store, chosen.run, everything=chosen.everything)
        _tell(export(items, out, formats, bom=chosen.bom), terminal)


def items_of_store(store: Store, run_id: str | None, *, everything: bool = False) -> Iterator[ExportItem]:
    """The Reports of a run (default: the newest) in the order of its plan; or the newest of each document."""
    run = None if everything else run_named(store, run_id)
    for one in reports_of_run(store, run.run_id) if run else newest_reports(store):
        name = Path(path_of(one.path)).name.encode("utf-8", "replace").decode("utf-8")
        yield ExportItem(name, one.report, one.pages)


def _tell(exported: Exported, terminal: Terminal) -> None:
    names = ", ".join(path.name for path in exported.files)
    terminal.note(f"{exported.documents} documents exported to {exported.files[0].parent}: {names}")
