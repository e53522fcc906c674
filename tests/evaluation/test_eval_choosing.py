"""Models side by side, with judges of stated quality in the place of models."""

import csv
import io
import json
from random import Random

import pytest
from eval_samples import RULES, rules_run, suite

from extractor import pipeline
from extractor.errors import UsageError
from extractor.evaluation.choice_csv import as_csv
from extractor.evaluation.compare import _paired, compare_runs, restricted
from extractor.evaluation.evaluation_runs import EngineInfo, run_suite
from extractor.evaluation.intervals import resamples
from extractor.evaluation.metrics import Ratio
from extractor.evaluation.page.plots import choice_plot, cost_plot, without_cost
from extractor.evaluation.side_by_side import choices_of, settled_by
from extractor.records import Usage


def judge(quality: float, seed: int = 1, tokens: int = 500):
    """A reader that leaves out each fact of the prose with the chance of 1 - ``quality``."""
    rng = Random(seed)

    def read(document):
        report = pipeline.extract_document(document)
        kept = {
            name: tuple(fact for fact in getattr(report.narrative, name) if rng.random() < quality)
            for name in ("counts", "trainings")
        }
        usage = Usage(calls=2, input_tokens=tokens, output_tokens=10, cost=0.01)
        return report.model_copy(
            update={
                "narrative": report.narrative.model_copy(update=kept),
                "run": report.run.model_copy(update={"usage": usage, "asked": 2, "unanswered": {"loop": 1}}),
            }
        )

    return read


def run_of(quality, *, name="fixtures", model="judge", **more):
    info = EngineInfo(name="model", version="0", model=model)
    return run_suite(suite(name), judge(quality, **more), info)


@pytest.fixture(scope="module")
def runs():
    return [rules_run("fixtures"), run_of(0.9, model="good"), run_of(0.3, model="poor", tokens=2000)]


def cell(choice, name, place):
    return next(row for row in choice.rows if row.name == name).cells[place]


def test_judge_is_measured_at_its_stated_quality(runs):
    (choice,) = choices_of(runs)
    for place, quality in ((1, 0.9), (2, 0.3)):
        recall = runs[place].figures["counts.recall"]
        assert recall.low <= quality <= recall.high
        assert cell(choice, "counts.f1", place).difference < 0
    assert cell(choice, "counts.f1", 2).verdict == "worse"
    assert cell(choice, "cells.nonzero.f1", 2).verdict == ""


def test_work_and_holes_stand_beside_the_figures(runs):
    (choice,) = choices_of(runs)
    rules, good, _ = choice.contenders
    assert (rules.calls_per_document, rules.asked, rules.unanswered) == (0, 0, {})
    assert (good.calls_per_document, good.tokens_in_per_document) == (2, 500)
    assert (good.asked, good.unanswered) == (2 * 20, {"loop": 20})


def test_run_from_kept_replies_is_no_cheaper_model(runs):
    paid = run_of(0.9)
    kept = [
        each.model_copy(
            update={"usage": Usage(cached_calls=2, cached_input_tokens=500, cached_output_tokens=10)}
        )
        for each in paid.documents
    ]
    (choice,) = choices_of([paid, paid.model_copy(update={"documents": tuple(kept)})])
    first, second = choice.contenders
    assert second.tokens_in_per_document == first.tokens_in_per_document == 500
    assert second.calls_per_document == 2
    assert (second.cost_per_document, second.seconds_per_document) == (None, None)


def test_model_without_a_price_is_not_shown_as_free(runs):
    paid = run_of(0.9)
    unpriced = [
        each.model_copy(update={"usage": Usage(calls=2, input_tokens=500, output_tokens=10)})
        for each in paid.documents
    ]
    choice = choices_of([runs[0], paid.model_copy(update={"documents": tuple(unpriced)})])[0]
    rules, model = choice.contenders
    assert (rules.cost_per_document, rules.price_is_known) == (0, True)
    assert (model.cost_per_document, model.price_is_known) == (None, False)
    assert Usage(calls=2, input_tokens=500).cost_in_words == "no price known"
    assert Usage(calls=2, input_tokens=500, cost=0.25).cost_in_words == "cost 0.25"
    assert Usage().cost_in_words == "cost 0"


def test_more_values_with_as_many_errors_are_no_certain_difference():
    """3 silent errors of 538, 4 of 509: swapping documents alone sees that one run delivers less."""
    documents = 100
    before = Ratio("silent", [1, 1, 1] + [0] * 97, [6] * 38 + [5] * 62, "wilson")
    after = Ratio("silent", [0, 1, 1, 1, 1] + [0] * 95, [6] * 9 + [5] * 91, "wilson")
    assert (sum(before.below), sum(after.below)) == (538, 509)
    ends, p = _paired(before, after, resamples(documents))
    assert ends[0] < 0 < ends[1]
    assert p > 0.05


def test_p_is_small_where_the_interval_leaves_nothing_out():
    before = Ratio("silent", [0] * 40, [5] * 40, "wilson")
    after = Ratio("silent", [1] * 20 + [0] * 20, [5] * 40, "wilson")
    ends, p = _paired(before, after, resamples(40))
    assert ends[0] > 0
    assert p < 0.01


