"""One document as a person sees it: its Report with the events applied, and what is left to look at."""

from collections.abc import Sequence
from typing import NamedTuple

from extractor.pipeline import validate_report
from extractor.records import Finding
from extractor.review.corrected import Corrected, corrected
from extractor.review.counted_decisions import CountedDecisions, counted
from extractor.review.decision_log import DecisionEvent
from extractor.review.open_differences import difference_findings, unreadable_findings, with_differences
from extractor.review.persistence import ReviewDocument
from extractor.review.review_items import ReviewItem, review_items_of


class OpenDocument(NamedTuple):
    """One document as a person sees it now."""

    source: ReviewDocument
    events: tuple[DecisionEvent, ...]
    """Those that this person may see."""
    state: Corrected
    findings: tuple[Finding, ...]
    """Of the corrected Report."""
    open_items: tuple[ReviewItem, ...]
    revision: int
    """Of the last event on this Report; a save says which one the person saw."""
    counted: CountedDecisions = CountedDecisions(())
    """What of the events counts; where annotators differ."""

    @property
    def text(self) -> str:
        """The canonical text."""
        return self.source.document.text


def open_document(
    source: ReviewDocument, events: Sequence[DecisionEvent], revision: int, *, blind: bool = False
) -> OpenDocument:
    """Apply the events that count and run the checks on what comes out; pure.

    ``blind``: nobody saw what others decided, whatever the events say of that.
    """
    counting = counted(source, events, blind=blind)
    state = corrected(source.report, source.report_id, source.document.text, counting.events)
    state = with_differences(state, counting.differences)
    findings = source.report.findings
    if events:
        kept = tuple(each for each in findings if not _is_checked(each))
        checked = validate_report(state.report, source.document.text)
        differing = difference_findings(state, counting.differences)
        findings = (*kept, *checked, *differing, *unreadable_findings(state))
        state = state._replace(report=state.report.model_copy(update={"findings": findings}))
    items = review_items_of(state, findings)
    return OpenDocument(source, tuple(events), state, findings, items, revision, counting)


def _is_checked(finding: Finding) -> bool:
    """Findings that the checks make again; those of reading and of the document's kind stay as they are."""
    return not finding.check.startswith(("ingest.", "document.", "section.", "model.", "ground."))
