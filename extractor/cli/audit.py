"""What ``extractor audit`` does: open the reports, run the audit, say what was found."""

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from extractor import __version__
from extractor.audit import Extras, PageMaking, audit, load_rules
from extractor.cli.forms import known_forms
from extractor.cli.shelves import ShelfSource, opened_shelf
from extractor.cli.terminal import Terminal
from extractor.settings import Settings


class Chosen(NamedTuple):
    """What is audited, and by which rules."""

    source: ShelfSource
    rules: Path | None


def run(chosen: Chosen, out: Path, settings: Settings, terminal: Terminal) -> None:
    """Audit and say what was found and written."""
    known_forms(settings.forms)  # rules may name their tables
    book = load_rules(chosen.rules)
    source = chosen.source
    with opened_shelf(source, settings) as known:
        name = str(source.folder) if source.folder is not None else "store"
        said = PageMaking(name, datetime.now(UTC).isoformat(timespec="minutes"), __version__)
        extras = Extras(
            known.population, failed=known.failed, unread=known.unread, no_reports=known.no_reports
        )
        done = audit(known.shelf, known.registry, book, out, said, extras)
    console = terminal.console()
    console.print(known.counted(), highlight=False)
    for group, number in done.findings.items():
        console.print(f"  {group}: {number}", highlight=False)
    if known.unread or known.no_reports:
        apart = f"{len(known.unread)} files not read, {len(known.no_reports)} no reports"
        console.print(f"apart: {apart} (listed on the page)", highlight=False)
    for doubt in known.doubts():
        terminal.note(doubt)
    terminal.note(
        f"written: {done.page}, audit.xlsx, findings.csv and a score sheet for each body in scores/"
    )
