"""Which documents are good enough to go out, and who made them so."""

from collections.abc import Callable, Iterator

from extractor.errors import StoreDamagedError
from extractor.review.decision_log import DECIDES, Action, effective
from extractor.review.opened import OpenDocument, open_document
from extractor.review.persistence import ReviewStore


def finished_documents(
    store: ReviewStore,
    *,
    everything: bool = False,
    blind: bool = False,
    tell: Callable[[str], None] = lambda said: None,
) -> Iterator[tuple[OpenDocument, tuple[str, ...]]]:
    """Documents that people decided and that hold no doubt any more, with the names of those people.

    ``everything``: also those still in doubt or never touched. ``blind``: decisions on which the annotators
    agree and adjudications; a document with open differences is not finished. ``tell``: of a document that
    the store has lost.
    """
    for report_id, sha256 in store.newest(corrected=not everything):
        try:
            source, events = store.load(report_id), store.events_of(sha256)
        except StoreDamagedError as error:
            tell(f"{report_id} {sha256[:12]}: {error}")
            continue
        if source is None or (not events and not everything):
            continue
        opened = open_document(source, events, 0, blind=blind)
        people = sorted(
            {e.author for e in effective(events) if e.decision.action in (*DECIDES, Action.ADJUDICATE)}
        )
        is_finished = not opened.open_items and not opened.counted.differences
        if everything or (people and is_finished):
            yield opened, tuple(people)
