"""What is planted as lost is found, in the text or skipped by a reader; bench/losses.py runs more."""

from collections import Counter

from lost_pieces import spans_of, told, without
from planted_losses import planted_losses

import extractor
from extractor.evaluation.noise import generate_documents


def test_planted_losses_are_found_and_none_is_explained_away():
    planted = list(planted_losses(6, seed=3))
    missed = [(loss.kind, loss.document, loss.what) for loss in planted if not loss.found]
    assert len(Counter(loss.kind for loss in planted)) >= 24
    assert missed == []
    assert sum(loss.explained for loss in planted) == 0


def test_a_figure_that_nothing_witnesses_counts_as_missed_when_it_is_changed():
    (document,) = generate_documents(1, 3, "clean", ("tabs",))
    before = extractor.extract(document.text)
    span = spans_of(before, "proactive")["proactive", "licensing", "decisions"]
    again = extractor.extract(without(document.text, [span], f"{span.quote}7"))
    assert told(again, before) != []
    assert told(before, before) == []
