"""Puts the page together; the template escapes every text."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import UsageError
from extractor.evaluation.agreement import Agreement
from extractor.evaluation.compare import Comparison, compare_runs, spread_of
from extractor.evaluation.evaluation_runs import EvalRun
from extractor.evaluation.metrics import interval, percent
from extractor.evaluation.page.error_rows import ErrorRow, error_rows, flip_rows
from extractor.evaluation.page.page_words import words
from extractor.evaluation.page.plots import choice_plot, cost_plot, risk_plot, trust_plot, without_cost
from extractor.evaluation.page.rows import (
    BasisRow,
    Card,
    ChangeRow,
    DocumentRow,
    FieldRow,
    StratumRow,
    basis_rows,
    cards,
    change_rows,
    document_rows,
    field_rows,
    stratum_rows,
)
from extractor.evaluation.scoring import FIELDS
from extractor.evaluation.side_by_side import (
    SuiteComparison,
    choices_of,
    money,
    titles_of,
)
from extractor.evaluation.suites import Folders, load_suite
from extractor.records import Record

if TYPE_CHECKING:
    from jinja2 import Template


_ENGINES = {"rules": 0, "hybrid": 1, "model": 2}


class RunView(Record):
    """One run as the page shows it."""

    run: EvalRun
    anchor: str
    splits: dict[str, int]
    """Split to documents."""
    cards: tuple[Card, ...]
    fields: tuple[FieldRow, ...]
    strata: tuple[StratumRow, ...]
    bases: tuple[BasisRow, ...]
    documents: tuple[DocumentRow, ...]
    errors: tuple[ErrorRow, ...]
    risk_plot: str
    trust_plot: str
    agreed: Agreement | None
    spread: dict[str, float]


class ComparisonView(Record):
    """Two runs of one suite."""

    comparison: Comparison
    changes: tuple[ChangeRow, ...]
    flips: tuple[ErrorRow, ...]


class ChoiceView(Record):
    """The runs of one suite side by side."""

    anchor: str
    choice: SuiteComparison
    choice_plot: str
    cost_plot: str
    without_cost: tuple[int, ...]
    """Numbers of runs that the chart of cost leaves out."""


class PageData(Record):
    """Everything that the template shows."""

    made: str
    runs: tuple[RunView, ...]
    comparisons: tuple[ComparisonView, ...]
    choices: tuple[ChoiceView, ...]


def write_page(runs: Sequence[EvalRun], out: Path, folders: Folders) -> None:
    """Write ``out``; texts of the documents are read from the suites for the context of errors.

    UsageError where jinja2 is not installed.
    """
    given, runs = runs, _ordered(runs)
    views = tuple(_view(run, index, folders) for index, run in enumerate(runs))
    data = PageData(
        made=datetime.now(UTC).isoformat(timespec="minutes"),
        runs=views,
        comparisons=tuple(_comparisons(runs, folders)),
        choices=tuple(_choices(given)),
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(_template().render(page=data), encoding="utf-8")


def _template() -> "Template":
    try:
        from jinja2 import Environment, StrictUndefined
    except ImportError as error:
        raise UsageError("the page needs jinja2; pip install 'gongkai-extractor[eval]'") from error
    source = (files("extractor.evaluation.page") / "page.html").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["fields"] = FIELDS
    environment.globals["words"] = words()
    environment.globals["titles"] = titles_of
    environment.globals["money"] = money
    environment.globals["percent"] = percent
    environment.globals["interval"] = interval
    environment.globals["rows"] = lambda rows: [row.model_dump() for row in rows]
    return environment.from_string(source)


def _view(run: EvalRun, index: int, folders: Folders) -> RunView:
    texts = _texts(run, folders)
    return RunView(
        run=run,
        anchor=f"run-{index}",
        splits=dict(Counter(each.split for each in run.repeat(0))),
        cards=tuple(cards(run)),
        fields=tuple(field_rows(run)),
        strata=tuple(stratum_rows(run)),
        bases=tuple(basis_rows(run)),
        documents=tuple(document_rows(run)),
        errors=tuple(error_rows(run.repeat(0), texts)),
        risk_plot=risk_plot(run.trust),
        trust_plot=trust_plot(run.trust),
        agreed=run.agreement,
        spread=spread_of(run),
    )


def _texts(run: EvalRun, folders: Folders) -> dict[str, str]:
    """Canonical texts by document; none where the suite has changed since the run."""
    try:
        loaded = load_suite(run.info.suite, folders, run.info.split, run.info.limit)
    except UsageError:
        return {}
    if loaded.sha256 != run.info.suite_sha256:
        return {}
    return {case.name: case.text for case in loaded.cases}


def _comparisons(runs: Sequence[EvalRun], folders: Folders) -> Iterator[ComparisonView]:
    """Each run against the one before it of the same suite."""
    for suite in dict.fromkeys(run.info.suite for run in runs):
        for before, after in pairwise([run for run in runs if run.info.suite == suite]):
            try:
                comparison = compare_runs(before, after)
            except UsageError:
                continue
            flips = tuple(flip_rows(comparison, _texts(after, folders)))
            yield ComparisonView(comparison=comparison, changes=tuple(change_rows(comparison)), flips=flips)


def _choices(runs: Sequence[EvalRun]) -> Iterator[ChoiceView]:
    """Suites of which there are several runs, in the order given: the first is the reference."""
    for index, suite in enumerate(dict.fromkeys(run.info.suite for run in runs)):
        of_suite = [run for run in runs if run.info.suite == suite]
        if len(of_suite) < 2:
            continue
        try:
            (choice,) = choices_of(of_suite)
        except UsageError:
            continue
        yield ChoiceView(
            anchor=f"choice-{index}",
            choice=choice,
            choice_plot=choice_plot(choice),
            cost_plot=cost_plot(choice),
            without_cost=without_cost(choice),
        )


def _ordered(runs: Sequence[EvalRun]) -> list[EvalRun]:
    """Suite by suite, rules before hybrid before model; runs of one engine stay in the order given."""
    suites = list(dict.fromkeys(run.info.suite for run in runs))
    return sorted(
        runs,
        key=lambda run: (suites.index(run.info.suite), _ENGINES.get(run.info.engine.name, len(_ENGINES))),
    )
