"""What the correction page needs of a store; ``persistence`` has it over ``extractor.store``."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from extractor.errors import StoreError
from extractor.records import Document, Report
from extractor.review.decision_log import Decision, DecisionEvent


class ConflictError(StoreError):
    """Somebody else decided the same value since this person saw it; nothing was written."""

    def __init__(self, message: str, events: Sequence[DecisionEvent]) -> None:
        super().__init__(message)
        self.events = tuple(events)


class ReviewDocument(NamedTuple):
    """The newest Report of one document, with the text that its offsets refer to."""

    report_id: int
    sha256: str
    report: Report
    document: Document


class Brief(NamedTuple):
    """A Report without its content: enough for its place in the queue."""

    report_id: int
    sha256: str
    name: str
    issuer: str | None
    report_year: int | None
    form: str
    errors: int
    warnings: int
    doubtful: tuple[tuple[str, str, str, str, int], ...]
    """(table, row, column, basis, position) of the values in doubt."""
    findings: tuple[tuple[str, str, tuple[str, ...]], ...]
    """(check, severity, pointers) of errors and warnings."""


class User(NamedTuple):
    """One person who may log in."""

    name: str
    role: str
    password_hash: str


class AuditEntry(NamedTuple):
    """Something that happened to the store itself: a login, an export."""

    at: str
    who: str
    what: str
    detail: str


class ReviewStore(Protocol):
    """Documents, events, users and the audit log."""

    def marks(self) -> tuple[int, int]:
        """(highest Report id, last event id): they move when anybody adds anything."""

    def briefs(self) -> tuple[Brief, ...]:
        """The newest Report of each document in brief."""

    def corrected(self) -> frozenset[str]:
        """Hashes of the documents about which somebody has said something."""

    def changed_since(self, event_id: int) -> frozenset[str]:
        """Hashes of the documents with events after ``event_id``."""

    def find(self, name_or_hash: str) -> int | None:
        """The newest Report of a document by file name or hash."""

    def load(self, report_id: int) -> ReviewDocument | None:
        """One Report with its text; None where there is none."""

    def events_of(self, sha256: str) -> tuple[DecisionEvent, ...]:
        """All events of a document, also those on older Reports of it, in the order they were made."""

    def append(
        self, report_id: int, author: str, decision: Decision, seen: int, *, blind: bool
    ) -> DecisionEvent:
        """Record a decision; ConflictError where the same place was changed after revision ``seen``."""

    def pauses(self, author: str) -> tuple[float, ...]:
        """Seconds between the last decisions of a person, newest first."""

    def users(self) -> tuple[User, ...]:
        """All users by name."""

    def save_user(self, user: User) -> None:
        """Add a user or change role and password."""

    def audit(self, who: str, what: str, detail: str) -> None:
        """Add a line to the audit log."""

    def audit_log(self, limit: int) -> tuple[AuditEntry, ...]:
        """The newest lines first."""
