"""Throwing away what no later question needs."""

from contextlib import closing
from typing import NamedTuple

from sqlalchemy import Connection, Subquery, and_, delete, exists, func, select

from extractor.store.certify_schema import certify_sample
from extractor.store.database import Store
from extractor.store.review_schema import corrected_reports, corrected_values
from extractor.store.schema import (
    corrections,
    findings,
    passed_over,
    report_values,
    reports,
    run_items,
    runs,
    stages,
    texts,
)

_CHUNK = 500


class Garbage(NamedTuple):
    """What ``collect`` removes, or would."""

    runs: int
    reports: int
    texts: int


def collect(store: Store, keep_runs: int, *, dry_run: bool = False) -> Garbage:
    """Remove runs at rest but the newest ``keep_runs``, and Reports and texts that nothing refers to.

    Reports stay that a kept run uses, that a person corrected, that a certificate's sample names, or that are
    the newest of their document and stage. Model calls stay: they were paid for. The journal
    stays: it is append-only.
    """
    old = store.read(lambda connection: _old_runs(connection, keep_runs))
    doomed = store.read(lambda connection: _unused_reports(connection, old))
    orphans = store.read(lambda connection: _count_orphans(connection, doomed))
    if dry_run:
        return Garbage(len(old), len(doomed), orphans)
    store.write(lambda connection: _remove_runs(connection, old))
    for start in range(0, len(doomed), _CHUNK):
        chunk = doomed[start : start + _CHUNK]
        store.write(lambda connection, chunk=chunk: _remove_reports(connection, chunk))  # type: ignore[misc]
    removed = store.write(_remove_orphans)
    if store.is_sqlite:
        with closing(store.engine.raw_connection()) as connection:  # VACUUM stands in no transaction
            connection.cursor().execute("VACUUM").close()
    return Garbage(len(old), len(doomed), removed)


def _old_runs(connection: Connection, keep: int) -> list[str]:
    at_rest = runs.c.state.in_(("finished", "cancelled"))
    newest = select(runs.c.run_id).where(at_rest).order_by(runs.c.created_at.desc()).offset(keep)
    return list(connection.scalars(newest))


def _unused_reports(connection: Connection, old: list[str]) -> list[int]:
    newest = _newest()
    statement = select(reports.c.report_id).where(
        reports.c.report_id.not_in(select(newest.c.newest)),
        ~exists().where(and_(run_items.c.report_id == reports.c.report_id, run_items.c.run_id.not_in(old))),
        ~exists().where(corrections.c.report_id == reports.c.report_id),
        ~exists().where(certify_sample.c.report_id == reports.c.report_id),
    )
    return list(connection.scalars(statement))


def _newest() -> Subquery:
    return (
        select(func.max(reports.c.report_id).label("newest"))
        .group_by(reports.c.sha256, reports.c.stage)
        .subquery()
    )


def _count_orphans(connection: Connection, doomed: list[int]) -> int:
    """Texts of the doomed reports that no other report needs; an upper bound above 500 reports."""
    used = select(reports.c.text_sha256)
    if len(doomed) <= _CHUNK:
        used = used.where(reports.c.report_id.not_in(doomed))
    orphan = select(func.count()).select_from(texts).where(texts.c.text_sha256.not_in(used))
    return connection.scalar(orphan) or 0


def _remove_runs(connection: Connection, old: list[str]) -> None:
    for table in (run_items, passed_over):
        connection.execute(delete(table).where(table.c.run_id.in_(old)))
    connection.execute(delete(runs).where(runs.c.run_id.in_(old)))


def _remove_reports(connection: Connection, chunk: list[int]) -> None:
    for table in (corrected_values, corrected_reports, report_values, findings, stages, reports):
        connection.execute(delete(table).where(table.c.report_id.in_(chunk)))


def _remove_orphans(connection: Connection) -> int:
    used = select(reports.c.text_sha256)
    return connection.execute(delete(texts).where(texts.c.text_sha256.not_in(used))).rowcount
