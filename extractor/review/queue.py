"""All documents in the order in which a reviewer should see them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from extractor.review.review_items import ReviewItem

STATES = ("open", "started", "done", "flagged")


class QueueEntry(NamedTuple):
    """One document in the queue."""

    report_id: int
    sha256: str
    name: str
    issuer: str
    year: int | None
    form: str
    errors: int
    warnings: int
    checks: tuple[str, ...]
    """Ids of the checks that found something."""
    open_items: tuple[ReviewItem, ...]
    """Open ones, worst first."""
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
    def weight(self) -> int:
        """The heaviest item."""
        return self.open_items[0].weight if self.open_items else 0


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
    doubts: int
    """Still open."""
    decisions: int
    minutes_left: int | None
    """Estimate; None until there is something to go by."""


class NextTask(NamedTuple):
    """What comes next."""

    report_id: int
    pointer: str


_TESTS: Mapping[str, Callable[[QueueEntry, object], bool]] = {
    "issuer": lambda entry, wanted: str(wanted) in entry.issuer,
    "year": lambda entry, wanted: entry.year == wanted,
    "form": lambda entry, wanted: entry.form == wanted,
    "check": lambda entry, wanted: wanted in entry.checks,
    "state": lambda entry, wanted: entry.state == wanted,
}


def filtered(entries: Iterable[QueueEntry], filters: Filters) -> tuple[QueueEntry, ...]:
    """The entries that pass all filters, in queue order."""
    wanted = {key: value for key, value in filters._asdict().items() if value is not None}
    passing = (entry for entry in entries if all(_TESTS[key](entry, value) for key, value in wanted.items()))
    return in_queue_order(passing)


def in_queue_order(entries: Iterable[QueueEntry]) -> tuple[QueueEntry, ...]:
    """The heaviest item first, then the most items, then by name; documents that are done come last."""
    return tuple(sorted(entries, key=lambda entry: (-entry.weight, -len(entry.open_items), entry.name)))


def next_task(entries: Sequence[QueueEntry], here: int | None, after: str | None) -> NextTask | None:
    """The next item: in the document ``here`` first, behind the place ``after``, else the next document's.

    A place that was passed over is offered again only when the rest of the document is done.
    """
    current = next((entry for entry in entries if entry.report_id == here), None)
    if current is not None:
        pointers = [item.pointer for item in current.open_items]
        later = pointers[pointers.index(after) + 1 :] if after in pointers else pointers
        if later:
            return NextTask(current.report_id, later[0])
    for entry in entries:
        if entry.open_items and entry.report_id != here:
            return NextTask(entry.report_id, entry.open_items[0].pointer)
    if current is not None and (rest := [d.pointer for d in current.open_items if d.pointer != after]):
        return NextTask(current.report_id, rest[0])
    return None


def progress(entries: Sequence[QueueEntry], seconds: Sequence[float]) -> Progress:
    """How much is done and left; ``seconds`` are the pauses between recent decisions of one person."""
    left = sum(len(entry.open_items) for entry in entries)
    worked = [pause for pause in seconds if 0 < pause < PAUSE_S]
    minutes = round(left * median(worked) / 60 + 0.5) if len(worked) >= 3 and left else None
    return Progress(
        len(entries),
        sum(entry.state == "done" for entry in entries),
        left,
        sum(entry.decisions for entry in entries),
        minutes,
    )


PAUSE_S = 180.0
"""A longer gap between two decisions was a break, not work."""
