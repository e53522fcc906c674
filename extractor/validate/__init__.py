"""A Report in, Findings out: pure functions, no model, no clock. ``docs/checks.md`` lists them."""

from extractor.validate.registry import Check, YearCheck, registered_checks, registered_year_checks
from extractor.validate.report import check_report, check_years
from extractor.validate.series import body_of

__all__ = [
    "Check",
    "YearCheck",
    "body_of",
    "check_report",
    "check_years",
    "registered_checks",
    "registered_year_checks",
]
