"""The engines that ask a model: ``model`` for everything, ``hybrid`` for what the rules leave open.

The pipeline reads a document by rule and hands the draft to an engine, if there is one.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple, Protocol

from extractor.errors import ModelError, RunStoppedError
from extractor.judging.answer_shapes import Hole, finding_of
from extractor.judging.model_counts import read_counts_by_model
from extractor.judging.model_events import read_events_by_model
from extractor.judging.model_header import (
    OPEN_HEADER,
    header_disagreements,
    header_suggestions,
    read_header_by_model,
)
from extractor.judging.model_statements import read_statements_by_model
from extractor.judging.model_tables import TablesDraft, advise_on_cells, read_tables_by_model
from extractor.judging.reconcile import May, reconcile
from extractor.llm import Asker
from extractor.llm.profile import Grade, Profile
from extractor.narrative.view import views_of
from extractor.records import (
    Count,
    Document,
    Event,
    EventKind,
    Finding,
    Folded,
    Header,
    Narrative,
    Section,
    SectionKey,
    Severity,
    Suspect,
    Usage,
)
from extractor.tables.table_reading import TablesRead


class CountingAsker(Asker, Protocol):
    """An asker that knows what it has cost."""

    prompts: dict[str, str]
    asked: int
    unanswered: Counter[str]
    last_failure: ModelError | None

    @property
    def usage(self) -> Usage:
        """What was spent."""
        ...


class Askers(Protocol):
    """Where each document gets an asker of its own; a ModelClient is one."""

    def for_document(self) -> CountingAsker:
        """A new asker."""
        ...

    def close(self) -> None:
        """Give back connections."""
        ...


@dataclass(frozen=True)
class RuleReading:
    """A document as the rules have read it."""

    document: Document
    characters: str
    whole: Folded
    sections: tuple[Section, ...]
    form: str
    year: int | None
    prose: Mapping[SectionKey, Folded]
    header: Header
    reading: TablesRead
    narrative: Narrative
    doubted: frozenset[str] = frozenset()
    """Pointers of header facts whose sources contradict each other, or that a weak source alone states."""


class Refined(NamedTuple):
    """A document after an engine has had its say."""

    header: Header
    reading: TablesRead
    narrative: Narrative
    findings: tuple[Finding, ...]
    usage: Usage
    prompts: Mapping[str, str]
    asked: int = 0
    unanswered: Mapping[str, int] = MappingProxyType({})
    by_rule_only: bool = False
    """The model step failed: this is the draft."""


@dataclass(frozen=True)
class Engine:
    """A model with what it may decide; ``refine`` may be called from many threads."""

    name: Literal["hybrid", "model"]
    model: str
    askers: Askers
    profile: Profile
    must_answer: bool = False
    """A model step that failed raises, instead of leaving the draft with a finding."""

    def refine(self, draft: RuleReading) -> Refined:
        """The draft as this engine leaves it.

        Raises RunStoppedError where the run may ask no more, and with ``must_answer`` ModelError where the
        endpoint failed or no question about the document got a usable answer.
        """
        asker = self.askers.for_document()
        if not draft.sections:  # not a report: there is nothing to ask about
            return Refined(draft.header, draft.reading, draft.narrative, (), asker.usage, {})
        try:
            header, reading, narrative, findings = self._read(draft, asker)
            if asker.last_failure is not None and asker.unanswered.total() == asker.asked:
                raise asker.last_failure
        except RunStoppedError:
            raise
        except ModelError as failure:
            if self.must_answer:
                raise
            header, reading, narrative = draft.header, draft.reading, draft.narrative
            findings, is_failed = [_step_failed(failure)], True
        else:
            is_failed = False
        return Refined(
            header,
            reading,
            narrative,
            tuple(findings),
            asker.usage,
            dict(asker.prompts),
            asker.asked,
            dict(asker.unanswered),
            is_failed,
        )

    def _read(
        self, draft: RuleReading, asker: CountingAsker
    ) -> tuple[Header, TablesRead, Narrative, list[Finding]]:
        if self.name == "model":
            return _by_model(draft, asker)
        narrative, findings = _hybrid(draft, asker, self.profile)
        findings += _open_header(draft, asker)
        return draft.header, draft.reading, narrative, findings


def _open_header(draft: RuleReading, asker: Asker) -> list[Finding]:
    """What the model would choose where rules tell no issuer or year, or doubt it: never delivered."""
    is_open = [name for name in OPEN_HEADER if _is_open(draft, name)]
    if not is_open:
        return []
    chosen, holes = read_header_by_model(draft.document, draft.whole, draft.header, asker)
    if holes:
        return [finding_of(hole) for hole in holes]
    return header_suggestions(draft.header, chosen, is_open)


def _is_open(draft: RuleReading, name: str) -> bool:
    return getattr(draft.header, name).value is None or f"/{name}" in draft.doubted


def _step_failed(failure: ModelError) -> Finding:
    why = f"{failure.kind}: {failure}"
    return Finding(
        check="model.step_failed",
        severity=Severity.WARNING,
        message=f"模型步骤失败,仅按规则提取 / The model step failed, read by rule only; try again: {why}",
        suspect=Suspect.READING,
    )


def _hybrid(draft: RuleReading, asker: Asker, profile: Profile) -> tuple[Narrative, list[Finding]]:
    may = May(
        ask_counts=profile.grade("counts") is not Grade.OFF,
        ask_trainings=profile.grade("trainings") is not Grade.OFF,
        ask_statements=profile.grade("statements") is not Grade.OFF,
        decide_counts=profile.grade("counts") is Grade.DECIDE,
        decide_trainings=profile.grade("trainings") is Grade.DECIDE,
        decide_statements=profile.grade("statements") is Grade.DECIDE,
        decide_pairing=profile.grade("pairing") is Grade.DECIDE,
    )
    narrative, findings, holes = reconcile(draft.narrative, views_of(draft.document, draft.prose), asker, may)
    if profile.grade("cells") is not Grade.OFF:
        findings += advise_on_cells(draft.reading.tables, draft.sections, draft.document.text, asker)
    return narrative, [*findings, *map(finding_of, holes)]


def _by_model(draft: RuleReading, asker: Asker) -> tuple[Header, TablesRead, Narrative, list[Finding]]:
    header, holes = read_header_by_model(draft.document, draft.whole, draft.header, asker)
    tables = TablesDraft(draft.document, draft.characters, draft.sections, draft.form)
    reading, findings = read_tables_by_model(tables, draft.reading.tables, asker)
    findings += header_disagreements(draft.header, header)
    narrative, more = _narrative_by_model(draft, asker)
    return header, reading, narrative, [*findings, *map(finding_of, [*holes, *more])]


def _narrative_by_model(draft: RuleReading, asker: Asker) -> tuple[Narrative, list[Hole]]:
    counts: list[Count] = []
    events: list[Event] = []
    holes: list[Hole] = []
    statements = None
    for key, view in views_of(draft.document, draft.prose).items():
        if key is SectionKey.PROBLEMS:
            statements = read_statements_by_model(view, asker)
            holes += statements.holes
            continue
        found, missed = read_counts_by_model(view, asker)
        counts += found
        told, more = read_events_by_model(view, draft.year, asker)
        events += told
        holes += [*missed, *more]
    return Narrative(
        counts=tuple(counts),
        trainings=tuple(event for event in events if event.kind is EventKind.TRAINING),
        events=tuple(event for event in events if event.kind is not EventKind.TRAINING),
        issues=statements.issues if statements else (),
        remedies=statements.remedies if statements else (),
        past_rectifications=statements.past if statements else (),
    ), holes
