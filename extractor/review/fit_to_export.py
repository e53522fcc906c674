"""Which documents are good enough to go out, and who made them so."""

from collections.abc import Iterator

from extractor.review.annotator_differences import agreed_events, differences
from extractor.review.decision_log import DECIDES, Action, effective
from extractor.review.opened import OpenDocument, open_document
from extractor.review.persistence import ReviewStore


def finished_documents(
    store: ReviewStore, *, everything: bool = False, blind: bool = False
) -> Iterator[tuple[OpenDocument, tuple[str, ...]]]:
    """Documents that people decided and that hold no doubt any more, with the names of those people.

    ``everything``: also those still in doubt or never touched. ``blind``: decisions on which the annotators
    agree and adjudications; a document with open differences is not finished.
    """
    for report_id, sha256 in store.newest(corrected=not everything):
        source, events = store.load(report_id), store.events_of(sha256)
        if source is None or (not events and not everything):
            continue
        counting = agreed_events(source, events) if blind else events
        opened = open_document(source, counting, 0)
        people = sorted(
            {e.author for e in effective(events) if e.decision.action in (*DECIDES, Action.ADJUDICATE)}
        )
        open_differences = blind and differences(source, events)
        if everything or (people and not opened.open_items and not open_differences):
            yield opened, tuple(people)
