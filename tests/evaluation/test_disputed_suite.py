"""The suite of disputes holds disputes alone, and judges of stated quality come apart on it."""

import sys
from functools import cache

import pytest
from eval_samples import FOLDERS, PROJECT
from stated_judges import LISTS, Judge

from extractor import pipeline
from extractor.evaluation import intervals
from extractor.evaluation.evaluation_runs import EngineInfo, EvalRun, run_suite
from extractor.evaluation.side_by_side import ComparedFigure, choices_of
from extractor.evaluation.suites import load_suite
from extractor.judging.engines import Engine
from extractor.llm.profile import TASKS, Grade, Profile

sys.path.insert(0, str(PROJECT / "scripts"))
from make_disputed_suite import KINDS

SUITE = load_suite("disputed", FOLDERS)
PART = load_suite("disputed", FOLDERS, limit=60)


@pytest.fixture(autouse=True)
def fewer_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bootstrap draws a quarter of its samples here: what is shown lies far apart."""
    monkeypatch.setattr(intervals.resamples, "__defaults__", (250, intervals.SEED))


@cache
def run_of(quality: float | None, grade: Grade = Grade.DECIDE) -> EvalRun:
    if quality is None:
        return run_suite(SUITE, pipeline.extract_document, EngineInfo(name="rules"))
    profile = Profile(model="m", tasks=dict.fromkeys(TASKS, grade))
    engine = Engine("hybrid", "judge", Judge(SUITE.cases, quality), profile)
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
        assert perfect.figure.value > 0.95
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
