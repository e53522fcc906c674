"""What the correction page needs of the store: newest Reports, events, users and the audit log."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple, TypeGuard, get_args

from extractor.errors import StoreError
from extractor.records import Document, Report
from extractor.review.decision_log import Action, Decision, DecisionEvent, touched
from extractor.review.pointers import canonical
from extractor.review.sent_again import is_sent_again, said_already
from extractor.store import (
    AuditEntry,
    CorrectedReport,
    Correction,
    CorrectionEvent,
    QueuePlace,
    QueueRow,
    QueueSearch,
    QueueTotals,
    QueueViews,
    ReportBrief,
    Store,
    User,
    ViewMarks,
    add_audit,
    append_correction,
    audit_lines,
    corrected_hashes,
    corrections_of_document,
    corrections_of_report,
    disputed_hashes,
    find_run,
    inputs_of_run,
    last_event_id,
    load_document,
    load_report,
    newest_of,
    newest_report_id,
    newest_report_of,
    newest_report_of_each,
    paths_of_reports,
    pauses_of,
    queue_choices,
    queue_rows,
    queue_rows_of,
    queue_totals,
    remove_person,
    report_briefs,
    reports_after,
    reports_changed_since,
    review_people,
    review_person,
    save_corrected,
    save_person,
    save_queue_rows,
    searched_totals,
    uncorrected_hashes,
    view_marks,
)
from extractor.store.corrections import Action as StoredAction

QueueContent = dict[str, list[QueueRow]]
"""Rows by view."""
_ALONE = "blind"
"""Key in ``after`` of events that were made without seeing what others decided."""
_MOST = 2**63
"""Ids are below this in either database."""


class ConflictError(StoreError):
    """Somebody else decided the same value since this person saw it; nothing was written."""

    def __init__(self, pointer: str, events: Sequence[DecisionEvent]) -> None:
        self.events = tuple(events)
        super().__init__(f"{pointer} was changed meanwhile by {self.people}; look again")

    @property
    def people(self) -> str:
        """Who was quicker."""
        return ", ".join(sorted({event.author for event in self.events}))


class ReviewDocument(NamedTuple):
    """The newest Report of one document, with the text that its offsets refer to."""

    report_id: int
    sha256: str
    report: Report
    document: Document


class ReviewStore:
    """Reports, events, users and audit log of one store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def marks(self) -> ViewMarks:
        """The highest Report id and the last event id: they move when anybody adds anything."""
        return self.store.read(lambda c: ViewMarks(newest_report_id(c), last_event_id(c)))

    def reports_after(self, report_id: int, limit: int) -> tuple[int, ...]:
        """Ids of the next Reports."""
        return self.store.read(lambda c: reports_after(c, report_id, limit))

    def briefs(self, report_ids: Sequence[int]) -> tuple[ReportBrief, ...]:
        """Some Reports in brief."""
        return self.store.read(lambda c: report_briefs(c, report_ids))

    def newest(self, *, corrected: bool = False) -> tuple[tuple[int, str], ...]:
        """(newest Report, hash) of each document, or of those about which somebody has said something."""
        return self.store.read(lambda c: newest_report_of_each(c, corrected=corrected))

    def corrected(self, among: Sequence[str] | None = None) -> frozenset[str]:
        """Hashes of the documents, of all or of some, about which somebody has said something."""
        return self.store.read(lambda c: corrected_hashes(c, among))

    def disputed(self) -> tuple[str, ...]:
        """Hashes of the documents about which more than one person has said something."""
        return self.store.read(disputed_hashes)

    def changed_since(self, event_id: int, limit: int) -> tuple[tuple[int, str], ...]:
        """(event, hash of its document) of the next events after ``event_id``."""
        return self.store.read(lambda c: reports_changed_since(c, event_id, limit))

    def view_marks(self, view: str) -> ViewMarks | None:
        """How far a view of the queue has come; None where it was never made."""
        return self.store.read(lambda c: view_marks(c, view))

    def save_queue(self, content: QueueContent, base: str, marks: ViewMarks | None) -> None:
        """Put rows into views of the queue and move the marks of the base view, in one step."""

        def work(connection: Any) -> None:
            for view, rows in content.items():
                save_queue_rows(connection, view, rows)
            if marks is not None:
                save_queue_rows(connection, base, (), marks)

        self.store.write(work)

    def save_corrected(self, corrected: CorrectedReport) -> None:
        """Keep a Report as people left it, for the views."""
        self.store.write(lambda c: save_corrected(c, corrected))

    def uncorrected(self) -> tuple[str, ...]:
        """Hashes of the documents with events that the views do not know."""
        return self.store.read(uncorrected_hashes)

    def queue_rows(
        self, views: QueueViews, search: QueueSearch, after: QueuePlace | None, limit: int
    ) -> tuple[QueueRow, ...]:
        """The next rows of the queue behind a place."""
        return self.store.read(lambda c: queue_rows(c, views, search, after, limit))

    def queue_rows_of(self, views: QueueViews, hashes: Sequence[str]) -> tuple[QueueRow, ...]:
        """The rows of some documents, in the order of the queue."""
        return self.store.read(lambda c: queue_rows_of(c, views, hashes))

    def queue_totals(self, views: QueueViews, search: QueueSearch | None) -> QueueTotals:
        """Sums over a view, or over what a search finds in it."""
        if search is None:
            return self.store.read(lambda c: queue_totals(c, views))
        return self.store.read(lambda c: searched_totals(c, views, search))

    def queue_choices(self, base: str) -> Mapping[str, Sequence[Any]]:
        """Years, forms and checks to filter by."""
        return self.store.read(lambda c: queue_choices(c, base))

    def unread(self, most: int = 200) -> tuple[tuple[str, str], ...]:
        """(path, why) of files of the newest run without a Report: they want a person's eyes, too."""
        run = self.store.read(lambda c: find_run(c, None))
        if run is None:
            return ()
        failed = (one for one in inputs_of_run(self.store, run.run_id) if one.state == "failed")
        return tuple((one.path, one.reason) for one in islice(failed, most))

    def paths_of(self, report_ids: Sequence[int]) -> dict[int, str]:
        """Where the documents of some Reports lay, in the order asked for; without those that no run read."""
        known = self.store.read(lambda c: paths_of_reports(c, report_ids)) if report_ids else {}
        return {each: known[each] for each in report_ids if each in known}

    def find(self, name_or_hash: str) -> int | None:
        """The newest Report of a document by file name or hash."""
        return self.store.read(lambda c: newest_of(c, name_or_hash))

    def newest_of(self, sha256: str) -> int | None:
        """The newest Report of a document."""
        return self.store.read(lambda c: newest_report_of(c, sha256))

    def load(self, report_id: int) -> ReviewDocument | None:
        """One Report with its text; None where there is none."""
        if not 0 < report_id < _MOST:
            return None

        def work(connection: Any) -> ReviewDocument | None:
            stored, document = load_report(connection, report_id), load_document(connection, report_id)
            if stored is None or document is None:
                return None
            return ReviewDocument(report_id, stored.key.sha256, stored.report, document)

        return self.store.read(work)

    def events_of(self, sha256: str) -> tuple[DecisionEvent, ...]:
        """All events of a document in the order they were made."""
        return tuple(
            decision_event(row) for row in self.store.read(lambda c: corrections_of_document(c, sha256))
        )

    def append(
        self, report_id: int, author: str, decision: Decision, seen: int, *, blind: bool
    ) -> DecisionEvent:
        """Record a decision; ConflictError where the same place was changed after revision ``seen``.

        One that this person's browser sends again, because it never heard that it was recorded, is the event
        that it became: a server may be killed between the two.

        ``blind``: other people's events do not count, each annotator works alone.
        """
        places = touched(decision)
        correction = Correction(
            report_id,
            decision.pointer,
            stored_action(decision.action),
            decision.before,
            {**decision.after, **({_ALONE: True} if blind else {})},
            author,
            decision.note,
        )

        def clashes(other: Correction) -> bool:
            if blind and other.author != author:
                return False
            return not places.isdisjoint(touched(_decision(other)))

        rows = self.store.read(lambda c: corrections_of_report(c, report_id))
        mine = (decision_event(row) for row in rows if not blind or row.correction.author == author)
        known = said_already(mine, author, decision)
        if known is not None:
            return known
        added, clashing = self.store.write(lambda c: append_correction(c, correction, seen, clashes))
        if added is None:
            events = tuple(decision_event(row) for row in clashing)
            if is_sent_again(decision, author, events):
                return events[-1]
            raise ConflictError(decision.pointer, events)
        return decision_event(added)

    def pauses(self, author: str) -> tuple[float, ...]:
        """Seconds between the last decisions of a person, newest first."""
        return self.store.read(lambda c: pauses_of(c, author))

    def users(self) -> tuple[User, ...]:
        """All users by name."""
        return self.store.read(review_people)

    def user(self, name: str) -> User | None:
        """The user of this name."""
        return self.store.read(lambda c: review_person(c, name))

    def remove_user(self, name: str) -> bool:
        """Remove a user; whether there was one. What the user decided stays."""
        return self.store.write(lambda c: remove_person(c, name))

    def save_user(self, user: User) -> None:
        """Add a user or change role and password."""
        self.store.write(lambda c: save_person(c, user))

    def audit(self, who: str, what: str, detail: str) -> None:
        """Add a line to the audit log."""
        self.store.write(lambda c: add_audit(c, who, what, detail))

    def audit_log(self, limit: int) -> tuple[AuditEntry, ...]:
        """The newest lines first."""
        return self.store.read(lambda c: audit_lines(c, limit))


