import json
from pathlib import Path

import pytest
from eval_samples import FOLDERS, PROJECT, RULES, rules_run, suite, with_cell

from extractor import pipeline
from extractor.errors import UnreadableError, UsageError
from extractor.evaluation.compare import compare_runs, spread_of
from extractor.evaluation.evaluation_runs import EvalRun, drifted, load_run, run_suite, save_run
from extractor.evaluation.suites import describe_suites, load_suite
from extractor.evaluation.thresholds import Limit, Thresholds, Tolerance, breaches, read_thresholds
from extractor.records import CellBasis, Document, Narrative, Report

CELL = ("applications", "new", "natural")


def worse(document: Document) -> Report:
    """The rules with one cell of every table 三 wrong and no prose at all."""
    report = pipeline.extract_document(document)
    if report.tables.applications is not None:
        report = with_cell(report, *CELL, value=None, basis=CellBasis.BLANK)
    return report.model_copy(update={"narrative": Narrative()})


def failing(document: Document) -> Report:
    raise UnreadableError(f"{document.source.name}: planted")


def test_run_reads_back_when_it_is_stored(tmp_path: Path):
    run = rules_run("hostile")

    save_run(run, tmp_path / "run.json")

    assert load_run(tmp_path / "run.json") == run
    assert drifted(run) == []


def test_tampered_figure_is_found_when_it_is_computed_again(tmp_path: Path):
    path = tmp_path / "run.json"
    save_run(rules_run("hostile"), path)
    body = json.loads(path.read_text(encoding="utf-8"))
    body["figures"]["counts.recall"]["value"] = 0.123
    path.write_text(json.dumps(body), encoding="utf-8")

    assert drifted(load_run(path)) == ["counts.recall"]


def test_file_is_refused_when_it_is_no_run(tmp_path: Path):
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")

    with pytest.raises(UsageError, match="is no run"):
        load_run(tmp_path / "x.json")
    with pytest.raises(UsageError, match="cannot be read"):
        load_run(tmp_path / "absent.json")


def test_failures_are_recorded_when_an_engine_raises():
    run = run_suite(suite("hostile"), failing, RULES)

    assert run.figures["documents.failed"].value == 1
    assert run.figures["cells.nonzero.recall"].value == 0
    assert all(each.failure and "planted" in each.failure for each in run.documents)


def test_flips_are_named_both_ways_when_two_runs_differ():
    before, after = rules_run("hostile"), run_suite(suite("hostile"), worse, RULES)

    forth, back = compare_runs(before, after), compare_runs(after, before)

    broken = [flip for flip in forth.flips if flip.kind == "broken"]
    assert any(flip.after and flip.after.field == "cells.applications" for flip in broken)
    assert [(flip.document, flip.after) for flip in broken] == [
        (flip.document, flip.before) for flip in back.flips if flip.kind == "fixed"
    ]
    counts = next(field for field in forth.fields if field.field == "counts")
    assert counts.broken > counts.fixed
    change = next(each for each in forth.changes if each.name == "narrative.micro.f1")
    assert change.difference < -0.5
    assert change.certain


def test_nothing_flips_when_a_run_is_compared_with_itself():
    comparison = compare_runs(rules_run("hostile"), rules_run("hostile"))

    assert comparison.flips == ()
    assert {change.difference for change in comparison.changes} <= {0, None}


def test_comparison_is_refused_when_the_gold_differs():
    with pytest.raises(UsageError, match="did not score the same"):
        compare_runs(rules_run("hostile"), rules_run("second-fixtures"))


def test_spread_is_measured_when_an_engine_changes_its_mind():
    turns = iter(range(1000))

    def moody(document: Document) -> Report:
        return (worse if next(turns) >= 8 else pipeline.extract_document)(document)

    run = run_suite(suite("hostile"), moody, RULES, repeats=2)

    assert len(run.documents) == 2 * len(suite("hostile").cases)
    assert spread_of(run)["narrative.micro.f1"] > 0.3
    assert spread_of(run)["header.f1"] == 0
    assert spread_of(rules_run("hostile")) == {}


def limits(**figures: Limit) -> Thresholds:
    names = {name.replace("__", "."): limit for name, limit in figures.items()}
    return Thresholds(
        tolerance=Tolerance(figures=("narrative.micro.f1", "silent"), by=0.01),
        limits={"hostile.rules": names},
    )


@pytest.mark.parametrize(
    ("thresholds", "found"),
    [
        (limits(), []),
        (limits(documents__failed=Limit(most=0.0)), []),
        (limits(grounding=Limit(least=1.1)), ["grounding"]),
        (limits(documents__failed=Limit(most=-0.1)), ["documents.failed"]),
        (limits(no__such__figure=Limit(least=0.5)), ["no.such.figure"]),
    ],
    ids=["none", "kept", "too low", "too high", "unknown"],
)
def test_limit_is_named_when_it_is_passed(thresholds: Thresholds, found: list[str]):
    lines = breaches(rules_run("hostile"), thresholds, None)

    assert [name for name in found if not any(name in line for line in lines)] == []
    assert len(lines) == len(found)


def test_falling_behind_the_baseline_is_named_when_it_is_more_than_the_tolerance():
    before, after = rules_run("hostile"), run_suite(suite("hostile"), worse, RULES)

    assert any("narrative.micro.f1" in line for line in breaches(after, limits(), before))
    assert breaches(before, limits(), before) == []
    assert not any("narrative" in line for line in breaches(before, limits(), after)), "better is no breach"


def test_committed_thresholds_name_figures_that_exist():
    thresholds = read_thresholds(PROJECT)
    runs: dict[str, EvalRun] = {name: rules_run(name) for name in ("fixtures", "hostile")}

    for key, figures in thresholds.limits.items():
        run = runs.get(key.removesuffix(".rules"))
        assert run is None or set(figures) <= set(run.figures), key
    assert set(thresholds.tolerance.figures) - set(runs["fixtures"].figures) <= {"absent.accuracy"}


def test_every_document_is_in_one_split():
    for name, described in describe_suites(PROJECT).items():
        if described.labels is None:
            continue
        stems = [stem for split in described.splits.values() for stem in split]
        assert len(stems) == len(set(stems)), name
        assert {case.split for case in suite(name).cases} <= set(described.splits), name


def test_split_and_limit_choose_documents_when_they_are_given():
    assert len(load_suite("hostile", FOLDERS, limit=3).cases) == 3
    assert load_suite("hostile", FOLDERS, "fresh").sha256 == suite("hostile").sha256
    with pytest.raises(UsageError, match="no split"):
        load_suite("hostile", FOLDERS, "other")
    with pytest.raises(UsageError, match="unknown suite"):
        load_suite("nothing", FOLDERS)


def test_generated_gold_points_at_what_is_printed():
    for case in suite("noise").cases[::10]:
        for count in case.gold.counts:
            assert str(count.value) in case.text[count.start : count.end]
        assert len(case.gold.issues) == len(case.gold.remedies) == 2
