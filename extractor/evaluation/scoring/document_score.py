"""All items of one document, counted."""

from collections import Counter
from collections.abc import Iterable, Iterator

from pydantic import Field

from extractor.evaluation.gold import Gold, labelled_cells
from extractor.evaluation.scoring.contradictions import score_absent, score_findings
from extractor.evaluation.scoring.fact_score import score_facts
from extractor.evaluation.scoring.header import accepted_header, score_header, score_sections
from extractor.evaluation.scoring.items import ScoredItem, Stratum, Verdict
from extractor.evaluation.scoring.table_cells import ABSENT, score_cells, shown, stratum_of
from extractor.evaluation.scoring.warnings import Flags
from extractor.evaluation.scoring.witness_scores import witness_tallies
from extractor.records import NARRATIVE_LISTS, Record, Report, Span, Usage

FAILED = "failed"
"""Basis of the items of a document that could not be read at all."""


class ScoredDocument(Record):
    """How one reading of one document came out."""

    name: str
    sha256: str = ""
    """Hash of the document and its gold: only readings of the same are compared."""
    split: str = "all"
    repeat: int = 0
    failure: str | None = None
    seconds: float = 0.0
    usage: Usage = Usage()
    asked: int = 0
    """Questions put to a model."""
    unanswered: dict[str, int] = Field(default_factory=dict)
    """Those without a usable answer, by kind."""
    by_rule_only: bool = False
    """The model step failed: these are figures of the rules."""
    prompts: dict[str, str] = Field(default_factory=dict)
    witnesses: dict[str, int] = Field(default_factory=dict)
    """Topics of counts by ``group/who/right|wrong``: see :func:`witness_tallies`."""
    spans: int = 0
    """Quotes in the Report."""
    grounded: int = 0
    """Quotes that stand in the text at their place."""
    tallies: dict[str, int]
    """Number of items by ``field/stratum/basis/flagged/verdict``."""
    misses: tuple[ScoredItem, ...]
    """Items that did not come out right, in full."""


def score_report(name: str, report: Report, gold: Gold, text: str) -> ScoredDocument:
    """Every item of the gold, and everything the Report says beyond it."""
    flags = Flags(report.tables, report.findings)
    items = [
        *score_header(report, gold, text, flags),
        *score_sections(report, gold, text, flags),
        *score_cells(report.tables, gold, flags),
        *score_facts(report, gold, flags),
        *score_findings(report, gold),
        *score_absent(report, gold),
    ]
    spans = list(_spans(report))
    return ScoredDocument(
        name=name,
        seconds=report.run.seconds,
        usage=report.run.usage,
        asked=report.run.asked,
        unanswered=dict(report.run.unanswered),
        by_rule_only=report.run.by_rule_only,
        prompts=dict(report.run.prompts),
        witnesses=witness_tallies(report, gold),
        spans=len(spans),
        grounded=sum(text[span.start : span.end] == span.quote for span in spans),
        tallies=_counted(items),
        misses=tuple(item for item in items if item.verdict is not Verdict.RIGHT),
    )


def score_failure(name: str, reason: str, gold: Gold, text: str) -> ScoredDocument:
    """A document that could not be read: everything that it says is omitted."""
    items = list(_omitted(gold, text))
    return ScoredDocument(name=name, failure=reason, tallies=_counted(items), misses=tuple(items))


def _omitted(gold: Gold, text: str) -> Iterator[ScoredItem]:
    def item(field: str, key: str, stratum: Stratum, value: str | None) -> ScoredItem:
        return ScoredItem(field, key, stratum, Verdict.OMITTED, FAILED, False, value)

    if gold.header is not None and "form" not in gold.header.unlabelled:
        yield item("header.form", "form", Stratum.ITEM, gold.header.form)
    for name, accepted in accepted_header(gold, text).items():
        value = None if name == "title" else accepted[0]
        yield item(f"header.{name}", name, Stratum.ITEM if accepted[0] else Stratum.BLANK, value)
    for key, (start, end) in (gold.sections or {}).items():
        yield item("sections", key, Stratum.ITEM, f"{start}:{end}")
    for table in gold.tables or ():
        for label in labelled_cells(gold, table):
            yield item(f"cells.{table}", label.pointer, stratum_of(label.value), shown(label.value))
    for field in NARRATIVE_LISTS:
        for fact in getattr(gold, field) or ():
            if not fact.optional:
                place = f"{fact.start}:{fact.end}"
                yield item(field, place, Stratum.ITEM, place)
    for finding in gold.findings:
        if not finding.optional:
            yield item("findings", f"{finding.kind}@{finding.about}", Stratum.ITEM, finding.kind)


def _counted(items: Iterable[ScoredItem]) -> dict[str, int]:
    return dict(sorted(Counter(str(item.tally) for item in items).items()))


def _spans(value: object) -> Iterator[Span]:
    """Every Span inside a record, at any depth."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            yield from _spans(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _spans(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _spans(each)


__all__ = ["ABSENT", "FAILED", "ScoredDocument", "score_failure", "score_report"]
