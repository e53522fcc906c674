"""Models side by side: one table a suite, fields by models, with what each costs.

Only documents that all runs of a suite have scored are compared; the reference of a figure is the first run
that has it. Suites are never pooled.
"""

import math
from collections.abc import Iterator, Sequence

from extractor.errors import UsageError
from extractor.evaluation.compare import COMPARED, FigureChange, changes_of, restricted, shared_documents
from extractor.evaluation.evaluation_runs import EvalRun, recomputed
from extractor.evaluation.metrics import DISPUTES, TRUSTED, Figure
from extractor.evaluation.scoring import FIELDS, ScoredItem, Verdict
from extractor.records import NARRATIVE_LISTS, Record

LESS_IS_BETTER = ("silent", "flagged", "documents.failed")


class Contender(Record):
    """One run of a suite: what was asked, what came back and what it cost."""

    title: str
    engine: str
    model: str | None
    started: str
    documents: int
    failed: int
    by_rule_only: int
    asked: int
    asked_nothing: bool
    """A model was to be asked and no question arose: these are the figures of the rules."""
    unanswered: dict[str, int]
    calls_per_document: float | None
    tokens_in_per_document: float | None
    tokens_out_per_document: float | None
    tokens_are_known: bool
    """False: replies were kept by a version that did not keep their tokens."""
    kept_calls: int
    """Of all calls, those answered by kept replies: their seconds are no model's."""
    cost_per_document: float | None
    price_is_known: bool
    """False: the model was paid for, or not, at a price that nobody has told."""
    seconds_per_document: float | None
    repeats: int


class ComparedFigure(Record):
    """One figure of one run, and how it differs from the reference."""

    figure: Figure
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    verdict: str = ""
    """``better``, ``worse``, or nothing where that was not shown."""


class ChoiceRow(Record):
    """One figure over all runs."""

    name: str
    chinese: str
    english: str
    cells: tuple[ComparedFigure, ...]
    reference: int = 1
    """Number of the run that the others are compared with: the first that has the figure."""


class SettledDisputes(Record):
    """Of the facts of the prose on which the runs differ: what one run made of them."""

    run: int
    """Its place among the runs, from 1."""
    title: str
    field: str
    disputed: int
    """Items that the runs of the suite did not all get right, or all wrong alike."""
    right: int
    wrong: int
    silent: int
    """Of the wrong ones, those that nothing warns of."""


class SuiteComparison(Record):
    """One suite."""

    suite: str
    splits: dict[str, int]
    documents: int
    left_out: int
    """Documents that not all runs have scored."""
    contenders: tuple[Contender, ...]
    rows: tuple[ChoiceRow, ...]
    settled: tuple[SettledDisputes, ...] = ()
    """What each run made of the facts on which the runs differ."""


def choices_of(runs: Sequence[EvalRun]) -> tuple[SuiteComparison, ...]:
    """One table for each suite, in the order of the runs. UsageError where runs of a suite share nothing."""
    suites = dict.fromkeys(run.info.suite for run in runs)
    return tuple(_choice(suite, [run for run in runs if run.info.suite == suite]) for suite in suites)


def _choice(suite: str, runs: Sequence[EvalRun]) -> SuiteComparison:
    shared = shared_documents(runs)
    if not shared:
        titles = ", ".join(run.title for run in runs)
        raise UsageError(f"{titles}: no document that all have scored with the same labels; run them again")
    parts = [recomputed(restricted(run, shared)) for run in runs]
    splits: dict[str, int] = {}
    for each in parts[0].repeat(0):
        splits[each.split] = splits.get(each.split, 0) + 1
    everything = {each.name for run in runs for each in run.documents}
    return SuiteComparison(
        suite=suite,
        splits=splits,
        documents=len(shared),
        left_out=len(everything - shared),
        contenders=tuple(_contender(part) for part in parts),
        rows=tuple(_rows(parts)),
        settled=settled_by(parts) if len(parts) > 1 else (),
    )


def _contender(run: EvalRun) -> Contender:
    figures = run.figures
    kept = sum(each.usage.cached_calls for each in run.documents)
    known = all(not each.usage.cached_calls or each.usage.cached_input_tokens for each in run.documents)
    cost = figures["usage.cost_per_document"].value
    has_price = bool(cost) or not any(each.usage.calls for each in run.documents)
    return Contender(
        title=_title(run),
        engine=run.info.engine.name,
        model=run.info.engine.model,
        started=run.info.started,
        documents=len(run.repeat(0)),
        failed=sum(each.failure is not None for each in run.documents),
        by_rule_only=run.by_rule_only,
        asked=run.asked,
        asked_nothing=run.asked_nothing,
        unanswered=run.unanswered,
        calls_per_document=figures["work.calls_per_document"].value,
        tokens_in_per_document=figures["work.input_tokens_per_document"].value if known else None,
        tokens_out_per_document=figures["work.output_tokens_per_document"].value if known else None,
        tokens_are_known=known,
        kept_calls=kept,
        cost_per_document=None if kept or not has_price else cost,
        price_is_known=has_price,
        seconds_per_document=None if kept else figures["seconds.median"].value,
        repeats=run.info.repeats,
    )


