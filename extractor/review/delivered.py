"""The data set of a store as it is delivered, now or at a mark: Reports with people's corrections."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.certify.claims import Delivered
from extractor.records import NARRATIVE_LISTS, Report
from extractor.review.applying import applied
from extractor.review.decision_log import DecisionEvent
from extractor.review.opened import open_document
from extractor.review.persistence import ReviewDocument, ReviewStore, decision_event
from extractor.store import corrections_until, load_document, newest_report_of, newest_reports

_ALL = 2**62


class StoreMark(NamedTuple):
    """A moment of a store: its highest Report and its last correction."""

    newest_report: int
    last_event: int


NOW = StoreMark(_ALL, _ALL)


def mark_of_now(store: ReviewStore) -> StoreMark:
    """The moment that it is."""
    return StoreMark(*store.marks())


def delivered(store: ReviewStore, mark: StoreMark = NOW) -> Iterator[Delivered]:
    """The newest Report of each document at a mark, with the corrections made until then, by hash."""
    touched = store.corrected()
    for one in newest_reports(store.store, until=mark.newest_report):
        report_id, sha256 = one.report_id, one.key.sha256
        document = store.store.read(lambda c, wanted=report_id: load_document(c, wanted))  # type: ignore[misc]
        if document is None:
            continue
        source = ReviewDocument(report_id, sha256, one.report, document)
        events = events_at(store, sha256, mark) if sha256 in touched else ()
        yield _with(source, events, one.path)


def delivered_now(store: ReviewStore, sha256: str) -> Delivered | None:
    """One document as it is delivered now; None where it was removed."""
    newest = store.store.read(lambda c: newest_report_of(c, sha256))
    source = None if newest is None else store.load(newest)
    return None if source is None else _with(source, store.events_of(sha256), source.report.source.name)


def events_at(store: ReviewStore, sha256: str, mark: StoreMark) -> tuple[DecisionEvent, ...]:
    """What people had said about a document at a mark."""
    rows = store.store.read(lambda c: corrections_until(c, sha256, mark.last_event))
    return tuple(decision_event(row) for row in rows)


def _with(source: ReviewDocument, events: Sequence[DecisionEvent], name: str) -> Delivered:
    report, keys = source.report, _keys(source.report)
    if events:
        opened = open_document(source, events, 0)
        report, keys = applied(opened)[0], dict(opened.state.keys)
    return Delivered(source.report_id, source.sha256, name, report, source.document.text, keys)


def _keys(report: Report) -> dict[str, tuple[str, ...]]:
    return {name: tuple(map(str, range(len(getattr(report.narrative, name))))) for name in NARRATIVE_LISTS}
