"""The same reports, weights and endpoint: our engines beside langextract and instructor alone.

    python bench/langextract.py --base-url URL --model NAME --suite prose --limit 4 [--only NAME …]

All are scored by the scorer of ``extractor eval``: one-to-one pairs, counts by place and value, statements
by half of their characters, topics where the count was found, and a wrong fact without a warning is a
silent error. Calls and tokens are counted by one proxy for all. langextract runs in an environment of its
own (``--env``), with its tokenizer for scripts without spaces; what it warns of is shown. "instructor only"
is one schema over the whole document. The prose alone is compared: neither alternative reads tables.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parent))

from counting_proxy import Counted, counting
from plain_alternatives import Fact, Name, Said, by_instructor, by_langextract, langextract_python
from pydantic import SecretStr

from extractor.errors import ExtractorError
from extractor.evaluation.metrics import Figure, figures_of, percent
from extractor.evaluation.scoring import ScoredDocument, score_report
from extractor.evaluation.suites import Case, Folders, load_suite
from extractor.judging.engines import Engine
from extractor.llm import Endpoint, Limits
from extractor.llm.client import ModelClient
from extractor.llm.profile import Profile
from extractor.pipeline import extract_document, read_document
from extractor.records import (
    Basis,
    Count,
    CountPeriod,
    Event,
    EventKind,
    Narrative,
    Report,
    Span,
    Statement,
    Topic,
)

NAMES: tuple[Name, ...] = ("rules", "hybrid", "model", "langextract", "instructor only")
TOO_WEAK = 0.3
"""Below this F1 of all that rest on the model alone, its answers are noise: nothing can be compared."""
SHOWN = (
    "narrative.micro.f1",
    "counts.f1",
    "counts.topic.accuracy",
    "trainings.f1",
    "issues.f1",
    "remedies.f1",
    "silent",
)


def main() -> int:
    """Run what was asked for; 0, 1 where the endpoint answered nothing, 2 where there are no documents."""
    options = _options()
    suites = [
        load_suite(name, Folders(Path(), options.real, options.prose), None, options.limit)
        for name in options.suite
    ]
    cases = [case for suite in suites for case in suite.cases]
    if not cases:
        print(f"no documents in {', '.join(options.suite)}: set --prose or --real", file=sys.stderr)
        return 2
    rows: list[dict[str, Any]] = []
    for name in options.only or NAMES:
        with counting(options.base_url) as (address, counted):
            began = time.monotonic()
            told: Counter[str] = Counter()
            documents = tuple(
                _scored(case, report) for case, report in _read(name, cases, address, options, told)
            )
            rows.append(_row(name, documents, counted, time.monotonic() - began))
        print(_line(rows[-1]), flush=True)
        for words, times in told.most_common(5):
            print(f"    {times} × {_without_key(words, options.base_url)}")
    if options.json:
        options.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    silent = [row["name"] for row in rows if row["failed_calls"] and not row["answered_calls"]]
    if silent:
        print(f"nothing can be compared: no call was answered for {', '.join(silent)}", file=sys.stderr)
        return 1
    alone = [row["figures"]["narrative.micro.f1"] for row in rows if row["name"] in NAMES[2:]]
    if alone and max((value or 0) for value in alone) < TOO_WEAK:
        said = f"F1 below {TOO_WEAK} wherever it stands alone"
        print(f"{options.model} is too weak for this comparison to mean anything: {said}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--suite", nargs="+", default=["fixtures"])
    parser.add_argument("--limit", type=int, help="documents of each suite, spread over it")
    parser.add_argument("--only", nargs="+", choices=NAMES)
    parser.add_argument("--max-tokens", type=int, default=3000, help="of instructor's one answer")
    parser.add_argument("--real", type=Path)
    parser.add_argument("--prose", type=Path)
    parser.add_argument("--env", type=Path, default=Path("out/langextract-env"))
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def _read(
    name: Name, cases: list[Case], address: str, options: argparse.Namespace, told: Counter[str]
) -> Iterator[tuple[Case, Report]]:
    """Each document as one alternative reads it; ``told`` collects what it warns of."""
    if name in ("rules", "hybrid", "model"):
        with ModelClient(_endpoint(address, options.model), Limits(timeout_s=1800)) as client:
            engine = (
                None if name == "rules" else Engine(name, options.model, client, Profile(model=options.model))
            )
            for case in cases:
                yield case, _by_engine(case, engine, told)
        return
    ask: Callable[[str], Said]
    if name == "langextract":
        python = langextract_python(options.env)
        ask = lambda text: by_langextract(text, address, options.model, python)  # noqa: E731
    else:
        ask = lambda text: by_instructor(text, address, options.model, options.max_tokens)  # noqa: E731
    for case in cases:
        rules = extract_document(read_document(case.content, case.file_name))
        said = ask(case.text)
        told.update(said.warnings)
        yield case, rules.model_copy(update={"narrative": _narrative(said.facts, case.text), "findings": ()})


def _endpoint(address: str, model: str) -> Endpoint:
    key = os.environ.get("EXTRACTOR_API_KEY")
    return Endpoint(base_url=address, model=model, api_key=SecretStr(key) if key else None)


def _by_engine(case: Case, engine: Engine | None, told: Counter[str]) -> Report:
    """A document as one of our engines reads it; by rule only where its model fails, and said so."""
    document = read_document(case.content, case.file_name)
    try:
        return extract_document(document, engine=engine)
    except ExtractorError as failure:
        told[f"{type(failure).__name__}: {failure}"] += 1
        return extract_document(document)


def _without_key(words: str, base_url: str) -> str:
    return _endpoint(base_url, "").scrubbed(words)


def _narrative(facts: list[Fact], text: str) -> Narrative:
    """What was said as records, so that one scorer judges all; what has no place is no fact."""
    placed = [
        fact for fact in facts if fact.start is not None and fact.end is not None and fact.start < fact.end
    ]
    spans = [Span(start=f.start or 0, end=f.end or 0, quote=text[f.start : f.end]) for f in placed]
    pairs = list(zip(placed, spans, strict=True))
    return Narrative(
        counts=tuple(
            _count(fact, span, value)
            for fact, span in pairs
            if fact.kind == "counts" and (value := _number(fact.value)) is not None
        ),
        trainings=tuple(_training(span) for fact, span in pairs if fact.kind == "trainings"),
        issues=tuple(_statement(span) for fact, span in pairs if fact.kind == "issues"),
        remedies=tuple(_statement(span) for fact, span in pairs if fact.kind == "remedies"),
    )


def _number(said: str) -> Decimal | None:
    try:
        return Decimal(said.replace(",", "").rstrip("%")).normalize()
    except InvalidOperation:
        return None


def _count(fact: Fact, span: Span, value: Decimal) -> Count:
    topic = Topic(fact.topic) if fact.topic in set(Topic) else Topic.OTHER
    return Count(
        topic=topic,
        label=span.quote,
        value=value,
        unit="",
        approximate=False,
        scope=None,
        period=CountPeriod.YEAR,
        evidence=span,
        basis=Basis.MODEL,
    )


def _training(span: Span) -> Event:
    return Event(
        kind=EventKind.TRAINING,
        name=span.quote,
        start=None,
        end=None,
        date_text=None,
        participants=None,
        participants_approximate=False,
        place=None,
        evidence=span,
        basis=Basis.MODEL,
    )


def _statement(span: Span) -> Statement:
    return Statement(text=span.quote, evidence=span, basis=Basis.MODEL)


def _scored(case: Case, report: Report) -> ScoredDocument:
    """The prose alone: header, tables and findings are nobody's here."""
    others = ("header", "sections", "tables", "events", "past_rectifications")
    gold = case.gold.model_copy(
        update={**dict.fromkeys(others), "findings": (), "must_not_find": (), "absent": ()}
    )
    narrative = report.narrative.model_copy(update={"events": (), "past_rectifications": ()})
    return score_report(case.name, report.model_copy(update={"narrative": narrative}), gold, case.text)


