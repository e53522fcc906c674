"""What people changed: an append-only log of events over a Report, each with its revision."""

from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, func, select

from extractor.store.schema import corrections

Action = Literal["set", "accept", "reject", "undo", "not_stated", "ground", "rewrite", "flag", "adjudicate"]
"""``extractor.review.decision_log`` says what each does."""


class Correction(NamedTuple):
    """One event: somebody looked at the place ``pointer`` of a Report and said something about it."""

    report_id: int
    pointer: str
    """JSON pointer into the Report."""
    action: Action
    before: Any
    """JSON value that the person saw."""
    after: Any
    """JSON value that the person wants; None where nobody can read what was recorded."""
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
