"""Run every registered check on a Report, or on the Reports of one body year by year."""

from collections.abc import Sequence

from extractor.records import Finding, Report
from extractor.validate import (  # noqa: F401 - importing a module registers its checks
    cases,
    cells,
    dates,
    dropped,
    fees,
    headings,
    identities,
    presence,
    proactive,
    prose,
    ratios,
    sections,
    spans,
    unread,
    years,
)
from extractor.validate.context import Context
from extractor.validate.registry import (
    finding_of,
    in_reading_order,
    registered_checks,
    registered_year_checks,
)


def check_report(report: Report, text: str | None = None) -> tuple[Finding, ...]:
    """Findings of all checks, worst first; pure.

    ``text`` is the canonical text of the report; without it the checks that need it are skipped.
    """
    context = Context(report, text)
    found = [
        finding_of(check.id, draft)
        for check in registered_checks()
        if text is not None or not check.needs_text
        for draft in check.run(context)
    ]
    return in_reading_order(found)


def check_years(reports: Sequence[Report]) -> dict[int, tuple[Finding, ...]]:
    """Findings across the years of each body among ``reports``, by index into ``reports``.

    Reports belong together by the exact issuer; a report is compared with the one of the year before.
    A year that occurs twice for one body is left out, since it cannot be told which of the two counts.
    """
    places: dict[tuple[str, int], list[int]] = {}
    for index, report in enumerate(reports):
        issuer, year = report.issuer.value, report.report_year.value
        if isinstance(issuer, str) and issuer and isinstance(year, int):
            places.setdefault((issuer, year), []).append(index)
    found: dict[int, tuple[Finding, ...]] = {}
    for (issuer, year), indexes in places.items():
        before = places.get((issuer, year - 1), [])
        if len(indexes) == 1 and len(before) == 1:
            pair = reports[before[0]], reports[indexes[0]]
            findings = [
                finding_of(check.id, draft)
                for check in registered_year_checks()
                for draft in check.run(*pair)
            ]
            if findings:
                found[indexes[0]] = in_reading_order(findings)
    return found
