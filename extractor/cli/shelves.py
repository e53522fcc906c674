"""A store or a folder of Reports as a shelf: Reports one by one, with the corrections of people."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from extractor.batch import run_named
from extractor.bodies import Decisions, Registry, Shelf, failed_by_body, key_of, naming_of
from extractor.cli.batch_run import opened
from extractor.cli.body_files import BodyFiles, beside_store, body_files
from extractor.cli.forms import known_forms
from extractor.discovery import shown_path
from extractor.errors import StoreDamagedError, StoreError, UsageError
from extractor.export import FileOutcome, accounts_of_folder, report_files, report_in
from extractor.indicators import Population
from extractor.records import Attribution, LinkRule, Naming, Report
from extractor.review.applying import applied
from extractor.review.opened import open_document
from extractor.review.persistence import ReviewStore
from extractor.settings import Settings, load
from extractor.store import (
    RunRow,
    Store,
    StoredReport,
    inputs_of_run,
    load_report,
    load_sound,
    load_text,
    open_store_to_read,
    report_keys,
)


class ShelfSource(NamedTuple):
    """What to read from."""

    folder: Path | None
    db: str | None
    run: str | None = None
    everything: bool = False
    """All runs of the store: the newest Report of each document."""
    machine: bool = False
    """Without the corrections of people."""


class FolderShelf:
    """The Reports that ``extract --out`` wrote."""

    def __init__(self, folder: Path) -> None:
        self._paths: dict[str, Path] = {}
        self.lost: dict[str, str] = {}
        self._files = report_files(folder)

    def namings(self) -> Iterator[Naming]:
        """In the order of the files' names; the second report of one file has a key of its own."""
        self._paths.clear()
        for path, shown in self._files:
            report = report_in(path)
            key = key_of(report, self._paths)
            self._paths[key] = path
            yield naming_of(report, key, shown)

    def report(self, key: str) -> Report:
        """The Report of a key that ``namings`` gave."""
        return report_in(self._paths[key])

    def text(self, key: str) -> str | None:
        """The text beside the Report."""
        try:
            return self._paths[key].with_suffix(".txt").read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return None


class StoreShelf:
    """The Reports of a run, or the newest of each document."""

    def __init__(self, store: Store, run: RunRow | None, *, machine: bool) -> None:
        self._store, self._run = store, run
        self._reviewed = ReviewStore(store)
        self._touched = frozenset() if machine else self._reviewed.corrected()
        self._ids: dict[str, int] = {}
        self.lost: dict[str, str] = {}
        """Documents of which the store has lost a part: path and what was said."""

    def namings(self) -> Iterator[Naming]:
        """In the order of the run's plan, or of the documents' hashes."""
        self._ids.clear()
        run_id = self._run.run_id if self._run else None
        for key in self._store.read(lambda connection: report_keys(connection, run_id)):
            if key.sha256 in self._ids:
                continue
            try:
                one = self._sound(key.report_id)
            except StoreDamagedError as error:
                self.lost[shown_path(key.path)] = str(error)
                continue
            self._ids[key.sha256] = key.report_id
            yield naming_of(self._with_corrections(one), key.sha256, shown_path(key.path))

    def _sound(self, report_id: int) -> StoredReport:
        return self._store.read(lambda connection: load_sound(connection, report_id))

    def report(self, key: str) -> Report:
        """The Report of a key that ``namings`` gave."""
        report_id = self._ids[key]
        if key in self._touched and (found := self._reviewed.load(report_id)) is not None:
            return applied(open_document(found, self._reviewed.events_of(key), 0))[0]
        stored = self._store.read(lambda connection: load_report(connection, report_id))
        if stored is None:
            raise StoreError(f"the Report of {key} is no longer in the store; start again")
        return stored.report

    def text(self, key: str) -> str | None:
        """The canonical text."""
        report_id = self._ids[key]
        return self._store.read(lambda connection: load_text(connection, report_id))

    def _with_corrections(self, one: StoredReport) -> Report:
        return self.report(one.key.sha256) if one.key.sha256 in self._touched else one.report


class KnownShelf(NamedTuple):
    """A shelf with its bodies."""

    shelf: Shelf
    registry: Registry
    decisions: Decisions
    bodies_csv: Path
    population: Population
    failed: Mapping[tuple[str, int | None], Sequence[str]]
    """Paths of files that could not be read, by the body and year that their names speak of."""
    unread: Mapping[str, str]
    """The same files, each with why it could not be read."""
    no_reports: Sequence[Attribution]
    """Documents that were read and are no reports: notices, list pages, shells."""
    doubts: Callable[[], tuple[str, ...]] = tuple
    """What in the files that people keep is likely a mistake; known when all reports were read."""

    def counted(self) -> str:
        """How many reports there are, of how many bodies; ``bodies list`` and ``audit`` say it alike."""
        reports = self.registry.without({one.report for one in self.no_reports}).attributions.values()
        bodies = {one.body_id for one in reports if one.is_certain}
        apart = sum(not one.is_certain for one in reports)
        told = f"{len(reports)} reports of {len(bodies)} bodies"
        return f"{told}, {apart} of them of a body that cannot be told" if apart else told


@contextmanager
def opened_shelf(source: ShelfSource, settings: Settings | None = None) -> Iterator[KnownShelf]:
    """The Reports of a folder or a store, each tied to its body.

    Raises UsageError where neither or both are named.
    """
    settings = settings or load()
    known_forms(settings.forms)
    if (source.folder is None) == (source.db is None):
        raise UsageError("say what to read: a folder of Reports, or a store with --db")
    if source.folder is not None:
        accounts = accounts_of_folder(source.folder)
        failed = {one.path: one.reason for one in accounts if one.outcome is FileOutcome.FAILED}
        yield _known(FolderShelf(source.folder), body_files(settings, source.folder), failed)
        return
    with opened(source.db or "", must_exist=True, opening=open_store_to_read) as store:
        run = None if source.everything else run_named(store, source.run)
        shelf = StoreShelf(store, run, machine=source.machine)
        inputs = inputs_of_run(store, run.run_id) if run else ()
        failed = {shown_path(one.path): one.reason for one in inputs if one.state == "failed"}
        yield _known(shelf, body_files(settings, beside_store(source.db or "")), failed)


def _known(shelf: FolderShelf | StoreShelf, files: BodyFiles, unread: Mapping[str, str]) -> KnownShelf:
    others: list[str] = []

    def noted() -> Iterator[Naming]:
        for naming in shelf.namings():
            if not naming.is_report:
                others.append(naming.report)
            yield naming

    registry = files.registry(noted(), lambda key: shelf.text(key) or "")
    unread = {**unread, **shelf.lost}
    told = (registry.attributions[key] for key in others)
    return KnownShelf(
        shelf,
        registry,
        files.decisions,
        files.bodies_csv,
        files.population,
        failed_by_body(registry, unread, files.places),
        unread,
        # What bodies.csv calls a report of somebody is taken for one.
        [one for one in told if one.rule is not LinkRule.HUMAN],
        files.doubts,
    )
