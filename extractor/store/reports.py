"""Saving and loading Reports with their texts."""

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, and_, func, insert, select

from extractor.records import Document, Page, Report
from extractor.store.database import Store
from extractor.store.packing import (
    PackedReport,
    damaged_report,
    unpack_document,
    unpack_pages,
    unpack_report,
    unpack_text,
)
from extractor.store.row_writing import add_many, add_missing, now_text
from extractor.store.schema import documents, findings, report_values, reports, run_items, stages, texts

_VALUE_COLUMNS = tuple(column.name for column in report_values.columns)
_FINDING_COLUMNS = tuple(column.name for column in findings.columns)
_FETCHED = 50
"""Reports held in memory while many are read one after the other."""


class StageKey(NamedTuple):
    """One step of one document: the same key always gives the same result."""

    sha256: str
    stage: str
    input_hash: str
    config_hash: str


class StoredReport(NamedTuple):
    """A Report as it lies in the store."""

    report_id: int
    key: StageKey
    path: str
    report: Report
    pages: tuple[Page, ...]


def save_document(connection: Connection, sha256: str, name: str, size_bytes: int) -> None:
    """Record a document by the hash of its bytes; nothing happens where it is known."""
    row = {"sha256": sha256, "name": name, "size_bytes": size_bytes, "added_at": now_text()}
    add_missing(connection, documents, [row])


def save_report(connection: Connection, key: StageKey, packed: PackedReport) -> int:
    """Save a Report, its text, its rows and its findings; the id of the Report.

    A Report that is there under the same key is kept as it is, and its id returned.
    """
    known = connection.scalar(select(reports.c.report_id).where(_is(key)))
    if known is not None:
        return int(known)
    text = {
        "text_sha256": packed.text_sha256,
        "packed": packed.packed_text,
        "characters": packed.characters,
        "pages": packed.pages,
    }
    add_missing(connection, texts, [text])
    report_id = connection.execute(
        insert(reports).returning(reports.c.report_id),
        {
            **key._asdict(),
            "text_sha256": packed.text_sha256,
            "report_sha256": packed.report_sha256,
            "engine": packed.engine,
            "extractor_version": packed.extractor_version,
            "issuer": packed.issuer,
            "report_year": packed.report_year,
            "form": packed.form,
            "errors": packed.errors,
            "warnings": packed.warnings,
            "packed": packed.packed_report,
            "created_at": now_text(),
        },
    ).scalar_one()
    add_many(connection, report_values, _VALUE_COLUMNS, ((report_id, *row) for row in packed.values))
    add_many(connection, findings, _FINDING_COLUMNS, ((report_id, *row) for row in packed.findings))
    stage = {**key._asdict(), "state": "done", "report_id": report_id, "at": now_text()}
    add_missing(connection, stages, [stage])
    return int(report_id)


def report_of(connection: Connection, key: StageKey) -> int | None:
    """The Report that a step was to work on, by its content; None where there is none."""
    its = and_(reports.c.sha256 == key.sha256, reports.c.report_sha256 == key.input_hash)
    found = connection.scalar(select(func.max(reports.c.report_id)).where(its))
    return None if found is None else int(found)


def load_report(connection: Connection, report_id: int) -> StoredReport | None:
    """The Report with this id; None where there is none."""
    row = connection.execute(_selection().where(reports.c.report_id == report_id)).first()
    return None if row is None else _stored(row)


def load_sound(connection: Connection, report_id: int) -> StoredReport:
    """The Report with this id, its text looked at; StoreDamagedError where either is damaged or gone."""
    stored = load_report(connection, report_id)
    if stored is None or load_text(connection, report_id) is None:
        raise damaged_report("it is gone")
    return stored


def load_document(connection: Connection, report_id: int) -> Document | None:
    """The document that the Report with this id was made from, with the text that its offsets refer to."""
    row = connection.execute(
        select(texts.c.packed, reports.c.packed.label("report"))
        .select_from(_joined())
        .where(reports.c.report_id == report_id)
    ).first()
    if row is None:
        return None
    return unpack_document(row.packed, unpack_report(row.report).source)


def load_text(connection: Connection, report_id: int) -> str | None:
    """The canonical text that the Report with this id was made from, without pages and grids."""
    chosen = select(texts.c.packed).select_from(_joined()).where(reports.c.report_id == report_id)
    row = connection.execute(chosen).first()
    return None if row is None else unpack_text(row.packed)


def reports_of_run(store: Store, run_id: str) -> Iterator[StoredReport]:
    """The Reports of a run in the order of its plan, a few in memory at a time."""
    joined = _joined().join(run_items, run_items.c.report_id == reports.c.report_id)
    statement = (
        select(*_COLUMNS, run_items.c.path, run_items.c.position)
        .select_from(joined)
        .where(run_items.c.run_id == run_id)
        .order_by(run_items.c.position)
        .limit(_FETCHED)
    )
    after = -1
    while True:
        # By pages instead of one long cursor: no lock is held while an export writes its files.
        page = statement.where(run_items.c.position > after)
        rows = store.read(lambda connection, page=page: connection.execute(page).all())  # type: ignore[misc]
        for row in rows:
            yield _stored(row)
        if len(rows) < _FETCHED:
            return
        after = rows[-1].position


