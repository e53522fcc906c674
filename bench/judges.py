"""What judges of stated quality make of labelled prose: ``python bench/judges.py prose prose-legacy``.

Each judge may decide everything (the worst case: a qualified profile). For each suite of ``eval/suites.toml``
one line a judge: each field, values wrong without a warning, values warned of, questions put.
"""

import argparse
import sys
from importlib import import_module
from pathlib import Path

from extractor.evaluation.confidence import is_prose
from extractor.evaluation.evaluation_runs import EngineInfo, EvalRun, run_suite
from extractor.evaluation.scoring.items import Verdict
from extractor.evaluation.suites import Folders, LoadedSuite, load_suite
from extractor.judging.engines import Engine
from extractor.llm.profile import TASKS, Grade, Profile
from extractor.pipeline import extract_document

ROOT = Path(__file__).resolve().parents[1]
QUALITIES: dict[str, float | None] = {"perfect": 1.0, "90 %": 0.9, "random": None, "adversarial": 0.0}
FIELDS = {
    "topics": "counts.topic.accuracy",
    "counts": "counts.f1",
    "scope": "counts.scope.accuracy",
    "issues": "issues.f1",
    "remedies": "remedies.f1",
    "past": "past_rectifications.f1",
    "trainings": "trainings.f1",
}


def run_of(suite: LoadedSuite, judge: str) -> EvalRun:
    """The run with this judge, or with none."""
    if judge == "none":
        return run_suite(suite, extract_document, EngineInfo(name="rules"))
    sys.path.insert(0, str(ROOT / "tests" / "evaluation"))
    client = import_module("stated_judges").Judge(suite.cases, QUALITIES[judge])
    profile = Profile(model="judge", tasks=dict.fromkeys(TASKS, Grade.DECIDE))
    engine = Engine("hybrid", "judge", client, profile)
    info = EngineInfo(name="hybrid", model=judge)
    return run_suite(suite, lambda document: extract_document(document, engine=engine), info)


def line_of(judge: str, run: EvalRun) -> str:
    """One row of the table."""
    figures = map(run.figures.get, FIELDS.values())
    cells = ["" if figure is None or figure.value is None else f"{figure.value:.3f}" for figure in figures]
    misses = [miss for document in run.documents for miss in document.misses if is_prose(miss.field)]
    wrong = [miss for miss in misses if miss.verdict in (Verdict.WRONG, Verdict.FABRICATED)]
    silent = sum(not miss.flagged for miss in wrong)
    flagged = run.figures["flagged"]
    cells += [f"{silent} of {len(wrong)}", str(round((flagged.value or 0) * flagged.n)), str(run.asked)]
    return "| " + " | ".join([judge, *cells]) + " |"


def main() -> None:
    """Print a table for each suite."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("suites", nargs="*", default=["prose", "prose-problems", "free", "prose-legacy"])
    parser.add_argument("--prose", type=Path, default=ROOT.parent / "shared" / "prose")
    options = parser.parse_args()
    for name in options.suites:
        suite = load_suite(name, Folders(ROOT, prose=options.prose))
        heads = ["judge", *FIELDS, "silent of wrong in prose", "warned", "questions"]
        print(f"\n{name}: {len(suite.cases)} texts\n| " + " | ".join(heads) + " |")
        print("| " + " | ".join(["---"] * len(heads)) + " |")
        for judge in ("none", *QUALITIES):
            print(line_of(judge, run_of(suite, judge)), flush=True)


if __name__ == "__main__":
    main()
