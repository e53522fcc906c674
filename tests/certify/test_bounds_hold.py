"""Exact bounds against exhaustive enumeration, and their coverage over simulated audits with known truth."""

from itertools import product
from math import sqrt

import pytest

pytest.importorskip("scipy", reason="the extra [certify] is not installed")

from scipy.stats import beta, hypergeom
from simulated_audits import CAREFUL, Reader, simulate

from extractor.certify.bounds import (
    Drawn,
    binomial_number_upper,
    hypergeometric_upper,
    pooled_upper,
    sidak,
    simple_random_size,
)
from extractor.certify.sample_planning import Wish, allocate
from extractor.certify.seeded_draw import drawn_numbers, reading_order
from extractor.certify.sequential import Believed, Prefix, sequential_upper
from extractor.certify.strata import StratumKey

SETS = 1000


def most_failures(sets, alpha=0.05):
    """More failures than this are not chance (one in ten thousand)."""
    return alpha * sets + 3.7 * sqrt(alpha * (1 - alpha) * sets)


@pytest.mark.parametrize(("size", "sampled", "wrong"), [(40, 10, 0), (40, 10, 3), (25, 25, 2), (7, 0, 0)])
def test_hypergeometric_bound_is_the_exact_test_inverted(size, sampled, wrong):
    upper = hypergeometric_upper(Drawn(size, sampled, wrong), 0.05)
    possible = range(wrong, size - (sampled - wrong) + 1)
    assert upper == max(m for m in possible if hypergeom.cdf(wrong, size, m, sampled) > 0.05)


def test_hypergeometric_bound_is_below_clopper_and_pearson_and_near_them_in_a_large_set():
    for wrong in (0, 1, 5):
        exact = hypergeometric_upper(Drawn(1_000_000, 500, wrong), 0.05) / 1_000_000
        infinite = beta.ppf(0.95, wrong + 1, 500 - wrong)
        assert infinite * 0.995 < exact <= infinite


@pytest.mark.parametrize(
    "shape", [((12, 4), (9, 3), (11, 4)), ((6, 2), (20, 9)), ((5, 1), (5, 2), (5, 3), (5, 4))]
)
@pytest.mark.parametrize("wrong", [0, 1, 2])
def test_pooled_bound_is_never_below_the_worst_spread_of_wrong_values(shape, wrong):
    def p_value(spread):
        total = 0.0
        for seen in product(*(range(min(n, m) + 1) for (_, n), m in zip(shape, spread, strict=True))):
            if sum(seen) <= wrong:
                chance = 1.0
                for (size, sampled), m, x in zip(shape, spread, seen, strict=True):
                    chance *= hypergeom.pmf(x, size, m, sampled)
                total += chance
        return total

    not_refuted = max(
        sum(spread) for spread in product(*(range(size + 1) for size, _ in shape)) if p_value(spread) > 0.05
    )
    samples = [
        Drawn(size, sampled, wrong if index == 0 else 0) for index, (size, sampled) in enumerate(shape)
    ]
    if wrong > samples[0].sampled:
        pytest.skip("more wrong ones than were looked at")
    assert pooled_upper(samples, 0.05) >= min(not_refuted, sum(s.size - s.sampled + s.wrong for s in samples))


def test_pooled_bound_of_equal_shares_costs_no_more_than_a_plain_sample():
    strata = [Drawn(30_000, 300, 1), Drawn(15_000, 150, 0), Drawn(9_000, 90, 1)]
    plain = hypergeometric_upper(Drawn(54_000, 540, 2), 0.05)
    assert abs(pooled_upper(strata, 0.05) - plain) <= 0.01 * plain


def test_bounds_near_the_mean_are_left_to_the_theorem():
    assert binomial_number_upper(0, 0.9, 100, 0.5) >= 1


def test_strata_hold_together_at_the_level_of_sidak():
    assert (1 - sidak(0.05, 9)) ** 9 == pytest.approx(0.95)


@pytest.mark.parametrize(
    ("reader", "find"),
    [
        pytest.param(CAREFUL, 1.0, id="careful"),
        pytest.param(Reader(0.0, 0.01, 0.02), 1.0, id="slips and gives up"),
        pytest.param(Reader(0.1), 0.9, id="misses a tenth and is planned for"),
    ],
)
def test_every_bound_holds_as_often_as_it_says_when_errors_cluster_and_priors_are_wrong(reader, find):
    failures = simulate(SETS, 20261130, Wish(0.01, 0.95, None, find=find), reader)
    assert all(number <= most_failures(SETS) for number in failures.values()), failures


