"""The correction page without its web: opening documents, deciding, undoing, and what comes next."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import RLock
from typing import Any, NamedTuple

from extractor.errors import UsageError
from extractor.records import CellBasis
from extractor.review.checking import checked
from extractor.review.corrected import Corrected, corrected
from extractor.review.current_values import corrected_report
from extractor.review.decision_log import Action, Decision, DecisionEvent, last_undoable, of_view, settled
from extractor.review.identity_sums import sums_of
from extractor.review.opened import OpenDocument, open_document
from extractor.review.persistence import ReviewDocument, ReviewStore
from extractor.review.pointers import CellPlace, cell_at, cell_place, fact_place, header_name
from extractor.review.queue import PAGE, Filters, QueueEntry, ReviewQueue, RowsOf
from extractor.review.review_items import (
    CHECK_WEIGHTS,
    MustSee,
    ReviewItem,
    Weight,
    in_order,
)
from extractor.review.seen_values import seen_value
from extractor.store import QueuePlace, QueueRow, QueueTotals, QueueViews, ReportBrief

KEPT = 32
"""Documents held in memory."""


class Viewer(NamedTuple):
    """Who looks: in blind annotation each reviewer sees only own decisions."""

    name: str
    sees_all: bool = True

    @property
    def view(self) -> str | None:
        """The author whose events count; None: everybody's."""
        return None if self.sees_all else self.name


_EVERYBODY, _MACHINE, _SETTLED = "all", "machine", "settled"
"""Views of the queue: with everybody's decisions; of blind annotation what the machine read and, for
adjudicators, what they settled. The view of an annotator has ``by:`` and the name."""


