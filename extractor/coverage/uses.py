"""Which digits the facts of a report use as evidence."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from extractor.coverage.digit_runs import DigitRun, digit_runs
from extractor.records import Cell, Count, Event, Fact, Header, Narrative, Span, Tables

Stretch = tuple[int, int]
"""Half-open canonical offsets."""

_SCALES = (Decimal(1), Decimal(10), Decimal(100), Decimal(1_000), Decimal(10_000), Decimal(100_000_000))
"""A printed 18 of 18万 stands for 180000; 3千 for 3000."""


def uses_of(header: Header, tables: Tables, narrative: Narrative) -> Iterator[Stretch]:
    """Stretches whose digits a fact uses; statements use none, since they carry words, not numbers."""
    yield from _of_header(header)
    for cell in cells_of(tables):
        if cell.evidence is not None:
            yield cell.evidence.start, cell.evidence.end
    for count in narrative.counts:
        yield from _of_count(count)
    for event in (*narrative.trainings, *narrative.events):
        yield from _of_event(event)


def cells_of(tables: Tables) -> Iterator[Cell]:
    """All cells of all tables."""
    return (cell for *_, cell in tables.cells())


def _of_header(header: Header) -> Iterator[Stretch]:
    facts: Iterable[Fact | None] = (
        header.issuer,
        header.title,
        header.report_year,
        header.period.start,
        header.period.end,
        header.published_on,
    )
    for fact in facts:
        for span in () if fact is None else fact.evidence:
            yield span.start, span.end


def _of_count(count: Count) -> Iterator[Stretch]:
    """The runs that spell the value of the count; all of its evidence where none does alone (1 2件)."""
    runs = list(_runs_in(count.evidence))
    if len(runs) == 1:
        yield runs[0].start, runs[0].end
        return
    spelling = [run for run in runs if run.value is not None and _stands_for(run.value, count.value)]
    for run in spelling or runs:
        yield run.start, run.end


def _of_event(event: Event) -> Iterator[Stretch]:
    """The digits of the event's date and of its number of participants."""
    span = event.evidence
    if event.date_text:
        at = span.quote.find(event.date_text)
        if at >= 0:
            yield span.start + at, span.start + at + len(event.date_text)
        else:
            dates = {
                part for day in (event.start, event.end) if day for part in (day.year, day.month, day.day)
            }
            yield from ((run.start, run.end) for run in _runs_in(span) if run.value in dates)
    if event.participants is not None:
        wanted = Decimal(event.participants)
        yield from ((run.start, run.end) for run in _runs_in(span) if run.value == wanted)


def _runs_in(span: Span) -> Iterator[DigitRun]:
    for run in digit_runs(span.quote):
        yield DigitRun(span.start + run.start, span.start + run.end, run.words)


def _stands_for(printed: Decimal, value: Decimal) -> bool:
    return any(printed * scale == value for scale in _SCALES)
