"""Counts by the model: code finds the numbers, the model says what each counts, code reads the value."""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple, get_args

from extractor.errors import FailureKind, ModelError
from extractor.grammar import Numeral, find_numbers, non_counts
from extractor.ground import Miss, locate
from extractor.ideographs import HAN
from extractor.judging.answer_shapes import (
    Hole,
    answers,
    batches,
    hole_of,
    listed,
    numbered,
    stated,
)
from extractor.judging.tolerances import TOLERANCES
from extractor.lexicon import topic_table
from extractor.llm import Answer, Asker, load_prompt
from extractor.narrative.attributes import attributes_of
from extractor.narrative.measure_words import is_indefinite, measure_after
from extractor.narrative.view import ProseView
from extractor.records import Basis, Count, CountPeriod, Topic

PROMPT = "counts/v2"
_PAUSE = re.compile(r"[,;、:]")
_IDEOGRAPH = re.compile(rf"[{HAN}]")
_WORDS = re.compile(rf"[{HAN}]{{2}}")
_BY_THE_ANSWER = {
    FailureKind.SENTINEL,
    FailureKind.LOOP,
    FailureKind.TRUNCATED,
    FailureKind.NOT_JSON,
    FailureKind.SCHEMA_MISMATCH,
}
"""Failures of one answer, not of the endpoint or the budget."""
TOPICS = {topic.model: Topic(topic.key) for topic in topic_table()}
"""The model's word to the topic; the answer below offers those that the prompt in use explains."""
PERIODS = {"本年": CountPeriod.YEAR, "累计": CountPeriod.CUMULATIVE, "其他": CountPeriod.OTHER}


class Candidate(NamedTuple):
    """A number that may count something, with its unit, in offsets of the view."""

    numeral: Numeral
    unit: str
    end: int


class Labelled(NamedTuple):
    """What the model says of one candidate; ``topic`` None: it counts nothing."""

    candidate: Candidate
    topic: Topic | None
    label: str | None
    scope: str | None
    period: CountPeriod


class _Label(Answer):
    label: str
    topic: Literal[
        "公开信息", "文件", "解读", "依申请", "复议诉讼", "收费", "培训", "建议提案", "会议", "公报", "平台",
        "查阅点", "目录", "公众参与", "监督考核", "其他", "不是计数",
    ]  # fmt: skip
    scope: str
    period: Literal["本年", "累计", "其他"]


UNOFFERED = frozenset(
    topic for word, topic in TOPICS.items() if word not in get_args(_Label.model_fields["topic"].annotation)
)
"""Topics that came after the question of the counts; a dispute offers them."""


def candidates(view: ProseView, *, bare: bool = False) -> list[Candidate]:
    """Numbers of the prose that no rule sets aside; with ``bare`` also digits without measure word."""
    aside = [(entry.start, entry.end) for entry in non_counts(view.text)]
    found = []
    for numeral in find_numbers(view.text):
        if any(start <= numeral.start < end for start, end in aside):
            continue
        if numeral.percent:
            found.append(Candidate(numeral, "%", numeral.end))
            continue
        if numeral.chinese and is_indefinite(view.text, numeral.start, numeral.end):
            continue
        unit = measure_after(view.text, numeral.end, numeral.chinese)
        if unit is not None:
            end = view.text.index(unit, numeral.end) + len(unit)
            found.append(Candidate(numeral, unit, end))
        elif bare and not numeral.chinese:
            found.append(Candidate(numeral, "", numeral.end))
    return found


def shown(view: ProseView, candidate: Candidate) -> str:
    """The number with its unit, and its own clause: what other clauses count would be taken for its label."""
    low, high = view.sentence(candidate.numeral.start)
    start, end = candidate.numeral.start, candidate.end
    low = max(low, start - TOLERANCES.count_before)
    for mark in reversed(list(_PAUSE.finditer(view.text, low, start))):
        words = view.text[mark.end() : start] + view.text[end : end + TOLERANCES.count_own_words]
        if len(_IDEOGRAPH.findall(words)) >= TOLERANCES.count_own_words:
            low = mark.end()
            break
    pause = _PAUSE.search(view.text, end, end + TOLERANCES.count_after)
    high = min(max(high, end), pause.start() if pause else end + TOLERANCES.count_after)
    return f"{view.text[start:end]}：{view.text[low:high]}"


