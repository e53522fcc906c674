import pytest
from eval_samples import document, item

from extractor.evaluation import metrics
from extractor.evaluation.agreement import cohen_kappa
from extractor.evaluation.compare import _paired
from extractor.evaluation.confidence import trust_of
from extractor.evaluation.intervals import resamples, swap_test, wilson
from extractor.evaluation.metrics import Figure, Ratio, figures_of, parse, percent
from extractor.evaluation.scoring import ItemTally, Stratum, Verdict

RIGHT, WRONG, OMITTED, FABRICATED = Verdict.RIGHT, Verdict.WRONG, Verdict.OMITTED, Verdict.FABRICATED


def test_counts_are_pooled_when_documents_differ_in_size():
    figures = figures_of(
        [
            document("small", (item("counts", RIGHT), 1), (item("counts", FABRICATED), 1)),
            document("large", (item("counts", RIGHT), 97), (item("counts", OMITTED), 2)),
        ]
    )

    assert figures["counts.precision"].value == pytest.approx(98 / 99), "not the mean of 1/2 and 1"
    assert figures["counts.recall"].value == pytest.approx(98 / 100)
    assert figures["counts.f1"].value == pytest.approx(2 * 98 / (2 * 98 + 1 + 2))
    assert figures["counts.f1"].n == 101


def test_failed_document_stays_in_the_denominators():
    figures = figures_of(
        [
            document("read", (item("counts", RIGHT), 10)),
            document("failed", (item("counts", OMITTED), 10), failure="ingest: no text"),
        ]
    )

    assert figures["counts.recall"].value == 0.5
    assert figures["documents.failed"].value == 0.5
    assert figures["documents.exact"].value == 0.5


def test_table_of_zeros_scores_nothing_when_non_zero_cells_are_asked_for():
    zeros = (item("cells.applications", RIGHT, Stratum.ZERO, basis="proved"), 160)
    lost = (item("cells.applications", WRONG, Stratum.NONZERO, basis="proved"), 15)

    figures = figures_of([document("zeros", zeros, lost)])

    assert figures["cells.nonzero.recall"].value == figures["cells.nonzero.precision"].value == 0
    assert figures["cells.zero.accuracy"].value == 1
    assert figures["silent.proved"].value == pytest.approx(15 / 175)


@pytest.mark.parametrize(
    ("verdict", "basis", "flagged", "silent"),
    [
        (WRONG, "proved", False, 1.0),
        (FABRICATED, "rule", False, 1.0),
        (WRONG, "proved", True, 0.0),
        (WRONG, "conflict", True, None),
        (OMITTED, "absent", False, None),
    ],
    ids=["wrong", "invented", "with a warning", "in doubt by its basis", "left out"],
)
def test_error_is_silent_when_it_is_trusted_and_nothing_warns(
    verdict: Verdict, basis: str, flagged: bool, silent: float | None
):
    wrong = item("cells.disputes", verdict, Stratum.NONZERO, basis=basis, flagged=flagged)

    assert figures_of([document("d", (wrong, 1))])["silent"].value == silent


def test_blank_read_as_zero_is_no_wrong_number_when_non_zero_cells_are_asked_for():
    figures = figures_of(
        [
            document(
                "d",
                (item("cells.disputes", RIGHT, Stratum.NONZERO), 3),
                (item("cells.disputes", FABRICATED, Stratum.BLANK_AS_ZERO), 1),
                (item("cells.disputes", FABRICATED, Stratum.BLANK), 1),
            )
        ]
    )

    assert figures["cells.nonzero.precision"].value == 3 / 4
    assert figures["cells.blank.accuracy"].value == 0
    assert figures["cells.blank.accuracy"].n == 2


def test_figure_is_undefined_when_nothing_was_counted():
    figures = figures_of([document("d", (item("counts", FABRICATED), 1))])

    assert figures["counts.recall"].value is None
    assert percent(figures["counts.recall"].value) == "n/a"


def test_interval_is_not_a_point_when_everything_is_right():
    figures = figures_of([document(name, (item("counts", RIGHT), 10)) for name in "abcde"])

    assert figures["counts.f1"].value == 1
    assert figures["counts.f1"].low == pytest.approx(0.5655, abs=1e-3), "five documents, not fifty items"
    assert figures["counts.f1"].method == "wilson"


def test_whole_documents_are_drawn_when_one_of_them_errs():
    documents = [document(name, (item("counts", RIGHT), 10)) for name in "abcdefghi"]
    documents.append(document("bad", (item("counts", OMITTED), 10)))

    recall = figures_of(documents)["counts.recall"]

    assert recall.method == "bootstrap"
    assert recall.low < 0.8 < 0.9 < recall.high, "100 items taken one by one would give 0.83 to 0.94"


def test_macro_is_the_mean_of_fields_when_their_sizes_differ():
    figures = figures_of(
        [document("d", (item("counts", RIGHT), 98), (item("issues", RIGHT), 1), (item("issues", OMITTED), 1))]
    )

    assert figures["narrative.macro_f1"].value == pytest.approx((1 + 2 / 3) / 2)
    assert figures["narrative.macro_f1"].n == 2


