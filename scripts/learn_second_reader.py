"""Learn the weights of the second reader from the sentences in learning/.

    python scripts/learn_second_reader.py            write extractor/learned/weights.json, print scores
    python scripts/learn_second_reader.py --held-out print scores of a reader that saw four fifths only

Needs scikit-learn (the extra dev). The same sentences give the same file.
"""

import argparse
import hashlib
import json
import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from learning_sections import section_examples  # beside this script
from learning_sentences import Example, examples_of
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from extractor.learned.section_features import Judges
from extractor.learned.weights import FILE, MOST_STEPS, Linear, packed

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "extractor" / "learned" / FILE
TASKS = {"topic": 3.0, "period": 1.0, "unit": 3.0, "heading": 4.0, "event": 3.0, "section": 0.3}
"""C of the logistic regression of each task, chosen by cross-validation over the sentences."""
PAGE_MARK = "<!-- weights: written by scripts/learn_second_reader.py -->"
_LEAST = 0.02
"""Weights below this share of the largest are dropped."""
_RARE = 2
"""A feature seen in fewer sentences than this is dropped."""
_FOLDS = 5


def learn(examples: Sequence[Example], strength: float) -> dict[str, Any]:
    """Labels, biases and packed weights of one task."""
    seen: dict[str, set[int]] = {}
    for example in examples:
        for name in example.features:
            seen.setdefault(name, set()).add(example.sentence)
    kept = [{name: 1 for name in example.features if len(seen[name]) >= _RARE} for example in examples]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(kept)
    model = LogisticRegression(C=strength, max_iter=300, class_weight=None, tol=1e-3)
    model.fit(matrix, [example.label for example in examples], [example.weight for example in examples])
    labels, rows, biases = list(model.classes_), model.coef_, model.intercept_
    if len(labels) == 2:
        rows, biases = [-rows[0] / 2, rows[0] / 2], [-biases[0] / 2, biases[0] / 2]
    most = max(abs(float(value)) for row in rows for value in row)
    step = most / MOST_STEPS
    words: dict[str, str] = {}
    for index, name in enumerate(vectorizer.get_feature_names_out()):
        steps = {
            label: round(float(row[index]) / step)
            for label, row in enumerate(rows)
            if abs(float(row[index])) >= _LEAST * most
        }
        steps = {label: value for label, value in steps.items() if value}
        if steps:
            words[str(name)] = packed(steps)
    return {
        "labels": labels,
        "bias": [round(float(value), 4) for value in biases],
        "step": round(step, 6),
        "words": words,
    }


def linear(entry: Mapping[str, Any]) -> Linear:
    """A learned task as the reader uses it."""
    return Linear(tuple(entry["labels"]), tuple(entry["bias"]), entry["step"], entry["words"])


def held_out(task: str, examples: Sequence[Example]) -> tuple[int, int]:
    """Right and all, over sentences kept out of learning together with all their variants."""
    right = total = 0
    for fold in range(_FOLDS):
        inside = [example for example in examples if example.sentence % _FOLDS != fold]
        reader = linear(learn(inside, TASKS[task]))
        for example in examples:
            if example.sentence % _FOLDS == fold and not example.variant:
                total += 1
                right += reader.judge(example.features).label == example.label
    return right, total


def main(arguments: Iterable[str] | None = None) -> None:
    """Learn all tasks, or print what a part of the sentences says of the rest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--out", type=Path, default=TARGET)
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    found = examples_of(ROOT / "learning", random.Random(14))
    written = {name: learn(found[name], TASKS[name]) for name in ("unit", "heading")}
    judges = Judges(linear(written["unit"]), linear(written["heading"]))
    found["section"] = section_examples(ROOT / "learning", judges)
    if options.held_out:
        for task in TASKS:
            right, total = held_out(task, found[task])
            print(f"{task}: {right} of {total} held out right ({right / total:.3f})")
        return
    written |= {name: learn(found[name], strength) for name, strength in TASKS.items() if name not in written}
    written = {name: written[name] for name in TASKS}
    text = json.dumps(written, ensure_ascii=False, sort_keys=True, indent=0, separators=(",", ":"))
    options.out.write_text(text + "\n", encoding="utf-8")
    for task, entry in written.items():
        own = [example for example in found[task] if not example.variant]
        print(f"{task}: {len(own)} own, {len(found[task])} with variants, {len(entry['words'])} features")
    if options.out == TARGET:
        _state(written, found)
    print(f"{options.out.name}: {options.out.stat().st_size:,} bytes")


def _state(written: Mapping[str, Mapping[str, Any]], found: Mapping[str, Sequence[Example]]) -> None:
    """State size, hash and what was taught at the end of learning/README.md."""
    raw = TARGET.read_bytes()
    lines = [
        f"{PAGE_MARK}\n## The weights that are shipped\n",
        f"`weights.json`: {len(raw):,} bytes, sha256 `{hashlib.sha256(raw).hexdigest()}`.\n",
        "| task | labels | examples by hand | with variants and drawn ones | features kept |",
        "| --- | --- | --- | --- | --- |",
    ]
    for task, entry in written.items():
        own = sum(not example.variant for example in found[task])
        lines.append(
            f"| {task} | {len(entry['labels'])} | {own:,} | {len(found[task]):,} | {len(entry['words']):,} |"
        )
    page = ROOT / "learning" / "README.md"
    before = page.read_text(encoding="utf-8").partition(PAGE_MARK)[0]
    page.write_text(before + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
