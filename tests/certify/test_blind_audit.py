"""From plan to certificate on fixtures with planted errors: blind, resumable, two readers, verify."""

import json

import jsonschema
import pytest
from typer.testing import CliRunner
from wrong_answers import wrong_value

from extractor.certify.claims import Claim
from extractor.certify.reader_answers import AuditAnswer, DrawnVerdict, Table
from extractor.cli.app import app
from extractor.cli.certify import certificate_of
from extractor.errors import StoreError, UsageError
from extractor.resources import schema_text
from extractor.review.audit_store import stored_of
from extractor.review.audit_views import view_of
from extractor.review.blind_audit import SaidAnswer
from extractor.review.delivered import delivered
from extractor.review.service import Viewer


def planted(drawings, reader):
    """Positions whose value in the data is not the true one."""
    return {
        each.position
        for each in drawings
        if not each.claim.pointer.startswith("/text/") and reader.true_value(each) != each.claim.value
    }


def test_sample_is_stored_with_the_plan_before_anybody_looks(store, plan):
    made, drawings = plan()
    stored = stored_of(store, made.plan_id)
    assert (stored.plan, stored.sample, stored.plan_sha256) == (made, drawings, made.sha256)
    assert len(drawings) == sum(each.sampled for each in made.strata)
    with pytest.raises(StoreError, match="stored already"):
        plan()
    again, _ = plan(seed="another")
    assert again.earlier == (made.plan_id,)


def test_audit_finds_every_planted_error_it_drew_and_puts_it_right_in_the_data(store, plan, reader):
    made, drawings = plan(minutes=15.0)
    wang = reader()
    expected = planted(drawings, wang)
    assert expected
    wang.answer_all()
    certificate = certificate_of(store, None)
    wrong = {each.position for each in certificate.sample if each.verdict == "wrong"}
    assert certificate.complete
    assert wrong == expected
    assert certificate.corrected == len(expected)
    values = [each for each in made.strata if not each.key.is_place]
    truly = sum(
        1
        for one in delivered(store)
        for key in [one.sha256]
        for claim in _claims(one)
        if wang.truth.get((key, claim.pointer), claim.value) != claim.value
    )
    assert certificate.whole.after >= truly
    assert certificate.whole.size == sum(each.size for each in values)
    by_pointer = {
        (one.report_id, claim.pointer): claim.value for one in delivered(store) for claim in _claims(one)
    }
    for position in expected:
        drawing = drawings[position]
        assert by_pointer[drawing.report_id, drawing.claim.pointer] == wang.true_value(drawing)


def _claims(one):
    from extractor.certify.claims import claims_of

    return list(claims_of(one))


def test_corrections_of_an_audit_are_told_apart(store, plan, reader):
    made, _ = plan(minutes=15.0)
    reader().answer_all()
    notes = [event.decision.note for one in delivered(store) for event in store.events_of(one.sha256)]
    assert notes
    assert all(note.startswith(f"audit {made.plan_id} #") for note in notes)


def test_value_of_the_data_set_is_hidden_until_two_readings_differ(store, plan, reader):
    plan()
    wang = reader()
    turn = wang.turn()
    opened = wang.service.service.open(turn.drawing.report_id, Viewer("wang"))
    assert view_of(turn, opened, "zh").machine == ""
    standing = wang.say(turn, wrong_value(turn.drawing.claim))
    again = wang.turn()
    assert again.drawing == turn.drawing
    assert not standing.revealed
    assert view_of(again, opened, "zh").state == "again"
    assert view_of(again, opened, "zh").machine == ""
    assert wang.say(again, wrong_value(turn.drawing.claim)).revealed
    shown = wang.service.turn("wang", shown=turn.drawing.position)
    assert view_of(shown, opened, "zh").state == "shown"


def test_slip_is_read_again_and_is_no_error_of_the_data(store, plan, reader):
    plan()
    wang = reader()
    turn = wang.turn()
    wang.say(turn, wrong_value(turn.drawing.claim))
    standing = wang.say(wang.turn(), turn.drawing.claim.value)
    assert (standing.verdict, standing.slipped) == (DrawnVerdict.RIGHT, True)


def test_nothing_is_chosen_by_the_reader(store, plan, reader):
    plan()
    wang = reader()
    turn = wang.turn()
    other = SaidAnswer(turn.plan.plan_id, turn.drawing.position + 1, "cannot", {}, 1.0, 0)
    with pytest.raises(UsageError, match="another place is next"):
        wang.service.answer("wang", other)
    with pytest.raises(UsageError, match="no such place"):
        wang.service.answer("wang", other._replace(position=10**6))


def test_one_answer_is_not_recorded_twice_from_two_windows(store, plan, reader):
    plan()
    wang = reader()
    turn = wang.turn()
    wang.say(turn, wang.true_value(turn.drawing))
    second = wang.turn()
    stale = SaidAnswer(second.plan.plan_id, second.drawing.position, "cannot", {}, 1.0, turn.progress.answers)
    with pytest.raises(UsageError, match="another window"):
        wang.service.answer("wang", stale)


