"""Findings where the readers of the prose differ; what a person entered is beyond doubt."""

import pytest
from report_builder import report

from extractor.records import Aspect, Basis, Reader, Severity, Witness
from extractor.validate import check_report


def found_for(basis, *said, check="narrative.witnesses"):
    """Findings on a count of other things of whose topic the readers say this."""
    made, text = report("全年⟦开放场馆12处⟧。")
    witnesses = tuple(Witness(reader=reader, aspect=Aspect.TOPIC, says=says) for reader, says in said)
    count = made.narrative.counts[0].model_copy(update={"basis": basis, "witnesses": witnesses})
    made = made.model_copy(update={"narrative": made.narrative.model_copy(update={"counts": (count,)})})
    return [each for each in check_report(made, text) if each.check == check]


DELIVERED, ANOTHER = "other", "requests"


@pytest.mark.parametrize(
    ("basis", "said", "severities"),
    [
        (Basis.BOTH, ((Reader.RULE, DELIVERED), (Reader.LEARNED, DELIVERED)), []),
        (Basis.RULE, ((Reader.RULE, DELIVERED), (Reader.LEARNED, ANOTHER)), [Severity.WARNING]),
        (Basis.HUMAN, ((Reader.RULE, DELIVERED), (Reader.LEARNED, ANOTHER)), []),
        (Basis.HUMAN, ((Reader.RULE, ANOTHER), (Reader.LEARNED, ANOTHER)), []),
        (
            Basis.BOTH,
            ((Reader.RULE, DELIVERED), (Reader.LEARNED, ANOTHER), (Reader.MODEL, DELIVERED)),
            [Severity.INFO],
        ),
        (
            Basis.BOTH,
            ((Reader.RULE, DELIVERED), (Reader.LEARNED, ANOTHER), (Reader.MODEL, ANOTHER)),
            [Severity.WARNING],
        ),
    ],
    ids=["agree", "differ", "a person's", "a person's against both", "two of three", "outvoted"],
)
def test_difference_is_told_unless_a_person_decided(basis, said, severities):
    found = found_for(basis, *said)
    assert [each.severity for each in found] == severities
    for each in found:
        assert (each.left, each.right) == (DELIVERED, ANOTHER)
        assert each.where == ("/narrative/counts/0",)


def test_agreement_of_an_unsure_second_reader_is_told():
    (found,) = found_for(Basis.RULE, (Reader.RULE, DELIVERED), (Reader.LEARNED, DELIVERED))
    assert (found.severity, found.left, found.right) == (Severity.WARNING, DELIVERED, None)
    assert "主题没有把握" in found.message


@pytest.mark.parametrize(
    ("basis", "said", "told"),
    [
        (Basis.LEARNED, ((Reader.LEARNED, DELIVERED),), 1),
        (Basis.LEARNED, ((Reader.LEARNED, DELIVERED), (Reader.RULE, DELIVERED)), 0),
        (Basis.HUMAN, ((Reader.LEARNED, DELIVERED),), 0),
        (Basis.RULE, ((Reader.RULE, DELIVERED),), 0),
    ],
)
def test_fact_of_the_second_reader_alone_is_told(basis, said, told):
    assert len(found_for(basis, *said, check="narrative.one_witness")) == told