class ReviewService:
    """Documents and decisions of one store; safe to use from several threads."""

    def __init__(self, store: ReviewStore, *, blind: bool = False, must_see: MustSee | None = None) -> None:
        self.store, self.blind, self.must_see = store, blind, must_see
        self._lock = RLock()
        self._sources: OrderedDict[int, ReviewDocument] = OrderedDict()
        self._opened: OrderedDict[tuple[str | None, int], OpenDocument] = OrderedDict()
        base = _MACHINE if blind else f"must:{must_see.tag}" if must_see else _EVERYBODY
        self.listing = ReviewQueue(store, base, RowsOf(self._brief, self._rows_of, self._keep_values))

    def views(self, viewer: Viewer) -> QueueViews:
        """Which rows of the queue a person sees."""
        if not self.blind:
            return QueueViews(self.listing.base)
        return QueueViews(_MACHINE, f"by:{viewer.view}" if viewer.view else _SETTLED)

    def queue(
        self,
        viewer: Viewer,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        after: QueuePlace | None = None,
        limit: int = PAGE,
    ) -> tuple[QueueRow, ...]:
        """A page of the documents that pass the filters, most doubtful first."""
        return self.listing.rows(self.views(viewer), filters, after, limit)

    def next_document(self, viewer: Viewer, filters: Filters, here: int) -> QueueRow | None:
        """The most doubtful document other than ``here``; None where nothing is left to do."""
        found = (row for row in self.queue(viewer, filters, limit=2) if row.report_id != here and row.doubts)
        return next(found, None)

    def disputed(self, viewer: Viewer) -> tuple[QueueRow, ...]:
        """Documents about which more than one person has said something."""
        self.listing.catch_up()
        return self.store.queue_rows_of(self.views(viewer), self.store.disputed())

    def totals(self, viewer: Viewer, filters: Filters) -> QueueTotals:
        """Sums over the documents that pass the filters."""
        return self.listing.totals(self.views(viewer), filters)

    def open(self, report_id: int, viewer: Viewer) -> OpenDocument:
        """A document with the decisions that this person may see; UsageError where there is none."""
        source = self._source(report_id)
        everybody = self.store.events_of(source.sha256)
        revision = max((e.revision for e in everybody if e.report_id == report_id), default=0)
        visible, key = self._visible(everybody, viewer), (viewer.view, report_id)
        with self._lock:
            known = self._opened.get(key)
        if known is not None and known.events == visible:
            return known._replace(revision=revision)
        opened = open_document(source, visible, revision)
        if self.must_see is not None:
            wanted = self.must_see.items.get(report_id, ())
            left = tuple(item for item in wanted if item.pointer not in opened.state.decided)
            opened = opened._replace(open_items=left)
        self._keep(self._opened, key, opened)
        if not everybody:
            self._note(opened)
        return opened

    def _brief(self, brief: ReportBrief) -> QueueEntry:
        entry = entry_of_brief(brief)
        if self.must_see is None:
            return entry
        return entry._replace(open_items=self.must_see.items.get(brief.report_id, ()))

    def _note(self, opened: OpenDocument) -> None:
        """A document that is opened for the first time shows more than its brief: unread numbers."""
        source = opened.source
        if self.store.newest_of(source.sha256) == source.report_id:
            row = entry_of(opened).row(source.sha256, source.report_id, 0)
            self.listing.note(self.listing.base, row)

    def _rows_of(self, sha256: str, report_id: int) -> dict[str, QueueRow]:
        """The rows of a document with events, by view."""
        everybody = self.store.events_of(sha256)
        viewers = [Viewer("")]
        if self.blind:
            viewers += [Viewer(name, sees_all=False) for name in sorted({e.author for e in everybody})]
        rows = {}
        for viewer in viewers:
            if self.blind and not self._visible(everybody, viewer):
                continue
            views = self.views(viewer)
            entry = entry_of(self.open(report_id, viewer))
            rows[views.own or views.base] = entry.row(sha256, report_id, len(everybody))
        return rows

    def _keep_values(self, sha256: str, report_id: int) -> None:
        """What people made of a document with events, for whoever asks the store by SQL."""
        opened = self.open(report_id, Viewer(""))
        if self.blind:  # as an export has it
            opened = open_document(opened.source, self.store.events_of(sha256), 0)
        self.store.save_corrected(corrected_report(opened))

    def _keep(self, shelf: "OrderedDict[Any, Any]", key: Any, value: Any) -> None:
        with self._lock:
            shelf[key] = value
            shelf.move_to_end(key)
            while len(shelf) > KEPT:
                shelf.popitem(last=False)

    def decide(
        self,
        opened: OpenDocument,
        viewer: Viewer,
        decision: Decision,
        seen: int,
        explains: Sequence[str] = (),
    ) -> DecisionEvent:
        """Record a decision about the document of ``opened``; what the person saw is added to it.

        ``explains``: ids of broken sums that the person accepts as the issuer's own error.

        UsageError where the decision makes no sense, ConflictError where somebody was quicker.
        """
        if decision.action is not Action.ADJUDICATE:
            decision = checked(opened.state, opened.text, decision)
            if explains:
                decision = decision._replace(after={**decision.after, "identities": list(explains)})
        decision = decision._replace(before=seen_value(opened.state, decision.pointer))
        if decision.action is Action.REWRITE:
            decision = _with_places(opened.state, decision)
        trial = DecisionEvent(seen + 1, opened.source.report_id, viewer.name, "", decision)
        if decision.action is not Action.ADJUDICATE:
            _check_chosen(opened, decision)
            kept = tuple(event for event in opened.counted.events if event not in opened.state.unreadable)
            base = opened.source
            corrected(base.report, base.report_id, opened.text, (*kept, trial), strict=True)
            if self.blind and viewer.sees_all:  # who settles differences does so in whatever is decided
                inner = {"action": decision.action.value, "after": dict(decision.after)}
                decision = decision._replace(action=Action.ADJUDICATE, after=inner)
        return self._append(opened, viewer, decision, seen)

    def undo(self, opened: OpenDocument, viewer: Viewer) -> DecisionEvent | None:
        """Take back this person's last decision about the document; None where there is none."""
        last = last_undoable(opened.events, viewer.name)
        if last is None:
            return None
        after = {"undoes": last.revision, "report": last.report_id}
        decision = Decision(last.decision.pointer, Action.UNDO, last.decision.after, after)
        self._append(opened, viewer, decision, opened.revision)
        return last

    def take_back(self, opened: OpenDocument, viewer: Viewer, event: DecisionEvent) -> None:
        """Take back one event of the document, whoever made it."""
        after = {"undoes": event.revision, "report": event.report_id}
        decision = Decision(event.decision.pointer, Action.UNDO, event.decision.after, after)
        self._append(opened, viewer, decision, opened.revision)

    def _append(self, opened: OpenDocument, viewer: Viewer, decision: Decision, seen: int) -> DecisionEvent:
        return self.store.append(opened.source.report_id, viewer.name, decision, seen, blind=self.blind)

    def _visible(self, events: Sequence[DecisionEvent], viewer: Viewer) -> tuple[DecisionEvent, ...]:
        if not self.blind:
            return tuple(events)
        # Adjudicators start from the machine's reading and see what they settled, not one annotator's side.
        return of_view(events, viewer.view) if viewer.view else settled(events)

    def _source(self, report_id: int) -> ReviewDocument:
        with self._lock:
            if report_id in self._sources:
                self._sources.move_to_end(report_id)
                return self._sources[report_id]
        source = self.store.load(report_id)
        if source is None:
            raise UsageError(f"report {report_id} is not in the store; open the queue again")
        self._keep(self._sources, report_id, source)
        return source


