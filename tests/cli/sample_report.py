"""One small text and a Report made for it by hand."""

from extractor.records import (
    Cell,
    Count,
    Coverage,
    Document,
    Fact,
    Finding,
    Narrative,
    Period,
    Report,
    Severity,
    Span,
    Tables,
)
from extractor.records import Run as RunRecord

TEXT = "青禾县人民政府2020年政府信息公开工作年度报告\n一、总体情况\n全年主动公开政府信息31条。\n"
CRASH = "崩溃"


def report_of(document: Document) -> Report:
    """A Report with a little of everything, in which every quote stands in the text."""
    start = document.text.index("31")
    span = Span.of(document.text, start, start + 2)

    def fact(value: str | int | None) -> Fact:
        return Fact(value=value, basis="rule")

    def cell(value: int, basis: str) -> Cell:
        return Cell(value=value, raw=str(value), basis=basis, evidence=span)

    return Report(
        source=document.source,
        issuer=fact("青禾县人民政府"),
        title=fact("[red]年度报告[/red]"),
        report_year=fact(2020),
        form="2019",
        period=Period(start=fact(None), end=fact(None)),
        published_on=None,
        sections=(),
        tables=Tables(
            applications={
                "new": {"natural": cell(3, "proved"), "total": cell(4, "conflict")},
                "other_misc": None,
            }
        ),
        narrative=Narrative(
            counts=(
                Count(
                    topic="disclosed_items",
                    label="政府信息",
                    value=31,
                    unit="条",
                    approximate=False,
                    scope=None,
                    period="year",
                    evidence=span,
                    basis="rule",
                ),
            )
        ),
        findings=(
            Finding(check="mild", severity=Severity.INFO, message="a mild thing"),
            Finding(check="grave", severity=Severity.ERROR, message="a grave \x1b[31mthing", left=3, right=4),
        ),
        coverage=Coverage(digits_total=3, digits_used=1, digits_ignored={"date": 1}, unexplained=(span,)),
        run=RunRecord(extractor_version="0", engine="rules", seconds=0.01),
    )
