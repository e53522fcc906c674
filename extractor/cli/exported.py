"""What is exported: Reports of a store with people's corrections, and what they say across the years."""

from collections.abc import Iterator

from extractor.cli.originals import with_pictures
from extractor.discovery import file_name, shown_path
from extractor.errors import StoreDamagedError, StoreError
from extractor.export import (
    Account,
    AppliedCorrection,
    ExportItem,
    FileOutcome,
    Version,
    below,
    duplicates_of,
    that_count,
    version_of,
)
from extractor.records import Report
from extractor.review.applying import applied
from extractor.review.opened import open_document
from extractor.review.persistence import ReviewDocument, ReviewStore
from extractor.store import (
    ReportKey,
    RunRow,
    Store,
    StoredReport,
    corrected_briefs,
    load_report,
    load_sound,
    load_text,
    report_keys,
    rival_reports,
    uncorrected_hashes,
)


class StoredReports:
    """The Reports of a run in the order of its plan; without a run the newest of each document.

    With the corrections of people, unless ``machine``. What the store has lost of them is left out and named.
    """

    def __init__(self, store: Store, run: RunRow | None, common: str, *, machine: bool = False) -> None:
        self._store, self._run, self._common = store, run, common
        self._reviewed = ReviewStore(store)
        self.lost: dict[int, str] = {}
        """Reports that cannot be read any more, by id: the paths of their documents."""
        self.unreadable: dict[int, int] = {}
        """How many decisions of people cannot be read, by id of the Report."""
        self._touched = frozenset() if machine else self._reviewed.corrected()
        run_id = run.run_id if run else None
        self._ids = store.read(lambda connection: report_keys(connection, run_id))
        self._known = self._ids
        self._briefs = store.read(corrected_briefs) if self._touched else {}
        self._behind = frozenset(store.read(uncorrected_hashes)) if self._touched else frozenset()
        self._twins = duplicates_of(self._versions(run_id))

    def _versions(self, run_id: str | None) -> Iterator[Version]:
        """What may stand for another, in the order of the Reports; what people decided as they left it."""
        decided = {key.report_id: self._decided(key) for key in self._ids if key.sha256 in self._touched}
        beside = {(one.issuer, one.year) for one in decided.values() if one is not None}
        rivals = self._store.read(lambda connection: rival_reports(connection, run_id, beside))
        read = {report_id: (issuer, year, values) for report_id, issuer, year, values in rivals}
        for key in self._ids:
            if key.report_id in decided:
                one = decided[key.report_id]
                if one is not None:
                    yield one
            elif key.report_id in read:
                yield Version(self._below(key.path), *read[key.report_id])

    def _decided(self, key: ReportKey) -> Version | None:
        """A Report as people left it: as the store keeps it, else the events are applied again."""
        path, brief = self._below(key.path), self._briefs.get(key.report_id)
        if brief is not None and key.sha256 not in self._behind:
            if brief.issuer is None or brief.year is None:
                return None
            return Version(path, brief.issuer, brief.year, brief.values, brief.corrections > 0)
        try:
            source = self._reviewed.load(key.report_id)
        except StoreDamagedError:
            return None  # told where its turn comes
        if source is None:
            return None
        report, corrections = self._corrected(source, key.sha256)
        version = version_of(report, path)
        return version and version._replace(is_decided=bool(that_count(corrections)))

    def items(self) -> Iterator[ExportItem]:
        """All of them that the store still holds, one in memory at a time."""
        for key in self._ids:
            try:
                yield self._item(self._sound(key.report_id)._replace(path=key.path))
            except StoreDamagedError:
                self.lost[key.report_id] = self._below(key.path)
        self._ids = [key for key in self._ids if key.report_id not in self.lost]

    def accounts(self) -> Iterator[Account]:
        """One line for each document: it was read, or it would not be here."""
        for key in self._known:
            yield Account(
                self._below(key.path), FileOutcome.READ, document=file_name(key.path), sha256=key.sha256
            )

    def _sound(self, report_id: int) -> StoredReport:
        return self._store.read(lambda connection: load_sound(connection, report_id))

    def item(self, index: int) -> ExportItem:
        """The Report at a place."""
        key = self._ids[index]
        one = self._store.read(lambda connection: load_report(connection, key.report_id))
        if one is None:
            raise StoreError(f"{key.path}: its Report is gone from the store meanwhile; export again")
        return self._item(one._replace(path=key.path))

    def text(self, index: int) -> str | None:
        """Its canonical text."""
        return self._text(self._ids[index].report_id)

    def _text(self, report_id: int) -> str | None:
        return self._store.read(lambda connection: load_text(connection, report_id))

    def _item(self, one: StoredReport) -> ExportItem:
        path = self._below(one.path)
        report, corrections = one.report, tuple[AppliedCorrection, ...]()
        if one.key.sha256 in self._touched and (source := self._reviewed.load(one.report_id)) is not None:
            report, corrections = self._corrected(source, one.key.sha256)
        item = ExportItem(file_name(one.path), report, one.pages, path, corrections, self._twins.get(path))
        return with_pictures(item, one.path)._replace(text_of=lambda: self._text(one.report_id))

    def _corrected(self, source: ReviewDocument, sha256: str) -> tuple[Report, tuple[AppliedCorrection, ...]]:
        opened = open_document(source, self._reviewed.events_of(sha256), 0)
        self.unreadable[source.report_id] = len(opened.state.unreadable)
        return applied(opened)

    def _below(self, path: str) -> str:
        return below(shown_path(path), self._common)
