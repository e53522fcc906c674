"""Ways in which readers, by design or by chance, could make a data set look better than it is."""

import pytest
from wrong_answers import wrong_value

from extractor.certify.answers import Answer, Table, Verdict
from extractor.certify.bounds import Drawn, grouped_upper
from extractor.certify.claims import Claim
from extractor.certify.computing import Audit, counted
from extractor.certify.planning import groups_of
from extractor.certify.strata import StratumKey
from extractor.cli.certify import certificate_of
from extractor.review.auditing import Said

CLAIM = Claim("/tables/applications/new/natural", "cell", "proved", "applications_new_natural", "7")


def said(*each):
    """(author, kind, value) in order; all about the first place."""
    return [
        Answer(n, 0, author, f"2026-01-01T00:00:{n:02}Z", kind, {"value": value} if value else {}, 1.0)
        for n, (author, kind, value) in enumerate(each)
    ]


REVEALED = [("wang", "read", "8"), ("wang", "read", "8"), ("wang", "undo", "")]


@pytest.mark.parametrize(
    ("auditors", "after", "verdict"),
    [
        pytest.param(1, [], Verdict.SEEN, id="nobody answers again"),
        pytest.param(1, [("li", "read", "7")], Verdict.SEEN, id="another reader agrees with the data"),
        pytest.param(1, [("wang", "read", "7")], Verdict.SEEN, id="the same reader does"),
        pytest.param(
            1, [("wang", "read", "8"), ("wang", "read", "8")], Verdict.WRONG, id="the same reader insists"
        ),
        pytest.param(2, [("li", "read", "7")], Verdict.DISPUTED, id="two readers: it is a quarrel"),
        pytest.param(
            2, [("li", "read", "7"), ("zhao", "read", "7")], Verdict.RIGHT, id="two others settle it"
        ),
    ],
)
def test_answer_taken_back_after_the_value_was_shown_counts_against(auditors, after, verdict):
    assert Table([CLAIM], said(*REVEALED, *after), auditors).settled(0).verdict is verdict


def test_place_taken_back_after_the_value_was_shown_comes_again_to_the_same_reader_only():
    table = Table([CLAIM], said(*REVEALED), 1)
    assert table.next_for("wang") == 0
    assert table.next_for("li") is None


def test_slip_stays_a_slip_when_it_is_taken_back():
    table = Table([CLAIM], said(("wang", "read", "8"), ("wang", "undo", ""), ("wang", "read", "7")), 1)
    assert table.settled(0).verdict is Verdict.RIGHT
    assert table.settled(0).slips == 1


def test_another_reader_cannot_make_right_what_one_took_back_after_the_value_was_shown(store, plan, reader):
    plan()
    wang, li = reader("wang"), reader("li")
    turn = wang.turn()
    wrong = wrong_value(turn.drawing.claim)
    wang.say(turn, wrong)
    assert wang.say(wang.turn(), wrong).revealed
    wang.service.undo("wang", Said(turn.plan.plan_id, 0, "undo", {}, 0.0, wang.turn().progress.answers))
    wang.service._busy.clear()  # three minutes later
    li.service = wang.service
    assert li.turn().drawing.position != turn.drawing.position
    li.answer_all()
    assert certificate_of(store, None).sample[turn.drawing.position].verdict == "seen_before"


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param([("wang", "read", "8"), ("wang", "read", "8"), ("li", "read", "7")], id="disputed"),
        pytest.param([("wang", "read", "8")], id="half read"),
        pytest.param([("wang", "read", "7"), ("wang", "undo", "")], id="taken back"),
    ],
)
def test_sequential_plan_counts_what_was_answered_and_not_settled_as_wrong(store, plan, answers):
    made, drawings = plan(auditors=2, method="sequential", minutes=20.0)
    first = next(d for d in drawings if d.claim.kind == "cell" and d.claim.value not in ("", "7", "8"))
    before = [d for d in drawings if d.stratum == first.stratum and d.position < first.position]
    right = [
        Answer(n, each.position, who, "2026-01-01T00:00:00Z", "read", _of(each.claim.value), 1.0)
        for n, (each, who) in enumerate((each, who) for each in before for who in ("wang", "li"))
    ]
    mine = [
        each._replace(entry_id=1000 + each.entry_id, position=first.position)
        for each in said(*((who, kind, value and first.claim.value + value) for who, kind, value in answers))
    ]
    key = next(each.key for each in made.strata if each.id == first.stratum)
    drawn = counted(Audit(made, drawings, (*right, *mine))).drawn[key]
    assert (drawn.sampled, drawn.wrong) == (len(before) + 1, 1)


def _of(value):
    return {"value": value} if value else {"none": True}


def test_group_that_is_read_as_a_whole_is_known_only_where_readers_miss_nothing():
    base = StratumKey(kind="cell", rests_on="proved")
    doubted = StratumKey(kind="topic", rests_on="disputed")
    drawn = {base: Drawn(1000, 300, 2), doubted: Drawn(20, 20, 1)}
    levels = [each.alpha for each in groups_of(drawn, 0.05, together=False)]
    assert levels == [0.05, 0.05]
    weak = groups_of(drawn, 0.05, together=False, find=0.9)
    product = 1.0
    for each in weak:
        product *= 1 - each.alpha
    assert product == pytest.approx(0.95)
    assert grouped_upper(weak, 0.9) >= grouped_upper(groups_of(drawn, 0.05, together=False), 0.9)
