"""What people decided in the views, the machine's values beside; documents that a person decided in.

Revision: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NEWEST = "r.report_id = (SELECT max(o.report_id) FROM reports o WHERE o.sha256 = r.sha256)"
_REPORTS = """
CREATE VIEW current_reports AS
SELECT r.report_id, d.name AS document, r.sha256, {issuer}, r.form, r.engine, r.stage,
       r.extractor_version, {findings}, r.created_at{more}
FROM reports r JOIN documents d ON d.sha256 = r.sha256{joined}
WHERE {newest}
"""
_OLD_REPORTS = _REPORTS.format(
    issuer="r.issuer, r.report_year", findings="r.errors, r.warnings", more="", joined="", newest=_NEWEST
)
_IF_CORRECTED = "CASE WHEN c.report_id IS NULL THEN r.{0} ELSE c.{0} END AS {0}"
_NEW_REPORTS = _REPORTS.format(
    issuer=", ".join(_IF_CORRECTED.format(name) for name in ("issuer", "report_year")),
    findings=", ".join(_IF_CORRECTED.format(name) for name in ("errors", "warnings")),
    more=", coalesce(c.corrections, 0) AS corrections",
    joined=" LEFT JOIN corrected_reports c ON c.report_id = r.report_id",
    newest=_NEWEST,
)
_VALUES = """
SELECT r.report_id, r.document, r.issuer, r.report_year, r.form, v.position, v.table_name, v.row_key,
       v.column_key, v.value, v.number, v.raw, v.basis, v.start_offset, v.end_offset{more}
FROM {table} v JOIN current_reports r ON r.report_id = v.report_id
"""
_MACHINE = _VALUES.format(table="report_values", more="")
_DECIDED = "v.machine_value, v.corrected_by, v.corrected_at, v.reason"
_BOTH = (
    "CREATE VIEW current_values AS"
    + _VALUES.format(
        table="report_values",
        more="".join(f", CAST(NULL AS TEXT) AS {name[2:]}" for name in _DECIDED.split(", ")),
    )
    + "WHERE NOT EXISTS (SELECT 1 FROM corrected_reports c WHERE c.report_id = v.report_id)\nUNION ALL"
    + _VALUES.format(table="corrected_values", more=f", {_DECIDED}")
)
_TOTALS = """
CREATE VIEW current_totals AS
SELECT issuer, report_year, form, document, table_name, row_key, number, basis
FROM current_values WHERE column_key = 'total'
"""
_VIEWS = ("current_totals", "current_values", "current_reports")


def upgrade() -> None:
    """Make the tables, empty, and the views anew; the page takes all events in again and fills the tables."""
    op.create_table(
        "corrected_reports",
        sa.Column("report_id", _ROW_ID, nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.Text()),
        sa.Column("report_year", sa.Integer()),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("corrections", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.report_id"],
            name=op.f("fk_corrected_reports_report_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_corrected_reports")),
    )
    op.create_table(
        "corrected_values",
        sa.Column("report_id", _ROW_ID, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("table_name", sa.String(length=32), nullable=False),
        sa.Column("row_key", sa.String(length=64), nullable=False),
        sa.Column("column_key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text()),
        sa.Column("number", sa.Double()),
        sa.Column("raw", sa.Text()),
        sa.Column("basis", sa.String(length=16), nullable=False),
        sa.Column("start_offset", sa.Integer()),
        sa.Column("end_offset", sa.Integer()),
        sa.Column("machine_value", sa.Text()),
        sa.Column("corrected_by", sa.Text()),
        sa.Column("corrected_at", sa.String(length=32)),
        sa.Column("reason", sa.Text()),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.report_id"],
            name=op.f("fk_corrected_values_report_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", "position", name=op.f("pk_corrected_values")),
    )
    op.add_column("review_views", sa.Column("seen", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE review_views SET event_id = 0, seen = (SELECT count(*) FROM review_queue q "
        "WHERE q.view = review_views.view AND q.decisions > 0)"
    )
    for name in _VIEWS:
        op.execute(f"DROP VIEW {name}")
    for view in (_NEW_REPORTS, _BOTH, _TOTALS, f"CREATE VIEW machine_values AS{_MACHINE}"):
        op.execute(view)


def downgrade() -> None:
    """Drop them."""
    for name in ("machine_values", *_VIEWS):
        op.execute(f"DROP VIEW {name}")
    for view in (_OLD_REPORTS, f"CREATE VIEW current_values AS{_MACHINE}", _TOTALS):
        op.execute(view)
    op.drop_column("review_views", "seen")
    op.drop_table("corrected_values")
    op.drop_table("corrected_reports")
