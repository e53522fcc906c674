"""The tables of the correction page beside ``corrections``: who may log in, what was done to the store."""

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text

from extractor.store.schema import metadata

__all__ = ["metadata", "review_audit", "review_users"]

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
    Column("entry_id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("who", Text, nullable=False),
    Column("what", String(32), nullable=False),
    Column("detail", Text, nullable=False),
)
