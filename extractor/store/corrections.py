"""What people changed: an append-only log of events over a Report, each with its revision."""

import json
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, func, insert, select

from extractor.errors import StoreError
from extractor.store.tables import corrections
from extractor.store.writing import now_text

Action = Literal["set", "accept", "reject", "undo", "not_stated", "ground", "rewrite", "flag", "adjudicate"]
"""``extractor.review.events`` says what each does."""


class Correction(NamedTuple):
    """One event: somebody looked at the place ``pointer`` of a Report and said something about it."""

    report_id: int
    pointer: str
    """JSON pointer into the Report."""
    action: Action
    before: Any
    """JSON value that the person saw."""
    after: Any
    """JSON value that the person wants."""
    author: str
    note: str = ""


class CorrectionEvent(NamedTuple):
    """A correction as recorded."""

    revision: int
    """Of the Report, from 1."""
    at: str
    correction: Correction


def revision_of(connection: Connection, report_id: int) -> int:
    """The number of the last event of a Report; 0 where nobody changed anything."""
    last = select(func.max(corrections.c.revision)).where(corrections.c.report_id == report_id)
    return connection.scalar(last) or 0


def add_correction(connection: Connection, correction: Correction, seen_revision: int) -> int:
    """Append an event; its revision.

    ``seen_revision`` is the revision that the person saw. StoreError where somebody else was quicker:
    nothing is overwritten unseen.
    """
    current = revision_of(connection, correction.report_id)
    if current != seen_revision:
        raise StoreError(
            f"report {correction.report_id} was changed meanwhile (revision {current}, you saw "
            f"{seen_revision}); load it again and repeat the change"
        )
    event = {
        **correction._asdict(),
        "before": json.dumps(correction.before, ensure_ascii=False),
        "after": json.dumps(correction.after, ensure_ascii=False),
        "revision": current + 1,
        "at": now_text(),
    }
    connection.execute(insert(corrections), event)
    return current + 1


def corrections_of(connection: Connection, report_id: int) -> tuple[CorrectionEvent, ...]:
    """All events of a Report in their order."""
    rows = connection.execute(
        select(corrections).where(corrections.c.report_id == report_id).order_by(corrections.c.revision)
    )
    return tuple(
        CorrectionEvent(
            row.revision,
            row.at,
            Correction(
                row.report_id,
                row.pointer,
                row.action,
                json.loads(row.before),
                json.loads(row.after),
                row.author,
                row.note,
            ),
        )
        for row in rows
    )
