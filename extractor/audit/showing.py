"""Findings of single reports and of evaluators' rules, in the shape in which the audit shows all findings."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from tomllib import loads

from pydantic import Field

from extractor.audit.judged_report import Subject
from extractor.audit.kinds import kind_of
from extractor.audit.outliers import Outlier, ReportedFigure
from extractor.audit.rule_verdicts import Point, RuleVerdict
from extractor.audit.rulebook import PublishedRule, Rulebook
from extractor.audit.word_search import shown
from extractor.records import (
    Attribution,
    CellBasis,
    Finding,
    PanelFinding,
    Record,
    Report,
    Severity,
    Span,
    Suspect,
    Witnessed,
)

_MOST_WORDS = 3
"""Of a finding that rests on many places, so many are shown."""
_UNSURE = frozenset({CellBasis.CONFLICT, CellBasis.AMBIGUOUS})


class WatchedFigure(Record):
    """A figure that is held against others of its kind (``figures.toml``)."""

    pointer: str = Field(pattern=r"^/tables/\w+/\w+/\w+$")
    title: str
    english: str


@cache
def watched() -> tuple[WatchedFigure, ...]:
    """All figures that are held against others."""
    text = (files("extractor.audit") / "figures.toml").read_text(encoding="utf-8")
    return tuple(WatchedFigure.model_validate(each) for each in loads(text)["figure"])


def slips_of(attribution: Attribution, findings: Iterable[Finding]) -> Iterator[PanelFinding]:
    """What the checks of one report found and do not lay on the reading; one a place and kind."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for finding in findings:
        kind = kind_of(finding.check)
        if kind is None or finding.suspect is Suspect.READING:
            continue
        place = kind.title, finding.where or (finding.message,)
        if place in seen:
            continue
        seen.add(place)
        pointer = finding.where[0] if finding.where else ""
        words = finding.evidence[:_MOST_WORDS] or (None,)
        yield PanelFinding(
            check=finding.check,
            severity=finding.severity,
            message=finding.message,
            body_id=attribution.body_id,
            year=attribution.year,
            left=finding.left,
            right=finding.right,
            difference=_difference(finding.left, finding.right),
            witnesses=tuple(_witness(attribution, pointer, span) for span in words),
        )


def late_of(
    attribution: Attribution, book: Rulebook, subject: Subject, points: Iterable[Point]
) -> Iterator[PanelFinding]:
    """What was published after its day."""
    days = {rule.id for rule in book.rules if isinstance(rule, PublishedRule)}
    published = subject.report.published_on
    for point in points:
        ruling = point.ruling
        if point.rule in days and ruling.verdict is RuleVerdict.NOT_MET and published is not None:
            yield PanelFinding(
                check=f"late.{point.rule}",
                severity=Severity.WARNING,
                message=f"{ruling.chinese} / {ruling.english}",
                body_id=attribution.body_id,
                year=attribution.year,
                left=str(published.value),
                right=_deadline(published.value, ruling.number),
                difference=Decimal(round(ruling.number or 0)),
                witnesses=tuple(_witness(attribution, "/published_on", span) for span in ruling.words),
            )


def figures_of(report: Report, level: str, body_id: str, year: int) -> Iterator[ReportedFigure]:
    """The watched figures of a report that are not in doubt."""
    for figure in watched():
        _, _, table, row, column = figure.pointer.split("/")
        cell = ((report.tables.get(table) or {}).get(row) or {}).get(column)
        if cell is not None and cell.value is not None and cell.basis not in _UNSURE and cell.value >= 0:
            yield ReportedFigure(figure.pointer, level, body_id, year, float(cell.value))


def outlier_finding(outlier: Outlier, reports: Iterable[str]) -> PanelFinding:
    """An outlier as a finding; ``reports``: keys of the reports of that body and year."""
    figure, known = outlier.figure, next(each for each in watched() if each.pointer == outlier.figure.key)
    value, usual = Decimal(str(round(figure.value, 2))), Decimal(str(round(outlier.usual, 1)))
    among = (
        ("本机关其他年份", "the body's other years")
        if outlier.own
        else ("同级各机关各年", "its level over all years")
    )
    more = f"，{outlier.years} 年都如此" if outlier.years > 1 else ""
    more_english = f", so in {outlier.years} years" if outlier.years > 1 else ""
    return PanelFinding(
        check="outliers.own_years" if outlier.own else "outliers.level",
        severity=Severity.INFO,
        message=f"{known.title} {shown(value)}，{among[0]}的中位数为 {shown(usual)}"
        f"（距离 {outlier.distance:.1f}，n = {outlier.peers}{more}） / "
        f"{known.english} {shown(value)}, the median of {among[1]} is {shown(usual)}"
        f" (distance {outlier.distance:.1f}, n = {outlier.peers}{more_english})",
        body_id=figure.body_id,
        year=figure.year,
        left=value,
        right=usual,
        difference=value - usual,
        witnesses=tuple(
            Witnessed(report=key, body_id=figure.body_id, year=figure.year, pointer=figure.key, value=value)
            for key in reports
        ),
    )


def _deadline(published: object, late: float | None) -> str | None:
    if not isinstance(published, date) or late is None:
        return None
    return str(published - timedelta(days=round(late)))


def _difference(left: object, right: object) -> Decimal | None:
    return left - right if isinstance(left, Decimal) and isinstance(right, Decimal) else None


def _witness(attribution: Attribution, pointer: str, span: Span | None) -> Witnessed:
    return Witnessed(
        report=attribution.report,
        body_id=attribution.body_id,
        year=attribution.year,
        pointer=pointer,
        evidence=span,
    )
