"""The tables of the correction page beside ``corrections``: who may log in, what was done to the store."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text

from extractor.store.schema import metadata, value_columns

__all__ = [
    "corrected_reports",
    "corrected_values",
    "metadata",
    "review_audit",
    "review_cell_rows",
    "review_cells",
    "review_queue",
    "review_users",
    "review_views",
]

_ROW_ID = BigInteger().with_variant(Integer(), "sqlite")

review_users = Table(
    "review_users",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("created_at", String(32), nullable=False),
)

review_audit = Table(
    "review_audit",
    metadata,
    Column("entry_id", _ROW_ID, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("who", Text, nullable=False),
    Column("what", String(32), nullable=False),
    Column("detail", Text, nullable=False),
)

review_queue = Table(
    "review_queue",
    metadata,
    Column("view", String(80), primary_key=True),
    Column("sha256", String(64), ForeignKey("documents.sha256"), primary_key=True),
    Column("report_id", _ROW_ID, nullable=False),
    Column("name", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("report_year", Integer),
    Column("form", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("urgency", BigInteger, nullable=False),
    Column("doubts", Integer, nullable=False),
    Column("first_pointer", Text, nullable=False),
    Column("decisions", Integer, nullable=False),
    Column("checks", Text, nullable=False),
    Column("events", Integer, nullable=False),
    Index("ix_review_queue_in_order", "view", "urgency", "name", "sha256", "issuer"),
    Index("ix_review_queue_issuers", "view", "issuer", "state", "doubts", "decisions", "report_year", "form"),
)
"""The queue as each kind of reviewer sees it, made from the Reports and the events; it can be thrown away.

The part of a name that somebody looks for is sought in the indexes, which hold all that its answer needs.
"""

review_cells = Table(
    "review_cells",
    metadata,
    Column("cell_id", _ROW_ID, primary_key=True, autoincrement=True),
    Column("view", String(80), nullable=False),
    Column("check_id", Text, nullable=False),
    Column("report_year", Integer),
    Column("form", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("documents", Integer, nullable=False),
    Column("doubts", Integer, nullable=False),
    Column("decisions", Integer, nullable=False),
    Column("seen", Integer, nullable=False),
    Index(None, "view", "check_id"),
)
"""Sums over the rows of a view of one year, form and state: over all (``check_id`` empty), and by check.

There are as many as years, forms, states and checks occur together, however many documents there are.
"""

review_cell_rows = Table(
    "review_cell_rows",
    metadata,
    Column("cell_id", _ROW_ID, ForeignKey("review_cells.cell_id"), primary_key=True, autoincrement=False),
    Column("urgency", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, primary_key=True),
    Column("sha256", String(64), primary_key=True),
    sqlite_with_rowid=False,
)
"""The rows behind each cell, in the order of the queue."""

review_views = Table(
    "review_views",
    metadata,
    Column("view", String(80), primary_key=True),
    Column("report_id", _ROW_ID, nullable=False),
    Column("event_id", _ROW_ID, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("doubts", Integer, nullable=False),
    Column("decisions", Integer, nullable=False),
    Column("choices", Text, nullable=False),
    Column("seen", Integer, nullable=False, server_default="0"),
)
"""How far each view of the queue has come, and its sums."""

corrected_reports = Table(
    "corrected_reports",
    metadata,
    Column("report_id", _ROW_ID, ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True),
    Column("events", Integer, nullable=False),
    Column("issuer", Text),
    Column("report_year", Integer),
    Column("errors", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
    Column("corrections", Integer, nullable=False),
)
"""Reports about which somebody said something, as people left them; made from Report and events."""

corrected_values = Table(
    "corrected_values",
    metadata,
    *value_columns(),
    Column("machine_value", Text),
    Column("corrected_by", Text),
    Column("corrected_at", String(32)),
    Column("reason", Text),
)
"""All values of those Reports, with what the machine reads where a person decided."""