def test_nothing_is_certain_of_three_documents(runs):
    names = {"anzhu-2022", "songwu-2022", "yanbei-2023"}
    few = [restricted(run, names) for run in (runs[0], runs[2])]
    (choice,) = choices_of(few)
    assert not any(each.verdict for row in choice.rows for each in row.cells)
    assert cell(choice, "counts.f1", 1).difference < -0.3
    assert cell(choice, "counts.f1", 1).p >= 0.25
    assert not any(change.certain for change in compare_runs(*few).changes)


def test_interval_and_test_agree_where_a_difference_is_told(runs):
    comparison = compare_runs(runs[0], runs[2])
    told = [change for change in comparison.changes if change.certain]
    assert told
    assert all(change.p < 0.05 and (change.high < 0 or change.low > 0) for change in told)
    tests = {change.name: change.p for change in comparison.changes}
    assert all(
        field.p == tests[f"{field.field}.f1"] for field in comparison.fields if field.field == "counts"
    )


def test_runs_that_the_chart_of_cost_cannot_show_are_told(runs):
    (choice,) = choices_of(runs)
    first, second = (one.model_copy(update={"tokens_are_known": True}) for one in choice.contenders[:2])
    priced = first.model_copy(update={"cost_per_document": 0.5})
    unpriced = second.model_copy(update={"cost_per_document": None, "price_is_known": False})
    unknown = second.model_copy(update={"cost_per_document": 0.1, "tokens_are_known": False})
    both = choice.model_copy(update={"contenders": (priced, unpriced, unknown)})
    assert without_cost(both) == (2, 3)
    nobody = choice.model_copy(update={"contenders": (unpriced, unpriced)})
    assert without_cost(nobody) == (), "tokens are drawn in place of costs"


def test_suites_are_never_mixed_and_parts_are_compared_on_what_they_share(runs):
    part = run_suite(
        suite("fixtures")._replace(cases=suite("fixtures").cases[:8], limit=8), judge(0.5), RULES
    )
    choices = choices_of([runs[0], part, rules_run("hostile")])
    assert [(choice.suite, choice.documents, choice.left_out) for choice in choices] == [
        ("fixtures", 8, 12),
        ("hostile", 8, 0),
    ]
    assert len(choices[1].contenders) == 1


def test_runs_that_share_nothing_are_refused(runs):
    ends = [restricted(runs[0], {"anzhu-2022"}), restricted(runs[1], {"songwu-2022"})]
    with pytest.raises(UsageError, match="no document that all have scored"):
        choices_of(ends)


def test_csv_and_json_hold_every_figure(runs):
    choices = choices_of(runs)
    rows = list(csv.DictReader(io.StringIO(as_csv(choices))))
    settled = [row for row in rows if row["figure"].startswith("settled.")]
    assert len(rows) - len(settled) == 3 * len(choices[0].rows)
    assert len(settled) == 3 * len(choices[0].settled)
    mine = next(row for row in rows if row["figure"] == "counts.f1" and row["model"] == "poor")
    figure = cell(choices[0], "counts.f1", 2)
    assert float(mine["value"]) == pytest.approx(figure.figure.value)
    assert (mine["verdict"], mine["unanswered"]) == ("worse", "20")
    told = json.loads(choices[0].model_dump_json())
    in_json = {
        (told["contenders"][place]["title"], row["name"]): each["figure"]
        for row in told["rows"]
        for place, each in enumerate(row["cells"])
    }
    for row in rows:
        if row not in settled:
            same = in_json[row["run"], row["figure"]]
            assert [row[key] for key in ("n", "method")] == [str(same["n"]), same["method"]]
            assert [float(row[key]) if row[key] else None for key in ("value", "low", "high")] == [
                same[key] for key in ("value", "low", "high")
            ]
    assert {
        (one["title"], f"settled.{one['field']}.wrong", str(one["wrong"])) for one in told["settled"]
    } <= {(row["run"], row["figure"], row["value"]) for row in settled}


def test_what_each_run_made_of_disputed_facts_is_counted(runs):
    settled = {(one.title, one.field): one for one in settled_by(runs)}
    rules, poor = settled["rules", "counts"], settled["model · poor", "counts"]
    assert rules.disputed == poor.disputed > 50
    assert rules.right == rules.disputed
    assert poor.right + poor.wrong == poor.disputed
    assert poor.wrong > rules.wrong == 0


def test_charts_have_room_and_no_label_over_another(runs):
    pytest.importorskip("matplotlib")
    (choice,) = choices_of(runs)
    drawn = choice_plot(choice)
    assert drawn.count("<svg") == 1
    assert cost_plot(choice)
    (alone,) = choices_of([runs[0]])
    assert choice_plot(alone) == cost_plot(alone) == ""
    (free,) = choices_of([runs[0], runs[0]])
    assert cost_plot(free) == "", "two runs without tokens have no axis to stand on"