def test_the_line_for_weak_readers_holds_when_readers_miss_a_tenth():
    failures = simulate(SETS, 7, Wish(0.01, 0.95, None), Reader(0.1))
    assert failures["weak reader"] <= most_failures(SETS)
    assert failures["strata, all"] > most_failures(SETS)  # what the line is for: the others do not hold then


def test_sequential_bounds_hold_when_the_reader_stops_at_the_best_moment():
    failures = simulate(SETS, 3, Wish(0.01, 0.95, None, "sequential"), values=(1500, 4000))
    assert all(number <= most_failures(SETS) for number in failures.values()), failures


def test_fixed_bounds_do_not_hold_for_a_sample_that_was_stopped_at_the_best_moment():
    """Why a fixed plan is certified only when it is done: stopping early has a bound of its own."""
    import numpy as np

    rng, failed = np.random.default_rng(5), 0
    for _ in range(SETS):
        found = np.cumsum(rng.permutation(np.arange(2000) < 100)[:400])
        failed += any(
            hypergeometric_upper(Drawn(2000, n, int(found[n - 1])), 0.05) < 100 for n in range(20, 401, 20)
        )
    assert failed > most_failures(SETS)


def test_a_wrong_prior_makes_the_sequential_bound_wide_not_invalid():
    drawn = Drawn(5000, 400, 4)
    fitting = sequential_upper([Prefix(drawn, Believed(0.5, 50))], [True], 0.05)
    wrong = sequential_upper([Prefix(drawn, Believed(5, 10))], [True], 0.05)
    assert hypergeometric_upper(drawn, 0.05) < fitting < wrong


def test_draw_is_the_same_for_a_seed_and_uniform_over_the_values():
    key = StratumKey(kind="cell", rests_on="proved")
    assert drawn_numbers("a", key, 1000, 50) == drawn_numbers("a", key, 1000, 50)
    assert drawn_numbers("a", key, 1000, 50) != drawn_numbers("b", key, 1000, 50)
    assert drawn_numbers("a", key, 5, 5) == frozenset(range(5))
    times = [0] * 40
    for seed in range(4000):
        for number in drawn_numbers(str(seed), key, 40, 10):
            times[number] += 1
    spread = sqrt(4000 * 0.25 * 0.75)
    assert all(abs(count - 1000) < 4.5 * spread for count in times)
    order = reading_order("a", {key: drawn_numbers("a", key, 1000, 50)})
    assert len(order) == 50
    assert [number for _, number in order] != sorted(number for _, number in order)


def sizes(**counts):
    return {StratumKey(kind="cell", rests_on=name): count for name, count in counts.items()}


def test_plan_reaches_the_tolerance_and_says_what_a_plain_sample_would_take():
    plan = allocate(sizes(proved=40_000, printed=9_000, repaired=400), Wish(0.005, 0.95, None))
    assert plan.expected_upper <= 0.005
    assert sum(plan.numbers.values()) <= plan.simple_random * 1.3
    assert simple_random_size(1000, 0.0, 0.003, 0.05) == 527  # (1 - 527/1000) ** 4 is 0.05


def test_plan_with_few_minutes_is_what_they_buy():
    wish = Wish(0.001, 0.95, 10)
    plan = allocate(sizes(proved=40_000, printed=9_000, repaired=400), wish)
    assert plan.seconds <= 10 * 60 * 1.01
    assert plan.expected_upper > 0.001


def test_search_from_nearby_finds_what_a_search_of_all_numbers_finds():
    for size in (1, 2, 9, 60, 300):
        for sampled in {1, 2, size // 3, size - 1, size} & set(range(1, size + 1)):
            for wrong in {0, 1, sampled // 2, sampled} & set(range(sampled + 1)):
                for alpha in (0.2, 0.05, 0.001):
                    possible = range(wrong, size - (sampled - wrong) + 1)
                    exact = max(m for m in possible if hypergeom.cdf(wrong, size, m, sampled) > alpha)
                    assert hypergeometric_upper(Drawn(size, sampled, wrong), alpha) == exact


def test_one_more_wrong_value_raises_every_bound_by_one_at_least():
    """What is taken off for parts of the whole and for corrections rests on it."""
    for size, sampled in ((30, 10), (500, 120), (54_213, 600), (40, 39)):
        for wrong in range(min(sampled, 12)):
            less, more = Drawn(size, sampled, wrong), Drawn(size, sampled, wrong + 1)
            assert hypergeometric_upper(more, 0.05) >= hypergeometric_upper(less, 0.05) + 1
            rest = [Drawn(200, 60, 0), Drawn(90, 30, 1)]
            assert pooled_upper([more, *rest], 0.05) >= pooled_upper([less, *rest], 0.05) + 1
