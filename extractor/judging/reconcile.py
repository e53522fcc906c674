"""Rules and second reader first, the model as the judge of what they differ about.

Nothing is asked that both agree on. Two of three witnesses decide where the model may; else its word is one
more witness beside the warning. See :mod:`extractor.judging.verdicts`.
"""

from collections.abc import Mapping, Sequence

from extractor.errors import ModelError
from extractor.grammar import find_numbers
from extractor.judging.answer_shapes import Hole, failed
from extractor.judging.folded_places import place_of
from extractor.judging.merged import Merged
from extractor.judging.model_counts import (
    UNOFFERED,
    Candidate,
    Labelled,
    candidates,
    count_of,
    label_candidates,
)
from extractor.judging.model_events import HELD, EventSentence, judge_sentences
from extractor.judging.model_statements import paired
from extractor.judging.questions import (
    RoleDispute,
    ScopeDispute,
    TopicDispute,
    ask_roles,
    ask_scopes,
    ask_topics,
)
from extractor.judging.splitting import split_problems
from extractor.judging.statement_lists import ROLE_LISTS
from extractor.judging.tolerances import TOLERANCES
from extractor.judging.verdicts import (
    added,
    count_after,
    dissent,
    is_disputed,
    said_of,
    scope_after,
    settled_out,
    statement_after,
    training_after,
)
from extractor.learned.second_reader import NO_COUNT, heading_above, read_numbers
from extractor.learned.weights import LearnedVerdict
from extractor.llm import Asker
from extractor.narrative.view import ProseView
from extractor.records import (
    Aspect,
    Basis,
    Count,
    Finding,
    Narrative,
    Record,
    SectionKey,
    Span,
    Statement,
    Topic,
)

_SURE = 0.5


class May(Record):
    """What the model is asked, and what its word counts for."""

    ask_counts: bool = True
    ask_trainings: bool = True
    ask_statements: bool = True
    decide_counts: bool = False
    decide_trainings: bool = False
    decide_statements: bool = False
    decide_pairing: bool = False


def reconcile(
    rules: Narrative, views: Mapping[SectionKey, ProseView], asker: Asker, may: May
) -> tuple[Narrative, list[Finding], list[Hole]]:
    """The narrative of both readers with the model's verdicts on what they differ about."""
    statements = {name: [*getattr(rules, name)] for name in ROLE_LISTS.values()}
    merged = Merged([*rules.counts], [*rules.trainings], statements, rules.issues)
    if may.ask_counts:
        _topics(merged, list(views.values()), asker, may)
        _scopes(merged, list(views.values()), asker)
    for view in views.values():
        if may.ask_counts:
            _counts(merged, view, asker, may)
        if may.ask_trainings and view.key is not SectionKey.PROBLEMS:
            _trainings(merged, view, asker, may)
    if SectionKey.PROBLEMS in views:
        _section_five(merged, views[SectionKey.PROBLEMS], asker, may)
    narrative = rules.model_copy(
        update={
            "counts": tuple(sorted(merged.counts, key=lambda count: count.evidence.start)),
            "trainings": tuple(merged.trainings),
            **merged.lists(),
        }
    )
    return narrative, merged.findings, merged.holes


def _section_five(merged: Merged, view: ProseView, asker: Asker, may: May) -> None:
    if may.ask_statements:
        _roles(merged, view, asker, may)
    if may.decide_statements:
        split_problems(merged, view, asker)
    if may.decide_pairing:
        _pairs(merged, view, asker)


