"""Reports as people left them, for whoever asks the store by SQL: made from Reports and events alone."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, delete, func, insert, or_, select

from extractor.records import Report
from extractor.store.packing import clean, head_row, value_row
from extractor.store.review_schema import corrected_reports, corrected_values
from extractor.store.row_writing import add_many
from extractor.store.schema import corrections, reports
from extractor.tidy import rows_of

_VALUE_COLUMNS = tuple(column.name for column in corrected_values.columns)


class Decided(NamedTuple):
    """Who said that a value is so."""

    machine_value: str | None
    author: str
    at: str
    reason: str


class CorrectedReport(NamedTuple):
    """A Report with people's decisions in it."""

    report_id: int
    events: int
    """How many events about the document it knows."""
    report: Report
    decided: Mapping[int, Decided]
    """By the place of the value in ``rows_of``."""
    corrections: int


def save_corrected(connection: Connection, corrected: CorrectedReport) -> None:
    """Put the values into the place of what stood there for the document, unless that knew more events."""
    c = corrected_reports.c
    known = connection.scalar(select(c.events).where(c.report_id == corrected.report_id).with_for_update())
    if known is not None and known > corrected.events:
        return
    its = select(reports.c.sha256).where(reports.c.report_id == corrected.report_id).scalar_subquery()
    readings = select(reports.c.report_id).where(reports.c.sha256 == its)
    for table in (corrected_values, corrected_reports):
        connection.execute(delete(table).where(table.c.report_id.in_(readings)))
    keys = {name: getattr(corrected, name) for name in ("report_id", "events", "corrections")}
    connection.execute(insert(corrected_reports), keys | head_row(corrected.report))
    add_many(connection, corrected_values, _VALUE_COLUMNS, _rows(corrected))


def _rows(corrected: CorrectedReport) -> list[Sequence[Any]]:
    rows: list[Sequence[Any]] = []
    for position, row in enumerate(rows_of(corrected.report)):
        said = corrected.decided.get(position)
        origin: Sequence[str | None] = (None,) * 4
        if said is not None:
            origin = (clean(said.machine_value), clean(said.author), said.at, clean(said.reason))
        rows.append((corrected.report_id, *value_row(position, row), *origin))
    return rows


class CorrectedBrief(NamedTuple):
    """What of a corrected Report tells which of several stands for its issuer and year."""

    report_id: int
    issuer: str | None
    year: int | None
    values: int
    """Those that are not empty."""
    corrections: int


def corrected_briefs(connection: Connection) -> dict[int, CorrectedBrief]:
    """The corrected Reports in brief, by id; see ``uncorrected_hashes`` for those that are behind."""
    c, v = corrected_reports.c, corrected_values.c
    values = select(func.count()).where(v.report_id == c.report_id, v.value.is_not(None)).scalar_subquery()
    rows = connection.execute(select(c.report_id, c.issuer, c.report_year, values, c.corrections))
    return {row[0]: CorrectedBrief(*row) for row in rows}


def uncorrected_hashes(connection: Connection) -> tuple[str, ...]:
    """Documents with events that their newest Report's corrected values do not know."""
    joined = reports.join(corrections, corrections.c.report_id == reports.c.report_id)
    said = (
        select(reports.c.sha256, func.count().label("events")).select_from(joined).group_by(reports.c.sha256)
    ).subquery()
    newest = (
        select(reports.c.sha256, func.max(reports.c.report_id).label("report_id"))
        .where(reports.c.sha256.in_(select(said.c.sha256)))
        .group_by(reports.c.sha256)
    ).subquery()
    c = corrected_reports.c
    both = said.join(newest, newest.c.sha256 == said.c.sha256).outerjoin(
        corrected_reports, and_(c.report_id == newest.c.report_id)
    )
    behind = or_(c.events.is_(None), c.events < said.c.events)
    return tuple(connection.scalars(select(said.c.sha256).select_from(both).where(behind)))