def test_cannot_tell_counts_against_and_changes_nothing(store, plan, reader):
    plan()
    wang = reader()
    turn = wang.turn()
    assert wang.say(turn, "", kind="cannot").verdict is DrawnVerdict.CANNOT
    assert wang.turn().drawing != turn.drawing
    wang.answer_all()
    certificate = certificate_of(store, None)
    assert certificate.sample[turn.drawing.position].verdict == "cannot_tell"
    bounds = certificate.places if turn.drawing.claim.pointer.startswith("/text/") else certificate.strata
    assert next(each for each in bounds if each.id == turn.drawing.stratum).bound.wrong >= 1


def test_undo_takes_answer_and_correction_back_and_what_was_shown_stays_known(store, plan, reader):
    plan(minutes=15.0)
    wang = reader()
    while True:
        turn = wang.turn()
        if wang.true_value(turn.drawing) != turn.drawing.claim.value and turn.drawing.claim.kind == "topic":
            break
        wang.say(turn, wang.true_value(turn.drawing))
    true = wang.true_value(turn.drawing)
    wang.say(turn, true)
    wang.say(wang.turn(), true)
    document = store.load(turn.drawing.report_id)
    assert any("#" in event.decision.note for event in store.events_of(document.sha256))
    back = wang.turn()
    said = SaidAnswer(back.plan.plan_id, 0, "undo", {}, 0.0, back.progress.answers)
    assert wang.service.undo("wang", said) == turn.drawing.position
    assert wang.turn().drawing == turn.drawing
    # Having seen the value, the reader cannot make it right any more: it counts against.
    assert wang.say(wang.turn(), turn.drawing.claim.value).verdict is DrawnVerdict.SEEN
    value = next(
        claim.value
        for one in delivered(store)
        for claim in _claims(one)
        if (one.report_id, claim.pointer) == (turn.drawing.report_id, turn.drawing.claim.pointer)
    )
    assert value == turn.drawing.claim.value


def test_audit_resumes_where_it_stopped(store, plan, reader):
    plan()
    reader().answer_all(most=5)
    later = reader()
    assert later.turn().progress.mine >= 2
    assert later.turn().progress.answers == 5


def test_incomplete_audit_counts_the_unread_as_wrong_and_says_so(store, plan, reader):
    plan()
    reader().answer_all(most=3)
    certificate = certificate_of(store, None)
    assert not certificate.complete
    assert certificate.whole.wrong >= certificate.whole.sampled - 3


def test_two_readers_settle_what_they_agree_on_and_a_third_what_they_do_not(store, plan, reader):
    _, drawings = plan(auditors=2, minutes=8.0)
    wang, li, zhao = reader("wang"), reader("li"), reader("zhao")
    wang.answer_all()
    assert not certificate_of(store, None).complete
    first = li.turn()
    li.say(first, "", kind="cannot")
    li.answer_all()
    certificate = certificate_of(store, None)
    assert certificate.sample[first.drawing.position].verdict == "disputed"
    assert certificate.agreement.both == len(drawings)
    assert certificate.agreement.same == len(drawings) - 1
    assert zhao.turn().drawing == first.drawing
    zhao.answer_all()
    settled = certificate_of(store, None)
    assert settled.complete
    assert settled.sample[first.drawing.position].readers == ("wang", "zhao")
    assert set(settled.readers) == {"wang", "li", "zhao"}


