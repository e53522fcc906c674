"""All documents in the order in which a reviewer should see them, kept as rows of the store."""

from collections.abc import Callable, Sequence
from statistics import median
from threading import RLock
from typing import NamedTuple

from extractor.review.persistence import QueueContent, ReviewStore
from extractor.review.review_items import ReviewItem, Weight, rank_of
from extractor.store import QueuePlace, QueueRow, QueueSearch, QueueTotals, QueueViews, ReportBrief, ViewMarks

STATES = ("open", "started", "done", "flagged")
PAGE = 200
"""Documents on one page of the queue."""
_AT_A_TIME = 500
"""New Reports that are taken into the queue in one transaction."""
_MOST_ITEMS = 999_999
_PER_STEP = 5_000
"""Documents of one rank are told apart by up to so many values."""


class QueueEntry(NamedTuple):
    """What the queue says about one document."""

    name: str
    issuer: str
    year: int | None
    form: str
    checks: tuple[str, ...]
    """Ids of the checks that found something."""
    open_items: tuple[ReviewItem, ...]
    """Worst first."""
    decisions: int
    flagged: bool

    @property
    def state(self) -> str:
        """open: nobody began · started · done: nothing in doubt is left · flagged for a second reader."""
        if self.flagged:
            return "flagged"
        if not self.open_items:
            return "done"
        return "started" if self.decisions else "open"

    @property
    def urgency(self) -> int:
        """Smaller comes first: the heaviest item, then the most items; what is done comes last."""
        weight = self.open_items[0].weight if self.open_items else 0
        heaviest = (Weight.DISAGREEMENT - weight) * (_MOST_ITEMS + 1)
        if weight is Weight.TOLERANCE:  # most expected errors a minute first, then the most values
            fewer = max(0, _PER_STEP - 1 - len(self.open_items))
            return heaviest + rank_of(self.open_items[0]) * _PER_STEP + fewer
        return heaviest + _MOST_ITEMS - len(self.open_items)

    def row(self, sha256: str, report_id: int, events: int) -> QueueRow:
        """As a row of the store."""
        return QueueRow(
            sha256=sha256,
            report_id=report_id,
            name=self.name,
            issuer=self.issuer,
            report_year=self.year,
            form=self.form,
            state=self.state,
            urgency=self.urgency,
            doubts=len(self.open_items),
            first_pointer=self.open_items[0].pointer if self.open_items else "",
            decisions=self.decisions,
            checks=self.checks,
            events=events,
        )


class Filters(NamedTuple):
    """Which documents a reviewer wants to see; None: all."""

    issuer: str | None = None
    year: int | None = None
    form: str | None = None
    check: str | None = None
    state: str | None = None

    @property
    def query(self) -> dict[str, str]:
        """The filters that are set, as query parameters."""
        return {key: str(value) for key, value in self._asdict().items() if value is not None}


class Progress(NamedTuple):
    """How far the work has come."""

    documents: int
    documents_done: int
    """Nothing in them is in doubt, whether a person looked or not."""
    doubts: int
    """Still open."""
    decisions: int
    documents_seen: int
    """A person decided something in them."""
    minutes_left: int | None
    """Estimate; None until there is something to go by."""


def progress(totals: QueueTotals, seconds: Sequence[float]) -> Progress:
    """How much is done and left; ``seconds`` are the pauses between recent decisions of one person."""
    left = totals.doubts
    worked = [pause for pause in seconds if 0 < pause < PAUSE_S]
    minutes = round(left * median(worked) / 60 + 0.5) if len(worked) >= 3 and left else None
    return Progress(totals.documents, totals.done, left, totals.decisions, totals.seen, minutes)


PAUSE_S = 180.0
"""A longer gap between two decisions was a break, not work."""


class RowsOf(NamedTuple):
    """How the rows of a document are made."""

    brief: Callable[[ReportBrief], QueueEntry]
    """Of a document that nobody has decided anything about, without loading it."""
    exact: Callable[[str, int], dict[str, QueueRow]]
    """(hash, Report) → the rows by view of a document with events."""
    keep: Callable[[str, int], None]
    """Keeps what people made of such a document for the views of the store."""


class ReviewQueue:
    """The views of the queue in the store, brought up to date before each look; safe with several threads.

    A look costs the same however many documents there are: what is new since the last one (Reports, events)
    is taken in by its number.
    """

    def __init__(self, store: ReviewStore, base: str, rows_of: RowsOf) -> None:
        self.store, self.base, self.rows_of = store, base, rows_of
        self._lock = RLock()
        self._marks: ViewMarks | None = None

    def behind(self) -> int:
        """About how many Reports are not taken in yet."""
        marks = self.store.view_marks(self.base)
        return self.store.marks().report_id - (marks.report_id if marks else 0)

    def catch_up(self) -> None:
        """Take in the Reports and events that came since the last time."""
        now = self.store.marks()
        if self._marks == now:
            return
        with self._lock:
            marks = self._marks or self.store.view_marks(self.base) or ViewMarks(0, now.event_id)
            while marks.report_id < now.report_id:
                marks = self._new_reports(marks)
            while marks.event_id < now.event_id:
                marks = self._new_events(marks)
            self._marks = marks

    def _new_reports(self, marks: ViewMarks) -> ViewMarks:
        ids = self.store.reports_after(marks.report_id, _AT_A_TIME)
        if not ids:  # the newest was thrown away meanwhile
            return marks._replace(report_id=self.store.marks().report_id)
        briefs = self.store.briefs(ids)
        touched = self.store.corrected([brief.sha256 for brief in briefs])
        content: QueueContent = {self.base: []}
        for brief in briefs:
            content[self.base].append(self.rows_of.brief(brief).row(brief.sha256, brief.report_id, 0))
            if brief.sha256 in touched:
                self.rows_of.keep(brief.sha256, brief.report_id)
                for view, row in self.rows_of.exact(brief.sha256, brief.report_id).items():
                    content.setdefault(view, []).append(row)
        marks = marks._replace(report_id=ids[-1])
        self.store.save_queue(content, self.base, marks)
        return marks

    def _new_events(self, marks: ViewMarks) -> ViewMarks:
        changed = self.store.changed_since(marks.event_id, _AT_A_TIME)
        content: QueueContent = {}
        for sha256 in {each for _, each in changed}:
            report_id = self.store.newest_of(sha256)
            if report_id is not None:
                self.rows_of.keep(sha256, report_id)
                for view, row in self.rows_of.exact(sha256, report_id).items():
                    content.setdefault(view, []).append(row)
        marks = marks._replace(event_id=changed[-1][0] if changed else self.store.marks().event_id)
        self.store.save_queue(content, self.base, marks)
        return marks

    def note(self, view: str, row: QueueRow) -> None:
        """What opening a document has shown about it."""
        self.catch_up()
        if row not in self.store.queue_rows_of(QueueViews(view), [row.sha256]):
            self.store.save_queue({view: [row]}, view, None)

    def rows(
        self, views: QueueViews, filters: Filters, after: QueuePlace | None, limit: int
    ) -> tuple[QueueRow, ...]:
        """The next documents behind a place of the queue."""
        self.catch_up()
        return self.store.queue_rows(views, QueueSearch(*filters), after, limit)

    def totals(self, views: QueueViews, filters: Filters) -> QueueTotals:
        """Sums over what passes the filters."""
        self.catch_up()
        return self.store.queue_totals(views, QueueSearch(*filters) if filters.query else None)
