"""What is planted as lost is found, in the text or skipped by a reader; bench/losses.py runs more."""

from collections import Counter

from planted_losses import planted_losses


def test_planted_losses_are_found_and_none_is_explained_away():
    planted = list(planted_losses(6, seed=3))
    missed = [(loss.kind, loss.document, loss.what) for loss in planted if not loss.found]
    assert len(Counter(loss.kind for loss in planted)) >= 14
    assert missed == []
    assert sum(loss.explained for loss in planted) == 0
