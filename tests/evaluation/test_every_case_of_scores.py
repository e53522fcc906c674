"""Bounds and cases of what scores rest on: intervals, damage, what a table shows, header facts, runs."""

from decimal import Decimal
from random import Random

import pytest
from eval_samples import labelled, read
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import DamagedFileError
from extractor.evaluation.choice_csv import _shown
from extractor.evaluation.evaluation_runs import score_case
from extractor.evaluation.intervals import bootstrap
from extractor.evaluation.noise import damage
from extractor.evaluation.noise.printing import PrintedCell
from extractor.evaluation.scoring import Stratum, Verdict, score_report
from extractor.evaluation.scoring.contradictions import score_absent
from extractor.evaluation.scoring.header import score_header
from extractor.evaluation.scoring.warnings import Flags
from extractor.evaluation.skeleton import SkeletonOptions, skeleton
from extractor.evaluation.suites import Case

STEM = "dongliao-2023"


@pytest.mark.parametrize(("count", "low", "high"), [(1, 0, 0), (41, 1, 39), (1000, 25, 974), (1001, 25, 975)])
def test_interval_leaves_out_one_value_in_forty_on_either_side(count, low, high):
    assert bootstrap([[at] for at in range(count)], lambda sample: sample[0]) == (low, high)


@pytest.mark.parametrize(("undefined", "known"), [(0, True), (4, True), (5, False), (6, False), (10, False)])
def test_interval_is_unknown_where_half_of_the_samples_or_more_say_nothing(undefined, known):
    samples = [[at] for at in range(10)]
    found = bootstrap(samples, lambda sample: None if sample[0] < undefined else 1.0)
    assert (found is not None) is known


prints = st.lists(st.sampled_from(["0", "00", "7", "10", "905", "+12", None]), min_size=1, max_size=8)


def printed_of(raws):
    cells = {f"c{place}": PrintedCell(0, raw) for place, raw in enumerate(raws)}
    return {"proactive": {}, "applications": {"new": cells}, "disputes": {}}, cells.values()


@given(prints, st.integers(0, 50))
def test_every_zero_becomes_the_same_dash_and_nothing_else_does(raws, seed):
    printed, cells = printed_of(raws)
    damage.dashes_for_zeros(printed, Random(seed))
    after = [cell.raw for cell in cells]
    assert [new for old, new in zip(raws, after, strict=True) if old != "0"] == [r for r in raws if r != "0"]
    assert len({new for old, new in zip(raws, after, strict=True) if old == "0"}) <= 1
    assert "0" not in after
    assert [cell.damage for cell in cells] == [["dash"] if raw == "0" else [] for raw in raws]


@given(prints, st.integers(0, 200))
def test_one_digit_of_each_number_is_another_and_only_a_lone_one_may_become_zero(raws, seed):
    printed, cells = printed_of(raws)
    damage.digit_swaps(printed, 1.0, Random(seed))
    for old, cell in zip(raws, cells, strict=True):
        if old is None:
            assert cell.raw is None
            continue
        changed = [at for at, pair in enumerate(zip(old, cell.raw, strict=True)) if pair[0] != pair[1]]
        assert len(changed) == 1
        digits = cell.raw.lstrip("+")
        assert len(digits) == 1 or digits[0] != "0" or old.startswith("0")


def test_any_digit_behind_the_first_may_become_zero():
    seen = set()
    for seed in range(200):
        printed, (cell,) = printed_of(["99"])
        damage.digit_swaps(printed, 1.0, Random(seed))
        seen.add(cell.raw)
    assert seen == {f"{tens}9" for tens in "12345678"} | {f"9{ones}" for ones in "012345678"}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, ""),
        (0, "0"),
        (3, "3"),
        (0.5, "0.5"),
        (1e-7, "0.0000001"),
        (120.0, "120"),
        ("a", "a"),
        (False, "False"),
    ],
)
def test_value_in_a_table_of_choices(value, told):
    assert _shown(value) == told


@pytest.mark.parametrize("form", ["2021", "2019"])
@pytest.mark.parametrize("unlabelled", [(), ("form",), ("issuer", "form")])
def test_form_is_scored_where_it_is_labelled(form, unlabelled):
    gold, text = labelled(STEM)
    labels = gold.header.model_copy(update={"form": form, "unlabelled": unlabelled})
    report = read(STEM)
    items = list(
        score_header(
            report, gold.model_copy(update={"header": labels}), text, Flags(report.tables, report.findings)
        )
    )
    assert len({item.key for item in items}) == len(items)
    found = [item for item in items if item.field == "header.form"]
    right = Verdict.RIGHT if form == report.form else Verdict.WRONG
    expected = [("form", right, form, report.form)] if "form" not in unlabelled else []
    assert [(each.key, each.verdict, each.gold, each.predicted) for each in found] == expected
    assert ("issuer" in {item.key for item in items}) is ("issuer" not in unlabelled)


@pytest.mark.parametrize("number", [998_877, 0])
def test_number_that_must_not_appear_is_right_where_it_does_not(number):
    gold, _ = labelled(STEM)
    label = {"value": Decimal(number)}
    about = gold.model_validate({**gold.model_dump(), "absent": [{**label, "why": "test"}]})
    (item,) = score_absent(read(STEM), about)
    carried = number == 0
    assert (item.verdict, item.stratum) == (Verdict.FABRICATED if carried else Verdict.RIGHT, Stratum.BLANK)
    assert (item.basis == "rule") is carried
    assert (item.predicted is not None) is carried


def failing(_):
    raise DamagedFileError("broken")


@pytest.mark.parametrize("fails", [False, True])
def test_scored_document_keeps_its_split_and_its_hash(fails):
    gold, text = labelled(STEM)
    case = Case("x", "fresh", "x.txt", text.encode(), text, gold)
    scored = score_case(case, failing if fails else lambda _: read(STEM))
    assert (scored.split, scored.sha256, bool(scored.failure)) == ("fresh", case.sha256, fails)
    assert fails or scored.misses == score_report("x", read(STEM), gold, text).misses


def test_skeleton_of_a_report_without_a_day_of_publication_has_none(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(labelled(STEM)[1], encoding="utf-8")
    report = read(STEM).model_copy(update={"published_on": None})
    labels = skeleton(path, SkeletonOptions("nobody", str(report.form), report=report))
    assert labels["header"]["published_on"] is None