def _counts(merged: Merged, view: ProseView, asker: Asker, may: May) -> None:
    """Ask about numbers that only the second reader takes for counts."""
    counting = {
        number.start: number.topic
        for number in read_numbers(view.text, None)
        if number.topic.label != NO_COUNT and number.topic.sure >= _SURE
    }
    doubtful: list[Candidate] = []
    for candidate in candidates(view, bare=True):
        start = view.folded.offsets[candidate.numeral.start]
        taken = _covering(start, [count.evidence for count in merged.counts]) is not None
        if not taken and candidate.numeral.start in counting and not _in_statement(start, merged):
            doubtful.append(candidate)
    labelled, holes = label_candidates(view, doubtful[: TOLERANCES.doubtful_counts], asker)
    merged.holes += holes
    for entry in _with_later_topics(merged, labelled, view, counting, asker):
        if entry.topic is None:
            continue
        count = added(count_of(view, entry), counting[entry.candidate.numeral.start])
        if may.decide_counts:
            merged.counts.append(count)
        else:
            message = "模型认为此处有一项数量,规则未取 / The model sees a count here that no rule took"
            merged.findings.append(dissent(message, count.evidence, count.topic, None))


def _with_later_topics(
    merged: Merged,
    labelled: Sequence[Labelled],
    view: ProseView,
    counting: Mapping[int, LearnedVerdict],
    asker: Asker,
) -> list[Labelled]:
    """The labels; a topic of the second reader that the question did not offer is put beside the model's."""
    found = list(labelled)
    asked = [
        (index, TopicDispute(_around(view, entry.candidate), (counting[start].label, str(entry.topic))))
        for index, entry in enumerate(found)
        if entry.topic is not None and counting[start := entry.candidate.numeral.start].label in UNOFFERED
    ]
    verdicts = ask_topics([dispute for _, dispute in asked], asker) if asked else []
    for (index, dispute), verdict in zip(asked, verdicts, strict=True):
        if isinstance(verdict, ModelError):
            number = found[index].candidate
            merged.holes += failed("topic_dispute", verdict, view.span(number.numeral.start, number.end))
        elif verdict in dispute.topics:
            found[index] = found[index]._replace(topic=Topic(verdict))
    return found


def _topics(merged: Merged, views: Sequence[ProseView], asker: Asker, may: May) -> None:
    """Ask for the topic of the numbers on which the readers differ, and of no other."""
    disputed = _disputed(merged, views, Aspect.TOPIC)[: TOLERANCES.disputed_topics]
    asked = [(index, TopicDispute(*told)) for index, told in disputed]
    verdicts = ask_topics([dispute for _, dispute in asked], asker) if asked else []
    for (index, _), verdict in zip(asked, verdicts, strict=True):
        count = merged.counts[index]
        if isinstance(verdict, ModelError):
            merged.holes += failed("topic_dispute", verdict, count.evidence)
        else:
            merged.counts[index] = count_after(count, verdict, may.decide_counts)


def _scopes(merged: Merged, views: Sequence[ProseView], asker: Asker) -> None:
    """Ask for the scope of the numbers of which the words allow several, and of no other."""
    disputed = _disputed(merged, views, Aspect.SCOPE)[: TOLERANCES.disputed_scopes]
    verdicts = ask_scopes([ScopeDispute(*told) for _, told in disputed], asker) if disputed else []
    for (index, _), verdict in zip(disputed, verdicts, strict=True):
        count = merged.counts[index]
        if isinstance(verdict, ModelError):
            merged.holes += failed("scope_dispute", verdict, count.evidence)
        else:
            merged.counts[index] = scope_after(count, verdict)


def _disputed(
    merged: Merged, views: Sequence[ProseView], aspect: Aspect
) -> list[tuple[int, tuple[str, tuple[str, ...]]]]:
    """Counts of which the readers give more than one value: the marked sentence, and the values."""
    found = []
    for index, count in enumerate(merged.counts):
        if is_disputed(count.witnesses, aspect):
            places = ((view, place_of(view, count.evidence)) for view in views)
            told = next((_marked(view, place, count) for view, place in places if place is not None), None)
            if told is not None:
                found.append((index, (told, said_of(count.witnesses, aspect))))
    return found


