"""The queue by year, form, state and check, so that a filter costs the same however many documents there are.

Revision: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_IN_ORDER = ("urgency", "name", "sha256")
_OLD = {
    "ix_review_queue_view_urgency_name_sha256": ("view", *_IN_ORDER),
    "ix_review_queue_view_state_urgency_name_sha256": ("view", "state", *_IN_ORDER),
}
_NEW = {
    "ix_review_queue_in_order": ("view", *_IN_ORDER, "issuer"),
    "ix_review_queue_issuers": ("view", "issuer", "state", "doubts", "decisions", "report_year", "form"),
}


def _empty_queue() -> None:
    """The page makes the queue anew from Reports and events when it is next opened."""
    op.execute("DELETE FROM review_queue")
    op.execute("DELETE FROM review_views")


def upgrade() -> None:
    """Make the tables, and the indexes anew."""
    _empty_queue()
    for name in _OLD:
        op.drop_index(op.f(name), "review_queue")
    for name, columns in _NEW.items():
        op.create_index(op.f(name), "review_queue", list(columns))
    op.create_table(
        "review_cells",
        sa.Column("cell_id", _ROW_ID, autoincrement=True, nullable=False),
        sa.Column("view", sa.String(length=80), nullable=False),
        sa.Column("check_id", sa.Text(), nullable=False),
        sa.Column("report_year", sa.Integer()),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("cell_id", name=op.f("pk_review_cells")),
    )
    op.create_index(op.f("ix_review_cells_view_check_id"), "review_cells", ["view", "check_id"])
    op.create_table(
        "review_cell_rows",
        sa.Column("cell_id", _ROW_ID, autoincrement=False, nullable=False),
        sa.Column("urgency", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["cell_id"], ["review_cells.cell_id"], name=op.f("fk_review_cell_rows_cell_id")
        ),
        sa.PrimaryKeyConstraint("cell_id", "urgency", "name", "sha256", name=op.f("pk_review_cell_rows")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("review_cell_rows")
    op.drop_table("review_cells")
    _empty_queue()
    for name in _NEW:
        op.drop_index(op.f(name), "review_queue")
    for name, columns in _OLD.items():
        op.create_index(op.f(name), "review_queue", list(columns))
