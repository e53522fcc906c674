"""Our own sentences on which the two readers of the prose differ, as documents with gold: eval/disputed/own.

    python scripts/make_disputed_suite.py

Of the labelled sentences in learning/ those stay on which, read within a report, rules and second reader do
not say the same. The label is the one that the sentence was written with. Nothing else in the documents is
scored. Run it anew where a reader has changed; `test_disputed_suite.py` says when.
"""

import hashlib
import itertools
import json
import random
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from learning_sentences import REPORT_YEAR, Variants, labelled, unmarked

from extractor import pipeline
from extractor.evaluation.scoring.text import LEAST_OVERLAP, overlap
from extractor.grammar import find_numbers
from extractor.judging.statement_lists import ROLE_LISTS
from extractor.judging.verdicts import is_disputed
from extractor.records import Aspect, Basis, Report, Span

ROOT = Path(__file__).resolve().parents[1]
LEARNING = ROOT / "learning"
TARGET = ROOT / "eval" / "disputed" / "own"
VARIANTS_TRIED = 12
ENOUGH = {"topics": 150, "roles": 170, "trainings": 135}
"""Disputed sentences of a kind, drawn by lot; some differ no longer where they stand among others."""
WAYS = {"trainings": 2}
"""Of one sentence, at most so many variants; else one."""
A_DOCUMENT = 5
HEAD = f"青溪县云桥镇人民政府{REPORT_YEAR}年政府信息公开工作年度报告\n"
DATE = "2026-11-30"


class Sentence(NamedTuple):
    """A sentence of our own, and what it says: (start, end, label) within it."""

    text: str
    says: tuple[tuple[int, int, str], ...]


class Kind(NamedTuple):
    """One kind of dispute: where its sentences come from and stand, and what of a Report they are."""

    sentences: Callable[[], Iterator[Sequence[Sentence]]]
    """Each with its variants in other words: the first on which the readers differ is taken."""
    before: str
    disputed: Callable[[Report], list[Span]]


