"""A Report in, Findings out: pure functions, no model, no clock. ``docs/checks.md`` lists them."""

from extractor.validate.check_registry import Check, YearCheck, registered_checks, registered_year_checks
from extractor.validate.run_checks import check_pair, check_report, check_years, findings_across
from extractor.validate.series import Series, SeriesPlace

__all__ = [
    "Check",
    "Series",
    "SeriesPlace",
    "YearCheck",
    "check_pair",
    "check_report",
    "check_years",
    "findings_across",
    "registered_checks",
    "registered_year_checks",
]
