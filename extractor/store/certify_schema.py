"""The tables of certificates: plans, their drawn samples, and what readers answered."""

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Index, Integer, String, Table, Text

from extractor.store.review_schema import metadata

__all__ = ["certify_answers", "certify_plans", "certify_sample", "metadata"]

_ROW_ID = BigInteger().with_variant(Integer(), "sqlite")

certify_plans = Table(
    "certify_plans",
    metadata,
    Column("plan_id", String(32), primary_key=True),
    Column("created_at", String(32), nullable=False),
    Column("plan", Text, nullable=False),
    Column("plan_sha256", String(64), nullable=False),
)

certify_sample = Table(
    "certify_sample",
    metadata,
    Column("plan_id", String(32), ForeignKey("certify_plans.plan_id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("stratum", String(64), nullable=False),
    Column("report_id", _ROW_ID, ForeignKey("reports.report_id"), nullable=False),
    Column("pointer", Text, nullable=False),
    Column("claim", Text, nullable=False),
    sqlite_with_rowid=False,
)

certify_answers = Table(
    "certify_answers",
    metadata,
    Column("entry_id", _ROW_ID, primary_key=True, autoincrement=True),
    Column("plan_id", String(32), ForeignKey("certify_plans.plan_id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("answer", Text, nullable=False),
    Column("seconds", Double, nullable=False),
    Index(None, "plan_id", "position"),
)
