"""The suite of disputes holds disputes alone, and judges of stated quality come apart on it."""

import json
import re
import sys
import unicodedata
from functools import cache
from random import Random

import pytest
from eval_samples import FOLDERS, PROJECT

from extractor import pipeline
from extractor.errors import FailureKind, ModelError
from extractor.evaluation import intervals
from extractor.evaluation.evaluation_runs import EngineInfo, EvalRun, run_suite
from extractor.evaluation.side_by_side import ComparedFigure, choices_of
from extractor.evaluation.suites import Case, load_suite
from extractor.judging.engines import Engine
from extractor.judging.questions import CANNOT_TELL, NO_COUNT, ROLES
from extractor.lexicon.topic_table import topic_table
from extractor.llm import Endpoint
from extractor.llm.cache import RawReply
from extractor.llm.client import ModelClient
from extractor.llm.meter import Bill
from extractor.llm.profile import TASKS, Grade, Profile

sys.path.insert(0, str(PROJECT / "scripts"))
from make_disputed_suite import KINDS

SUITE = load_suite("disputed", FOLDERS)
PART = load_suite("disputed", FOLDERS, limit=60)
UNLABELLED = ModelError(FailureKind.NOT_ASKED, "nobody has labelled that")
LISTS = {"issue": "issues", "remedy": "remedies", "past": "past_rectifications"}


@pytest.fixture(autouse=True)
def fewer_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bootstrap draws a quarter of its samples here: what is shown lies far apart."""
    monkeypatch.setattr(intervals.resamples, "__defaults__", (250, intervals.SEED))


class Judge(ModelClient):
    """Knows the labels, and says something else with the chance of 1 - ``quality``."""

    def __init__(self, quality: float) -> None:
        super().__init__(Endpoint(base_url="http://127.0.0.1:1/v1", model="judge"))
        self.quality, self.chance = quality, Random(7)

    def complete(self, request, question, meter):
        if question.task not in ("topic_dispute", "role_dispute", "mentions"):
            raise UNLABELLED
        meter.called(Bill(10, 10, self.endpoint.price.cost(10, 10)))
        properties = request["response_format"]["json_schema"]["schema"]["properties"]
        truths = answers_to(question.task, question.messages[-1].content)
        answer = {
            key: self._said(truth, shape["enum"])
            for (key, shape), truth in zip(properties.items(), truths, strict=True)
        }
        return RawReply(content=json.dumps(answer), finish="stop", input_tokens=10, output_tokens=10)

    def _said(self, truth: str, offered: list[str]) -> str:
        others = [word for word in offered if word not in (truth, CANNOT_TELL)]
        is_right = self.chance.random() < self.quality or not others
        return (truth if truth in offered else CANNOT_TELL) if is_right else self.chance.choice(others)


def answers_to(task: str, asked: str) -> list[str]:
    """What is right, in the words that are offered."""
    if task == "topic_dispute":
        before, number, after = re.search("句子：(.*?)【(.*?)】(.*)\n", asked).groups()
        case, at = place_of(before + number + after, len(bare(before)))
        if case.gold.counts is None:
            raise UNLABELLED
        label = next((c.topic for c in case.gold.counts if c.start <= at < c.end), "none")
        words = {entry.key: entry.model for entry in topic_table()} | {v: k for k, v in NO_COUNT.items()}
        return [words[label]]
    if task == "role_dispute":
        case, at = place_of(re.search("文字：(.*)", asked, re.DOTALL)[1])
        said = [role for role, name in LISTS.items() if covers(getattr(case.gold, name), at)]
        spoken = {key: word for word, key in ROLES.items()}
        return [spoken[said[0] if said else "none"]]
    places = [place_of(line) for line in re.findall(r"^\d+\. (.*)$", asked, re.MULTILINE)]
    if any(case.gold.trainings is None for case, _ in places):
        raise UNLABELLED
    return ["已举办" if covers(case.gold.trainings, at) else "未举办" for case, at in places]


def bare(words: str) -> str:
    """Without punctuation, which the readers' text writes its own way."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", words) if letter.isalnum())


@cache
def indexed() -> list[tuple[Case, str, list[int]]]:
    places = [(case, [at for at, one in enumerate(case.text) if one.isalnum()]) for case in SUITE.cases]
    return [(case, bare(case.text), kept) for case, kept in places]


