"""The rules read sentences written for the purpose as they were labelled, at least as often as today.

The labels were made by reading, before any rule read the sentences; what the rules got right at first is
what ``FIRST`` says. A bound is a little below today's figure, so that
one sentence more that goes wrong fails.
"""

import pytest
from written_sets import all_tallies, statements, trainings

FIRST = {
    "": {
        "counts": 0.982,
        "topic": 0.895,
        "period": 0.995,
        "scope": 0.407,
        "issues": 0.582,
        "remedies": 0.654,
        "past_rectifications": 0.556,
        "trainings": 0.708,
    },
    "_second": {
        "counts": 0.992,
        "topic": 0.953,
        "period": 1.0,
        "scope": 0.8,
        "issues": 0.727,
        "remedies": 0.852,
        "past_rectifications": 0.4,
        "trainings": 0.821,
    },
    "_third": {
        "counts": 1.0,
        "topic": 0.983,
        "period": 0.983,
        "scope": 1.0,
        "issues": 0.8,
        "remedies": 0.913,
        "past_rectifications": 1.0,
        "trainings": 0.867,
    },
}
"""F1 (of what was found: share right) before the rules were mended with the set."""
AT_LEAST = {
    "": {
        "counts": 1.0,
        "topic": 0.99,
        "period": 1.0,
        "scope": 1.0,
        "issues": 0.95,
        "remedies": 0.96,
        "past_rectifications": 1.0,
        "trainings": 0.98,
    },
    "_second": {
        "counts": 1.0,
        "topic": 1.0,
        "period": 1.0,
        "scope": 1.0,
        "issues": 0.98,
        "remedies": 1.0,
        "past_rectifications": 1.0,
        "trainings": 1.0,
    },
    "_third": {
        "counts": 1.0,
        "topic": 1.0,
        "period": 1.0,
        "scope": 1.0,
        "issues": 0.97,
        "remedies": 1.0,
        "past_rectifications": 1.0,
        "trainings": 1.0,
    },
}


STATEMENTS_AT_LEAST = {
    "_kinds": {"I": 0.98, "R": 0.99, "P": 0.99},
    "_fourth": {"I": 0.97, "R": 0.99, "P": 0.72},
    "_fifth": {"I": 0.93, "R": 0.97, "P": 0.5},
    "_sixth": {"I": 0.92, "R": 0.95, "P": 0.99},
    "_seventh": {"I": 0.92, "R": 0.98, "P": 0.93},
    "_eighth": {"I": 0.88, "R": 0.96, "P": 0.95},
    "_ninth": {"I": 0.93, "R": 0.96, "P": 0.93},
}
"""Sets of sections five only. At first F1 was .722, .753, .833 (_kinds), .893, .933, .727 (_fourth)
and .653, .879, .5 (_fifth; .75, .909, .5 with the rules that the fourth had mended),
.889, .928, .4 (_sixth; .854, .943, .4 with the rules that the fifth had mended),
.759 (n 83), .739 (79), .524 (21) with 8 in the wrong role, 2 of them without a warning (_seventh). Labels of
the seventh were changed after its results were seen (84, 67 and 19 now): its bounds are no first sight.
.650 (56), .384 (50), .417 (12) with 16 in the wrong role, 3 of them without a warning (_eighth; .625 of 41
remedies once those that a comma joins were one, as in the other sets).
.761 (38), .947 (29), .500 (7), none in the wrong role (_ninth, with the rules that the eighth had mended)."""


FRESH_AT_LEAST = {"I": 0.7, "R": 0.7, "P": 0.65}
"""Of the twelfth set, which nothing was mended with and no reader learned: .727 (52), .732 (40), .706 (9)."""


@pytest.mark.parametrize("role", "IRP")
def test_fresh_sections_are_delivered_as_labelled_when_both_readers_read_them(role: str) -> None:
    tally = statements(role, "_twelfth", twice=True)
    assert tally.f1 >= FRESH_AT_LEAST[role], tally.wrong


@pytest.mark.parametrize("part", STATEMENTS_AT_LEAST)
@pytest.mark.parametrize("role", "IRP")
def test_written_sections_are_read_as_labelled(part: str, role: str) -> None:
    tally = statements(role, part)
    assert tally.f1 >= STATEMENTS_AT_LEAST[part][role], tally.wrong


@pytest.mark.parametrize(("part", "least"), [("_fourth", 0.85), ("_fifth", 0.94)])
def test_written_trainings_are_read_as_labelled(part: str, least: float) -> None:
    """At first F1 was .852 (30 wanted; _fourth), .824 (18; _fifth): the bounds guard what was reached."""
    tally = trainings(part)
    assert tally.f1 >= least, tally.wrong


@pytest.mark.parametrize("part", AT_LEAST, ids=["first", "second", "third"])
def test_written_sentences_are_read_as_labelled(part: str) -> None:
    tallies = all_tallies(part)
    short = {
        name: (round(tallies[name].f1, 3), least, tallies[name].wrong)
        for name, least in AT_LEAST[part].items()
        if tallies[name].f1 < least
    }
    assert short == {}
    assert all(tallies[name].f1 >= first for name, first in FIRST[part].items())