def test_sequential_plan_counts_each_stratum_up_to_its_first_open_place(store, plan, reader):
    made, drawings = plan(method="sequential", minutes=30.0)
    wang = reader()
    wang.answer_all(most=len(drawings) // 2)
    certificate = certificate_of(store, None)
    assert 0 < certificate.whole.sampled < sum(e.sampled for e in made.strata if not e.key.is_place)
    assert certificate.whole.wrong <= len(planted(drawings, wang))
    assert wang.service.upper_so_far(made.plan_id) == pytest.approx(certificate.whole.rate)


def test_named_variable_has_its_own_sample_and_its_total_an_interval_that_holds_the_truth(
    store, plan, reader
):
    name = "applications_new_natural"
    plan(variables=(name,), minutes=12.0)
    wang = reader()
    wang.answer_all()
    certificate = certificate_of(store, None)
    true = {}
    for one in delivered(store):
        value = wang.truth[one.sha256, "/tables/applications/new/natural"]
        true[one.year] = true.get(one.year, 0) + float(value or 0)
    found = {each.year: each for each in certificate.estimates if each.variable == name}
    assert set(found) == set(true)
    for year, total in true.items():
        assert found[year].low <= total <= found[year].high
        assert found[year].low <= found[year].total <= found[year].high


def test_verify_recomputes_everything_and_names_what_was_changed(store, plan, reader, tmp_path):
    made, _ = plan(minutes=20.0)
    reader().answer_all()
    url = store.store.engine.url.database
    runner, out = CliRunner(), tmp_path / "out"
    done = runner.invoke(app, ["certify", "report", "--db", url, "--out", str(out)])
    assert done.exit_code == 0, done.output
    file = out / "certificate.json"
    assert runner.invoke(app, ["certify", "verify", str(file), "--db", url]).exit_code == 0
    good = json.loads(file.read_text(encoding="utf-8"))
    jsonschema.validate(good, json.loads(schema_text("certificate")))

    def verdict(change):
        changed = json.loads(json.dumps(good))
        change(changed)
        file.write_text(json.dumps(changed), encoding="utf-8")
        result = runner.invoke(app, ["certify", "verify", str(file), "--db", url])
        assert result.exit_code == 1, result.output
        return result.output

    assert "whole/upper: says 1, is" in verdict(lambda c: c["whole"].update(upper=1))
    assert "plan:" in verdict(lambda c: c["plan"].update(seed="other"))
    assert "answers:" in verdict(lambda c: c.update(answers_sha256="0" * 64))
    assert "sample/0" in verdict(lambda c: c["sample"][0].update(verdict="wrong"))
    page = (out / "certificate.html").read_text(encoding="utf-8")
    assert "至多" in page
    assert made.data.sha256 in page
    assert "http" not in page.replace("http-equiv", "")


def test_verify_says_when_a_correction_of_the_audit_was_taken_back(store, plan, reader, tmp_path):
    plan(minutes=15.0)
    wang = reader()
    wang.answer_all()
    url = store.store.engine.url.database
    runner = CliRunner()
    runner.invoke(app, ["certify", "report", "--db", url, "--out", str(tmp_path)])
    touched = next(one for one in delivered(store) if store.events_of(one.sha256))
    event = store.events_of(touched.sha256)[-1]
    service = wang.service.service
    service.take_back(service.open(touched.report_id, Viewer("li")), Viewer("li"), event)
    result = runner.invoke(app, ["certify", "verify", str(tmp_path / "certificate.json"), "--db", url])
    assert result.exit_code == 1
    assert "not put right in the data" in result.output


CLAIM = Claim("/issuer", "header", "stated", "issuer", "临州市人民政府")


def answers(*said, author="wang"):
    return [
        AuditAnswer(
            number, 0, author, f"2026-01-01T00:00:{number:02}Z", kind, {"value": value} if value else {}, 1.0
        )
        for number, (kind, value) in enumerate(said)
    ]


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        pytest.param([("read", "临州市 人民政府")], DrawnVerdict.RIGHT, id="spaces do not count"),
        pytest.param(
            [("read", "临州市政府"), ("read", "临州市政府")], DrawnVerdict.WRONG, id="read twice alike"
        ),
        pytest.param(
            [("read", "a"), ("read", "a"), ("same", "")],
            DrawnVerdict.RIGHT,
            id="other words, said to be the same",
        ),
        pytest.param([("same", "")], DrawnVerdict.UNSEEN, id="nothing to compare yet"),
        pytest.param(
            [("read", "a"), ("undo", ""), ("read", "b"), ("undo", ""), ("read", "临州市人民政府")],
            DrawnVerdict.SEEN,
            id="tries until it fits",
        ),
        pytest.param([("cannot", "")], DrawnVerdict.CANNOT, id="cannot tell"),
    ],
)
def test_what_a_reader_says_is_counted_so_that_no_weak_reading_helps_the_data(said, verdict):
    assert Table([CLAIM], answers(*said), 1).settled(0).verdict is verdict


def test_readings_that_differ_count_against_but_put_nothing_right():
    settled = Table([CLAIM], answers(("read", "a"), ("read", "b")), 1).settled(0)
    assert (settled.verdict, settled.value) == (DrawnVerdict.WRONG, None)


def test_audit_of_a_store_without_plan_says_what_to_do(store, truth):
    url = store.store.engine.url.database
    result = CliRunner().invoke(app, ["certify", "report", "--db", url])
    assert result.exit_code == 2
    assert "certify plan" in result.output


def test_plan_says_what_the_minutes_buy_and_prints_itself_as_json(store, truth):
    url = store.store.engine.url.database
    told = CliRunner().invoke(app, ["certify", "plan", "--db", url, "--minutes", "10", "--seed", "a"])
    assert told.exit_code == 0, told.output
    assert "values and" in told.output
    assert "a plain random sample needs" in told.output
    printed = CliRunner().invoke(app, ["certify", "plan", "--db", url, "--seed", "b", "--json"])
    assert json.loads(printed.stdout)["seed"] == "b"


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        pytest.param(["--tolerance", "much"], "--tolerance much", id="no share"),
        pytest.param(["--tolerance", "0%"], "--tolerance", id="nothing is bearable"),
        pytest.param(["--confidence", "100%"], "--confidence", id="quite sure"),
        pytest.param(["--variable", "no_such_column"], "no_such_column", id="unknown variable"),
        pytest.param(["--find", "90%", "--sequential"], "--find", id="weak readers and no fixed sample"),
    ],
)
def test_wish_that_cannot_be_is_refused_in_one_line(store, truth, flags, words):
    result = CliRunner().invoke(app, ["certify", "plan", "--db", store.store.engine.url.database, *flags])
    assert result.exit_code == 2
    assert words in result.output


def test_store_that_is_not_there_is_not_made(tmp_path):
    result = CliRunner().invoke(app, ["certify", "plan", "--db", str(tmp_path / "none.sqlite")])
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []
