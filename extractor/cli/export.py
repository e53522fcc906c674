"""``extractor export`` and ``extractor batch export``: from a store or a folder of Reports to files."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from extractor.across import across_years
from extractor.cli.body_files import BodyFiles, body_files
from extractor.cli.forms import known_forms
from extractor.cli.originals import ReadFolder
from extractor.cli.terminal import Terminal
from extractor.errors import UsageError
from extractor.export import ACCOUNT, FORMATS, Exported, accounts_of_folder, check_formats, counted, export
from extractor.settings import Settings, load


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


def run(chosen: ExportChoice, out: Path, terminal: Terminal) -> int:
    """Export a folder of Reports or a store and say what was written; 1 where documents were lost, else 0."""
    settings = load(chosen.flags)
    known_forms(settings.forms)
    formats = check_formats(
        part for part in chosen.formats.replace("all", ",".join(FORMATS)).split(",") if part
    )
    if (chosen.folder is None) == (chosen.db is None):
        raise UsageError("say what to export: a folder of Reports, or a store with --db")
    told: Sequence[str] = ()
    code = 0
    if chosen.folder is not None:
        exported, files = _folder_exported(chosen.folder, chosen, out, settings, formats)
    else:
        from extractor.cli.export_store import store_exported  # a folder needs no database

        exported, files, missing = store_exported(chosen, out, settings, formats, terminal)
        told, code = tuple(missing.told()), int(bool(missing.documents))
    names = ", ".join(path.name for path in exported.files)
    terminal.note(f"{exported.documents} documents exported to {exported.files[0].parent}: {names}")
    if total := sum(exported.account.values()):
        terminal.note(f"{total} files in {ACCOUNT}: {counted(exported.account)}")
    for line in (*told, *files.doubts()):
        terminal.note(line)
    return code


def _folder_exported(
    folder: Path, chosen: ExportChoice, out: Path, settings: Settings, formats: Sequence[str]
) -> tuple[Exported, BodyFiles]:
    known = accounts_of_folder(folder)
    files = body_files(settings, folder)
    items = across_years(ReadFolder(folder), files)
    done = export(
        items, out, formats, accounts=known, bom=chosen.bom, raw=chosen.raw, with_text=chosen.with_text
    )
    return done, files
