"""Run every registered check on a Report, or on the Reports of one body year by year."""

from collections.abc import Callable, Sequence

from extractor.records import Finding, Report
from extractor.validate import (  # noqa: F401 - importing a module registers its checks
    cases,
    cell_checks,
    date_checks,
    dropped,
    event_checks,
    fees,
    garbled_headings,
    heading_checks,
    identities,
    lone_blanks,
    lost_items,
    lost_numbers,
    paragraph_ends,
    presence,
    print_slips,
    proactive,
    prose_checks,
    ratios,
    recognised,
    row_labels,
    section_checks,
    spans,
    uncertain,
    unread_checks,
    witness_checks,
    year_checks,
)
from extractor.validate.check_registry import (
    Draft,
    drafts_of,
    finding_of,
    in_reading_order,
    registered_checks,
    registered_year_checks,
)
from extractor.validate.context import Context
from extractor.validate.series import Series, gap_before, placed, unplaced


def check_report(report: Report, text: str | None = None) -> tuple[Finding, ...]:
    """Findings of all checks, worst first; pure.

    ``text`` is the canonical text of the report; without it the checks that need it are skipped.
    """
    context = Context(report, text)
    found = [
        finding_of(check.id, draft)
        for check in registered_checks()
        if text is not None or not check.needs_text
        for draft in drafts_of(check, context)
    ]
    return in_reading_order(found)


def check_years(reports: Sequence[Report], bodies: Sequence[str | None]) -> dict[int, tuple[Finding, ...]]:
    """Findings across the years of each body among ``reports``, by index into ``reports``.

    ``bodies``: id of the body of each report, None where it cannot be told (and then nothing is compared,
    which is said where names are the same). A year that occurs twice for one body is left out, since it
    cannot be told which of the two counts. A year that is missing between two is a finding.
    """
    series = Series([placed(report, body) for report, body in zip(reports, bodies, strict=True)])
    found = {index: findings_across(series, index, reports.__getitem__) for index in range(len(reports))}
    return {index: findings for index, findings in found.items() if findings}


def findings_across(series: Series, index: int, report_of: Callable[[int], Report]) -> tuple[Finding, ...]:
    """What one report of a series says against the year before, or that this year is missing.

    ``report_of`` gives the report at a place of the series: only those that are compared are asked for.
    """
    drafts: list[tuple[str, Draft]] = []
    if series.shared_name(index) is not None:
        drafts += [("years.body", draft) for draft in unplaced(series, index, report_of(index))]
    if series.is_single(index):
        before = series.year_before(index)
        if before is None:
            drafts += [("years.gap", draft) for draft in gap_before(series, index)]
        else:
            drafts += _pair_drafts(report_of(before), report_of(index))
    return in_reading_order([finding_of(check_id, draft) for check_id, draft in drafts])


def check_pair(before: Report, after: Report) -> tuple[Finding, ...]:
    """Findings of a report against that of the year before, of one body; ``after`` is what they speak of."""
    return in_reading_order([finding_of(check_id, draft) for check_id, draft in _pair_drafts(before, after)])


def _pair_drafts(before: Report, after: Report) -> list[tuple[str, Draft]]:
    return [(check.id, draft) for check in registered_year_checks() for draft in check.run(before, after)]