def place_of(words: str, behind: int = 0) -> tuple[Case, int]:
    """The document that holds the words, and where they stand there."""
    wanted = bare(words)
    found = next(
        ((case, kept[text.index(wanted) + behind]) for case, text, kept in indexed() if wanted in text), None
    )
    assert found, words
    return found


def covers(labels, at: int) -> bool:
    return any(label.start <= at < label.end for label in labels or ())


@cache
def run_of(quality: float | None, grade: Grade = Grade.DECIDE) -> EvalRun:
    if quality is None:
        return run_suite(SUITE, pipeline.extract_document, EngineInfo(name="rules"))
    profile = Profile(model="m", tasks=dict.fromkeys(TASKS, grade))
    engine = Engine("hybrid", "judge", Judge(quality), profile)
    info = EngineInfo(name="hybrid", model=f"judge of {quality}")
    suite = SUITE if grade is Grade.DECIDE and quality > 0.5 else PART
    run = run_suite(suite, lambda document: pipeline.extract_document(document, engine=engine), info)
    assert set(run.unanswered) <= {"not_asked"}, "the judge understood every question"
    return run


def test_suite_holds_a_hundred_disputes_of_each_kind_and_nothing_else() -> None:
    figures = run_of(None).figures
    for kind in KINDS:
        assert figures[f"disputed.{kind}.delivered"].n >= 100, f"{kind}: run scripts/make_disputed_suite.py"
    for case in SUITE.cases:
        kind = KINDS[case.name.rpartition("-")[0]]
        report = pipeline.extract_document(pipeline.read_document(case.content, case.file_name))
        spans = kind.disputed(report)
        for name in ("counts", "trainings", *LISTS.values()):
            for label in getattr(case.gold, name) or ():
                hit = any(span.start < label.end and label.start < span.end for span in spans)
                assert hit or label.optional, f"{case.name} {label}: run scripts/make_disputed_suite.py"


@cache
def beside(*qualities: float | None) -> dict[str, tuple[ComparedFigure, ...]]:
    """Cells by figure of the runs of these judges, None: of the rules; compared once for all kinds."""
    (choice,) = choices_of([run_of(quality) for quality in qualities])
    assert choice.splits == {"seen": choice.documents}
    return {row.name: row.cells for row in choice.rows}


@pytest.mark.parametrize("kind", KINDS)
def test_judges_of_stated_quality_come_clearly_apart(kind: str) -> None:
    """Perfect, nine of ten right, nothing but luck: told apart by value, interval and paired test."""
    for who in ("model", "delivered"):
        figure = f"disputed.{kind}.{who}"
        perfect, good, _ = beside(1.0, 0.9, None)[figure]
        # .978 of the roles as the judge says them, .935 as delivered: where it says a role that neither
        # reader names, nothing is changed
        least = 0.92 if figure == "disputed.roles.delivered" else 0.95
        assert perfect.figure.value > least
        assert 0.8 < good.figure.value < 0.96
        assert good.figure.value < perfect.figure.value
        assert good.verdict == "worse" or kind == "roles", "a twentieth of its 139 is too few to be certain"
        assert perfect.figure.n == good.figure.n >= 100
        good, lucky = beside(0.9, 0.3)[figure]
        assert lucky.verdict == "worse"
        assert lucky.figure.high < good.figure.low
    perfect, _, alone = beside(1.0, 0.9, None)[f"disputed.{kind}.delivered"]
    assert alone.figure.value < perfect.figure.value
    assert alone.verdict == "worse" or kind == "roles", "the second reader was taught on these"


def test_word_of_a_model_that_only_advises_tells_it_apart_too() -> None:
    (choice,) = choices_of([run_of(None), run_of(0.9, Grade.ADVISE), run_of(0.3, Grade.ADVISE)])
    rows = {row.name: row.cells for row in choice.rows}
    told = next(row for row in choice.rows if row.name == "disputed.topics.model")
    assert told.reference == 2, "the rules have no such figure"
    assert told.cells[1].difference is None
    assert told.cells[2].verdict == "worse"
    assert len({cell.figure.value for cell in rows["disputed.topics.delivered"]}) == 1, "it changes nothing"
    assert rows["disputed.topics.model"][1].figure.low > rows["disputed.topics.model"][2].figure.high
