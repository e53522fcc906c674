"""``review --tolerance``: which values a person must see, in which order, and what holds afterwards."""

from extractor.certify.bounds import Drawn
from extractor.certify.claims import claims_of
from extractor.certify.dial import dial_of, expected_a_minute
from extractor.certify.sample_planning import Wish
from extractor.certify.strata import StratumKey
from extractor.review.decision_log import Action, Decision
from extractor.review.delivered import delivered
from extractor.review.editable_facts import fact_json
from extractor.review.must_see import must_see
from extractor.review.pointers import cell_place, fact_place
from extractor.review.queue import Filters
from extractor.review.review_items import Weight
from extractor.review.service import ReviewService, Viewer

DISPUTED = StratumKey(kind="topic", rests_on="disputed")
PROVED = StratumKey(kind="cell", rests_on="proved")
WISH = Wish(0.005, 0.95, None)


def test_strata_with_most_expected_errors_a_minute_come_first():
    drawn = {PROVED: Drawn(9000, 900, 0), DISPUTED: Drawn(300, 60, 12)}
    dial = dial_of(drawn, {}, WISH, 0.005)
    assert dial.strata == (DISPUTED,)
    assert dial.upper <= 0.005 * 9300
    assert expected_a_minute(DISPUTED) > expected_a_minute(PROVED)


def test_nothing_must_be_seen_where_the_bound_is_low_enough_already():
    drawn = {PROVED: Drawn(9000, 900, 0), DISPUTED: Drawn(300, 60, 12)}
    assert dial_of(drawn, {}, WISH, 0.2).strata == ()


def test_everything_must_be_seen_where_no_sample_supports_the_tolerance():
    drawn = {PROVED: Drawn(9000, 20, 0), DISPUTED: Drawn(300, 10, 2)}
    assert set(dial_of(drawn, {}, WISH, 0.0001).strata) == {PROVED, DISPUTED}


def decide(service, report_id, pointer, truth, sha256):
    """What a careful person decides about a place: cells and topics are put right, the rest accepted."""
    opened = service.open(report_id, Viewer("li"))
    decision = Decision(pointer, Action.ACCEPT, None, {})
    if cell_place(pointer) and (sha256, pointer) in truth:
        value = truth[sha256, pointer]
        after = {"print": "number", "value": value} if value else {"print": "blank"}
        decision = Decision(pointer, Action.SET, None, after)
    elif fact_place(pointer) and (topic := truth.get((sha256, f"{pointer}#topic"))):
        fact = opened.state.fact(pointer)
        decision = Decision(pointer, Action.SET, None, {**fact_json(fact), "topic": topic})
    service.decide(opened, Viewer("li"), decision, opened.revision)


def test_queue_holds_what_must_be_seen_and_the_tolerance_holds_once_it_was(store, plan, reader):
    plan(minutes=25.0)
    wang = reader()
    wang.answer_all()
    now = must_see(store, 1.0).dial
    tolerance = 0.95 * now.upper / now.size
    turned = must_see(store, tolerance)
    assert turned.complete
    assert turned.number > 0
    assert f"{turned.number:,}" in turned.must_see.note[1]
    service = ReviewService(store, must_see=turned.must_see)
    rows = service.queue(Viewer("li"), Filters())
    assert sum(row.doubts for row in rows) == sum(map(len, turned.must_see.items.values()))
    ranks = []
    for row in rows:
        if not row.doubts:
            continue
        opened = service.open(row.report_id, Viewer("li"))
        assert {item.weight for item in opened.open_items} == {Weight.TOLERANCE}
        ranks.append(opened.open_items[0].order // 1_000_000)
        for item in opened.open_items:
            decide(service, row.report_id, item.pointer, wang.truth, row.sha256)
    assert ranks == sorted(ranks)
    assert all(row.doubts == 0 for row in service.queue(Viewer("li"), Filters()))
    after = must_see(store, tolerance)
    assert after.number == 0
    wrong = total = 0
    for one in delivered(store):
        for claim in claims_of(one):
            total += 1
            wrong += wang.truth.get((one.sha256, claim.pointer), claim.value) != claim.value
    assert wrong <= tolerance * total
