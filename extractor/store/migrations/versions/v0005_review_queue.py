"""The queue of the correction page in its order, and the events of a person in theirs.

Revision: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make both tables, empty: the page fills them from Reports and events."""
    op.create_table(
        "review_queue",
        sa.Column("view", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("report_id", _ROW_ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("report_year", sa.Integer()),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("urgency", sa.BigInteger(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.Column("first_pointer", sa.Text(), nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("checks", sa.Text(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["documents.sha256"], name=op.f("fk_review_queue_sha256")),
        sa.PrimaryKeyConstraint("view", "sha256", name=op.f("pk_review_queue")),
    )
    in_order = ["urgency", "name", "sha256"]
    op.create_index(op.f("ix_review_queue_view_urgency_name_sha256"), "review_queue", ["view", *in_order])
    op.create_index(
        op.f("ix_review_queue_view_state_urgency_name_sha256"), "review_queue", ["view", "state", *in_order]
    )
    op.create_table(
        "review_views",
        sa.Column("view", sa.String(length=80), nullable=False),
        sa.Column("report_id", _ROW_ID, nullable=False),
        sa.Column("event_id", _ROW_ID, nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("view", name=op.f("pk_review_views")),
    )
    op.create_index(op.f("ix_corrections_author_event_id"), "corrections", ["author", "event_id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_corrections_author_event_id"), "corrections")
    op.drop_table("review_views")
    op.drop_table("review_queue")