def newest_reports(store: Store, until: int | None = None) -> Iterator[StoredReport]:
    """The newest Report of each document (of those up to the id ``until``), by the documents' hashes."""
    newest = select(reports.c.sha256, func.max(reports.c.report_id).label("newest")).group_by(
        reports.c.sha256
    )
    if until is not None:
        newest = newest.where(reports.c.report_id <= until)
    last = newest.subquery()
    joined = _joined().join(last, and_(last.c.newest == reports.c.report_id))
    after = ""
    while True:
        page = (
            select(*_COLUMNS, documents.c.name.label("path"))
            .select_from(joined)
            .where(reports.c.sha256 > after)
            .order_by(reports.c.sha256)
            .limit(_FETCHED)
        )
        rows = store.read(lambda connection, page=page: connection.execute(page).all())  # type: ignore[misc]
        for row in rows:
            yield _stored(row)
        if len(rows) < _FETCHED:
            return
        after = rows[-1].sha256


class ReportKey(NamedTuple):
    """Which Report it is, and of which document."""

    report_id: int
    sha256: str
    path: str


def report_keys(connection: Connection, run_id: str | None) -> list[ReportKey]:
    """The Reports of a run in the order of its plan; without one the newest of each document, by hash.

    Also those of which the store has lost a part.
    """
    r = reports.c
    if run_id is not None:
        c = run_items.c
        named = select(c.report_id, c.sha256, c.path).where(c.run_id == run_id, c.report_id.is_not(None))
        return [ReportKey(*row) for row in connection.execute(named.order_by(c.position))]
    newest = select(func.max(r.report_id)).group_by(r.sha256)
    chosen = select(r.report_id, r.sha256, func.coalesce(documents.c.name, r.sha256)).select_from(_joined())
    chosen = chosen.where(r.report_id.in_(newest)).order_by(r.sha256)
    return [ReportKey(*row) for row in connection.execute(chosen)]


def rival_reports(
    connection: Connection, run_id: str | None, beside: Collection[tuple[str, int]] = ()
) -> list[tuple[int, str, int, int]]:
    """(Report id, issuer, year, values read) of the Reports whose issuer and year another Report has too.

    ``beside``: issuers and years that somebody else has, whose one Report is among them.
    Of a run in the order of its plan; without one of the newest Report of each document, by hash.
    """
    r = reports.c
    if run_id is not None:
        joined = reports.join(run_items, run_items.c.report_id == r.report_id)
        order, mine = run_items.c.position, run_items.c.run_id == run_id
    else:
        joined = reports.join(documents, documents.c.sha256 == r.sha256)
        newest = select(func.max(r.report_id)).group_by(r.sha256)
        order, mine = r.sha256, r.report_id.in_(newest)
    known = and_(mine, r.issuer.is_not(None), r.report_year.is_not(None))
    several = select(r.issuer, r.report_year).select_from(joined).where(known)
    several = several.group_by(r.issuer, r.report_year).having(func.count() > 1)
    groups = {*map(tuple, connection.execute(several)), *beside}
    if not groups:
        return []
    values = select(func.count()).where(
        report_values.c.report_id == r.report_id, report_values.c.value.is_not(None)
    )
    rows = (
        select(r.report_id, r.issuer, r.report_year, values.scalar_subquery())
        .select_from(joined)
        .where(known)
    )
    wanted = rows.where(r.issuer.in_({issuer for issuer, _ in groups})).order_by(order)
    return [tuple(row) for row in connection.execute(wanted) if (row[1], row[2]) in groups]


_COLUMNS = (
    reports.c.report_id,
    reports.c.sha256,
    reports.c.stage,
    reports.c.input_hash,
    reports.c.config_hash,
    reports.c.packed,
    texts.c.pages,
)


def _joined() -> Any:
    """Outer joins: a Report whose text is gone is told to be damaged, not left out."""
    return reports.outerjoin(texts, texts.c.text_sha256 == reports.c.text_sha256).outerjoin(
        documents, documents.c.sha256 == reports.c.sha256
    )


def _selection() -> Any:
    return select(*_COLUMNS, documents.c.name.label("path")).select_from(_joined())


def _stored(row: Row[Any]) -> StoredReport:
    key = StageKey(row.sha256, row.stage, row.input_hash, row.config_hash)
    path = row.path or row.sha256
    return StoredReport(row.report_id, key, path, unpack_report(row.packed), unpack_pages(row.pages))


def _is(key: StageKey) -> Any:
    return and_(*(reports.c[name] == value for name, value in key._asdict().items()))