def test_curve_begins_with_the_most_trusted_when_risk_is_asked_for():
    proved = (item("cells.disputes", RIGHT, Stratum.NONZERO, basis="proved"), 8)
    doubt = (item("cells.disputes", WRONG, Stratum.NONZERO, basis="conflict", flagged=True), 2)

    trust = trust_of(parse([document("d", proved, doubt, (item("counts", OMITTED), 10))]))

    assert [(point.coverage, point.risk) for point in trust.curve] == [(0.4, 0.0), (0.5, 0.2)]
    assert trust.area == pytest.approx(0.1 * 0.1 / 0.5)
    assert trust.calibration_error == pytest.approx((8 * 0.001 + 2 * 0.5) / 10)


def test_key_of_a_tally_reads_back():
    tally = item("cells.disputes", RIGHT, Stratum.ZERO, basis="proved", flagged=True).tally

    assert ItemTally.of(str(tally)) == tally


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "b"), ("b", "a")], -1.0),
        ([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")], 0.0),
        ([("a", "a")], None),
        ([], None),
    ],
    ids=["agreed", "opposed", "chance", "one topic", "nothing"],
)
def test_kappa_is_agreement_beyond_chance(pairs: list[tuple[str, str]], kappa: float | None):
    assert cohen_kappa(pairs) == kappa


def readings(*right: int, of: int = 10) -> list[tuple[int, int]]:
    """Documents of ten items, so many of them right."""
    return [(each, of) for each in right]


@pytest.mark.parametrize(
    ("ones", "others", "p"),
    [
        pytest.param(readings(5, 5, 5), readings(5, 5, 5), 1.0, id="nothing differs"),
        pytest.param(readings(0, 0, 0), readings(10, 10, 10), 2 / 2**3, id="all of three documents"),
        pytest.param(readings(*[0] * 6), readings(*[10] * 6), 2 / 2**6, id="all of six documents"),
        pytest.param(readings(0, 9), readings(9, 0), 1.0, id="one for another"),
        pytest.param(
            readings(0, *[10] * 30), readings(10, *[10] * 30), 1.0, id="thirty cells of one document"
        ),
    ],
)
def test_documents_are_swapped_whole_when_runs_are_compared(ones, others, p: float):
    assert swap_test(ones, others) == pytest.approx(p)
    assert swap_test(others, ones) == pytest.approx(p)


def test_many_documents_are_swapped_by_chance_and_always_alike():
    ones, others = readings(*[4] * 40), readings(*[6] * 40)
    assert swap_test(ones, others) == swap_test(ones, others) < 0.001


def test_intervals_are_the_same_again_when_the_seed_is_fixed():
    assert resamples(7) == resamples(7)
    assert wilson(0, 10) == pytest.approx((0, 0.2775), abs=1e-4)


@pytest.mark.parametrize(
    ("value", "shown"), [(1.0, "100.00 %"), (0.99999, ">99.99 %"), (0.0, "0.00 %"), (1e-6, "<0.01 %")]
)
def test_almost_everything_is_not_rounded_to_everything(value: float, shown: str):
    assert percent(value) == shown


def shares(*documents: tuple[int, int]) -> Ratio:
    above, below = zip(*documents, strict=True)
    return Ratio("counts.recall", above, below, "bootstrap")


def figure_of(ratio: Ratio) -> Figure:
    return metrics._figure(ratio, resamples(len(ratio.above)))


@pytest.mark.parametrize(
    "ratio",
    [
        pytest.param(
            shares((8, 9), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0)), id="one document has the item"
        ),
        pytest.param(shares((8, 9), (8, 9), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0)), id="two, alike"),
        pytest.param(shares(*[(8, 9)] * 7), id="seven, alike"),
        pytest.param(shares(*[(150, 150)] * 5), id="all right in five documents"),
        pytest.param(shares(*[(0, 150)] * 5), id="all wrong in five documents"),
    ],
)
def test_interval_is_never_without_width_nor_that_of_independent_items(ratio):
    figure = figure_of(ratio)
    alone = wilson(sum(ratio.above), sum(ratio.below))
    assert figure.low < figure.high
    assert figure.high - figure.low > 1.1 * (alone[1] - alone[0])


def test_five_documents_say_no_more_than_five_however_many_cells_they_have():
    figure = figure_of(shares(*[(150, 150)] * 5))
    assert (figure.low, figure.high) == pytest.approx(wilson(5, 5))


def test_difference_has_no_interval_where_few_documents_have_the_item():
    samples = resamples(8)
    one, other = shares((0, 4), (0, 4), *[(0, 0)] * 6), shares((4, 4), (4, 4), *[(0, 0)] * 6)
    assert _paired(one, other, samples) == (None, 0.5)


def test_difference_that_is_alike_in_every_document_has_an_interval_with_width():
    (low, high), p = _paired(shares(*[(0, 4)] * 8), shares(*[(4, 4)] * 8), resamples(8))
    assert 0.3 < low < high == 1.0
    assert p < 0.05
