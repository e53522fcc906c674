"""Our own short statistics give what kept libraries give, where these are installed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.evaluation.agreement import cohen_kappa
from extractor.evaluation.intervals import wilson

stats = pytest.importorskip("scipy.stats", reason="the extra [certify] is not installed")
metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is not installed")


@settings(deadline=None)
@given(st.integers(1, 5000), st.data())
def test_wilson_is_that_of_scipy(total, data):
    wrong = data.draw(st.integers(0, total))
    theirs = stats.binomtest(wrong, total).proportion_ci(confidence_level=0.95, method="wilson")
    assert wilson(wrong, total, z=stats.norm.ppf(0.975)) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), min_size=1, max_size=60))
def test_kappa_is_that_of_scikit_learn(pairs):
    ours = cohen_kappa(pairs)
    if len({label for pair in pairs for label in pair}) == 1:
        assert ours is None, "chance alone explains everything"
        return
    first, second = zip(*pairs, strict=True)
    assert ours == pytest.approx(metrics.cohen_kappa_score(first, second), abs=1e-9)