def _row(
    name: str, documents: tuple[ScoredDocument, ...], counted: Counted, seconds: float
) -> dict[str, object]:
    figures = figures_of(documents)
    none = Figure(value=None, n=0)
    n = len(documents) or 1
    return {
        "name": name,
        "documents": len(documents),
        "figures": {key: figures.get(key, none).value for key in SHOWN},
        "n": {key: figures.get(key, none).n for key in SHOWN},
        "calls": counted.calls / n,
        "answered_calls": counted.calls,
        "failed_calls": counted.failed,
        "input_tokens": counted.input_tokens / n,
        "output_tokens": counted.output_tokens / n,
        "seconds": seconds / n,
    }


def _line(row: dict[str, Any]) -> str:
    figures: dict[str, float | None] = row["figures"]
    counts: dict[str, int] = row["n"]
    shown = ", ".join(
        f"{key.removesuffix('.f1').removesuffix('.accuracy')} {percent(figures[key])} (n {counts[key]})"
        for key in SHOWN
    )
    tokens = f"{row['input_tokens']:.0f} + {row['output_tokens']:.0f} tokens"
    work = f"{row['calls']:.1f} calls, {tokens}, {row['seconds']:.1f} s"
    failed = f"; {row['failed_calls']} calls failed" if row["failed_calls"] else ""
    unlabelled = "".join(
        f"; no labels for {key.removesuffix('.f1')} in these suites"
        for key in ("issues.f1", "remedies.f1")
        if not counts[key]
    )
    return f"{row['name']:<16} {row['documents']} documents: {shown}; a document: {work}{failed}{unlabelled}"


if __name__ == "__main__":
    sys.exit(main())
