"""What a model's grade and the two readings of section five come from, by hand."""

import pytest

from extractor.errors import FailureKind, ModelError
from extractor.judging.qualifying import LEAST, DisputeScore, _score
from extractor.judging.section_reading import _chances, _Placed, _role_at, disagreement
from extractor.learned.atoms import Atom
from extractor.learned.section_units import SectionRead
from extractor.llm.profile import DECIDE_AT, Grade
from extractor.records import Span, Statement


def score(right: int, wrong: int, rest: int = 0) -> DisputeScore:
    return DisputeScore(right, wrong, rest, 0)


NINE = round(100 * DECIDE_AT)


@pytest.mark.parametrize(
    ("counted", "grade"),
    [
        pytest.param(score(NINE, 100 - NINE), Grade.DECIDE, id="just precise enough"),
        pytest.param(score(NINE - 1, 101 - NINE), Grade.ADVISE, id="one wrong too many"),
        pytest.param(score(LEAST, 0), Grade.DECIDE, id="just enough of them"),
        pytest.param(score(LEAST - 1, 0), Grade.ADVISE, id="one too few"),
        pytest.param(score(60, 0, 60), Grade.DECIDE, id="half of them settled"),
        pytest.param(score(60, 0, 61), Grade.ADVISE, id="less than half settled"),
        pytest.param(DisputeScore(60, 0, 20, 41), Grade.ADVISE, id="calls that failed are not settled"),
        pytest.param(score(0, 0, 200), Grade.ADVISE, id="nothing settled"),
        pytest.param(score(0, 0), Grade.ADVISE, id="nothing asked"),
    ],
)
def test_grade_follows_from_precision_and_from_how_much_was_settled(
    counted: DisputeScore, grade: Grade
) -> None:
    assert counted.grade is grade


def test_precision_is_of_what_was_settled() -> None:
    assert score(3, 1, 6).precision == 0.75
    assert score(0, 0, 6).precision is None
    assert DisputeScore(1, 2, 3, 4).total == 10


def test_every_answer_is_counted_once_as_what_it_is() -> None:
    said = ["a", "b", None, ModelError(FailureKind.TIMEOUT, "away"), "a", None, "c", "d"]
    answers = ["a", "a", "a", "a", "a", "b", "x", "y"]
    assert _score(said, answers, str) == DisputeScore(2, 3, 2, 1)
    assert _score(["a"], ["A"], str.upper) == DisputeScore(1, 0, 0, 0)


def atom(start: int, end: int) -> Atom:
    return Atom(start, end, "字" * (end - start), "", 0, "", "")


def placed(start: int, end: int, role: str) -> _Placed:
    entry = Statement(text="字", evidence=Span(start=0, end=1, quote="字"))
    return _Placed(start, end, role, entry)


def section(*pieces: tuple[int, int, str, dict[str, float]]) -> SectionRead:
    atoms = tuple(atom(start, end) for start, end, _, _ in pieces)
    return SectionRead(atoms, tuple(p[2] for p in pieces), tuple(p[3] for p in pieces), ())


TWO = section((10, 20, "issue", {"issue": 0.8, "remedy": 0.2}), (20, 50, "remedy", {"remedy": 1.0}))


@pytest.mark.parametrize(
    ("bounds", "chances"),
    [
        pytest.param((10, 20), {"issue": 0.8, "remedy": 0.2}, id="one piece"),
        pytest.param((15, 20), {"issue": 0.8, "remedy": 0.2}, id="a part of it"),
        pytest.param((10, 50), {"issue": 0.2, "remedy": 0.8}, id="by characters"),
        pytest.param((15, 25), {"issue": 0.4, "remedy": 0.6}, id="a part of each"),
        pytest.param((0, 10), {}, id="before"),
        pytest.param((50, 60), {}, id="behind"),
        pytest.param((0, 11), {"issue": 0.8, "remedy": 0.2}, id="one character"),
    ],
)
def test_chances_of_a_stretch_are_those_of_its_characters(
    bounds: tuple[int, int], chances: dict[str, float]
) -> None:
    assert _chances(TWO, *bounds) == pytest.approx(chances)


@pytest.mark.parametrize(
    ("entries", "role"),
    [
        ([placed(0, 10, "issue"), placed(20, 30, "remedy")], "none"),
        ([placed(0, 11, "issue")], "issue"),
        ([placed(0, 14, "issue"), placed(14, 20, "remedy")], "remedy"),
        ([placed(0, 16, "issue"), placed(16, 20, "remedy")], "issue"),
        ([], "none"),
    ],
)
def test_a_stretch_has_the_role_of_what_covers_most_of_it(entries: list[_Placed], role: str) -> None:
    assert _role_at(entries, 10, 20) == role


@pytest.mark.parametrize(
    ("entries", "mean"),
    [
        pytest.param([placed(10, 20, "issue"), placed(20, 50, "remedy")], 0.0, id="the same"),
        pytest.param([placed(10, 50, "remedy")], (0.8 - 0.2) / 2, id="one piece of two"),
        pytest.param(
            [placed(10, 50, "past")], (0.8 + 1.0) / 2, id="a role that the second reader knows nothing of"
        ),
        pytest.param([], (0.8 + 1.0) / 2, id="nothing found"),
    ],
)
def test_disagreement_is_the_mean_of_all_pieces(entries: list[_Placed], mean: float) -> None:
    assert disagreement(TWO, entries) == pytest.approx(mean)


def test_nothing_read_disagrees_with_nothing() -> None:
    assert disagreement(section(), [placed(0, 5, "issue")]) == 0.0
