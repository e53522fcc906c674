"""Reports at random: any figures, any words, every kind of gap."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from extractor.records import (
    Basis,
    Cell,
    CellBasis,
    Count,
    CountPeriod,
    Coverage,
    Document,
    Event,
    EventKind,
    Fact,
    Finding,
    Narrative,
    Page,
    Period,
    Report,
    Run,
    Severity,
    Source,
    Span,
    Statement,
    Suspect,
    Tables,
    Topic,
    Usage,
)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
keys = st.sampled_from(["new", "carried_in", "granted", "rules", "reconsideration"])
columns = st.sampled_from(["natural", "total", "amount", "issued", "pending"])
numbers = st.one_of(
    st.integers(-(10**6), 10**9).map(Decimal),
    st.decimals(-(10**6), 10**6, allow_nan=False, allow_infinity=False, places=4),
)
dates = st.dates(date(2000, 1, 1), date(2030, 12, 31))
bases = st.sampled_from(Basis)


@st.composite
def spans(draw):
    start, quote = draw(st.integers(0, 9999)), draw(words)
    return Span(start=start, end=start + len(quote), quote=quote)


facts = st.builds(
    Fact,
    value=st.one_of(st.none(), dates, st.integers(1990, 2030), words),
    basis=bases,
    evidence=st.lists(spans(), max_size=2).map(tuple),
)
cells = st.builds(
    Cell,
    value=st.none() | numbers,
    raw=st.none() | words,
    basis=st.sampled_from(CellBasis),
    evidence=st.none() | spans(),
    alternatives=st.lists(numbers, max_size=2).map(tuple),
)
tables = st.none() | st.dictionaries(
    keys, st.none() | st.dictionaries(columns, cells, max_size=3), max_size=3
)
counts = st.builds(
    Count,
    topic=st.sampled_from(Topic),
    label=words,
    value=numbers,
    unit=words,
    approximate=st.booleans(),
    scope=st.none() | words,
    period=st.sampled_from(CountPeriod),
    evidence=spans(),
    basis=bases,
)
events = st.builds(
    Event,
    kind=st.sampled_from(EventKind),
    name=words,
    start=st.none() | dates,
    end=st.none() | dates,
    date_text=st.none() | words,
    participants=st.none() | st.integers(0, 10**6),
    participants_approximate=st.booleans(),
    place=st.none() | words,
    evidence=spans(),
    basis=bases,
)
statements = st.builds(
    Statement,
    text=words,
    evidence=spans(),
    addresses=st.lists(st.integers(0, 5), max_size=2).map(tuple),
    basis=bases,
)
findings = st.builds(
    Finding,
    check=st.sampled_from(["sum.row", "claim.all_finished"]),
    severity=st.sampled_from(Severity),
    message=words,
    where=st.lists(words, max_size=2).map(tuple),
    left=st.none() | numbers,
    right=st.none() | numbers,
    evidence=st.lists(spans(), max_size=1).map(tuple),
    suspect=st.sampled_from(Suspect),
)


def few(strategy):
    return st.lists(strategy, max_size=2).map(tuple)


narratives = st.builds(
    Narrative,
    counts=few(counts),
    trainings=few(events),
    events=few(events),
    issues=few(statements),
    remedies=few(statements),
    past_rectifications=few(statements),
)


@st.composite
def documents_with_reports(draw):
    """(Document, Report) with the same source; the offsets are not those of the text."""
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
    source = Source(
        name=draw(words),
        sha256=draw(st.text("0123456789abcdef", min_size=64, max_size=64)),
        media_type="text/plain",
        encoding=draw(st.none() | st.just("gb18030")),
        characters=len(text),
    )
    pages = draw(
        st.lists(st.builds(Page, number=st.integers(1, 9), start=st.just(0), end=st.just(1)), max_size=2)
    )
    report = Report(
        source=source,
        issuer=draw(facts),
        title=draw(facts),
        report_year=draw(facts),
        form=draw(st.sampled_from(("2019", "2021", "legacy", "unknown"))),
        period=draw(st.builds(Period, start=facts, end=facts)),
        published_on=draw(st.none() | facts),
        sections=(),
        tables=draw(st.builds(Tables, proactive=tables, applications=tables, disputes=tables)),
        narrative=draw(narratives),
        findings=draw(few(findings)),
        coverage=Coverage(digits_total=3, digits_used=1),
        run=Run(extractor_version="0", engine="rules", seconds=0, usage=Usage(calls=1, cost=Decimal("0.25"))),
    )
    return Document(source=source, text=text, pages=tuple(pages)), report