def _counts() -> Iterator[Sequence[Sentence]]:
    for path in sorted((LEARNING / "counts").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if not line or line.startswith("#"):
                continue
            text, marks = unmarked(line)
            yield [Sentence(text, tuple((m.start, m.end, m.topic) for m in marks if m.topic != "none"))]


def _lines(pattern: str, leads: str) -> Iterator[Sequence[Sentence]]:
    settings = tomllib.loads((LEARNING / "variants.toml").read_text(encoding="utf-8"))
    variants = Variants(settings, random.Random("disputed"))
    for label, line in labelled(LEARNING, pattern):
        if line.endswith(("：", ":")):
            continue
        ways = dict.fromkeys([line, *variants.of(line, VARIANTS_TRIED, leads)])
        yield [
            Sentence(way if way[-1] in "。！？；" else f"{way}。", ((0, len(way), label.split(" ")[0]),))
            for way in ways
        ]


def _topics_of(report: Report) -> list[Span]:
    return [c.evidence for c in report.narrative.counts if is_disputed(c.witnesses, Aspect.TOPIC)]


def _roles_of(report: Report) -> list[Span]:
    entries = [entry for name in ROLE_LISTS.values() for entry in getattr(report.narrative, name)]
    return [e.evidence for e in entries if e.basis is Basis.LEARNED or is_disputed(e.witnesses, Aspect.ROLE)]


def _trainings_of(report: Report) -> list[Span]:
    events = report.narrative.trainings
    return [e.evidence for e in events if e.basis is Basis.LEARNED or is_disputed(e.witnesses, Aspect.KIND)]


KINDS = {
    "topics": Kind(_counts, "一、总体情况\n", _topics_of),
    "roles": Kind(
        lambda: _lines("roles/*units.txt", "unit_leads"),
        "一、总体情况\n无。\n五、存在的主要问题及改进情况\n",
        _roles_of,
    ),
    "trainings": Kind(lambda: _lines("trainings/*.txt", "leads"), "一、总体情况\n", _trainings_of),
}


def composed(kind: Kind, sentences: Sequence[Sentence]) -> tuple[str, list[int]]:
    """A document of these sentences, one a line, and where each begins."""
    text, places = HEAD + kind.before, []
    for sentence in sentences:
        places.append(len(text))
        text += f"{sentence.text}\n"
    return text, places


def still_disputed(kind: Kind, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Those of them that hold a dispute about something labelled, read together."""
    text, places = composed(kind, sentences)
    report = pipeline.extract_document(pipeline.read_document(text.encode(), "own.txt"))
    spans = kind.disputed(report)
    return [s for s, at in zip(sentences, places, strict=True) if any(_hits(s, at, spans))]


def _hits(sentence: Sentence, at: int, spans: Sequence[Span]) -> Iterator[tuple[int, int, str]]:
    for start, end, label in sentence.says:
        place = Span.model_construct(start=at + start, end=at + end, quote="")
        # A statement or a training is a sentence; a number's evidence may be longer or shorter than its mark.
        if any(overlap(span, place) >= (LEAST_OVERLAP if start == 0 else 0.01) for span in spans):
            yield start, end, label


def gold_of(kind: str, name: str, sentences: Sequence[Sentence]) -> tuple[str, dict[str, Any]]:
    """The text and its labels; what is not disputed is optional."""
    text, places = composed(KINDS[kind], sentences)
    report = pipeline.extract_document(pipeline.read_document(text.encode(), "own.txt"))
    spans = KINDS[kind].disputed(report)
    fields = {"topics": ("counts",), "roles": tuple(ROLE_LISTS.values()), "trainings": ("trainings",)}[kind]
    lists: dict[str, list[dict[str, Any]]] = {field: [] for field in fields}
    for sentence, at in zip(sentences, places, strict=True):
        disputed = set(_hits(sentence, at, spans))
        for one in sentence.says:
            start, end, label = one
            entry = {"start": at + start, "end": at + end, "optional": one not in disputed}
            if kind == "topics":
                inside = [n for n in find_numbers(sentence.text) if start <= n.start < end]
                entry["optional"] |= not inside
                value = float(inside[0].value) if inside else 0.0
                more = {"value": value, "unit": None, "approximate": None, "topic": label}
                lists["counts"].append({**entry, **more, "scope": None, "period": None})
            elif kind == "roles" and label in ROLE_LISTS:
                lists[ROLE_LISTS[label]].append(entry)
            elif kind == "trainings" and label in ("held", "attended"):
                no_details = {"start_date": None, "end_date": None, "participants": None, "place": None}
                lists["trainings"].append({**entry, **no_details, "approximate": False, "details": False})
    gold = {"document": f"{name}.txt", "sha256": hashlib.sha256(text.encode()).hexdigest()}
    empty = dict.fromkeys(("counts", "trainings", "events", *ROLE_LISTS.values()))
    return text, {
        **gold,
        "annotator": "writer",
        "date": DATE,
        **dict.fromkeys(("header", "sections", "tables")),
        **empty,
        **lists,
    }


def chosen(kind: Kind, enough: int, most_ways: int) -> list[list[Sentence]]:
    """Documents of sentences that stay disputed when they are read together."""
    drawn = list(kind.sentences())
    random.Random("order").shuffle(drawn)
    found: list[Sentence] = []
    for ways in drawn:
        found += itertools.islice(
            (one for one in ways if one.says and still_disputed(kind, [one])), most_ways
        )
        if len(found) >= enough:
            break
    documents = []
    for again in range(3):  # what differs no longer among these others may do so among the next
        left: list[Sentence] = []
        for at in range(0, len(found), A_DOCUMENT):
            group = found[at : at + A_DOCUMENT]
            while group and (kept := still_disputed(kind, group)) != group:
                left += [sentence for sentence in group if sentence not in kept]
                group = kept
            documents.append(group)
        found = left[again:]
    return [group for group in documents if group]


def main() -> None:
    """Write the documents."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for old in TARGET.glob("*"):
        old.unlink()
    for name, kind in KINDS.items():
        documents = chosen(kind, ENOUGH[name], WAYS.get(name, 1))
        for number, group in enumerate(documents, start=1):
            stem = f"{name}-{number:02}"
            text, gold = gold_of(name, stem, group)
            lines = (f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in gold.items())
            (TARGET / f"{stem}.txt").write_text(text, encoding="utf-8")
            (TARGET / f"{stem}.json").write_text("{\n " + ",\n ".join(lines) + "\n}\n", encoding="utf-8")
        print(f"{name}: {sum(map(len, documents))} disputed sentences in {len(documents)} documents")


if __name__ == "__main__":
    main()
