"""What the correction page asks of the store: newest Reports in brief, events by document, users, audit."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from extractor.errors import StoreError
from extractor.store.corrections import Correction, CorrectionEvent, revision_of
from extractor.store.packing import clean
from extractor.store.review_schema import review_audit, review_users
from extractor.store.row_writing import now_text
from extractor.store.schema import corrections, documents, findings, report_values, reports

_DOUBTFUL = ("conflict", "ambiguous", "model")
_SEVERE = ("error", "warning")


class ReportBrief(NamedTuple):
    """The newest Report of a document without its content."""

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
    """One line of the audit log."""

    at: str
    who: str
    what: str
    detail: str


def reports_after(connection: Connection, report_id: int, limit: int) -> tuple[int, ...]:
    """Ids of the next Reports."""
    asked = select(reports.c.report_id).where(reports.c.report_id > report_id)
    return tuple(connection.scalars(asked.order_by(reports.c.report_id).limit(limit)))


def newest_report_of_each(connection: Connection, *, corrected: bool) -> tuple[tuple[int, str], ...]:
    """(newest Report, hash) of each document, or of those about which somebody has said something."""
    asked = select(func.max(reports.c.report_id), reports.c.sha256).group_by(reports.c.sha256)
    if corrected:
        asked = asked.where(reports.c.sha256.in_(_corrected()))
    return tuple(sorted((row[0], row[1]) for row in connection.execute(asked)))


def disputed_hashes(connection: Connection) -> tuple[str, ...]:
    """Documents about which more than one person has said something."""
    joined = reports.join(corrections, corrections.c.report_id == reports.c.report_id)
    asked = select(reports.c.sha256).select_from(joined).group_by(reports.c.sha256)
    return tuple(connection.scalars(asked.having(func.count(corrections.c.author.distinct()) > 1)))


def report_briefs(connection: Connection, wanted: Sequence[int]) -> tuple[ReportBrief, ...]:
    """Reports in brief, by id; three queries however many there are."""
    doubtful: dict[int, list[tuple[str, str, str, str, int]]] = {}
    v, f = report_values.c, findings.c
    values = select(v.report_id, v.table_name, v.row_key, v.column_key, v.basis, v.position)
    for row in connection.execute(values.where(v.basis.in_(_DOUBTFUL), v.report_id.in_(wanted))):
        doubtful.setdefault(row[0], []).append(tuple(row)[1:])
    found: dict[int, list[tuple[str, str, tuple[str, ...]]]] = {}
    checks = select(f.report_id, f.check_id, f.severity, f.pointers).where(f.severity.in_(_SEVERE))
    in_order = checks.where(f.report_id.in_(wanted)).order_by(f.report_id, f.position)
    for report_id, check_id, severity, pointers in connection.execute(in_order):
        found.setdefault(report_id, []).append((check_id, severity, tuple(json.loads(pointers))))
    r = reports.c
    briefs = (
        select(r.report_id, r.sha256, documents.c.name, r.issuer, r.report_year, r.form, r.errors, r.warnings)
        .select_from(reports.join(documents, documents.c.sha256 == r.sha256))
        .where(r.report_id.in_(wanted))
        .order_by(r.report_id)
    )
    return tuple(
        ReportBrief(*row, tuple(doubtful.get(row[0], ())), tuple(found.get(row[0], ())))
        for row in connection.execute(briefs)
    )


def corrected_hashes(connection: Connection, among: Sequence[str] | None = None) -> frozenset[str]:
    """Documents about which somebody has said something, of all or of some."""
    asked = _corrected() if among is None else _corrected().where(reports.c.sha256.in_(among))
    return frozenset(connection.scalars(asked))


def _corrected() -> Any:
    joined = reports.join(corrections, corrections.c.report_id == reports.c.report_id)
    return select(reports.c.sha256).select_from(joined).distinct()


def corrections_of_document(connection: Connection, sha256: str) -> tuple[CorrectionEvent, ...]:
    """All events of a document, over all Reports that were made from it, in the order they were made."""
    joined = corrections.join(reports, reports.c.report_id == corrections.c.report_id)
    rows = connection.execute(
        select(corrections)
        .select_from(joined)
        .where(reports.c.sha256 == sha256)
        .order_by(corrections.c.event_id)
    )
    return tuple(event_of(row) for row in rows)


def corrections_of_report(connection: Connection, report_id: int) -> tuple[CorrectionEvent, ...]:
    """All events of one Report in the order they were made."""
    asked = select(corrections).where(corrections.c.report_id == report_id)
    return tuple(event_of(row) for row in connection.execute(asked.order_by(corrections.c.event_id)))


def append_correction(
    connection: Connection,
    correction: Correction,
    seen_revision: int,
    clashes: Callable[[Correction], bool],
) -> tuple[CorrectionEvent | None, tuple[CorrectionEvent, ...]]:
    """Append an event unless one that was added after ``seen_revision`` clashes with it.

    The event as recorded and no clashes, or None and the events that clash. Events about other places of
    the same Report do not hinder each other. StoreError where there is no such Report.
    """
    locked = select(reports.c.report_id).where(reports.c.report_id == correction.report_id)
    if connection.scalar(locked.with_for_update()) is None:
        raise StoreError(f"report {correction.report_id} is not in the store; open the queue again")
    newer = select(corrections).where(
        corrections.c.report_id == correction.report_id, corrections.c.revision > seen_revision
    )
    events = tuple(event_of(row) for row in connection.execute(newer.order_by(corrections.c.revision)))
    found = tuple(event for event in events if clashes(event.correction))
    if found:
        return None, found
    revision, at = revision_of(connection, correction.report_id) + 1, now_text()
    row = {
        **correction._asdict(),
        "pointer": clean(correction.pointer) or "",
        "note": clean(correction.note) or "",
        "before": json.dumps(correction.before, ensure_ascii=True),
        "after": json.dumps(correction.after, ensure_ascii=True),
        "revision": revision,
        "at": at,
    }
    connection.execute(insert(corrections), row)
    return CorrectionEvent(revision, at, correction), ()


def pauses_of(connection: Connection, author: str, limit: int = 60) -> tuple[float, ...]:
    """Seconds between the last decisions of a person, newest first."""
    times = connection.scalars(
        select(corrections.c.at)
        .where(corrections.c.author == author)
        .order_by(corrections.c.event_id.desc())
        .limit(limit)
    ).all()
    moments = [moment for moment in map(_moment, times) if moment is not None]
    return tuple((later - earlier).total_seconds() for later, earlier in pairwise(moments))


def review_people(connection: Connection) -> tuple[User, ...]:
    """All users by name."""
    c = review_users.c
    rows = connection.execute(select(c.name, c.role, c.password_hash).order_by(c.name))
    return tuple(User(*row) for row in rows)


def review_person(connection: Connection, name: str) -> User | None:
    """The user of this name."""
    c = review_users.c
    row = connection.execute(select(c.name, c.role, c.password_hash).where(c.name == clean(name))).first()
    return None if row is None else User(*row)


def remove_person(connection: Connection, name: str) -> bool:
    """Remove a user; whether there was one."""
    gone = connection.execute(delete(review_users).where(review_users.c.name == clean(name)))
    return gone.rowcount > 0


def save_person(connection: Connection, user: User) -> None:
    """Add a user, or change role and password of one."""
    change = update(review_users).where(review_users.c.name == user.name)
    fields = {"role": user.role, "password_hash": user.password_hash}
    if not connection.execute(change.values(**fields)).rowcount:
        connection.execute(insert(review_users), {**user._asdict(), "created_at": now_text()})


def add_audit(connection: Connection, who: str, what: str, detail: str) -> None:
    """Add a line to the audit log."""
    line = {"at": now_text(), "who": clean(who), "what": what, "detail": clean(detail)}
    connection.execute(insert(review_audit), line)


def audit_lines(connection: Connection, limit: int) -> tuple[AuditEntry, ...]:
    """The newest lines of the audit log first."""
    c = review_audit.c
    rows = connection.execute(select(c.at, c.who, c.what, c.detail).order_by(c.entry_id.desc()).limit(limit))
    return tuple(AuditEntry(*row) for row in rows)


def newest_of(connection: Connection, sha256_or_name: str) -> int | None:
    """The newest Report of a document named by its hash or file name."""
    joined = reports.join(documents, documents.c.sha256 == reports.c.sha256)
    named = (documents.c.sha256 == sha256_or_name) | (documents.c.name == sha256_or_name)
    found: int | None = connection.scalar(
        select(func.max(reports.c.report_id)).select_from(joined).where(named)
    )
    return found


def newest_report_of(connection: Connection, sha256: str) -> int | None:
    """The newest Report of a document."""
    found: int | None = connection.scalar(
        select(func.max(reports.c.report_id)).where(reports.c.sha256 == sha256)
    )
    return found


def newest_report_id(connection: Connection) -> int:
    """The highest id of any Report; 0 in an empty store. It changes when documents are added."""
    return connection.scalar(select(func.max(reports.c.report_id))) or 0


def last_event_id(connection: Connection) -> int:
    """The id of the last event of any document; it changes with every decision of anybody."""
    return connection.scalar(select(func.max(corrections.c.event_id))) or 0


def reports_changed_since(connection: Connection, event_id: int, limit: int) -> tuple[tuple[int, str], ...]:
    """(event id, hash of the document) of the next events after ``event_id``."""
    joined = corrections.join(reports, reports.c.report_id == corrections.c.report_id)
    rows = connection.execute(
        select(corrections.c.event_id, reports.c.sha256)
        .select_from(joined)
        .where(corrections.c.event_id > event_id)
        .order_by(corrections.c.event_id)
        .limit(limit)
    )
    return tuple((row[0], row[1]) for row in rows)


def event_of(row: Any) -> CorrectionEvent:
    """A row of ``corrections`` as an event; without content where its JSON cannot be read."""
    return CorrectionEvent(
        row.revision,
        row.at,
        Correction(
            row.report_id,
            row.pointer,
            row.action,
            _json_of(row.before),
            _json_of(row.after),
            row.author,
            row.note,
        ),
    )


def _json_of(recorded: Any) -> Any:
    try:
        return json.loads(recorded)
    except (ValueError, TypeError, RecursionError):
        return None


def _moment(at: str) -> datetime | None:
    try:
        return datetime.fromisoformat(at.replace("Z", "+00:00"))
    except ValueError:
        return None
