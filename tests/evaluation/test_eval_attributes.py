"""Every attribute of a training is scored by itself: what is planted wrong is the only thing wrong."""

from datetime import date

import pytest
from eval_samples import labelled, read, with_facts

from extractor.evaluation.scoring import score_report
from extractor.evaluation.scoring.fact_score import _value

STEM = "luoyan-2021"  # a training of three days, 92 people, a place


def missed(**change: object) -> list[tuple[str, str | None, str | None]]:
    """Field, what was wanted and what was got, of all that is wrong about the trainings."""
    gold, text = labelled(STEM)
    report = read(STEM)
    event = report.narrative.trainings[0].model_copy(update=change)
    scored = score_report(STEM, with_facts(report, trainings=(event,)), gold, text)
    return [
        (each.field, each.gold, each.predicted)
        for each in scored.misses
        if each.field.startswith("trainings")
    ]


def test_nothing_is_wrong_where_nothing_was_changed() -> None:
    assert missed() == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        pytest.param({"participants": 93}, ("trainings.participants", "92", "93"), id="another number"),
        pytest.param({"participants": None}, ("trainings.participants", "92", "—"), id="no number"),
        pytest.param(
            {"participants_approximate": True}, ("trainings.participants", "92", "≈92"), id="about so many"
        ),
        pytest.param({"place": "市政府"}, ("trainings.place", "市委党校", "市政府"), id="another place"),
        pytest.param({"place": None}, ("trainings.place", "市委党校", ""), id="no place"),
        pytest.param(
            {"end": None},
            ("trainings.dates", "2021-06-08–2021-06-10", "2021-06-08–2021-06-08"),
            id="the last day is missing",
        ),
        pytest.param(
            {"end": date(2021, 6, 11)},
            ("trainings.dates", "2021-06-08–2021-06-10", "2021-06-08–2021-06-11"),
            id="another last day",
        ),
    ],
)
def test_one_wrong_attribute_is_one_miss(change: dict[str, object], found: tuple[str, str, str]) -> None:
    assert missed(**change) == [found]


def test_a_longer_name_of_the_place_is_the_place() -> None:
    assert missed(place="江边的市委党校") == []


def test_the_day_of_an_event_may_be_kept_and_its_words_may_not() -> None:
    gold, _ = labelled(STEM)
    event = read(STEM).narrative.trainings[0]
    assert (_value(event), _value(gold.trainings[0])) == ("2021-06-08", "2021-06-08")
    assert _value(event.model_copy(update={"start": None})) is None
    assert _value(read(STEM).narrative.issues[0]) is None
