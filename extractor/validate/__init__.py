"""A Report in, Findings out: pure functions, no model, no clock. ``docs/checks.md`` lists them."""

from extractor.validate.registry import Check, YearCheck, registered_checks, registered_year_checks
from extractor.validate.report import check_report, check_years

__all__ = [
    "Check",
    "YearCheck",
    "check_report",
    "check_years",
    "registered_checks",
    "registered_year_checks",
]