def label_candidates(
    view: ProseView, wanted: list[Candidate], asker: Asker
) -> tuple[list[Labelled], list[Hole]]:
    """What the model says of each candidate; unanswered ones are holes.

    Candidates whose answer was of no use are asked about once more, each alone.
    """
    labelled, failed = _ask(view, list(batches(wanted, TOLERANCES.counts_asked)), asker)
    alone = [
        (c,) for group, error in failed if len(group) > 1 and error.kind in _BY_THE_ANSWER for c in group
    ]
    left = [entry for entry in failed if len(entry[0]) == 1 or entry[1].kind not in _BY_THE_ANSWER]
    more, missed = _ask(view, alone, asker)
    holes: list[Hole] = []
    for group, error in [*left, *missed]:
        holes += hole_of("counts", error, view, [(c.numeral.start, c.end) for c in group])
    return sorted(labelled + more, key=lambda entry: entry.candidate.numeral.start), holes


def _ask(
    view: ProseView, groups: Sequence[Sequence[Candidate]], asker: Asker
) -> tuple[list[Labelled], list[tuple[Sequence[Candidate], ModelError]]]:
    """Answers, and the groups that got none with the reason."""
    prompt = load_prompt(PROMPT)
    questions = [
        prompt.question(
            numbered("Counts", len(group), _Label),
            {"units": listed([shown(view, candidate) for candidate in group])},
            TOLERANCES.count_tokens * len(group),
        )
        for group in groups
    ]
    labelled: list[Labelled] = []
    failed: list[tuple[Sequence[Candidate], ModelError]] = []
    for group, answer in zip(groups, asker.ask_all(questions), strict=True):
        if isinstance(answer, ModelError):
            failed.append((group, answer))
        else:
            labelled += [_labelled(c, said) for c, said in zip(group, answers(answer), strict=True)]
    return labelled, failed


def _labelled(candidate: Candidate, said: _Label) -> Labelled:
    label = stated(said.label)
    if label is not None and not _WORDS.search(label):
        label = None  # the number again
    return Labelled(
        candidate,
        TOPICS.get(said.topic),
        label,
        stated(said.scope),
        PERIODS[said.period],
    )


def read_counts_by_model(view: ProseView, asker: Asker) -> tuple[list[Count], list[Hole]]:
    """All counts of one section's prose as the model sees them."""
    labelled, holes = label_candidates(view, candidates(view), asker)
    counts = []
    for entry in labelled:
        if entry.topic is None:
            continue
        counts.append(count_of(view, entry))
        if entry.label is not None and _place(view, entry.label, entry.candidate) is None:
            span = view.span(entry.candidate.numeral.start, entry.candidate.end)
            holes.append(Hole("counts", f"quote of a label not in its sentence: {entry.label[:20]}", (span,)))
    return counts, holes


def count_of(view: ProseView, entry: Labelled) -> Count:
    """The count that a label makes of a number: value, unit and span by code."""
    numeral = entry.candidate.numeral
    start, end = numeral.start, entry.candidate.end
    place = _place(view, entry.label, entry.candidate) if entry.label else None
    label = view.words(*place) if place else entry.candidate.unit or view.words(start, end)
    if place is not None:
        start, end = min(start, place[0]), max(end, place[1])
    scope = _place(view, entry.scope, entry.candidate) if entry.scope else None
    topic = entry.topic or Topic.OTHER
    low = max(view.text.rfind(mark, 0, numeral.start) for mark in ",，。;:、(\n") + 1
    number = (numeral.start, entry.candidate.end)
    return Count(
        topic=topic,
        label=label,
        value=numeral.value,
        unit=entry.candidate.unit,
        approximate=numeral.approximate,
        scope=view.words(*scope) if scope else None,
        period=entry.period,
        attributes=attributes_of(view, low, number, end, topic),
        evidence=view.span(start, end),
        basis=Basis.MODEL,
    )


def _place(view: ProseView, quote: str, candidate: Candidate) -> tuple[int, int] | None:
    """Where copied words stand in the candidate's own sentence, nearest before the number."""
    low, high = view.sentence(candidate.numeral.start)
    near = max(low, candidate.numeral.start - TOLERANCES.count_reach)
    for within in ((near, candidate.end), (low, max(high, candidate.end))):
        found = locate(quote, view.text, within)
        if not isinstance(found, Miss):
            return found.start, found.end
    return None
