"""Linking on pairs labelled by hand: one name in several places, renamings, zones, townships."""

from collections import Counter
from pathlib import Path

import pytest
from body_lines import namings

from extractor.bodies import attribute

SAME, TWO, UNSURE = "S", "D", "U"
LINES = [
    line.split("\t")
    for path in sorted(Path(__file__).parent.glob("name_pairs*.tsv"))
    for line in path.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def told(first, second):
    """What the registry says of two reports: one body, two, or a question."""
    registry = attribute(namings(first, second))
    one, other = registry.attributions.values()
    if not (one.is_certain and other.is_certain):
        return UNSURE
    if one.body_id == other.body_id:
        return SAME
    return UNSURE if registry.unsure else TWO


@pytest.fixture(scope="module")
def results():
    return [
        (label, told((first, int(year)), (second, int(other))), f"{first} {year} · {second} {other}")
        for label, first, year, second, other in LINES
    ]


def test_there_are_at_least_300_labelled_pairs():
    assert len(LINES) >= 300


def test_no_pair_is_linked_that_is_not_one_body(results):
    linked = [(label, names) for label, said, names in results if said == SAME]
    wrong = [names for label, names in linked if label != SAME]
    assert len(wrong) <= 0.005 * len(linked), wrong


def test_pairs_of_one_body_are_linked_and_the_rest_is_a_question(results):
    same = [(said, names) for label, said, names in results if label == SAME]
    counts = Counter(said for said, _ in same)
    assert counts[SAME] >= 0.95 * len(same), [names for said, names in same if said != SAME]
    assert counts[TWO] <= 0.01 * len(same), [names for said, names in same if said == TWO]


def test_what_cannot_be_told_is_a_question(results):
    claimed = [names for label, said, names in results if label == UNSURE and said != UNSURE]
    assert len(claimed) <= 2, claimed
