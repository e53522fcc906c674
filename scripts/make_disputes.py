"""Questions on which readers differ, with their answers, for ``model qualify``: judging/disputed.json.

    python scripts/make_disputes.py

A reader that saw four fifths of the hand-written sentences in learning/ reads the last fifth; where it errs,
its answer and the true one are the two candidates of a dispute. Where too few err, those it was least sure of
are taken with its second choice. Needs scikit-learn (the extra dev).
"""

import json
import random
from pathlib import Path
from typing import Any, NamedTuple

from learn_second_reader import ROOT, TASKS, learn, linear
from learning_sentences import Example, examples_of

TARGET = ROOT / "extractor" / "judging" / "disputed.json"
EACH = 120
_FOLDS = 5


class Disputed(NamedTuple):
    """A question, the readers' candidates, and the right answer."""

    question: str
    candidates: tuple[str, str]
    answer: str
    margin: float


def disputed(task: str, examples: list[Example]) -> list[Disputed]:
    """The held-out examples that the reader of the others finds hardest, hardest first."""
    found: list[Disputed] = []
    for fold in range(_FOLDS):
        reader = linear(learn([e for e in examples if e.sentence % _FOLDS != fold], TASKS[task]))
        for example in examples:
            if example.variant or example.sentence % _FOLDS != fold or not example.shown:
                continue
            verdict = reader.judge(example.features)
            other = verdict.label if verdict.label != example.label else verdict.second
            margin = verdict.chances[example.label] - verdict.chances[other]
            pair = (example.label, other) if len(found) % 2 else (other, example.label)
            found.append(Disputed(example.shown, pair, example.label, margin))
    return sorted(found, key=lambda entry: entry.margin)


def main() -> None:
    """Write the suite."""
    examples = examples_of(ROOT / "learning", random.Random(14))
    suite: dict[str, Any] = {}
    for name, task in (("topics", "topic"), ("roles", "unit"), ("trainings", "event")):
        hardest = disputed(task, examples[task])
        chosen = [entry for entry in hardest if "none" not in entry.candidates or task != "topic"][:EACH]
        suite[name] = [
            {"text": e.question, "candidates": list(e.candidates), "answer": e.answer} for e in chosen
        ]
        wrong = sum(entry.margin < 0 for entry in chosen)
        print(f"{name}: {len(chosen)} disputes, in {wrong} of them the second reader alone is wrong")
    Path(TARGET).write_text(json.dumps(suite, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
