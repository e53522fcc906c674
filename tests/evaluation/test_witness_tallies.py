"""What each witness alone gives, and how right facts are where readers agree and where they differ."""

from eval_samples import labelled, read, rules_run, with_facts

from extractor.evaluation.accuracy import witness_lines
from extractor.evaluation.scoring.witness_scores import witness_tallies
from extractor.records import Topic, Witness

STEM = "anzhu-2022"


def test_all_are_agreed_and_right_when_both_readers_read_a_plain_report() -> None:
    told = witness_tallies(read(STEM), labelled(STEM)[0])
    labels = len(labelled(STEM)[0].counts or ())
    assert told["agreed/delivered/right"] == told["agreed/learned/right"] == labels
    assert not any("disputed" in key or "wrong" in key for key in told)


def test_each_reader_is_counted_by_its_own_word_when_they_differ() -> None:
    report, (gold, _) = read(STEM), labelled(STEM)
    first, *others = report.narrative.counts
    right = first.topic
    disputed = first.model_copy(
        update={
            "topic": Topic.GAZETTE,
            "witnesses": (
                Witness(reader="rule", aspect="topic", says="gazette"),
                Witness(reader="learned", aspect="topic", says=right, sure=0.9),
                Witness(reader="model", aspect="topic", says=right),
            ),
        }
    )
    told = witness_tallies(with_facts(report, counts=(disputed, *others)), gold)
    assert told["disputed/rule/wrong"] == told["disputed/delivered/wrong"] == 1
    assert told["disputed/learned/right"] == told["disputed/model/right"] == 1


def test_run_says_what_the_witnesses_are_worth_and_how_risk_falls() -> None:
    lines = list(witness_lines(rules_run("fixtures")))
    assert any(line.startswith("topics where both readers agree: delivered") for line in lines)
    assert lines[-1].startswith("prose, share accepted")
    curve = rules_run("fixtures").prose_trust.curve
    assert [point.coverage for point in curve] == sorted(point.coverage for point in curve)
    assert curve[-1].coverage <= 1
