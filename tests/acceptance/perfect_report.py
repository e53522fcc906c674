"""The Report that says exactly what the gold labels say; what the comparison is tested with."""

from datetime import date
from decimal import Decimal

from gold_compare import pointer

from extractor.evaluation.gold import Gold, GoldEvent, GoldSpan, GoldStatement, Interval, columns_of
from extractor.records import (
    Basis,
    Cell,
    CellBasis,
    Count,
    CountPeriod,
    Coverage,
    Event,
    EventKind,
    Fact,
    Finding,
    Narrative,
    Period,
    Report,
    Run,
    Section,
    Severity,
    Source,
    Span,
    Statement,
    Suspect,
    Table,
    Tables,
    Topic,
)


def perfect_report(gold: Gold, text: str) -> Report:
    """A Report without any difference from ``gold``."""
    header = gold.header
    return Report(
        source=Source(
            name=gold.document,
            sha256=gold.sha256,
            media_type="text/plain",
            encoding=gold.encoding,
            characters=len(text),
        ),
        issuer=_fact(header.issuer),
        title=_title(text, header.title_span),
        report_year=_fact(header.report_year),
        form=header.form,
        period=Period(start=_fact(header.period[0]), end=_fact(header.period[1])),
        published_on=_fact(header.published_on) if header.published_on else None,
        sections=_sections(gold, text),
        tables=Tables(**{name: _table(gold, name) for name in gold.tables}),
        narrative=_narrative(gold, text),
        findings=_findings(gold, text),
        coverage=Coverage(digits_total=0, digits_used=0),
        run=Run(extractor_version="0", engine="rules", seconds=0),
    )


def _fact(value: str | int | date | None) -> Fact:
    return Fact(value=value, basis=Basis.RULE)


def _title(text: str, span: Interval | None) -> Fact:
    if span is None:
        return _fact(None)
    place = Span.of(text, *span)
    return Fact(value="".join(place.quote.split()), basis=Basis.RULE, evidence=(place,))


def _sections(gold: Gold, text: str) -> tuple[Section, ...]:
    return tuple(
        Section.model_validate(
            {"key": key, "heading": Span.of(text, start, start + 4), "body": Span.of(text, start + 4, end)}
        )
        for key, (start, end) in (gold.sections or {}).items()
    )


def _printed(labels: dict) -> list[str]:
    return [row for row, values in labels.items() if values is not None]


def _table(gold: Gold, name: str) -> Table | None:
    labels = gold.labels_of(name)
    if labels is None:
        return None
    return {
        row: None
        if values is None
        else {
            column: _cell(gold, f"{name}.{row}.{column}", value)
            for column, value in zip(
                columns_of(name, row, gold.header.form, _printed(labels)),
                values,
                strict=True,
            )
        }
        for row, values in labels.items()
    }


def _cell(gold: Gold, place: str, value: Decimal | None) -> Cell:
    ordinary = "printed" if place.startswith("proactive") else "proved"
    basis = CellBasis(gold.basis.get(place, "blank" if value is None else ordinary).split("|")[0])
    nothing = basis in (CellBasis.BLANK, CellBasis.INFERRED)
    raw = gold.raw.get(place, None if nothing else str(value))
    evidence = None if nothing else Span(start=0, end=0, quote="")
    alternatives = gold.alternatives.get(place, ())
    return Cell(value=value, raw=raw, basis=basis, evidence=evidence, alternatives=alternatives)


def _span(label: GoldSpan, text: str) -> Span:
    return Span.of(text, label.start, label.end)


def _narrative(gold: Gold, text: str) -> Narrative:
    counts = tuple(
        Count(
            topic=Topic(label.topic),
            label="",
            value=label.value,
            unit=label.unit.split("|")[0],
            approximate=label.approximate,
            scope=label.scope,
            period=CountPeriod(label.period or "other"),
            evidence=_span(label, text),
            basis=Basis.RULE,
        )
        for label in gold.counts or ()
    )
    return Narrative(
        counts=counts,
        trainings=tuple(_event(label, text) for label in gold.trainings or ()),
        events=tuple(_event(label, text) for label in gold.events or ()),
        issues=_statements(gold.issues, text),
        remedies=_statements(gold.remedies, text),
        past_rectifications=_statements(gold.past_rectifications, text),
    )


def _event(label: GoldEvent, text: str) -> Event:
    return Event(
        kind=EventKind(label.kind),
        name="",
        start=label.start_date,
        end=label.end_date,
        date_text=None,
        participants=label.participants,
        participants_approximate=label.approximate,
        place=label.place,
        evidence=_span(label, text),
        basis=Basis.RULE,
    )


def _statements(labels: tuple[GoldStatement, ...] | None, text: str) -> tuple[Statement, ...]:
    return tuple(
        Statement(text="", evidence=_span(label, text), addresses=label.addresses or ())
        for label in labels or ()
    )


def _findings(gold: Gold, text: str) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            check="planted",
            severity=Severity.WARNING,
            message="",
            where=(pointer(label.about),),
            evidence=() if label.start is None else (Span.of(text, label.start, label.end or label.start),),
            suspect=Suspect.ISSUER,
        )
        for label in gold.findings
    )