MANY_NEW = 2000
"""So many new Reports take more than a second or two."""


def make_queue(
    store: ReviewStore, *, blind: bool, tell: Callable[[int], None], must_see: MustSee | None = None
) -> None:
    """Bring the queue up to date before the page is served; ``tell`` how many Reports if that takes long."""
    listing = ReviewService(store, blind=blind, must_see=must_see).listing
    if (new := listing.behind()) > MANY_NEW:
        tell(new)
    listing.catch_up()


def _check_chosen(opened: OpenDocument, decision: Decision) -> None:
    """UsageError where somebody accepts a cell of which several readings fit and none was chosen."""
    place = cell_place(decision.pointer)
    cell = cell_at(opened.state.report, place) if place else None
    is_open = cell is not None and cell.basis is CellBasis.AMBIGUOUS and cell.value is None
    if is_open and decision.action is Action.ACCEPT:
        raise UsageError("several readings fit this cell: choose one, or say what is printed")


def entry_of(opened: OpenDocument) -> QueueEntry:
    """The place in the queue of an opened document."""
    report = opened.state.report
    year = report.report_year.value
    return QueueEntry(
        name=report.source.name,
        issuer=str(report.issuer.value or ""),
        year=year if isinstance(year, int) else None,
        form=report.form,
        checks=tuple(dict.fromkeys(finding.check for finding in opened.findings)),
        open_items=opened.open_items,
        decisions=len(opened.state.decided),
        flagged=bool(opened.state.flagged),
    )


_BRIEF_WEIGHTS = {
    "conflict": Weight.CONFLICT,
    "ambiguous": Weight.AMBIGUOUS,
    "model": Weight.ENGINE,
    "error": Weight.ERROR,
    "warning": Weight.WARNING,
}


def entry_of_brief(brief: ReportBrief) -> QueueEntry:
    """The place in the queue of a document that nobody has opened: the same items, without loading it.

    Numbers that no fact uses are counted once the document is opened.
    """
    found: dict[str, ReviewItem] = {}
    for table, row, column, basis, position in brief.doubtful:
        narrative = basis == "model"
        pointer = f"/narrative/{table}/{row}" if narrative else CellPlace(table, row, column).pointer
        found[pointer] = ReviewItem(pointer, _BRIEF_WEIGHTS[basis], position)
    for order, (check, severity, pointers) in enumerate(brief.findings):
        stable = [pointer.removesuffix("/value") for pointer in pointers]
        values = [pointer for pointer in stable if _names_a_value(pointer)]
        if not any(pointer in found for pointer in values):
            pointer = values[0] if values else f"/findings/{check}" + (stable[0] if stable else "")
            weight = CHECK_WEIGHTS.get(check) or _BRIEF_WEIGHTS[severity]
            found.setdefault(pointer, ReviewItem(pointer, weight, order))
    return QueueEntry(
        name=brief.name,
        issuer=brief.issuer or "",
        year=brief.report_year,
        form=brief.form,
        checks=tuple(dict.fromkeys(check for check, _, _ in brief.findings)),
        open_items=in_order(found.values()),
        decisions=0,
        flagged=False,
    )


def _names_a_value(pointer: str) -> bool:
    return bool(cell_place(pointer) or fact_place(pointer) or header_name(pointer))


def _with_places(state: Corrected, decision: Decision) -> Decision:
    """The words of the facts that are removed: after another extraction their keys name other facts."""
    root = decision.pointer.rsplit("/", 1)[0]
    known = {key: state.fact(f"{root}/{key}") for key in decision.after.get("removes", ())}
    places = {key: fact.evidence.model_dump() for key, fact in known.items() if fact is not None}
    return decision._replace(after={**decision.after, "places": places})


def broken_sums(opened: OpenDocument, decision: Decision) -> tuple[str, ...]:
    """Ids of the sums of a cell that would fail after the decision: accepting them needs a reason."""
    place = cell_place(decision.pointer)
    if place is None or decision.action in (Action.FLAG, Action.UNDO, Action.GROUND):
        return ()
    trial = DecisionEvent(opened.revision + 1, opened.source.report_id, "", "", decision)
    after = corrected(
        opened.source.report, opened.source.report_id, opened.text, (*opened.counted.events, trial)
    )
    return tuple(each.id for each in sums_of(after.report) if each.fails and place.pointer in each.pointers)
