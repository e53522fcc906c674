"""Plans of certificates, their samples and what readers answered.

Revision: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _row_id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _plan_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["plan_id"], ["certify_plans.plan_id"], name=op.f(f"fk_{table}_plan_id"))


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "certify_plans",
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("plan_sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_certify_plans")),
    )
    op.create_table(
        "certify_sample",
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stratum", sa.String(length=64), nullable=False),
        sa.Column("report_id", _row_id(), nullable=False),
        sa.Column("pointer", sa.Text(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        _plan_key("certify_sample"),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_certify_sample_report_id")
        ),
        sa.PrimaryKeyConstraint("plan_id", "position", name=op.f("pk_certify_sample")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "certify_answers",
        sa.Column("entry_id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        _plan_key("certify_answers"),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_certify_answers")),
    )
    op.create_index(op.f("ix_certify_answers_plan_id_position"), "certify_answers", ["plan_id", "position"])


def downgrade() -> None:
    """Drop them."""
    for table in ("certify_answers", "certify_sample", "certify_plans"):
        op.drop_table(table)