def _rows(runs: Sequence[EvalRun]) -> Iterator[ChoiceRow]:
    references = {name: _first_with(runs, name) for name in _names(runs)}
    changes: dict[str, list[FigureChange | None]] = {name: [None] * len(runs) for name in references}
    for reference in sorted(set(references.values())):
        names = {name for name, place in references.items() if place == reference}
        for place in range(reference + 1, len(runs)):
            for change in changes_of(runs[reference], runs[place], names):
                changes[change.name][place] = change
    for name, reference in references.items():
        figures = [run.figures.get(name, Figure(value=None, n=0)) for run in runs]
        cells = tuple(_cell(name, *pair) for pair in zip(figures, changes[name], strict=True))
        chinese, english = titles_of(name)
        yield ChoiceRow(name=name, chinese=chinese, english=english, cells=cells, reference=reference + 1)


def _first_with(runs: Sequence[EvalRun], name: str) -> int:
    """Place of the first run that has a figure; runs by rule have none of what a model said."""
    return next((place for place, run in enumerate(runs) if _has([run], name)), 0)


def _names(runs: Sequence[EvalRun]) -> list[str]:
    fields = [
        figure
        for field in FIELDS
        for figure in (f"{field}.nonzero.f1", f"{field}.f1", f"{field}.accuracy")
        if _has(runs, figure)
    ]
    return list(dict.fromkeys((*(name for name in COMPARED if _has(runs, name)), *fields)))


def _has(runs: Sequence[EvalRun], name: str) -> bool:
    return any(name in run.figures and run.figures[name].n for run in runs)


def _cell(name: str, figure: Figure, change: FigureChange | None) -> ComparedFigure:
    if change is None or change.difference is None:
        return ComparedFigure(figure=figure)
    verdict = ""
    if change.certain:
        gains = (change.difference > 0) != (name.split(".")[0] in LESS_IS_BETTER or name in LESS_IS_BETTER)
        verdict = "better" if gains else "worse"
    return ComparedFigure(
        figure=figure,
        difference=change.difference,
        low=change.low,
        high=change.high,
        p=change.p,
        verdict=verdict,
    )


_TITLES = {
    "documents.exact": ("全对的文件（不计主题等属性）", "documents without any error (attributes aside)"),
    "documents.tables_exact": ("表格全对的文件", "documents whose tables are all right"),
    "cells.nonzero.f1": ("非零单元格 F1", "non-zero cells, F1"),
    "cells.zero.accuracy": ("零值单元格", "zero cells that are right"),
    "cells.blank.accuracy": ("空白单元格", "blank cells that are right"),
    "header.f1": ("首部信息 F1", "header facts, F1"),
    "narrative.micro.f1": ("文字事实 微平均 F1", "facts of the prose, micro F1"),
    "silent": ("无提示的错误（不计主题等属性）", "silent errors (topics and other attributes aside)"),
    "flagged": ("提示人工核对", "values flagged"),
    "grounding": ("引文与原文一致", "quotes that stand in the text"),
}
_DISPUTED = {
    "topics": ("主题有分歧", "disputed topics"),
    "roles": ("陈述类别有分歧", "disputed roles"),
    "trainings": ("培训有分歧", "disputed trainings"),
    "delivered": ("最终结果", "as delivered"),
    "rule": ("规则", "by the rules"),
    "learned": ("第二读者", "by the second reader"),
    "model": ("模型", "by the model"),
}


def money(cost: float | None) -> str:
    """A cost with three significant digits, however small: prices of a document differ a thousandfold."""
    if cost is None:
        return "n/a"
    digits = 2 if not cost else max(2, 2 - math.floor(math.log10(abs(cost))))
    return f"{cost:,.{digits}f}"


def titles_of(figure: str) -> tuple[str, str]:
    """Both names of a figure, e.g. of counts.f1."""
    if figure in _TITLES:
        return _TITLES[figure]
    if figure in DISPUTES:
        (kind, what), (who, whose) = (_DISPUTED[part] for part in figure.split(".")[1:])
        return f"{kind}：{who}", f"{what}, {whose}"
    name = figure.removesuffix(".nonzero.f1").removesuffix(".f1").removesuffix(".accuracy")
    field = FIELDS[name]
    parent = FIELDS.get(name.split(".")[0]) if field.attribute else None
    ending = " F1" if figure.endswith(".f1") else ""
    first = (parent.chinese, f"{parent.english} ") if parent else ("", "")
    return f"{first[0]}{field.chinese}{ending}", f"{first[1]}{field.english}{ending}"


def settled_by(runs: Sequence[EvalRun]) -> tuple[SettledDisputes, ...]:
    """Of the labelled facts on which runs over the same documents differ: what is right, by field."""
    misses = [_misses(run) for run in runs]
    keys = {key for each in misses for key in each}
    disputed = {
        key for key in keys if len({each[key].verdict if key in each else None for each in misses}) > 1
    }
    found = []
    for field in dict.fromkeys(key[1] for key in sorted(disputed)):
        of_field = {key for key in disputed if key[1] == field}
        for place, (run, each) in enumerate(zip(runs, misses, strict=True), start=1):
            wrong = [each[key] for key in of_field if key in each]
            silent = sum(not item.flagged and item.basis in TRUSTED for item in wrong)
            found.append(
                SettledDisputes(
                    run=place,
                    title=_title(run),
                    field=field,
                    disputed=len(of_field),
                    right=len(of_field) - len(wrong),
                    wrong=len(wrong),
                    silent=silent,
                )
            )
    return tuple(found)


def _misses(run: EvalRun) -> dict[tuple[str, str, str], ScoredItem]:
    return {
        (each.name, item.field, item.key): item
        for each in run.repeat(0)
        for item in each.misses
        if item.verdict is not Verdict.FABRICATED and item.field.split(".")[0] in NARRATIVE_LISTS
    }


def _title(run: EvalRun) -> str:
    return f"{run.info.engine.name}{f' · {run.info.engine.model}' if run.info.engine.model else ''}"
