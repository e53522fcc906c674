"""Where a span of the document stands in the folded prose of a section."""

from bisect import bisect_left

from extractor.narrative.view import ProseView
from extractor.records import Span


def place_of(view: ProseView, span: Span) -> tuple[int, int] | None:
    """Folded offsets of a span of the document that stands in this section; None where it does not."""
    offsets = view.folded.offsets
    low, high = bisect_left(offsets, span.start), bisect_left(offsets, span.end)
    return (low, high) if low < high and offsets[low] < span.end else None