def _marked(view: ProseView, place: tuple[int, int], count: Count) -> str:
    """The sentence of a count with its number between 【 and 】, and the words of the sentence before."""
    numbers = find_numbers(view.text[place[0] : place[1]])
    number = next((n for n in numbers if n.value == abs(count.value)), None)
    start, end = (place[0] + number.start, place[0] + number.end) if number else place
    unit = end + len(count.unit) if view.text.startswith(count.unit, end) else end
    return _shown(view, start, unit)


def _around(view: ProseView, candidate: Candidate) -> str:
    return _shown(view, candidate.numeral.start, candidate.end)


def _shown(view: ProseView, start: int, end: int) -> str:
    low, high = view.sentence(start)
    low, high = max(low, start - TOLERANCES.dispute_reach), min(high, end + TOLERANCES.dispute_reach)
    return f"{view.text[low:start]}【{view.text[start:end]}】{view.text[end:high]}"


def _covering(at: int, spans: Sequence[Span]) -> int | None:
    return next((i for i, span in enumerate(spans) if span.start <= at < span.end), None)


def _in_statement(at: int, merged: Merged) -> bool:
    statements = [entry for name in ("issues", "remedies") for entry in merged.statements[name]]
    return _covering(at, [statement.evidence for statement in statements]) is not None


def _trainings(merged: Merged, view: ProseView, asker: Asker, may: May) -> None:
    """Ask whether a training took place where only one reader says so."""
    asked: dict[EventSentence, int] = {}
    for index, event in enumerate(merged.trainings):
        alone = event.basis is Basis.LEARNED or is_disputed(event.witnesses, Aspect.KIND)
        place = place_of(view, event.evidence) if alone else None
        if place is not None:
            asked[EventSentence(*view.sentence(place[0]))] = index
    wanted = list(asked.items())[: TOLERANCES.doubtful_mentions]
    judged = judge_sentences([view.text[slice(*mention)] for mention, _ in wanted], asker) if wanted else []
    gone = []
    for (_, index), word in zip(wanted, judged, strict=True):
        event = merged.trainings[index]
        if isinstance(word, ModelError):
            merged.holes += failed("mentions", word, event.evidence)
            continue
        after = training_after(event, word == HELD, may.decide_trainings)
        if after is None:
            gone.append(event)
            merged.findings.append(settled_out("培训 (training)", event.evidence))
        else:
            merged.trainings[index] = after
    merged.trainings = [event for event in merged.trainings if event not in gone]


def _roles(merged: Merged, view: ProseView, asker: Asker, may: May) -> None:
    """Ask for the role of statements on which the readers differ, or that only the second reader saw."""
    asked: list[tuple[str, Statement, RoleDispute]] = []
    for role, name in ROLE_LISTS.items():
        for entry in merged.statements[name]:
            alone = entry.basis is Basis.LEARNED or is_disputed(entry.witnesses, Aspect.ROLE)
            place = place_of(view, entry.evidence) if alone else None
            if place is not None:
                heading = heading_above(view.text, place[0])
                asked.append((role, entry, RoleDispute(heading, view.text[slice(*place)])))
    asked = asked[: TOLERANCES.disputed_roles]
    verdicts = ask_roles([dispute for _, _, dispute in asked], asker) if asked else []
    for (role, entry, _), verdict in zip(asked, verdicts, strict=True):
        if isinstance(verdict, ModelError):
            merged.holes += failed("role_dispute", verdict, entry.evidence)
            continue
        said, judged = statement_after(entry, role, verdict, may.decide_statements)
        merged.replace(role, entry, said, judged)
        if said is None:
            merged.findings.append(settled_out("陈述 (statement)", entry.evidence))


def _pairs(merged: Merged, view: ProseView, asker: Asker) -> None:
    merged.settle()  # the model is shown the issues as they stand now, and answers with their numbers
    issues, remedies = (tuple(merged.statements[name]) for name in ("issues", "remedies"))
    if not issues or not remedies or any(remedy.addresses for remedy in remedies):
        return
    answered, holes = paired(view, issues, remedies, asker)
    merged.statements["remedies"] = list(answered)
    merged.holes += holes
