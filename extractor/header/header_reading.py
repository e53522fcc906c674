"""Header facts: issuer, title, report year, period, date of publication."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from extractor.header.body_names import ends_as_a_body
from extractor.header.issuer import find_issuer
from extractor.header.period import backward_period, read_period
from extractor.header.published import day_before_its_year, find_published
from extractor.header.report_year import Named, Year, announced_year, named_reports, year_of_prose
from extractor.header.source import HeaderText
from extractor.header.source_conflicts import Sources, header_findings
from extractor.header.titles import Title, find_title, title_of_another_year
from extractor.records import Basis, Document, Fact, Finding, Folded, Header, Period, Section

_HEAD = 2500
_LAPSE = 3
"""Years less far apart are compared sentence by sentence (``year.mismatch``)."""


class HeaderReading(NamedTuple):
    """The header facts, and where their sources contradict each other."""

    header: Header
    findings: tuple[Finding, ...]


def read_header(document: Document, folded: Folded, sections: Sequence[Section] = ()) -> HeaderReading:
    """Header facts of a report; what the document does not state is a Fact without a value.

    ``folded`` is the prose folding of the whole document. Two places may make one value (a title over
    two lines, a body named in full only by title and signature together): each is evidence.
    """
    first = min((section.heading.start for section in sections), default=None)
    source = HeaderText(document, folded, first)
    head = max(min(_HEAD, len(source.text)), source.body)
    named = named_reports(source, head)
    rough = read_period(source, named[0].year if named else None)
    own = _year_of_period(rough) or (named[0].year if named else None)
    title = find_title([line for line in source.lines if line.start < _HEAD], _head_end(source), own)
    stated = title.year if title and title.year else named[0].year if named else None
    period = read_period(source, stated)
    early = title if title is not None and _names_year_after(source, sections, title, period) else None
    year, fact = _report_year(source, sections, None if early else title, period, () if early else named)
    of_year = fact.value if isinstance(fact.value, int) else None
    published = find_published(source, title, period, of_year)
    issuer = find_issuer(source, title, named)
    header = Header(
        issuer=source.fact(None) if issuer is None else source.fact(issuer.name, *issuer.places),
        title=_title(source, title),
        report_year=fact,
        period=period,
        published_on=source.fact(None) if published is None else source.fact(published.day, published.at),
    )
    said = Sources(
        issuer,
        published,
        year,
        named,
        day_before_its_year(source, title, period, of_year),
        backward_period(source, of_year) if period.start.value is None else None,
        _other_title(source, title),
        None if title is None or early else _told_instead(source, sections, title),
        early,
    )
    return HeaderReading(header, header_findings(source, header, said))


def _other_title(source: HeaderText, title: Title | None) -> Year | None:
    """Another year that the title, or a title beside it, says the report is on."""
    if title is None:
        return None
    if title.rival is not None:
        return Year(*title.rival)
    beside = title_of_another_year(source.lines, title)
    return (
        None if beside is None or not (beside.year and beside.year_at) else Year(beside.year, beside.year_at)
    )


def _told_instead(source: HeaderText, sections: Sequence[Section], title: Title) -> Year | None:
    """The year that the sentences tell of where it is far from the title's: 2032 above a report on 2022."""
    if title.year is None:
        return None
    below = tuple((max(low, title.end), high) for low, high in _prose(source, sections) if high > title.end)
    told = year_of_prose(source, below, without=title.year)
    return told if told is not None and abs(told.value - title.year) > _LAPSE else None


def of_another_paper(header: Header) -> Header:
    """The header of a paper that is no report: a body whose name does not end as bodies do is none."""
    name = header.issuer.value
    if not isinstance(name, str) or ends_as_a_body(name):
        return header
    return header.model_copy(update={"issuer": Fact(value=None, basis=Basis.NOT_STATED)})


def _head_end(source: HeaderText) -> int:
    """Titles stand before the first section; where none is known, in the head."""
    return source.body if source.body else _HEAD


def _title(source: HeaderText, title: Title | None) -> Fact:
    if title is None:
        return source.fact(None)
    return source.fact("".join(source.words(*place) for place in title.stretches), *title.stretches)


def _year_of_period(period: Period) -> int | None:
    day = _day_of_the_year(period)
    return day.value.year if day is not None and isinstance(day.value, date) else None


def _day_of_the_year(period: Period) -> Fact | None:
    """The first or the last day of the period: that in whose year most of it lies (2021.12.16—2022.12.15)."""
    start, end = period.start.value, period.end.value
    if not isinstance(start, date) or not isinstance(end, date):
        return next((day for day in (period.start, period.end) if isinstance(day.value, date)), None)
    turn = date(end.year, 1, 1)
    return period.start if (turn - start) >= (end - turn) else period.end


def _report_year(
    source: HeaderText,
    sections: Sequence[Section],
    title: Title | None,
    period: Period,
    named: Sequence[Named],
) -> tuple[Year | None, Fact]:
    """(the year where only sentences say it, the fact): from title, own name, period, preamble, prose."""
    if title is not None and title.year is not None and title.year_at is not None:
        return None, source.fact(title.year, title.year_at)
    if named:
        return None, source.fact(named[0].year, named[0].year_at)
    day = _day_of_the_year(period)
    if day is not None and isinstance(day.value, date):
        return None, Fact(value=day.value.year, basis=day.basis, evidence=day.evidence)
    prose = year_of_prose(source, _prose(source, sections))
    announced = announced_year(source, max(source.body, 400))
    year = announced if announced is not None and (prose is None or prose.value == announced.value) else prose
    return year, source.fact(None) if year is None else source.fact(year.value, year.at)


def _names_year_after(source: HeaderText, sections: Sequence[Section], title: Title, period: Period) -> bool:
    """Whether a title names the year in which a report came out and not the one that its figures cover.

    The period says the year before, and so do a day of publication within the title's year, or the sentences.
    """
    of_period = _year_of_period(period)
    if title.year is None or of_period != title.year - 1 or period.start.value is None:
        return False
    day = day_before_its_year(source, title, period, title.year)
    if day is not None and day[0].year == title.year:
        return True
    prose = year_of_prose(source, _prose(source, sections))
    return prose is not None and prose.certain and prose.value == of_period


def _prose(source: HeaderText, sections: Sequence[Section]) -> tuple[tuple[int, int], ...]:
    """The stretches that hold sentences: before the first section, and the bodies of prose and all others."""
    if not sections:
        return ((0, len(source.text)),)
    offsets = source.folded
    bodies = [
        (len(offsets.slice(0, each.body.start).text), len(offsets.slice(0, each.body.end).text))
        for each in sections
    ]
    return ((0, source.body), *bodies)
