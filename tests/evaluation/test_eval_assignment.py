from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from extractor.evaluation.assignment import pair_optimally

MATRICES = st.integers(0, 5).flatmap(
    lambda columns: st.lists(
        st.lists(st.sampled_from([0.0, 0.0, 0.2, 0.5, 0.7, 1.0]), min_size=columns, max_size=columns),
        max_size=5,
    )
)


def best_by_trying(scores: list[list[float]]) -> float:
    rows, columns = len(scores), len(scores[0]) if scores else 0
    size = max(rows, columns)
    return max(
        sum(scores[i][order[i]] for i in range(rows) if order[i] < columns)
        for order in permutations(range(size))
    )


@given(MATRICES)
def test_sum_is_the_greatest_when_all_orders_are_tried(scores: list[list[float]]):
    columns = len(scores[0]) if scores else 0

    pairing = pair_optimally(len(scores), columns, lambda i, j: scores[i][j])

    assert abs(sum(scores[i][j] for i, j in pairing.pairs.items()) - best_by_trying(scores)) < 1e-9
    assert all(scores[i][j] > 0 for i, j in pairing.pairs.items())
    assert len(set(pairing.pairs.values())) == len(pairing.pairs)
    assert sorted((*pairing.pairs, *pairing.left_over)) == list(range(len(scores)))
    assert sorted((*pairing.pairs.values(), *pairing.right_over)) == list(range(columns))


def test_best_pair_is_given_up_when_the_whole_is_better_without_it():
    scores = [[0.9, 0.8], [0.8, 0.0]]

    pairing = pair_optimally(2, 2, lambda i, j: scores[i][j])

    assert pairing.pairs == {0: 1, 1: 0}, "greedy pairing would take 0.9 and leave 1 alone"
