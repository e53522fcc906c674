"""Where the sources of a header fact contradict each other, or only weak ones state it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from extractor.header.issuer import Issuer
from extractor.header.published import PublishedOn
from extractor.header.report_year import Named, Year
from extractor.header.source import HeaderText, Stretch
from extractor.header.titles import Title
from extractor.records import Finding, Header, Severity, Span, Suspect


class Sources(NamedTuple):
    """What the sources of the header facts say."""

    issuer: Issuer | None
    published: PublishedOn | None
    year: Year | None
    named: Sequence[Named]
    too_early: tuple[date, Stretch] | None
    """A day of publication before the year was over, which was not taken."""
    backwards: tuple[Stretch, Stretch] | None
    """The days of a period that ends before it begins."""
    other_title: Year | None
    """Another year in the report's own title, or in a title beside it."""
    told: Year | None
    """The year far from the title's that all sentences date the work to."""
    early: Title | None
    """The report's title where it names the year after the one that the figures cover."""


def header_findings(source: HeaderText, header: Header, said: Sources) -> tuple[Finding, ...]:
    """Findings on issuer, day of publication, period and year."""
    issuer, published, year = said.issuer, said.published, said.year
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
        place = (
            ("首部文字", "the lines at the head") if year.at[0] < source.body else ("正文", "the sentences")
        )
        message = (
            f"未读出带年份的标题或统计期限，年度 {year.value} 取自{place[0]}，请核对 / "
            f"no title or period with a year was read; {year.value} is taken from {place[1]}"
        )
        spans = header.report_year.evidence
        found.append(_finding("header.year_doubtful", message, "/report_year", spans, str(year.value), None))
    return (*found, *_days(source, header, said), *_other_year(source, header, said))


def _days(source: HeaderText, header: Header, said: Sources) -> Iterator[Finding]:
    """Days that cannot be what they say of themselves."""
    if said.published is None and said.too_early is not None:
        day, at = said.too_early
        message = (
            f"所印发布日期 {day} 早于报告年度 {header.report_year.value} 结束，未采用，请核对 / "
            f"published on {day}, before the end of {header.report_year.value}: it was not taken"
        )
        yield _finding(
            "header.published_on", message, "/published_on", [source.span(*at)], day.isoformat(), None
        )
    if said.backwards is not None:
        start, end = (source.span(*each) for each in said.backwards)
        message = (
            f"统计期限起止颠倒：{start.quote}至{end.quote}，请核对 / "
            f"the period ends before it begins: {start.quote} to {end.quote}"
        )
        yield _finding("header.period", message, "/period", [start, end], start.quote, end.quote)


def _other_year(source: HeaderText, header: Header, said: Sources) -> list[Finding]:
    """The report calls itself one of another year than its title, or has two titles."""
    if said.early is not None and said.early.year_at is not None:
        message = (
            f"标题年度为 {said.early.year}，统计期限为 {header.report_year.value} 年，按后者，请核对 / "
            f"the title says {said.early.year}, the figures cover {header.report_year.value}: that is taken"
        )
        spans = (*header.report_year.evidence, source.span(*said.early.year_at))
        sides = (str(header.report_year.value), str(said.early.year))
        return [_finding("header.year", message, "/report_year", spans, *sides)]
    other = said.other_title
    if other is not None:
        message = (
            f"标题有两个年度：{header.report_year.value} 与 {other.value}，请核对 / "
            f"two titles of different years: {header.report_year.value} and {other.value}"
        )
        spans = (*header.report_year.evidence, source.span(*other.at))
        sides = (str(header.report_year.value), str(other.value))
        return [_finding("header.year", message, "/report_year", spans, *sides)]
    if said.told is not None:
        message = (
            f"标题年度为 {header.report_year.value}，正文所述均为 {said.told.value} 年，请核对 / "
            f"the title says {header.report_year.value}, the sentences tell of {said.told.value}"
        )
        spans = (*header.report_year.evidence, source.span(*said.told.at))
        sides = (str(header.report_year.value), str(said.told.value))
        return [_finding("header.year", message, "/report_year", spans, *sides)]
    for report in said.named:
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
