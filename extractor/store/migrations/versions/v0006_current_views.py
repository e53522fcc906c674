"""Views for whoever asks the store by SQL: of each document the newest Report alone, with its body and year.

Revision: 0006
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_NEWEST = "r.report_id = (SELECT max(o.report_id) FROM reports o WHERE o.sha256 = r.sha256)"
_REPORTS = f"""
CREATE VIEW current_reports AS
SELECT r.report_id, d.name AS document, r.sha256, r.issuer, r.report_year, r.form, r.engine, r.stage,
       r.extractor_version, r.errors, r.warnings, r.created_at
FROM reports r JOIN documents d ON d.sha256 = r.sha256
WHERE {_NEWEST}
"""
_VALUES = """
CREATE VIEW current_values AS
SELECT r.report_id, r.document, r.issuer, r.report_year, r.form, v.position, v.table_name, v.row_key,
       v.column_key, v.value, v.number, v.raw, v.basis, v.start_offset, v.end_offset
FROM report_values v JOIN current_reports r ON r.report_id = v.report_id
"""
_TOTALS = """
CREATE VIEW current_totals AS
SELECT issuer, report_year, form, document, table_name, row_key, number, basis
FROM current_values WHERE column_key = 'total'
"""


def upgrade() -> None:
    """Make the views."""
    for view in (_REPORTS, _VALUES, _TOTALS):
        op.execute(view)


def downgrade() -> None:
    """Drop the views."""
    for name in ("current_totals", "current_values", "current_reports"):
        op.execute(f"DROP VIEW {name}")
