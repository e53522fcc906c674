"""Contradictions that must be reported, alarms that must not, and numbers that must not appear."""

from collections.abc import Iterator
from decimal import Decimal

from extractor.evaluation.gold import Gold, GoldFinding
from extractor.evaluation.scoring.items import ScoredItem, Stratum, Verdict
from extractor.evaluation.scoring.table_cells import ABSENT, shown
from extractor.evaluation.scoring.warnings import MOST_NAMED
from extractor.forms import table_keys
from extractor.records import Finding, Report, Severity, Span, Suspect


def score_findings(report: Report, gold: Gold) -> Iterator[ScoredItem]:
    """Labelled contradictions: found or omitted; alarms where the labels forbid them: fabricated."""
    serious = [finding for finding in report.findings if finding.severity is not Severity.INFO]
    for label in gold.findings:
        if label.optional:
            continue
        found = any(_points_at(finding, label, report) for finding in serious)
        verdict, basis = (Verdict.RIGHT, "rule") if found else (Verdict.OMITTED, ABSENT)
        yield ScoredItem(
            "findings",
            f"{label.kind}@{label.about}",
            Stratum.ITEM,
            verdict,
            basis,
            found,
            label.kind,
            None,
            label.start,
            label.end,
        )
    for finding in serious:
        if any(_points_at(finding, label, report) for label in gold.findings):
            continue
        if any(_forbidden(finding, about) for about in gold.must_not_find):
            where = finding.where[0] if finding.where else ""
            # The alarm is itself the warning: it is no silent error.
            yield ScoredItem(
                "findings",
                f"{finding.check}@{where}",
                Stratum.ITEM,
                Verdict.FABRICATED,
                "rule",
                True,
                None,
                finding.check,
            )


def score_absent(report: Report, gold: Gold) -> Iterator[ScoredItem]:
    """One item for each number that must not appear; fabricated where a fact carries it."""
    if not gold.absent:
        return
    values = list(_values(report))
    for label in gold.absent:
        place = next((pointer for pointer, value in values if value == label.value), None)
        verdict, basis = (Verdict.FABRICATED, "rule") if place else (Verdict.RIGHT, ABSENT)
        said = f"{shown(label.value)} @ {place}" if place else None
        yield ScoredItem("absent", str(shown(label.value)), Stratum.BLANK, verdict, basis, False, None, said)


def _values(report: Report) -> Iterator[tuple[str, Decimal | int]]:
    for table, row, column, cell in report.tables.cells():
        if cell.value is not None:
            yield f"{table}.{row}.{column}", cell.value
    for index, count in enumerate(report.narrative.counts):
        yield f"counts[{index}]", count.value
    for name, events in (("trainings", report.narrative.trainings), ("events", report.narrative.events)):
        for index, event in enumerate(events):
            if event.participants is not None:
                yield f"{name}[{index}].participants", event.participants
    if isinstance(report.report_year.value, int):
        yield "report_year", report.report_year.value


def pointer(about: str) -> str:
    """JSON pointer of a dotted gold pointer."""
    table = about.split(".")[0] in table_keys()
    return ("/tables/" if table else "/") + about.replace(".", "/")


def _points_at(finding: Finding, label: GoldFinding, report: Report) -> bool:
    place = pointer(label.about)
    if len(finding.where) <= MOST_NAMED and any(_within(where, place) for where in finding.where):
        return True
    if label.start is None or label.end is None:
        return False
    spans = [*finding.evidence, *_counts_at(finding, report)]
    return any(span.start < label.end and label.start < span.end for span in spans)


def _within(where: str, place: str) -> bool:
    return where == place or where.startswith(place + "/")


def _counts_at(finding: Finding, report: Report) -> Iterator[Span]:
    """Evidence of the counts that a finding points at."""
    counts = report.narrative.counts
    for where in finding.where:
        parts = where.split("/")
        if parts[1:3] == ["narrative", "counts"] and len(parts) > 3 and parts[3].isdecimal():
            index = int(parts[3])
            if index < len(counts):
                yield counts[index].evidence


def _forbidden(finding: Finding, about: str) -> bool:
    if about == "*":
        return finding.suspect is Suspect.ISSUER
    return any(_within(where, pointer(about)) for where in finding.where)
