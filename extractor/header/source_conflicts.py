"""Where the sources of a header fact contradict each other, or only weak ones state it."""

from collections.abc import Sequence

from extractor.header.issuer import Issuer
from extractor.header.published import PublishedOn
from extractor.header.report_year import Named, Year
from extractor.header.source import HeaderText
from extractor.records import Finding, Header, Severity, Span, Suspect


def header_findings(
    source: HeaderText,
    header: Header,
    issuer: Issuer | None,
    published: PublishedOn | None,
    year: Year | None,
    named: Sequence[Named],
) -> tuple[Finding, ...]:
    """``header.issuer``, ``header.published_on``, ``header.year`` and ``header.year_doubtful`` findings."""
    found = []
    if issuer is not None and issuer.rival is not None:
        other = source.words(*issuer.rival)
        message = (
            f"发布机关写法不一：“{issuer.name}”与“{other}”，请核对 / "
            f"two bodies are named: {issuer.name} and {other}"
        )
        spans = (*header.issuer.evidence, source.span(*issuer.rival))
        found.append(_finding("header.issuer", message, "/issuer", spans, issuer.name, other))
    if published is not None and published.rivals:
        other_day, at = published.rivals[0]
        message = (
            f"发布日期有两个：{published.day} 与 {other_day}，请核对 / "
            f"two days of publication: {published.day} and {other_day}"
        )
        spans = (source.span(*published.at), source.span(*at))
        sides = (published.day.isoformat(), other_day.isoformat())
        found.append(_finding("header.published_on", message, "/published_on", spans, *sides))
    if year is not None and not year.certain:
        message = (
            f"标题、统计期限均无年份，年度 {year.value} 取自正文，请核对 / "
            f"neither title nor period gives a year; {year.value} is taken from the sentences"
        )
        spans = header.report_year.evidence
        found.append(_finding("header.year_doubtful", message, "/report_year", spans, str(year.value), None))
    return (*found, *_other_year(source, header, named))


def _other_year(source: HeaderText, header: Header, named: Sequence[Named]) -> list[Finding]:
    """The report calls itself one of another year than its title."""
    for report in named:
        if report.year != header.report_year.value and isinstance(header.report_year.value, int):
            message = (
                f"报告自称 {report.year} 年，标题年度为 {header.report_year.value}，请核对 / "
                f"the report calls itself one of {report.year}, its title says {header.report_year.value}"
            )
            spans = (*header.report_year.evidence, source.span(*report.year_at))
            sides = (str(header.report_year.value), str(report.year))
            return [_finding("header.year", message, "/report_year", spans, *sides)]
    return []


def _finding(
    check: str, message: str, where: str, spans: Sequence[Span], left: str | None, right: str | None
) -> Finding:
    return Finding(
        check=check,
        severity=Severity.WARNING,
        message=message,
        where=(where,),
        left=left,
        right=right,
        evidence=tuple(spans),
        suspect=Suspect.EITHER,
    )
