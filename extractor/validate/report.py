"""Run every registered check on a Report, or on the Reports of one body year by year."""

from collections.abc import Sequence

from extractor.records import Finding, Report
from extractor.validate import (  # noqa: F401 - importing a module registers its checks
    cases,
    cells,
    dates,
    dropped,
    events,
    fees,
    headings,
    identities,
    presence,
    proactive,
    prose,
    ratios,
    recognised,
    sections,
    spans,
    uncertain,
    unread,
    witnesses,
    years,
)
from extractor.validate.context import Context
from extractor.validate.registry import (
    finding_of,
    in_reading_order,
    registered_checks,
    registered_year_checks,
)
from extractor.validate.series import Series, gap_before, unplaced


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


def check_years(reports: Sequence[Report], bodies: Sequence[str | None]) -> dict[int, tuple[Finding, ...]]:
    """Findings across the years of each body among ``reports``, by index into ``reports``.

    ``bodies``: id of the body of each report, None where it cannot be told (and then nothing is compared,
    which is said where names are the same). A year that occurs twice for one body is left out, since it
    cannot be told which of the two counts. A year that is missing between two is a finding.
    """
    series = Series(reports, bodies)
    found: dict[int, tuple[Finding, ...]] = {}
    for index in range(len(reports)):
        if drafts := [("years.body", draft) for draft in unplaced(series, index)]:
            found[index] = in_reading_order([finding_of(check_id, draft) for check_id, draft in drafts])
    for after in series.single():
        before = series.year_before(after)
        if before is None:
            drafts = [("years.gap", draft) for draft in gap_before(series, after)]
        else:
            pair = reports[before], reports[after]
            drafts = [(check.id, draft) for check in registered_year_checks() for draft in check.run(*pair)]
        if drafts:
            found[after] = in_reading_order([finding_of(check_id, draft) for check_id, draft in drafts])
    return found