def stored_action(action: Action) -> StoredAction:
    """The action as the store spells it; StoreError for one that the store does not know."""
    if not _is_stored(action.value):
        raise StoreError(f"the store has no action {action}; update extractor")
    return action.value


def _decision(row: Correction) -> Decision:
    pointer = canonical(row.pointer)
    if not _is_readable(row):
        return Decision(pointer, Action.UNREADABLE, None, {}, row.note)
    after = {key: value for key, value in row.after.items() if key != _ALONE}
    return Decision(pointer, Action(row.action), row.before, after, row.note)


def _is_stored(action: str) -> TypeGuard[StoredAction]:
    return action in get_args(StoredAction)


def _is_readable(row: Correction) -> bool:
    """Whether a row, of whoever wrote it, says what an action needs; ``reject`` is of no action here."""
    if row.action not in tuple(Action) or not _is_stored(row.action) or not isinstance(row.after, dict):
        return False
    ids = (row.after.get("report"), row.after.get("undoes"))
    return row.action != "undo" or all(type(each) is int for each in ids)


def decision_event(row: CorrectionEvent) -> DecisionEvent:
    """An event of the store as the page speaks of it."""
    known = row.correction
    alone = isinstance(known.after, dict) and bool(known.after.get(_ALONE))
    return DecisionEvent(row.revision, known.report_id, known.author, row.at, _decision(known), alone)
