"""People's values in the store's views: whoever asks by SQL finds them, with the machine's beside."""

from extractor.export import by_pointer, pointer_of, that_count
from extractor.review.applying import applied
from extractor.review.opened import OpenDocument, open_document
from extractor.review.persistence import ReviewStore
from extractor.store import CorrectedReport, Decided
from extractor.tidy import rows_of


def corrected_report(opened: OpenDocument) -> CorrectedReport:
    """The Report as people left it, as the store keeps it."""
    report, corrections = applied(opened)
    known = by_pointer(corrections)
    decided = {}
    for position, row in enumerate(rows_of(report)):
        one = known.get(pointer_of(row))
        if one is not None:
            decided[position] = Decided(one.machine_of(row.column), one.author, one.at, one.reason)
    events = len(opened.events)
    return CorrectedReport(opened.source.report_id, events, report, decided, len(that_count(corrections)))


def keep_corrected(store: ReviewStore) -> int:
    """Take in documents that were read again since people decided in them; how many were."""
    found = store.uncorrected()
    for sha256 in found:
        report_id = store.newest_of(sha256)
        source = store.load(report_id) if report_id is not None else None
        if source is not None:
            store.save_corrected(corrected_report(open_document(source, store.events_of(sha256), 0)))
    return len(found)
