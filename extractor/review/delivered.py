"""The data set of a store as it is delivered, now or at a mark: Reports with people's corrections."""

from collections.abc import Iterator
from typing import NamedTuple

from extractor.certify.claims import Delivered
from extractor.records import NARRATIVE_LISTS
from extractor.review.applying import applied
from extractor.review.persistence import ReviewDocument, ReviewStore, decision_event
from extractor.review.service import open_document
from extractor.store import corrections_until, load_document, newest_reports

_ALL = 2**62


class Mark(NamedTuple):
    """A moment of a store: its highest Report and its last correction."""

    newest_report: int
    last_event: int


NOW = Mark(_ALL, _ALL)


def mark_of_now(store: ReviewStore) -> Mark:
    """The moment that it is."""
    return Mark(*store.marks())


def delivered(store: ReviewStore, mark: Mark = NOW) -> Iterator[Delivered]:
    """The newest Report of each document at a mark, with the corrections made until then, by hash."""
    touched = store.corrected()
    for one in newest_reports(store.store, until=mark.newest_report):
        report_id, sha256 = one.report_id, one.key.sha256
        document = store.store.read(lambda c, wanted=report_id: load_document(c, wanted))  # type: ignore[misc]
        if document is None:
            continue
        keys = {
            name: tuple(map(str, range(len(getattr(one.report.narrative, name))))) for name in NARRATIVE_LISTS
        }
        report = one.report
        if sha256 in touched:
            rows = store.store.read(
                lambda c, wanted=sha256: corrections_until(c, wanted, mark.last_event)  # type: ignore[misc]
            )
            if rows:
                source = ReviewDocument(report_id, sha256, report, document)
                opened = open_document(source, [decision_event(row) for row in rows], 0)
                report, keys = applied(opened)[0], dict(opened.state.keys)
        yield Delivered(report_id, sha256, one.path, report, document.text, keys)
