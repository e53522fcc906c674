"""What an export takes from a store: the Reports of a run, what became of its files, the certificate."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from extractor.across import across_years
from extractor.batch import run_named
from extractor.cli.batch_run import opened
from extractor.cli.body_files import NO_FILES, BodyFiles, beside_store, body_files
from extractor.cli.export import ExportChoice
from extractor.cli.exported import StoredReports
from extractor.cli.terminal import Terminal
from extractor.discovery import file_name, shown_path
from extractor.errors import ExtractorError
from extractor.export import Account, Exported, ExportItem, FileOutcome, below, common_folder, export
from extractor.review.persistence import ReviewStore
from extractor.settings import Settings
from extractor.store import RunRow, Store, inputs_of_run, open_store_to_read, plans


class Shortfall(NamedTuple):
    """What a store cannot give any more."""

    documents: tuple[str, ...] = ()
    """Paths of those that are not exported."""
    decisions: int = 0
    """Those of people that cannot be read."""

    def told(self) -> Iterator[str]:
        """One line for each kind."""
        if self.documents:
            shown = "、".join(self.documents[:_SHOWN]) + ("…" if len(self.documents) > _SHOWN else "")
            yield (
                f"库中 {len(self.documents)} 份文件已损坏，未导出：{shown} / "
                f"{len(self.documents)} documents are damaged in the store and not exported; "
                "put back a copy of the store, or read the original files again"
            )
        if self.decisions:
            yield (
                f"{self.decisions} 个人工决定无法读出，未计入，请在校对页撤销 / "
                f"{self.decisions} decisions of people cannot be read and do not count (review.unreadable); "
                "take them back on the review page"
            )


_SHOWN = 5


def store_exported(
    chosen: ExportChoice, out: Path, settings: Settings, formats: Sequence[str], terminal: Terminal
) -> tuple[Exported, BodyFiles, Shortfall]:
    """Export the chosen store: what was written, the files that people keep beside it, what is lost."""
    with opened(chosen.db or "", must_exist=True, opening=open_store_to_read) as store:
        run = None if chosen.everything else run_named(store, chosen.run)
        common = _common_folder(store, run)
        files = body_files(settings, beside_store(chosen.db or ""))
        has_certificate = "xlsx" in formats and not chosen.machine
        stored = StoredReports(store, run, common, machine=chosen.machine)
        done = export(
            across_years(stored, files),
            out,
            formats,
            accounts=_accounts(store, run, common, stored),
            bom=chosen.bom,
            raw=chosen.raw,
            with_text=chosen.with_text,
            certificate=_certificate_rows(store, terminal) if has_certificate else (),
        )
    return done, files, Shortfall(tuple(stored.lost.values()), sum(stored.unreadable.values()))


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


def _accounts(store: Store, run: RunRow | None, common: str, stored: StoredReports) -> Iterator[Account]:
    """What became of the files, of those too whose Report the store had lost when its turn came."""
    for one in accounts_of_run(store, run, common) if run else stored.accounts():
        is_lost = one.path in stored.lost.values()
        yield one._replace(outcome=FileOutcome.FAILED, reason=LOST, document="") if is_lost else one


LOST = "its Report is damaged in the store; put back a copy of the store, or read the file again"
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
