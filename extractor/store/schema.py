"""The tables of the store, as docs/store.md draws them.

Only what both databases can do alike: times are UTC in ISO 8601 as text (they sort), leases are seconds
since 1970, exact numbers are text beside a double for arithmetic. Changing a table here needs a new
migration in ``migrations/versions``; a test compares the two.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_SHA = String(64)
_TIME = String(32)
# SQLite numbers rows by itself only where the column is INTEGER.
_ROW_ID = BigInteger().with_variant(Integer, "sqlite")

documents = Table(
    "documents",
    metadata,
    Column("sha256", _SHA, primary_key=True),
    Column("name", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("added_at", _TIME, nullable=False),
)

texts = Table(
    "texts",
    metadata,
    Column("text_sha256", _SHA, primary_key=True),
    Column("packed", LargeBinary, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("pages", Text, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("run_id", String(32), primary_key=True),
    Column("created_at", _TIME, nullable=False),
    Column("state", String(16), nullable=False),
    Column("engine", String(16), nullable=False),
    Column("config_hash", _SHA, nullable=False),
    Column("config", Text, nullable=False),
    Column("plan", Text, nullable=False),
    Column("owner", Text),
    Column("heartbeat", Double),
    Column("finished_at", _TIME),
)

reports = Table(
    "reports",
    metadata,
    Column("report_id", _ROW_ID, primary_key=True, autoincrement=True),
    Column("sha256", _SHA, ForeignKey("documents.sha256"), nullable=False),
    Column("stage", String(16), nullable=False),
    Column("input_hash", _SHA, nullable=False),
    Column("config_hash", _SHA, nullable=False),
    Column("text_sha256", _SHA, ForeignKey("texts.text_sha256"), nullable=False),
    Column("report_sha256", _SHA, nullable=False),
    Column("engine", String(16), nullable=False),
    Column("extractor_version", String(32), nullable=False),
    Column("issuer", Text),
    Column("report_year", Integer),
    Column("form", String(16), nullable=False),
    Column("errors", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
    Column("packed", LargeBinary, nullable=False),
    Column("created_at", _TIME, nullable=False),
    UniqueConstraint("sha256", "stage", "input_hash", "config_hash"),
    Index(None, "issuer", "report_year"),
)

stages = Table(
    "stages",
    metadata,
    Column("sha256", _SHA, ForeignKey("documents.sha256"), primary_key=True),
    Column("stage", String(16), primary_key=True),
    Column("input_hash", _SHA, primary_key=True),
    Column("config_hash", _SHA, primary_key=True),
    Column("state", String(16), nullable=False),
    Column("report_id", _ROW_ID, ForeignKey("reports.report_id", ondelete="CASCADE")),
    Column("error_stage", String(32)),
    Column("error_type", String(64)),
    Column("error_message", Text),
    Column("at", _TIME, nullable=False),
    Index(None, "report_id"),
)


def value_columns() -> Sequence[Column[Any]]:
    """The columns of a value, as ``packing.value_row`` fills them behind the id of the Report."""
    return (
        Column("report_id", _ROW_ID, ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True),
        Column("position", Integer, primary_key=True, autoincrement=False),
        Column("table_name", String(32), nullable=False),
        Column("row_key", String(64), nullable=False),
        Column("column_key", String(64), nullable=False),
        Column("value", Text),
        Column("number", Double),
        Column("raw", Text),
        Column("basis", String(16), nullable=False),
        Column("start_offset", Integer),
        Column("end_offset", Integer),
    )


report_values = Table("report_values", metadata, *value_columns(), sqlite_with_rowid=False)

findings = Table(
    "findings",
    metadata,
    Column("report_id", _ROW_ID, ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("check_id", String(64), nullable=False),
    Column("severity", String(16), nullable=False),
    Column("suspect", String(16), nullable=False),
    Column("message", Text, nullable=False),
    Column("pointers", Text, nullable=False),
    Column("left_value", Text),
    Column("right_value", Text),
    Index(None, "check_id"),
    sqlite_with_rowid=False,
)

run_items = Table(
    "run_items",
    metadata,
    Column("run_id", String(32), ForeignKey("runs.run_id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("sha256", _SHA, ForeignKey("documents.sha256"), nullable=False),
    Column("path", Text, nullable=False),
    Column("same_content", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reused", Boolean, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("lease_owner", Text),
    Column("lease_until", Double),
    Column("report_id", _ROW_ID, ForeignKey("reports.report_id")),
    Column("error_stage", String(32)),
    Column("error_type", String(64)),
    Column("error_message", Text),
    UniqueConstraint("run_id", "sha256"),
    Index(None, "run_id", "state", "position"),
    Index(None, "report_id"),
)

passed_over = Table(
    "passed_over",
    metadata,
    Column("run_id", String(32), ForeignKey("runs.run_id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("path", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("is_failure", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

journal = Table(
    "journal",
    metadata,
    Column("entry_id", _ROW_ID, primary_key=True, autoincrement=True),
    Column("at", _TIME, nullable=False),
    Column("run_id", String(32), nullable=False),
    Column("sha256", _SHA, nullable=False),
    Column("stage", String(16), nullable=False),
    Column("input_hash", _SHA, nullable=False),
    Column("config_hash", _SHA, nullable=False),
    Column("event", String(16), nullable=False),
    Column("worker", Text),
    Column("seconds", Double),
    Column("detail", Text),
    Index(None, "run_id"),
)

model_calls = Table(
    "model_calls",
    metadata,
    Column("call_key", _SHA, primary_key=True),
    Column("sha256", _SHA, nullable=False),
    Column("run_id", String(32), nullable=False),
    Column("model", Text, nullable=False),
    Column("prompt", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("reply", Text),
    Column("input_tokens", BigInteger, nullable=False),
    Column("output_tokens", BigInteger, nullable=False),
    Column("cost", Double, nullable=False),
    Column("started_at", _TIME, nullable=False),
    Column("finished_at", _TIME),
    Index(None, "run_id"),
    Index(None, "sha256"),
)

corrections = Table(
    "corrections",
    metadata,
    Column("event_id", _ROW_ID, primary_key=True, autoincrement=True),
    Column("report_id", _ROW_ID, ForeignKey("reports.report_id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("pointer", Text, nullable=False),
    Column("action", String(16), nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("note", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", _TIME, nullable=False),
    UniqueConstraint("report_id", "revision"),
    Index(None, "author", "event_id"),
)
